"""A store that takes tables holds the same after ``load_tables`` as after ``load``."""

from __future__ import annotations

import platform
from dataclasses import replace

import pytest

from kg.errors import SchemaError, StoreError
from kg.identifiers import Curie
from kg.records import Node, Qualifier
from kg.store import embedded_tables
from kg.store.change import edge_row, node_row
from kg.store.columnar import ColumnarStore
from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Counts
from kg.store.record_tables import edges_to_table, nodes_to_table

pytestmark = pytest.mark.skipif(platform.machine() == "aarch64", reason="the embedded store has no wheel for arm64")


@pytest.fixture
def columnar(tmp_path):
    store = EmbeddedStore(tmp_path / "columnar")
    yield store
    store.close()


def everything(store):
    nodes = store.query("MATCH (n) RETURN n").rows
    edges = store.query("MATCH (a)-[r]->(b) RETURN r").rows
    return sorted(map(repr, nodes)), sorted(map(repr, edges))


def expected(nodes, edges):
    """What the properties of records are, by the module that says so for every store."""
    plain = [sorted(node_row(node)[1].items()) for node in nodes]
    return sorted(map(repr, plain)), sorted(repr(sorted(edge_row(edge)[3].items())) for edge in edges)


def properties(store, pattern):
    rows = store.query(f"MATCH {pattern} RETURN x").rows
    listed = [[(k, list(v) if isinstance(v, tuple) else v) for k, v in row[0].properties] for row in rows]
    return sorted(map(repr, listed))


def test_values_are_those_of_the_records(columnar, store_graph, monkeypatch):
    monkeypatch.setattr(embedded_tables, "ROWS", 3)  # many frames a group
    odd = Node(
        Curie("HP:9"), "PhenotypicFeature", "", "", ("a", "a|b", ""), (), (("type", "1"), ("type", "2"), ("k", ""))
    )
    twice = (Qualifier("severity", "a=b|c", "x"), Qualifier("severity", "", "y"))
    nodes = (*store_graph.nodes, odd)
    edges = (*store_graph.edges[:-1], replace(store_graph.edges[-1], qualifiers=twice))
    assert columnar.load_tables(nodes_to_table(nodes), edges_to_table(edges), "h") == Counts(len(nodes), len(edges))
    assert (properties(columnar, "(x)"), properties(columnar, "()-[x]->()")) == expected(nodes, edges)
    tables = everything(columnar)
    columnar.load(nodes, edges, "h2")
    assert everything(columnar) == tables
    assert isinstance(columnar, ColumnarStore)


def test_parallel_edges_are_kept_and_repeated_ones_are_not(columnar, store_graph):
    edges = (*store_graph.edges, *store_graph.edges[:5])
    beside = [replace(edge, id=f"{edge.id}-{number}") for edge in store_graph.edges[:3] for number in (1, 2)]
    counts = columnar.load_tables(nodes_to_table(store_graph.nodes), edges_to_table((*edges, *beside)), "h")
    assert counts == Counts(len(store_graph.nodes), len(store_graph.edges) + len(beside))
    found = columnar.query("MATCH ()-[r]->() RETURN r.id").rows
    assert sorted(row[0] for row in found) == sorted(edge.id for edge in (*store_graph.edges, *beside))


def test_tables_are_checked(columnar, store_graph):
    nodes, edges = nodes_to_table(store_graph.nodes), edges_to_table(store_graph.edges)
    columnar.load_tables(nodes, edges, "good")
    with pytest.raises(StoreError, match=r"MONDO:0005015"):
        columnar.load_tables(nodes.slice(1), edges, "bad")
    moved = replace(store_graph.nodes[0], category="PhenotypicFeature")
    with pytest.raises(StoreError, match="two categories"):
        columnar.load_tables(nodes_to_table((*store_graph.nodes, moved)), edges, "bad")
    wrong = replace(store_graph.edges[0], predicate="heals")
    with pytest.raises(SchemaError, match="heals"):
        columnar.load_tables(nodes, edges_to_table((wrong,)), "bad")
    assert columnar.content_hash() == "good"
    assert columnar.counts() == Counts(len(store_graph.nodes), len(store_graph.edges))
