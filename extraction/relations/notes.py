"""What matches mean in a clinical note: facts of its case, and what a drug was given for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extraction.annotations import Mention, RelationMention
from extraction.relations.patterns import Match, Meaning
from extraction.relations.sentence import CONDITION, DRUG, ReducedSentence, symbol_of
from kg.records import Certainty, Experiencer, Temporality

MEDICATIONS = "medications/1"
ALLERGIES = "allergies/1"
PATTERNS = "sentence-patterns/1"

_GAP = f"[^{DRUG}{CONDITION};.。；]"
_REACTION = re.compile(
    rf"(?P<d>{DRUG}(?: ?[-/+,、] ?{DRUG})*){_GAP}{{0,25}}?"
    rf"(?:[(:（：→>,，\-—]|causes?|caused|causing|出现|致|引起){_GAP}{{0,20}}"
    rf"(?P<c>{CONDITION}(?:(?:,| and|、|及|和|/)[ \w]{{0,12}}{CONDITION})*)"
)
_TOLERATED = re.compile(
    rf"{DRUG}[^{DRUG};.。；]{{0,4}}(?:未用过|可用|耐受)"
    rf"|(?:tolerates?|tolerated|not allergic to|可耐受)[^{DRUG};.。；]{{0,20}}{DRUG}"
)
_DENIED_CAUSE = re.compile(r"\bnot\b|\bunlikely\b|\bwithout\b|\bno\b|不是|并非|无关|未|非")
_HEDGE = re.compile(r"\b(?:probabl[ey]|likely|possibl[ey]|suspected|presumably|may|might|could)\b|考虑|可能|疑|待排")
_CONDITIONAL = re.compile(r"\b(?:if|unless|in case|once(?! (?:daily|weekly|monthly|a|an|per|every|nightly|in)\b))\b")
_IN_CLAUSE = (
    rf"(?:(?!\b(?:takes|continues|currently|accepted|is on|was (?:given|started))\b)"
    rf"[^{DRUG}{CONDITION};.。；，]){{0,40}}"
)
_WISHED = (
    r"\b(?:could|may|might|would) (?:also )?(?:start|begin|try|add|use|take|give|switch|initiate|resume|increase"
    r"|consider|benefit|be)\b|\bconsider\w*\b|\bdiscuss\w*\b|\bplan(?:s|ned|ning)? (?:to|for|on)\b|\bwhether\b"
    r"|\bask(?:s|ed|ing)? (?:about|for|if)\b|\bwonder\w*\b|\boffer(?:s|ed|ing)?\b|\bintend\w*\b"
    r"|\bthinking (?:of|about)\b|\bcandidate for\b|\beligible for\b|\b(?:declin\w+|refus\w+) to\b|考虑(?!到)"
    r"|拟(?!诊)|建议|讨论|咨询|询问|计划|打算|是否|能否|可否|拒绝"
)
_WISHED_BEFORE = re.compile(rf"(?:{_WISHED})(?!{_IN_CLAUSE}, ){_IN_CLAUSE}(?:{DRUG}{_IN_CLAUSE})*$")
_REFUSED = re.compile(r"(?:\b(?:declin|refus)\w+\b(?! to (?:stop|discontinue|hold|quit))|拒绝)[^;.。；，]{0,40}$")
_WISHED_AFTER = re.compile(
    rf"{_IN_CLAUSE}(?:\b(?:(?:was|were|is|are|been) (?:planned|considered|discussed|offered|proposed|declined|refused)"
    r"|(?:can|could|may|might) be (?:taken|started|given|added|used|tried|considered))\b"
    r"|[，,]?(?:但|但是)?(?:患者|家属|本人|病人)?(?:及家属)?(?:拒绝|不同意|未同意|不愿|暂不))"
)
_MEDICATION_SECTION = "medications"
_ALLERGY_SECTION = "allergies"
_SECTION_SCORE = 0.9
_GIVEN_SCORE = 0.6
_UNCERTAIN_FACTOR = 0.6


@dataclass(frozen=True, slots=True)
class _Fact:
    predicate: str
    extractor: str
    score: float
    negated: bool
    qualifiers: tuple[tuple[str, str], ...] = ()


def note_relations(sentence: ReducedSentence, matches: Iterable[Match]) -> list[RelationMention]:
    """Relations of one sentence of a note; their subject is None (the case), or a drug that was given for something.

    What a sentence says a drug caused, it does not also say the drug was given for.
    """
    listed = list(matches)
    relations = _adverse_reactions(sentence, listed)
    harms = {(one.object.start, value) for one in relations for _, value in one.qualifiers}
    relations += [one for one in _given_for(sentence, listed) if _pair(one) not in harms]
    facts = _drug_facts(sentence, listed)
    given = {one.subject.start for one in relations if one.subject}
    for place, mention in sentence.mentions.items():
        if place in facts:
            relations.append(_of_case(sentence, mention, facts[place]))
        elif mention.start in given:
            relations.append(_of_case(sentence, mention, _fact(Meaning.TAKES, mention, _GIVEN_SCORE)))
    return relations


def _drug_facts(sentence: ReducedSentence, matches: list[Match]) -> dict[int, _Fact]:
    """At most one fact a drug mention: an allergy wins over not taking, and that over taking."""
    places = {id(mention): place for place, mention in sentence.mentions.items()}
    drugs = {place: one for place, one in sentence.mentions.items() if symbol_of(one) == DRUG}
    facts: dict[int, _Fact] = {}
    if sentence.section == _ALLERGY_SECTION:
        reactions = _reactions(sentence)
        tolerated = {place for hit in _TOLERATED.finditer(sentence.text) for place in range(*hit.span())}
        for place, mention in drugs.items():
            denied = mention.assertion.negated or place in tolerated
            facts[place] = _Fact("allergic_to", ALLERGIES, _SECTION_SCORE, denied, reactions.get(place, ()))
    for meaning in (Meaning.ALLERGIC, Meaning.TAKES_NOT, Meaning.TAKES):
        for match in matches:
            if match.meaning == meaning:
                for mention in match.objects:
                    facts.setdefault(places[id(mention)], _fact(meaning, mention, match.score))
    if sentence.section == _MEDICATION_SECTION:
        for place, mention in drugs.items():
            facts.setdefault(place, _fact(Meaning.TAKES, mention, _SECTION_SCORE))
    return {place: fact for place, fact in facts.items() if _stands(sentence, sentence.mentions[place], fact)}


def _fact(meaning: Meaning, mention: Mention, score: float) -> _Fact:
    if meaning == Meaning.ALLERGIC:
        return _Fact("allergic_to", ALLERGIES, score, mention.assertion.negated)
    return _Fact("takes", MEDICATIONS, score, meaning == Meaning.TAKES_NOT or mention.assertion.negated)


def _stands(sentence: ReducedSentence, mention: Mention, fact: _Fact) -> bool:
    planned = fact.predicate == "takes" and _is_planned(sentence, mention, negated=fact.negated)
    return _is_of_patient(mention) and not planned


def _is_of_patient(mention: Mention) -> bool:
    assertion = mention.assertion
    return (
        assertion.experiencer == Experiencer.PATIENT
        and assertion.temporality != Temporality.HYPOTHETICAL
        and assertion.certainty == Certainty.CERTAIN
    )


def _reactions(sentence: ReducedSentence) -> dict[int, tuple[tuple[str, str], ...]]:
    """The reactions named beside a drug in a list of allergies: ``penicillin (hives)``."""
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for hit in _REACTION.finditer(sentence.text):
        named = {one.curie for one in sentence.within(*hit.span("c")) if one.curie}
        for place in range(*hit.span("d")):
            found[place] = tuple(("reaction", curie) for curie in sorted(named))
    return found


def _of_case(sentence: ReducedSentence, mention: Mention, fact: _Fact) -> RelationMention:
    return RelationMention(
        None, fact.predicate, mention, sentence.span, fact.extractor, fact.score, fact.negated, fact.qualifiers
    )


def _adverse_reactions(sentence: ReducedSentence, matches: list[Match]) -> list[RelationMention]:
    """One relation a pair of drug and reaction; what is said twice in a sentence is kept once, at its best score."""
    if sentence.section == _ALLERGY_SECTION:
        return []
    best: dict[tuple[int, str], RelationMention] = {}
    for match in matches:
        if match.meaning != Meaning.CAUSES:
            continue
        for drug in match.subjects:
            for reaction in match.objects:
                relation = _adverse_reaction(sentence, match, drug, reaction)
                key = (drug.start, reaction.curie or "")
                if relation and (key not in best or best[key].score < relation.score):
                    best[key] = relation
    return list(best.values())


def _adverse_reaction(
    sentence: ReducedSentence, match: Match, drug: Mention, reaction: Mention
) -> RelationMention | None:
    for one in (drug, reaction):
        if one.assertion.experiencer != Experiencer.PATIENT or one.assertion.temporality == Temporality.HYPOTHETICAL:
            return None
    certainties = (drug.assertion.certainty, reaction.assertion.certainty)
    hedged = Certainty.UNCERTAIN in certainties or bool(_HEDGE.search(match.words))
    negated = reaction.assertion.negated or bool(_DENIED_CAUSE.search(match.words))
    score = match.score * (_UNCERTAIN_FACTOR if hedged else 1.0)
    fact = _Fact("had_adverse_reaction_to", PATTERNS, score, negated, (("reaction", str(reaction.curie)),))
    return _of_case(sentence, drug, fact)


def _given_for(sentence: ReducedSentence, matches: list[Match]) -> Iterator[RelationMention]:
    seen: set[tuple[int, int]] = set()
    for match in matches:
        if match.meaning != Meaning.GIVEN_FOR:
            continue
        for drug in match.subjects:
            for condition in match.objects:
                if (drug.start, condition.start) not in seen and _was_given(sentence, drug, condition):
                    seen.add((drug.start, condition.start))
                    yield RelationMention(
                        drug, "applied_to_treat", condition, sentence.span, PATTERNS, match.score, negated=False
                    )


def _pair(relation: RelationMention) -> tuple[int, str]:
    return (relation.subject.start if relation.subject else -1, str(relation.object.curie))


def _was_given(sentence: ReducedSentence, drug: Mention, condition: Mention) -> bool:
    said = condition.assertion
    if drug.assertion.negated or said.negated or not _is_of_patient(drug) or _is_planned(sentence, drug):
        return False
    return said.experiencer == Experiencer.PATIENT and said.temporality != Temporality.HYPOTHETICAL


def _is_planned(sentence: ReducedSentence, mention: Mention, *, negated: bool = False) -> bool:
    """Whether the drug is only wished for, or depends on a condition that follows ("if the pain persists").

    A refused drug is one that the patient does not take: that stands, for a ``negated`` fact.
    """
    place = next((place for place, one in sentence.mentions.items() if one is mention), 0)
    before, after = sentence.text[:place], sentence.text[place + 1 :]
    if _CONDITIONAL.search(after.partition(";")[0]):
        return True
    if negated:
        return bool(_WISHED_BEFORE.search(before)) and not _REFUSED.search(before)
    return bool(_WISHED_BEFORE.search(before) or _REFUSED.search(before) or _WISHED_AFTER.match(after))
