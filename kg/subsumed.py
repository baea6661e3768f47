"""Whether new node records would change anything: most documents name nodes that the graph has already."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kg.evidence_table import text_to_pairs
from kg.node_table import CONTENT_COLUMNS
from kg.schema import Category


def all_subsumed(records: pa.Table, nodes: pa.Table) -> bool:
    """Whether merging ``records`` into what gave ``nodes`` would give ``nodes`` again.

    Each value of a record is one that its node has: then it does not matter which record is the stronger.
    May say no where the answer is yes; never the other way round.

    Args:
        records: rows of :data:`kg.node_table.NODE_RECORD_SCHEMA`.
        nodes: the merged rows of the same bucket.
    """
    if not records.num_rows:
        return True
    wanted = nodes.filter(pc.is_in(nodes["id"], records["id"].combine_chunks()))
    columns = ["id", *CONTENT_COLUMNS]
    known = {row[0]: row for row in zip(*(wanted[name].to_pylist() for name in columns), strict=True)}
    seen: set[tuple[str, bytes]] = set()
    digests = records["digest"].to_pylist()
    for digest, row in zip(digests, zip(*(records[name].to_pylist() for name in columns), strict=True), strict=True):
        if (row[0], digest) in seen:
            continue
        seen.add((row[0], digest))
        if row[0] not in known or not _within(row, known[row[0]]):
            return False
    return True


def _within(record: tuple[Any, ...], node: tuple[Any, ...]) -> bool:
    _, category, name, name_zh, synonyms, xrefs, properties = record
    return (
        category in (Category.NAMED_THING, node[1])
        and name in ("", node[2])
        and name_zh in ("", node[3])
        and set(synonyms) <= {*node[4], node[2]}
        and set(xrefs) <= set(node[5])
        and _properties_within(properties, node[6])
    )


def _properties_within(record: str, node: str) -> bool:
    if not record or record == node:
        return True
    mine, theirs = _by_key(record), _by_key(node)
    return all(theirs.get(key) == values for key, values in mine.items())


def _by_key(text: str) -> dict[str, set[str]]:
    grouped: dict[str, set[str]] = defaultdict(set)
    for key, value in text_to_pairs(text):
        grouped[key].add(value)
    return grouped
