"""Annotations of notes whose text lies in a corpus folder: offsets, categories, codes and assertion alone."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import DocumentError
from kg.records import Assertion, Certainty, Experiencer, Temporality

HASH_CHARACTERS = 8
_COLUMNS = {"aci-bench": ("encounter_id", "note"), "mts-dialog": ("ID", "section_text")}


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SharedMention(_Strict):
    """A mention; offsets are code points of the note, end excluded; ``hash`` begins the SHA-256 of what stands there.

    ``also`` are further codes of the same name that a linker may choose as well; ``curie`` is None where no term fits.
    """

    start: int
    end: int
    hash: str
    category: str
    curie: str | None = None
    also: tuple[str, ...] = ()
    negated: bool = False
    certainty: Certainty = Certainty.CERTAIN
    temporality: Temporality = Temporality.RECENT
    experiencer: Experiencer = Experiencer.PATIENT

    @property
    def assertion(self) -> Assertion:
        """How it is meant, as one record."""
        return Assertion(self.negated, self.certainty, self.temporality, self.experiencer)

    @property
    def codes(self) -> frozenset[str]:
        """Every code that is right."""
        return frozenset((self.curie, *self.also) if self.curie else ())


class SharedRelation(_Strict):
    """A claim; ``subject`` and ``object`` index the note's mentions, None is the case."""

    subject: int | None
    predicate: str
    object: int
    qualifiers: tuple[tuple[str, str], ...] = ()


class SharedNote(_Strict):
    """One annotated note.

    ``corpus`` is a file below the folder of corpora, ``row`` its id there; ``split`` is ``open`` where rules may be
    written while looking at it, and ``held_out`` where nobody reads the mistakes.
    """

    corpus: str
    row: str
    sha256: str
    split: str
    mentions: tuple[SharedMention, ...]
    relations: tuple[SharedRelation, ...] = ()


class ReadNote(NamedTuple):
    """An annotated note with its text."""

    note: SharedNote
    text: str


def read_shared_notes(path: Path, corpora: Path) -> tuple[ReadNote, ...]:
    """The annotated notes of ``path`` with their text from the folder ``corpora``.

    Raises:
        DocumentError: a line is malformed, a corpus or a row is missing, a text has changed, or a mention is not at
            its place.
    """
    if not path.is_file():
        raise DocumentError(f"There is no file {path}.", "Give the path of the annotations.")
    texts: dict[str, dict[str, str]] = {}
    found: list[ReadNote] = []
    for number, note in _notes(path):
        if note.corpus not in texts:
            texts[note.corpus] = _texts(corpora / note.corpus)
        text = texts[note.corpus].get(note.row)
        place = f"{path} line {number}"
        if text is None or hashlib.sha256(text.encode()).hexdigest() != note.sha256:
            raise DocumentError(f"{place}: {note.corpus} has no row {note.row} with that text.", "Give its own corpus.")
        for one in note.mentions:
            if hashlib.sha256(text[one.start : one.end].encode()).hexdigest()[:HASH_CHARACTERS] != one.hash:
                raise DocumentError(f"{place}: another text stands at {one.start}-{one.end}.", "Correct the offsets.")
        found.append(ReadNote(note, text))
    return tuple(found)


def _notes(path: Path) -> Iterator[tuple[int, SharedNote]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                yield number, SharedNote.model_validate_json(line)
            except ValidationError as error:
                told = error.errors()[0]["msg"]
                raise DocumentError(f"{path} line {number} is malformed: {told}.", "Correct the line.") from error


def _texts(file: Path) -> dict[str, str]:
    """The texts of a corpus file by row id."""
    columns = _COLUMNS.get(file.parent.name)
    if columns is None or not file.is_file():
        raise DocumentError(f"There is no corpus file {file}.", "Give the folder of the corpora with --corpora.")
    with file.open(encoding="utf-8", newline="") as handle:
        return {row[columns[0]]: row[columns[1]] for row in csv.DictReader(handle)}
