"""A rule of de-identification: a pattern whose group ``x`` is a personal identifier, and where it can match at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Span(NamedTuple):
    """An identifier at code points ``start`` to ``end`` (excluded)."""

    start: int
    end: int
    kind: str


class Start(Enum):
    """Where alone the matches of a rule begin."""

    WORDS = "its words"
    LINES = "the start of a line"
    COLONS = "a colon or an equals sign"
    NUMBERS = "a number, or what its rule looks for before one"
    SIGNED = "a number, or ``+``, ``(`` or ``+(`` before one"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule can match; it only saves time.

    Attributes:
        start: where alone a match can begin, or None for anywhere. A pattern is looked for only in the lines of
            ``gate``, or of ``number``, before its end.
        words: whole words of letters, in small ones, of which a text with a match holds one; none for no such.
        spelt: the same, as they are spelt.
        gate: a quick pattern that a text with a match holds, or None.
        number: a pattern for a number that a text with a match holds, or None: it is shown the character before the
            number (a line feed at the start of a text), a zero for each digit, and the next two characters.
        before: a pattern for what may stand before that number at the start of a match, or None. With a pattern for
            ``start`` it has to stand there.
        label: last words of what stands before a match at a colon, in small letters.
    """

    start: Start | re.Pattern[str] | None = None
    words: frozenset[str] = frozenset()
    spelt: frozenset[str] = frozenset()
    gate: re.Pattern[str] | None = None
    number: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    label: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """Finds identifiers of one kind.

    Attributes:
        kind: what it finds.
        pattern: its group named ``x`` is the identifier, or the whole match when it has none.
        holds: further condition on the match, or None.
        place: where it can match.
    """

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool] | None = None
    place: Place = Place()

    def find(self, text: str, starts: Iterable[int] | None = None) -> Iterator[Span]:
        """Every identifier in a text.

        Args:
            starts: where alone a match can begin, ascending; None for anywhere.
        """
        group = "x" if "x" in self.pattern.groupindex else 0
        for found in self.pattern.finditer(text) if starts is None else self._from(text, starts):
            if self.holds is None or self.holds(found):
                start, end = found.span(group)
                if start < end:
                    yield Span(start, end, self.kind)

    def _from(self, text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
        """What ``finditer`` finds, tried only at some places."""
        match = self.pattern.match
        done = 0
        for place in starts:
            if place >= done:
                found = match(text, place)
                if found is not None:
                    done = found.end()
                    yield found


def rule(
    kind: str,
    pattern: str,
    holds: Callable[[re.Match[str]], bool] | None = None,
    flags: int = 0,
    place: Place | None = None,
) -> Rule:
    """A rule from the source of its pattern."""
    return Rule(kind, re.compile(pattern, flags), holds, place or Place())


def number(head: str, before: str = "") -> Place:
    """Matches begin at a number, or at what stands before it; see :class:`Place` for what ``head`` is shown."""
    return Place(
        Start.NUMBERS, number=re.compile(head, re.DOTALL), before=re.compile(rf"(?:{before})\Z") if before else None
    )


def signed(head: str) -> Place:
    """Matches begin at a number, or at its sign or bracket."""
    return Place(Start.SIGNED, number=re.compile(head, re.DOTALL))


def words(listed: str, *, first: bool = False) -> Place:
    """A text with a match holds one of these words, parted by ``|``; all matches begin with one if ``first``."""
    return Place(Start.WORDS if first else None, words=frozenset(listed.split("|")))


def spelt(listed: str) -> Place:
    """A text with a match holds one of these words, parted by ``|``, as they are spelt."""
    return Place(spelt=frozenset(listed.split("|")))


def gated(gate: str, flags: int = 0) -> Place:
    """A text with a match holds the pattern ``gate``."""
    return Place(gate=re.compile(gate, flags))


def in_line(gate: str, start: re.Pattern[str], listed: str = "") -> Place:
    """A match begins with ``start`` in the line of ``gate`` and before its end; see :func:`spelt` for ``listed``."""
    held = frozenset(filter(None, listed.split("|")))
    return Place(start, spelt=held, gate=re.compile(gate))


def after(label: str, reach: int = 48) -> Callable[[re.Match[str]], bool]:
    """A condition: what stands before the match ends with ``label``, read without regard to case.

    Looking for what follows first and for its label then is many times faster than the other way round.

    Args:
        reach: code points that are looked at.
    """
    pattern = re.compile(rf"(?:{label})$", re.IGNORECASE)

    def holds(found: re.Match[str]) -> bool:
        start = found.start()
        return pattern.search(found.string, max(0, start - reach), start) is not None

    return holds


def both(*conditions: Callable[[re.Match[str]], bool]) -> Callable[[re.Match[str]], bool]:
    """A condition: all of these hold."""
    return lambda found: all(condition(found) for condition in conditions)
