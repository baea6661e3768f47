"""English beyond fixed phrases: what is done with drugs, years, and ``should``, added to the effects of the cues."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.assertion_counsel import counselled, inoculated
from extraction.assertion_orders import Order, orders
from extraction.assertion_prevention import is_means
from extraction.assertion_revised import withdrawn
from extraction.assertion_roles import of_source
from extraction.assertion_rules import Effect
from extraction.assertion_times import conditions, over, past_years

_OF_ORDER = {
    Order.PLANNED: Effect.PLANNED,
    Order.PROPOSED: Effect.HYPOTHETICAL,
    Order.STOPPED: Effect.HISTORICAL,
    Order.STOP: Effect.NEGATED,
}
_LIST = re.compile(
    r"[\W\d]*(?:(?:the )?(?:diagnos[ei]s|conditions?|diseases?|disorders?|causes?|differentials?) )?"
    r"(?P<open>(?:(?:can(?:no|')?t|can not|could not|couldn't|needs? to|still to|yet to|to|should|must) be "
    r"|not (?:yet )?(?:been )?))?"
    r"(?:(?:has |have )?been |was |were )?(?:ruled[ -]out|excluded) ?:(?P<named>[^;•]*)"
)
_LIST_ENDS = re.compile(
    r"[.!?](?= |$)|\b(?:but|however|although|though|except|whereas|while|which|who|because|due to|caused by"
    r"|secondary to|now|has|had|have|is|are|was|were|admitted|presents?|presented|reports?|confirmed|diagnosed|found"
    r"|positive|still|remains?|likely|probabl[ey]|possibl[ey]|consider\w*|treated|started|given)\b"
)


def correct_english(text: str, spans: Sequence[tuple[int, int]], effects: list[set[Effect]]) -> list[set[Effect]]:
    """The effects of each mention, with those that follow from the form of the sentence.

    Args:
        text: the sentence in lower case with single spaces.
        spans: the mentions in it, characters, end excluded.
        effects: what the cue phrases say of each.
    """
    given = is_means(text, spans)
    if any(given):
        effects = [one - {Effect.HYPOTHETICAL} if means else one for means, one in zip(given, effects, strict=True)]
    effects = _with(Effect.HYPOTHETICAL, counselled(text, spans), _listed(text, spans, effects))
    effects = _with(Effect.HYPOTHETICAL, inoculated(text, spans), effects)
    effects = _with(Effect.OTHER, of_source(text, spans), effects)
    effects = _with(Effect.NEGATED, withdrawn(text, spans), _with(Effect.HISTORICAL, over(text, spans), effects))
    done, past, conditional = orders(text, spans), past_years(text, spans), conditions(text, spans)
    if not (any(past) or any(conditional) or any(done)):
        return effects
    return [_corrected(*one) for one in zip(effects, done, past, conditional, strict=True)]


def _with(effect: Effect, said: Sequence[bool], effects: list[set[Effect]]) -> list[set[Effect]]:
    if not any(said):
        return effects
    return [one | {effect} if is_so else one for is_so, one in zip(said, effects, strict=True)]


def _listed(text: str, spans: Sequence[tuple[int, int]], effects: list[set[Effect]]) -> list[set[Effect]]:
    """``Ruled out: A, B`` at the head of a sentence denies its whole list; ``Cannot be ruled out: A, B`` doubts it."""
    found = _LIST.match(text) if ":" in text else None
    if found is None:
        return effects
    start, end = found.span("named")
    ends = _LIST_ENDS.search(text, start, end)
    end = ends.start() if ends else end
    said, other = (Effect.UNCERTAIN, Effect.NEGATED) if found["open"] else (Effect.NEGATED, Effect.UNCERTAIN)
    return [one - {other} | {said} if start <= span[0] < end else one for one, span in zip(effects, spans, strict=True)]


def _corrected(effects: set[Effect], order: Order | None, past: bool, conditional: bool) -> set[Effect]:
    said = _ordered(effects, order)
    if past:
        said = said | {Effect.HISTORICAL}
    return said | {Effect.HYPOTHETICAL} if conditional else said


def _ordered(effects: set[Effect], order: Order | None) -> set[Effect]:
    """What is stopped or started only on a condition, or perhaps, is neither stopped nor started."""
    if order is None:
        return effects
    if order == Order.CURRENT:
        return effects - {Effect.NEGATED}
    if order in (Order.PLANNED, Order.STOP) and effects & {Effect.HYPOTHETICAL, Effect.UNCERTAIN}:
        return effects | {Effect.HYPOTHETICAL}
    return effects | {_OF_ORDER[order]}
