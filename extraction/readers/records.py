"""Rows of a delimited file (RFC 4180), without the field limit of the standard module, which is process-wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from extraction.documents import MAXIMUM_CHARACTERS
from extraction.readers.encoding import UTF_8
from extraction.readers.lines import Line, read_lines
from kg.results import DropReason

_QUOTE = '"'
_TOO_LONG = "\0too long\0"  # stands for a field that was not kept


class Record(NamedTuple):
    """One row.

    Attributes:
        line: number of its first line, from 1.
        fields: unquoted; empty when the row could not be kept.
        problem: why it could not be kept, or None.
        detail: a sentence on the problem.
    """

    line: int
    fields: tuple[str, ...] = ()
    problem: DropReason | None = None
    detail: str = ""


def read_records(file: BinaryIO, delimiter: str, encoding: str = UTF_8) -> Iterator[Record]:
    """The rows of a file opened in binary mode. Blank lines between rows are skipped.

    A row that breaks the rules (text after a closing quote, a quote that never closes, bad bytes) comes back as a
    problem, and reading goes on at the line after its first. A row with a field over the limit is skipped whole.
    ``encoding`` is what :func:`extraction.readers.encoding.opened` read, and only named.
    """
    lines = read_lines(file, encoding=encoding)
    while (line := next(lines, None)) is not None:
        if line.problem is not None:
            yield Record(line.number, (), line.problem, line.detail)
        elif line.text.strip("\r\n"):
            record = _Row(lines, line, delimiter).read()
            if record.problem is DropReason.UNREADABLE:
                file.seek(line.end)
                lines = read_lines(file, number=line.number, encoding=encoding)
            yield record


class _Row:
    """Reads one row, which may take further lines."""

    def __init__(self, lines: Iterator[Line], first: Line, delimiter: str) -> None:
        self._lines = lines
        self._first = first
        self._text = first.text
        self._at = 0
        self._delimiter = delimiter

    def read(self) -> Record:
        fields: list[str] = []
        while True:
            quoted = self._text.startswith(_QUOTE, self._at)
            field = self._quoted() if quoted else self._plain()
            if isinstance(field, Record):
                return field
            fields.append(field)
            if not self._text.startswith(self._delimiter, self._at):
                return self._over() if _TOO_LONG in fields else Record(self._first.number, tuple(fields))
            self._at += len(self._delimiter)

    def _plain(self) -> str:
        end = self._text.find(self._delimiter, self._at)
        if end < 0:
            end = len(self._text.rstrip("\r\n"))
        start, self._at = self._at, max(end, self._at)
        return self._text[start : self._at]

    def _quoted(self) -> str | Record:
        parts: list[str] = []
        length = 0
        self._at += 1
        while True:
            close = self._text.find(_QUOTE, self._at)
            part = self._text[self._at :] if close < 0 else self._text[self._at : close]
            parts.append(part)
            length += len(part)
            if length > MAXIMUM_CHARACTERS:
                parts.clear()
            if close < 0:
                line = next(self._lines, None)
                if line is None or line.problem is not None:
                    return self._broken("its quoted field never closes" if line is None else line.detail)
                self._text, self._at = line.text, 0
                continue
            self._at = close + 1
            if self._text.startswith(_QUOTE, self._at):
                parts.append(_QUOTE)
                self._at += 1
                continue
            if self._text[self._at :].strip("\r\n") and not self._text.startswith(self._delimiter, self._at):
                return self._broken("text follows a closing quote; write a quote inside a field twice")
            return "".join(parts) if length <= MAXIMUM_CHARACTERS else _TOO_LONG

    def _broken(self, why: str) -> Record:
        detail = f"The row that starts at line {self._first.number} is broken: {why}."
        return Record(self._first.number, (), DropReason.UNREADABLE, detail)

    def _over(self) -> Record:
        detail = f"A field of the row at line {self._first.number} is longer than {MAXIMUM_CHARACTERS:,} characters."
        return Record(self._first.number, (), DropReason.TOO_LONG, detail)
