"""Probabilities: they mean what they say on pairs that fitted nothing, rise with the scores, and survive the card."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from gnn.calibrate import Pairs, calibrate, calibration_figures, held_out_pairs, reliability
from gnn.calibration import Calibration, Curve, Method, Population, Reading, probabilities, readings
from gnn.dataset import Ids, LinkDataset
from gnn.evaluate import HEAD, TAIL
from gnn.models.constant import ConstantPredictor
from gnn.protocol import Scores
from gnn.splits import hashed_split
from kg.snapshot import Snapshot

_DRUGS, _ILLNESSES = 300, 40


class _Known(ConstantPredictor):
    """Scores are the log-odds that the links were drawn with, plus a shift of each query that means nothing."""

    def __init__(self, odds: Scores, shift: float) -> None:
        self._odds, self._shift = odds, shift

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """By the table, for every node."""
        return self._odds[heads] + (self._shift * (heads % 7))[:, None].astype(np.float32)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`."""
        return self._odds.T[tails] + (self._shift * (tails % 7))[:, None].astype(np.float32)


@pytest.fixture(scope="module")
def drawn() -> tuple[LinkDataset, Scores]:
    """Links drawn by chance from known log-odds, a third for validation and a third to test."""
    numbers = np.random.default_rng(0)
    odds = numbers.normal(-3.5, 2.0, (_DRUGS, _ILLNESSES))
    linked = numbers.random(odds.shape) < 1 / (1 + np.exp(-odds))
    names = [f"D:{i:03d}" for i in range(_DRUGS)], [f"S:{i:03d}" for i in range(_ILLNESSES)]
    triples = [(names[0][i], "treats", names[1][j]) for i, j in np.argwhere(linked)]
    kinds = dict.fromkeys(names[0], "Drug") | dict.fromkeys(names[1], "Disease")
    dataset = hashed_split(Snapshot.from_triples(triples, kinds), "treats", 0.33, 0.33)
    table = np.full((dataset.num_nodes, dataset.num_nodes), -np.inf, np.float32)
    places = [[dataset.positions[name] for name in part] for part in names]
    table[np.ix_(*places)] = odds
    return dataset, table


@pytest.mark.parametrize("side", ["tail", "head"])
def test_probabilities_mean_what_they_say(drawn: tuple[LinkDataset, Scores], side: str) -> None:
    """On test pairs, at both prevalences; with the true odds a logistic curve on plain scores is enough."""
    dataset, odds = drawn
    found = calibrate(_Known(odds, 0.0), dataset, 0)
    assert found is not None
    curve = found.curve(side)
    assert curve is not None and curve.method is Method.PLATT and curve.reads is Reading.SCORE
    judged = {one.population: one for one in found.reliability if one.side == side}
    assert judged[Population.NATURAL].ece < 0.02
    assert judged[Population.BALANCED].ece < 0.06
    for one in judged.values():
        assert one.low <= one.ece <= one.high or one.ece < one.low  # drawing queries adds noise, which adds error
        assert sum(part.count for part in one.bins) > one.links > 100
    assert {row.metric for row in calibration_figures("known", found)} == {
        "tail_ece", "head_ece", "tail_ece_balanced", "head_ece_balanced",
    }  # fmt: skip


def test_a_shift_of_a_query_is_seen_through(drawn: tuple[LinkDataset, Scores]) -> None:
    """Scores that are shifted by query are read by their margins."""
    dataset, odds = drawn
    found = calibrate(_Known(odds, 5.0), dataset, 0)
    assert found is not None and {one.reads for one in found.curves} == {Reading.MARGIN}
    assert all(one.ece < 0.08 for one in found.reliability)


def test_only_unknown_candidates_of_held_out_queries_count(drawn: tuple[LinkDataset, Scores]) -> None:
    """Against a count by hand: links of the part, and what no part and no graph holds."""
    dataset, odds = drawn
    for side in (TAIL, HEAD):
        pairs = held_out_pairs(_Known(odds, 0.0), dataset, (dataset.test, 0), side, Reading.SCORE)
        assert pairs.linked.sum() == len(dataset.test)
        givens = set(dataset.test[:, side.given].tolist())
        other = _ILLNESSES if side is TAIL else _DRUGS
        taken = sum(int(row[side.given]) in givens for row in dataset.known)
        assert (~pairs.linked).sum() == len(givens) * other - taken


