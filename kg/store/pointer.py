"""Which file of an embedded store's directory is the store, and of which graph.

``current.json`` names the graph file and the journal of changes to it. It is replaced atomically once each new file is
whole on disk, so that a reader sees the old graph or the new one, never half of one; the old files go afterwards.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import StoreDamagedError, StoreError
from kg.store.protocol import Counts

_NAME = "current.json"
_FORMAT = 2
_READABLE = (1, 2)  # 1 had no journal
_REBUILD = "Delete the store's directory and build it again: it is a projection of the graph's tables."


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``current.json`` holds: a graph file and the changes to replay on it, in order.

    ``content_hash``, ``nodes`` and ``edges`` are of the graph with these changes.
    """

    file: str
    number: int
    content_hash: str
    nodes: int
    edges: int
    format: int = _FORMAT
    journal: tuple[str, ...] = ()

    @classmethod
    def next(cls, directory: Path, content_hash: str, counts: Counts) -> Pointer:
        """The pointer that follows the current one; its file does not exist yet."""
        try:
            current = read_pointer(directory)
        except StoreDamagedError:
            current = None
        number = 1 + max(current.number if current else 0, *_numbers(directory))
        return cls(f"graph-{number}-{os.getpid()}.kgl", number, content_hash, counts.nodes, counts.edges)


def read_pointer(directory: Path) -> Pointer | None:
    """The current pointer; None when nothing was ever loaded.

    Raises:
        StoreDamagedError: the file is malformed.
        StoreError: it cannot be read, or is of a newer format.
    """
    path = directory / _NAME
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error}", _REBUILD) from error
    except UnicodeDecodeError as error:
        raise StoreDamagedError(f"{path} cannot be read: {error}", _REBUILD) from error
    try:
        fields = json.loads(text)
        pointer = Pointer(**{**fields, "journal": tuple(fields.get("journal", ()))})
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreDamagedError(f"{path} is malformed: {error}", _REBUILD) from error
    if pointer.format not in _READABLE:
        raise StoreError(f"{path} is of format {pointer.format}, this medkg knows {_FORMAT}.", "Update medkg.")
    return pointer


def write_pointer(directory: Path, pointer: Pointer) -> None:
    """Switches to ``pointer``, durably and atomically.

    Raises:
        StoreError: the disk is full or cannot be written.
    """
    aside = directory / f"{_NAME}.{os.getpid()}"
    try:
        with aside.open("w", encoding="utf-8") as file:
            json.dump(asdict(pointer), file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(directory / _NAME)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise StoreError(f"{directory / _NAME} cannot be written: {error}", "Free space on the disk.") from error


def _numbers(directory: Path) -> list[int]:
    """Of the graph files that lie there, so that none is written over when the pointer is lost."""
    parts = (path.name.split("-")[1] for path in directory.glob("graph-*-*"))
    return [0, *(int(part) for part in parts if part.isdecimal())]


def remove_stale(directory: Path, current: Pointer) -> None:
    """Removes files that nothing points at; one that another process holds open is left. Call it under the lock."""
    for path in (*directory.glob("graph-*"), *directory.glob("journal-*")):
        if path.name not in (current.file, *current.journal):
            try:
                path.unlink()
            except OSError:  # Windows keeps files that are mapped
                continue
