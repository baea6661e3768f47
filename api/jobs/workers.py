"""A pool of processes that share one loaded pipeline, and end when their parent does."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, TypeVar

from kg.errors import MedkgError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

_PARENT_CHECK_SECONDS = 0.3
_QUEUED_PER_WORKER = 2


class _Worker:
    """What one worker process runs; set once when it starts, so that it is never pickled with a task."""

    work: Callable[[Any], Any]


def _start(parent: int, work: Callable[[Any], Any]) -> None:
    _Worker.work = work
    _end_with_parent(parent)


def _run(task: Any) -> Any:
    return _Worker.work(task)


def _end_with_parent(parent: int) -> None:
    """A child of a killed parent would keep its locks and its memory for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_CHECK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class WorkerPool(Generic[_Task, _Result]):
    """Runs ``work`` on tasks in ``workers`` forked processes.

    Fork shares what ``work`` has loaded without copying it. Where the system cannot fork, ``work`` and what it holds
    are pickled once to each process. Start it before files are locked: a forked child holds its parent's locks.

    Args:
        work: called with one task in a worker; tasks and results are pickled.
        workers: number of processes, at least 1.
    """

    def __init__(self, work: Callable[[_Task], _Result], workers: int) -> None:
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        self._workers = workers
        self._pool = ProcessPoolExecutor(
            workers, multiprocessing.get_context(method), initializer=_start, initargs=(os.getpid(), work)
        )
        for started in [self._pool.submit(os.getpid) for _ in range(workers)]:
            started.result()

    def results(self, tasks: Iterable[_Task]) -> Iterator[_Result]:
        """Results as they are ready, in any order; only a few tasks are read ahead.

        Raises:
            MedkgError: a worker was ended from outside (out of memory, killed).
        """
        waiting: set[Future[_Result]] = set()
        try:
            for task in tasks:
                waiting.add(self._pool.submit(_run, task))
                if len(waiting) >= self._workers * _QUEUED_PER_WORKER:
                    ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (one.result() for one in ready)
            while waiting:
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in ready)
        except BrokenProcessPool:
            raise MedkgError(
                "A worker process was ended from outside, perhaps for want of memory.",
                "Run the same command again, with fewer workers: what was finished is kept.",
            ) from None

    def close(self) -> None:
        """Ends the processes; tasks that wait are dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)
