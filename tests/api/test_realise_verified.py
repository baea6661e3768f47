"""The template's sentences pass the verifier, every predicate, polarity and manner, in both languages."""

import itertools

import pytest

from api.explain_verify import default_verifier
from api.facts import Entity, Fact, Language
from api.realise import realise_fact, realise_path
from kg.identifiers import Curie
from kg.records import AgentType, KnowledgeLevel, Qualifier
from kg.schema import PREDICATES, Category

L = KnowledgeLevel
LEVELS = (L.KNOWLEDGE_ASSERTION, L.OBSERVATION, L.STATISTICAL_ASSOCIATION, L.TEXT_CO_OCCURRENCE, L.PREDICTION)
ENDS = {
    Category.DRUG: (("metformin", "二甲双胍"), ("warfarin", "华法林")),
    Category.DISEASE: (("type 2 diabetes mellitus", "2型糖尿病"), ("gout", "痛风")),
    Category.PHENOTYPIC_FEATURE: (("Seizures", "癫痫发作"), ("Nausea", "恶心")),
    Category.GENE: (("PRKAA1", ""), ("CYP2C9", "")),
    Category.PATHWAY: (("AMPK signaling", ""), ("Glycolysis", "")),
    Category.CHEMICAL_ROLE: (("hypoglycemic agent", ""), ("anticoagulant", "")),
    Category.ANATOMICAL_ENTITY: (("liver", "肝"), ("kidney", "肾脏")),
    Category.CASE: (("clinic.txt#1", ""), ("ward.csv#22", "")),
}


def end(categories, place):
    """An entity of one of the categories; ``place`` 0 for a subject, 1 for an object."""
    allowed = [one for one in ENDS if one in categories] or [Category.DISEASE]
    category = Category.CASE if Category.CASE in categories and Category.DISEASE not in categories else allowed[0]
    name, name_zh = ENDS[category][place]
    return Entity(Curie(f"X:{name.replace(' ', '_')}"), category, name, name_zh)


def fact_of(predicate, negated, level, number=1, **more):
    rule = PREDICATES[predicate]
    return Fact(number, end(rule.subjects, 0), predicate, end(rule.objects, 1), negated, level, 0.8, (), **more)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("predicate", sorted(PREDICATES))
def test_every_predicate_polarity_and_manner(predicate, language):
    for negated, level in itertools.product((False, True), LEVELS):
        fact = fact_of(predicate, negated, level)
        sentence = realise_fact(fact, language)
        assert default_verifier(sentence, [fact]) == (), sentence.text


@pytest.mark.parametrize("language", list(Language))
def test_text_mined_and_qualified(language):
    said = (
        Qualifier("severity", "not_recommended", "infores:ansm"),
        Qualifier("severity", "critical", "infores:ndfrt"),
        Qualifier("frequency", "frequent (30-79%)", "infores:hpo"),
    )
    mined = AgentType.TEXT_MINING_AGENT
    fact = fact_of("interacts_with", False, L.KNOWLEDGE_ASSERTION, qualifiers=said, agent_type=mined)
    sentence = realise_fact(fact, language)
    assert default_verifier(sentence, [fact]) == (), sentence.text


@pytest.mark.parametrize("language", list(Language))
def test_the_verifier_reads_what_the_template_says(language):
    """The other side: the same sentences for facts of the other polarity do not pass."""
    for predicate in sorted(set(PREDICATES) - {"mentions"}):
        sentence = realise_fact(fact_of(predicate, False, L.KNOWLEDGE_ASSERTION), language)
        assert default_verifier(sentence, [fact_of(predicate, True, L.KNOWLEDGE_ASSERTION)]), sentence.text
        assert default_verifier(sentence, [fact_of(predicate, False, L.PREDICTION)]), sentence.text


@pytest.mark.parametrize("language", list(Language))
def test_paths_of_two(language):
    for first, second in itertools.pairwise(sorted(PREDICATES)):
        facts = [fact_of(first, False, L.KNOWLEDGE_ASSERTION, 1), fact_of(second, True, L.OBSERVATION, 2)]
        ends = {one.id for fact in facts for one in (fact.subject, fact.object)}
        if len(ends) < 3:
            continue
        sentence = realise_path(facts, language)
        assert default_verifier(sentence, facts) == (), sentence.text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("negated", [False, True])
def test_what_a_case_takes_and_has(language, negated):
    facts = [fact_of("takes", False, L.OBSERVATION, 1), fact_of("has_condition", negated, L.OBSERVATION, 2)]
    sentence = realise_path(facts, language)
    assert default_verifier(sentence, facts) == (), sentence.text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("status", ["active", "intended", "on-hold", "stopped", "completed", "not-taken"])
def test_dosage_and_status_of_what_a_case_takes(language, status):
    said = (
        Qualifier("dosage", "1000 mg oral four times daily", "infores:medkg"),
        Qualifier("dosage", "two tablets as needed for 8 weeks", "infores:medkg"),
        Qualifier("status", status, "infores:medkg"),
    )
    for negated in (False, True):
        fact = fact_of("takes", negated, L.OBSERVATION, qualifiers=said)
        sentence = realise_fact(fact, language)
        assert "1000 mg oral four times daily" in sentence.text
        assert "medkg" not in sentence.text
        assert default_verifier(sentence, [fact]) == (), sentence.text
        other = fact_of("takes", negated, L.OBSERVATION, qualifiers=said[2:])
        assert default_verifier(sentence, [other]), "a dosage that the fact lacks"


@pytest.mark.parametrize("language", list(Language))
def test_severity_of_a_class(language):
    said = (
        Qualifier("levels", "contraindicated;not_recommended;take_into_account", "infores:ansm"),
        Qualifier("severity", "take_into_account", "infores:ansm"),
        Qualifier("severity", "significant", "infores:ndfrt"),
    )
    fact = fact_of("interacts_with", False, L.KNOWLEDGE_ASSERTION, qualifiers=said)
    sentence = realise_fact(fact, language)
    assert ("for a whole class" if language is Language.ENGLISH else "整类药物") in sentence.text
    assert default_verifier(sentence, [fact]) == (), sentence.text
