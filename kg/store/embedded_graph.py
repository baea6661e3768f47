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

from kg.errors import QueryError, QueryTimeoutError, StoreDamagedError, StoreError
from kg.schema import Category
from kg.store.change import CREATE_EDGES, EdgeRow, Run, write_edges
from kg.store.dialect import MISSING_PARAMETER
from kg.store.embedded_columns import Columns, data_frame
from kg.store.protocol import Counts, Rows
from kg.store.rows import EmbeddedRows, edge_ends

_HINT = "Correct it; if it is valid Cypher 5, run it on Neo4j."
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


def add_columns(graph: Any, columns: Columns) -> None:
    """Adds nodes, or relationships between nodes that are there, through kglite's bulk interface."""
    frame = data_frame(columns)
    if len(columns.target) == 1:
        graph.add_nodes(frame, columns.target[0], "id", "name")
    else:
        head, kind, tail = columns.target
        graph.add_relationships(frame, kind, head, "_s", tail, "_o")


def add_parallel(graph: Any, target: tuple[str, str, str], rows: Sequence[EdgeRow]) -> None:
    """Adds relationships beside others of the same type between the same ends, which the bulk interface would change.

    Args:
        target: the subjects' label, the type, the objects' label.
    """
    head, kind, tail = target
    write_edges(runner(graph), CREATE_EDGES.format(head=head, type=kind, tail=tail), rows)


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
        StoreDamagedError: the file is missing, cut short or corrupt.
    """
    try:
        return library().load(str(path))
    except (library().KgError, OSError, ValueError) as error:
        raise StoreDamagedError(f"The embedded store's file {path} cannot be read: {error}", _REBUILD) from error


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
        lacks = "missing parameter" in str(error).lower()
        hint = MISSING_PARAMETER if lacks else _HINT
        raise QueryError(f"The embedded store cannot run the query: {error}", hint) from error
    convert = EmbeddedRows(_ids(graph, raw)).value
    kept = tuple(tuple(convert(value) for value in row) for row in raw[:rows])
    return Rows(columns, kept, len(raw) > rows, time.perf_counter() - start)
