"""The hybrid, an embedding and the path network together: their sum, and how its weights are chosen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from gnn.dataset import LinkDataset, contains, relation_id
from gnn.evaluate import HEAD, TAIL
from gnn.models import combined as combined_module
from gnn.models import combined_weights as weights_module
from gnn.models.combined import CombinedPredictor
from gnn.models.combined_weights import (
    SideWeights,
    choose_shares,
    held_to_choose,
    in_units,
    spread_of,
    usual_shares,
    weighted_sum,
)
from gnn.paired import preferred
from gnn.protocol import FitOptions, ModelState, Step
from gnn.splits import hashed_split
from kg.errors import InputError, ModelMismatchError
from kg.snapshot import Snapshot

_OPTIONS = FitOptions(budget=0.1, device="cpu")


class _StoppedError(Exception):
    """Ends a training in the middle, as a kill would."""


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
    for place in (1, 2, 3):
        scores = []
        for weight in (0.0, 1.0, 2.0):
            weights = tuple(weight if one == place else float(one == 0) for one in range(4))
            model.weights = {("treats", "tail"): weights, ("treats", "head"): (1.0, 0.0, 0.0, 0.0)}
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


def test_without_validation_the_usual_shares_stay(gnn_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """With many training triples there is no path network. The stored model scores the same."""
    monkeypatch.setattr(combined_module, "_MOST_TRIPLES", 5)
    dataset = hashed_split(gnn_snapshot, "treats", 0.0, 0.1, 2)
    model = CombinedPredictor()
    report = model.fit(dataset, _OPTIONS)
    assert not np.isfinite(report.best)
    assert [part.name for part in model.parts] == ["hybrid", "path_counts", "complex"]
    assert set(model.weights) == {("treats", "tail"), ("treats", "head")}
    assert all(one[0] == 1.0 and one[1] == 0.0 and one[2] > 0 for one in model.weights.values())
    again = CombinedPredictor.restore(model.state(), dataset)
    relation = relation_id(dataset.relations, "treats")
    heads = dataset.candidates(relation).heads
    assert np.array_equal(again.score_tails(heads, relation), model.score_tails(heads, relation))


def test_with_many_triples_some_are_kept_apart_to_choose(
    gnn_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They teach no part, and are in the graph again when the model is trained."""
    dataset = hashed_split(gnn_snapshot, "treats", 0.0, 0.1, 2)
    assert held_to_choose(dataset, 0) is dataset
    monkeypatch.setattr(weights_module, "_ENOUGH", 5)
    monkeypatch.setattr(weights_module, "_SHARE", 0.2)
    shown = held_to_choose(dataset, 0)
    assert len(shown.valid) == round(0.2 * len(dataset.train))
    assert len(shown.train) == len(dataset.train) - len(shown.valid)
    assert len(shown.graph) == len(dataset.graph) - len(shown.valid)
    assert not contains(shown.graph, shown.valid).any()
    assert held_to_choose(shown, 1) is shown
    model = CombinedPredictor()
    assert np.isfinite(model.fit(dataset, _OPTIONS).best)
    assert model._dataset is dataset


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


@pytest.mark.slow
@pytest.mark.usefixtures("one_thread")
def test_an_interrupted_training_ends_as_an_unbroken_one(gnn_snapshot: Snapshot, tmp_path: Path) -> None:
    """Stopped in the epochs of the embedding and again in those of the network; each goes on from its own."""
    dataset = hashed_split(gnn_snapshot, "treats", 0.2, 0.1, 2)
    options = replace(_OPTIONS, budget=0.3)
    whole = CombinedPredictor()
    report = whole.fit(dataset, options)
    first = len(report.steps) - 2
    for place in (5, first):

        def stop(step: Step, place: int = place) -> None:
            if step.done == place:
                raise _StoppedError

        with pytest.raises(_StoppedError):
            CombinedPredictor().fit(dataset, replace(options, checkpoints=tmp_path), stop)
    resumed = CombinedPredictor()
    rest = resumed.fit(dataset, replace(options, checkpoints=tmp_path))
    assert rest.resumed_after >= 3
    assert repr(rest.steps) == repr(report.steps)
    one, other = whole.state().tensors, resumed.state().tensors
    assert one.keys() == other.keys()
    assert all(torch.equal(tensor, other[name]) for name, tensor in one.items())


def test_minutes_are_shared(gnn_snapshot: Snapshot) -> None:
    """A training that has no time ends all the same, and says so."""
    dataset = hashed_split(gnn_snapshot, "treats", 0.2, 0.1, 2)
    report = CombinedPredictor().fit(dataset, replace(_OPTIONS, budget=1.0, minutes=1e-6))
    assert report.out_of_time


def test_a_node_that_is_not_placed_is_ordered_by_the_other_parts() -> None:
    """It counts as the mean of its row; where nothing is placed the first part stands alone."""
    first = np.array([[1.0, 2.0, 3.0, -np.inf], [1.0, 2.0, 3.0, -np.inf]], np.float32)
    other = np.array([[4.0, -np.inf, 8.0, 100.0], [-np.inf] * 4], np.float32)
    found = weighted_sum([first, other], [1.0, 0.5])
    assert found.tolist() == [[3.0, 5.0, 7.0, -np.inf], [1.0, 2.0, 3.0, -np.inf]]
    assert weighted_sum([first], [1.0]).tolist() == first.tolist()
    assert weighted_sum([first, other], [0.0, 1.0])[0].tolist() == [4.0, 6.0, 8.0, -np.inf]


def test_shares_are_in_units_of_spread() -> None:
    """A part that spreads twice as far weighs half; one that tells nothing, nothing."""
    first = np.array([[0.0, 2.0, 9.0], [4.0, 6.0, 9.0]], np.float32)
    flat = np.full((2, 3), -np.inf, np.float32)
    found = [spread_of(one, np.array([0, 1])) for one in (first, 2 * first, flat, 0 * first)]
    assert found == pytest.approx([1.0, 2.0, 0.0, 0.0])
    assert in_units((1.0, 0.5, 1.0, 1.0), found) == pytest.approx((1.0, 0.25, 0.0, 0.0))


def test_shares_are_chosen_one_after_the_other() -> None:
    """Each that is surely better than what was chosen before, beside the others."""
    noise = np.linspace(0.0, 0.01, 20)

    def values(shares: SideWeights) -> NDArray[np.float64]:
        return noise * shares[1] - abs(shares[1] - 1.0) - abs(shares[2] - 1.5) - sum(shares[3:])

    assert choose_shares(usual_shares(TAIL, 4), values) == (0.0, 1.0, 1.5, 0.0)
    assert choose_shares(usual_shares(HEAD, 3), values) == (0.0, 1.0, 1.5)
    assert choose_shares(usual_shares(TAIL, 4), lambda shares: noise) == usual_shares(TAIL, 4)


def test_the_usual_stays_unless_another_is_surely_better() -> None:
    """A gain within its standard error is none; a gain beyond it counts."""
    usual = np.array([0.5, 0.2, 0.4, 0.3])
    assert preferred(np.stack([usual, usual + np.array([0.5, -0.2, -0.1, 0.0])])) == 0
    assert preferred(np.stack([usual, usual + 0.01, usual + 0.02])) == 2
    assert preferred(np.stack([usual, usual])) == 0
    assert preferred(np.array([[0.1], [0.9]])) == 0
    close = np.stack([usual, usual + np.array([0.3, -0.1, 0.1, 0.1])])
    assert (preferred(close, 0.0), preferred(close, 2.0)) == (1, 0)
