"""What the report page shows, as plain records."""

from __future__ import annotations

from dataclasses import dataclass

from api.facts import Fact, Sentence
from kg.figures import Figures


@dataclass(frozen=True, slots=True)
class RankedCandidate:
    """One row of a ranking.

    Attributes:
        rank: from 1, best first.
        probability: 0 to 1, higher is likelier.
        known: the graph holds the link already.
    """

    rank: int
    id: str
    name: str
    probability: float
    known: bool


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """One question with its ranking, its numbered facts, and its sentences in both languages.

    Attributes:
        subject, object: ids of the ends of the claim, drawn at the left and the right of the graph; when they are
            empty, the first fact's ends stand there.
    """

    question: str
    note: str
    candidates: tuple[RankedCandidate, ...]
    facts: tuple[Fact, ...]
    english: tuple[Sentence, ...]
    chinese: tuple[Sentence, ...]
    subject: str = ""
    object: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of a note that evidence rests on, in code points of the masked text.

    Attributes:
        mentioned: no finding of the patient: uncertain, hypothetical, or somebody else's.
    """

    start: int
    end: int
    claim: str
    negated: bool
    mentioned: bool = False


@dataclass(frozen=True, slots=True)
class ReportNote:
    """A masked note with the spans that its evidence rests on; they may overlap.

    Attributes:
        document: id of the stored document, by which citations find the note; empty when nothing cites it.
        language: of the text, ``en`` or ``zh``; empty when unknown.
    """

    name: str
    text: str
    highlights: tuple[Highlight, ...]
    document: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the page shows.

    Attributes:
        counts: ``(label, value)`` pairs of the graph.
        figures: the models beside their baselines.
    """

    title: str
    counts: tuple[tuple[str, str], ...]
    figures: Figures
    answers: tuple[ReportAnswer, ...]
    notes: tuple[ReportNote, ...]
