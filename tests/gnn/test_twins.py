"""Twins of relations, and what a user is told of a split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gnn.dataset import LinkDataset, triple_ids
from gnn.split_report import split_figures
from gnn.twins import answered_by_twins, find_twins
from kg.snapshot import Snapshot
from kg.sources.triples import TripleSplit

EDGES = 19


def _dataset() -> LinkDataset:
    """``copy`` repeats all of ``made`` but two, ``back`` reverses them, ``meets`` is symmetric, ``lone`` differs."""
    made = [(f"X:{i:02d}", "made", f"Y:{i * 7 % EDGES:02d}") for i in range(EDGES)]
    triples = [*made, *((head, "copy", tail) for head, _, tail in made[:-2])]
    triples += [(tail, "back", head) for head, _, tail in made[1:]]
    triples += [(f"X:{a:02d}", "meets", f"X:{b:02d}") for i in range(6) for a, b in ((i, i + 7), (i + 7, i))]
    triples += [(f"X:{i:02d}", "lone", f"Y:{(i * 7 + 1) % EDGES:02d}") for i in range(EDGES)]
    triples += [("X:00", "once", "Y:05"), ("X:03", "lone", "X:03")]
    snapshot = Snapshot.from_triples(triples, {"X:99": "NamedThing"})
    test = triple_ids(snapshot, [made[0], made[3], made[-1], ("X:99", "lone", "Y:00")])
    return LinkDataset.from_snapshot(snapshot, None, None, test)


def test_twins_are_found_by_kind() -> None:
    """And nothing else is; the share is that of the smaller relation's pairs."""
    dataset = _dataset()
    found = {(twin.kind, dataset.relations[twin.first], dataset.relations[twin.second]) for twin in find_twins(dataset)}
    assert found == {
        ("duplicate", "copy", "made"),
        ("inverse", "back", "copy"),
        ("inverse", "back", "made"),
        ("symmetric", "meets", "meets"),
    }
    duplicate = next(twin for twin in find_twins(dataset) if twin.kind == "duplicate")
    assert (duplicate.shared, round(duplicate.share, 4)) == (15, round(15 / 16, 4))


def test_held_out_triples_that_a_twin_gives_away_are_counted() -> None:
    """The first is under ``copy``, the second under both, the last under ``back`` only; the new node's under none."""
    dataset = _dataset()
    assert answered_by_twins(dataset, find_twins(dataset)) == 3
    assert answered_by_twins(dataset, ()) == 0


def test_the_report_counts_what_is_odd() -> None:
    """One relation with one edge, one self loop, one held-out triple of an unknown node, duplicates of the files."""
    again = TripleSplit((("X:00", "made", "Y:00"),) * 3, (), (("X:99", "lone", "Y:00"),))
    dataset = replace(_dataset(), apart=np.array([[0, 5, 1]]))
    value = {row.metric: (row.value, row.n) for row in split_figures(dataset, again)}
    assert value["relations_with_one_edge"] == (1, 6)
    assert value["self_loops"][0] == 1
    assert value["held_out_with_unknown_node"] == (1, 4)
    assert value["held_out_exact_in_graph"] == (0, 4)
    assert value["held_out_with_unknown_relation"] == (1, 5)
    assert value["duplicate_triples"] == (2, 4)
    assert value["duplicate_relations"][0] == 1
    assert value["inverse_relations"][0] == 2


def test_a_graph_without_edges_has_no_twins() -> None:
    """Nothing but a self loop is left to look at."""
    assert find_twins(LinkDataset.from_snapshot(Snapshot.from_triples([("X:1", "p", "X:1")], {}))) == ()
