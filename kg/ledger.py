"""The ledger: which shards count, what is done, which buckets are merged, and what was taken out. SQLite.

Everything that must change together changes in one transaction. Readers see the last finished one and never wait.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.buckets import from_bitmap, hash_buckets
from kg.errors import GraphDirectoryError
from kg.ledger_schema import SCHEMA
from kg.shards import ShardInfo

EDGES, NODES = "edges", "nodes"


@dataclass(frozen=True, slots=True)
class Done:
    """One input item that a shard finished.

    Attributes:
        item: a document's id, or the name of a piece of a reference source.
        source: the input that the user named (a file's path), or the reference source's name.
        extractor: name and version of what read it; another version does it again.
        evidence, nodes: how many records it gave.
        dropped: (reason, count), sorted.
    """

    item: str
    source: str
    extractor: str
    evidence: int = 0
    nodes: int = 0
    dropped: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Lease:
    """Work that was handed out and is not yet finished."""

    id: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShardRow:
    """A shard that counts.

    Attributes:
        generation: grows with every registration; a tombstone hides the rows of its origin in no younger shard.
        dead: origins whose rows in this shard are retracted.
    """

    name: str
    generation: int
    claims: int
    nodes: int
    documents: int
    claim_buckets: frozenset[int]
    node_buckets: frozenset[int]
    dead: frozenset[str]


@dataclass(frozen=True, slots=True)
class BucketRow:
    """A merged bucket: its file's name, how many rows, its hash, and how many evidence records it rests on."""

    kind: str
    bucket: int
    file: str
    rows: int
    hash: str
    evidence: int


class Ledger:
    """An opened ledger."""

    def __init__(self, path: Path, *, write: bool = False, create: bool = False) -> None:
        """Opens it.

        Args:
            path: of the file.
            write: readers see every finished transaction and never wait.
            create: makes it when it is not there.

        Raises:
            GraphDirectoryError: missing or broken.
        """
        self.path = path
        self.write = write
        try:
            self.connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?{_mode(path, write, create)}", uri=True, timeout=30, isolation_level=None,
                check_same_thread=False,
            )  # fmt: skip
            if write:
                self.connection.execute("PRAGMA journal_mode=WAL")
                self.connection.execute("PRAGMA synchronous=FULL")
                self.connection.execute("PRAGMA secure_delete=ON")
                self.connection.executescript(SCHEMA)
            self.connection.execute("SELECT count(*) FROM shards").fetchone()
        except sqlite3.Error as error:
            raise self._error(error) from error

    def close(self) -> None:
        """Closes it; safe to call twice."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction it is part of that one.

        Raises:
            GraphDirectoryError: the ledger is broken, or the disk is full.
        """
        if self.connection.in_transaction:
            yield
            return
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise self._error(error) from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """The rows of one statement.

        Raises:
            GraphDirectoryError: the ledger is broken, or the disk is full.
        """
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise self._error(error) from error

    def strings(self, sql: str, parameters: Sequence[object] = ()) -> list[str]:
        """The first column of the rows of one statement, as strings."""
        return [str(row[0]) for row in self.rows(sql, parameters)]

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for many rows."""
        self.connection.executemany(sql, rows)

    def number(self, key: str) -> int:
        """A counter; 0 when it was never set."""
        found = self.rows("SELECT value FROM numbers WHERE key = ?", (key,))
        return int(str(found[0][0])) if found else 0

    def set_number(self, key: str, value: int) -> None:
        """Sets a counter."""
        self.rows(
            "INSERT INTO numbers VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", (key, value)
        )

    def next_generation(self) -> int:
        """Counts up and returns the generation of what is written now."""
        generation = self.number("generation") + 1
        self.set_number("generation", generation)
        return generation

    # shards

    def register(self, shard: ShardInfo) -> None:
        """Makes a shard count, and marks the buckets that it touches."""
        with self.transaction():
            self.insert_shard(shard, self.next_generation())
            self.mark(EDGES, from_bitmap(shard.claim_buckets))
            self.mark(NODES, from_bitmap(shard.node_buckets))
            self.many(
                "INSERT INTO documents VALUES (?, ?, ?, 1)"
                " ON CONFLICT(id) DO UPDATE SET shard = excluded.shard, live = 1",
                ((identifier, name, shard.name) for identifier, name in shard.document_names),
            )

    def insert_shard(self, shard: ShardInfo, generation: int) -> None:
        """Writes the shard's row and origins; a shard that is there gets the new generation."""
        self.rows(
            "INSERT INTO shards VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(name) DO UPDATE SET generation = max(generation, excluded.generation)",
            (shard.name, generation, shard.claims, shard.nodes, shard.documents,
             shard.claim_buckets, shard.node_buckets),
        )  # fmt: skip
        self.many("INSERT OR IGNORE INTO shard_origins VALUES (?, ?)", ((o, shard.name) for o in shard.origins))

    def delete_shards(self, names: Iterable[str]) -> None:
        """Forgets shards; tombstones that hide nothing any more go too."""
        chosen = [(name,) for name in names]
        self.many("DELETE FROM shards WHERE name = ?", chosen)
        self.many("DELETE FROM shard_origins WHERE shard = ?", chosen)
        self.rows("DELETE FROM tombstones WHERE origin NOT IN (SELECT origin FROM shard_origins)")

    def shards(self) -> tuple[ShardRow, ...]:
        """Every shard that counts, oldest first."""
        dead: dict[str, set[str]] = {}
        for shard, origin in self.rows(
            "SELECT o.shard, o.origin FROM tombstones t JOIN shard_origins o ON o.origin = t.origin"
            " JOIN shards s ON s.name = o.shard WHERE s.generation <= t.generation"
        ):
            dead.setdefault(str(shard), set()).add(str(origin))
        sql = "SELECT name, generation, claims, nodes, documents, claim_buckets, node_buckets FROM shards ORDER BY 2, 1"
        return tuple(
            ShardRow(name, generation, claims, nodes, documents, from_bitmap(in_claims), from_bitmap(in_nodes),
                     frozenset(dead.get(name, ())))
            for name, generation, claims, nodes, documents, in_claims, in_nodes in self.connection.execute(sql)
        )  # fmt: skip

    def shards_of(self, origin: str) -> list[str]:
        """Names of the shards that hold rows of an origin, hidden ones too."""
        return self.strings("SELECT shard FROM shard_origins WHERE origin = ? ORDER BY shard", (origin,))

    # buckets

    def mark(self, kind: str, buckets: Iterable[int], *, full: bool = False) -> None:
        """Marks buckets as touched; ``full`` when rows went, so that what was merged before is no help."""
        self.many(
            "INSERT INTO dirty VALUES (?, ?, ?)"
            " ON CONFLICT(kind, bucket) DO UPDATE SET full = max(full, excluded.full)",
            ((kind, bucket, int(full)) for bucket in buckets),
        )

    def dirty(self, kind: str) -> dict[int, bool]:
        """The touched buckets, rising, and whether rows went."""
        sql = "SELECT bucket, full FROM dirty WHERE kind = ? ORDER BY bucket"
        return {int(str(bucket)): bool(full) for bucket, full in self.rows(sql, (kind,))}

    def switch_buckets(self, kind: str, merged: Iterable[int], rows: Iterable[BucketRow]) -> None:
        """Puts new files in the place of merged buckets; a bucket without a row is empty now."""
        with self.transaction():
            chosen = [(kind, bucket) for bucket in merged]
            self.many("DELETE FROM buckets WHERE kind = ? AND bucket = ?", chosen)
            self.many("DELETE FROM dirty WHERE kind = ? AND bucket = ?", chosen)
            self.many(
                "INSERT INTO buckets VALUES (?, ?, ?, ?, ?, ?)",
                ((row.kind, row.bucket, row.file, row.rows, row.hash, row.evidence) for row in rows),
            )

    def buckets(self, kind: str | None = None) -> dict[tuple[str, int], BucketRow]:
        """The merged buckets by kind and number."""
        sql = (
            "SELECT kind, bucket, file, rows, hash, evidence FROM buckets"
            " WHERE ? IS NULL OR kind = ? ORDER BY kind, bucket"
        )
        found = (BucketRow(*row) for row in self.rows(sql, (kind, kind)))  # type: ignore[arg-type]
        return {(row.kind, row.bucket): row for row in found}

    def content_hash(self) -> str:
        """The hash over all merged buckets."""
        return hash_buckets((row.kind, row.bucket, row.hash) for row in self.buckets().values())

    # what is done

    def finish(self, done: Iterable[Done]) -> None:
        """Writes down what is done, and which source holds it."""
        rows = list(done)
        with self.transaction():
            self.many(
                "INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?)",
                ((d.item, d.extractor, d.source, d.evidence, d.nodes, json.dumps(d.dropped)) for d in rows),
            )
            self.hold((d.source, d.item) for d in rows)

    def hold(self, members: Iterable[tuple[str, str]]) -> None:
        """Writes down that sources hold origins: (source, origin)."""
        self.many("INSERT OR IGNORE INTO members VALUES (?, ?)", members)

    def done(self, item: str, extractor: str) -> bool:
        """Whether this version has done this item, and it was not taken out since."""
        return bool(self.rows("SELECT 1 FROM done WHERE item = ? AND extractor = ?", (item, extractor)))

    def all_done(self, source: str | None = None) -> tuple[Done, ...]:
        """What is done, by item; of one source or of all."""
        sql = (
            "SELECT item, source, extractor, evidence, nodes, dropped FROM done d WHERE ? IS NULL"
            " OR EXISTS (SELECT 1 FROM members m WHERE m.source = ? AND m.origin = d.item) ORDER BY item"
        )
        found = self.rows(sql, (source, source))
        return tuple(
            Done(str(item), str(of), str(extractor), int(str(claims)), int(str(nodes)),
                 tuple((reason, count) for reason, count in json.loads(str(dropped))))
            for item, of, extractor, claims, nodes, dropped in found
        )  # fmt: skip

    def lease(self, items: Iterable[str]) -> Lease:
        """Hands work out."""
        names = tuple(items)
        with self.transaction():
            number = self.number("lease") + 1
            self.set_number("lease", number)
            self.rows("INSERT INTO leases VALUES (?, ?)", (number, json.dumps(names)))
        return Lease(number, names)

    def leases(self) -> tuple[Lease, ...]:
        """What is handed out and not finished; after a crash, what was being done."""
        found = self.rows("SELECT id, items FROM leases ORDER BY id")
        return tuple(Lease(int(str(number)), tuple(json.loads(str(items)))) for number, items in found)

    def end_lease(self, lease: Lease) -> None:
        """Takes work back as finished, or as not to be finished."""
        self.rows("DELETE FROM leases WHERE id = ?", (lease.id,))

    def scrub(self) -> None:
        """Leaves no byte of deleted rows in the ledger's files.

        Raises:
            GraphDirectoryError: a reader keeps old pages in use, or the disk is full.
        """
        self.rows("VACUUM")
        busy = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
        if busy:
            raise GraphDirectoryError(
                f"{self.path} could not be cleaned because a reader is using it.",
                "Close the readers; the next job that writes to the graph finishes it.",
            )

    def _error(self, error: sqlite3.Error) -> GraphDirectoryError:
        if "disk is full" in str(error) or "disk I/O" in str(error):
            return GraphDirectoryError(
                f"The disk that holds {self.path} is full ({error}).",
                "Free some space and run the same command again: it goes on where it was.",
            )
        return GraphDirectoryError(
            f"{self.path} cannot be read as a ledger: {error}.",
            "Restore it from a backup, or build the graph again in a new directory.",
        )


def _mode(path: Path, write: bool, create: bool) -> str:
    """How SQLite opens the file; on a read-only medium it cannot make the files that it shares with writers."""
    if write:
        return "mode=rwc" if create else "mode=rw"
    finished = not path.with_name(f"{path.name}-wal").exists()
    return "immutable=1" if finished and not os.access(path.parent, os.W_OK) else "mode=ro"
