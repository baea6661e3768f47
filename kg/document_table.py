"""Stored documents as an Arrow table, sorted by id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pyarrow as pa

from kg.columns import strings
from kg.identifiers import Curie
from kg.records import DocumentKind, StoredDocument

DOCUMENT_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("id", "name", "text", "kind", "language", "subject", "masked")]
)


def documents_to_table(documents: Sequence[StoredDocument]) -> pa.Table:
    """One row a document, each id once."""
    rows = [document for _, document in sorted({document.id: document for document in documents}.items())]
    columns = {name: strings([str(getattr(row, name)) for row in rows]) for name in DOCUMENT_SCHEMA.names[:-1]}
    masked = strings([json.dumps(row.masked, separators=(",", ":")) for row in rows])
    return pa.table([*columns.values(), masked], schema=DOCUMENT_SCHEMA)


def table_to_documents(table: pa.Table) -> Iterator[StoredDocument]:
    """The documents of the rows, in their order."""
    for row in table.to_pylist():
        yield StoredDocument(
            Curie(row["id"]), row["name"], row["text"], DocumentKind(row["kind"]), row["language"],
            Curie(row["subject"]), tuple((start, end, kind) for start, end, kind in json.loads(row["masked"])),
        )  # fmt: skip
