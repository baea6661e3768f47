"""What the engine computes of a graph once and keeps until the graph changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import pyarrow as pa
import pyarrow.compute as pc

from api.explain_notes import CASE_SELECTION
from api.search import NameIndex
from kg.evidence_table import text_to_pairs
from kg.graph import Graph
from kg.path_index import PathIndex
from kg.records import KnowledgeLevel
from kg.snapshot import Selection, Snapshot
from kg.store.properties import property_key

_T = TypeVar("_T")
EVERYTHING = Selection(levels=frozenset(KnowledgeLevel), case_facts=True)


def _keys(nodes: pa.Table) -> frozenset[str]:
    texts = pc.unique(nodes["properties"]).to_pylist()
    return frozenset(property_key(key) for text in texts for key, _ in text_to_pairs(text or ""))


class Views:
    """Indexes and snapshots of a graph, made on first use, dropped when the graph's hash changes.

    Args:
        graph: opened for reading.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._hash = ""
        self._made: dict[str, Any] = {}

    def names(self) -> NameIndex:
        """Every name of every node."""
        return self._view("names", lambda: NameIndex(self._graph.node_table()))

    def known(self) -> Snapshot:
        """General claims without predictions: what paths and models read."""
        return self._view("known", lambda: self._graph.snapshot())

    def selected(self, selection: Selection) -> Snapshot:
        """The edges that a selection lets in, as a model read them when it was trained."""
        return self.known() if selection == Selection() else self._graph.snapshot(selection)

    def paths(self) -> PathIndex:
        """:meth:`known`, ready for path searches."""
        return self._view("paths", lambda: PathIndex(self.known()))

    def cases(self) -> Snapshot:
        """What cases take and have."""
        return self._view("cases", lambda: self._graph.snapshot(CASE_SELECTION))

    def properties(self) -> frozenset[str]:
        """The keys of what nodes hold beside their names, as a store calls them."""
        return self._view("properties", lambda: _keys(self._graph.node_table()))

    def everything(self) -> Snapshot:
        """Every edge."""
        return self._view("everything", lambda: self._graph.snapshot(EVERYTHING))

    def hold(self, name: str, make: Callable[[], _T]) -> _T:
        """Anything else that hangs on the state of the graph, such as a loaded model."""
        return self._view(f"held {name}", make)

    def _view(self, name: str, make: Callable[[], _T]) -> _T:
        now = self._graph.content_hash()
        if now != self._hash:
            self._made.clear()
            self._hash = now
        if name not in self._made:
            self._made[name] = make()
        return cast(_T, self._made[name])
