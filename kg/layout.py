"""What lies where in a graph directory, its format file, and the lock of its one writer."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path

from kg.errors import GraphDirectoryError, GraphLockedError, GraphVersionError
from kg.files import write_file

FORMAT_VERSION = 1
DEFAULT_BUCKETS = 256
MOST_BUCKETS = 32_000
FORMAT_FILE = "medkg-graph.json"


@dataclass(frozen=True, slots=True)
class Layout:
    """The places in a graph directory.

    Attributes:
        root: the directory.
        buckets: over how many buckets evidence, edges and nodes are spread; fixed when the graph is made.
    """

    root: Path
    buckets: int = DEFAULT_BUCKETS

    @property
    def documents(self) -> Path:
        """Masked texts, ``<shard>.parquet``."""
        return self.root / "documents"

    @property
    def evidence(self) -> Path:
        """Claims, ``<shard>.parquet``, and beside them node records, ``<shard>.nodes.parquet``."""
        return self.root / "evidence"

    @property
    def edges(self) -> Path:
        """Merged edges, ``<bucket>-<hash>.parquet``."""
        return self.root / "edges"

    @property
    def nodes(self) -> Path:
        """Merged nodes, ``<bucket>-<hash>.parquet``."""
        return self.root / "nodes"

    @property
    def store(self) -> Path:
        """The embedded store, a projection of the merged tables; it switches its own files."""
        return self.root / "store"

    @property
    def models(self) -> Path:
        """Trained models with their cards."""
        return self.root / "models"

    @property
    def sampling(self) -> Path:
        """Edges sorted for neighbour sampling, a projection of the merged tables."""
        return self.root / "sampling"

    @property
    def published(self) -> Path:
        """The tables as they were last published to each database, so that the next publish sends a difference."""
        return self.root / "published"

    @property
    def ledger(self) -> Path:
        """The SQLite ledger."""
        return self.root / "ledger.sqlite"

    def tables(self) -> tuple[Path, ...]:
        """The folders of Parquet files that the ledger knows one by one."""
        return (self.documents, self.evidence, self.edges, self.nodes)


def create_layout(root: Path, buckets: int = DEFAULT_BUCKETS) -> Layout:
    """Makes the folders of a new graph; the format file comes last, so that half a graph is none.

    Raises:
        GraphDirectoryError: the directory holds something else already, or cannot be written.
    """
    if not 1 <= buckets <= MOST_BUCKETS:
        raise GraphDirectoryError(f"A graph cannot have {buckets} buckets.", f"Choose 1 to {MOST_BUCKETS:,}.")
    layout = Layout(root, buckets)
    folders = (*layout.tables(), layout.store, layout.models)
    known = {*(folder.name for folder in folders), layout.ledger.name, "writer.lock"}
    try:
        if root.exists():
            strangers = sorted(
                p.name for p in root.iterdir() if p.name not in known and not p.name.startswith("ledger.")
            )
            if strangers:
                raise GraphDirectoryError(
                    f"{root} holds {strangers[0]!r} and is no graph.", "Name a new or an empty directory."
                )
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GraphDirectoryError(
            f"Cannot make a graph in {root}: {error.strerror}.", "Name a directory that you may write to."
        ) from error
    return layout


def write_format(layout: Layout) -> None:
    """Writes the format file, which makes the directory a graph."""
    text = json.dumps({"format": FORMAT_VERSION, "buckets": layout.buckets}, sort_keys=True)
    write_file(layout.root / FORMAT_FILE, text.encode() + b"\n")


def is_graph(root: Path) -> bool:
    """Whether the directory has a format file."""
    return (root / FORMAT_FILE).is_file()


def read_layout(root: Path) -> Layout:
    """The layout of an existing graph.

    Raises:
        GraphDirectoryError: it is no graph, or its format file is broken.
        GraphVersionError: a newer medkg wrote it.
    """
    path = root / FORMAT_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        version, buckets = int(content["format"]), int(content["buckets"])
    except (FileNotFoundError, NotADirectoryError):
        what = "is no graph directory" if root.exists() else "does not exist"
        raise GraphDirectoryError(
            f"{root} {what}.", "Name the directory that a build or an import made, or build one."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise GraphDirectoryError(
            f"{path} cannot be read: {error}.", "Restore the file from a backup, or build the graph again."
        ) from error
    if version > FORMAT_VERSION:
        raise GraphVersionError(
            f"{root} has format {version}; this medkg reads up to {FORMAT_VERSION}.", "Install a newer medkg."
        )
    if version < 1 or not 1 <= buckets <= MOST_BUCKETS:
        raise GraphDirectoryError(
            f"{path} is broken: format {version}, {buckets} buckets; formats count from 1, buckets are 1 to "
            f"{MOST_BUCKETS:,}.",
            "Restore the file from a backup, or build the graph again.",
        )
    return Layout(root, buckets)


class WriterLock:
    """The right to write to a graph; the system takes it back when the process dies.

    Forked children give their copy up, so that a worker which outlives a killed writer blocks nobody.
    """

    def __init__(self, root: Path) -> None:
        """Takes the lock at once.

        Raises:
            GraphLockedError: another writer holds it.
            GraphDirectoryError: the lock file cannot be written.
        """
        path = root / "writer.lock"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise GraphDirectoryError(
                f"{root} cannot be written to: {error.strerror}.", "Check its permissions, or open it for reading."
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise GraphLockedError(
                f"{root} is being written to by process {holder}.",
                "Wait until it has ended; reading is possible meanwhile.",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor: int | None = descriptor
        os.register_at_fork(after_in_child=self.release)

    def release(self) -> None:
        """Gives the lock back; safe to call twice."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
