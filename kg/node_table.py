"""Node records and merged nodes as Arrow tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

import numpy as np
import pyarrow as pa

from kg.buckets import buckets_of
from kg.evidence_table import pairs_to_text, strings, text_to_pairs
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
    rows = {(*_content(record.node), _strength(record.origin), record.origin) for record in records}
    rows |= {(end, *_EMPTY, Strength.END, origin) for end, origin in ends}
    keyed = sorted((str(row[0]), content_hash(*map(str, row[:-2])), row[-1], row) for row in rows)
    table = _columns([(digest, row) for _, digest, _, row in keyed], buckets)
    return table.take(pa.array(np.argsort(table["bucket"].to_numpy(), kind="stable")))


_Content = tuple[str, str, str, tuple[str, ...], tuple[str, ...], str]
_EMPTY: _Content = (str(Category.NAMED_THING), "", "", (), (), "")


def _strength(origin: str) -> Strength:
    return Strength.TEXT if is_document(origin) else Strength.REFERENCE


def _content(node: Node) -> tuple[str, str, str, str, tuple[str, ...], tuple[str, ...], str]:
    name = "" if node.name == node.id else node.name
    synonyms, xrefs = tuple(sorted(set(node.synonyms) - {name, ""})), tuple(sorted(set(node.xrefs)))
    return (
        str(node.id), str(node.category), name, node.name_zh, synonyms, xrefs,
        pairs_to_text(sorted(set(node.properties))),
    )  # fmt: skip


def _columns(keyed: Sequence[tuple[str, tuple[object, ...]]], buckets: int) -> pa.Table:
    rows = [row for _, row in keyed]
    ids, category, name, name_zh, synonyms, xrefs, properties, strength, origin = (
        [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(9)]
    )
    digests = [bytes.fromhex(digest) for digest, _ in keyed]
    names: Sequence[str] = [str(one) for one in ids]
    return pa.table(
        [
            pa.array(buckets_of(names, buckets), pa.int16()), strings(names), pa.array(digests, pa.binary(16)),
            pa.array(strength, pa.int8()), *(strings([str(v) for v in c]) for c in (origin, category, name, name_zh)),
            pa.array(synonyms, pa.list_(pa.string())), pa.array(xrefs, pa.list_(pa.string())),
            strings([str(v) for v in properties]),
        ],
        schema=NODE_RECORD_SCHEMA,
    )  # fmt: skip


def table_to_nodes(table: pa.Table) -> Iterator[Node]:
    """The nodes of the rows, in their order."""
    for batch in table.to_batches(max_chunksize=65_536):
        columns = [batch.column(name).to_pylist() for name in ("id", *CONTENT_COLUMNS)]
        for identifier, category, name, name_zh, synonyms, xrefs, properties in zip(*columns, strict=True):
            yield Node(
                Curie(identifier), category, name, name_zh, tuple(synonyms), tuple(xrefs),
                tuple((key, value) for key, value in text_to_pairs(properties)) if properties else (),
            )  # fmt: skip
