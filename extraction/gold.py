"""Readers of annotated corpora for scoring: the NegEx kit's table and the project's own annotated notes.

PubTator, the third, is read by :mod:`extraction.readers` like any other document.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from extraction.readers.lines import read_lines
from kg.errors import DocumentError
from kg.records import Assertion, Certainty, Experiencer, Temporality
from kg.results import Dropped, DropReason

_NEGEX_FIELDS = 6


class NegexItem(NamedTuple):
    """One condition in one sentence, with how it is meant.

    Attributes:
        number: the line number that the kit gives it.
        sentence: the sentence as it stands.
        start, end: the condition in it, code points.
        negated, historical, other: how the annotators read it.
    """

    number: str
    sentence: str
    start: int
    end: int
    negated: bool
    historical: bool
    other: bool


def read_negex(path: Path) -> tuple[tuple[NegexItem, ...], tuple[Dropped, ...]]:
    """Reads the NegEx kit's table: number, condition, sentence, negation, temporality, experiencer; tab separated.

    Returns:
        The items, and what was dropped: lines of another shape, and conditions that are not in their sentence.

    Raises:
        DocumentError: the file cannot be read, or no line of it has the six columns.
    """
    _require(path)
    items: list[NegexItem] = []
    dropped: list[Dropped] = []
    with path.open("rb") as file:
        lines = [line for line in read_lines(file) if line.number > 1]
    for line in lines:
        fields = line.text.rstrip("\r\n").split("\t")
        item = f"{path.name}#line {line.number}"
        if line.problem is not None or len(fields) != _NEGEX_FIELDS:
            dropped.append(
                Dropped(item, line.problem or DropReason.MISSING_FIELD, line.detail or "It needs six columns.")
            )
            continue
        number, condition, sentence, negation, temporality, experiencer = fields
        condition = condition.strip()
        start = sentence.find(condition.upper())
        start = sentence.upper().find(condition.upper()) if start < 0 else start
        if start < 0 or not condition:
            dropped.append(Dropped(item, DropReason.WRONG_OFFSETS, f"{condition[:60]!r} is not in its sentence."))
            continue
        read = (negation == "Negated", temporality == "Historical", experiencer != "Patient")
        items.append(NegexItem(number, sentence, start, start + len(condition), *read))
    if not items:
        raise DocumentError(f"{path} holds no annotated sentence.", "Give the NegEx kit's table with its six columns.")
    return tuple(items), tuple(dropped)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldMention(_Strict):
    """A mention as a person annotated it; offsets are code points of the original file, end excluded."""

    start: int
    end: int
    text: str
    category: str
    curie: str | None = None
    negated: bool = False
    certainty: Certainty = Certainty.CERTAIN
    temporality: Temporality = Temporality.RECENT
    experiencer: Experiencer = Experiencer.PATIENT

    @property
    def assertion(self) -> Assertion:
        """How it is meant, as one record."""
        return Assertion(self.negated, self.certainty, self.temporality, self.experiencer)


class GoldRelation(_Strict):
    """A claim; ``subject`` and ``object`` index the note's mentions, None is the case."""

    subject: int | None
    predicate: str
    object: int


class GoldIdentifier(_Strict):
    """What de-identification has to mask."""

    start: int
    end: int
    kind: str


class GoldNote(_Strict):
    """One annotated note."""

    note: str
    sha256: str = ""
    mentions: tuple[GoldMention, ...]
    relations: tuple[GoldRelation, ...] = ()
    identifiers: tuple[GoldIdentifier, ...] = ()


def read_gold_notes(path: Path) -> tuple[tuple[GoldNote, str], ...]:
    """Reads ``gold.jsonl``: each note with its text, which lies beside it at the path that it names.

    Raises:
        DocumentError: a line is malformed, a note is missing or changed, or an annotation is not at its place.
    """
    _require(path)
    found: list[tuple[GoldNote, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            note = GoldNote.model_validate_json(line)
        except ValidationError as error:
            place = f"{path} line {number}"
            raise DocumentError(f"{place} is malformed: {error.errors()[0]['msg']}.", "Correct the line.") from error
        found.append((note, _text_of(note, path)))
    return tuple(found)


def _text_of(note: GoldNote, path: Path) -> str:
    file = path.parent / note.note
    _require(file)
    data = file.read_bytes()
    if note.sha256 and hashlib.sha256(data).hexdigest() != note.sha256:
        raise DocumentError(f"{file} has changed since it was annotated.", "Annotate it again, or restore it.")
    text = data.decode("utf-8")
    for mention in note.mentions:
        if text[mention.start : mention.end] != mention.text:
            place = f"{mention.start} to {mention.end}"
            raise DocumentError(f"{mention.text!r} does not stand at {place} of {file}.", "Correct the offsets.")
    return text


def _require(path: Path) -> None:
    if not path.is_file():
        raise DocumentError(f"There is no file {path}.", "Give the path of an annotated corpus.")
