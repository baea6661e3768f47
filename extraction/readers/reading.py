"""Any input, a file or a directory, as a stream of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import cast

from extraction.documents import Document
from extraction.readers.binary import binary_format
from extraction.readers.encoding import UTF_8
from extraction.readers.jsonl import read_jsonl
from extraction.readers.options import FORMATS, Format, ReadOptions
from extraction.readers.pubtator import looks_like_pubtator, read_pubtator
from extraction.readers.table import read_table
from extraction.readers.text import read_text
from kg.errors import DocumentError, NoTextColumnError
from kg.results import Dropped, DropReason

_SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".pubtator": "pubtator",
}
_JSON = ".json"
_FIRST_BYTES = 4096


def read_documents(path: Path, options: ReadOptions | None = None) -> Iterator[Document | Dropped]:
    """The documents of a file, or of all files below a directory, in the same order in every run.

    A directory is read recursively, sorted by path; hidden files are left out. What of it is no document comes back as
    ``NOT_A_DOCUMENT``: files of unknown suffix, JSON in one piece, tables without a text column, JSON lines without
    text. The same file named by itself is an error.
    A document or row that cannot be read comes back as :class:`Dropped` and does not stop the rest.

    Args:
        path: a file or a directory.
        options: how to read; the defaults tell the format from the name.

    Raises:
        DocumentError: no such file, a file that may not be read, a table without the text column, or a directory
            without any file of a known format.
    """
    chosen = options or ReadOptions()
    if path.is_dir():
        yield from _read_directory(path, chosen)
    elif not path.exists():
        raise DocumentError(f"{path}: no such file or directory.", "Check the path.")
    else:
        yield from _read_file(path, chosen, chosen.format or format_of(path, chosen.encoding) or "text")


def format_of(path: Path, encoding: str = UTF_8) -> Format | None:
    """The format by the file's suffix, or by its first line when the suffix says plain text or nothing; or None.

    Raises:
        DocumentError: when the file cannot be opened.
    """
    suffix = path.suffix.lower()
    known = _SUFFIXES.get(suffix)
    if known in (None, "text") and looks_like_pubtator(_beginning(path, encoding)):
        return "pubtator"
    if suffix == _JSON:
        raise DocumentError(f"{path}: one large JSON value is not read.", "Write one JSON object a line, as .jsonl.")
    return known


def _beginning(path: Path, encoding: str) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_FIRST_BYTES).decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    except OSError as error:
        raise DocumentError(
            f"{path} cannot be read: {error.strerror}.", "Check that it is a file you may read."
        ) from error


def _read_directory(folder: Path, options: ReadOptions) -> Iterator[Document | Dropped]:
    below = (path for path in folder.rglob("*") if path.is_file())
    files = sorted(path for path in below if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    known = False
    for path in files:
        try:
            format_name = options.format or (
                None if path.suffix.lower() == _JSON else format_of(path, options.encoding)
            )
            if format_name is None:
                yield Dropped(path.name, DropReason.NOT_A_DOCUMENT, _unread(path))
                continue
            known = True
            yield from _without_labels(path, partial(_read_file, path, options, format_name))
        except NoTextColumnError as error:
            yield Dropped(path.name, DropReason.NOT_A_DOCUMENT, str(error))
        except DocumentError as error:
            yield Dropped(path.name, DropReason.UNREADABLE, str(error))
    if not known:
        raise DocumentError(f"{folder} holds no file to read.", f"Suffixes read: {', '.join(_SUFFIXES)}.")


def _unread(path: Path) -> str:
    if path.suffix.lower() == _JSON:
        return "JSON in one piece is not read. Write one object a line, as .jsonl."
    return f"Suffix {path.suffix!r} is not read in a folder; name the file itself to read it as text."


def _without_labels(path: Path, read: Callable[[], Iterator[Document | Dropped]]) -> Iterator[Document | Dropped]:
    """The documents of a file, or one drop when no row of it has a text: then it holds something else.

    A file whose first row has none is read up to the first that has one, and then again from its start: nothing is
    kept.
    """
    items = read()
    first = next(items, None)
    if first is None:
        return
    if not _textless(first):
        yield first
        yield from items
    elif all(_textless(one) for one in items):
        detail = cast("Dropped", first).detail
        yield Dropped(path.name, DropReason.NOT_A_DOCUMENT, f"No row has a text. {detail}")
    else:
        yield from read()


def _textless(one: Document | Dropped) -> bool:
    return isinstance(one, Dropped) and one.reason is DropReason.MISSING_FIELD


def _read_file(path: Path, options: ReadOptions, format_name: Format) -> Iterator[Document | Dropped]:
    try:
        if path.stat().st_size == 0:
            yield Dropped(path.name, DropReason.EMPTY, "The file is empty.")
        elif found := binary_format(path):
            raise DocumentError(f"{path} is {found[0]}, which is not read.", found[1])
        elif format_name == "text":
            yield from read_text(path, options)
        elif format_name == "jsonl":
            yield from read_jsonl(path, options)
        elif format_name in ("csv", "tsv"):
            yield from read_table(path, options, "\t" if format_name == "tsv" else None)
        elif format_name == "pubtator":
            yield from read_pubtator(path, options)
        else:
            raise DocumentError(f"Unknown format {format_name!r}.", f"Known: {', '.join(FORMATS)}.")
    except OSError as error:
        raise DocumentError(
            f"{path} cannot be read: {error.strerror}.", "Check that it is a file you may read."
        ) from error
