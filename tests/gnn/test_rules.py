"""Rules on graphs where the right ones are known, and the ensemble's weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gnn.dataset import LinkDataset, relation_id, triple_ids
from gnn.models.ensemble import EnsemblePredictor
from gnn.models.rule_mining import MiningConfig, StepGraph, mine_rules
from gnn.models.rules import RulePredictor
from gnn.protocol import FitOptions
from kg.snapshot import Snapshot

COUNT = 13


def _chain() -> LinkDataset:
    """a -p-> b -q-> c, and a -r-> c for all but one: r follows p and q; ``s`` reverses r for two of three."""
    triples = [(f"A:{i:02d}", "p", f"B:{i:02d}") for i in range(COUNT)]
    triples += [(f"B:{i:02d}", "q", f"C:{i:02d}") for i in range(COUNT)]
    triples += [(f"A:{i:02d}", "r", f"C:{i:02d}") for i in range(1, COUNT)]
    triples += [(f"C:{i:02d}", "s", f"A:{(i + (i % 3 == 0)) % COUNT:02d}") for i in range(COUNT)]
    return LinkDataset.from_snapshot(Snapshot.from_triples(triples, {}))


def test_the_composition_is_found_with_its_confidence() -> None:
    """12 of 12 heads of r are reached rightly: 12 / (12 + 3); the reversed s explains 8 of 12."""
    dataset = _chain()
    p, q, r, s = range(4)
    rules = {rule.body: rule.confidence for rule in _mined(dataset, r)}
    assert rules[p, q] == pytest.approx(12 / 15)
    assert rules[s + 4,] == pytest.approx(8 / (len(_reached_back(dataset)) + 3))
    assert (r,) not in rules


def _reached_back(dataset: LinkDataset) -> list[int]:
    heads = set(dataset.graph[dataset.graph[:, 1] == 2, 0].tolist())
    return [row for row in dataset.graph[dataset.graph[:, 1] == 3, 2].tolist() if row in heads]


def _mined(dataset: LinkDataset, relation: int):
    return mine_rules(StepGraph(dataset), relation, MiningConfig(), np.random.default_rng(0))


def test_reversed_relations_have_rules_of_their_own() -> None:
    """From c back over q and p."""
    p, q, r = range(3)
    assert {rule.body for rule in _mined(_chain(), r + 4)} >= {(q + 4, p + 4)}


def test_nodes_alike_do_not_include_the_node() -> None:
    """So an edge never explains itself through its own ends."""
    triples = [("X:1", "p", "X:2"), ("X:3", "p", "X:2"), ("X:4", "p", "X:5")]
    dataset = LinkDataset.from_snapshot(Snapshot.from_triples(triples, {}))
    places = [dataset.positions[node] for node in ("X:1", "X:3", "X:4")]
    alike = StepGraph(dataset).step(2)
    assert np.array_equal(alike.toarray()[np.ix_(places, places)], [[0, 1, 0], [1, 0, 0], [0, 0, 0]])


def test_the_left_out_edge_comes_first() -> None:
    """Only the rule leads from the first a, and it leads to the first c; nothing else is placed above the rest."""
    dataset = _chain()
    model = RulePredictor()
    model.fit(dataset, FitOptions())
    relation = relation_id(dataset.relations, "r")
    scores = model.score_tails(np.array([dataset.positions["A:00"]]), relation)[0]
    assert scores.argmax() == dataset.positions["C:00"]
    assert np.isfinite(scores).all()
    assert (scores > scores.min()).sum() <= 3


def test_no_rule_reaches_a_relation_that_was_no_target() -> None:
    """Every node gets the same least score, from both ends."""
    triples = [(f"A:{i}", "p", f"B:{i}") for i in range(7)] + [("A:1", "q", "B:2")]
    dataset = LinkDataset.from_snapshot(Snapshot.from_triples(triples, {}), ["p"])
    model = RulePredictor()
    model.fit(dataset, FitOptions())
    for scores in (model.score_tails(np.array([0, 1]), 1), model.score_heads(np.array([0, 1]), 1)):
        assert len(np.unique(scores)) == 1


def test_an_ensemble_of_too_few_edges_goes_without_the_path_network() -> None:
    """It says so, ranks, and is restored with the members that it has."""
    triples = [(f"A:{i}", "p", f"A:{i + 1}") for i in range(4)]
    dataset = LinkDataset.from_snapshot(Snapshot.from_triples(triples, {}))
    model = EnsemblePredictor()
    said: list[str] = []
    model.fit(dataset, FitOptions(device="cpu", budget=0.05, notify=said.append))
    assert [line for line in said if "without the path network" in line]
    assert len(model.weights) == 4
    heads = dataset.train[:2, 0]
    again = EnsemblePredictor.restore(model.state(), dataset)
    assert np.allclose(again.score_tails(heads, 0), model.score_tails(heads, 0))


def test_an_ensemble_with_one_weight_is_that_member(gnn_snapshot: Snapshot) -> None:
    """The order of its scores is the member's; chosen weights come from the list and validate no worse than usual."""
    held = triple_ids(gnn_snapshot, [("DRUGBANK:001", "treats", "MONDO:001"), ("DRUGBANK:002", "treats", "MONDO:002")])
    dataset = LinkDataset.from_snapshot(gnn_snapshot, ["treats"], held)
    model = EnsemblePredictor()
    report = model.fit(dataset, FitOptions(device="cpu", budget=0.05))
    assert len(model.weights) == 5
    assert 0 < report.best <= 1
    heads, relation = held[:, 0], int(held[0, 1])
    rules = RulePredictor()
    rules.fit(dataset, FitOptions())
    model.weights = (0.0, 0.0, 0.0, 1.0, 0.0)
    ours, theirs = model.score_tails(heads, relation), rules.score_tails(heads, relation)
    assert np.allclose(ours - ours.max(axis=1, keepdims=True), theirs - theirs.max(axis=1, keepdims=True), atol=1e-4)


def test_an_ensemble_of_a_large_graph_has_no_path_network(
    gnn_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stored and restored with the members that it has."""
    monkeypatch.setattr("gnn.models.ensemble._MOST_NODES", 5)
    dataset = LinkDataset.from_snapshot(gnn_snapshot, ["treats"])
    model = EnsemblePredictor()
    model.fit(dataset, FitOptions(device="cpu", budget=0.05))
    assert len(model.weights) == 4
    heads, relation = dataset.train[:3, 0], int(dataset.train[0, 1])
    again = EnsemblePredictor.restore(model.state(), dataset)
    assert np.allclose(again.score_tails(heads, relation), model.score_tails(heads, relation))


def test_an_ensemble_that_went_on_reports_all_its_steps(gnn_snapshot: Snapshot, tmp_path: Path) -> None:
    """Those of the interrupted run too; a second training of one instance begins with the usual weights."""
    dataset = LinkDataset.from_snapshot(gnn_snapshot, ["treats"])
    options = FitOptions(device="cpu", budget=0.05, checkpoints=tmp_path)
    model = EnsemblePredictor()
    usual = model.weights
    first = model.fit(dataset, options)
    model.weights = (1.0, 2.0, 2.0, 2.0)
    second = model.fit(dataset, options)
    assert model.weights == usual
    assert second.resumed_after > first.resumed_after == 0
    assert [step[:3] for step in second.steps] == [step[:3] for step in first.steps]
    assert second.seconds >= second.seconds_before > 0
