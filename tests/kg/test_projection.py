"""The projection follows the tables: by the difference where it can, whole where it must."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph import Graph
from kg.projection import Step, bring_up_to_date, project
from kg.records import Difference
from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Counts, Rows

pytestmark = pytest.mark.skipif(platform.machine() == "aarch64", reason="the embedded store has no wheel for arm64")


class DictStore:
    """A store that keeps its rows in two dicts and counts how it was written to."""

    name = "dict"

    def __init__(self, _directory: Path | None = None) -> None:
        self.nodes: dict = {}
        self.edges: dict = {}
        self.hash = ""
        self.calls: list[str] = []
        self.closed = False

    def load(self, nodes, edges, content_hash, progress=None) -> Counts:
        self.nodes, self.edges = {n.id: n for n in nodes}, {e.id: e for e in edges}
        return self._wrote("load", content_hash)

    def apply(self, difference: Difference, content_hash, progress=None) -> Counts:
        for one in difference.removed_nodes:
            self.nodes.pop(one, None)
        for edge in difference.removed_edges:
            self.edges.pop(edge.id, None)
        self.nodes.update((n.id, n) for n in difference.added_nodes)
        self.edges.update((e.id, e) for e in difference.added_edges)
        return self._wrote("apply", content_hash)

    def _wrote(self, how: str, content_hash: str) -> Counts:
        self.hash = content_hash
        self.calls.append(how)
        return self.counts()

    def query(self, cypher, parameters=None, limits=None) -> Rows:
        raise NotImplementedError

    def counts(self) -> Counts:
        return Counts(len(self.nodes), len(self.edges))

    def content_hash(self) -> str:
        return self.hash

    def close(self) -> None:
        self.closed = True


def merged(graph: Graph) -> Step:
    before = graph.content_hash()
    return Step(before, graph.merge())


def test_load_then_apply_then_nothing(graph, make_note):
    store = DictStore()
    graph.add(make_note(1))
    assert bring_up_to_date(graph, store, merged(graph)).how == "load"
    graph.add(make_note(2))
    assert bring_up_to_date(graph, store, merged(graph)).how == "apply"
    graph.retract(make_note(1).documents[0].id)
    assert bring_up_to_date(graph, store, merged(graph)).how == "apply"
    assert store.nodes == {n.id: n for n in graph.nodes()} and store.edges == {e.id: e for e in graph.edges()}
    assert bring_up_to_date(graph, store).how == "nothing"
    assert store.calls == ["load", "apply", "apply"]


def test_a_store_that_missed_a_step_is_loaded_again(graph, make_note):
    store = DictStore()
    graph.add(make_note(1))
    bring_up_to_date(graph, store, merged(graph))
    graph.add(make_note(2))
    merged(graph)
    graph.add(make_note(3))
    assert bring_up_to_date(graph, store, merged(graph)).how == "load"
    assert store.edges == {e.id: e for e in graph.edges()}


def test_a_store_whose_rows_were_lost_is_loaded_again(graph, make_note):
    store = DictStore()
    graph.add(make_note(1))
    bring_up_to_date(graph, store, merged(graph))
    store.edges.popitem()
    assert bring_up_to_date(graph, store).how == "load"
    store.edges.popitem()
    graph.add(make_note(2))
    found = bring_up_to_date(graph, store, merged(graph))
    assert (found.how, found.counts) == ("load", graph.counts())


def test_a_store_that_loses_rows_is_an_error(graph, make_note):
    class Leaky(DictStore):
        def counts(self) -> Counts:
            return Counts(0, 0)

    graph.add(make_note(1))
    with pytest.raises(StoreError, match="0 nodes"):
        bring_up_to_date(graph, Leaky(), merged(graph))


def test_the_real_store_follows_the_tables(graph, make_note):
    for number in range(8):
        graph.add(make_note(number))
    assert project(graph, EmbeddedStore, merged(graph)).how == "load"
    reader = EmbeddedStore(graph.layout.store)
    assert reader.counts() == graph.counts()
    graph.add(make_note(20))
    graph.retract(make_note(3).documents[0].id)
    found = project(graph, EmbeddedStore, merged(graph))
    assert (found.how, found.counts) == ("apply", graph.counts())
    assert project(graph, EmbeddedStore).how == "nothing"
    reader.close()
    store = EmbeddedStore(graph.layout.store)
    rows = store.query("MATCH (c:Case)-[r:has_phenotype]->(p) RETURN c.id, p.id, r.belief ORDER BY r.id").rows
    assert rows == tuple((e.subject, e.object, e.belief) for e in sorted(graph.edges(), key=lambda e: e.id))
    store.close()
    graph.forget("notes.csv#1")
    assert project(graph, EmbeddedStore).how == "load"
