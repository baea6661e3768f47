"""The rule engine of assertion: finds cues in a sentence and says what they do to its mentions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

import ahocorasick

from extraction.annotations import PLAIN
from extraction.assertion_answers import Answer
from extraction.assertion_marks import answers
from extraction.assertion_rules import Direction, Effect, Rule, RuleSet
from extraction.assertion_scopes import Cue, Group, Phrase, Places, Scope, grouped, is_absorbed, passed_on, stop_places
from extraction.traditional_chinese import simplified
from kg.records import Assertion, Certainty, Experiencer, Temporality

_RUN = re.compile(r"\s+")
_UNEVEN = re.compile(r"  |[\n\t\r\u00a0\u3000]")
_LONG_RUN = re.compile(r"\s{2,}")
_WORD = re.compile(r"\w+")


class AssertionEngine:
    """Says how a sentence means each of its mentions.

    Args:
        rules: the rules of one language.
    """

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self._sections = dict(rules.sections)
        self._stop_marks = re.compile(f"[{re.escape(rules.stop_marks)}]")
        self._clause_commas = re.compile(f"[{re.escape(rules.clause_commas)}]")
        by_phrase: dict[str, dict[tuple[Effect, Direction], Rule]] = {}
        for rule in rules.rules:
            same = by_phrase.setdefault(rule.phrase, {})
            known = same.get((rule.effect, rule.direction))
            stops = rule.stops | known.stops if known and rule.effect == Effect.NONE else rule.stops
            same[(rule.effect, rule.direction)] = rule._replace(stops=stops)
        self._automaton = ahocorasick.Automaton()
        for phrase, found in by_phrase.items():
            kept = tuple(found.values())
            stops = frozenset().union(*(rule.stops for rule in kept))
            bounds = (rules.word_boundaries and phrase[0].isalnum(), rules.word_boundaries and phrase[-1].isalnum())
            passed = any(rule.passed for rule in kept)
            self._automaton.add_word(
                phrase, Phrase(len(phrase), kept, stops, all(map(_is_idle, kept)), passed, *bounds)
            )
        self._automaton.make_automaton()

    def assess(
        self, text: str, sentence: tuple[int, int], spans: Sequence[tuple[int, int]], section: str = ""
    ) -> list[Assertion]:
        """The assertion of each mention.

        Args:
            text: the whole text.
            sentence: code points ``(start, end)`` of the sentence in it.
            spans: the mentions in the sentence, code points in ``text``, end excluded.
            section: canonical name of the section, or empty.

        Returns:
            One assertion a span, in their order.
        """
        said = text[sentence[0] : sentence[1]]
        folded, moved = _fold(said if self.rules.word_boundaries else simplified(said))
        local = [_to_folded(span, sentence[0], moved) for span in spans]
        cues = self._cues(folded, local)
        if cues:
            groups = grouped(self._scopes(folded, cues))
            effects = [self._effects(folded, span, groups) for span in local]
        else:
            effects = [set() for _ in local]
        for number, answer in enumerate(answers(folded, local)):
            if answer is not None:
                effects[number] = _answered(effects[number], answer)
        if self.rules.correct is not None:
            effects = self.rules.correct(folded, local, effects)
        of_section = self._sections.get(section)
        return [_assertion(one if of_section is None else one | {of_section}) for one in effects]

    def _cues(self, folded: str, mentions: list[tuple[int, int]]) -> list[Cue]:
        """Cues outside the mentions, in order; not those within a longer one, or that overlap a phrase that is none."""
        standing: list[Cue] = []
        for last, phrase in self._automaton.iter(folded):
            end = last + 1
            start = end - phrase.length
            if phrase.opens and start and folded[start - 1].isalnum():
                continue
            if phrase.closes and folded[end : end + 1].isalnum():
                continue
            standing.append(Cue(start, end, phrase))
        if not standing:
            return standing
        taken = bytearray(len(folded))
        for start, end in mentions:
            taken[start:end] = b"\1" * len(taken[start:end])
        found = [cue for cue in standing if taken.find(1, cue.start, cue.end) < 0]
        if len(found) > 1:
            found.sort(key=_from_longest)
        kept: list[Cue] = []
        for cue in found:
            if kept and cue.phrase is kept[-1].phrase and cue.start <= kept[-1].end + 1 and cue.end > kept[-1].end:
                kept[-1] = kept[-1]._replace(end=cue.end)  # a cue repeated ("???", "no no") is one
            elif not kept or cue.end > kept[-1].end:
                kept.append(cue)
        idle = [cue for cue in kept if cue.phrase.idle]
        if not idle:
            return kept
        ends = [cue.end for cue in idle]
        return [cue for cue in kept if not _meets(cue, idle, ends)]

    def _scopes(self, folded: str, cues: list[Cue]) -> list[Scope]:
        if not cues:
            return []
        marks = [found.start() for found in self._stop_marks.finditer(folded)]
        commas = [found.start() for found in self._clause_commas.finditer(folded)]
        effects = {rule.effect for cue in cues for rule in cue.rules}
        stops = {effect: stop_places(effect, cues, marks) for effect in effects}
        if Effect.NEGATED in effects:
            stops[Effect.NEGATED] = stop_places(Effect.NEGATED, passed_on(folded, cues), marks)
        scopes = [
            self._scope(folded, cue, rule, Places(*stops[rule.effect], commas))
            for cue in cues
            for rule in cue.rules
            if rule.effect != Effect.NONE
        ]
        negated = [one for one in scopes if one.rule.effect == Effect.NEGATED]
        if not negated:
            return scopes
        ends = [one.cue.end for one in negated]
        return [scope for scope in scopes if not is_absorbed(scope, negated, ends, commas)]

    def _scope(self, folded: str, cue: Cue, rule: Rule, places: Places) -> Scope:
        limit = len(folded)
        if rule.effect == Effect.OTHER and rule.direction == Direction.AFTER and self.rules.bearing is not None:
            bearing = self.rules.bearing(folded, cue.start, cue.end)
            if bearing is None:
                return Scope(cue, rule, cue.end, cue.end)
            rule, limit = rule._replace(direction=bearing.direction), bearing.end
        start, end = cue.start, cue.end
        if rule.direction != Direction.BEFORE:
            end = min(places.stop_after(cue.end, limit), limit)
            end = places.comma_after(cue.end, end, rule.commas)
        if rule.direction != Direction.AFTER:
            start = places.comma_before(places.stop_before(cue.start), cue.start, rule.commas)
        return Scope(cue, rule, start, end)

    def _effects(self, text: str, span: tuple[int, int], groups: list[Group]) -> set[Effect]:
        """The effects that reach a mention; a later uncertain cue ends a negation ("no fever, possible flu")."""
        reaching = [scope for group in groups if (scope := self._reaching(text, span, group)) is not None]
        effects = {scope.rule.effect for scope in reaching}
        if Effect.NEGATED in effects and Effect.UNCERTAIN in effects:
            rivals = [one for one in reaching if one.rule.effect in (Effect.NEGATED, Effect.UNCERTAIN)]
            nearest = max(rivals, key=_place).cue
            effects -= {one.rule.effect for one in rivals} - {one.rule.effect for one in rivals if one.cue == nearest}
        return effects

    def _reaching(self, text: str, span: tuple[int, int], group: Group) -> Scope | None:
        """The last scope of the group that reaches a mention; nearer cues reach wherever farther ones do."""
        if group.direction != Direction.BEFORE:
            for number in range(bisect_right(group.ends, span[0]) - 1, -1, -1):
                scope = group.scopes[number]
                if span[0] < scope.end and self._is_near(text, scope.cue.end, span[0], scope.rule.reach):
                    return scope
                if scope.rule.effect != Effect.OTHER:  # whose scopes end as the sentence turns
                    break
        last: Scope | None = None
        if group.direction != Direction.AFTER:
            for scope in group.scopes[bisect_left(group.starts, span[1]) :]:
                if scope.start > span[0] or not self._is_near(text, span[1], scope.cue.start, scope.rule.reach):
                    break
                last = scope
        return last

    def _is_near(self, text: str, start: int, end: int, reach: int) -> bool:
        """Whether at most ``reach`` words stand between; characters where the language has no word boundaries."""
        if not reach:
            return True
        if not self.rules.word_boundaries:
            return end - start <= reach
        return sum(1 for _ in islice(_WORD.finditer(text, start, end), reach + 1)) <= reach


def _is_idle(rule: Rule) -> bool:
    return rule.effect == Effect.NONE and not rule.stops


def _from_longest(cue: Cue) -> tuple[int, int]:
    return cue.start, -cue.end


def _meets(cue: Cue, idle: list[Cue], ends: list[int]) -> bool:
    """Whether a cue overlaps one of the phrases that are none, whose ends are given, ascending."""
    number = bisect_right(ends, cue.start)
    return number < len(idle) and idle[number].start < cue.end


class _Moves(NamedTuple):
    """Runs of two and more white spaces that became one: where they start and end, and by how much all behind moved."""

    starts: list[int]
    ends: list[int]
    shifts: list[int]

    def place(self, at: int) -> int:
        """Where a character went; all of a run became its one space."""
        number = bisect_right(self.starts, at) - 1
        if number < 0:
            return at
        before = self.shifts[number - 1] if number else 0
        return self.starts[number] - before if at < self.ends[number] else at - self.shifts[number]


def _fold(sentence: str) -> tuple[str, _Moves | None]:
    """Lower case with single spaces, and where each character went (None when none moved)."""
    lowered = sentence.lower()
    if len(lowered) != len(sentence):
        lowered = "".join(one if len(one.lower()) != 1 else one.lower() for one in sentence)
    if (lowered.isprintable() and "  " not in lowered) or not _UNEVEN.search(lowered):
        return lowered, None
    runs = [one.span() for one in _LONG_RUN.finditer(lowered)]
    if not runs:
        return _RUN.sub(" ", lowered), None
    shifts = list(accumulate(end - start - 1 for start, end in runs))
    return _RUN.sub(" ", lowered), _Moves([start for start, _ in runs], [end for _, end in runs], shifts)


def _to_folded(span: tuple[int, int], offset: int, moved: _Moves | None) -> tuple[int, int]:
    start, end = span[0] - offset, span[1] - offset
    return (start, end) if moved is None else (moved.place(start), moved.place(end))


def _place(scope: Scope) -> tuple[bool, int, str]:
    return scope.rule.direction != Direction.AFTER, scope.cue.end, scope.rule.effect


def _answered(effects: set[Effect], answer: Answer | None) -> set[Effect]:
    """The effects, corrected by the mark that belongs to this one mention."""
    if answer == Answer.NO:
        return effects - {Effect.UNCERTAIN} | {Effect.NEGATED}
    if answer == Answer.OPEN:
        return effects | {Effect.UNCERTAIN}
    return effects - {Effect.NEGATED, Effect.UNCERTAIN} if answer == Answer.YES else effects


def _assertion(effects: set[Effect]) -> Assertion:
    return _assertion_of(frozenset(effects)) if effects else PLAIN


@lru_cache(maxsize=256)
def _assertion_of(effects: frozenset[Effect]) -> Assertion:
    if not effects - {Effect.NONE}:
        return PLAIN
    temporality = Temporality.RECENT
    if Effect.HYPOTHETICAL in effects:
        temporality = Temporality.HYPOTHETICAL
    elif Effect.PLANNED in effects:
        temporality = Temporality.PLANNED
    elif Effect.HISTORICAL in effects:
        temporality = Temporality.HISTORICAL
    return Assertion(
        negated=Effect.NEGATED in effects,
        certainty=Certainty.UNCERTAIN if Effect.UNCERTAIN in effects else Certainty.CERTAIN,
        temporality=temporality,
        experiencer=Experiencer.OTHER if Effect.OTHER in effects else Experiencer.PATIENT,
    )
