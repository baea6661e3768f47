"""A rule of de-identification: a pattern whose group ``x`` is a personal identifier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """An identifier at code points ``start`` to ``end`` (excluded)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Finds identifiers of one kind.

    Attributes:
        kind: what it finds.
        pattern: its group named ``x`` is the identifier, or the whole match when it has none.
        holds: further condition on the match, or None.
    """

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool] | None = None

    def find(self, text: str) -> Iterator[Span]:
        """Every identifier in a text."""
        group = "x" if "x" in self.pattern.groupindex else 0
        for found in self.pattern.finditer(text):
            if self.holds is not None and not self.holds(found):
                continue
            start, end = found.span(group)
            if start < end:
                yield Span(start, end, self.kind)


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


def rule(kind: str, pattern: str, holds: Callable[[re.Match[str]], bool] | None = None, flags: int = 0) -> Rule:
    """A rule from the source of its pattern."""
    return Rule(kind, re.compile(pattern, flags), holds)
