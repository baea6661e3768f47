"""Run by torchrun in test_distributed.py: trains the path network and prints its scores from rank 0."""

from __future__ import annotations

import numpy as np

from gnn.dataset import LinkDataset, relation_id
from gnn.distributed import joined
from gnn.models.nbfnet import NBFNetPredictor
from gnn.protocol import FitOptions
from kg.snapshot import Snapshot

DRUGS, GENES = 13, 5


def main() -> None:
    """Prints one line of scores."""
    triples = [(f"D:{i}", "binds", f"G:{i % GENES}") for i in range(DRUGS)]
    triples += [(f"G:{i}", "behind", f"I:{i}") for i in range(GENES)]
    triples += [(f"D:{i}", "treats", f"I:{i % GENES}") for i in range(DRUGS) if i % 4]
    kinds = {"D": "Drug", "G": "Gene", "I": "Disease"}
    categories = {node: kinds[node[0]] for triple in triples for node in (triple[0], triple[2])}
    dataset = LinkDataset.from_snapshot(Snapshot.from_triples(triples, categories), ["treats"])
    with joined() as here:
        model = NBFNetPredictor()
        model.fit(dataset, FitOptions(budget=0.03))
        relation = relation_id(dataset.relations, "treats")
        scores = model.score_tails(dataset.candidates(relation).heads, relation)
    if here.rank == 0:
        print("scores", *np.round(scores[np.isfinite(scores)], 3).tolist())


if __name__ == "__main__":
    main()
