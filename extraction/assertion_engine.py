"""The rule engine of assertion: finds cues in a sentence and says what they do to its mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick

from extraction.assertion_marks import Answer, answers
from extraction.assertion_rules import Direction, Effect, Rule, RuleSet
from kg.records import Assertion, Certainty, Experiencer, Temporality

_RUN = re.compile(r"\s+")
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


class AssertionEngine:
    """Says how a sentence means each of its mentions.

    Args:
        rules: the rules of one language.
    """

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self._sections = dict(rules.sections)
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
        folded, moved = _fold(text[sentence[0] : sentence[1]])
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
        found.sort(key=lambda cue: (cue.start, -cue.end))
        kept: list[_Cue] = []
        for cue in found:
            if not kept or cue.end > kept[-1].end:
                kept.append(cue)
        idle = [(cue.start, cue.end) for cue in kept if all(_is_idle(rule) for rule in cue.rules)]
        return [cue for cue in kept if not any(start < cue.end and cue.start < end for start, end in idle)]

    def _scopes(self, folded: str, cues: list[_Cue]) -> list[_Scope]:
        marks = [place for place, character in enumerate(folded) if character in self.rules.stop_marks]
        scopes = [
            self._scope(folded, cue, rule, cues, marks)
            for cue in cues
            for rule in cue.rules
            if rule.effect != Effect.NONE
        ]
        return [scope for scope in scopes if not _absorbed(folded, scope, scopes, self.rules.clause_commas)]

    def _scope(self, folded: str, cue: _Cue, rule: Rule, cues: list[_Cue], marks: list[int]) -> _Scope:
        limit = len(folded)
        if rule.effect == Effect.OTHER and rule.direction == Direction.AFTER and self.rules.bearing is not None:
            bearing = self.rules.bearing(folded, cue.start, cue.end)
            if bearing is None:
                return _Scope(cue, rule, cue.end, cue.end)
            rule, limit = rule._replace(direction=bearing.direction), bearing.end
        stops = [(place, place + 1) for place in marks]
        stops += [(one.start, one.end) for one in cues if any(rule.effect in found.stops for found in one.rules)]
        start, end = cue.start, cue.end
        if rule.direction != Direction.BEFORE:
            end = min((place for place, _ in stops if place >= cue.end), default=limit)
            end = _within_commas(folded, cue.end, min(end, limit), rule.commas, self.rules.clause_commas)
        if rule.direction != Direction.AFTER:
            start = max((place for _, place in stops if place <= cue.start), default=0)
            start = _within_commas_before(folded, start, cue.start, rule.commas, self.rules.clause_commas)
        return _Scope(cue, rule, start, end)

    def _effects(self, text: str, span: tuple[int, int], scopes: list[_Scope]) -> set[Effect]:
        """The effects that reach a mention; a later uncertain cue ends a negation ("no fever, possible flu")."""
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
    if "  " not in lowered and not any(mark in lowered for mark in "\n\t\r\u00a0\u3000"):
        return lowered, None
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


def _within_commas(text: str, start: int, end: int, commas: int, marks: str) -> int:
    if commas < 0:
        return end
    places = [place for place in range(start, end) if text[place] in marks]
    return places[commas] if len(places) > commas else end


def _within_commas_before(text: str, start: int, end: int, commas: int, marks: str) -> int:
    if commas < 0:
        return start
    places = [place for place in range(start, end) if text[place] in marks]
    return places[-commas - 1] + 1 if len(places) > commas else start


def _absorbed(text: str, scope: _Scope, scopes: list[_Scope], commas: str) -> bool:
    """An uncertain cue straight under a negation ("no findings suspicious for") only carries the negation on."""
    if scope.rule.effect != Effect.UNCERTAIN or scope.rule.direction != Direction.AFTER:
        return False
    return any(
        other.rule.effect == Effect.NEGATED
        and other.cue.end <= scope.cue.start < other.end
        and not any(mark in text[other.cue.end : scope.cue.start] for mark in commas)
        for other in scopes
    )


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
