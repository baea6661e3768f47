"""The names of tests and vital signs, compiled: all of a text are found in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick

from kg.identifiers import Curie
from kg.vocabulary import Term

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Measurable:
    """A test or vital sign.

    Attributes:
        curie, name: of the term.
        units: those it is usually given in, in lower case.
        low, high: between which a number without unit is believed; equal when it has no number.
    """

    curie: Curie
    name: str
    units: frozenset[str]
    low: float
    high: float

    @property
    def numeric(self) -> bool:
        """Whether its value is a number."""
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name at ``text[start:end]``; ``symbol`` when it is so short that only a value beside it makes it one."""

    start: int
    end: int
    measurable: Measurable
    symbol: bool


def lowered(text: str) -> str:
    """The text with Latin capitals made small, character for character."""
    return text.translate(_LOWER)


class MeasurementNames:
    """Finds names of measurements.

    Args:
        terms: of the vocabulary; properties ``unit``, ``low``, ``high`` and ``symbol``.

    A name of at most two letters, and one that a term lists as a symbol, counts only as it is written.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._automaton = ahocorasick.Automaton()
        entries: dict[str, list[tuple[str, Measurable, bool]]] = {}
        for term in terms:
            one = _measurable(term)
            symbols = {value for key, value in term.properties if key == "symbol"}
            for name in {term.name, term.name_zh, *term.synonyms, *term.synonyms_zh, *symbols} - {""}:
                exact = name in symbols or (len(name) <= _SHORT and name.isascii())
                entries.setdefault(lowered(name), []).append((name if exact else "", one, exact))
        for key, listed in entries.items():
            self._automaton.add_word(key, (len(key), tuple(listed)))
        if entries:
            self._automaton.make_automaton()
        self._filled = bool(entries)

    def find(self, text: str) -> Iterator[NamedPlace]:
        """Names that stand as whole words, the longest at each place, in order."""
        if not self._filled:
            return
        found: list[NamedPlace] = []
        for last, (length, listed) in self._automaton.iter(lowered(text)):
            start, end = last + 1 - length, last + 1
            if _joined(text, start, end):
                continue
            for written, measurable, symbol in listed:
                if not written or text[start:end] == written:
                    found.append(NamedPlace(start, end, measurable, symbol))
                    break
        end = 0
        for place in sorted(found, key=lambda one: (one.start, -one.end)):
            if place.start >= end:
                yield place
                end = place.end


def _joined(text: str, start: int, end: int) -> bool:
    """Whether a Latin name is only a part of a longer word."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if text[start].isascii() and (_is_word(before) or (before == "-" and start > 1 and _is_word(text[start - 2]))):
        return True
    return text[end - 1].isascii() and _is_word(after)


def _is_word(letter: str) -> bool:
    return letter.isascii() and (letter.isalnum() or letter == "_")


def _measurable(term: Term) -> Measurable:
    given = dict(term.properties)
    units = frozenset(value.lower() for key, value in term.properties if key == "unit")
    return Measurable(term.id, term.name, units, float(given.get("low", 0)), float(given.get("high", 0)))
