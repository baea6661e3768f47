"""Scopes of assertion: where in a sentence the rules of its cues hold, and what ends them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from extraction.assertion_rules import Direction, Effect, Rule

_BETWEEN = re.compile(
    r"(?: (?:currently|been|be|being|any|ever|yet|also|previously|recently|actively|really|has|have|had|having|was|were"
    r"|is|are|since|further|new|other|such|active|significant|acute|known|so far))* ?"
)
_LONGEST = 60  # characters between a negation and the verb through which it passes


class Phrase(NamedTuple):
    """The rules of one phrase; ``stops`` are the effects that they end, ``idle`` says that they do nothing.

    ``passed`` says that straight under a negation it stops nothing; ``opens`` and ``closes`` say that it begins and
    ends with a letter or digit, where no other may stand beside it.
    """

    length: int
    rules: tuple[Rule, ...]
    stops: frozenset[Effect]
    idle: bool
    passed: bool
    opens: bool
    closes: bool


class Cue(NamedTuple):
    """A phrase where it stands, characters of the folded sentence."""

    start: int
    end: int
    phrase: Phrase

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of its phrase."""
        return self.phrase.rules


@dataclass(frozen=True, slots=True)
class Scope:
    """Where one rule of one cue holds, in characters of the folded sentence."""

    cue: Cue
    rule: Rule
    start: int
    end: int


class Group(NamedTuple):
    """The scopes of like rules in a sentence, in the order of their cues, and where those cues start and end."""

    direction: Direction
    scopes: list[Scope]
    starts: list[int]
    ends: list[int]


class Places(NamedTuple):
    """Where scopes of one effect may end in a sentence: begins and ends of stops, and clause commas, ascending."""

    starts: list[int]
    ends: list[int]
    commas: list[int]

    def stop_after(self, place: int, default: int) -> int:
        """Where the next stop begins; ``default`` where none does."""
        number = bisect_left(self.starts, place)
        return self.starts[number] if number < len(self.starts) else default

    def stop_before(self, place: int) -> int:
        """Where the last stop before a place ends."""
        number = bisect_right(self.ends, place) - 1
        return self.ends[number] if number >= 0 else 0

    def comma_after(self, start: int, end: int, crossed: int) -> int:
        """The comma that ends a scope to the right, which may cross so many."""
        number = bisect_left(self.commas, start) + crossed
        return self.commas[number] if crossed >= 0 and number < len(self.commas) and self.commas[number] < end else end

    def comma_before(self, start: int, end: int, crossed: int) -> int:
        """Where a scope to the left begins, which may cross so many commas."""
        number = bisect_left(self.commas, end) - crossed - 1
        return self.commas[number] + 1 if crossed >= 0 <= number and self.commas[number] >= start else start


def grouped(scopes: list[Scope]) -> list[Group]:
    """The scopes of like rules together, in their order."""
    groups: dict[tuple[Effect, Direction, int, int], Group] = {}
    for scope in scopes:
        rule = scope.rule
        key = (rule.effect, rule.direction, rule.reach, rule.commas)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(rule.direction, [], [], [])
        group.scopes.append(scope)
        group.starts.append(scope.cue.start)
        group.ends.append(scope.cue.end)
    return list(groups.values())


def passed_on(text: str, cues: list[Cue]) -> list[Cue]:
    """The cues without those through which a negation passes: ``not complaining of``, ``has never experienced``."""
    kept: list[Cue] = []
    denied = -1
    for cue in cues:
        if cue.phrase.passed and 0 <= cue.start - denied <= _LONGEST and _BETWEEN.fullmatch(text, denied, cue.start):
            denied = cue.end
            continue
        kept.append(cue)
        if any(rule.effect == Effect.NEGATED and rule.direction == Direction.AFTER for rule in cue.rules):
            denied = cue.end
    return kept


def stop_places(effect: Effect, cues: list[Cue], marks: list[int]) -> tuple[list[int], list[int]]:
    """Where what ends an effect's scopes begins, and where it ends, both ascending."""
    starts, ends = list(marks), [place + 1 for place in marks]
    found = [one for one in cues if effect in one.phrase.stops]
    if found:
        starts = sorted(starts + [one.start for one in found])
        ends = sorted(ends + [one.end for one in found])
    return starts, ends


def is_absorbed(scope: Scope, negated: list[Scope], ends: list[int], commas: list[int]) -> bool:
    """An uncertain cue straight under a negation ("no findings suspicious for") only carries the negation on.

    Args:
        negated: the scopes of negations, in the order of their cues, whose ends are ``ends``.
    """
    if scope.rule.effect != Effect.UNCERTAIN or scope.rule.direction != Direction.AFTER:
        return False
    at = scope.cue.start
    last = bisect_left(commas, at) - 1
    comma = commas[last] if last >= 0 else -1
    for number in range(bisect_right(ends, at) - 1, -1, -1):
        if ends[number] <= comma:
            return False
        if at < negated[number].end:
            return True
    return False
