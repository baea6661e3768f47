"""Facts as English clauses."""

from __future__ import annotations

from collections.abc import Sequence

from api.facts import Entity, Fact
from api.realise.english_grammar import capitalised, counted, is_plural, listed
from api.realise.english_phrases import CASE_PHRASES, PHRASES, Phrase
from api.realise.manner import Manner, documents_of, manner_of, same_case
from api.realise.names import english_names
from api.realise.qualifiers import english_qualifiers
from kg.schema import Category

_MAY_BE_PLURAL = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE, Category.ANATOMICAL_ENTITY))


def english_clause(fact: Fact) -> str:
    """The fact as a clause, without capital and full stop."""
    hedged = manner_of(fact) is Manner.PREDICTED
    return f"{_source(fact)}{_claim(fact, hedged)}{english_qualifiers(fact)}"


def english_sentence(facts: Sequence[Fact]) -> str:
    """The facts as one sentence; what is said of one case in a row is joined to one clause."""
    clauses: list[str] = []
    for before, fact in zip((None, *facts), facts, strict=False):
        clause = english_clause(fact)
        if before is not None and same_case(before, fact):
            clauses[-1] += f" and {clause.removeprefix(_lead(english_names(fact)[0]))}"
        else:
            clauses.append(clause)
    return f"{capitalised(listed(clauses))}."


def _lead(case: str) -> str:
    return f"in the note {case}, the patient "


def _source(fact: Fact) -> str:
    """What introduces the claim: where it is known from."""
    manner = manner_of(fact)
    if manner is Manner.PREDICTED:
        return "a model predicts that "
    if manner is Manner.TEXT_MINED:
        return "text mining of the literature found that "
    if manner is Manner.STATISTICAL:
        return "a statistical analysis found that "
    if manner is Manner.OBSERVED and fact.subject.category != Category.CASE:
        documents = documents_of(fact)
        return f"in {counted(documents, 'clinical note')}, " if documents else "it was observed that "
    return ""


def _claim(fact: Fact, hedged: bool) -> str:
    name, thing = english_names(fact)
    if fact.subject.category == Category.CASE and fact.predicate in CASE_PHRASES:
        phrase = CASE_PHRASES[fact.predicate]
        return f"{_lead(name)}{_predicate(phrase, thing, fact.negated, hedged, plural=False)}"
    phrase = PHRASES.get(fact.predicate) or CASE_PHRASES.get(fact.predicate) or _unknown(fact.predicate)
    return f"{_subject(fact.subject, name)} {_predicate(phrase, thing, fact.negated, hedged, _plural(fact.subject))}"


def _subject(entity: Entity, name: str) -> str:
    if entity.category == Category.CASE:
        return f"the note {name}"
    if entity.category == Category.PUBLICATION:
        return f"the publication {name}"
    return name


def _plural(entity: Entity) -> bool:
    return entity.category in _MAY_BE_PLURAL and is_plural(entity.name)


def _predicate(phrase: Phrase, thing: str, negated: bool, hedged: bool, plural: bool) -> str:
    parts = (_verb(phrase, negated, hedged, plural), phrase.after, thing, phrase.last)
    return " ".join(part for part in parts if part)


def _verb(phrase: Phrase, negated: bool, hedged: bool, plural: bool) -> str:
    no = " not" if negated else ""
    if hedged:
        return f"may{no} {phrase.base}" if not phrase.past else f"may{no} have {_participle(phrase.base)}"
    if phrase.base == "be":
        present, past = ("are", "were") if plural else ("is", "was")
        return f"{past if phrase.past else present}{no}"
    if not negated:
        return phrase.base if plural and not phrase.past else phrase.verb
    auxiliary = "did" if phrase.past else "do" if plural else "does"
    return f"{auxiliary} not {phrase.base}"


def _participle(base: str) -> str:
    return {"be": "been", "have": "had", "undergo": "undergone"}[base]


def _unknown(predicate: str) -> Phrase:
    """A predicate that the table lacks, in its own words."""
    return Phrase("has", "have", f"the relation {predicate.replace('_', ' ')!r} to")
