"""Taking sources and documents out of a graph: retract (they may come back) and forget (no byte stays)."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kg.document_reads import live_documents, only_one
from kg.errors import GraphDirectoryError, NotFoundError
from kg.files import sweep
from kg.ledger import EDGES, NODES, Ledger, ShardRow
from kg.log import EvidenceLog
from kg.shards import CLAIMS, DOCUMENTS, KINDS, ShardTables, write_tables
from kg.shards import NODES as NODE_RECORDS

UNSCRUBBED = "unscrubbed"


@dataclass(frozen=True, slots=True)
class Retraction:
    """What a retraction took out.

    Attributes:
        name: what was named.
        origins: documents and reference sources that nothing else holds, sorted; they went.
        held: documents that stay, since another source holds them too, sorted.
    """

    name: str
    origins: tuple[str, ...]
    held: tuple[str, ...] = ()


def resolve(ledger: Ledger, name: str) -> tuple[str, ...]:
    """The origins that a document id, a reference source or a document name stands for; live documents if any is.

    Raises:
        NotFoundError: it stands for none; the message lists near names.
        InputError: more than one live document has the name; the message lists their ids.
    """
    live = live_documents(ledger, name)
    only_one(ledger, name, live)
    found = live or ledger.strings(
        "SELECT origin FROM members WHERE source = ? UNION SELECT origin FROM shard_origins WHERE origin = ?"
        " UNION SELECT id FROM documents WHERE name = ? OR id = ?",
        (name,) * 4,
    )
    if not found:
        known = ledger.strings("SELECT source FROM members UNION SELECT name FROM documents WHERE live = 1")
        near = difflib.get_close_matches(name, known, 5, 0.4) or known[:5]
        raise NotFoundError(
            f"The graph holds no source and no document {name!r}.",
            f"It holds {', '.join(near)}." if near else "It holds no evidence at all.",
        )
    return tuple(sorted(found))


def retract(log: EvidenceLog, ledger: Ledger, name: str) -> Retraction:
    """Hides what rests on a source alone, and marks its buckets; see :meth:`kg.graph.Graph.retract`."""
    sources = _named_sources(ledger, name)
    if not sources:
        origins = resolve(ledger, name)
        with ledger.transaction():
            hide(log, ledger, origins)
        return Retraction(name, origins)
    members: set[str] = set()
    with ledger.transaction():
        for source in sources:
            members.update(ledger.strings("SELECT origin FROM members WHERE source = ?", (source,)))
            ledger.rows("DELETE FROM members WHERE source = ?", (source,))
        sql = "SELECT 1 FROM members WHERE origin = ? LIMIT 1"
        held = tuple(origin for origin in sorted(members) if ledger.rows(sql, (origin,)))
        origins = tuple(sorted(members.difference(held)))
        hide(log, ledger, origins)
    return Retraction(name, origins, held)


def _named_sources(ledger: Ledger, name: str) -> list[str]:
    """The source of this name; else, when it is no document's id or name, all sources below the folder of this name."""
    if exact := ledger.strings("SELECT source FROM members WHERE source = ? LIMIT 1", (name,)):
        return exact
    if live_documents(ledger, name):
        return []
    folder = name.rstrip("/") + "/"
    sql = "SELECT DISTINCT source FROM members WHERE substr(source, 1, length(?)) = ? ORDER BY source"
    return ledger.strings(sql, (folder, folder))


def hide(log: EvidenceLog, ledger: Ledger, origins: Iterable[str]) -> None:
    """Puts a tombstone on origins, inside a transaction of the caller's."""
    chosen = sorted(set(origins))
    _mark(log, ledger, frozenset(chosen))
    generation = ledger.number("generation")
    ledger.many("INSERT OR REPLACE INTO tombstones VALUES (?, ?)", ((origin, generation) for origin in chosen))
    for sql in (
        "DELETE FROM members WHERE origin = ?",
        "DELETE FROM done WHERE item = ?",
        "UPDATE documents SET live = 0 WHERE id = ?",
    ):
        ledger.many(sql, ((origin,) for origin in chosen))


