"""The hybrid, an embedding and the path network together: their sum, and how its weights are chosen."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from gnn.dataset import LinkDataset, relation_id
from gnn.models import combined as combined_module
from gnn.models.combined import CombinedPredictor
from gnn.models.combined_weights import USUAL, choose_weights, spreads, usual_weights, weighted_sum
from gnn.paired import preferred
from gnn.protocol import FitOptions, ModelState
from gnn.splits import hashed_split
from kg.errors import InputError, ModelMismatchError
from kg.snapshot import Snapshot

_OPTIONS = FitOptions(budget=0.1, device="cpu")


@pytest.fixture
def fitted(gnn_snapshot: Snapshot) -> tuple[CombinedPredictor, LinkDataset]:
    dataset = hashed_split(gnn_snapshot, "treats", 0.2, 0.1, 2)
    model = CombinedPredictor()
    report = model.fit(dataset, _OPTIONS)
    assert np.isfinite(report.best)
    return model, dataset


def test_weights_of_nothing_leave_the_hybrid(fitted: tuple[CombinedPredictor, LinkDataset]) -> None:
    """And twice the weight of a part adds twice its score, in the direction that it is for."""
    model, dataset = fitted
    relation = relation_id(dataset.relations, "treats")
    sets = dataset.candidates(relation)
    hybrid = model.parts[0].score_tails(sets.heads, relation)[:, sets.tails]
    for place in (0, 1):
        scores = []
        for weight in (0.0, 1.0, 2.0):
            weights = (weight, 0.0) if place == 0 else (0.0, weight)
            model.weights = {("treats", "tail"): weights, ("treats", "head"): (0.0, 0.0)}
            scores.append(model.score_tails(sets.heads, relation)[:, sets.tails])
            heads = model.score_heads(sets.tails, relation)
            assert np.array_equal(heads, model.parts[0].score_heads(sets.tails, relation))
        assert np.array_equal(scores[0], hybrid)
        assert scores[2] - scores[0] == pytest.approx(2 * (scores[1] - scores[0]), abs=1e-4)
        assert np.ptp(scores[1] - scores[0]) > 0


@pytest.mark.usefixtures("one_thread")
def test_the_test_part_does_not_decide(gnn_snapshot: Snapshot) -> None:
    """Other test triples, the same weights."""
    dataset = hashed_split(gnn_snapshot, "treats", 0.2, 0.1, 2)
    weights = []
    for one in (dataset, dataset.blind):
        model = CombinedPredictor()
        model.fit(one, _OPTIONS)
        weights.append(model.weights)
    assert weights[0] == weights[1]


def test_without_validation_the_usual_weights_stay(gnn_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """In units of the parts' spread; with many training triples there is no path network."""
    monkeypatch.setattr(combined_module, "_MOST_TRIPLES", 5)
    dataset = hashed_split(gnn_snapshot, "treats", 0.0, 0.1, 2)
    model = CombinedPredictor()
    report = model.fit(dataset, _OPTIONS)
    assert not np.isfinite(report.best)
    assert [part.name for part in model.parts] == ["hybrid", "complex"]
    assert set(model.weights) == {("treats", "tail"), ("treats", "head")}
    assert all(len(one) == 1 and one[0] > 0 for one in model.weights.values())
    again = CombinedPredictor.restore(model.state(), dataset)
    heads = dataset.candidates(relation_id(dataset.relations, "treats")).heads
    relation = relation_id(dataset.relations, "treats")
    assert np.array_equal(again.score_tails(heads, relation), model.score_tails(heads, relation))


def test_a_model_of_other_parts_is_refused(fitted: tuple[CombinedPredictor, LinkDataset]) -> None:
    """One that was stored before there was an embedding; and one without a graph scores nothing."""
    model, dataset = fitted
    state = model.state()
    settings = json.loads(state.settings)
    del settings["parts"]["complex"]
    with pytest.raises(ModelMismatchError, match="another version"):
        CombinedPredictor.restore(ModelState(state.tensors, json.dumps(settings)), dataset)
    with pytest.raises(InputError, match="no graph"):
        CombinedPredictor().score_tails(np.array([0]), 0)


def test_minutes_are_shared(gnn_snapshot: Snapshot) -> None:
    """A training that has no time ends all the same, and says so."""
    dataset = hashed_split(gnn_snapshot, "treats", 0.2, 0.1, 2)
    report = CombinedPredictor().fit(dataset, replace(_OPTIONS, budget=1.0, minutes=1e-6))
    assert report.out_of_time


def test_a_node_that_is_not_placed_is_ordered_by_the_other_parts() -> None:
    """It counts as the mean of its row; where nothing is placed the first part stands alone."""
    first = np.array([[1.0, 2.0, 3.0, -np.inf], [1.0, 2.0, 3.0, -np.inf]], np.float32)
    other = np.array([[4.0, -np.inf, 8.0, 100.0], [-np.inf] * 4], np.float32)
    found = weighted_sum((first, other), (0.5,))
    assert found.tolist() == [[3.0, 5.0, 7.0, -np.inf], [1.0, 2.0, 3.0, -np.inf]]
    assert weighted_sum((first, other), (0.0,)).tolist() == first.tolist()


def test_weights_are_in_units_of_spread() -> None:
    """A part that spreads twice as far weighs half; one that tells nothing, nothing."""
    first = np.array([[0.0, 2.0, 9.0], [4.0, 6.0, 9.0]], np.float32)
    flat = np.full((2, 3), -np.inf, np.float32)
    found = spreads((first, 2 * first, flat, 0 * first), np.array([0, 1]))
    assert found == pytest.approx((1.0, 2.0, 0.0, 0.0))
    assert usual_weights(found) == pytest.approx((USUAL / 2, 0.0, 0.0))


def test_weights_are_chosen_one_after_the_other() -> None:
    """Each that is surely better than the usual, beside what was chosen for those before."""
    noise = np.linspace(0.0, 0.01, 20)

    def values(weights: tuple[float, ...]) -> NDArray[np.float64]:
        return noise * weights[0] - abs(weights[0]) - abs(weights[1] - 3.0)

    found = choose_weights((USUAL, 2.0 * USUAL), values)
    assert found[0] == 0.0
    assert found[1] == pytest.approx(3.0)
    assert choose_weights((USUAL,), lambda weights: noise) == (USUAL,)


def test_the_usual_stays_unless_another_is_surely_better() -> None:
    """A gain within its standard error is none; a gain beyond it counts."""
    usual = np.array([0.5, 0.2, 0.4, 0.3])
    assert preferred(np.stack([usual, usual + np.array([0.5, -0.2, -0.1, 0.0])])) == 0
    assert preferred(np.stack([usual, usual + 0.01, usual + 0.02])) == 2
    assert preferred(np.stack([usual, usual])) == 0
    assert preferred(np.array([[0.1], [0.9]])) == 0
    close = np.stack([usual, usual + np.array([0.3, -0.1, 0.1, 0.1])])
    assert (preferred(close, 0.0), preferred(close, 2.0)) == (1, 0)
