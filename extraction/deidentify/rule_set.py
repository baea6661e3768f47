"""Many rules applied to a text at once: one look tells which of them can match, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extraction.deidentify.glance import Glance, Glancer
from extraction.deidentify.rules import Place, Rule, Span, Start

_AFTER = 2  # characters behind a number that tell which rules it may belong to
_MOST_DIGITS, _MOST_KEPT = 40, 20_000
_BEFORE = 20
_LAST_WORD, _LONGEST_LABEL = re.compile(r"([A-Za-z]+)[ \t]*$"), 48
_SIGNS = re.compile(r"(?:\+\(?|\()\Z")

_Starts = dict[int, list[int]]


class RuleSet:
    """Applies rules to texts; all that it finds is what the rules find by themselves.

    Args:
        rules: in the order in which their spans come.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        places = [one.place for one in self._rules]
        self._glancer = Glancer(
            frozenset[str]().union(*(one.words for one in places)),
            frozenset[str]().union(*(one.spelt for one in places)),
        )
        self._numeric = tuple((at, one.number) for at, one in enumerate(places) if one.number is not None)
        self._shapes: dict[tuple[str, int, str], tuple[int, ...]] = {}

    def glance(self, text: str) -> Glance:
        """What stands in a text."""
        return self._glancer.glance(text)

    def spans(self, glance: Glance) -> Iterator[Span]:
        """Every identifier of a text."""
        numbers = self._numbers(glance)
        for at, rule in enumerate(self._rules):
            place = rule.place
            if place.words and place.words.isdisjoint(glance.words):
                continue
            if place.spelt and place.spelt.isdisjoint(glance.spelt):
                continue
            if place.number is not None and at not in numbers:
                continue
            starts = _starts(glance, rule, numbers.get(at, ()))
            if starts is None or starts:
                yield from rule.find(glance.text, starts)

    def _numbers(self, glance: Glance) -> _Starts:
        """For every rule of numbers, where it can begin; rules that no number can belong to are left out."""
        text, shapes = glance.text, self._shapes
        found: _Starts = {}
        for start, end in glance.numbers:
            shape = (text[start - 1] if start else "\n", min(end - start, _MOST_DIGITS), text[end : end + _AFTER])
            chosen = shapes.get(shape)
            if chosen is None:
                chosen = self._fitting(shape)
            for at in chosen:
                if at in found:
                    found[at].append(start)
                else:
                    found[at] = [start]
        return found

    def _fitting(self, shape: tuple[str, int, str]) -> tuple[int, ...]:
        before, digits, behind = shape
        shown = f"{before}{'0' * digits}{behind}"
        if len(self._shapes) >= _MOST_KEPT:
            self._shapes.clear()
        chosen = tuple(at for at, head in self._numeric if head.match(shown))
        self._shapes[shape] = chosen
        return chosen


def _starts(glance: Glance, rule: Rule, numbers: Sequence[int]) -> Sequence[int] | None:
    """Where alone matches of a rule can begin, ascending; None for anywhere."""
    place = rule.place
    if isinstance(place.start, re.Pattern):
        return list(_in_lines(glance.text, place.start, _ends(glance.text, place, numbers)))
    if place.gate is not None and place.gate.search(glance.text) is None:
        return ()
    if place.start is Start.WORDS:
        return glance.starting(place.words)
    if place.start is Start.LINES:
        return glance.lines
    if place.start is Start.COLONS:
        return [at for at in glance.colons if _label(glance.text, at) in place.label]
    if place.start is Start.SIGNED:
        return sorted({at for start in numbers for at in range(_back(glance.text, start, _SIGNS), start + 1)})
    if place.start is Start.NUMBERS and place.before is not None:
        return [_back(glance.text, start, place.before) for start in numbers]
    return numbers if place.start is Start.NUMBERS else None


def _back(text: str, start: int, before: re.Pattern[str]) -> int:
    found = before.search(text, max(0, start - _BEFORE), start)
    return found.start() if found else start


def _label(text: str, colon: int) -> str:
    """The word before a colon, in small letters."""
    found = _LAST_WORD.search(text, max(0, colon - _LONGEST_LABEL), colon)
    return found[1].lower() if found else ""


def _ends(text: str, place: Place, numbers: Iterable[int]) -> Iterator[int]:
    """Where the gates of a rule end, or the numbers that it may belong to start; ascending."""
    if place.gate is not None:
        yield from (found.end() for found in place.gate.finditer(text))
    else:
        before = place.before
        yield from (at for at in numbers if before is None or before.search(text, max(0, at - _BEFORE), at))


def _in_lines(text: str, start: re.Pattern[str], ends: Iterable[int]) -> Iterator[int]:
    """Where ``start`` stands in the lines of these places, before them."""
    done = 0
    for end in ends:
        line = max(done, text.rfind("\n", done, end) + 1)
        yield from (found.start() for found in start.finditer(text, line, end))
        done = max(done, end)
