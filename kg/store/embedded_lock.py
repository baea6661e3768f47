"""The lock that lets one process at a time write an embedded store's directory. Reading what it holds needs none."""

from __future__ import annotations

import fcntl
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

LOCK_NAME = ".lock"


class DirectoryLock:
    """An exclusive lock on a directory, between processes and between threads; its holder may take it again.

    The kernel gives it back when its holder ends, however that ends. A forked child gives its copy up, so that it
    does not hold what a killed parent held.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._reset()
        _live.add(self)

    def _reset(self) -> None:
        self._threads = threading.RLock()
        self._descriptor: int | None = None

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Waits for the lock, having made the directory; gives True where it was not held before.

        Raises:
            StoreError: the directory cannot be made or written to.
        """
        with self._threads:
            if self._descriptor is not None:
                yield False
                return
            self._descriptor = self._take()
            try:
                yield True
            finally:
                self._give_back()

    def _take(self) -> int:
        path = self._directory / LOCK_NAME
        while True:
            try:
                self._directory.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                message = f"{self._directory} cannot be made: {error}"
                raise StoreError(message, "Name a directory that can be.") from error
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except FileNotFoundError:  # somebody removes the directory just now
                continue
            except OSError as error:
                message = f"{self._directory} cannot be written to: {error.strerror}."
                raise StoreError(message, "Check its permissions and the free space.") from error
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                if _is_the_file(descriptor, path):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)

    def _give_back(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)

    def after_fork(self) -> None:
        """In a forked child: closes its copy, which leaves the parent's lock as it is."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._reset()


def _is_the_file(descriptor: int, path: Path) -> bool:
    """False when the directory was removed, and perhaps made again, while the lock was waited for."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(descriptor)
    return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)


_live: weakref.WeakSet[DirectoryLock] = weakref.WeakSet()


def _after_fork() -> None:
    for lock in list(_live):
        lock.after_fork()


os.register_at_fork(after_in_child=_after_fork)
