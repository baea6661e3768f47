"""The embedded store's graph in kglite, for the worker process alone.

kglite's library needs static TLS, of which a process that holds torch and scikit-learn has none left. So it is
imported at first use, and only :mod:`kg.store.embedded_worker` uses this module.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import QueryError, QueryTimeoutError, StoreError
from kg.schema import Category
from kg.store.change import CREATE_EDGES, EdgeRow, NodeRow, Run, edges_by_ends, groups, write_edges
from kg.store.protocol import Counts, Rows
from kg.store.rows import EmbeddedRows, edge_ends

_WORK_UNITS = 500_000_000
_REBUILD = "Delete the store's directory and build it again: it is a projection of the graph's tables."


@cache
def library() -> Any:
    """The module kglite."""
    import kglite

    kglite.set_query_warning_policy("silent")
    return kglite


def new_graph() -> Any:
    """An empty graph."""
    return library().KnowledgeGraph()


def labels(graph: Any) -> list[str]:
    """The schema's labels that the graph knows."""
    return sorted(set(graph.node_types) & set(map(str, Category)))


class Loader:
    """Builds a fresh graph from batches of rows, through kglite's bulk interface where that keeps parallel edges."""

    def __init__(self) -> None:
        self.graph = new_graph()
        self._labels: dict[str, str] = {}
        self._claims: dict[tuple[str, str, str], str] = {}
        self._parallel: dict[str, EdgeRow] = {}

    def add_nodes(self, rows: Sequence[NodeRow]) -> None:
        """Adds nodes; the same id twice is one node, under two labels an error."""
        for label, properties in rows:
            if self._labels.setdefault(properties["id"], label) != label:
                raise StoreError(f"Node {properties['id']} has two categories.", "Merge the graph again.")
        for label, group in groups(rows, lambda row: row[0]).items():
            frame = _frame([properties for _, properties in group])
            self.graph.add_nodes(frame, label, "id", "name")

    def add_edges(self, rows: Sequence[EdgeRow]) -> None:
        """Adds relationships; a second one between the same ends and of the same type is kept beside the first."""
        first: list[EdgeRow] = []
        for row in rows:
            claim, edge = row[:3], row[3]["id"]
            if claim not in self._claims:
                self._claims[claim] = edge
                first.append(row)
            elif self._claims[claim] != edge:
                self._parallel[edge] = row
        for (head, kind, tail), group in edges_by_ends(first, self._labels).items():
            frame = _frame([{"_s": row[0], "_o": row[2], **row[3]} for row in group])
            self.graph.add_relationships(frame, kind, head, "_s", tail, "_o")

    def finish(self) -> Any:
        """The whole graph."""
        for (head, kind, tail), group in edges_by_ends(self._parallel.values(), self._labels).items():
            write_edges(runner(self.graph), CREATE_EDGES.format(head=head, type=kind, tail=tail), group)
        return self.graph


def _frame(rows: list[dict[str, Any]]) -> Any:
    import pandas as pd  # a third of a second, which a worker that only reads need not spend

    columns: dict[str, None] = {}
    for row in rows:
        columns.update(dict.fromkeys(row))
    return pd.DataFrame({name: _column(pd, [row.get(name) for row in rows]) for name in columns})


def _column(pd: Any, values: list[Any]) -> Any:
    plain = all(isinstance(value, bool) for value in values) or all(type(value) in (int, float) for value in values)
    return values if plain else pd.Series(values, dtype=object)


def runner(graph: Any) -> Run:
    """Runs writing Cypher on ``graph``, without a time limit."""

    def run(text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = graph.cypher(text, params=dict(parameters), timeout_ms=0).to_list()
        return rows

    return run


def _ids(graph: Any, raw: object) -> dict[int, str]:
    numbers = sorted(set(edge_ends(raw)))
    if not numbers:
        return {}
    text = "UNWIND $ids AS i MATCH (n) WHERE elementId(n) = i RETURN i, n.id AS id"
    found = graph.cypher(text, params={"ids": [str(number) for number in numbers]}, timeout_ms=0)
    return {int(row["i"]): row["id"] for row in found.to_list()}


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