def test_curves_do_not_depend_on_the_test_part(drawn: tuple[LinkDataset, Scores]) -> None:
    """With other test links, or with none, the same curves are fitted; only what they are judged on changes."""
    dataset, odds = drawn
    model = _Known(odds, 0.0)
    whole, fewer, none = (calibrate(model, replace(dataset, test=dataset.test[::step]), 0) for step in (1, 2, 10**6))
    assert whole is not None and fewer is not None and none is not None
    assert whole.curves == fewer.curves == none.curves
    assert whole.reliability != fewer.reliability


def test_the_error_is_counted_by_hand() -> None:
    """Two pairs at 0.25 of which one holds, two at 0.75 that both hold: (2 x 0.25 + 2 x 0.25) / 4."""
    curve = Curve("tail", Method.ISOTONIC, Reading.SCORE, 0.0, 0.0, ((0.0, 0.0), (1.0, 1.0)), 0.5, 10)
    linked = np.array([True, False, True, True])
    pairs = Pairs(np.array([0.25, 0.25, 0.75, 0.75]), linked, np.ones(4), np.arange(4))
    found = reliability(curve, pairs, Population.NATURAL)
    assert found.ece == pytest.approx(0.25)
    assert [(one.predicted, one.observed, one.count) for one in found.bins] == [(0.25, 0.5, 2), (0.75, 1.0, 2)]
    doubled = pairs._replace(weight=np.array([1.0, 3.0, 1.0, 1.0]))
    even = reliability(curve, doubled, Population.BALANCED)
    assert [one.observed for one in even.bins] == pytest.approx([0.25, 1.0])


def test_probabilities_of_one_are_balanced_too() -> None:
    """A steep curve reaches 1 exactly; its odds have no number."""
    curve = Curve("tail", Method.PLATT, Reading.SCORE, 1.0, 0.0, (), 0.1, 10)
    pairs = Pairs(np.array([90.0, -900.0]), np.array([True, False]), np.ones(2), np.arange(2))
    assert reliability(curve, pairs, Population.BALANCED).ece == 0.0


def test_a_query_whose_only_free_candidate_is_itself_counts_nothing() -> None:
    """It would be a link without another."""
    triples = [("X:1", "p", "X:2"), ("X:1", "p", "X:3"), ("X:2", "p", "X:3")]
    snapshot = Snapshot.from_triples(triples, {})
    model, held = ConstantPredictor(), np.array([[0, 0, 1]])
    dataset = LinkDataset.from_snapshot(snapshot, ["p"], held)
    model.attach(dataset)
    assert not len(held_out_pairs(model, dataset, (dataset.valid, 0), TAIL, Reading.SCORE).read)


def test_probabilities_rise_with_scores() -> None:
    """No curve turns the order round, at any score; a margin is taken from the unknown candidates alone."""
    scores = np.linspace(-900, 900, 31, dtype=np.float32)
    platt = Curve("tail", Method.PLATT, Reading.SCORE, 0.7, -3.0, (), 0.1, 20)
    steps = replace(platt, method=Method.ISOTONIC, knots=((-1.0, 0.0), (2.0, 0.5), (3.0, 1.0)))
    for curve in (platt, steps, replace(platt, reads=Reading.MARGIN)):
        values = probabilities(curve, scores)
        assert (np.diff(values) >= 0).all() and 0 <= values[0] <= 1e-6 and values[-1] <= 1
    margins = readings(Reading.MARGIN, np.array([5.0, 1.0, 1.0]), np.array([False, True, True]))
    assert margins[1] == pytest.approx(-np.log(2)) and margins[0] == pytest.approx(4 - np.log(2))


def test_too_few_links_give_no_probabilities(gnn_snapshot: Snapshot) -> None:
    """Two validation links are no basis."""
    dataset = hashed_split(gnn_snapshot, "treats", 0.1, 0.1)
    model = ConstantPredictor()
    model.attach(dataset)
    assert calibrate(model, dataset, dataset.targets[0]) is None


def test_calibration_survives_the_card(drawn: tuple[LinkDataset, Scores]) -> None:
    """As JSON."""
    dataset, odds = drawn
    found = calibrate(_Known(odds, 1.0), dataset, 0)
    assert found is not None
    assert Calibration.from_raw(json.loads(json.dumps(asdict(found)))) == found
