"""What every finder of entities shares: the span it returns and the protocol it follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from extraction.corpora.records import AnnotatedDocument, Entity


class RecognisedSpan(NamedTuple):
    """An entity found in a text.

    Attributes:
        start, end: code points, end excluded.
        label: a type of the finder.
        score: 0 to 1, higher is surer; 1 from a finder that gives none.
    """

    start: int
    end: int
    label: str
    score: float


class SpanFinder(Protocol):
    """Finds entities in texts: the own recogniser, or a user's model (:mod:`extraction.recogniser.plugins`)."""

    @property
    def types(self) -> tuple[str, ...]:
        """The labels of its spans, after mapping; empty when they are not known beforehand."""
        ...

    def spans(self, texts: Sequence[str]) -> tuple[tuple[RecognisedSpan, ...], ...]:
        """The entities of each text, in order, without overlaps. Texts may have any length."""
        ...


def with_entities(document: AnnotatedDocument, spans: Sequence[RecognisedSpan]) -> AnnotatedDocument:
    """The document with these spans as its entities, and without relations."""
    entities = tuple(
        Entity(f"T{number}", one.start, one.end, document.text[one.start : one.end], one.label, (), round(one.score, 4))
        for number, one in enumerate(spans, 1)
    )
    return replace(document, entities=entities, relations=(), concept_relations=())


def without_overlaps(spans: Sequence[RecognisedSpan]) -> tuple[RecognisedSpan, ...]:
    """The longest of overlapping spans, then the surest, in order.

    >>> without_overlaps([RecognisedSpan(0, 4, "A", 1.0), RecognisedSpan(2, 9, "B", 0.5)])
    (RecognisedSpan(start=2, end=9, label='B', score=0.5),)
    """
    kept: list[RecognisedSpan] = []
    for one in sorted(spans, key=lambda span: (span.start - span.end, -span.score, span.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept))
