"""The evidence log: the live rows of all shards that count, read by bucket."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import GraphDirectoryError
from kg.layout import Layout
from kg.ledger import Ledger, ShardRow
from kg.shards import CLAIMS, DOCUMENTS, KINDS, NODES, ShardFile, empty_table, shard_path

_T = TypeVar("_T")
_OPEN_FILES = 64
_ROWS_AT_ONCE = 1_000_000


class EvidenceLog:
    """Reads shards; retracted rows are left out.

    A reader may meet files that a writer has just replaced; it then reads the ledger again.
    """

    def __init__(self, layout: Layout, ledger: Ledger) -> None:
        self.layout = layout
        self.ledger = ledger
        self._files: OrderedDict[tuple[str, str], ShardFile] = OrderedDict()

    def file(self, name: str, kind: str) -> ShardFile:
        """An opened file of a shard; the last ones used stay open."""
        key = (name, kind)
        if key not in self._files:
            self._files[key] = ShardFile(shard_path(self.layout, name, kind))
        self._files.move_to_end(key)
        while len(self._files) > _OPEN_FILES:
            self._files.popitem(last=False)[1].close()
        return self._files[key]

    def claims(self, buckets: Collection[int], columns: Sequence[str]) -> pa.Table:
        """The live claims of some buckets; an id may come twice."""
        return self._settled(lambda shards: self._bucket_rows(shards, CLAIMS, buckets, columns))

    def node_records(self, buckets: Collection[int], columns: Sequence[str], since: int = -1) -> pa.Table:
        """The live node records of some buckets, of all shards or of those younger than a generation."""

        def read(shards: tuple[ShardRow, ...]) -> pa.Table:
            young = tuple(shard for shard in shards if shard.generation > since)
            return self._bucket_rows(young, NODES, buckets, columns)

        return self._settled(read)

    def claim_chunks(self, buckets: Sequence[int]) -> Iterator[list[int]]:
        """Buckets in groups whose claims fit into memory together."""
        yield from self._chunks(buckets, sum(shard.claims for shard in self.ledger.shards()))

    def node_chunks(self, buckets: Sequence[int]) -> Iterator[list[int]]:
        """Buckets in groups whose node records fit into memory together."""
        yield from self._chunks(buckets, sum(shard.nodes for shard in self.ledger.shards()))

    def documents(self, shard: str, identifiers: Collection[str]) -> pa.Table:
        """Documents of one shard by id."""
        columns = empty_table(DOCUMENTS).column_names
        return self.file(shard, DOCUMENTS).rows("id", identifiers, columns)

    def live_rows(self, shard: ShardRow, kind: str, table: pa.Table) -> pa.Table:
        """The rows of a shard that are not retracted."""
        if not shard.dead:
            return table
        column = "id" if kind == DOCUMENTS else "origin"
        return table.filter(pc.invert(pc.is_in(table[column], pa.array(sorted(shard.dead), pa.string()))))

    def all_rows(self, shard: ShardRow, kind: str) -> pa.Table:
        """Every live row of one file of a shard."""
        if not self.has(shard, kind):
            return empty_table(kind)
        return self.live_rows(shard, kind, self.file(shard.name, kind).all_rows())

    @staticmethod
    def has(shard: ShardRow, kind: str) -> bool:
        """Whether the shard has rows of this kind."""
        return bool(dict(zip(KINDS, (shard.claims, shard.nodes, shard.documents), strict=True))[kind])

    def close(self) -> None:
        """Closes all files."""
        while self._files:
            self._files.popitem()[1].close()

    def _chunks(self, buckets: Sequence[int], rows: int) -> Iterator[list[int]]:
        size = max(1, _ROWS_AT_ONCE * self.layout.buckets // max(rows, 1))
        for start in range(0, len(buckets), size):
            yield list(buckets[start : start + size])

    def _bucket_rows(
        self, shards: tuple[ShardRow, ...], kind: str, buckets: Collection[int], columns: Sequence[str]
    ) -> pa.Table:
        wanted = frozenset(buckets)
        pieces = [empty_table(kind).select(list(columns))]
        for shard in shards:
            present = wanted & (shard.claim_buckets if kind == CLAIMS else shard.node_buckets)
            if present:
                needed = list(dict.fromkeys([*columns, "origin"]))
                rows = self.file(shard.name, kind).rows("bucket", present, needed)
                pieces.append(self.live_rows(shard, kind, rows).select(list(columns)))
        return pa.concat_tables(pieces)

    def _settled(self, read: Callable[[tuple[ShardRow, ...]], _T]) -> _T:
        shards = self.ledger.shards()
        for _ in range(5):
            try:
                return read(shards)
            except GraphDirectoryError:
                now = self.ledger.shards()
                if [shard.name for shard in now] == [shard.name for shard in shards]:
                    raise
                shards = now
        return read(shards)
