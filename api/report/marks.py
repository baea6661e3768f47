"""Notes cut into pieces, so that each citation can light the very words that it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from api.facts import Citation, Fact
from api.report.records import Highlight, ReportAnswer, ReportNote

_MASKED = re.compile("█+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a note's text.

    Attributes:
        id: id of its mark on the page; empty for plain text.
        start: code point where it begins.
        claims: what evidence says on these words.
        negated: some of it is a denial.
        mentioned: it says nothing of the patient; only uncertain, hypothetical or somebody else's findings.
        facts: page ids of the facts that cite these words (``a1f3``), in order.
    """

    id: str
    text: str
    start: int
    claims: tuple[str, ...] = ()
    negated: bool = False
    mentioned: bool = False
    facts: tuple[str, ...] = ()

    @property
    def masked(self) -> bool:
        """Whether a personal identifier stood here."""
        return bool(_MASKED.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class MarkedNote:
    """A note with its pieces; joined, they are its text again."""

    note: ReportNote
    pieces: tuple[Piece, ...]

    @property
    def marked(self) -> int:
        """How many pieces are marked."""
        return sum(bool(piece.id) for piece in self.pieces)

    @property
    def cited(self) -> bool:
        """Whether some fact of an answer stands on this note."""
        return any(piece.facts for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Cited:
    fact: str
    start: int
    end: int


def fact_id(answer: int, fact: int) -> str:
    """The page's id of a fact, both numbers from 1."""
    return f"a{answer}f{fact}"


def mark_notes(notes: tuple[ReportNote, ...], answers: tuple[ReportAnswer, ...]) -> tuple[MarkedNote, ...]:
    """Every note cut at the borders of its highlights and of the answers' citations."""
    cited: dict[str, list[_Cited]] = {}
    for number, answer in enumerate(answers, 1):
        for fact in answer.facts:
            for one in fact.citations:
                if one.document:
                    place = _Cited(fact_id(number, fact.number), one.start, one.end)
                    cited.setdefault(one.document, []).append(place)
    return tuple(
        MarkedNote(note, _cut(f"n{number}", note, cited.get(note.document, []) if note.document else []))
        for number, note in enumerate(notes, 1)
    )


def _cut(prefix: str, note: ReportNote, cited: list[_Cited]) -> tuple[Piece, ...]:
    size = len(note.text)
    borders = {0, size}
    masked = [_Cited("", *run.span()) for run in _MASKED.finditer(note.text)]
    spans: list[Highlight | _Cited] = [*note.highlights, *cited, *masked]
    for span in spans:
        borders.update(at for at in (span.start, span.end) if 0 < at < size)
    edges = sorted(borders)
    return tuple(_piece(f"{prefix}m{start}", note, start, end, cited) for start, end in pairwise(edges))


def _piece(name: str, note: ReportNote, start: int, end: int, cited: list[_Cited]) -> Piece:
    def covers(span: Highlight | _Cited) -> bool:
        return span.start <= start and end <= span.end

    found = [one for one in note.highlights if covers(one)]
    facts = tuple(dict.fromkeys(one.fact for one in cited if covers(one)))
    claims = tuple(dict.fromkeys(one.claim for one in found))
    marked = bool(found or facts)
    negated = any(one.negated for one in found)
    mentioned = bool(found) and not facts and all(one.mentioned for one in found)
    return Piece(name if marked else "", note.text[start:end], start, claims, negated, mentioned, facts)


def words_of(citation: Citation, notes: tuple[MarkedNote, ...]) -> tuple[str, ...]:
    """Ids of the marks that hold the citation's words; empty when its note is not on the page."""
    if not citation.document:
        return ()
    return tuple(
        piece.id
        for note in notes
        if note.note.document == citation.document
        for piece in note.pieces
        if piece.id and citation.start <= piece.start < citation.end
    )


def words_of_fact(fact: Fact, notes: tuple[MarkedNote, ...]) -> tuple[str, ...]:
    """Ids of the marks that hold the words of any of the fact's citations, in order, without repetition."""
    return tuple(dict.fromkeys(name for citation in fact.citations for name in words_of(citation, notes)))
