"""The embedded store's graph in kglite, for the worker process alone.

kglite's library needs static TLS, of which a process that holds torch and scikit-learn has none left. So it is
imported at first use, and only :mod:`kg.store.embedded_worker` uses this module.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import QueryError, QueryTimeoutError, StoreError
from kg.schema import Category
from kg.store.properties import opposite_type
from kg.store.protocol import Counts, Rows
from kg.store.rows import EmbeddedRows, edge_ends

NodeRow = tuple[str, dict[str, Any]]  # label, properties
EdgeRow = tuple[str, str, str, dict[str, Any]]  # subject, type, object, properties
_BATCH = 20_000
_WORK_UNITS = 500_000_000
_REBUILD = "Delete the store's directory and build it again: it is a projection of the graph's tables."

_MERGE_NODES = "UNWIND $rows AS row MERGE (n:`{label}` {{id: row.id}}) SET n = row.p"
_MERGE_EDGES = (
    "UNWIND $rows AS row MATCH (a:`{head}` {{id: row.s}}) MATCH (b:`{tail}` {{id: row.o}}) "
    "MERGE (a)-[r:`{type}` {{id: row.p.id}}]->(b) SET r = row.p"
)
_DELETE_EDGES = (
    "UNWIND $rows AS row MATCH (a:`{head}` {{id: row.s}})-[r:`{type}`]->(b:`{tail}` {{id: row.o}}) "
    "WHERE r.id = row.i DELETE r"
)
_DELETE_NODES = "UNWIND $rows AS row MATCH (n:`{label}` {{id: row}}) DETACH DELETE n"
_LABELS_OF = "UNWIND $rows AS row MATCH (n:`{label}` {{id: row}}) RETURN n.id AS id"
_INCIDENT = "MATCH (a:`{label}` {{id: $id}})-[r]-() RETURN DISTINCT r"


@cache
def library() -> Any:
    """The module kglite."""
    import kglite

    kglite.set_query_warning_policy("silent")
    return kglite


def new_graph() -> Any:
    """An empty graph."""
    return library().KnowledgeGraph()


def _groups(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _chunks(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))


class Loader:
    """Builds a fresh graph from batches of rows, through kglite's bulk interface where that keeps parallel edges."""

    def __init__(self) -> None:
        self.graph = new_graph()
        self._labels: dict[str, str] = {}
        self._claims: set[tuple[str, str, str]] = set()
        self._parallel: list[EdgeRow] = []

    def add_nodes(self, rows: Sequence[NodeRow]) -> None:
        """Adds nodes; the same id twice is one node, under two labels an error."""
        for label, properties in rows:
            if self._labels.setdefault(properties["id"], label) != label:
                raise StoreError(f"Node {properties['id']} has two categories.", "Merge the graph again.")
        for label, group in _groups(rows, lambda row: row[0]).items():
            frame = _frame([properties for _, properties in group])
            self.graph.add_nodes(frame, label, "id", "name")

    def add_edges(self, rows: Sequence[EdgeRow]) -> None:
        """Adds relationships; a second one between the same ends and of the same type is kept beside the first."""
        first: list[EdgeRow] = []
        for row in rows:
            claim = row[:3]
            (self._parallel if claim in self._claims else first).append(row)
            self._claims.add(claim)
        for (head, kind, tail), group in self._by_group(first).items():
            frame = _frame([{"_s": row[0], "_o": row[2], **row[3]} for row in group])
            self.graph.add_relationships(frame, kind, head, "_s", tail, "_o")

    def finish(self) -> Any:
        """The whole graph."""
        for (head, kind, tail), group in self._by_group(self._parallel).items():
            _merge_edges(self.graph, head, kind, tail, group)
        return self.graph

    def _by_group(self, rows: Iterable[EdgeRow]) -> dict[tuple[str, str, str], list[EdgeRow]]:
        try:
            return _groups(rows, lambda row: (self._labels[row[0]], row[1], self._labels[row[2]]))
        except KeyError as error:
            raise StoreError(
                f"An edge names node {error.args[0]}, which was not loaded.", "Load all nodes of the graph."
            ) from None


