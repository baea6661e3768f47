"""Differences beside the embedded store's graph file, each a file of JSON, replayed when the graph is opened.

So that a small difference costs what it holds, and not what the graph holds; a long journal is folded into a new
graph file.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

from kg.errors import StoreDamagedError, StoreError
from kg.store.change import Change
from kg.store.pointer import Pointer
from kg.store.protocol import Counts

_FILES = 32
_BYTES = 1 << 20
_REBUILD = "Delete the store's directory and build it again: it is a projection of the graph's tables."


def write_entry(directory: Path, pointer: Pointer, change: Change, content_hash: str, counts: Counts) -> Pointer | None:
    """Writes a change as the journal's next file.

    Returns:
        The pointer that makes it count; None, and nothing is written, when the journal would become long.

    Raises:
        StoreError: the disk is full or cannot be written; nothing is left.
    """
    body = json.dumps([change.nodes, change.gone_nodes, change.edges, change.gone_edges], ensure_ascii=False).encode()
    held = sum((directory / name).stat().st_size for name in pointer.journal if (directory / name).exists())
    if len(pointer.journal) >= _FILES or held + len(body) > _BYTES:
        return None
    name = f"journal-{pointer.number}-{len(pointer.journal)}-{os.getpid()}.json"
    path = directory / name
    try:
        with path.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written: {error}", "Free space on the disk.") from error
    return replace(
        pointer, journal=(*pointer.journal, name), content_hash=content_hash, nodes=counts.nodes, edges=counts.edges
    )


def read_entry(path: Path) -> Change:
    """A change that :func:`write_entry` wrote.

    Raises:
        StoreDamagedError: the file is missing or damaged.
    """
    try:
        nodes, gone_nodes, edges, gone_edges = json.loads(path.read_bytes())
        return Change(
            [(label, properties) for label, properties in nodes],
            [str(node_id) for node_id in gone_nodes],
            [(s, t, o, properties) for s, t, o, properties in edges],
            [(s, t, o, properties) for s, t, o, properties in gone_edges],
        )
    except (OSError, ValueError, TypeError) as error:
        raise StoreDamagedError(f"The embedded store's file {path} cannot be read: {error}", _REBUILD) from error
