"""The names of tests and vital signs, compiled: all of a text are found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick

from kg.identifiers import Curie
from kg.vocabulary import Term

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_SHORT = 2
_SYMBOL = 3  # letters; a longer one with a capital (Pulse) may also begin with a small one


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
    """The text in small letters, character for character."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(_LOWER)


class MeasurementNames:
    """Finds names of measurements.

    Args:
        terms: of the vocabulary; properties ``unit``, ``low``, ``high`` and ``symbol``.

    A name of at most two letters, and one that a term lists as a symbol, counts only as it is written.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._automaton = ahocorasick.Automaton()
        self._symbols: dict[str, Measurable] = {}
        names: dict[str, Measurable] = {}
        for term in terms:
            one = _measurable(term)
            symbols = {value for key, value in term.properties if key == "symbol"}
            for name in {term.name, term.name_zh, *term.synonyms, *term.synonyms_zh, *symbols} - {""}:
                short = name in symbols or (len(name) <= _SHORT and name.isascii())
                if short:
                    self._symbols.setdefault(name, one)
                if not short or (len(name) > _SYMBOL and name.istitle()):
                    names.setdefault(lowered(name), one)
        for key, one in names.items():
            self._automaton.add_word(key, (len(key), one))
        self._filled = bool(names)
        if names:
            self._automaton.make_automaton()
        first: dict[str, list[str]] = {}
        for symbol in sorted(self._symbols, key=len, reverse=True):
            first.setdefault(symbol[0], []).append(symbol)
        self._written = {letter: _written_as(symbols) for letter, symbols in first.items()}
        self._first = re.compile(rf"(?<![\w-])[{re.escape(''.join(sorted(first)))}]" if first else "(?!)")

    def find(self, text: str) -> Iterator[NamedPlace]:
        """Names that stand as whole words, the longest at each place, in order."""
        found = list(self._of_symbols(text)) if self._symbols else []
        for last, (length, measurable) in self._automaton.iter(lowered(text)) if self._filled else ():
            end = last + 1
            if not _joined(text, end - length, end):
                found.append(NamedPlace(end - length, end, measurable, symbol=False))
        end = 0
        for place in sorted(found, key=lambda one: (one.start, -one.end)):
            if place.start >= end:
                yield place
                end = place.end

    def _of_symbols(self, text: str) -> Iterator[NamedPlace]:
        """Symbols before a value; tried only where one may begin, which is quicker than one search."""
        end = 0
        for one in self._first.finditer(text):
            start = one.start()
            if start < end:
                continue
            if symbol := self._written[one[0]].match(text, start):
                end = symbol.end()
                yield NamedPlace(start, end, self._symbols[symbol.group()], symbol=True)


def _written_as(symbols: list[str]) -> re.Pattern[str]:
    """A symbol that no letter follows, with a number near by (``BP120/80``); the K of ``K/ul`` counts cells."""
    listed = "|".join(map(re.escape, symbols))
    near = r"(?!\w|/[dmuµμ]?[lL]\b)(?=[^A-Za-z\n]{0,3}(?:[a-z]{2,4} |(?:[a-z]{2,8} ){0,2}from )?[^A-Za-z\n]{0,3}\d)"
    return re.compile(rf"(?:{listed})(?:{near}|(?<=[A-Z]{{2}})(?=\d{{2,3}}(?:/\d{{2,3}}|\.\d)?(?![\w/])))")


def _joined(text: str, start: int, end: int) -> bool:
    """Whether a Latin name is only a part of a longer word."""
    after = text[end : end + 1]
    if after.isascii() and after.isalnum() and text[end - 1].isascii():
        return True
    before = text[start - 1] if start else " "
    if not before.isascii() or not text[start].isascii():
        return False
    return before.isalnum() or (before == "-" and start > 1 and text[start - 2].isalnum())


def _measurable(term: Term) -> Measurable:
    given = dict(term.properties)
    units = frozenset(value.lower() for key, value in term.properties if key == "unit")
    return Measurable(term.id, term.name, units, float(given.get("low", 0)), float(given.get("high", 0)))