def _mark(log: EvidenceLog, ledger: Ledger, origins: frozenset[str]) -> None:
    holders = {shard for origin in origins for shard in ledger.shards_of(origin)}
    for shard in ledger.shards():
        if shard.name not in holders:
            continue
        for kind, marked in ((CLAIMS, EDGES), (NODE_RECORDS, NODES)):
            if log.has(shard, kind):
                rows = log.file(shard.name, kind).all_rows(["bucket", "origin"])
                rows = rows.filter(pc.is_in(rows["origin"], pa.array(sorted(origins), pa.string())))
                ledger.mark(marked, rows["bucket"].unique().to_pylist(), full=True)


def forget_documents(log: EvidenceLog, ledger: Ledger, name: str) -> tuple[str, ...]:
    """Retracts documents and writes down that their bytes must go; returns their ids.

    Raises:
        NotFoundError: no such document.
        InputError: more than one document has the name, retracted ones counted; the message lists their ids.
    """
    origins = tuple(
        ledger.strings("SELECT id FROM documents WHERE id = ?", (name,))
        or ledger.strings("SELECT id FROM documents WHERE name = ? ORDER BY id", (name,))
    )
    only_one(ledger, name, origins)
    if not origins:
        if not _named_sources(ledger, name):
            resolve(ledger, name)
        raise NotFoundError(f"{name!r} is a source, no document.", "Name a document, or retract the source.")
    with ledger.transaction():
        hide(log, ledger, origins)
        ledger.many("INSERT OR IGNORE INTO forgetting VALUES (?)", ((origin,) for origin in origins))
    return origins


def finish_forgetting(log: EvidenceLog, ledger: Ledger) -> bool:
    """Rewrites every shard that holds rows of documents to forget; True when there were any.

    The caller merges, sweeps and scrubs afterwards, then calls :func:`forgotten`.
    """
    origins = frozenset(ledger.strings("SELECT origin FROM forgetting"))
    if not origins:
        return False
    holders = {shard for origin in origins for shard in ledger.shards_of(origin)}
    for shard in ledger.shards():
        if shard.name in holders:
            _rewrite(log, ledger, shard, origins)
    return True


def _rewrite(log: EvidenceLog, ledger: Ledger, shard: ShardRow, origins: frozenset[str]) -> None:
    gone = pa.array(sorted(origins), pa.string())
    kept = []
    for kind in KINDS:
        table = log.all_rows(shard, kind)
        kept.append(table.filter(pc.invert(pc.is_in(table["id" if kind == DOCUMENTS else "origin"], gone))))
    tables = ShardTables(*kept)
    with ledger.transaction():
        if any(table.num_rows for table in kept):
            replaced = write_tables(log.layout, tables)
            ledger.insert_shard(replaced, shard.generation)
            ledger.rows("UPDATE documents SET shard = ? WHERE shard = ?", (replaced.name, shard.name))
        ledger.delete_shards([shard.name])


def forgotten(log: EvidenceLog, ledger: Ledger) -> None:
    """Takes every copy of forgotten documents out of the projections, then their names out of the ledger.

    In this order: the ledger's names are what makes the next writer finish a forgetting that was cut off.
    """
    _clear(log.layout.store)
    _clear(log.layout.published)
    with ledger.transaction():
        for table, column in (("documents", "id"), ("members", "origin"), ("done", "item"), ("tombstones", "origin")):
            ledger.rows(f"DELETE FROM {table} WHERE {column} IN (SELECT origin FROM forgetting)")
        ledger.rows("DELETE FROM leases")
        ledger.rows("DELETE FROM forgetting")
        ledger.set_number(UNSCRUBBED, 1)


def _clear(folder: Path) -> None:
    """Deletes what lies in a folder; nothing, or no folder, is fine."""
    try:
        for entry in folder.iterdir() if folder.exists() else ():
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink(missing_ok=True)
    except OSError as error:
        raise GraphDirectoryError(
            f"{folder} could not be cleared: {error.strerror}.",
            "Delete what lies in it by hand; the next job that writes to the graph finishes the forgetting.",
        ) from error


def sweep_shards(log: EvidenceLog, ledger: Ledger) -> int:
    """Deletes shard files that do not count: of a killed writer, of a compaction, of a rewriting."""
    shards = ledger.shards()
    evidence = [name for s in shards for name in (f"{s.name}.parquet", f"{s.name}.nodes.parquet")]
    return sweep(log.layout.evidence, evidence) + sweep(log.layout.documents, (f"{s.name}.parquet" for s in shards))
