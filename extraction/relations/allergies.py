"""Allergies and their reactions: in lists, in prose, and where the reaction stands in the next sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extraction.annotations import Mention, RelationMention
from extraction.relations.patterns import Match, Meaning
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
_TO = re.compile(r"\b(?:allergic(?: reactions?)?|allerg(?:y|ies)) to (?:the following:? ?)?")
_NO_ALLERGEN = (
    r"(?!(?:has|had|have|is|was|were|are|be|been|takes?|taking|took|on|with|without|uses?|using|given|gave|gets?|got|so|but"
    r"|which|who|that|she|he|they|pt|patient|currently|now|started?|treated|den\w+|no|not|none|reports?|presents?|caus\w+"
    r"|due|for|from|in|at|by|when|after|since|while|develop\w*|tolerat\w*|prescribed|continue\w*|meds?|medications?"
    r"|home|current|will|plan|if|because|as|then|switched|changed|avoid\w*)\b)"
)
_WORDS = rf"{_NO_ALLERGEN}[a-z][a-z'’-]*(?: {_NO_ALLERGEN}(?!(?:and|or)\b)[a-z][a-z'’-]*){{0,2}}"
_ALLERGEN = re.compile(
    rf"(?:{DRUG}(?:[- ](?:containing )?(?:drugs?|antibiotics?|products?|medications?|derivatives|dyes?|contrast))?"
    rf"|{_WORDS})(?: ?\([^()]{{1,40}}\))?(?= ?(?:[,.;&/)]|and\b|or\b|$))"
)
_ALSO = re.compile(r" ?(?:, ?(?:and |or |& )?|(?:and|or) |& ?|/ ?)")
_ITEM_ZH = rf"(?:{DRUG}(?:类?(?:药物|抗生素|药|类))?|[^{DRUG}{CONDITION}，,。；;、及和与或/\s]{{1,10}}?)"
_LIST_ZH = re.compile(rf"(?:否认|无|对)有?(?P<d>{_ITEM_ZH}(?:[、及和与或/]{_ITEM_ZH}){{0,20}}?)等?均?过敏")
_KIND_ZH = r"(?:类|族)?(?:抗生素|抗菌药物?|药物|药品|药|制剂)?"
_NOT_ALLERGIC_ZH = re.compile(
    rf"(?P<d>{DRUG}{_KIND_ZH}(?:[、及和与或/]{_ITEM_ZH}){{0,20}}?)等?{_KIND_ZH}(?:史)?(?:均|都|皆|并|也|亦|从)?"
    r"(?:不|并非|不是|[无没未]有?(?:见|诉|出现|发生|发现)?(?:明显|任何)?)过敏(?![感性])"
)
_MOST = 20  # items of a list
_SCORE = 0.85
_DENIALS = frozenset(("NKDA", "NKA", "NKMA"))

Pairs = tuple[tuple[str, str], ...]


def reactions(sentence: ReducedSentence) -> dict[int, Pairs]:
    """The reactions named beside a drug, by the drug's place: ``penicillin (hives)``, ``codeine causes nausea``."""
    found: dict[int, Pairs] = {}
    if CONDITION not in sentence.text:
        return found
    for hit in _REACTIONS.finditer(sentence.text):
        pairs = _pairs(sentence.within(*hit.span("c")))
        first, last = hit.span("d")
        if sentence.text[last:].lstrip().startswith("(") and "," in hit["d"]:  # that of the last of a list alone
            first += hit["d"].rindex(",")
        for place in range(first, last):
            found.setdefault(place, pairs)
    return found


def allergens(sentence: ReducedSentence) -> Iterator[Match]:
    """The drugs of a list of what the patient is allergic to, whatever else it holds: ``peanuts, latex, codeine``.

    A list ends at the first item that is more than a name (``aspirin 81 mg``, ``takes metformin``).
    """
    for listed in _LIST_ZH.finditer(sentence.text):
        if named := tuple(sentence.within(*listed.span("d"))):
            yield Match(Meaning.ALLERGIC, (), named, _SCORE, listed[0])
    for hit in _TO.finditer(sentence.text):
        place, drugs = hit.end(), list[Mention]()
        for _ in range(_MOST):
            item = _ALLERGEN.match(sentence.text, place)
            if item is None:
                break
            if item[0].startswith(DRUG):
                drugs += sentence.within(place, place + 1)
            also = _ALSO.match(sentence.text, item.end())
            if also is None:
                break
            place = also.end()
        if drugs:
            yield Match(Meaning.ALLERGIC, (), tuple(drugs), _SCORE, sentence.text[hit.start() : place])


def tolerated(sentence: ReducedSentence) -> set[int]:
    """Places of drugs that a list of allergies names as borne."""
    return {place for hit in _TOLERATED.finditer(sentence.text) for place in range(*hit.span())}


def not_allergic(sentence: ReducedSentence) -> set[int]:
    """Places of drugs of which a Chinese sentence says that there is no allergy: ``头孢类药物不过敏``."""
    return {place for hit in _NOT_ALLERGIC_ZH.finditer(sentence.text) for place in range(*hit.span("d"))}


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
