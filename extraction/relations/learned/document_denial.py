"""Sentences that deny that one concept brings about the other: "H did not induce T", "no T was seen with H"."""

from __future__ import annotations

import re

from extraction.relations.learned.document_view import Concept, View
from extraction.relations.learned.document_words import HEAD, TAIL, blinded

_CUES = frozenset(
    ("not", "no", "without", "failed", "fails", "fail", "never", "neither", "nor", "lack", "absence", "unlikely")
)

_FEW, _SOME = r"(?:[^\s.;:]+ ){0,3}", r"(?:[^\s.;:]+ ){0,7}"
_BRINGS = (
    r"(?:induc|caus|produc|result|lead|led|elicit|provok|trigger|precipitat|exacerbat|worsen|develop|associat|relat"
    r"|increas|evok|promot|contribut|attribut|due|link|respons)\S* "
)
_AFTER = r"(?:after|with|during|following|from|to|by|under|on|in) "
_RELATION = r"(?:association|relationship|correlation|relation|link|connection)s? "
_DENIALS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{HEAD} {_FEW}(?:not|never|failed to|fails to|fail to) {_FEW}{_BRINGS}{_SOME}{TAIL}",
        rf"{TAIL} {_FEW}(?:not|never|unlikely) {_FEW}{_BRINGS}{_SOME}{HEAD}",
        rf"{HEAD} {_SOME}without {_FEW}(?:induc|caus|produc|elicit|evok)\S* {_FEW}{TAIL}",
        rf"\b(?:no|without|absence of|lack of) (?:evidence of |sign of |signs of |case of |cases of )?(?:\S+ )?{TAIL} "
        rf"{_SOME}(?:induced by|caused by|due to|attributable to|related to|{_AFTER}){_FEW}{HEAD}",
        rf"\b(?:no|not|lack of|without) {_FEW}{_RELATION}{_SOME}(?:{HEAD} {_SOME}{TAIL}|{TAIL} {_SOME}{HEAD})",
        rf"\bno {_FEW}(?:risk|incidence) of {_FEW}{TAIL} {_SOME}{_AFTER}{_FEW}{HEAD}",
        rf"{HEAD} {_SOME}(?:had|has|have|with) no {_FEW}(?:risk of|effect on) {_FEW}{TAIL}",
    )
)
_LONGEST = 80


def denies(view: View, head: Concept, tail: Concept, sentence: int) -> bool:
    """Whether the sentence, which mentions both, denies that the head brings about the tail.

    What merely names a treatment's success ("H did not change T") is no denial.
    """
    start, end = view.bounds[sentence]
    if end - start > _LONGEST or _CUES.isdisjoint(view.words[start:end]):
        return False
    text = f"{' '.join(blinded(view, head, tail, start, end))} "
    return any(pattern.search(text) for pattern in _DENIALS)


def denied_sentences(view: View, head: Concept, tail: Concept, shared: list[int]) -> tuple[int, ...]:
    """Those of the shared sentences that deny the relation."""
    return tuple(one for one in shared if denies(view, head, tail, one))
