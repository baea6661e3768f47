"""ChemProt as a classification set: JSON lines, a sentence with two marked arguments and the label of their relation.

``<< … >>`` marks the first argument of the sentence and ``[[ … ]]`` the second; nothing tells which is the chemical.
All lines hold a relation: it is asked which, never whether (BioCreative VI, as SciBERT's repository carries it).
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import NamedTuple

from extraction.corpora.records import AnnotatedDocument, Entity, Relation
from extraction.readers.lines import Line, read_lines
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

ARGUMENT = "ChemicalOrProtein"
"""Type of both arguments: the set does not say which of the two an argument is."""

_MARKS = re.compile(r"<< (?P<first>.+?) >>|\[\[ (?P<second>.+?) \]\]")
_DIGITS = 16


class _Marked(NamedTuple):
    text: str
    first: tuple[int, int]
    second: tuple[int, int]
    label: str


def read_chemprot(path: Path) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """Reads the JSON lines; lines of an equal sentence make one document, named after the sentence's hash.

    So folds by document name never part equal sentences. The text is the sentence without its marks.

    Returns:
        The documents in order of first appearance, and the lines that were dropped: no JSON, no label, no two marks.

    Raises:
        DocumentError: the file cannot be read or holds no marked sentence.
    """
    if not path.is_file():
        raise DocumentError(f"There is no file {path}.", "Give the path of a ChemProt file of JSON lines.")
    grouped: dict[str, list[_Marked]] = {}
    dropped: list[Dropped] = []
    with path.open("rb") as file:
        for line in read_lines(file):
            if line.problem is None and not line.text.strip():
                continue
            read = _read_line(line)
            if isinstance(read, _Marked):
                grouped.setdefault(read.text, []).append(read)
            else:
                dropped.append(Dropped(f"{path.name}#line {line.number}", *read))
    if not grouped:
        raise DocumentError(f"{path} holds no marked sentence.", 'Its lines look like {"text": …, "label": …}.')
    return tuple(_document(text, rows) for text, rows in grouped.items()), tuple(dropped)


def unmarked(text: str) -> tuple[str, tuple[int, int], tuple[int, int]] | None:
    """The sentence without marks, and the places of its two arguments; None when it has not one of each.

    >>> unmarked("<< A >> inhibits pan-[[ B ]].")
    ('A inhibits pan-B.', (0, 1), (15, 16))
    """
    parts: list[str] = []
    places: dict[str, list[tuple[int, int]]] = {"first": [], "second": []}
    length = reached = 0
    for found in _MARKS.finditer(text):
        before, inner = text[reached : found.start()], found[str(found.lastgroup)]
        parts += (before, inner)
        start = length + len(before)
        length = start + len(inner)
        places[str(found.lastgroup)].append((start, length))
        reached = found.end()
    if len(places["first"]) != 1 or len(places["second"]) != 1:
        return None
    return "".join((*parts, text[reached:])), places["first"][0], places["second"][0]


def _read_line(line: Line) -> _Marked | tuple[DropReason, str]:
    if line.problem is not None:
        return line.problem, line.detail
    try:
        raw = json.loads(line.text)
    except ValueError as error:
        return DropReason.UNREADABLE, f"No JSON: {error}."
    text, label = (raw.get("text"), raw.get("label")) if isinstance(raw, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(label, str) or not label:
        return DropReason.MISSING_FIELD, "A line needs a text and a label."
    marked = unmarked(text)
    if marked is None:
        return DropReason.WRONG_OFFSETS, "It needs one argument in << >> and one in [[ ]]."
    return _Marked(*marked, label)


def _document(text: str, rows: list[_Marked]) -> AnnotatedDocument:
    places = sorted({place for row in rows for place in (row.first, row.second)})
    ids = {place: f"T{number}" for number, place in enumerate(places, 1)}
    entities = tuple(Entity(ids[start, end], start, end, text[start:end], ARGUMENT) for start, end in places)
    listed = dict.fromkeys((row.label, ids[row.first], ids[row.second]) for row in rows)
    name = hashlib.sha256(text.encode("utf-8")).hexdigest()[:_DIGITS]
    return AnnotatedDocument(
        f"chemprot-{name}", text, entities, tuple(Relation(*one) for one in listed), sentences=((0, len(text)),)
    )
