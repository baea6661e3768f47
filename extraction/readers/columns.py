"""Which column holds the text, and which names the row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extraction.readers.options import ReadOptions
from kg.errors import DocumentError, NoTextColumnError

TEXT_NAMES = ("text", "note", "note_text", "full_text", "report", "report_text", "content", "body")
ID_NAMES = ("id", "note_id", "doc_id", "document_id", "row_id", "encounter_id", "report_id", "visit_id")
_MOST_SHOWN = 30


def choose_columns(header: Sequence[str], path: Path, options: ReadOptions) -> tuple[int, int | None]:
    """Positions of the text column and of the id column (None: number the rows).

    A column that the options name must be there, letter for letter; else usual names are tried, ignoring case.

    Raises:
        NoTextColumnError: no column is named, and none has a usual name; the message lists the columns.
        DocumentError: a named column is missing; so does this one.
    """
    text = _named(header, options.text_column, path) if options.text_column else _usual(header, TEXT_NAMES)
    if text is None:
        raise NoTextColumnError(
            f"{path}: which column holds the text? Columns found: {_listed(header)}.", "Name it: --text-column NAME."
        )
    if options.id_column:
        return text, _named(header, options.id_column, path)
    found = _usual(header, ID_NAMES)
    return text, None if found == text else found


def _named(header: Sequence[str], name: str, path: Path) -> int:
    if name in header:
        return list(header).index(name)
    raise DocumentError(f"{path} has no column {name!r}. Columns found: {_listed(header)}.", "Name one of these.")


def _usual(header: Sequence[str], names: tuple[str, ...]) -> int | None:
    lowered = [column.strip().lower() for column in header]
    return next((lowered.index(name) for name in names if name in lowered), None)


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(repr(column[:60]) for column in header[:_MOST_SHOWN])
    return f"{shown}, and {len(header) - _MOST_SHOWN} more" if len(header) > _MOST_SHOWN else shown
