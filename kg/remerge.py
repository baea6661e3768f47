"""Merging what was touched: only the buckets that evidence came to, or went from, are merged again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.bucket_files import BucketFiles, MergedBucket, schema_of
from kg.buckets import hash_evidence, hash_table
from kg.evidence_table import CLAIM_COLUMNS, id_bytes
from kg.identifiers import content_hash
from kg.ledger import EDGES, NODES, Ledger
from kg.log import EvidenceLog
from kg.merge import MERGING, distinct_evidence, merge_edges
from kg.merge_nodes import merge_nodes
from kg.node_table import NODE_RECORD_SCHEMA
from kg.subsumed import all_subsumed
from kg.table_difference import TableDifference, compare_tables

Progress = Callable[[int, int], None]
_FEW_RECORDS = 20_000
_MERGED = "merged"
_MERGING = "merging"


class Remerge:
    """One merge of all touched buckets. Each group of buckets is switched in by one transaction."""

    def __init__(self, log: EvidenceLog, ledger: Ledger, files: BucketFiles) -> None:
        self._log = log
        self._ledger = ledger
        self._files = files

    def run(self, progress: Progress | None = None) -> tuple[list[TableDifference], list[TableDifference]]:
        """Merges; returns what changed in the nodes and in the edges. What another version merged is touched.

        Args:
            progress: called with (buckets done, buckets to do).
        """
        self._touch_other_merging()
        generation = self._ledger.number("generation")
        self._files.sweep((EDGES, NODES))
        edges, nodes = self._ledger.dirty(EDGES), self._settle_nodes(self._ledger.dirty(NODES))
        done, total = 0, len(edges) + len(nodes)
        changed: dict[str, list[TableDifference]] = {EDGES: [], NODES: []}
        for kind, chunks in ((NODES, self._log.node_chunks(nodes)), (EDGES, self._log.claim_chunks(list(edges)))):
            for chunk in chunks:
                merged = self._edges(chunk) if kind == EDGES else self._nodes(chunk)
                changed[kind].append(self._switch(kind, chunk, merged))
                done += len(chunk)
                if progress:
                    progress(done, total)
        self._ledger.set_number(_MERGED, generation)
        return changed[NODES], changed[EDGES]

    def _touch_other_merging(self) -> None:
        if merged_alike(self._ledger):
            return
        with self._ledger.transaction():
            for kind in (EDGES, NODES):
                self._ledger.mark(kind, [bucket for _, bucket in self._ledger.buckets(kind)], full=True)
            self._ledger.set_number(_MERGING, MERGING)

    def _settle_nodes(self, dirty: dict[int, bool]) -> list[int]:
        """The touched node buckets that new records really change; the others are done at once."""
        asked = [bucket for bucket, full in dirty.items() if not full]
        since = self._ledger.number(_MERGED)
        young = [shard.nodes for shard in self._ledger.shards() if shard.generation > since]
        if not asked or sum(young) > _FEW_RECORDS:
            return list(dirty)
        records = self._log.node_records(asked, NODE_RECORD_SCHEMA.names, since)
        rows = self._ledger.buckets(NODES)
        settled = []
        for bucket in asked:
            row = rows.get((NODES, bucket))
            fresh = records.filter(pc.equal(records["bucket"], bucket))
            if (row is None and not fresh.num_rows) or (row is not None and all_subsumed(fresh, self._files.read(row))):
                settled.append(bucket)
        kept = [rows[(NODES, bucket)] for bucket in settled if (NODES, bucket) in rows]
        self._ledger.switch_buckets(NODES, settled, kept)
        return [bucket for bucket in dirty if bucket not in set(settled)]

    def _edges(self, chunk: list[int]) -> Iterator[MergedBucket]:
        yield from merge_edge_buckets(self._log.claims(chunk, CLAIM_COLUMNS), chunk)

    def _nodes(self, chunk: list[int]) -> Iterator[MergedBucket]:
        yield from merge_node_buckets(self._log.node_records(chunk, NODE_RECORD_SCHEMA.names), chunk)

    def _switch(self, kind: str, chunk: list[int], merged: Iterable[MergedBucket]) -> TableDifference:
        before = self._ledger.buckets(kind)
        old, new, rows = [schema_of(kind).empty_table()], [schema_of(kind).empty_table()], []
        for one in merged:
            row = before.get((kind, one.bucket))
            if one.table.num_rows:
                same = row is not None and row.hash == one.hash
                rows.append(row if row and same else self._files.write(kind, one))
                if same:
                    continue
                new.append(one.table)
            if row is not None:
                old.append(self._files.read(row))
        self._files.sync(kind)
        self._ledger.switch_buckets(kind, chunk, rows)
        return compare_tables(pa.concat_tables(old), pa.concat_tables(new))


def merged_alike(ledger: Ledger) -> bool:
    """Whether this version of merging, :data:`kg.merge.MERGING`, made all merged buckets that are not touched."""
    return ledger.number(_MERGING) == MERGING


def merge_edge_buckets(claims: pa.Table, chunk: list[int]) -> Iterator[MergedBucket]:
    """The merged edges of each bucket of a chunk; its hash covers the evidence and the edges."""
    evidence = _evidence_hashes(claims, chunk)
    for bucket, table in split(merge_edges(claims), chunk):
        digest, count = evidence[bucket]
        yield MergedBucket(bucket, table, content_hash(digest, hash_table(table)), count)


def merge_node_buckets(records: pa.Table, chunk: list[int]) -> Iterator[MergedBucket]:
    """The merged nodes of each bucket of a chunk."""
    for bucket, table in split(merge_nodes(records), chunk):
        yield MergedBucket(bucket, table, hash_table(table), 0)


def split(table: pa.Table, buckets: list[int]) -> Iterator[tuple[int, pa.Table]]:
    """The rows of each bucket of a table that lies sorted by bucket; empty ones too."""
    column = table["bucket"].to_numpy()
    for bucket in buckets:
        start, stop = np.searchsorted(column, [bucket, bucket + 1]).tolist()
        yield bucket, table.slice(start, stop - start)


def _evidence_hashes(claims: pa.Table, chunk: list[int]) -> dict[int, tuple[str, int]]:
    rows = distinct_evidence(claims)
    column = claims["bucket"].to_numpy()[rows]
    order = np.argsort(column, kind="stable")
    rows, column = rows[order], column[order]
    ids, scores = id_bytes(claims["id"])[rows], claims["score"].to_numpy()[rows]
    ends = [np.searchsorted(column, [bucket, bucket + 1]).tolist() for bucket in chunk]
    return {
        bucket: (hash_evidence(ids[start:end], scores[start:end]), end - start)
        for bucket, (start, end) in zip(chunk, ends, strict=True)
    }
