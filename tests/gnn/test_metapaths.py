"""Path counts against listing every simple path one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gnn.dataset import LinkDataset
from gnn.metapaths import DAMPING, PathCounter, inverse, reverse
from gnn.path_listing import list_paths
from gnn.typed import TypedGraph, TypedRelation
from kg.snapshot import Snapshot

_EDGES = st.lists(
    st.tuples(
        st.integers(0, 4), st.sampled_from(["treats", "interacts_with", "binds", "subclass_of"]), st.integers(0, 4)
    ),
    min_size=3,
    max_size=30,
)
_ENDS = {
    "treats": ("Drug", "Disease"),
    "interacts_with": ("Drug", "Drug"),
    "binds": ("Drug", "Gene"),
    "subclass_of": ("Disease", "Disease"),
}


def _counter(edges: list[tuple[int, str, int]]) -> PathCounter:
    triples, categories = [("Drug:0", "treats", "Disease:0")], {}
    for head, name, tail in edges:
        source, target = _ENDS[name]
        if source == target and head == tail:
            continue
        triples.append((f"{source}:{head}", name, f"{target}:{tail}"))
    for triple in triples:
        for node in (triple[0], triple[2]):
            categories[node] = node.partition(":")[0]
    return PathCounter(TypedGraph.build(LinkDataset.from_snapshot(Snapshot.from_triples(triples, categories))))


def _brute(counter: PathCounter, metapath, source: int, target: int, own: TypedRelation) -> float:
    """The sum over simple paths of the product of (out-degree x in-degree)^-0.4, the pair's own edge not there."""
    graph = counter.graph
    matrices = {relation: graph.matrices[k].toarray().copy() for k, relation in enumerate(graph.relations)}
    matrices[own][source, target] = 0
    matrices[inverse(own, graph)][target, source] = 0
    names = [metapath[0].source, *(step.target for step in metapath)]
    paths = [((source,), 1.0)]
    for place, step in enumerate(metapath):
        matrix, longer = matrices[step], []
        for nodes, weight in paths:
            for node in np.flatnonzero(matrix[nodes[-1]]):
                seen = any(names[i] == names[place + 1] and nodes[i] == node for i in range(place + 1))
                if not seen:
                    degrees = matrix[nodes[-1]].sum() * matrix[:, node].sum()
                    longer.append(((*nodes, int(node)), weight * degrees**-DAMPING))
        paths = longer
    return sum(weight for nodes, weight in paths if nodes[-1] == target)


@settings(max_examples=40, deadline=None)
@given(_EDGES)
def test_counts_equal_listing(edges) -> None:
    """For every pair, linked or not, forwards and backwards."""
    counter = _counter(edges)
    graph = counter.graph
    own = TypedRelation("Drug", "treats", "Disease", True)
    metapaths = counter.metapaths("Drug", "Disease")
    starts = np.arange(graph.size("Drug"))
    found = {position: rows.toarray() for position, rows in counter.rows(starts, metapaths, own)}
    backwards = tuple(reverse(path, graph) for path in metapaths)
    ends = np.arange(graph.size("Disease"))
    back = {k: rows.toarray() for k, rows in counter.rows(ends, backwards, inverse(own, graph))}
    for position, metapath in enumerate(metapaths):
        brute = np.array([[_brute(counter, metapath, s, t, own) for t in ends] for s in starts])
        zero = np.zeros_like(brute)
        assert np.allclose(found.get(position, zero), brute, atol=1e-5)
        assert np.allclose(back.get(position, zero.T), brute.T, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(_EDGES)
def test_listed_paths_are_simple_and_real(edges) -> None:
    """Every listed path walks edges of the graph and visits no node twice; unlinked pairs have the counts' weight."""
    counter = _counter(edges)
    graph = counter.graph
    own = TypedRelation("Drug", "treats", "Disease", True)
    metapaths = counter.metapaths("Drug", "Disease")
    linked = graph.matrices[counter.place[own]].toarray()
    starts = np.arange(graph.size("Drug"))
    counts = {position: rows.toarray() for position, rows in counter.rows(starts, metapaths, own)}
    for source in starts:
        for target in range(graph.size("Disease")):
            for listing in list_paths(counter, metapaths, int(source), target):
                metapath = metapaths[listing.metapath]
                for step, (here, there) in zip(metapath * len(listing.nodes), _hops(listing.nodes), strict=True):
                    assert graph.matrices[counter.place[step]][here, there]
                if not linked[source, target]:
                    assert np.isclose(listing.weights.sum(), counts[listing.metapath][source, target], atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(_EDGES)
def test_a_path_of_one_step_is_the_edge_between_the_ends(edges) -> None:
    """Listed where the graph has it, with its step weight, and nowhere else; never from a node to itself."""
    counter = _counter(edges)
    graph = counter.graph
    for relation, damped in zip(graph.relations, counter.damped, strict=True):
        for source in range(graph.size(relation.source)):
            for target in range(graph.size(relation.target)):
                found = list(list_paths(counter, ((relation,),), source, target))
                assert bool(found) == bool(damped[source, target])
                for one in found:
                    assert one.nodes.tolist() == [[source, target]]
                    assert np.isclose(one.weights, damped[source, target]).all()


def _hops(nodes: np.ndarray) -> list[tuple[int, int]]:
    return [(row[i], row[i + 1]) for row in nodes.tolist() for i in range(len(row) - 1)]
