"""Drugs that a sentence puts in the place of others: ``He was on A; it was switched to B in 2022.``"""

from __future__ import annotations

import re

from extraction.relations.course_words import DOSE, LATER, NO_DRUG
from extraction.relations.sentence import DRUG, ReducedSentence

SWITCHED = r"(?:switched|changed|transitioned|converted)(?: over| back)?"
"""That one drug took the place of another, in words of the past; ``to`` stands behind it."""

_HINT = re.compile(rf"\b{SWITCHED}\b")
_ONTO = rf" to (?:[a-z]+ ){{0,2}}(?P<new>{DRUG}){NO_DRUG}"
_OWNED = r"(?:(?:his|her|their|the|home|current|previous|oral|iv|off|from|him|patient|over) ){0,4}"
_FROM_NONE = rf"(?![^{DRUG};.]{{0,25}} from (?:\w+ ){{0,2}}{DRUG})"
_BETWEEN = rf"(?:[^{DRUG}.。]|\.(?=\d)){{0,80}}?"
_AUXILIARY = rf"(?:was |were |has been |had been |have been |got )?{LATER}(?:being )?"
_ONCE_ON = (
    r"\b(?:(?:was|were|been|initially|previously|originally|formerly|first|once)"
    r"(?: (?:initially|previously|originally|first|stable|maintained|started)){0,3} on|took|tried|received"
    r"|(?:started|treated|managed|begun|put|maintained) (?:on|with)"
    r"|(?:was|been|initially|previously|originally|formerly) (?:taking|given|prescribed|using))"
    r"(?: (?:the|a|an|his|her|oral|iv|daily|weekly|low-dose|high-dose)){0,4} "
)
_FORMS = (
    re.compile(rf"\b(?P<verb>{SWITCHED}) {_OWNED}(?P<old>{DRUG})[^{DRUG};.]{{0,25}}?{_ONTO}"),
    re.compile(rf"\b(?P<verb>{SWITCHED}){_ONTO}{DOSE} (?:instead )?from {_OWNED}(?P<old>{DRUG})"),
    re.compile(
        rf"(?P<old>{DRUG}){_BETWEEN}(?:[;,(–—-]|\band|\bbut)? ?\b(?:it|this|that|which) {_AUXILIARY}"
        rf"(?P<verb>{SWITCHED}){_ONTO}{_FROM_NONE}"
    ),
    re.compile(
        rf"(?P<old>{DRUG}){DOSE} (?:was |were )?(?:started|begun|initiated|tried|given|used|prescribed)\b{_BETWEEN}"
        rf"\b(?:and|but|then|later) {_AUXILIARY}(?P<verb>{SWITCHED}){_ONTO}{_FROM_NONE}"
    ),
    re.compile(
        rf"{_ONCE_ON}(?P<old>{DRUG}){_BETWEEN}(?:[;,(–—-]|\b(?:and|but|then|before being)) ?"
        rf"(?:(?:but|and|he|she|they|the patient|patient|pt|who) ){{0,3}}{_AUXILIARY}(?P<verb>{SWITCHED})"
        rf"{_ONTO}{_FROM_NONE}"
    ),
)
_ON_TO_NEXT = re.compile(
    rf"[^{DRUG};.]{{0,40}}?\b(?:then|later|subsequently|finally|eventually)(?: (?:was|again|on|and))*"
    rf"(?: {SWITCHED})?(?: back)?{_ONTO}"
)
_NOT_DONE = re.compile(
    r"\b(?:not|never|will|would|should|could|may|might|can|if|unless|until|be|plan\w*|consider\w*|declin\w*|refus\w*"
    r"|wants?|wanted|needs?|recommend\w*|suggest\w*)\b[^,;.]{0,30}$"
)
_MOST = 5  # switches one after the other


def switches(sentence: ReducedSentence) -> tuple[set[int], set[int]]:
    """The places of the drugs that were switched from, and of those that came instead, where they are others."""
    old, new = set[int](), set[int]()
    if _HINT.search(sentence.text) is None:
        return old, new
    for form in _FORMS:
        for hit in form.finditer(sentence.text):
            if _NOT_DONE.search(sentence.text, max(0, hit.start("verb") - 60), hit.start("verb")):
                continue
            _add(sentence, (hit.start("old"), hit.start("new")), old, new)
            last = hit.start("new")
            for _ in range(_MOST):
                further = _ON_TO_NEXT.match(sentence.text, last + 1)
                if further is None:
                    break
                _add(sentence, (last, further.start("new")), old, new)
                last = further.start("new")
    return old, new - old


def _add(sentence: ReducedSentence, pair: tuple[int, int], old: set[int], new: set[int]) -> None:
    former, latter = pair
    new.add(latter)
    if sentence.mentions[former].curie != sentence.mentions[latter].curie:
        old.add(former)
