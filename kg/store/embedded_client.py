"""The parent's side of the embedded store's worker process: starts it, asks it, ends it.

Requests of several threads share one worker. A worker that dies, or that had to be killed, is started again by the
next request. In a forked child the parent's pipes are closed, and the child's first request starts a worker of its own.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
import weakref
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import IO, Any

import kg
from kg import errors
from kg.errors import MedkgError, MissingDependencyError, StoreError
from kg.store.frames import read_frame, write_frame

START_SECONDS = 60.0
_NO_WHEEL = "Linux on arm64 has no wheel of it: publish the graph to Neo4j and query it there."
_INSTALL = 'Run: pip install "kglite>=0.21.2,<0.22" (Linux on arm64 has no wheel: publish to Neo4j instead).'


class WorkerDiedError(StoreError):
    """The worker process ended before it answered."""


class Worker:
    """One worker process for one directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        _live.add(self)
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._waiting: dict[int, Future[Any]] = {}
        self._number = 0

    def ask(self, operation: str, arguments: tuple[Any, ...] = (), seconds: float | None = None) -> Any:
        """Sends one request and waits for its answer.

        Args:
            seconds: how long to wait; then the worker is killed. None waits for ever.

        Raises:
            MedkgError: what the worker raised.
            WorkerDiedError: it died first.
            TimeoutError: it was killed for being late.
        """
        return self.wait(self.send(operation, arguments), seconds)

    def wait(self, future: Future[Any], seconds: float | None = None) -> Any:
        """The answer to what :meth:`send` sent; raises as :meth:`ask` does."""
        try:
            done, value = future.result(seconds)
        except FutureTimeoutError:
            self.close()
            raise TimeoutError from None
        if done:
            return value
        name, message, remedy = value
        kind = getattr(errors, name, StoreError)
        raise (kind if issubclass(kind, MedkgError) else StoreError)(message, remedy)

    def send(self, operation: str, arguments: tuple[Any, ...]) -> Future[Any]:
        """Sends one request, without waiting for its answer."""
        with self._lock:
            process = self._process
            if process is None or process.poll() is not None:
                process = self._start()
            self._number += 1
            future: Future[Any] = Future()
            self._waiting[self._number] = future
            assert process.stdin is not None
            try:
                write_frame(process.stdin, (self._number, operation, arguments))  # type: ignore[arg-type]
            except OSError:
                self._waiting.pop(self._number, None)
                raise WorkerDiedError(*self._obituary(process)) from None
        return future

    def _start(self) -> subprocess.Popen[bytes]:
        if importlib.util.find_spec("kglite") is None:
            raise MissingDependencyError("The embedded store needs the package kglite.", _remedy())
        self._end()
        home = str(Path(kg.__file__).resolve().parent.parent)
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.store.embedded_worker", str(self._directory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        self._process = process
        greeting: Future[Any] = Future()
        self._waiting = {0: greeting}
        threading.Thread(target=_listen, args=(weakref.ref(self), process, self._waiting), daemon=True).start()
        try:
            greeting.result(START_SECONDS)
        except (WorkerDiedError, FutureTimeoutError):
            message, remedy = self._obituary(process)
            self._end()
            missing = "ImportError" in message or "ModuleNotFoundError" in message
            raise (MissingDependencyError if missing else StoreError)(message, remedy) from None
        self._finalizer = weakref.finalize(self, _end, process, self._errors)
        return process

    def _obituary(self, process: subprocess.Popen[bytes]) -> tuple[str, str]:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(2)
        said = ""
        errors = self._errors
        if errors is not None:
            with contextlib.suppress(ValueError):  # another thread closed it with the process
                errors.seek(0)
                lines = errors.read().decode("utf-8", "replace").strip().splitlines()
                said = f": {lines[-1]}" if lines else ""
        return (
            f"The embedded store's worker process ended (exit status {process.returncode}){said}.",
            "Ask again: it is started anew. If it ends each time, rebuild the store or use Neo4j.",
        )

    def pid(self) -> int | None:
        """The worker's process id; None when none runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def close(self) -> None:
        """Ends the worker; whoever waits for it gets WorkerDiedError. The next request starts another."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and self._errors is not None:
            _end(process, self._errors)

    def after_fork(self) -> None:
        """In a forked child: lets go of the parent's pipes, so that the worker sees its parent end."""
        process = self._process
        if process is not None:
            self._finalizer.detach()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        os.close(stream.fileno())
            process.returncode = 0  # not this process's child: nothing to wait for
            _orphaned.append(process)
        self._reset()


def _remedy() -> str:
    uname = getattr(os, "uname", None)
    arm = sys.platform == "linux" and uname is not None and uname().machine in ("aarch64", "arm64")
    return _NO_WHEEL if arm else _INSTALL


def _listen(owner: weakref.ref[Worker], process: subprocess.Popen[bytes], waiting: dict[int, Future[Any]]) -> None:
    """Hands answers to whoever waits for them, until the worker's output closes."""
    assert process.stdout is not None
    while True:
        try:
            number, done, value = read_frame(process.stdout)  # type: ignore[arg-type]
        except (EOFError, OSError, ValueError):
            break
        future = waiting.pop(number, None)
        if future is not None:
            future.set_result((done, value))
    process.stdout.close()
    worker = owner()
    message = worker._obituary(process) if worker is not None else ("The embedded store's worker ended.", "Ask again.")
    while waiting:
        _, future = waiting.popitem()
        future.set_exception(WorkerDiedError(*message))


def _end(process: subprocess.Popen[bytes], errors_file: IO[bytes]) -> None:
    """Closes the pipe, which ends an idle worker, and kills one that is busy."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    errors_file.close()


_live: weakref.WeakSet[Worker] = weakref.WeakSet()
_orphaned: list[subprocess.Popen[bytes]] = []  # kept, lest their buffers are flushed into closed descriptors


def _after_fork() -> None:
    for worker in list(_live):
        worker.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
