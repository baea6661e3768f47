"""Differences between graphs, and the networkx export."""

from __future__ import annotations

import pytest

from kg.difference import Change, compare_graphs
from kg.graph import Graph
from kg.networkx_export import to_networkx
from kg.records import Batch


@pytest.mark.parametrize("buckets", [16, 8])
def test_what_one_graph_has_that_another_lacks(graph, make_note, make_fact, tmp_path, buckets):
    graph.add(make_note(1))
    graph.add(Batch(evidence=(make_fact(),)))
    graph.merge()
    with Graph.create(tmp_path / "other", buckets=buckets) as other:
        other.add(make_note(1))
        other.add(make_note(2))
        other.add(Batch(evidence=(make_fact(), make_fact(record="2"))))
        other.merge()
        found = compare_graphs(graph, other)
        assert not found.same
        assert Change("edges", "has_phenotype", 3, 0, 0) in found.changes
        assert Change("edges", "treats", 0, 0, 1) in found.changes
        assert Change("nodes", "Case", 1, 0, 0) in found.changes
        assert {edge.id for edge in found.difference.removed_edges} == set()
        back = compare_graphs(other, graph)
        assert Change("edges", "has_phenotype", 0, 3, 0) in back.changes
        assert {e.id for e in back.difference.removed_edges} < {e.id for e in found.difference.added_edges}
    same = compare_graphs(graph, graph)
    assert same.same and same.changes == () and not same.difference


def test_networkx_holds_what_the_tables_hold(graph, make_note, make_fact):
    graph.add(make_note(1))
    graph.add(Batch(evidence=(make_fact(negated=True),)))
    graph.merge()
    whole = to_networkx(graph)
    assert (whole.number_of_nodes(), whole.number_of_edges()) == (graph.counts().nodes, graph.counts().edges)
    (edge,) = graph.edge("CHEBI:6801", "treats", "MONDO:0005148")
    held = whole.edges["CHEBI:6801", "MONDO:0005148", edge.id]
    assert held["predicate"] == "treats" and held["negated"] and held["against"] == 1
    assert whole.nodes["HP:0002315"]["name"] == "name of HP:0002315"
    assert to_networkx(graph, keep=lambda one: not one.negated).number_of_edges() == 3
