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
        pattern: its groups named ``x``, ``y``, ``z`` are the identifier (all that matched are masked), or the whole match
            when it has none.
        holds: further condition on the match, or None.
    """

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool] | None = None

    def find(self, text: str) -> Iterator[Span]:
        """Every identifier in a text."""
        groups = [name for name in ("x", "y", "z") if name in self.pattern.groupindex]
        for found in self.pattern.finditer(text):
            if self.holds is not None and not self.holds(found):
                continue
            for group in groups or (0,):
                start, end = found.span(group)
                if start < end:
                    yield Span(start, end, self.kind)


def rule(kind: str, pattern: str, holds: Callable[[re.Match[str]], bool] | None = None, flags: int = 0) -> Rule:
    """A rule from the source of its pattern."""
    return Rule(kind, re.compile(pattern, flags), holds)
