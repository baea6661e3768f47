"""Splits are disjoint, stable, and refuse to leak."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnn.dataset import LinkDataset, contains, relation_id, triple_ids
from gnn.splits import check_leaks, find_leaks, hashed_split, published_split
from kg.errors import InputError, NotFoundError
from kg.snapshot import Snapshot
from kg.sources.triples import TripleSplit

_NODES = st.integers(0, 12)
_TRIPLES = st.lists(st.tuples(_NODES, st.sampled_from(["p", "q"]), _NODES), min_size=1, max_size=60)


def _snapshot(triples: list[tuple[int, str, int]]) -> Snapshot:
    named = [(f"X:{head:02d}", relation, f"X:{tail:02d}") for head, relation, tail in triples]
    return Snapshot.from_triples([*named, ("X:00", "p", "X:01")], {})


@given(_TRIPLES, st.integers(0, 5))
def test_hashed_split_is_disjoint_and_leaves_no_edge_between_a_held_out_pair(triples, seed: int) -> None:
    """Whatever the graph: no part shares a triple, and find_leaks finds nothing."""
    snapshot = _snapshot(triples)
    split = hashed_split(snapshot, "p", 0.3, 0.3, seed)
    report = find_leaks(split)
    assert (report.exact, report.reversed, report.parallel) == (0, 0, 0)
    relation = relation_id(snapshot.predicates, "p")
    held = len(split.valid) + len(split.test)
    assert held + len(split.train) == int((snapshot.relations == relation).sum())
    assert contains(split.graph, split.train).all()


@given(_TRIPLES)
def test_an_edge_keeps_its_part_when_the_graph_grows(triples) -> None:
    """The hash of the pair decides, not the order or the number of edges."""
    small, large = _snapshot(triples), _snapshot([*triples, (11, "p", 12), (12, "q", 3)])
    parts = []
    for snapshot in (small, large):
        split = hashed_split(snapshot, "p", 0.3, 0.3)
        parts.append({(snapshot.node_ids[head], snapshot.node_ids[tail]) for head, _, tail in split.test})
    assert parts[0] <= parts[1]


def test_published_split_refuses_a_test_triple_in_train() -> None:
    """Said with the count."""
    triples = (("X:1", "p", "X:2"), ("X:2", "p", "X:3"))
    snapshot = Snapshot.from_triples(triples, {})
    with pytest.raises(InputError, match="1 test triples are also in train"):
        published_split(snapshot, TripleSplit(triples, (), triples[:1]))


def test_ids_that_keys_cannot_tell_apart_are_refused() -> None:
    """2^24 nodes and 2^16 relations are the limit; at it, nothing is confused."""
    largest = np.array([[2**24 - 1, 2**16 - 1, 2**24 - 1], [0, 0, 0]])
    assert contains(largest, largest).all()
    assert not contains(largest[:1], largest[1:]).any()
    for row in ([2**24, 0, 0], [0, 2**16, 0], [0, 0, 2**24]):
        with pytest.raises(InputError, match="beyond"):
            contains(largest, np.array([row]))


def test_leaks_are_counted_by_kind() -> None:
    """A reversed and a parallel edge of held-out triples, and the exact one."""
    graph = [("X:1", "p", "X:2"), ("X:4", "p", "X:3"), ("X:5", "q", "X:6"), ("X:7", "p", "X:8")]
    snapshot = Snapshot.from_triples([*graph, ("X:3", "p", "X:4"), ("X:5", "p", "X:6")], {})
    test = triple_ids(snapshot, [("X:3", "p", "X:4"), ("X:5", "p", "X:6")])
    dataset = LinkDataset.from_snapshot(snapshot, ["p"], None, test)
    assert find_leaks(dataset).reversed == 1
    assert find_leaks(dataset).parallel == 1
    with pytest.raises(InputError, match="1 stand reversed in the graph and 1 under another relation"):
        check_leaks(dataset)
    check_leaks(dataset, allow_neighbours=True)
    leaky = LinkDataset(
        dataset.node_ids,
        dataset.categories,
        dataset.node_category,
        dataset.relations,
        np.concatenate([dataset.graph, test]),
        dataset.train,
        dataset.valid,
        test,
        dataset.negatives,
        dataset.data_hash,
    )
    with pytest.raises(InputError, match="2 of 2 held-out triples are also in the graph"):
        check_leaks(leaky, allow_neighbours=True)


def test_a_triple_in_two_parts_takes_nothing_from_the_parallel_ones() -> None:
    """It is no edge of the graph; a triple that is, and has a parallel edge, counts as exact alone."""
    snapshot = Snapshot.from_triples([("X:1", "p", "X:2"), ("X:3", "q", "X:4"), ("X:5", "p", "X:6")], {})
    ids = triple_ids(snapshot, [("X:1", "p", "X:2"), ("X:3", "p", "X:4")])
    dataset = LinkDataset.from_snapshot(snapshot, ["p"], ids[:1], ids)
    report = find_leaks(dataset)
    assert (report.exact, report.parallel, report.held_out) == (1, 1, 3)


def test_unknown_names_are_named(gnn_snapshot: Snapshot) -> None:
    """Both a relation and a node that the graph lacks."""
    with pytest.raises(NotFoundError, match="cures"):
        hashed_split(gnn_snapshot, "cures")
    with pytest.raises(InputError, match="DRUGBANK:999"):
        triple_ids(gnn_snapshot, [("DRUGBANK:999", "treats", "MONDO:001")])


def test_negatives_never_train(gnn_snapshot: Snapshot) -> None:
    """A denied pair is kept apart."""
    triple = ("DRUGBANK:000", "treats", "MONDO:005")
    snapshot = Snapshot.from_triples([("DRUGBANK:001", "treats", "MONDO:001")], {}, negatives=[triple])
    dataset = LinkDataset.from_snapshot(snapshot)
    assert len(dataset.negatives) == 1
    assert not contains(dataset.train, dataset.negatives).any()
    assert not contains(dataset.graph, dataset.negatives).any()


def test_to_pyg_holds_every_edge_once(gnn_snapshot: Snapshot) -> None:
    """Typed stores with local indices that lead back to the ids."""
    dataset = LinkDataset.from_snapshot(gnn_snapshot)
    data = dataset.to_pyg()
    found = set()
    for head, name, tail in data.edge_types:
        index = data[head, name, tail].edge_index.numpy()
        ends = data[head].node_id.numpy()[index[0]], data[tail].node_id.numpy()[index[1]]
        found |= {(int(h), relation_id(dataset.relations, name), int(t)) for h, t in zip(*ends, strict=True)}
    assert found == {tuple(row) for row in dataset.graph.tolist()}
