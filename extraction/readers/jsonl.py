"""JSON Lines: one object a line, with its text under one key and an optional id, language and kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extraction.documents import MAXIMUM_CHARACTERS, Document
from extraction.readers.columns import ID_NAMES, TEXT_NAMES
from extraction.readers.encoding import opened
from extraction.readers.lines import Line, read_lines
from extraction.readers.making import Maker
from extraction.readers.options import ReadOptions
from kg.records import DocumentKind
from kg.results import Dropped, DropReason

_BYTES_PER_ESCAPED_CHARACTER = 12
_LANGUAGES = ("en", "zh")


def read_jsonl(path: Path, options: ReadOptions) -> Iterator[Document | Dropped]:
    """One document a line; a broken line is reported and does not stop the rest."""
    maker = Maker(path, options)
    empty = True
    with opened(path, options.encoding) as file:
        limit = MAXIMUM_CHARACTERS * _BYTES_PER_ESCAPED_CHARACTER
        for line in read_lines(file, limit, encoding=options.encoding):
            if line.problem is None and not line.text.strip():
                continue
            empty = False
            yield _document(line, f"{path.name}#{line.number}", maker, options)
    if empty:
        yield Dropped(path.name, DropReason.EMPTY, "It holds no line.")


def _document(line: Line, item: str, maker: Maker, options: ReadOptions) -> Document | Dropped:
    if line.problem is not None:
        return Dropped(item, line.problem, line.detail)
    try:
        row = json.loads(line.text)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        return Dropped(item, DropReason.UNREADABLE, f"Line {line.number} is no JSON: {reason}.")
    if not isinstance(row, dict):
        return Dropped(item, DropReason.UNREADABLE, f"Line {line.number} is no JSON object.")
    return _from_row(row, item, line.number, maker, options)


def _from_row(row: dict[str, Any], item: str, number: int, maker: Maker, options: ReadOptions) -> Document | Dropped:
    text_keys = (options.text_column,) if options.text_column else TEXT_NAMES
    key = next((key for key in text_keys if key in row), None)
    if key is None or not isinstance(row[key], str):
        found = ", ".join(sorted(row)[:20]) or "none"
        detail = f"No text under {' or '.join(text_keys)}. Keys found: {found}."
        return Dropped(item, DropReason.MISSING_FIELD, detail)
    language = str(row.get("language") or "").lower()[:2]
    if language and language not in _LANGUAGES:
        return Dropped(item, DropReason.UNREADABLE, f"Language {row['language']!r} is not read; en and zh are.")
    kind = str(row.get("kind") or "")
    if kind and kind not in set(DocumentKind):
        return Dropped(item, DropReason.UNREADABLE, f"Kind {kind!r} is unknown; note and literature are known.")
    id_keys = (options.id_column,) if options.id_column else ID_NAMES
    ids = (str(row[key]) for key in id_keys if isinstance(row.get(key), str | int) and str(row[key]).strip())
    forced = options.kind or (DocumentKind(kind) if kind else None)
    return maker.row(next(ids, number), row[key], forced, language)
