"""ADE corpus V2: drugs and adverse effects in sentences of case reports (Gurulingappa et al. 2012).

The corpus gives sentences and offsets into documents that it does not carry. A document here is a PubMed id with its
distinct sentences, each on a line of its own, those without any relation included. doi:10.1016/j.jbi.2012.04.008
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Entity, Relation
from extraction.readers.lines import read_lines
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

DRUG, EFFECT, DOSE = "Drug", "AdverseEffect", "Dose"
CAUSES, DOSE_OF = "adverse_effect", "dose"
"""Types of the relations: a drug's adverse effect, and a drug's dose; the head is the drug."""

_EFFECTS, _DOSES, _NEGATIVES = "DRUG-AE.rel", "DRUG-DOSE.rel", "ADE-NEG.txt"
_FIELDS = 8
_NEGATIVE_MARK = " NEG "


class _Part(NamedTuple):
    """One end of a row: its text and its start in the document."""

    text: str
    start: int
    type: str


class _Row(NamedTuple):
    item: str
    drug: _Part
    other: _Part


@dataclass(slots=True)
class _Article:
    """The rows of one PubMed id by sentence, in order of appearance."""

    rows: dict[str, list[_Row]] = field(default_factory=dict)


def read_ade(path: Path, *, doses: bool = False) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """Reads a folder with ``DRUG-AE.rel`` and, when they are there, ``ADE-NEG.txt`` and ``DRUG-DOSE.rel``; or one file.

    Every pair of a drug and an effect in one sentence is listed: :data:`CAUSES`, or
    :data:`~extraction.corpora.records.NO_RELATION` where the corpus has no row for it. Where a text stands several
    times in its sentence, the place is the one that agrees with the offsets of the other rows of that sentence.

    Args:
        path: the folder, or one file of it.
        doses: read doses too; they are annotated in 200 sentences alone, so a model of effects leaves them out.

    Returns:
        The documents sorted by PubMed id, and the lines that were dropped.

    Raises:
        DocumentError: nothing of the corpus is at ``path``.
    """
    names = (_EFFECTS, _DOSES, _NEGATIVES) if doses else (_EFFECTS, _NEGATIVES)
    files = [path / name for name in names if (path / name).is_file()] if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise DocumentError(f"Nothing of the ADE corpus is at {path}.", f"Give a folder with {_EFFECTS}.")
    articles: dict[str, _Article] = {}
    dropped: list[Dropped] = []
    for file in files:
        dropped += _read_file(file, articles)
    if not articles:
        raise DocumentError(f"{path} holds no sentence of the ADE corpus.", "Its rows have eight fields, parted by |.")
    documents = [_document(name, articles[name], dropped) for name in sorted(articles)]
    return tuple(documents), tuple(dropped)


def _read_file(file: Path, articles: dict[str, _Article]) -> Iterator[Dropped]:
    kind = DOSE if file.name == _DOSES else EFFECT
    with file.open("rb") as stream:
        for line in read_lines(stream):
            item, text = f"{file.name}#line {line.number}", line.text.rstrip("\r\n")
            if line.problem is not None:
                yield Dropped(item, line.problem, line.detail)
            elif _NEGATIVE_MARK in text and text.split(_NEGATIVE_MARK, 1)[0].isdecimal():
                name, sentence = text.split(_NEGATIVE_MARK, 1)
                articles.setdefault(name, _Article()).rows.setdefault(sentence.strip(), [])
            elif text.strip():
                read = _row(text.split("|"), item, kind)
                if isinstance(read, Dropped):
                    yield read
                else:
                    name, sentence, row = read
                    articles.setdefault(name, _Article()).rows.setdefault(sentence, []).append(row)


def _row(fields: list[str], item: str, kind: str) -> tuple[str, str, _Row] | Dropped:
    if len(fields) != _FIELDS or not all(fields[place].isdecimal() for place in (3, 4, 6, 7)):
        return Dropped(item, DropReason.MISSING_FIELD, "A row has eight fields, and starts and ends are numbers.")
    sentence = fields[1].strip()
    other = _Part(fields[2], int(fields[3]), kind)
    drug = _Part(fields[5], int(fields[6]), DRUG)
    for part in (drug, other):
        if not part.text or part.text not in sentence:
            return Dropped(item, DropReason.WRONG_OFFSETS, f"{part.text[:60]!r} is not in its sentence.")
    return fields[0].strip(), sentence, _Row(item, drug, other)


def _document(name: str, article: _Article, dropped: list[Dropped]) -> AnnotatedDocument:
    entities: list[Entity] = []
    relations: list[Relation] = []
    spans: list[tuple[int, int]] = []
    start = 0
    for sentence, rows in article.rows.items():
        found, pairs, lost = _places(sentence, rows)
        dropped += lost
        ids = {key: f"T{len(entities) + number}" for number, key in enumerate(sorted(found), 1)}
        entities += [Entity(ids[key], start + key[0], start + key[1], sentence[key[0] : key[1]], key[2]) for key in ids]
        relations += _pairs(ids, pairs)
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    text = "\n".join(article.rows)
    return AnnotatedDocument(name, text, tuple(entities), tuple(relations), sentences=tuple(spans))


_Place = tuple[int, int, str]


def _places(sentence: str, rows: list[_Row]) -> tuple[set[_Place], dict[tuple[_Place, _Place], str], list[Dropped]]:
    """Where the ends stand in the sentence, and which pairs are related."""
    offset = _sentence_offset(sentence, (part for row in rows for part in row[1:]))
    found: set[_Place] = set()
    pairs: dict[tuple[_Place, _Place], str] = {}
    dropped: list[Dropped] = []
    for row in rows:
        drug, other = (_place(sentence, part, offset) for part in row[1:])
        if (drug, other) in pairs:
            dropped.append(Dropped(row.item, DropReason.DUPLICATE, "An earlier row says the same."))
        found |= {drug, other}
        pairs[drug, other] = CAUSES if row.other.type == EFFECT else DOSE_OF
    return found, pairs, dropped


def _sentence_offset(sentence: str, parts: Iterable[_Part]) -> int:
    """Where the sentence starts in the original document: the start that most ends agree with, the least of equals."""
    votes = Counter(part.start - place for part in parts for place in _occurrences(sentence, part.text))
    return min(votes, key=lambda start: (-votes[start], start)) if votes else 0


def _place(sentence: str, part: _Part, offset: int) -> _Place:
    start = min(_occurrences(sentence, part.text), key=lambda place: (abs(part.start - offset - place), place))
    return start, start + len(part.text), part.type


def _occurrences(sentence: str, text: str) -> Iterator[int]:
    place = sentence.find(text)
    while place >= 0:
        yield place
        place = sentence.find(text, place + 1)


def _pairs(ids: dict[_Place, str], related: dict[tuple[_Place, _Place], str]) -> Iterator[Relation]:
    drugs = [key for key in ids if key[2] == DRUG]
    effects = [key for key in ids if key[2] == EFFECT]
    asked = dict.fromkeys(((drug, effect) for drug in drugs for effect in effects), NO_RELATION) | related
    for (drug, other), kind in asked.items():
        yield Relation(kind, ids[drug], ids[other])
