"""Stored documents, found by id or name and read although a writer may be replacing their shards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from kg.document_table import table_to_documents
from kg.errors import GraphDirectoryError, InputError
from kg.ledger import Ledger
from kg.log import EvidenceLog
from kg.records import StoredDocument

_SHOWN = 10


def live_documents(ledger: Ledger, name: str) -> list[str]:
    """Ids of the documents that are not retracted and have this id; failing that, those of this name; sorted."""
    by_id = ledger.strings("SELECT id FROM documents WHERE id = ? AND live = 1", (name,))
    return by_id or ledger.strings("SELECT id FROM documents WHERE name = ? AND live = 1 ORDER BY id", (name,))


def only_one(ledger: Ledger, name: str, ids: Sequence[str]) -> None:
    """Refuses a name that more than one document has: names hold no folder, so x/visit.txt and y/visit.txt collide.

    Raises:
        InputError: more than one; the message lists ids and the sources that hold them.
    """
    if len(ids) < 2:
        return
    lines = [f"{identifier} (of {_sources(ledger, identifier)})" for identifier in ids[:_SHOWN]]
    more = [f"{len(ids) - _SHOWN} more"] if len(ids) > _SHOWN else []
    raise InputError(
        f"{len(ids)} documents have the name {name!r}: {', '.join([*lines, *more])}.",
        "Name the one that you mean by its id.",
    )


def read_documents(log: EvidenceLog, ledger: Ledger, ids: Sequence[str] | None = None) -> Iterator[StoredDocument]:
    """The live documents with these ids, or all of them, each once; oldest shard first.

    Raises:
        GraphDirectoryError: a shard is missing or broken, and the ledger still names it.
    """
    for shard, identifiers in _places(ledger, ids).items():
        for table in _settled(log, ledger, {shard: identifiers}):
            yield from table_to_documents(table)


def _places(ledger: Ledger, ids: Sequence[str] | None) -> dict[str, list[str]]:
    sql = (
        "SELECT d.shard, d.id FROM documents d LEFT JOIN shards s ON s.name = d.shard"
        " WHERE d.live = 1 {} ORDER BY s.generation, d.shard, d.id"
    )
    if ids is None:
        rows = ledger.rows(sql.format(""))
    else:
        rows = [row for one in ids for row in ledger.rows(sql.format("AND d.id = ?"), (one,))]
    places: dict[str, list[str]] = {}
    for shard, identifier in rows:
        places.setdefault(str(shard), []).append(str(identifier))
    return places


def _settled(log: EvidenceLog, ledger: Ledger, places: dict[str, list[str]]) -> list[pa.Table]:
    """The documents' rows; when a writer swept their shard, from where the ledger now says that they are."""
    for _ in range(5):
        try:
            return [log.documents(shard, ids) for shard, ids in places.items()]
        except GraphDirectoryError:
            now = _places(ledger, [one for ids in places.values() for one in ids])
            if now == places:
                raise
            places = now
    return [log.documents(shard, ids) for shard, ids in places.items()]


def _sources(ledger: Ledger, identifier: str) -> str:
    held = ledger.strings("SELECT source FROM members WHERE origin = ? ORDER BY source", (identifier,))
    return ", ".join(held) or "no source, or retracted"
