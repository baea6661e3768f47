"""Merged tables as the columns that the embedded store's worker loads: the caller's side of a load.

The properties are those of :mod:`kg.store.properties`, made a column at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kg.columns import values
from kg.edge_table import table_to_edges
from kg.errors import StoreError
from kg.evidence_table import text_to_pairs
from kg.schema import category, predicate
from kg.severity import SEVERITY
from kg.status import STATUS
from kg.store.change import EdgeRow, edge_row, edges_by_ends
from kg.store.embedded_columns import Columns
from kg.store.properties import opposite_type, property_key, told_severity, told_status

ROWS = 50_000  # in one frame
_EDGE_TEXTS = ("id", "predicate", "knowledge_level", "agent_type", "primary_knowledge_source")
_EDGE_LISTS = ("sources", "licences")
_Lists = dict[str, list[list[str]]]


class Parallel(NamedTuple):
    """Relationships beside another one of the same type between the same ends, for which the bulk interface has no
    place."""

    target: tuple[str, str, str]
    rows: list[EdgeRow]


def node_columns(nodes: pa.Table) -> Iterator[Columns]:
    """The nodes by label.

    Raises:
        SchemaError: an unknown category.
        StoreError: a node has two categories.
    """
    labels = {name: category(name).value for name in values(pc.unique(nodes["category"]))}
    if len(pc.unique(nodes["id"])) < nodes.num_rows:
        _check_labels(nodes)
    for name, label in labels.items():
        group = nodes.filter(pc.equal(nodes["category"], name))
        for start in range(0, group.num_rows, ROWS):
            yield _node_columns(label, group.slice(start, ROWS))


def edge_columns(nodes: pa.Table, edges: pa.Table) -> Iterator[Columns | Parallel]:
    """The edges by (subject's label, type, object's label); parallel ones come last, as rows.

    Raises:
        SchemaError: an unknown predicate.
        StoreError: an edge names a node that is not among the nodes.
    """
    if not edges.num_rows:
        return
    for name in values(pc.unique(edges["predicate"])):
        predicate(name)
    ends = [_positions(edges[end], nodes["id"]) for end in ("subject", "object")]
    types = _types(edges).combine_chunks().dictionary_encode()
    labels = nodes["category"].combine_chunks().dictionary_encode()
    head, tail = (labels.indices.to_numpy()[end].astype(np.int64) for end in ends)
    kinds, names = types.indices.to_numpy().astype(np.int64), labels.dictionary.to_pylist()
    first = _first(ends[0], kinds, ends[1], nodes.num_rows)
    groups = ((head * len(types.dictionary) + kinds) * len(names) + tail)[first]
    order = np.argsort(groups, kind="stable")
    bounds = np.flatnonzero(np.diff(groups[order], prepend=-1, append=-1))
    for start, stop in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        rows = first[order[start:stop]]
        target = (names[head[rows[0]]], types.dictionary[int(kinds[rows[0]])].as_py(), names[tail[rows[0]]])
        for begin in range(0, len(rows), ROWS):
            yield _edge_columns(target, edges.take(pa.array(rows[begin : begin + ROWS])))
    if len(first) < edges.num_rows:
        yield from _parallel(nodes, edges, first)


def _check_labels(nodes: pa.Table) -> None:
    found: dict[str, str] = {}
    for node_id, label in zip(values(nodes["id"]), values(nodes["category"]), strict=True):
        if found.setdefault(node_id, label) != label:
            raise StoreError(f"Node {node_id} has two categories.", "Merge the graph again.")


def _positions(column: pa.ChunkedArray, ids: pa.ChunkedArray) -> NDArray[np.int64]:
    found = pc.index_in(column, ids)
    if found.null_count:
        missing = column.filter(pc.is_null(found))[0].as_py()
        raise StoreError(f"An edge names node {missing}, which is not in the store.", "Load all nodes of the graph.")
    positions: NDArray[np.int64] = found.to_numpy().astype(np.int64)
    return positions


def _types(edges: pa.Table) -> pa.ChunkedArray:
    names = edges["predicate"]
    negated = pc.binary_join_element_wise(opposite_type(""), names, "")
    return pa.chunked_array([pc.if_else(edges["negated"], negated, names).combine_chunks()])


def _first(head: NDArray[np.int64], kinds: NDArray[np.int64], tail: NDArray[np.int64], nodes: int) -> NDArray[np.int64]:
    """The first row of each (subject, type, object), in the order of the rows."""
    pairs = head * nodes + tail
    order = np.lexsort((kinds, pairs))
    new = np.ones(len(order), np.bool_)
    new[1:] = (np.diff(pairs[order]) != 0) | (np.diff(kinds[order]) != 0)
    first: NDArray[np.int64] = np.sort(order[new])
    return first


def _parallel(nodes: pa.Table, edges: pa.Table, first: NDArray[np.int64]) -> Iterator[Parallel]:
    later = np.ones(edges.num_rows, np.bool_)
    later[first] = False
    rest = edges.filter(pa.array(later))
    rest = rest.filter(pc.invert(pc.is_in(rest["id"], edges["id"].take(pa.array(first)))))
    rows = list({edge.id: edge_row(edge) for edge in table_to_edges(rest)}.values())
    ends = pa.array({end for row in rows for end in (row[0], row[2])}, pa.string())
    known = nodes.filter(pc.is_in(nodes["id"], ends))
    labels = dict(zip(values(known["id"]), values(known["category"]), strict=True))
    for target, group in edges_by_ends(rows, labels).items():
        yield Parallel(target, group)


def _node_columns(label: str, rows: pa.Table) -> Columns:
    ids, names = rows["id"], rows["name"]
    columns = {"id": ids, "name": pc.if_else(pc.equal(names, ""), ids, names), "name_zh": rows["name_zh"]}
    lists: _Lists = {}
    for name in ("synonyms", "xrefs"):
        columns[name], lists[name] = _coded(values(rows[name]))
    columns |= _further(values(rows["properties"]))
    return Columns((label,), _stream(columns), lists, rows.num_rows)


def _further(texts: list[str]) -> dict[str, pa.Array]:
    """A column for each further property; a key that stands twice has its values joined by ``; ``."""
    found: dict[str, list[str | None]] = {}
    for number, text in enumerate(texts):
        for key, value in text_to_pairs(text) if text else ():
            column = found.setdefault(property_key(key), [None] * len(texts))
            before = column[number]
            column[number] = value if before is None else f"{before}; {value}"
    return {name: pa.array(column, pa.string()) for name, column in found.items()}


def _edge_columns(target: tuple[str, str, str], rows: pa.Table) -> Columns:
    columns = {"_s": rows["subject"], "_o": rows["object"], **{name: rows[name] for name in _EDGE_TEXTS}}
    columns |= {"negated": rows["negated"], "belief": rows["belief"].cast(pa.float64())}
    columns |= {name: rows[name].cast(pa.int64()) for name in ("support", "against")}
    lists: _Lists = {}
    for name in _EDGE_LISTS:
        columns[name], lists[name] = _coded(values(rows[name]))
    columns["qualifiers"], texts = _coded([(text,) for text in values(rows["qualifiers"])])
    triples = [text_to_pairs(text) for (text,) in texts]
    lists["qualifiers"] = [[f"{key}={value}|{source}" for key, value, source in one] for one in triples]
    codes = columns["qualifiers"]
    statuses, severity = [told_status(one) or None for one in triples], [told_severity(one) for one in triples]
    if any(statuses):
        columns[STATUS] = pa.array(statuses, pa.string()).take(codes)
    if any(severity):
        columns[SEVERITY], lists[SEVERITY] = codes, severity
    return Columns(target, _stream(columns), lists, rows.num_rows)


def _coded(cells: Iterable[tuple[str, ...]]) -> tuple[pa.Array, list[list[str]]]:
    """Positions in the distinct lists, and these."""
    known: dict[tuple[str, ...], int] = {}
    codes = pa.array([known.setdefault(cell, len(known)) for cell in cells], pa.int32())
    return codes, [list(cell) for cell in known]


def _stream(columns: dict[str, pa.Array | pa.ChunkedArray]) -> bytes:
    table = pa.table(columns)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    body: bytes = sink.getvalue().to_pybytes()
    return body
