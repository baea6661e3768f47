"""The rule engine of assertion: finds cues in a sentence and says what they do to its mentions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from extraction.annotations import PLAIN
from extraction.assertion_marks import Answer, answers
from extraction.assertion_rules import Direction, Effect, Rule, RuleSet
from extraction.traditional_chinese import simplified
from kg.records import Assertion, Certainty, Experiencer, Temporality

_RUN = re.compile(r"\s+")
_UNEVEN = re.compile(r"  |[\n\t\r\u00a0\u3000]")
_LONG_RUN = re.compile(r"\s\s")
_WORD = re.compile(r"\w+")


class _Cue(NamedTuple):
    start: int
    end: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where one rule of one cue holds, in characters of the folded sentence."""

    cue: _Cue
    rule: Rule
    start: int
    end: int


class _Places(NamedTuple):
    """Where scopes of one effect may end in a sentence: begins and ends of stops, and clause commas, ascending."""

    starts: list[int]
    ends: list[int]
    commas: list[int]

    def stop_after(self, place: int, default: int) -> int:
        number = bisect_left(self.starts, place)
        return self.starts[number] if number < len(self.starts) else default

    def stop_before(self, place: int) -> int:
        number = bisect_right(self.ends, place) - 1
        return self.ends[number] if number >= 0 else 0

    def comma_after(self, start: int, end: int, crossed: int) -> int:
        number = bisect_left(self.commas, start) + crossed
        return self.commas[number] if crossed >= 0 and number < len(self.commas) and self.commas[number] < end else end

    def comma_before(self, start: int, end: int, crossed: int) -> int:
        number = bisect_left(self.commas, end) - crossed - 1
        return self.commas[number] + 1 if crossed >= 0 <= number and self.commas[number] >= start else start


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
            self._automaton.add_word(phrase, (len(phrase), tuple(found.values())))
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
        scopes = self._scopes(folded, self._cues(folded, local))
        of_section = self._sections.get(section, Effect.NONE)
        effects = [
            _answered(self._effects(folded, span, scopes), answer)
            for span, answer in zip(local, answers(folded, local), strict=True)
        ]
        if self.rules.correct is not None:
            effects = self.rules.correct(folded, local, effects)
        return [_assertion(one | {of_section}) for one in effects]

    def _cues(self, folded: str, mentions: list[tuple[int, int]]) -> list[_Cue]:
        """Cues outside the mentions, in order; not those within a longer one, or that overlap a phrase that is none."""
        found: list[_Cue] = []
        for last, (length, rules) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if self.rules.word_boundaries and not _stands_alone(folded, start, end):
                continue
            if any(start < mention[1] and mention[0] < end for mention in mentions):
                continue
            found.append(_Cue(start, end, rules))
        if not found:
            return found
        found.sort(key=lambda cue: (cue.start, -cue.end))
        kept: list[_Cue] = []
        for cue in found:
            if kept and cue.rules is kept[-1].rules and cue.start <= kept[-1].end + 1 and cue.end > kept[-1].end:
                kept[-1] = kept[-1]._replace(end=cue.end)  # a cue repeated ("???", "no no") is one
            elif not kept or cue.end > kept[-1].end:
                kept.append(cue)
        idle = [(cue.start, cue.end) for cue in kept if all(_is_idle(rule) for rule in cue.rules)]
        return [cue for cue in kept if not any(start < cue.end and cue.start < end for start, end in idle)]

    def _scopes(self, folded: str, cues: list[_Cue]) -> list[_Scope]:
        if not cues:
            return []
        marks = [found.start() for found in self._stop_marks.finditer(folded)]
        commas = [found.start() for found in self._clause_commas.finditer(folded)]
        stops = {effect: _stops(effect, cues, marks) for effect in {rule.effect for cue in cues for rule in cue.rules}}
        scopes = [
            self._scope(folded, cue, rule, _Places(*stops[rule.effect], commas))
            for cue in cues
            for rule in cue.rules
            if rule.effect != Effect.NONE
        ]
        negated = [one for one in scopes if one.rule.effect == Effect.NEGATED]
        return [scope for scope in scopes if not _absorbed(scope, negated, commas)]

    def _scope(self, folded: str, cue: _Cue, rule: Rule, places: _Places) -> _Scope:
        limit = len(folded)
        if rule.effect == Effect.OTHER and rule.direction == Direction.AFTER and self.rules.bearing is not None:
            bearing = self.rules.bearing(folded, cue.start, cue.end)
            if bearing is None:
                return _Scope(cue, rule, cue.end, cue.end)
            rule, limit = rule._replace(direction=bearing.direction), bearing.end
        start, end = cue.start, cue.end
        if rule.direction != Direction.BEFORE:
            end = min(places.stop_after(cue.end, limit), limit)
            end = places.comma_after(cue.end, end, rule.commas)
        if rule.direction != Direction.AFTER:
            start = places.comma_before(places.stop_before(cue.start), cue.start, rule.commas)
        return _Scope(cue, rule, start, end)

    def _effects(self, text: str, span: tuple[int, int], scopes: list[_Scope]) -> set[Effect]:
        """The effects that reach a mention; a later uncertain cue ends a negation ("no fever, possible flu")."""
        if not scopes:
            return set()
        reaching = [scope for scope in scopes if self._reaches(text, span, scope)]
        effects = {scope.rule.effect for scope in reaching}
        if Effect.NEGATED in effects and Effect.UNCERTAIN in effects:
            rivals = [one for one in reaching if one.rule.effect in (Effect.NEGATED, Effect.UNCERTAIN)]
            nearest = max(rivals, key=_place).cue
            effects -= {one.rule.effect for one in rivals} - {one.rule.effect for one in rivals if one.cue == nearest}
        return effects

    def _reaches(self, text: str, span: tuple[int, int], scope: _Scope) -> bool:
        if scope.cue.end <= span[0] < scope.end and scope.rule.direction != Direction.BEFORE:
            between = text[scope.cue.end : span[0]]
        elif scope.start <= span[0] and span[1] <= scope.cue.start and scope.rule.direction != Direction.AFTER:
            between = text[span[1] : scope.cue.start]
        else:
            return False
        return not scope.rule.reach or self._distance(between) <= scope.rule.reach

    def _distance(self, between: str) -> int:
        """Words between a cue and a mention; characters where the language has no word boundaries."""
        return len(_WORD.findall(between)) if self.rules.word_boundaries else len(between)


