"""The two CSV tables of notes and dialogues: MTS-Dialog's labelled sections and aci-bench's whole notes."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from extraction.corpora.records import AnnotatedDocument, Entity
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

MTS_DIALOG_COLUMNS = ("section_header", "section_text")
ACI_BENCH_COLUMNS = ("encounter_id", "note")
HEADING = "Heading"

_HEADING = re.compile(r"[A-Z][A-Z&/,' \-]{0,48}[A-Z]:?")
_LONGEST_FIELD = 1 << 24
_DIGITS = 16


def read_mts_dialog(path: Path) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """MTS-Dialog: each section's text as a document, labelled with its header (``GENHX``); the dialogue is not read.

    The documents are named after a hash of their whole row, since each file counts its rows from 0.

    Returns:
        The documents, and the rows without text or label.

    Raises:
        DocumentError: the file is no such table, ends within a quoted field, or holds no section.
    """
    return _read(path, MTS_DIALOG_COLUMNS, _section)


def read_aci_bench(path: Path) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """aci-bench: each note as a document with its headings as entities of the type :data:`HEADING`.

    The corpus does not annotate them. They are read off the notes: a line in capitals alone, of at most fifty letters,
    spaces and ``&/,'-``, with or without a colon, at the start of the note or after a blank line.

    Returns:
        The documents, and the rows without note or id.

    Raises:
        DocumentError: the file is no such table, ends within a quoted field, or holds no note.
    """
    return _read(path, ACI_BENCH_COLUMNS, _note)


def _section(row: dict[str, str]) -> AnnotatedDocument:
    told = "\x1f".join(row.values())
    name = f"mts-{hashlib.sha256(told.encode('utf-8')).hexdigest()[:_DIGITS]}"
    return AnnotatedDocument(name, row["section_text"], label=row["section_header"].strip())


def _note(row: dict[str, str]) -> AnnotatedDocument:
    return AnnotatedDocument(row["encounter_id"].strip(), row["note"], tuple(_headings(row["note"])))


def _read(
    path: Path, columns: tuple[str, str], document: Callable[[dict[str, str]], AnnotatedDocument]
) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """A document of each row that has both columns, and the other rows."""
    documents: list[AnnotatedDocument] = []
    dropped: list[Dropped] = []
    for number, row in _rows(path, columns):
        if all(row[one].strip() for one in columns):
            documents.append(document(row))
        else:
            told = f"It needs {_named(columns[0])} and {_named(columns[1])}."
            dropped.append(Dropped(f"{path.name}#row {number}", DropReason.MISSING_FIELD, told))
    if not documents:
        raise DocumentError(f"{path} holds no row with text.", "Give a table that has at least one.")
    return tuple(documents), tuple(dropped)


def _named(column: str) -> str:
    return f"{'an' if column[0] in 'aeiou' else 'a'} {column}"


def _headings(text: str) -> Iterator[Entity]:
    start, blank, number = 0, True, 0
    for line in text.splitlines(keepends=True):
        written = line.strip()
        if blank and _HEADING.fullmatch(written):
            number += 1
            first = start + line.index(written)
            yield Entity(f"T{number}", first, first + len(written), written, HEADING)
        blank = not written
        start += len(line)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows as read, from 1, missing fields empty."""
    if not path.is_file():
        raise DocumentError(f"There is no file {path}.", f"Give a CSV table with {', '.join(columns)}.")
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True, restval="")
            missing = [one for one in columns if one not in (reader.fieldnames or ())]
            if missing:
                told = f"{path} has no column {missing[0]}."
                raise DocumentError(told, f"Give a CSV table with {', '.join(columns)}.")
            for number, row in enumerate(reader, start=1):
                yield number, {key: value or "" for key, value in row.items() if key is not None}
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path} is not UTF-8 at byte {error.start:,}.", "Save it as UTF-8.") from error
    except csv.Error as error:
        raise DocumentError(f"{path} is no whole CSV table: {error}.", "Is the file truncated?") from error
