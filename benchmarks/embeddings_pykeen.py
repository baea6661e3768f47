"""PyKEEN's side of benchmarks/embeddings.py: run by a Python that has PyKEEN, which medkg does not need.

    python benchmarks/embeddings_pykeen.py TRIPLES.npy JSON

Prints seconds of CPU for the epochs after a first one that is not counted.
"""

from __future__ import annotations

import json
import sys
from time import process_time

import numpy as np
import torch
from pykeen.models import ComplEx, DistMult
from pykeen.training import LCWATrainingLoop
from pykeen.triples import CoreTriplesFactory

MODELS = {"complex": (ComplEx, 1), "distmult": (DistMult, 2)}


def main() -> None:
    """Trains with the softmax over all entities, reciprocal relations and Adagrad, without a regulariser."""
    asked = json.loads(sys.argv[2])
    torch.set_num_threads(1)
    torch.manual_seed(asked["seed"])
    triples = CoreTriplesFactory.create(
        torch.from_numpy(np.load(sys.argv[1])),
        num_entities=asked["nodes"],
        num_relations=asked["relations"],
        create_inverse_triples=True,
    )
    kind, width = MODELS[asked["model"]]
    model = kind(
        triples_factory=triples,
        embedding_dim=asked["rank"] * width,
        loss="crossentropy",
        regularizer=None,
        random_seed=asked["seed"],
    )
    optimizer = torch.optim.Adagrad(model.parameters(), lr=asked["rate"])
    loop = LCWATrainingLoop(model=model, triples_factory=triples, optimizer=optimizer)
    seconds = 0.0
    for epochs in (1, asked["epochs"]):
        started = process_time()
        loop.train(triples, num_epochs=epochs, batch_size=asked["batch"], use_tqdm=False, num_workers=0)
        seconds = process_time() - started
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
