"""The hybrid and the path network together: the sum of both, and how its weights are chosen."""

from __future__ import annotations

import numpy as np
import pytest

from gnn.dataset import LinkDataset, relation_id
from gnn.models.combined import CombinedPredictor, preferred
from gnn.protocol import FitOptions
from gnn.splits import hashed_split
from kg.snapshot import Snapshot


@pytest.fixture
def fitted(gnn_snapshot: Snapshot) -> tuple[CombinedPredictor, LinkDataset]:
    dataset = hashed_split(gnn_snapshot, "treats", 0.2, 0.1, 2)
    model = CombinedPredictor()
    report = model.fit(dataset, FitOptions(budget=0.1, device="cpu"))
    assert np.isfinite(report.best)
    return model, dataset


def test_a_weight_of_nothing_leaves_the_hybrid(fitted: tuple[CombinedPredictor, LinkDataset]) -> None:
    """And twice the weight adds twice the network's score, in the direction that it is for."""
    model, dataset = fitted
    relation = relation_id(dataset.relations, "treats")
    sets = dataset.candidates(relation)
    scores = []
    for weight in (0.0, 1.0, 2.0):
        model.weights = (weight, 0.0)
        scores.append(model.score_tails(sets.heads, relation)[:, sets.tails])
        assert np.array_equal(model.score_heads(sets.tails, relation), model._hybrid.score_heads(sets.tails, relation))
    assert np.array_equal(scores[0], model._hybrid.score_tails(sets.heads, relation)[:, sets.tails])
    assert scores[2] - scores[0] == pytest.approx(2 * (scores[1] - scores[0]), abs=1e-4)
    assert np.ptp(scores[1] - scores[0]) > 0


@pytest.mark.usefixtures("one_thread")
def test_the_test_part_does_not_decide(gnn_snapshot: Snapshot) -> None:
    """Other test triples, the same weights."""
    dataset = hashed_split(gnn_snapshot, "treats", 0.2, 0.1, 2)
    weights = []
    for one in (dataset, dataset.blind):
        model = CombinedPredictor()
        model.fit(one, FitOptions(budget=0.1, device="cpu"))
        weights.append(model.weights)
    assert weights[0] == weights[1]


def test_the_usual_weight_stays_unless_another_is_surely_better() -> None:
    """A gain within its standard error is none; a gain beyond it counts."""
    usual = np.array([0.5, 0.2, 0.4, 0.3])
    assert preferred(np.stack([usual, usual + np.array([0.5, -0.2, -0.1, 0.0])])) == 0
    assert preferred(np.stack([usual, usual + 0.01, usual + 0.02])) == 2
    assert preferred(np.stack([usual, usual])) == 0
    assert preferred(np.array([[0.1], [0.9]])) == 0
