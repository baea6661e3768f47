"""The hybrid model on graphs where an end has no other relation, and where nothing can be told apart."""

from __future__ import annotations

import numpy as np
import pytest

from gnn.dataset import LinkDataset
from gnn.protocol import FitOptions
from gnn.registry import model_class
from gnn.splits import hashed_split
from kg.errors import InputError
from kg.snapshot import Snapshot

DRUGS = tuple(f"DRUGBANK:{i:03d}" for i in range(24))
ILLNESSES = tuple(f"MONDO:{i:03d}" for i in range(12))
GENES = tuple(f"HGNC:{i:03d}" for i in range(8))
TREATS = tuple((drug, "treats", ILLNESSES[(i * 5 + j) % 12]) for i, drug in enumerate(DRUGS) for j in range(3))
BINDS = tuple((drug, "binds", GENES[i % 8]) for i, drug in enumerate(DRUGS))
BEHIND = tuple((GENES[i % 8], "gene_associated_with_condition", one) for i, one in enumerate(ILLNESSES))
EVERY = tuple((drug, "treats", illness) for drug in DRUGS for illness in ILLNESSES)
STAR = tuple((drug, "treats", ILLNESSES[0]) for drug in DRUGS)


def _snapshot(triples: tuple[tuple[str, str, str], ...]) -> Snapshot:
    named = dict.fromkeys(DRUGS, "Drug") | dict.fromkeys(ILLNESSES, "Disease") | dict.fromkeys(GENES, "Gene")
    used = {end for subject, _, target in triples for end in (subject, target)}
    return Snapshot.from_triples(list(triples), {node: named[node] for node in sorted(used)})


@pytest.mark.parametrize("name", ["hybrid", "neighbours"])
@pytest.mark.parametrize(
    "beside", [(), BINDS, BEHIND], ids=["treats alone", "drugs have targets", "diseases have genes"]
)
def test_an_end_without_another_relation(name: str, beside: tuple[tuple[str, str, str], ...]) -> None:
    """It learns from what the other end has, or from degrees, and scores without a number missing."""
    dataset = hashed_split(_snapshot(TREATS + beside), "treats")
    model = model_class(name)()
    model.fit(dataset, FitOptions(seed=1, device="cpu"))
    heads = np.array([dataset.positions[one] for one in DRUGS[:5]], np.int64)
    relation = dataset.relations.index("treats")
    tails = [dataset.positions[one] for one in ILLNESSES]
    assert np.isfinite(model.score_tails(heads, relation)[:, tails]).all()


@pytest.mark.parametrize(
    "triples",
    [EVERY, EVERY + BINDS + BEHIND, STAR, STAR + BINDS],
    ids=["all", "all and others", "star", "star and others"],
)
@pytest.mark.parametrize("name", ["hybrid", "neighbours", "path_counts"])
def test_all_pairs_linked_is_said(name: str, triples: tuple[tuple[str, str, str], ...]) -> None:
    dataset = LinkDataset.from_snapshot(_snapshot(triples), ["treats"])
    with pytest.raises(InputError, match="Every Drug is linked to every Disease by 'treats'") as caught:
        model_class(name)().fit(dataset, FitOptions(seed=1, device="cpu"))
    assert "more nodes" in caught.value.remedy


def test_a_star_is_learned_where_nodes_are_left() -> None:
    """One disease with every drug's edge, and another without any: pairs of that one are not linked."""
    dataset = LinkDataset.from_snapshot(_snapshot(STAR + BINDS + BEHIND), ["treats"])
    model = model_class("hybrid")()
    model.fit(dataset, FitOptions(seed=1, device="cpu"))
    heads = np.array([dataset.positions[one] for one in DRUGS[:5]], np.int64)
    scores = model.score_tails(heads, dataset.relations.index("treats"))
    assert (scores[:, dataset.positions[ILLNESSES[0]]] > scores[:, dataset.positions[ILLNESSES[1]]]).all()
