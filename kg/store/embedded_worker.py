"""The worker process of the embedded store: reads requests from its standard input, answers on its standard output.

Started by :mod:`kg.store.embedded_client` as ``python -m kg.store.embedded_worker DIRECTORY``; it ends when its input
closes. Queries run side by side in threads on a frozen graph; loads and applies run one at a time.

A request is ``(number, operation, arguments)``; an answer ``(number, True, value)`` or
``(number, False, (error class, message, remedy))``.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import MedkgError, StoreDamagedError, StoreError
from kg.store import embedded_graph as engine
from kg.store.change import Change, EdgeRow
from kg.store.embedded_columns import Columns
from kg.store.embedded_journal import read_entry, write_entry
from kg.store.frames import read_frame, write_frame
from kg.store.pointer import Pointer, read_pointer, remove_stale, write_pointer
from kg.store.protocol import Counts, Rows

_READERS = 4


def main() -> None:
    """Serves one directory until the input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    warnings.simplefilter("ignore")  # kglite's advice on saving; the last line of stderr is kept for a crash's
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the frames
    write_frame(out, (0, True, engine.library().__version__))
    Server(Path(sys.argv[1]), out).serve(sys.stdin.buffer)
    os._exit(0)  # a query that still runs must not keep the process


class Server:
    """Holds the graph and answers requests."""

    def __init__(self, directory: Path, out: BinaryIO) -> None:
        self._directory, self._out = directory, out
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._graph: Any = None
        self._frozen: Any = None
        self._hash = ""
        self._pointer: Pointer | None = None
        self._loading: Any = None
        self._operations: dict[str, Callable[..., object]] = {
            "query": self.query, "counts": self.counts, "content_hash": self.content_hash, "begin": self.begin,
            "columns": self.add_columns, "parallel": self.add_parallel, "finish": self.finish, "apply": self.apply,
            "append": self.append, "refresh": self.refresh,
        }  # fmt: skip

    def serve(self, requests: BinaryIO) -> None:
        """Answers until the input closes."""
        with ThreadPoolExecutor(_READERS) as readers, ThreadPoolExecutor(1) as writer:
            while True:
                try:
                    number, operation, arguments = read_frame(requests)
                except EOFError:
                    os._exit(0)
                pool = readers if operation in ("query", "counts", "content_hash") else writer
                pool.submit(self._answer, number, operation, arguments)

    def _answer(self, number: int, operation: str, arguments: tuple[Any, ...]) -> None:
        try:
            answer: tuple[int, bool, object] = (number, True, self._operations[operation](*arguments))
        except MedkgError as error:
            answer = (number, False, (type(error).__name__, error.message, error.remedy))
        except MemoryError:
            answer = (number, False, ("StoreError", "The embedded store ran out of memory.", "Ask for fewer rows."))
        except Exception as error:  # noqa: BLE001 - the border of a process: the parent raises it
            answer = (number, False, ("StoreError", f"The embedded store failed: {type(error).__name__}: {error}", ""))
        with self._lock:
            write_frame(self._out, answer)

    def query(self, cypher: str, parameters: dict[str, Any], seconds: float, rows: int) -> Rows:
        """Runs one reading query."""
        found: Rows = engine.run_query(self._opened(), cypher, parameters, seconds, rows)
        return found

    def counts(self) -> Counts:
        """Counts nodes and relationships."""
        found: Counts = engine.counts(self._opened())
        return found

    def content_hash(self) -> str:
        """The hash of the graph that is open, or else of the one that would be opened."""
        if self._frozen is not None:
            return self._hash
        pointer = read_pointer(self._directory)
        return pointer.content_hash if pointer else ""

    def refresh(self) -> None:
        """Lets go of the open graph when another one lies on disk; the next query opens that."""
        try:
            pointer = read_pointer(self._directory)
        except StoreDamagedError:
            pointer = None
        with self._opening:
            if pointer != self._pointer:
                self._graph = self._frozen = self._pointer = None

    def begin(self) -> None:
        """Starts a load aside; queries still see the old graph."""
        self._loading = engine.new_graph()

    def add_columns(self, columns: Columns) -> int:
        """Adds nodes or relationships to the load; returns how many."""
        engine.add_columns(self._begun(), columns)
        return columns.rows

    def add_parallel(self, target: tuple[str, str, str], rows: list[EdgeRow]) -> int:
        """Adds relationships to the load that have others beside them."""
        engine.add_parallel(self._begun(), target, rows)
        return len(rows)

    def finish(self, content_hash: str) -> Counts:
        """Saves the load and switches to it."""
        graph, self._loading = self._begun(), None
        return self._switch(graph, content_hash)

    def _begun(self) -> Any:
        if self._loading is None:
            raise StoreError("The embedded store's worker was started anew within a load.", "Load again.")
        return self._loading

    def apply(self, change: Change, content_hash: str) -> Counts:
        """Applies a difference, saves the graph and switches to it; a failure leaves the old one."""
        graph, _ = self._read()
        change.apply(engine.runner(graph), engine.labels(graph))
        return self._switch(graph, content_hash)

    def append(self, change: Change, content_hash: str, counts: Counts) -> None:
        """Notes a difference in the journal, or applies it when the journal is long."""
        pointer = read_pointer(self._directory)
        noted = write_entry(self._directory, pointer, change, content_hash, counts) if pointer else None
        if noted is None:
            self.apply(change, content_hash)
            return
        try:
            write_pointer(self._directory, noted)
        except StoreError:
            (self._directory / noted.journal[-1]).unlink(missing_ok=True)
            raise
        with self._opening:
            self._graph = self._frozen = self._pointer = None
        remove_stale(self._directory, noted)

    def _switch(self, graph: Any, content_hash: str) -> Counts:
        counts: Counts = engine.counts(graph)
        pointer = Pointer.next(self._directory, content_hash, counts)
        try:
            engine.save_graph(graph, self._directory / pointer.file)
            write_pointer(self._directory, pointer)
        except (OSError, StoreError):
            (self._directory / pointer.file).unlink(missing_ok=True)
            raise
        with self._opening:
            self._graph = engine.open_graph(self._directory / pointer.file)
            self._frozen, self._hash, self._pointer = self._graph.freeze(), content_hash, pointer
        remove_stale(self._directory, pointer)
        return counts

    def _opened(self) -> Any:
        with self._opening:
            if self._frozen is None:
                self._graph, self._pointer = self._read()
                self._hash = self._pointer.content_hash if self._pointer else ""
                self._frozen = self._graph.freeze()
            return self._frozen

    def _read(self) -> tuple[Any, Pointer | None]:
        """The graph on disk, its journal replayed, and its pointer; read again when a writer switched meanwhile."""
        while True:
            pointer = read_pointer(self._directory)
            if pointer is None:
                return engine.new_graph(), None
            try:
                graph = engine.open_graph(self._directory / pointer.file)
                for name in pointer.journal:
                    read_entry(self._directory / name).apply(engine.runner(graph), engine.labels(graph))
            except StoreError:
                if read_pointer(self._directory) == pointer:
                    raise
            else:
                return graph, pointer


if __name__ == "__main__":
    main()
