"""Reads a tab-separated file line by line, and says of each bad line where it is."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kg.errors import SourceError
from kg.results import Dropped, DropReason

MAX_LINE = 16_000_000


class Row(NamedTuple):
    """One line: where it stands (``nodes.tsv line 3``) and its cells by column."""

    place: str
    cells: dict[str, str]


class Table:
    """A tab-separated file with a header; ``.gz`` is read too.

    Args:
        path: the file.
        required: columns that must be there.
        dropped: receives the lines that cannot be read.

    Raises:
        SourceError: no such file, empty, not UTF-8 in its header, or a header without a required column.
    """

    def __init__(self, path: Path, required: Sequence[str], dropped: list[Dropped]) -> None:
        self._path, self._dropped = path, dropped
        self.columns = self._header(required)

    def rows(self) -> Iterator[Row]:
        """The rows below the header; blank lines are passed over."""
        for number, raw in self._lines():
            place = f"{self._path.name} line {number}"
            if number == 1 or not raw.strip():
                continue
            try:
                cells = raw.decode("utf-8").rstrip("\r\n").split("\t")
            except UnicodeDecodeError as error:
                self._drop(place, DropReason.UNREADABLE, f"Not UTF-8 at byte {error.start} of the line.")
                continue
            if len(cells) != len(self.columns):
                detail = f"It has {len(cells)} fields where the header has {len(self.columns)}."
                self._drop(place, DropReason.MISSING_FIELD, detail)
                continue
            yield Row(place, dict(zip(self.columns, cells, strict=True)))

    def _header(self, required: Sequence[str]) -> tuple[str, ...]:
        try:
            first = next((raw for _, raw in self._lines()), b"")
            names = tuple(name.strip() for name in first.decode("utf-8-sig").rstrip("\r\n").split("\t"))
        except UnicodeDecodeError as error:
            raise SourceError(f"{self._path} is not UTF-8 at byte {error.start}.", "Convert it to UTF-8.") from error
        if not first.strip():
            raise SourceError(f"{self._path} is empty.", f"Its first line must name the columns {', '.join(required)}.")
        missing = [name for name in required if name not in names]
        if missing:
            raise SourceError(
                f"{self._path} line 1 has no column {', '.join(map(repr, missing))}; found {_shown(names)}.",
                "Name the columns in the first line, separated by tabs.",
            )
        if len(set(names)) < len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise SourceError(f"{self._path} line 1 names {_shown(twice)} twice.", "Name each column once.")
        return names

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        number = 0
        try:
            with self._open() as file:
                while raw := file.readline(MAX_LINE):
                    number += 1
                    if len(raw) == MAX_LINE and not raw.endswith(b"\n"):
                        raise SourceError(
                            f"{self._path} line {number} is longer than {MAX_LINE} bytes.", "Is it tab-separated text?"
                        )
                    yield number, raw
        except (OSError, EOFError) as error:
            at = f" after line {number}" if number else ""
            raise SourceError(f"{self._path} cannot be read{at}: {error}.", "Check the path and the file.") from error

    def _open(self) -> BinaryIO:
        if self._path.suffix == ".gz":
            return gzip.open(self._path, "rb")  # type: ignore[return-value]
        return self._path.open("rb")

    def _drop(self, place: str, reason: DropReason, detail: str) -> None:
        self._dropped.append(Dropped(place, reason, detail))


def _shown(names: Sequence[str]) -> str:
    text = ", ".join(map(repr, names))
    return text if len(text) <= 200 else text[:200] + "…"
