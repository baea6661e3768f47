"""What matches mean in a clinical note: facts of its case, and what a drug was given for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from extraction.annotations import Mention, RelationMention
from extraction.relations.allergies import PREDICATE, REACTION, SECTION, not_allergic, reactions, tolerated
from extraction.relations.course import AGAIN, BORNE, PAST, course_of, reached_by_stop, replacing
from extraction.relations.course_words import COMPLETED
from extraction.relations.dosage import Dosage
from extraction.relations.illnesses import is_reason_of_its_own
from extraction.relations.intent import is_planned, is_resumed, status_of
from extraction.relations.list_heads import Head, HeadKind
from extraction.relations.notes_zh import is_own_reason, is_taken_still
from extraction.relations.patterns import Match, Meaning
from extraction.relations.rescues import rescues
from extraction.relations.sentence import CONDITION, DRUG, ReducedSentence, symbol_of
from kg.records import Certainty, Experiencer, Temporality
from kg.schema import Category

MEDICATIONS = "medications/2"
ALLERGIES = "allergies/2"
PATTERNS = "sentence-patterns/1"

_DENIED_CAUSE = re.compile(r"\bnot\b|\bunlikely\b|\bwithout\b|\bno\b|不是|并非|无关|未|非")
_WHILE_ON = f"{CONDITION} on {DRUG}"
_HEDGE = re.compile(r"\b(?:probabl[ey]|likely|possibl[ey]|suspected|presumably|may|might|could)\b|考虑|可能|疑|待排")
_TOLERANCE = re.compile(r"\btolerate[ds]?\b")
_MEDICATION_SECTION = "medications"
_HABITS = "social_history"
_PROBLEMS = frozenset(("assessment", "plan", "assessment_and_plan"))  # where the head of a list is often a problem
_NO_MEDICINES = frozenset(
    ("alcohol", "etoh", "ethanol", "cocaine", "crack", "crack cocaine", "caffeine", "cannabis", "marijuana", "thc",
     "heroin", "opium", "meth", "crystal meth", "methamphetamine", "methamphetamines", "amphetamine", "amphetamines",
     "ecstasy", "mdma", "lsd", "pcp", "phencyclidine", "psilocybin", "ghb", "nicotine", "tobacco")
)  # fmt: skip
_LISTED = frozenset(("frequency", "as_needed", "route", "dose_value"))
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


_NOTHING = _Fact("", MEDICATIONS, 0.0, negated=False)
"""Bars the weaker facts of a drug."""


def note_relations(
    sentence: ReducedSentence,
    matches: Iterable[Match],
    dosed: Mapping[int, Dosage] | None = None,
    heads: Mapping[int, Head] | None = None,
) -> list[RelationMention]:
    """Relations of one sentence of a note; their subject is None (the case), or a drug that was given for something.

    What a sentence says a drug caused, it does not also say the drug was given for. What is taken carries its dosage,
    and the status ``intended`` where the note itself orders it; what is not taken carries its status (``stopped``,
    ``on-hold``, ``completed``, ``not-taken``).

    Args:
        dosed: the dosages of the sentence by the start of their drug.
        heads: what stands over a drug in a list that is not one of medications, by the start of the drug.
    """
    dosed, heads = dosed or {}, heads or {}
    listed = list(matches)
    causes = _adverse_reactions(sentence, listed)
    harms = {(one.object.start, value) for one, _ in causes for key, value in one.qualifiers if key == REACTION}
    relations = [one for one, of_own in causes if not of_own]
    relations += [one for one in _given_for(sentence, listed) if _pair(one) not in harms]
    facts = _drug_facts(sentence, listed, heads, dosed)
    given = {one.subject.start for one in relations if one.subject}
    switched = replacing(sentence)
    for place, mention in sentence.mentions.items():
        fact = facts.get(place)
        if fact is None and (mention.start in given or _is_dosed(sentence, place, dosed, heads)):
            fact = _fact(Meaning.TAKES, mention, _GIVEN_SCORE)
        if symbol_of(mention) == DRUG and sentence.section != SECTION:
            fact, mention = _in_course(sentence, place, fact, dosed.get(mention.start), switched)
        if fact is not None:
            if fact.predicate == "takes" and not fact.negated:
                fact = replace(fact, qualifiers=tuple(sorted((*fact.qualifiers, *_of_taking(mention, dosed)))))
            relations.append(_of_case(sentence, mention, fact))
    return relations


def _in_course(
    sentence: ReducedSentence,
    place: int,
    fact: _Fact | None,
    dosage: Dosage | None,
    switched: tuple[set[int], set[int]],
) -> tuple[_Fact | None, Mention]:
    """What a sentence says of a drug with what became of it; a drug of which nothing else is said may be ended so.

    ``switched`` are the places of drugs that others took the place of, and of those others.
    """
    replaced, newer = switched
    mention = sentence.mentions[place]
    planned = mention.assertion.temporality == Temporality.PLANNED
    if (fact is not None and fact.predicate != "takes") or planned or not _is_of_patient(mention):
        return fact, mention
    course = course_of(sentence, place, dosage, replaced)
    if course == BORNE:
        return None, mention
    if course == AGAIN:
        now = replace(mention, assertion=replace(mention.assertion, temporality=Temporality.RECENT, negated=False))
        return _Fact("takes", MEDICATIONS, _GIVEN_SCORE if fact is None else fact.score, negated=False), now
    if not course:
        past = mention.assertion.temporality == Temporality.HISTORICAL
        if fact is not None and not fact.negated and past and is_taken_still(sentence, place):
            return fact, replace(mention, assertion=replace(mention.assertion, temporality=Temporality.RECENT))
        new = mention.category == Category.DRUG and not mention.assertion.negated and place in newer
        if not new or (fact is not None and fact.negated):
            return fact, mention
        now = replace(mention, assertion=replace(mention.assertion, temporality=Temporality.RECENT))
        return fact or _fact(Meaning.TAKES, now, _GIVEN_SCORE), now
    alone = mention.category == Category.DRUG and mention.text.lower() not in _NO_MEDICINES
    taken = fact or (_fact(Meaning.TAKES, mention, _GIVEN_SCORE) if alone else None)
    if taken is None or taken.negated:
        return taken, mention
    was = course == PAST
    changed = replace(taken, negated=not was, qualifiers=(("status", COMPLETED if was else course),))
    stands = fact is not None or _stands(sentence, place, replace(changed, negated=True))
    return (changed if stands else None), mention


def _of_taking(mention: Mention, dosed: Mapping[int, Dosage]) -> tuple[tuple[str, str], ...]:
    """The dosage of a drug; what the note orders is intended."""
    dosage = dosed[mention.start].qualifiers if mention.start in dosed else ()
    ordered = mention.assertion.temporality == Temporality.PLANNED
    return tuple(sorted((*dosage, ("status", "intended")))) if ordered else dosage


def _is_dosed(sentence: ReducedSentence, place: int, dosed: Mapping[int, Dosage], heads: Mapping[int, Head]) -> bool:
    """Whether the drug stands with dose and frequency, or alone with its dosage, and is not only planned."""
    mention = sentence.mentions[place]
    dosage, head = dosed.get(mention.start), heads.get(mention.start)
    if dosage is None or (head is not None and head.kind != HeadKind.UNKNOWN):
        return False
    said = {key for key, _ in dosage.qualifiers}
    whole = "frequency" in said and ("dose_value" in said or "route" in said)
    headed = head is not None and sentence.section not in _PROBLEMS
    if not whole and dosage.listed and not headed and mention.category == Category.DRUG:
        habit = sentence.section == _HABITS or (mention.text.lower() in _NO_MEDICINES and "form" not in said)
        whole = bool(said & _LISTED) and not habit
    fact = _fact(Meaning.TAKES, mention, _GIVEN_SCORE)
    return whole and symbol_of(mention) == DRUG and not fact.negated and _stands(sentence, place, fact)


def _drug_facts(
    sentence: ReducedSentence, matches: list[Match], heads: Mapping[int, Head], dosed: Mapping[int, Dosage]
) -> dict[int, _Fact]:
    """At most one fact a drug mention: an allergy wins over not taking, and that over taking."""
    places = {id(mention): place for place, mention in sentence.mentions.items()}
    drugs = {place: one for place, one in sentence.mentions.items() if symbol_of(one) == DRUG}
    facts: dict[int, _Fact] = {}
    found, denied_of = reactions(sentence), not_allergic(sentence)
    spared = rescues(sentence)
    if sentence.section == SECTION:
        borne = tolerated(sentence) | denied_of
        for place, mention in drugs.items():
            if place in spared:
                continue
            denied = mention.assertion.negated or place in borne
            facts[place] = _Fact(PREDICATE, ALLERGIES, _SECTION_SCORE, denied, () if denied else found.get(place, ()))
    for meaning in (Meaning.ALLERGIC, Meaning.TAKES_NOT, Meaning.TAKES):
        if meaning == Meaning.TAKES:
            _add_of_heads(facts, drugs, heads)
        for match in matches:
            if match.meaning == meaning:
                reached = [places[id(mention)] for mention in match.objects]
                if meaning == Meaning.TAKES_NOT:
                    reached = reached_by_stop(sentence, reached, match.words, dosed)
                if meaning == Meaning.ALLERGIC:
                    reached = [place for place in reached if place not in spared]
                for place in reached:
                    mention = sentence.mentions[place]
                    again = meaning == Meaning.TAKES_NOT and is_resumed(sentence, place)
                    fact = _fact(Meaning.TAKES if again else meaning, mention, match.score, match.words)
                    if fact.predicate == PREDICATE and not fact.negated:
                        free = place in denied_of
                        fact = replace(fact, negated=free, qualifiers=() if free else found.get(place, ()))
                    facts.setdefault(place, fact)
    if sentence.section == _MEDICATION_SECTION:
        for place, mention in drugs.items():
            facts.setdefault(place, _fact(Meaning.TAKES, mention, _SECTION_SCORE))
    return {place: fact for place, fact in facts.items() if fact.predicate and _stands(sentence, place, fact)}


def _add_of_heads(facts: dict[int, _Fact], drugs: Mapping[int, Mention], heads: Mapping[int, Head]) -> None:
    """What a list says by its heading: those under "Held:" are not taken; of past ones nothing is known."""
    for place, mention in drugs.items():
        head = heads.get(mention.start)
        if head is None or head.kind == HeadKind.UNKNOWN:
            continue
        if head.kind == HeadKind.OFF and mention.category == Category.DRUG:
            facts.setdefault(place, _fact(Meaning.TAKES_NOT, mention, _GIVEN_SCORE, head.words))
        facts.setdefault(place, _NOTHING)


def _fact(meaning: Meaning, mention: Mention, score: float, words: str = "") -> _Fact:
    if meaning == Meaning.ALLERGIC:
        return _Fact(PREDICATE, ALLERGIES, score, mention.assertion.negated)
    if meaning == Meaning.TAKES_NOT:
        status = () if _TOLERANCE.search(words) else (("status", status_of(words)),)
        return _Fact("takes", MEDICATIONS, score, negated=True, qualifiers=status)
    return _Fact("takes", MEDICATIONS, score, mention.assertion.negated)


def _stands(sentence: ReducedSentence, place: int, fact: _Fact) -> bool:
    planned = fact.predicate == "takes" and is_planned(sentence, place, negated=fact.negated)
    return _is_of_patient(sentence.mentions[place]) and not planned


def _is_of_patient(mention: Mention) -> bool:
    assertion = mention.assertion
    return (
        assertion.experiencer == Experiencer.PATIENT
        and assertion.temporality != Temporality.HYPOTHETICAL
        and assertion.certainty == Certainty.CERTAIN
    )


def _of_case(sentence: ReducedSentence, mention: Mention, fact: _Fact) -> RelationMention:
    denied = fact.predicate == "takes" and fact.negated and not fact.qualifiers
    if denied and _TOLERANCE.search(sentence.text):  # it says nothing of what is taken now
        mention = replace(mention, assertion=replace(mention.assertion, temporality=Temporality.HISTORICAL))
    return RelationMention(
        None, fact.predicate, mention, sentence.span, fact.extractor, fact.score, fact.negated, fact.qualifiers
    )


def _adverse_reactions(sentence: ReducedSentence, matches: list[Match]) -> list[tuple[RelationMention, bool]]:
    """One relation a pair of drug and reaction; what is said twice in a sentence is kept once, at its best score.

    With each, whether it is none: an illness of its own for which the drug was stopped.
    """
    if sentence.section == SECTION:
        return []
    best: dict[tuple[int, str], tuple[RelationMention, bool]] = {}
    for match in matches:
        if match.meaning != Meaning.CAUSES:
            continue
        for drug in match.subjects:
            for reaction in match.objects:
                if is_own_reason(match.words, reaction):
                    continue
                relation = _adverse_reaction(sentence, match, drug, reaction)
                key = (drug.start, reaction.curie or "")
                of_own = is_reason_of_its_own(match.words, reaction)
                if relation and (key not in best or (not of_own, relation.score) > _rank(best[key])):
                    best[key] = relation, of_own
    return list(best.values())


def _rank(told: tuple[RelationMention, bool]) -> tuple[bool, float]:
    return not told[1], told[0].score


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
    fact = _Fact("had_adverse_reaction_to", PATTERNS, score, negated, ((REACTION, str(reaction.curie)),))
    return _of_case(sentence, drug, fact)


def _given_for(sentence: ReducedSentence, matches: list[Match]) -> Iterator[RelationMention]:
    seen: set[tuple[int, int]] = set()
    places = {one.start: place for place, one in sentence.mentions.items()}
    for match in matches:
        if match.meaning != Meaning.GIVEN_FOR or min(len(match.subjects), len(match.objects)) > 1:
            continue  # of several drugs for several conditions, none is told which is for which
        for drug in match.subjects:
            for condition in match.objects:
                if match.words == _WHILE_ON and condition.category == Category.PHENOTYPIC_FEATURE:
                    continue  # "weight gain on olanzapine" may be what the drug did
                if (drug.start, condition.start) not in seen and _was_given(sentence, drug, condition, places):
                    seen.add((drug.start, condition.start))
                    yield RelationMention(
                        drug, "applied_to_treat", condition, sentence.span, PATTERNS, match.score, negated=False
                    )


def _pair(relation: RelationMention) -> tuple[int, str]:
    return (relation.subject.start if relation.subject else -1, str(relation.object.curie))


def _was_given(sentence: ReducedSentence, drug: Mention, condition: Mention, places: dict[int, int]) -> bool:
    said = condition.assertion
    if drug.assertion.negated or said.negated or not _is_of_patient(drug) or is_planned(sentence, places[drug.start]):
        return False
    return said.experiencer == Experiencer.PATIENT and said.temporality != Temporality.HYPOTHETICAL
