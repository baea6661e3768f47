"""Puts notes together: pieces with slots, filled, with the offsets of every identifier and clinical term."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from extraction.corpora.presidio import document_name
from extraction.corpora.records import AnnotatedDocument, Entity
from tools.identifiers import phrases_en, phrases_zh, templates_en, templates_zh
from tools.identifiers.people import People
from tools.identifiers.places import Places
from tools.identifiers.slots_en import english_slots
from tools.identifiers.slots_zh import chinese_slots
from tools.identifiers.terms import Terms

_SLOT = re.compile(r"\{(\w+)\}")
_TITLE = re.compile(r"(?:Drs?|Mrs?|Ms|Miss)\.? ")
_CASES = 0.04
_PHRASES = 16
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
    """

    count: int
    language: str = "en"
    seed: int = 0
    held_out: bool | None = None


def make_notes(options: NoteOptions) -> tuple[AnnotatedDocument, ...]:
    """Notes with their identifiers (types of :mod:`extraction.deidentify_gold`) and terms (``CLINICAL_TERM``)."""
    generator = random.Random(f"{options.language}-{options.seed}-{options.held_out}")
    half = None if options.held_out is None else int(options.held_out)
    people = People(generator, half)
    maker = _Maker(generator, people, Places(generator, people), Terms(generator, half), options)
    return tuple(maker.note() for _ in range(options.count))


class _Maker:
    def __init__(
        self, generator: random.Random, people: People, places: Places, terms: Terms, options: NoteOptions
    ) -> None:
        self._random, self._people, self._places, self._terms = generator, people, places, terms
        self._options = options
        pieces = templates_zh if options.language == "zh" else templates_en
        self._pieces = [self._ours(one) for one in (pieces.HEADERS, pieces.STORIES, pieces.ENDS)]

        if options.held_out is False:
            self._phrases = phrases_zh.PHRASES if options.language == "zh" else phrases_en.PHRASES
        else:
            self._phrases = ()

    def _ours(self, pieces: tuple[str, ...]) -> tuple[str, ...]:
        held = self._options.held_out
        return pieces if held is None else pieces[int(held) :: 2]

    def note(self) -> AnnotatedDocument:
        """One note about one person."""
        headers, stories, ends = self._pieces
        chosen = self._random.sample(stories, min(len(stories), self._random.randrange(4, 10)))
        if self._phrases:
            chosen = chosen[:3] + self._random.sample(self._phrases, _PHRASES)
            self._random.shuffle(chosen)
        breaks = [self._random.choice(("\n", " ", " ", "\n\n")) for _ in chosen]
        if self._options.language == "zh":
            breaks = [one.strip(" ") for one in breaks]
        body = "".join(piece + end for piece, end in zip(chosen, breaks, strict=True))
        text = f"{self._random.choice(headers)}\n{body}\n{self._random.choice(ends)}"
        day = date(2012, 1, 1) + timedelta(days=self._random.randrange(5000))
        context = (self._random, self._people, self._places, self._terms, day)
        slots = chinese_slots(*context) if self._options.language == "zh" else english_slots(*context)
        filled, spans = _filled(text, slots)
        if self._options.language == "en":
            filled = self._cased(filled)
        entities = tuple(
            Entity(f"T{place}", start, end, filled[start:end], kind) for place, (start, end, kind) in enumerate(spans)
        )
        return AnnotatedDocument(document_name(self._options.language, filled), filled, entities)

    def _cased(self, text: str) -> str:
        drawn = self._random.random()
        if drawn < _CASES:
            changed = text.lower()
        elif drawn < 2 * _CASES:
            changed = text.upper()
        else:
            return text
        return changed if len(changed) == len(text) else text


def _filled(text: str, slots: dict[str, Fill]) -> tuple[str, list[tuple[int, int, str]]]:
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    length = done = 0
    for slot in _SLOT.finditer(text):
        value, kind = slots[slot[1]]()
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
