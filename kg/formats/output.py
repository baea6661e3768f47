"""Files written aside and put in place together, so that a failed export leaves nothing half-written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TextIO

from kg.files import ASIDE, disk_error
from kg.store.protocol import Counts


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer wrote.

    Attributes:
        counts: nodes and edges.
        files: in the order in which they were opened.
        note: what to do with them, such as an import command; may be empty.
    """

    counts: Counts
    files: tuple[Path, ...]
    note: str = ""


class Output:
    """A context in which files of one directory are written; they take their names only when it ends well.

    Raises:
        GraphDirectoryError: the disk is full, or the directory cannot be written.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._open: dict[Path, tuple[Path, TextIO]] = {}

    @property
    def directory(self) -> Path:
        """Where they are written."""
        return self._directory

    @property
    def files(self) -> tuple[Path, ...]:
        """The final paths."""
        return tuple(self._open)

    def __enter__(self) -> Output:
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(self._directory, error) from error
        return self

    def open(self, name: str) -> TextIO:
        """A UTF-8 text file that will be called ``name``."""
        path = self._directory / name
        aside = self._directory / f"{ASIDE}{os.getpid()}-{name}"
        try:
            file = aside.open("w", encoding="utf-8", errors="replace", newline="")
        except OSError as error:
            raise disk_error(path, error) from error
        self._open[path] = (aside, file)
        return file

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        failed: OSError | None = error if isinstance(error, OSError) else None
        for _, file in self._open.values():
            try:
                file.flush()
                os.fsync(file.fileno())
            except OSError as late:
                failed = failed or late
            try:
                file.close()
            except OSError as late:
                failed = failed or late
        if error is None and failed is None:
            try:
                for path, (aside, _) in self._open.items():
                    aside.replace(path)
            except OSError as late:
                failed = late
        if error is not None or failed is not None:
            for aside, _ in self._open.values():
                aside.unlink(missing_ok=True)
        if failed is not None:
            raise disk_error(next(iter(self._open), self._directory), failed) from failed
