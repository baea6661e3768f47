"""Allergies and their reactions: in lists, in prose, and where the reaction stands in the next sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extraction.annotations import Mention, RelationMention
from extraction.relations.sentence import CONDITION, DRUG, ReducedSentence
from kg.records import PLACE_SUFFIX
from kg.schema import Category

SECTION = "allergies"
PREDICATE = "allergic_to"
REACTION = "reaction"
REACTION_SPAN = f"{REACTION}{PLACE_SUFFIX}"

_GAP = f"[^{DRUG}{CONDITION};.。；]"
_LIST = rf"{CONDITION}(?:(?:,| and| or|、|及|和|/)[ \w]{{0,12}}{CONDITION})*"
_REACTIONS = re.compile(
    rf"(?P<d>{DRUG}(?: ?[-/+,、] ?{DRUG})*){_GAP}{{0,25}}?"
    rf"(?:[(:（：→>,，\-—]|causes?|caused|causing|gives? (?:him|her)|gave (?:him|her)"
    rf"|results? in|resulted in|with|出现|致|引起)"
    rf"{_GAP}{{0,20}}(?P<c>{_LIST})"
)
_TOLERATED = re.compile(
    rf"{DRUG}[^{DRUG};.。；]{{0,4}}(?:未用过|可用|耐受)"
    rf"|(?:tolerates?|tolerated|not allergic to|可耐受)[^{DRUG};.。；]{{0,20}}{DRUG}"
)
_FOLLOWS = re.compile(
    rf"^\W{{0,4}}(?:(?:it|this|that|these|they|the|her|his|reactions?|he|she|patient|which|allergic)\b ?){{1,3}}"
    rf"(?:(?:reported|allergic|drug|medication|last|reaction|reactions|reactive) ?){{0,3}}"
    rf"(?:[:=-]|is|was|were|are|caus\w+|develop\w*|had|has|gets?|got|broke out|breaks out|experienc\w+|results? in"
    rf"|resulted in|includ\w+|gives?|gave|reports?)\b{_GAP}{{0,40}}(?P<c>{_LIST})"
)
_DENIALS = frozenset(("NKDA", "NKA", "NKMA"))

Pairs = tuple[tuple[str, str], ...]


def reactions(sentence: ReducedSentence) -> dict[int, Pairs]:
    """The reactions named beside a drug, by the drug's place: ``penicillin (hives)``, ``codeine causes nausea``."""
    found: dict[int, Pairs] = {}
    if CONDITION not in sentence.text:
        return found
    for hit in _REACTIONS.finditer(sentence.text):
        pairs = _pairs(sentence.within(*hit.span("c")))
        for place in range(*hit.span("d")):
            found.setdefault(place, pairs)
    return found


def tolerated(sentence: ReducedSentence) -> set[int]:
    """Places of drugs that a list of allergies names as borne."""
    return {place for hit in _TOLERATED.finditer(sentence.text) for place in range(*hit.span())}


def following_reaction(sentence: ReducedSentence) -> Pairs:
    """The reaction that a sentence tells of the allergy before it (``It caused a rash.``); empty when none."""
    hit = _FOLLOWS.match(sentence.text)
    return _pairs(sentence.within(*hit.span("c"))) if hit else ()


def add_reaction(relations: list[RelationMention], pairs: Pairs) -> None:
    """Adds a reaction to the last of the relations, where that is an allergy without one."""
    if not pairs:
        return
    for number in range(len(relations) - 1, -1, -1):
        one = relations[number]
        if one.predicate != PREDICATE or one.sentence != relations[-1].sentence:
            return
        if not one.negated and not any(key == REACTION for key, _ in one.qualifiers):
            relations[number] = replace(one, qualifiers=tuple(sorted({*one.qualifiers, *pairs})))
            return


def deny_none_known(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """``NKDA`` denies what it names."""
    listed = tuple(mentions)
    if not any(one.text in _DENIALS for one in listed):
        return listed
    return tuple(
        replace(one, assertion=replace(one.assertion, negated=True))
        if one.category == Category.DISEASE and one.text in _DENIALS
        else one
        for one in listed
    )


def _pairs(named: Sequence[Mention]) -> Pairs:
    said = {(REACTION, str(one.curie)) for one in named if one.curie}
    return tuple(sorted(said | {(REACTION_SPAN, f"{one.start}-{one.end}") for one in named if one.curie}))