def _frame(rows: list[dict[str, Any]]) -> Any:
    import pandas as pd  # a third of a second, which a worker that only reads need not spend

    columns: dict[str, None] = {}
    for row in rows:
        columns.update(dict.fromkeys(row))
    return pd.DataFrame({name: _column(pd, [row.get(name) for row in rows]) for name in columns})


def _column(pd: Any, values: list[Any]) -> Any:
    plain = all(isinstance(value, bool) for value in values) or all(type(value) in (int, float) for value in values)
    return values if plain else pd.Series(values, dtype=object)


def _merge_edges(graph: Any, head: str, kind: str, tail: str, rows: Sequence[EdgeRow]) -> None:
    text = _MERGE_EDGES.format(head=head, type=kind, tail=tail)
    for chunk in _chunks(rows):
        graph.cypher(text, params={"rows": [{"s": row[0], "o": row[2], "p": row[3]} for row in chunk]}, timeout_ms=0)


def _labels(graph: Any, ids: Iterable[str]) -> dict[str, str]:
    """The label of each node that the graph holds."""
    wanted = sorted(set(ids))
    found: dict[str, str] = {}
    for label in sorted(set(graph.node_types) & set(Category)):
        for chunk in _chunks(wanted):
            answer = graph.cypher(_LABELS_OF.format(label=str(label)), params={"rows": list(chunk)}, timeout_ms=0)
            found.update((row["id"], str(label)) for row in answer.to_list())
    return found


class Change:
    """A difference as plain rows, applied to a graph. Applying it twice is the same as once."""

    def __init__(
        self, nodes: list[NodeRow], gone_nodes: list[str], edges: list[EdgeRow], gone_edges: list[EdgeRow]
    ) -> None:
        self._nodes, self._gone_nodes, self._edges, self._gone_edges = nodes, gone_nodes, edges, gone_edges

    def apply(self, graph: Any) -> None:
        """Removes, then adds; a node that changed its category keeps its relationships."""
        ends = [end for row in (*self._edges, *self._gone_edges) for end in (row[0], row[2])]
        labels = _labels(graph, [*ends, *self._gone_nodes, *(properties["id"] for _, properties in self._nodes)])
        both = [(s, kind, o, p) for s, t, o, p in self._gone_edges for kind in (t, opposite_type(t))]
        flipped = [(s, opposite_type(t), o, p) for s, t, o, p in self._edges]
        self._delete_edges(graph, labels, both + flipped)
        for label, ids in _groups((i for i in self._gone_nodes if i in labels), labels.__getitem__).items():
            for chunk in _chunks(ids):
                graph.cypher(_DELETE_NODES.format(label=label), params={"rows": list(chunk)}, timeout_ms=0)
        for gone in self._gone_nodes:
            labels.pop(gone, None)
        kept = self._merge_nodes(graph, labels)
        labels.update(_labels(graph, (end for row in kept for end in (row[0], row[2]))))
        self._merge_edges(graph, labels, kept + self._edges)

    def _delete_edges(self, graph: Any, labels: Mapping[str, str], rows: list[EdgeRow]) -> None:
        known = (row for row in rows if row[0] in labels and row[2] in labels)
        present = set(_types(graph))
        for (head, kind, tail), group in _groups(known, lambda r: (labels[r[0]], r[1], labels[r[2]])).items():
            if kind in present:
                text = _DELETE_EDGES.format(head=head, type=kind, tail=tail)
                for chunk in _chunks(group):
                    keys = [{"s": row[0], "o": row[2], "i": row[3]["id"]} for row in chunk]
                    graph.cypher(text, params={"rows": keys}, timeout_ms=0)

    def _merge_nodes(self, graph: Any, labels: dict[str, str]) -> list[EdgeRow]:
        """Adds or changes nodes; returns the relationships of those that had to be made anew under another label."""
        kept: list[EdgeRow] = []
        for label, properties in self._nodes:
            old = labels.get(properties["id"], label)
            if old != label:
                kept += _incident(graph, old, properties["id"])
                graph.cypher(_DELETE_NODES.format(label=old), params={"rows": [properties["id"]]}, timeout_ms=0)
            labels[properties["id"]] = label
        for label, group in _groups(self._nodes, lambda row: row[0]).items():
            for chunk in _chunks(group):
                rows = [{"id": properties["id"], "p": properties} for _, properties in chunk]
                graph.cypher(_MERGE_NODES.format(label=label), params={"rows": rows}, timeout_ms=0)
        return kept

    def _merge_edges(self, graph: Any, labels: Mapping[str, str], rows: list[EdgeRow]) -> None:
        missing = next((end for row in rows for end in (row[0], row[2]) if end not in labels), None)
        if missing is not None:
            raise StoreError(f"An edge names node {missing}, which the store does not hold.", "Load the whole graph.")
        for (head, kind, tail), group in _groups(rows, lambda r: (labels[r[0]], r[1], labels[r[2]])).items():
            _merge_edges(graph, head, kind, tail, group)