def _is_idle(rule: Rule) -> bool:
    return rule.effect == Effect.NONE and not rule.stops


def _fold(sentence: str) -> tuple[str, list[int] | None]:
    """Lower case with single spaces, and where each character went (None when none moved)."""
    lowered = sentence.lower()
    if len(lowered) != len(sentence):
        lowered = "".join(one if len(one.lower()) != 1 else one.lower() for one in sentence)
    if not _UNEVEN.search(lowered):
        return lowered, None
    if not _LONG_RUN.search(lowered):
        return _RUN.sub(" ", lowered), None
    moved: list[int] = []
    pieces: list[str] = []
    length = position = 0
    for run in _RUN.finditer(lowered):
        piece = lowered[position : run.start()]
        moved += range(length, length + len(piece))
        length += len(piece)
        moved += [length] * (run.end() - run.start())
        length += 1
        pieces += (piece, " ")
        position = run.end()
    pieces.append(lowered[position:])
    moved += range(length, length + len(lowered) - position + 1)
    return "".join(pieces), moved


def _to_folded(span: tuple[int, int], offset: int, moved: list[int] | None) -> tuple[int, int]:
    start, end = span[0] - offset, span[1] - offset
    return (start, end) if moved is None else (moved[start], moved[end])


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not before and not after


def _stops(effect: Effect, cues: list[_Cue], marks: list[int]) -> tuple[list[int], list[int]]:
    """Where what ends an effect's scopes begins, and where it ends, both ascending."""
    found = [one for one in cues if any(effect in rule.stops for rule in one.rules)]
    starts = sorted([*marks, *(one.start for one in found)])
    return starts, sorted([*(place + 1 for place in marks), *(one.end for one in found)])


def _absorbed(scope: _Scope, negated: list[_Scope], commas: list[int]) -> bool:
    """An uncertain cue straight under a negation ("no findings suspicious for") only carries the negation on."""
    if scope.rule.effect != Effect.UNCERTAIN or scope.rule.direction != Direction.AFTER:
        return False
    at = scope.cue.start
    last = bisect_left(commas, at) - 1
    comma = commas[last] if last >= 0 else -1
    for other in reversed(negated):
        if comma < other.cue.end <= at < other.end:
            return True
        if other.cue.end <= comma:
            return False
    return False


def _place(scope: _Scope) -> tuple[bool, int, str]:
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
