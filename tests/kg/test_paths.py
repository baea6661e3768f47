"""Paths against brute force: networkx enumerates, the definition scores."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, NotFoundError
from kg.path_index import PathIndex
from kg.paths import FoundPaths, PathLimits, find_paths
from kg.schema import PREDICATES
from kg.snapshot import Snapshot

ALL = PathLimits(max_length=4, max_paths=100_000)
PREDICATE_NAMES = ("treats", "binds", "interacts_with")

triples_strategy = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from(PREDICATE_NAMES), st.integers(0, 7)), min_size=1, max_size=40
)


def snapshot_of(triples):
    named = [(f"N:{head}", predicate, f"N:{tail}") for head, predicate, tail in triples]
    return Snapshot.from_triples(named, {f"N:{i}": "Drug" for i in range(8)})


def brute_force(snapshot, source, target, length):
    """{(nodes, ((head, predicate, tail), …))} by networkx, on the undirected multigraph."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(snapshot.node_ids)
    for head, relation, tail in zip(snapshot.heads, snapshot.relations, snapshot.tails, strict=True):
        triple = (snapshot.node_ids[head], snapshot.predicates[relation], snapshot.node_ids[tail])
        graph.add_edge(triple[0], triple[2], key=triple)
    found = set()
    for edges in nx.all_simple_edge_paths(graph, source, target, cutoff=length):
        found.add(((source, *(end for _, end, _ in edges)), tuple(key for _, _, key in edges)))
    return found


def as_set(found: FoundPaths):
    return {(path.nodes, tuple((hop.subject, hop.predicate, hop.object) for hop in path.hops)) for path in found}


def score_by_definition(snapshot, path, damping):
    score = 1.0
    for hop in path.hops:
        relation = snapshot.predicates.index(hop.predicate)
        head, tail = snapshot.index(hop.subject), snapshot.index(hop.object)
        same = snapshot.relations == relation
        leaving = np.sum(same & (snapshot.heads == head))
        entering = np.sum(same & (snapshot.tails == tail))
        if hop.predicate in PREDICATES and PREDICATES[hop.predicate].symmetric:
            leaving += np.sum(same & (snapshot.tails == head))
            entering += np.sum(same & (snapshot.heads == tail))
        score *= hop.belief * float(leaving * entering) ** -damping
    return score


@settings(max_examples=150, deadline=None)
@given(triples=triples_strategy, length=st.integers(1, 4))
def test_same_paths_as_networkx(triples, length):
    snapshot = snapshot_of(triples)
    found = find_paths(snapshot, "N:0", "N:1", limits=PathLimits(max_length=length, max_paths=100_000))
    assert found.exhausted
    assert not found.truncated
    assert len(found) == found.found
    assert as_set(found) == brute_force(snapshot, "N:0", "N:1", length)


@settings(max_examples=60, deadline=None)
@given(triples=triples_strategy, damping=st.sampled_from([0.0, 0.4, 1.0]))
def test_scores_are_the_documented_formula_and_sorted(triples, damping):
    snapshot = snapshot_of(triples)
    found = find_paths(snapshot, "N:0", "N:1", limits=PathLimits(max_length=4, max_paths=100_000, damping=damping))
    scores = [path.score for path in found]
    assert all(first >= second * (1 - 1e-8) for first, second in itertools.pairwise(scores))
    for path in found.paths[:20]:
        assert math.isclose(path.score, score_by_definition(snapshot, path, damping), rel_tol=1e-9)
        assert 0 < path.score <= 1


@settings(max_examples=60, deadline=None)
@given(triples=triples_strategy, keep=st.integers(1, 7))
def test_fewer_paths_are_the_first_of_all(triples, keep):
    index = PathIndex(snapshot_of(triples))
    every = find_paths(index, "N:0", "N:1", limits=ALL)
    few = find_paths(index, "N:0", "N:1", limits=PathLimits(max_length=4, max_paths=keep))
    assert few.paths == every.paths[:keep]
    assert few.truncated == (len(every) > keep)


@settings(max_examples=40, deadline=None)
@given(triples=triples_strategy)
def test_the_way_back_has_the_same_paths(triples):
    index = PathIndex(snapshot_of(triples))
    there = find_paths(index, "N:0", "N:1", limits=ALL)
    back = find_paths(index, "N:1", "N:0", limits=ALL)
    assert as_set(there) == {(nodes[::-1], hops[::-1]) for nodes, hops in as_set(back)}
    assert sorted(path.score for path in there) == pytest.approx(sorted(path.score for path in back))


def test_direction_of_hops():
    snapshot = Snapshot.from_triples([("N:0", "binds", "N:2"), ("N:1", "binds", "N:2")], {})
    (path,) = find_paths(snapshot, "N:0", "N:1")
    assert path.kind == "binds> binds<"
    assert [hop.forward for hop in path.hops] == [True, False]
    assert path.score == pytest.approx((1 * 2) ** -0.4 * (1 * 2) ** -0.4)


def test_predicates_and_excluded_edges():
    triples = [("N:0", "treats", "N:1"), ("N:0", "binds", "N:2"), ("N:2", "treats", "N:1")]
    index = PathIndex(Snapshot.from_triples(triples, {}))
    only = find_paths(index, "N:0", "N:1", limits=PathLimits(predicates=frozenset({"treats"})))
    assert [path.kind for path in only] == ["treats>"]
    without = find_paths(index, "N:0", "N:1", limits=PathLimits(exclude=frozenset({("N:0", "treats", "N:1")})))
    assert [path.kind for path in without] == ["binds> treats>"]
    none = find_paths(index, "N:0", "N:1", limits=PathLimits(predicates=frozenset({"causes"})))
    assert not none.paths
    assert none.exhausted


def test_a_search_over_its_budget_says_so():
    hub = [(f"A:{i}", "binds", "N:hub") for i in range(1000)]
    index = PathIndex(Snapshot.from_triples(hub, {}))
    found = find_paths(index, "A:1", "A:2", limits=PathLimits(max_length=4, max_expanded=500))
    assert found.truncated
    assert not found.exhausted
    assert found.expanded <= 500
    late = find_paths(index, "A:1", "A:2", limits=PathLimits(seconds=1e-9))
    assert late.truncated
    assert not late.exhausted


def test_bad_input():
    snapshot = snapshot_of([(0, "treats", 1)])
    with pytest.raises(NotFoundError, match="N:99"):
        find_paths(snapshot, "N:0", "N:99")
    with pytest.raises(InputError, match="two different nodes"):
        find_paths(snapshot, "N:0", "N:0")
    with pytest.raises(InputError, match="at most 5"):
        PathLimits(max_length=5)
    with pytest.raises(InputError, match="heals"):
        find_paths(snapshot, "N:0", "N:1", limits=PathLimits(predicates=frozenset({"heals"})))