def _incident(graph: Any, label: str, node_id: str) -> list[EdgeRow]:
    raw = graph.cypher(_INCIDENT.format(label=label), params={"id": node_id}, timeout_ms=0).to_list()
    ids = _ids(graph, raw)
    return [
        (ids[row["r"]["start"]], row["r"]["type"], ids[row["r"]["end"]], dict(row["r"]["properties"])) for row in raw
    ]


def _ids(graph: Any, raw: object) -> dict[int, str]:
    numbers = sorted(set(edge_ends(raw)))
    if not numbers:
        return {}
    text = "UNWIND $ids AS i MATCH (n) WHERE elementId(n) = i RETURN i, n.id AS id"
    found = graph.cypher(text, params={"ids": [str(number) for number in numbers]}, timeout_ms=0)
    return {int(row["i"]): row["id"] for row in found.to_list()}


def _types(graph: Any) -> list[str]:
    return [row["type"] for row in graph.relationship_types()]


def counts(graph: Any) -> Counts:
    """Nodes and relationships, counted."""
    nodes = graph.cypher("MATCH (n) RETURN count(n) AS c").to_list()[0]["c"]
    edges = graph.cypher("MATCH ()-[r]->() RETURN count(r) AS c").to_list()[0]["c"]
    return Counts(int(nodes), int(edges))


def open_graph(path: Path) -> Any:
    """Reads a saved graph.

    Raises:
        StoreError: the file is missing, cut short or corrupt.
    """
    try:
        return library().load(str(path))
    except (library().KgError, OSError, ValueError) as error:
        raise StoreError(f"The embedded store's file {path} cannot be read: {error}", _REBUILD) from error


def save_graph(graph: Any, path: Path) -> None:
    """Writes a graph; the file is whole or absent.

    Raises:
        StoreError: the disk is full, or the directory cannot be written.
    """
    try:
        graph.save(str(path))
    except (library().KgError, OSError, ValueError) as error:
        raise StoreError(
            f"The embedded store cannot be written to {path}: {error}", "Free space on the disk, or name another place."
        ) from error


def run_query(graph: Any, cypher: str, parameters: Mapping[str, Any], seconds: float, rows: int) -> Rows:
    """Runs a reading query on a frozen graph.

    Raises:
        QueryError, QueryTimeoutError: as :meth:`kg.store.protocol.Store.query` says.
    """
    start = time.perf_counter()
    try:
        answer = graph.cypher(
            cypher, params=dict(parameters), timeout_ms=max(1, round(seconds * 1000)), row_limit=rows + 1,
            max_work_units=_WORK_UNITS,
        )  # fmt: skip
        if isinstance(answer, str):
            raise QueryError("FORMAT CSV is not part of Cypher.", "Take it away.")
        columns = tuple(answer.columns)
        raw = [tuple(row[name] for name in columns) for row in answer.to_list()]
    except library().CypherTimeoutError as error:
        raise QueryTimeoutError(
            f"The query was ended after {seconds:g} s.", "Anchor it at an id, bound its paths, or raise the time limit."
        ) from error
    except library().ReadOnlyError as error:
        raise QueryError(
            "The query writes, and only reading queries are run.", "Take the writing clause away."
        ) from error
    except library().KgError as error:
        raise QueryError(
            f"The embedded store cannot run the query: {error}", "Correct it; if it is valid Cypher 5, run it on Neo4j."
        ) from error
    convert = EmbeddedRows(_ids(graph, raw)).value
    kept = tuple(tuple(convert(value) for value in row) for row in raw[:rows])
    return Rows(columns, kept, len(raw) > rows, time.perf_counter() - start)
