"""Many small shards become one, so that a merge opens few files. Ids, and with them the content hash, stay."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from kg.ledger import Ledger, ShardRow
from kg.log import EvidenceLog
from kg.shards import CLAIMS, DOCUMENTS, NODES, ShardTables, write_tables

FAN_IN = 8
LARGEST_ROWS = 1_500_000


def due(shards: tuple[ShardRow, ...]) -> tuple[ShardRow, ...]:
    """The shards to put together now: of one size (within a factor of 8), the smallest such group that is full.

    Every row is rewritten once a size, so the work a row is logarithmic in the size of the graph.
    """
    tiers: dict[int, list[ShardRow]] = {}
    for shard in shards:
        rows = shard.claims + shard.nodes
        if rows < LARGEST_ROWS:
            tiers.setdefault((rows.bit_length() + 2) // 3, []).append(shard)
    full = [tier for tier in sorted(tiers) if len(tiers[tier]) >= FAN_IN]
    if not full:
        return ()
    chosen: list[ShardRow] = []
    for shard in tiers[full[0]]:
        if chosen and sum(one.claims + one.nodes for one in (*chosen, shard)) > 2 * LARGEST_ROWS:
            break
        chosen.append(shard)
    return tuple(chosen)


def compact(log: EvidenceLog, ledger: Ledger) -> int:
    """Puts shards together until no group of one size is full; returns how many went.

    Only right after a merge: a compacted shard is as young as its youngest part, and a merge asks for what is young.
    """
    gone = 0
    while len(shards := due(ledger.shards())) > 1:
        tables = ShardTables(
            _distinct(log, shards, CLAIMS), _distinct(log, shards, NODES), _distinct(log, shards, DOCUMENTS)
        )
        with ledger.transaction():
            if any(table.num_rows for table in (tables.claims, tables.nodes, tables.documents)):
                info = write_tables(log.layout, tables)
                ledger.insert_shard(info, max(shard.generation for shard in shards))
                ledger.many(
                    "UPDATE documents SET shard = ? WHERE id = ? AND live = 1",
                    ((info.name, identifier) for identifier, _ in info.document_names),
                )
                shards = tuple(shard for shard in shards if shard.name != info.name)
            ledger.delete_shards(shard.name for shard in shards)
        gone += len(shards)
    return gone


def _distinct(log: EvidenceLog, shards: tuple[ShardRow, ...], kind: str) -> pa.Table:
    """The live rows of shards in the order of a shard, without duplicates; of equal evidence the highest score."""
    table = pa.concat_tables([log.all_rows(shard, kind) for shard in shards]).combine_chunks()
    if kind == CLAIMS:
        keys = [("bucket", "ascending"), ("id", "ascending"), ("score", "descending")]
        same = ["id"]
    elif kind == NODES:
        keys = [(name, "ascending") for name in ("bucket", "id", "digest", "origin")]
        same = ["id", "digest", "origin"]
    else:
        keys, same = [("id", "ascending")], ["id"]
    table = table.take(pc.sort_indices(table, sort_keys=keys))
    if table.num_rows < 2:
        return table
    differs = pa.array([False] * (table.num_rows - 1))
    for name in same:
        column = table[name].combine_chunks()
        differs = pc.or_(differs, pc.not_equal(column[1:], column[:-1]))
    return table.filter(pa.concat_arrays([pa.array([True]), differs]))
