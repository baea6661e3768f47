"""English denials in many words: what is denied beyond the bare cue, and the verbs that a denial passes through."""

from __future__ import annotations

from extraction.assertion_rules import Effect, Rule, phrases

_N, _U, _H, _O = Effect.NEGATED, Effect.UNCERTAIN, Effect.HISTORICAL, Effect.OTHER

_PASSED = """
presenting with | presented with | complaining of | complained of | complaint of | complaints of | reports of
| reported | endorses | endorsed | endorsing | admits to | positive for | pos for | +ve for | remarkable for
| significant for | notable for | has been | found to have | noted to have | was noted to have | was found to have
| was started | started on | was given | given | was treated | treated with | is taking | developed | develops
| experienced | continues to | continues with | demonstrates | demonstrated | reveals | revealed | shows | showed
"""
_PERFECT = "has not | have not | had not"
_ACTIVE = (
    "reported | demonstrated | noted | noticed | identified | observed | detected | found | seen | visualized | felt"
    " | appreciated"
)
_NOT_YET = "developed | experienced | reported | demonstrated | shown | received | had"
_FAILED = "failed to | fails to | fail to | failing to"
_TO_SHOW = "demonstrate | reveal | show | confirm | identify | detect | find | disclose | visualize | establish"
_NOTHING = "no | without"
_FINDINGS = (
    "findings | evidence | features | symptoms | signs | changes | lesions | imaging findings | imaging evidence"
)
_FITTING = "consistent with | positive for | significant for | in keeping with | indicating | to indicate"
_DENYING = """
denies | denied | denying | deny | no evidence | no indication | no proof | no suggestion | no reason to believe
| no reason to think | not think | not believe | don't think | doesn't think | don't believe | doesn't believe
| didn't think | didn't believe
"""
_WHO = "he | she | they | patient | the patient | pt"
_HAVING = "has | had | have"
_PLAIN = """
not present with | not found to have | not noted to have | not shown to have | not known to have
| not reported any | not been given | not started on | not been started on | not treated with | nil
| ø | neg: | negative: | negatives: | nil:
"""
_NO_DENIAL = "nil, | nil. | nil; | nil) | nil/ | day zero | hour zero | time zero | ground zero | zero to | zero out of"


def _words(text: str) -> list[str]:
    return [one.strip() for one in text.split("|")]


def _joined(*tables: str) -> str:
    """Each row of words, one from each table, as phrases."""
    rows = [""]
    for table in tables:
        rows = [f"{row} {word}".strip() for row in rows for word in _words(table)]
    return " | ".join(rows)


DENIALS: tuple[Rule, ...] = (
    *phrases(_PASSED, Effect.NONE, stops=(_N, _U, _H), passed=True),
    *phrases(_PLAIN, _N),
    *phrases("zero", _N, reach=3, commas=0),
    *phrases(_joined(_PERFECT, _ACTIVE), _N),
    *phrases(_joined("not yet", _NOT_YET), _N),
    *phrases(_joined(_FAILED, _TO_SHOW), _N),
    *phrases(_joined(_NOTHING, _FINDINGS, _FITTING), _N),
    *phrases(_joined(_DENYING, _WHO, _HAVING), _N, stops=(_O,)),
    *phrases(_joined(_DENYING, "that", _WHO, _HAVING), _N, stops=(_O,)),
    *phrases("pos: | positive: | positives:", Effect.NONE, stops=(_N,)),
    *phrases(_NO_DENIAL, Effect.NONE),
)
"""Denials whose words follow each other; ``passed`` verbs end scopes, but straight under a negation carry it on."""
