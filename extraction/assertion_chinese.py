"""Chinese beyond fixed phrases: 未 and 不 straight before a name deny it, and the names that 、 joins to it.

As phrases they would reach into words that merely begin with them (不适, 不规则): here nothing may stand between.
What stands in a condition (如…可…) is hypothetical.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.assertion_revised import withdrawn_chinese
from extraction.assertion_rules import Effect
from extraction.conditions_zh import conditional_spans, is_within

_DENIED = re.compile(
    r"(?:(?<![得是无莫忍])(?<!不[能可])不(?:再|曾)?"
    r"|(?<![亥丁辛癸])未(?:(?:再|曾)?有?过?(?:明显)?|(?:再|曾)?[感觉述](?:明显)?|曾?(?:行|做|作|予|给予|接受)过?))\Z"
)
_NAMED_WITH = ("分化", "定型", "分型", "破裂", "成熟", "特指", "全", "稳", "规则", "典型", "明原因", "良", "完全")
_JOINED = re.compile(r"\s*(?:、|及|或|和|与|/)\s*\Z")
_LOOK_BACK = 8


def correct_chinese(text: str, spans: Sequence[tuple[int, int]], effects: list[set[Effect]]) -> list[set[Effect]]:
    """The effects of each mention, with the denial that stands straight before it and the condition around it.

    Args:
        text: the sentence.
        spans: the mentions in it, characters, end excluded.
        effects: what the cue phrases say of each.
    """
    wrong = withdrawn_chinese(text, spans)
    effects = [one | {Effect.NEGATED} if is_wrong else one for is_wrong, one in zip(wrong, effects, strict=True)]
    if conditional := conditional_spans(text, spans):
        effects = [
            one | {Effect.HYPOTHETICAL} if is_within(conditional, span[0]) else one
            for one, span in zip(effects, spans, strict=True)
        ]
    if "未" not in text and "不" not in text:
        return effects
    corrected = list(effects)
    denied_until, denied = -1, False
    for number in sorted(range(len(spans)), key=spans.__getitem__):
        start, end = spans[number]
        joined = 0 <= denied_until <= start and bool(_JOINED.match(text[denied_until : min(start, denied_until + 4)]))
        denied = (denied and joined and start - denied_until <= 3) or _is_denied(text, start)
        denied_until = max(end, denied_until)
        if denied:
            corrected[number] = effects[number] | {Effect.NEGATED}
    return corrected


def _is_denied(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    if not before or text.startswith(_NAMED_WITH, start):
        return False
    return _DENIED.search(before) is not None
