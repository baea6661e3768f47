"""The embedded store: kglite in a worker process, its files in one directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from kg.errors import QueryTimeoutError
from kg.records import Difference, Edge, Node
from kg.store.change import Change
from kg.store.dialect import for_embedded
from kg.store.embedded_client import Worker, WorkerDiedError
from kg.store.embedded_lock import DirectoryLock
from kg.store.embedded_tables import Parallel, edge_columns, node_columns
from kg.store.protocol import Counts, Parameter, Progress, QueryLimits, Rows
from kg.store.record_tables import edges_to_table, nodes_to_table

_GRACE_SECONDS = 5.0  # for kglite's own time limit to bite, before the worker is killed


class EmbeddedStore:
    """A store in a directory of its own; needs no server.

    The worker process starts with the first call that needs it and ends with :meth:`close` or with this process.
    Threads may share one store; several processes may each open the same directory, and one at a time writes it:
    whoever has it open goes on reading what it opened.

    Args:
        directory: made when it does not exist.
    """

    name = "embedded"

    def __init__(self, directory: Path) -> None:
        self.directory = Path(directory)
        self._worker = Worker(self.directory)
        self._lock = DirectoryLock(self.directory)

    def load(
        self, nodes: Iterable[Node], edges: Iterable[Edge], content_hash: str, progress: Progress | None = None
    ) -> Counts:
        """Replaces everything: builds the new graph aside, saves it, then switches. A failure leaves the old one."""
        with self._lock.held():
            self._write("begin")
            return self._load(nodes_to_table(nodes), edges_to_table(edges), content_hash, progress)

    def load_tables(
        self, nodes: pa.Table, edges: pa.Table, content_hash: str, progress: Progress | None = None
    ) -> Counts:
        """As :meth:`load`, from merged tables; see :class:`kg.store.columnar.ColumnarStore`."""
        with self._lock.held():
            self._write("begin")
            return self._load(nodes, edges, content_hash, progress)

    def _load(self, nodes: pa.Table, edges: pa.Table, content_hash: str, progress: Progress | None) -> Counts:
        done, pending = 0, None
        for part in chain(node_columns(nodes), edge_columns(nodes, edges)):  # the worker stores one, the next is made
            sent = self._worker.send(*(("parallel", part) if isinstance(part, Parallel) else ("columns", (part,))))
            done += self._worker.wait(pending) if pending else 0
            pending = sent
            _tell(progress, done)
        done += self._worker.wait(pending) if pending else 0
        _tell(progress, done)
        counts: Counts = self._write("finish", content_hash)
        return counts

    def apply(self, difference: Difference, content_hash: str, progress: Progress | None = None) -> Counts:
        """Changes what differs, saves, then switches. A failure leaves the old graph."""
        change = Change.of(difference)
        with self._lock.held():
            counts: Counts = self._write("apply", change, content_hash)
        _tell(progress, len(change))
        return counts

    def append(self, difference: Difference, content_hash: str, counts: Counts) -> None:
        """Notes what differs; see :class:`kg.store.journaled.JournaledStore`. A long journal is applied and saved."""
        with self._lock.held():
            self._write("append", Change.of(difference), content_hash, counts)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keeps other processes from writing the directory; see :class:`kg.store.exclusive.ExclusiveStore`."""
        with self._lock.held() as newly:
            if newly:
                self._read("refresh")
            yield

    def query(
        self, cypher: str, parameters: Mapping[str, Parameter] | None = None, limits: QueryLimits | None = None
    ) -> Rows:
        """Runs one reading query; see :meth:`kg.store.protocol.Store.query`."""
        limits = limits or QueryLimits()
        arguments = (for_embedded(cypher), dict(parameters or {}), limits.seconds, limits.rows)
        try:
            rows: Rows = self._read("query", arguments, limits.seconds + _GRACE_SECONDS)
        except TimeoutError:
            raise QueryTimeoutError(
                f"The query was killed after {limits.seconds + _GRACE_SECONDS:g} s.",
                "Anchor it at an id, bound its paths, or raise the time limit.",
            ) from None
        return rows

    def counts(self) -> Counts:
        """Counted in the store."""
        counts: Counts = self._read("counts")
        return counts

    def content_hash(self) -> str:
        """The hash of the graph that lies in the directory; empty when none does."""
        found: str = self._read("content_hash")
        return found

    def close(self) -> None:
        """Ends the worker process; safe to call twice. A later call starts it again."""
        self._worker.close()

    def _read(self, operation: str, arguments: tuple[Any, ...] = (), seconds: float | None = None) -> Any:
        """Asks once more when the worker died: it may have been another's query, or the kernel, that ended it."""
        try:
            return self._worker.ask(operation, arguments, seconds)
        except WorkerDiedError:
            return self._worker.ask(operation, arguments, seconds)

    def _write(self, operation: str, *arguments: Any) -> Any:
        return self._worker.ask(operation, arguments)


def _tell(progress: Progress | None, done: int) -> None:
    if progress is not None:
        progress(done, 0)


__all__ = ["EmbeddedStore", "WorkerDiedError"]
