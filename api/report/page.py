"""Writes the report page: one HTML file that needs no network."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, select_autoescape
from markupsafe import Markup

from api.facts import Fact, Sentence
from kg.figures import Figures
from kg.records import KnowledgeLevel


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
    """One question with its ranking, its numbered facts, and its sentences in both languages."""

    question: str
    note: str
    candidates: tuple[RankedCandidate, ...]
    facts: tuple[Fact, ...]
    english: tuple[Sentence, ...]
    chinese: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of a note that evidence rests on, in code points of the masked text."""

    start: int
    end: int
    claim: str
    negated: bool


@dataclass(frozen=True, slots=True)
class ReportNote:
    """A masked note with the spans that its evidence rests on, sorted and not overlapping."""

    name: str
    text: str
    highlights: tuple[Highlight, ...]


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


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    highlight: Highlight | None


def pieces(note: ReportNote) -> tuple[_Piece, ...]:
    """The note cut into plain and highlighted pieces; joined, they are the text again."""
    cut: list[_Piece] = []
    at = 0
    for highlight in note.highlights:
        if highlight.start < at:
            continue
        cut.append(_Piece(note.text[at : highlight.start], None))
        cut.append(_Piece(note.text[highlight.start : highlight.end], highlight))
        at = highlight.end
    cut.append(_Piece(note.text[at:], None))
    return tuple(piece for piece in cut if piece.text)


def _elements(facts: tuple[Fact, ...]) -> Markup:
    """Cytoscape's elements, safe inside a script element."""
    entities = {end.id: end for fact in facts for end in (fact.subject, fact.object)}
    nodes = [{"data": {"id": entity.id, "label": entity.name, "kind": entity.category}} for entity in entities.values()]
    edges = [
        {
            "data": {
                "id": f"fact{fact.number}",
                "source": fact.subject.id,
                "target": fact.object.id,
                "label": f"{'not ' if fact.negated else ''}{fact.predicate.replace('_', ' ')} [{fact.number}]",
                "kind": "prediction" if fact.knowledge_level is KnowledgeLevel.PREDICTION else "fact",
            }
        }
        for fact in facts
    ]
    text = json.dumps(nodes + edges, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def render(page: ReportPage) -> str:
    """The page as one HTML document; everything from the graph is escaped."""
    folder = files("api.report")
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = (folder / "vendor" / "cytoscape.min.js").read_text(encoding="utf-8")
    return environment.get_template("page.html.j2").render(
        page=page, pieces=pieces, elements=_elements, cytoscape=Markup(script)
    )


def write_page(page: ReportPage, path: Path) -> None:
    """Writes the page to ``path``, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(render(page), encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
