"""Puts notes together: pieces with slots, filled, with the offsets of every identifier and clinical term."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from extraction.corpora.presidio import document_name
from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.deidentify_gold import CLINICAL_TERM
from tools.identifiers import (
    blind_en,
    blind_zh,
    grammar_en,
    grammar_zh,
    phrases_en,
    phrases_zh,
    templates_en,
    templates_zh,
)
from tools.identifiers.charts import chart
from tools.identifiers.people import People
from tools.identifiers.places import Places
from tools.identifiers.slots_en import english_slots
from tools.identifiers.slots_zh import chinese_slots
from tools.identifiers.terms import Terms

_SLOT = re.compile(r"\{(\w+)\}|\[\[(.+?)\]\]")
_TITLE = re.compile(r"(?:Drs?|Mrs?|Ms|Miss)\.? ")
_CASES, _CHART_CASES = 0.06, 0.1
_PHRASES, _COMPOSED = 8, 14
_FORMS = 0.5
Fill = Callable[[], tuple[str, str]]
"""Text of a slot, and its type: empty for none."""


@dataclass(frozen=True, slots=True)
class NoteOptions:
    """Which notes to make.

    Attributes:
        count: how many.
        language: ``en`` or ``zh``.
        seed: of everything that is drawn.
        held_out: True takes the second, fourth … piece of every list and one half of the names and terms; False the
            others and the phrases for training; None all but these. What is made for training and for testing so
            shares no piece and, but for the parts of composed ones, no name and no term.
        blind: whole notes of their own, with the names and terms of the held-out half; what goes wrong on them is
            counted and never looked at.
        charts: whole English notes of many kinds: those for training, or the kept ones of ``held_out``.
    """

    count: int
    language: str = "en"
    seed: int = 0
    held_out: bool | None = None
    blind: bool = False
    charts: bool = False


def make_notes(options: NoteOptions) -> tuple[AnnotatedDocument, ...]:
    """Notes with their identifiers (types of :mod:`extraction.deidentify_gold`) and terms (``CLINICAL_TERM``)."""
    part = "blind" if options.blind else options.held_out
    generator = random.Random(f"{options.language}-{options.seed}-{part}{'-charts' if options.charts else ''}")
    half = 1 if options.blind else None if options.held_out is None else int(options.held_out)
    people = People(generator, half)
    maker = _Maker(generator, people, Places(generator, people), Terms(generator, half), options)
    make = maker.blind_note if options.blind else maker.chart if options.charts else maker.note
    return tuple(make() for _ in range(options.count))


class _Maker:
    def __init__(
        self, generator: random.Random, people: People, places: Places, terms: Terms, options: NoteOptions
    ) -> None:
        self._random, self._people, self._places, self._terms = generator, people, places, terms
        self._options = options
        pieces = templates_zh if options.language == "zh" else templates_en
        self._pieces = [self._ours(one) for one in (pieces.HEADERS, pieces.STORIES, pieces.ENDS)]

        self._grammar = grammar_zh if options.language == "zh" else grammar_en
        self._phrases: tuple[str, ...] = ()
        if options.held_out is False:
            self._phrases = phrases_zh.PHRASES if options.language == "zh" else phrases_en.PHRASES

    def _ours(self, pieces: tuple[str, ...]) -> tuple[str, ...]:
        held = self._options.held_out
        return pieces if held is None else pieces[int(held) :: 2]

    def note(self) -> AnnotatedDocument:
        """One note about one person."""
        headers, stories, ends = self._pieces
        chosen = self._random.sample(stories, min(len(stories), self._random.randrange(4, 10)))
        head = self._random.choice(headers)
        if self._phrases:
            composed = [self._grammar.phrase(self._random) for _ in range(_COMPOSED)]
            chosen = chosen[:3] + self._random.sample(self._phrases, _PHRASES) + composed
            self._random.shuffle(chosen)
            if self._random.random() < _FORMS:
                head = self._grammar.form(self._random)
        breaks = [self._random.choice(("\n", " ", " ", "\n\n")) for _ in chosen]
        if self._options.language == "zh":
            breaks = [one.strip(" ") for one in breaks]
        body = "".join(piece + end for piece, end in zip(chosen, breaks, strict=True))
        text = f"{head}\n{body}\n{self._random.choice(ends)}"
        return self._document(text, self._cased if self._options.language == "en" else str)

    def chart(self) -> AnnotatedDocument:
        """One whole note of the kinds of :mod:`tools.identifiers.charts`."""
        return self._document(chart(self._random, kept=self._options.held_out is True), self._shouted)

    def blind_note(self) -> AnnotatedDocument:
        """One whole note of the blind lists."""
        if self._options.language == "zh":
            return self._document(self._random.choice(blind_zh.AS_WRITTEN), str)
        lists = ((blind_en.AS_WRITTEN, str), (blind_en.CAPITALS, str.upper), (blind_en.SMALL, str.lower))
        every = [(text, change) for texts, change in lists for text in texts]
        text, change = self._random.choice(every)
        return self._document(text, change)

    def _document(self, text: str, change: Callable[[str], str]) -> AnnotatedDocument:
        day = date(2012, 1, 1) + timedelta(days=self._random.randrange(5000))
        context = (self._random, self._people, self._places, self._terms, day)
        slots = chinese_slots(*context) if self._options.language == "zh" else english_slots(*context)
        filled, spans = _filled(text, slots)
        changed = change(filled)
        filled = changed if len(changed) == len(filled) else filled
        entities = tuple(
            Entity(f"T{place}", start, end, filled[start:end], kind) for place, (start, end, kind) in enumerate(spans)
        )
        return AnnotatedDocument(document_name(self._options.language, filled), filled, entities)

    def _cased(self, text: str, share: float = _CASES) -> str:
        drawn = self._random.random()
        if drawn < share:
            return text.lower()
        return text.upper() if drawn < 2 * share else text

    def _shouted(self, text: str) -> str:
        return self._cased(text, _CHART_CASES)


def _filled(text: str, slots: dict[str, Fill]) -> tuple[str, list[tuple[int, int, str]]]:
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    length = done = 0
    for slot in _SLOT.finditer(text):
        value, kind = (slot[2], CLINICAL_TERM) if slot[2] else slots[slot[1]]()
        before = text[done : slot.start()]
        parts += [before, value]
        length += len(before)
        if kind:
            spans.append((length + _leading(value), length + len(value) - _trailing(value), kind))
        length += len(value)
        done = slot.end()
    parts.append(text[done:])
    return "".join(parts), spans


def _leading(value: str) -> int:
    title = _TITLE.match(value)
    return title.end() if title else 0


def _trailing(value: str) -> int:
    return len(", MD") if value.endswith(", MD") else 0
