"""Dishonest variants of honest sentences: of the words, or of the facts that they cite."""

import random
from dataclasses import dataclass, replace

from shipped_facts import entity, fact, of_predicate, rows

from api.facts import Entity, Fact, Language, Sentence
from kg.records import KnowledgeLevel
from kg.schema import PREDICATES, category

# What says nearly the same, so that one in place of the other is no lie.
ALIKE = (
    {"treats", "applied_to_treat", "ameliorates_condition"},
    {"causes", "has_side_effect", "has_phenotype"},
    {"gene_associated_with_condition", "related_to", "causes"},
    {"subclass_of", "has_chemical_role"},
    {"regulates", "upregulates", "downregulates"},
    {"interacts_with", "physically_interacts_with", "binds"},
    {"occurs_together_in_literature_with", "related_to"},
)
NO_DIRECTION = {"gene_associated_with_condition"}
CASE_LIKE = {"Case", "Publication"}


@dataclass(frozen=True)
class Mutant:
    """A sentence that its facts do not support."""

    kind: str
    sentence: Sentence
    facts: tuple[Fact, ...]


def name_in(text: str, end: Entity, language: Language) -> str | None:
    """The longest name of an entity that stands in a text."""
    names = [name for name in (end.name, end.name_zh, *end.synonyms) if name and len(name) > 1]
    found = [name for name in names if name.lower() in text.lower()]
    return max(found, key=len, default=None)


def swap_text(text: str, old: str, new: str) -> str:
    at = text.lower().index(old.lower())
    return text[:at] + new + text[at + len(old) :]


def spoken(end: Entity, language: Language) -> str:
    return (end.name_zh or end.name) if language is Language.CHINESE else end.name


def other_entity(like: Entity, taken, generator) -> Entity:
    """A random shipped term of the same category that no fact is about and whose name differs from all of theirs."""
    names = {name.lower() for end in taken for name in (end.name, end.name_zh, *end.synonyms)}
    while True:
        row = rows()[generator.randrange(len(rows()))]
        for curie in (row[0], row[2]):
            found = entity(curie)
            own = {name.lower() for name in (found.name, found.name_zh, *found.synonyms) if name}
            if found.category == like.category and not own & names and found.name.isascii():
                return found


def ends_of(facts):
    return [end for one in facts for end in (one.subject, one.object)]


def subject_swapped(sentence, facts, generator):
    """Another of its kind in place of the subject."""
    one = cited(sentence, facts, generator)
    old = name_in(sentence.text, one.subject, sentence.language)
    if old is None or one.subject.category in CASE_LIKE:
        return None
    new = spoken(other_entity(one.subject, ends_of(facts), generator), sentence.language)
    return replace(sentence, text=swap_text(sentence.text, old, new)), facts


def direction_flipped(sentence, facts, generator):
    """Subject and object change places in the words."""
    one = cited(sentence, facts, generator)
    names = [name_in(sentence.text, end, sentence.language) for end in (one.subject, one.object)]
    if None in names or PREDICATES[one.predicate].symmetric or one.predicate in NO_DIRECTION:
        return None
    if names[0].lower() in names[1].lower() or names[1].lower() in names[0].lower():
        return None
    if one.subject.category in CASE_LIKE or "such as" in sentence.text:
        return None
    text = swap_text(sentence.text, names[0], "\0")
    text = swap_text(text, names[1], names[0]).replace("\0", names[1])
    return replace(sentence, text=text), facts


def predicate_changed(sentence, facts, generator):
    """The cited fact holds another predicate between the same ends."""
    one = cited(sentence, facts, generator)
    ends = category(one.subject.category), category(one.object.category)
    alike = {other for group in ALIKE if one.predicate in group for other in group} | {
        one.predicate,
        "mentions",
        "related_to",
    }
    able = [
        rule.name
        for rule in PREDICATES.values()
        if rule.name not in alike
        and ((ends[0] in rule.subjects and ends[1] in rule.objects) if rule.subjects else ends[0] not in CASE_LIKE)
    ]
    if not able:
        return None
    return sentence, exchanged(facts, one, replace(one, predicate=generator.choice(sorted(able))))


def negation_dropped(sentence, facts, generator):
    """What the words affirm, the fact denies; or the other way round."""
    one = cited(sentence, facts, generator)
    return sentence, exchanged(facts, one, replace(one, negated=not one.negated))


def unrelated_inserted(sentence, facts, generator):
    """One more drug beside a name."""
    drug = fact(rows()[generator.choice(of_predicate()["interacts_with"])]).subject
    drug = other_entity(drug, ends_of(facts), generator)
    old = name_in(sentence.text, cited(sentence, facts, generator).subject, sentence.language)
    if old is None:
        return None
    link = "和" if sentence.language is Language.CHINESE else " and "
    return replace(sentence, text=swap_text(sentence.text, old, old + link + spoken(drug, sentence.language))), facts


def wrong_citation(sentence, facts, generator):
    """One of the cited numbers is another fact's."""
    number = max(one.number for one in facts) + 1
    while True:
        other = fact(rows()[generator.randrange(len(rows()))], number)
        if not {other.subject.id, other.object.id} <= {end.id for end in ends_of(facts)}:
            break
    cites = list(sentence.cites)
    cites[generator.randrange(len(cites))] = number
    return replace(sentence, cites=tuple(cites)), (*facts, other)


def hedge_dropped(sentence, facts, generator):
    """The cited fact is a prediction, the words state it."""
    one = cited(sentence, facts, generator)
    if any(facts_of.knowledge_level is KnowledgeLevel.PREDICTION for facts_of in facts):
        return None
    words = (
        "may",
        "might",
        "could",
        "suggest",
        "possib",
        "predict",
        "model",
        "potential",
        "可能",
        "或",
        "模型",
        "预测",
        "提示",
    )
    if any(word in sentence.text.lower() for word in words):
        return None
    return sentence, exchanged(facts, one, replace(one, knowledge_level=KnowledgeLevel.PREDICTION))


OPERATORS = {
    one.__name__: one
    for one in (
        subject_swapped, direction_flipped, predicate_changed, negation_dropped, unrelated_inserted, wrong_citation,
        hedge_dropped,
    )
}  # fmt: skip


def cited(sentence, facts, generator: random.Random) -> Fact:
    """One of the facts that a sentence cites."""
    return generator.choice([one for one in facts if one.number in sentence.cites])


def exchanged(facts, old, new):
    return tuple(new if one.number == old.number else one for one in facts)


def mutate(kind, sentence, facts, generator) -> Mutant | None:
    """The sentence with one operator applied; None when the operator does not fit it."""
    made = OPERATORS[kind](sentence, facts, generator)
    return Mutant(kind, *made) if made else None
