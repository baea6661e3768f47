"""The merged tables on disk: one Parquet file a bucket, named by bucket and hash, never changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg.columns import values
from kg.edge_table import EDGE_SCHEMA
from kg.errors import GraphDirectoryError
from kg.files import sweep, sync_folder, write_file
from kg.layout import Layout
from kg.ledger import EDGES, BucketRow, Ledger
from kg.node_table import NODE_SCHEMA

_CACHED_ROWS = 1_000_000


def schema_of(kind: str) -> pa.Schema:
    """The columns of merged edges or nodes."""
    return EDGE_SCHEMA if kind == EDGES else NODE_SCHEMA


@dataclass(frozen=True, slots=True)
class MergedBucket:
    """A bucket as a merge gives it: its rows, its hash, and how many evidence records it rests on."""

    bucket: int
    table: pa.Table
    hash: str
    evidence: int


class MergedTable:
    """A merged bucket in memory, with its rows by subject or id."""

    def __init__(self, table: pa.Table, key: str) -> None:
        self.table = table
        self._key = key
        self._rows: dict[str, tuple[int, int]] | None = None

    def rows(self, value: str) -> pa.Table:
        """The rows whose key (an edge's subject, a node's id) is ``value``; rows lie sorted by it."""
        if self._rows is None:
            found: dict[str, tuple[int, int]] = {}
            for number, one in enumerate(values(self.table[self._key])):
                found[one] = (found.get(one, (number, 0))[0], number + 1)
            self._rows = found
        start, stop = self._rows.get(value, (0, 0))
        return self.table.slice(start, stop - start)


class BucketFiles:
    """Reads and writes merged buckets. A reader that meets a replaced file reads the ledger again."""

    def __init__(self, layout: Layout, ledger: Ledger) -> None:
        self.layout = layout
        self.ledger = ledger
        self._cache: OrderedDict[tuple[str, str], MergedTable] = OrderedDict()

    def write(self, kind: str, merged: MergedBucket) -> BucketRow:
        """Writes a bucket's file; it counts once the ledger switches to it, after :meth:`sync`."""
        name = f"{merged.bucket:05d}-{merged.hash}.parquet"
        sink = pa.BufferOutputStream()
        pq.write_table(
            merged.table, sink, compression="zstd", use_dictionary=_dictionaries(kind), write_statistics=False
        )
        write_file(self._folder(kind) / name, sink.getvalue(), sync_name=False)
        return BucketRow(kind, merged.bucket, name, merged.table.num_rows, merged.hash, merged.evidence)

    def sync(self, kind: str) -> None:
        """Makes the names of written files survive a loss of power."""
        sync_folder(self._folder(kind))

    def read(self, row: BucketRow) -> pa.Table:
        """The rows of a bucket.

        Raises:
            GraphDirectoryError: its file is missing or broken.
        """
        path = self._folder(row.kind) / row.file
        try:
            return pq.ParquetFile(path).read(use_threads=False)
        except (OSError, pa.ArrowInvalid) as error:
            what = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
            raise GraphDirectoryError(
                f"{path}, a merged part of the graph, {what}.",
                "It can be made again from the evidence: Graph.open(path, write=True).remerge().",
            ) from error

    def one(self, kind: str, bucket: int) -> MergedTable:
        """A bucket, from memory where it was used lately."""
        key = "subject" if kind == EDGES else "id"
        for last in (False, True):
            row = self._row(kind, bucket)
            if row is None:
                break
            cached = self._cache.get((kind, row.file))
            try:
                table = cached or MergedTable(self.read(row), key)
            except GraphDirectoryError:
                if last:
                    raise
                continue
            self._cache[(kind, row.file)] = table
            self._cache.move_to_end((kind, row.file))
            self._shrink()
            return table
        return MergedTable(schema_of(kind).empty_table(), key)

    def _shrink(self) -> None:
        rows = sum(one.table.num_rows for one in self._cache.values())
        while rows > _CACHED_ROWS and len(self._cache) > 1:
            rows -= self._cache.popitem(last=False)[1].table.num_rows

    def each(self, kind: str) -> Iterator[pa.Table]:
        """Every bucket that is not empty, in order."""
        for row in self.ledger.buckets(kind).values():
            try:
                yield self.read(row)
            except GraphDirectoryError:
                now = self._row(kind, row.bucket)
                if now == row:
                    raise
                if now is not None:
                    yield self.read(now)

    def whole(self, kind: str) -> pa.Table:
        """All rows of one state of the graph."""
        empty = schema_of(kind).empty_table()
        for _ in range(5):
            rows = self.ledger.buckets(kind)
            try:
                return pa.concat_tables([empty, *(self.read(row) for row in rows.values())])
            except GraphDirectoryError:
                if self.ledger.buckets(kind) == rows:
                    raise
        return pa.concat_tables([empty, *self.each(kind)])

    def sweep(self, kinds: Iterable[str]) -> int:
        """Deletes files that no bucket uses any more; returns how many."""
        return sum(
            sweep(self._folder(kind), (row.file for row in self.ledger.buckets(kind).values())) for kind in kinds
        )

    def _row(self, kind: str, bucket: int) -> BucketRow | None:
        sql = "SELECT kind, bucket, file, rows, hash, evidence FROM buckets WHERE kind = ? AND bucket = ?"
        found = self.ledger.rows(sql, (kind, bucket))
        return BucketRow(*found[0]) if found else None  # type: ignore[arg-type]

    def _folder(self, kind: str) -> Path:
        return self.layout.edges if kind == EDGES else self.layout.nodes


def _dictionaries(kind: str) -> list[str]:
    names = {"predicate", "knowledge_level", "agent_type", "primary_knowledge_source", "category", "bucket"}
    return [name for name in schema_of(kind).names if name in names]
