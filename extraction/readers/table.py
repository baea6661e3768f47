"""CSV and TSV with a chosen text column; quoted fields may span lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extraction.documents import Document
from extraction.readers.columns import choose_columns
from extraction.readers.encoding import opened
from extraction.readers.making import Maker
from extraction.readers.options import ReadOptions
from extraction.readers.records import Record, read_records
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

_DELIMITERS = (",", ";", "\t")


def read_table(path: Path, options: ReadOptions, delimiter: str | None = None) -> Iterator[Document | Dropped]:
    """One document a row; a broken row is reported with its line and does not stop the rest.

    Args:
        path: the file; its first row is the header.
        options: which columns to take.
        delimiter: None to choose comma, semicolon or tab by the header.

    Raises:
        DocumentError: when the text column or a named id column is not in the header.
    """
    with opened(path, options.encoding) as file:
        chosen = options.delimiter or delimiter or _sniff(file.readline(1 << 16))
        file.seek(0)
        records = read_records(file, chosen, options.encoding)
        header = next(records, None)
        if header is None:
            yield Dropped(path.name, DropReason.EMPTY, "It holds no row.")
            return
        if header.problem is not None:
            raise DocumentError(
                f"{path}: the header cannot be read. {header.detail}",
                "Correct the first line.",
            )
        yield from _rows(header.fields, records, path, options)


def _rows(
    header: tuple[str, ...], records: Iterator[Record], path: Path, options: ReadOptions
) -> Iterator[Document | Dropped]:
    text_at, id_at = choose_columns(header, path, options)
    maker = Maker(path, options)
    number = 0
    for number, record in enumerate(records, start=1):
        item = f"{path.name}#{number}"
        if record.problem is not None:
            yield Dropped(item, record.problem, record.detail)
            continue
        fields = record.fields
        if any(field.strip() for field in fields[len(header) :]):
            detail = (
                f"Line {record.line}: {len(fields)} fields under {len(header)} columns. Quote fields with delimiters."
            )
            yield Dropped(item, DropReason.UNREADABLE, detail)
        elif len(fields) <= text_at:
            detail = f"Line {record.line}: {len(fields)} fields; the text column is number {text_at + 1}."
            yield Dropped(item, DropReason.MISSING_FIELD, detail)
        else:
            row_id = fields[id_at].strip() if id_at is not None and id_at < len(fields) else ""
            yield maker.row(row_id or number, fields[text_at])
    if number == 0:
        yield Dropped(path.name, DropReason.EMPTY, "It holds a header and no row.")


def _sniff(first: bytes) -> str:
    line = first.decode("utf-8", "replace")
    return max(_DELIMITERS, key=line.count)
