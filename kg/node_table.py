"""Node records and merged nodes as Arrow tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kg.buckets import buckets_of
from kg.columns import strings, values
from kg.evidence_table import pairs_to_text, text_to_pairs
from kg.identifiers import Curie, content_hash
from kg.records import Evidence, Node, NodeRecord
from kg.schema import Category

_DOCUMENT_PREFIX = "doc:"


def is_document(origin: str) -> bool:
    """Whether an origin is a document; else it is a reference source."""
    return origin.startswith(_DOCUMENT_PREFIX)


class Strength(IntEnum):
    """Who describes a node; the smaller one is believed first."""

    REFERENCE = 0  # a vocabulary or another reference source
    TEXT = 1  # a document
    END = 2  # nobody: an end of a claim that its own batch did not describe


_CONTENT = [
    ("category", pa.string()),
    ("name", pa.string()),
    ("name_zh", pa.string()),
    ("synonyms", pa.list_(pa.string())),
    ("xrefs", pa.list_(pa.string())),
    ("properties", pa.string()),
]
NODE_RECORD_SCHEMA = pa.schema(
    [
        ("bucket", pa.int16()),
        ("id", pa.string()),
        ("digest", pa.binary(16)),
        ("strength", pa.int8()),
        ("origin", pa.string()),
        *_CONTENT,
    ]
)
NODE_SCHEMA = pa.schema([("bucket", pa.int16()), ("id", pa.string()), *_CONTENT])
CONTENT_COLUMNS = [name for name, _ in _CONTENT]


def node_records_to_table(records: Sequence[NodeRecord], evidence: Iterable[Evidence], buckets: int) -> pa.Table:
    """Rows sorted by (bucket, id, digest, origin), duplicates once.

    An end of a claim that the batch itself does not describe gets a record of strength ``END``, so that every end is
    a node, and goes when the claim's origin goes.
    """
    described = {(record.node.id, record.origin) for record in records}
    ends = {(end, one.origin) for one in evidence for end in (one.subject, one.object)} - described
    contents = {node: _content(node) for node in {record.node for record in records}}
    rows = [(str(r.node.id), *contents[r.node], r.origin, int(_strength(r.origin))) for r in records]
    rows += [(str(end), _NOTHING_DIGEST, _NOTHING, origin, int(Strength.END)) for end, origin in ends]
    rows = sorted(set(rows), key=_ROW_ORDER)
    bucket = buckets_of([row[0] for row in rows], buckets)
    order = np.argsort(bucket, kind="stable")
    return _columns([rows[i] for i in order.tolist()], bucket[order])


_Content = tuple[str, str, str, tuple[str, ...], tuple[str, ...], str]
_NOTHING: _Content = (str(Category.NAMED_THING), "", "", (), (), "")
_NOTHING_DIGEST = content_hash(*map(str, _NOTHING))
_ROW_ORDER = itemgetter(0, 1, 3)


def _strength(origin: str) -> Strength:
    return Strength.TEXT if is_document(origin) else Strength.REFERENCE


def _content(node: Node) -> tuple[str, _Content]:
    """What a record says of its node, in one form, and the hash of it."""
    name = "" if node.name == node.id else node.name
    synonyms, xrefs = tuple(sorted(set(node.synonyms) - {name, ""})), tuple(sorted(set(node.xrefs)))
    properties = pairs_to_text(sorted(set(node.properties)))
    content = (str(node.category), name, node.name_zh, synonyms, xrefs, properties)
    return content_hash(*map(str, content)), content


def _columns(rows: Sequence[tuple[str, str, _Content, str, int]], bucket: NDArray[np.int16]) -> pa.Table:
    contents: list[tuple[Any, ...]] = [row[2] for row in rows]
    category, name, name_zh, synonyms, xrefs, properties = (
        pa.array([content[i] for content in contents], field.type)
        if pa.types.is_list(field.type)
        else strings([content[i] for content in contents])
        for i, field in enumerate(list(NODE_RECORD_SCHEMA)[-len(_CONTENT) :])
    )
    digests = pa.array([bytes.fromhex(row[1]) for row in rows], pa.binary(16))
    strength = pa.array([row[4] for row in rows], pa.int8())
    ids, origins = strings([row[0] for row in rows]), strings([row[3] for row in rows])
    return pa.table(
        [pa.array(bucket, pa.int16()), ids, digests, strength, origins,
         category, name, name_zh, synonyms, xrefs, properties],
        schema=NODE_RECORD_SCHEMA,
    )  # fmt: skip


def table_to_nodes(table: pa.Table) -> Iterator[Node]:
    """The nodes of the rows, in their order."""
    for batch in table.to_batches(max_chunksize=65_536):
        columns = [values(batch.column(name)) for name in ("id", *CONTENT_COLUMNS)]
        for identifier, category, name, name_zh, synonyms, xrefs, properties in zip(*columns, strict=True):
            yield Node(
                Curie(identifier), category, name, name_zh, synonyms, xrefs,
                tuple((key, value) for key, value in text_to_pairs(properties)) if properties else (),
            )  # fmt: skip
