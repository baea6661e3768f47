"""A rule of de-identification: a pattern whose group ``x`` is a personal identifier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

_WORD = re.compile(r"[A-Za-z]+")
DIGIT = re.compile(r"(?<!\d)\d")
"""Where a number starts."""


class Span(NamedTuple):
    """An identifier at code points ``start`` to ``end`` (excluded)."""

    start: int
    end: int
    kind: str


class Glanced:
    """A text with what is known of it after one look, shared by all rules."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = text.casefold()
        self.words: dict[str, list[int]] = {}
        for found in _WORD.finditer(text):
            self.words.setdefault(found[0].lower(), []).append(found.start())
        self._places: dict[re.Pattern[str], list[int]] = {}

    def places(self, start: re.Pattern[str]) -> list[int]:
        """Where a pattern starts, ascending; looked up once."""
        if start not in self._places:
            self._places[start] = places(start, self.text)
        return self._places[start]

    def starting(self, words: frozenset[str]) -> list[int]:
        """Where these words start, ascending."""
        return sorted(place for word in words if word in self.words for place in self.words[word])


@dataclass(frozen=True, slots=True)
class Rule:
    """Finds identifiers of one kind.

    Attributes:
        kind: what it finds.
        pattern: its group named ``x`` is the identifier, or the whole match when it has none.
        holds: further condition on the match, or None.
        start: where alone a match can start, or None; it only saves time.
        needs: case-folded pieces of which a text with a match holds at least one, or none; they only save time.
        words: the same, whole words of letters in small ones.
        first: whether every match begins with one of ``words``.
        gate: a quick pattern that a text with a match holds, or None.
    """

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool] | None = None
    start: re.Pattern[str] | None = None
    needs: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    first: bool = False
    gate: re.Pattern[str] | None = None

    def may_match(self, text: Glanced) -> bool:
        """Whether a text holds what a match needs."""
        if self.words and self.words.isdisjoint(text.words):
            return False
        if self.gate is not None and self.gate.search(text.text) is None:
            return False
        return not self.needs or any(piece in text.folded for piece in self.needs)

    def spans(self, text: Glanced) -> Iterator[Span]:
        """Every identifier of this kind in a text; the fastest way to it."""
        if not self.may_match(text):
            return iter(())
        if self.first:
            return self.find(text.text, text.starting(self.words))
        return self.find(text.text, None if self.start is None else text.places(self.start))

    def find(self, text: str, starts: Sequence[int] | None = None) -> Iterator[Span]:
        """Every identifier in a text.

        Args:
            starts: the places of ``start`` in it, when they are known.
        """
        group = "x" if "x" in self.pattern.groupindex else 0
        if self.start is not None and starts is None:
            starts = places(self.start, text)
        for found in self.pattern.finditer(text) if starts is None else self._from(text, starts):
            if self.holds is not None and not self.holds(found):
                continue
            start, end = found.span(group)
            if start < end:
                yield Span(start, end, self.kind)

    def _from(self, text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
        """What ``finditer`` finds, tried only at some places."""
        match = self.pattern.match
        done = 0
        for place in starts:
            if place >= done:
                found = match(text, place)
                if found is not None:
                    done = found.end()
                    yield found


def gated(gate: str, behind: Rule) -> Rule:
    """The rule, tried only on texts in which the pattern ``gate`` is found."""
    return replace(behind, gate=re.compile(gate, re.IGNORECASE))


def places(pattern: re.Pattern[str], text: str) -> list[int]:
    """Where a pattern starts in a text, ascending."""
    return [found.start() for found in pattern.finditer(text)]


def after(label: str, reach: int = 48) -> Callable[[re.Match[str]], bool]:
    """A condition: what stands before the match ends with ``label``, read without regard to case.

    Looking for what follows first and for its label then is many times faster than the other way round.
    """
    pattern = re.compile(rf"(?:{label})$", re.IGNORECASE)

    def holds(found: re.Match[str]) -> bool:
        start = found.start()
        return pattern.search(found.string, max(0, start - reach), start) is not None

    return holds


def both(*conditions: Callable[[re.Match[str]], bool]) -> Callable[[re.Match[str]], bool]:
    """A condition: all of these hold."""
    return lambda found: all(condition(found) for condition in conditions)


def rule(
    kind: str,
    pattern: str,
    holds: Callable[[re.Match[str]], bool] | None = None,
    flags: int = 0,
    start: re.Pattern[str] | None = None,
    needs: str = "",
) -> Rule:
    """A rule from the source of its pattern.

    ``needs`` are separated by ``|``; ``=`` stands before whole words, ``^`` before those that every match begins with.
    """
    words = frozenset(needs[1:].split("|")) if needs[:1] in ("=", "^") else frozenset[str]()
    pieces = () if words else tuple(filter(None, needs.split("|")))
    return Rule(kind, re.compile(pattern, flags), holds, start, pieces, words, first=needs.startswith("^"))
