"""What the pipeline writes on a text: sections, mentions, relation mentions.

All offsets are code points in the masked text, which are those of the original document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kg.identifiers import Curie
from kg.records import Assertion

PLAIN = Assertion()
"""A present, certain finding of the patient."""


class Section(NamedTuple):
    """A part of a document, its heading included. The sections of a document tile it.

    Attributes:
        name: canonical name (``medications``, ``past_medical_history``), empty before the first heading.
        title: the heading as it is written, empty when there is none.
        start, end: code points, end excluded.
    """

    name: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names something: ``text`` stands at code points ``start`` to ``end`` (excluded).

    Attributes:
        category: a category of :mod:`kg.schema`, or empty while it is not linked.
        curie: what it was linked to; None when no term matched well enough.
        name: the preferred name of the linked term, or empty.
        score: confidence of the link, 0 to 1, higher is surer.
        assertion: how the text means it.
        matcher: what found it (``vocabulary``, ``abbreviation``).
        qualifiers: sorted ``(key, value)`` pairs that the text adds to it (``laterality``, ``severity``).
    """

    start: int
    end: int
    text: str
    category: str
    curie: Curie | None
    name: str
    score: float
    assertion: Assertion = PLAIN
    matcher: str = "vocabulary"
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RelationMention:
    """A claim that a sentence makes.

    Attributes:
        subject: the mention it speaks of; None for the document's own case or publication.
        predicate: a name of :mod:`kg.schema`.
        object: the mention at the other end.
        sentence: code points ``(start, end)``.
        extractor: name and version of what found it.
        score: confidence, 0 to 1, higher is surer.
        negated: the sentence denies the claim.
        qualifiers: sorted ``(key, value)`` pairs.
    """

    subject: Mention | None
    predicate: str
    object: Mention
    sentence: tuple[int, int]
    extractor: str
    score: float
    negated: bool
    qualifiers: tuple[tuple[str, str], ...] = ()
