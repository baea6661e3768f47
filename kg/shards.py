"""Shards: what one lease adds, in content-addressed Parquet files that are never changed.

A shard is up to three files of one name: claims, node records and documents. Rows lie sorted by bucket, in row groups
whose statistics say which buckets they hold, so that a merge of a few buckets reads a few row groups.
Writing needs no lock: worker processes write, and the writer registers the shard in the ledger.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.buckets import to_bitmap
from kg.document_table import DOCUMENT_SCHEMA, documents_to_table
from kg.errors import GraphDirectoryError
from kg.evidence_table import EVIDENCE_SCHEMA, evidence_to_table
from kg.files import write_file
from kg.layout import Layout, read_layout
from kg.node_table import NODE_RECORD_SCHEMA, node_records_to_table
from kg.records import Batch

CLAIMS, NODES, DOCUMENTS = "claims", "nodes", "documents"
KINDS = (CLAIMS, NODES, DOCUMENTS)
_SCHEMAS = {CLAIMS: EVIDENCE_SCHEMA, NODES: NODE_RECORD_SCHEMA, DOCUMENTS: DOCUMENT_SCHEMA}
_ROW_GROUP = {CLAIMS: 8192, NODES: 8192, DOCUMENTS: 64}


@dataclass(frozen=True, slots=True)
class ShardTables:
    """The rows of a shard, each table sorted and without duplicates."""

    claims: pa.Table
    nodes: pa.Table
    documents: pa.Table


@dataclass(frozen=True, slots=True)
class ShardInfo:
    """What the ledger must know of a shard; small, and can be pickled.

    Attributes:
        name: hash of the content; the files are named by it.
        claims, nodes, documents: row counts.
        claim_buckets, node_buckets: bitmaps of the buckets that it holds rows of.
        origins: document ids and source names that it holds rows of, sorted.
        document_names: (id, name) of its documents.
    """

    name: str
    claims: int
    nodes: int
    documents: int
    claim_buckets: bytes
    node_buckets: bytes
    origins: tuple[str, ...]
    document_names: tuple[tuple[str, str], ...]


def shard_path(layout: Layout, name: str, kind: str) -> Path:
    """Where a file of a shard lies."""
    if kind == DOCUMENTS:
        return layout.documents / f"{name}.parquet"
    return layout.evidence / (f"{name}.parquet" if kind == CLAIMS else f"{name}.nodes.parquet")


def write_shard(directory: Path, batch: Batch) -> ShardInfo:
    """Writes a batch as a shard of the graph in ``directory``; the same batch always gives the same files.

    The shard counts for nothing until the graph registers it; what is never registered is swept.

    Raises:
        GraphDirectoryError: not a graph, or the disk is full or refuses.
    """
    layout = read_layout(directory)
    return write_tables(layout, batch_tables(batch, layout.buckets))


def batch_tables(batch: Batch, buckets: int) -> ShardTables:
    """The rows of a batch."""
    return ShardTables(
        evidence_to_table(batch.evidence, buckets),
        node_records_to_table(batch.nodes, batch.evidence, buckets),
        documents_to_table(batch.documents),
    )


def write_tables(layout: Layout, tables: ShardTables) -> ShardInfo:
    """Writes the rows of a shard; an empty table has no file."""
    by_kind = {CLAIMS: tables.claims, NODES: tables.nodes, DOCUMENTS: tables.documents}
    data = {kind: _serialise(table, _ROW_GROUP[kind]) for kind, table in by_kind.items() if table.num_rows}
    digest = hashlib.blake2b(digest_size=16)
    for kind, one in data.items():
        digest.update(f"{kind}{len(one)}:".encode())
        digest.update(one)
    name = digest.hexdigest()
    for kind, one in data.items():
        write_file(shard_path(layout, name, kind), one)
    origins = {*tables.claims["origin"].unique().to_pylist(), *tables.nodes["origin"].unique().to_pylist()}
    names = tuple(zip(tables.documents["id"].to_pylist(), tables.documents["name"].to_pylist(), strict=True))
    return ShardInfo(
        name, tables.claims.num_rows, tables.nodes.num_rows, tables.documents.num_rows,
        to_bitmap(tables.claims["bucket"].unique().to_pylist(), layout.buckets),
        to_bitmap(tables.nodes["bucket"].unique().to_pylist(), layout.buckets),
        tuple(sorted(origins | {identifier for identifier, _ in names})), names,
    )  # fmt: skip


def _serialise(table: pa.Table, row_group: int) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    unique = {"text", "id"} if "bucket" not in table.column_names else {"id", "score", "digest"}
    pq.write_table(
        table, sink, row_group_size=row_group, compression="zstd",
        use_dictionary=[name for name in table.column_names if name not in unique],
        write_statistics=["bucket"] if "bucket" in table.column_names else ["id"], store_schema=True,
    )  # fmt: skip
    return sink.getvalue()


class ShardFile:
    """One Parquet file of a shard, opened once; its footer is kept."""

    def __init__(self, path: Path) -> None:
        """Opens the file.

        Raises:
            GraphDirectoryError: it is missing or broken.
        """
        self.path = path
        try:
            self._file = pq.ParquetFile(path)
        except (OSError, pa.ArrowInvalid) as error:
            raise _broken(path, error) from error
        self._ranges = _ranges(self._file)

    def rows(self, column: str, wanted: Collection[Any], columns: Sequence[str]) -> pa.Table:
        """The rows whose sorted ``column`` (``bucket``, or ``id`` of documents) has one of the wanted values."""
        values = sorted(wanted)
        groups = [number for number, (low, high) in enumerate(self._ranges) if _any_between(values, low, high)]
        table = self._read(groups, list(dict.fromkeys([column, *columns])))
        kind = table.schema.field(column).type
        return table.filter(pc.is_in(table[column], pa.array(values, kind))).select(list(columns))

    def all_rows(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Every row."""
        return self._read(list(range(len(self._ranges))), list(columns) if columns else None)

    def _read(self, groups: list[int], columns: list[str] | None) -> pa.Table:
        try:
            return self._file.read_row_groups(groups, columns=columns, use_threads=False)
        except (OSError, pa.ArrowInvalid) as error:
            raise _broken(self.path, error) from error

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def _any_between(values: list[Any], low: Any, high: Any) -> bool:
    place = bisect_left(values, low)
    return place < len(values) and bool(values[place] <= high)


def _ranges(file: pq.ParquetFile) -> list[tuple[Any, Any]]:
    """The smallest and largest value of the sorted column in each row group."""
    names = file.schema_arrow.names
    column = names.index("bucket") if "bucket" in names else names.index("id")
    # nested columns come after the sorted one, so its place in the schema is its place in the file
    groups = (file.metadata.row_group(number).column(column).statistics for number in range(file.num_row_groups))
    return [(statistics.min, statistics.max) for statistics in groups]


def _broken(path: Path, error: Exception) -> GraphDirectoryError:
    what = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
    return GraphDirectoryError(
        f"{path}, a part of the evidence, {what}.",
        "Restore the file from a backup, or build the graph again in a new directory.",
    )


def empty_table(kind: str) -> pa.Table:
    """No rows of a kind."""
    return _SCHEMAS[kind].empty_table()
