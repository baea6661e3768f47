"""Node records merged into nodes: a pure function, the same table for the same records in any order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kg.evidence_table import halves, id_bytes, pairs_to_text, text_to_pairs
from kg.merge import encode
from kg.node_table import CONTENT_COLUMNS, NODE_SCHEMA, Strength
from kg.schema import Category

_UNKNOWN = str(Category.NAMED_THING)
Integers = NDArray[np.int64]


def merge_nodes(records: pa.Table) -> pa.Table:
    """Merges node records into nodes.

    The strongest record decides: a reference source before a document, both before a bare end of a claim; then the
    smallest origin, then the content. It gives the name, the Chinese name, the category and each property, as far as
    it has them; weaker records fill what is missing. Their other names join the synonyms; synonyms and
    cross-references are united. A node that nobody names has its id as its name.

    Args:
        records: columns :data:`kg.node_table.NODE_RECORD_SCHEMA`, in any order, with or without duplicates.

    Returns:
        One row an id, in columns :data:`kg.node_table.NODE_SCHEMA`, sorted by bucket and id.
    """
    if not records.num_rows:
        return NODE_SCHEMA.empty_table()
    order, starts = _contents(records)
    lengths = np.diff(np.append(starts, len(order)))
    single = order[starts[lengths == 1]]
    plain = records.take(pa.array(single)).select(NODE_SCHEMA.names)
    shared = order[np.repeat(lengths > 1, lengths)]
    united = _united(records.take(pa.array(shared)), lengths[lengths > 1])
    place = np.argsort(np.concatenate([np.flatnonzero(lengths == 1), np.flatnonzero(lengths > 1)]))
    table = pa.concat_tables([plain, united]).combine_chunks().take(pa.array(place))
    unnamed = pc.equal(table["name"], "")
    named = pc.if_else(unnamed, table["id"], table["name"])
    return table.set_column(NODE_SCHEMA.get_field_index("name"), NODE_SCHEMA.field("name"), named).combine_chunks()


def _contents(records: pa.Table) -> tuple[Integers, Integers]:
    """Row numbers of the distinct contents, sorted by bucket, id and falling strength; where each id begins."""
    (ids,), (origins,) = encode(records["id"]), encode(records["origin"])
    high, low = halves(id_bytes(records["digest"]))
    strength, bucket = records["strength"].to_numpy(), records["bucket"].to_numpy()
    order = np.lexsort((origins.codes, strength, low, high, ids.codes, bucket))
    order = order[_new(ids.codes[order], high[order], low[order])]
    columns = (low, high, origins.codes, strength, ids.codes, bucket)
    order = order[np.lexsort([column[order] for column in columns])]
    first = _new(ids.codes[order])
    described = strength[order] < Strength.END
    order = order[described | first]  # a bare end says nothing where another record describes the node
    return order, np.flatnonzero(_new(ids.codes[order]))


def _new(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    new = np.ones(len(columns[0]), np.bool_)
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return new


def _united(records: pa.Table, lengths: Integers) -> pa.Table:
    rows = zip(*(records[name].to_pylist() for name in ("bucket", "id", *CONTENT_COLUMNS)), strict=True)
    merged = [_unite([next(rows) for _ in range(length)]) for length in lengths.tolist()]
    columns = list(zip(*merged, strict=True)) if merged else [() for _ in NODE_SCHEMA]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, NODE_SCHEMA, strict=True)]
    return pa.table(arrays, schema=NODE_SCHEMA)


def _unite(rows: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """One node from several contents, the strongest first."""
    categories, names, names_zh = ([row[i] for row in rows] for i in (2, 3, 4))
    name = next(filter(None, names), "")
    synonyms = {*(one for row in rows for one in row[5]), *names} - {name, ""}
    properties: dict[str, set[str]] = {}
    for row in rows:
        for key, values in _by_key(row[7]):
            properties.setdefault(key, values)
    return (
        rows[0][0],
        rows[0][1],
        next((one for one in categories if one != _UNKNOWN), _UNKNOWN),
        name,
        next(filter(None, names_zh), ""),
        sorted(synonyms),
        sorted({one for row in rows for one in row[6]}),
        pairs_to_text(sorted((key, value) for key, values in properties.items() for value in values)),
    )


def _by_key(text: str) -> Iterator[tuple[str, set[str]]]:
    grouped: dict[str, set[str]] = {}
    for key, value in text_to_pairs(text):
        grouped.setdefault(key, set()).add(value)
    yield from grouped.items()
