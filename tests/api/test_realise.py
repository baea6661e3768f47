"""The template realiser: every predicate, polarity and manner, in both languages."""

import itertools

import pytest

from api.facts import Citation, Entity, Fact, Language
from api.realise import realise_fact, realise_path
from kg.errors import InputError
from kg.identifiers import Curie
from kg.records import AgentType, KnowledgeLevel, Qualifier
from kg.schema import PREDICATES, Category

L = KnowledgeLevel
LEVELS = (L.KNOWLEDGE_ASSERTION, L.OBSERVATION, L.STATISTICAL_ASSOCIATION, L.TEXT_CO_OCCURRENCE, L.PREDICTION)
CASE_ONLY = {
    *("has_condition", "takes", "allergic_to", "had_adverse_reaction_to", "has_attribute", "mentions", "underwent"),
}


def entity(name, category="Drug", name_zh=""):
    return Entity(Curie(f"X:{abs(hash(name))}"), category, name, name_zh)


METFORMIN = entity("metformin", "Drug", "二甲双胍")
DIABETES = entity("type 2 diabetes mellitus", "Disease", "2型糖尿病")
SEIZURES = entity("Seizures", "PhenotypicFeature", "癫痫发作")
GENE = entity("PRKAA1", "Gene")
CASE = entity("clinic.txt", "Case")


def fact(subject, predicate, thing, negated=False, level=L.KNOWLEDGE_ASSERTION, **more):
    return Fact(1, subject, predicate, thing, negated, level, 0.9, more.pop("citations", ()), **more)


def english(*arguments, **more):
    return realise_fact(fact(*arguments, **more)).text


def chinese(*arguments, **more):
    return realise_fact(fact(*arguments, **more), Language.CHINESE).text


ALL = list(itertools.product(sorted(PREDICATES), (False, True), LEVELS))


@pytest.mark.parametrize("language", list(Language))
def test_every_combination_differs_and_is_well_formed(language):
    said = set()
    for predicate, negated, level in ALL:
        subject = CASE if predicate in CASE_ONLY else METFORMIN
        sentence = realise_fact(fact(subject, predicate, DIABETES, negated, level), language)
        assert sentence.cites == (1,)
        assert sentence.language is language
        assert "  " not in sentence.text
        assert "relation" not in sentence.text.split()
        assert sentence.text[-1] == ("。" if language is Language.CHINESE else ".")
        said.add(sentence.text)
    same = len(CASE_ONLY) * 2  # an observation of a case is worded as an assertion
    assert len(said) == len(ALL) - same


@pytest.mark.parametrize("predicate", sorted(PREDICATES))
@pytest.mark.parametrize("negated", [False, True])
def test_a_prediction_is_hedged_and_a_denial_is_negated(predicate, negated):
    subject = CASE if predicate in CASE_ONLY else METFORMIN
    words = english(subject, predicate, DIABETES, negated, L.PREDICTION)
    assert words.startswith("A model predicts that ")
    assert " may " in words
    assert (" not " in words) == negated
    zh = chinese(subject, predicate, DIABETES, negated, L.PREDICTION)
    assert zh.startswith("模型预测")
    assert "可能" in zh
    assert any(no in zh.replace("不良反应", "") for no in "不未没无") == negated
    assert "可能" not in chinese(subject, predicate, DIABETES, negated)
    assert " may " not in english(subject, predicate, DIABETES, negated)


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        ((METFORMIN, "treats", DIABETES), "Metformin treats type 2 diabetes mellitus.", "二甲双胍用于治疗2型糖尿病。"),
        (
            (METFORMIN, "treats", DIABETES, True),
            "Metformin does not treat type 2 diabetes mellitus.",
            "二甲双胍不用于治疗2型糖尿病。",
        ),
        ((METFORMIN, "binds", GENE), "Metformin binds PRKAA1.", "二甲双胍与 PRKAA1 结合。"),
        (
            (GENE, "gene_associated_with_condition", DIABETES, True),
            "PRKAA1 is not associated with type 2 diabetes mellitus.",
            "PRKAA1 与2型糖尿病不相关。",
        ),
        (
            (METFORMIN, "has_side_effect", SEIZURES),
            "Metformin has Seizures as a side effect.",
            "二甲双胍的副作用包括癫痫发作。",
        ),
        ((SEIZURES, "related_to", DIABETES), "Seizures are related to type 2 diabetes mellitus.", None),
        ((SEIZURES, "causes", DIABETES, True), "Seizures do not cause type 2 diabetes mellitus.", None),
        ((DIABETES, "causes", SEIZURES), "Type 2 diabetes mellitus causes Seizures.", "2型糖尿病导致癫痫发作。"),
        (
            (METFORMIN, "has_chemical_role", entity("Hypoglycemic Agents", "ChemicalRole")),
            "Metformin belongs to the drug class Hypoglycemic Agents.",
            "二甲双胍属于药物类别 Hypoglycemic Agents。",
        ),
        (
            (CASE, "takes", METFORMIN, False, L.OBSERVATION),
            "In the note clinic.txt, the patient takes metformin.",
            "病历 clinic.txt 中，患者使用二甲双胍。",
        ),
        (
            (CASE, "has_phenotype", SEIZURES, True, L.OBSERVATION),
            "In the note clinic.txt, the patient does not have Seizures.",
            "病历 clinic.txt 中，患者没有癫痫发作。",
        ),
        (
            (CASE, "had_adverse_reaction_to", METFORMIN, True, L.OBSERVATION),
            "In the note clinic.txt, the patient did not have an adverse reaction to metformin.",
            "病历 clinic.txt 中，患者未对二甲双胍发生不良反应。",
        ),
        (
            (CASE, "mentions", METFORMIN, False, L.OBSERVATION),
            "The note clinic.txt mentions metformin.",
            "病历 clinic.txt 提到二甲双胍。",
        ),
    ],
)
def test_wordings(arguments, en, zh):
    assert english(*arguments) == en
    if zh is not None:
        assert chinese(*arguments) == zh


def test_observed_counts_its_notes():
    def cited(*documents):
        return tuple(Citation(f"e{i}", Curie(f"doc:{d}"), d, 0, 1, "q", "s") for i, d in enumerate(documents))

    one = english(METFORMIN, "applied_to_treat", DIABETES, False, L.OBSERVATION, citations=cited("a", "a"))
    assert one == "In 1 clinical note, metformin was given to treat type 2 diabetes mellitus."
    two = fact(METFORMIN, "applied_to_treat", DIABETES, False, L.OBSERVATION, citations=cited("a", "b"))
    assert realise_fact(two).text.startswith("In 2 clinical notes, ")
    assert realise_fact(two, Language.CHINESE).text == "在2份病历中，二甲双胍曾用于治疗2型糖尿病。"


def test_text_mined_says_so():
    words = english(METFORMIN, "causes", SEIZURES, agent_type=AgentType.TEXT_MINING_AGENT)
    assert words == "Text mining of the literature found that metformin causes Seizures."


def test_severity_with_its_source():
    one = (Qualifier("severity", "major", "infores:ansm"), Qualifier("origin", "x", "infores:ansm"))
    assert english(METFORMIN, "interacts_with", GENE, qualifiers=one).endswith(" (severity: major according to ansm).")
    two = (Qualifier("severity", "major", "infores:a"), Qualifier("severity", "minor", "infores:b"))
    words = english(METFORMIN, "interacts_with", GENE, qualifiers=two)
    assert words.endswith("(severity, where sources disagree: major according to a, minor according to b).")
    both = (Qualifier("severity", "major", "infores:a"), Qualifier("severity", "minor", "infores:a"))
    assert english(METFORMIN, "interacts_with", GENE, qualifiers=both).endswith(
        " (severity: major or minor according to a)."
    )
    assert "严重程度有分歧：据 a，严重；据 b，轻微" in chinese(METFORMIN, "interacts_with", GENE, qualifiers=two)


def test_a_path_cites_each_fact_once():
    hops = (
        Fact(4, METFORMIN, "binds", GENE, False, L.KNOWLEDGE_ASSERTION, 1.0, ()),
        Fact(2, GENE, "gene_associated_with_condition", DIABETES, False, L.KNOWLEDGE_ASSERTION, 1.0, ()),
    )
    sentence = realise_path(hops)
    assert sentence.cites == (4, 2)
    assert sentence.text == "Metformin binds PRKAA1; and PRKAA1 is associated with type 2 diabetes mellitus."
    assert realise_path(hops, Language.CHINESE).text == "二甲双胍与 PRKAA1 结合；PRKAA1 与2型糖尿病相关。"
    with pytest.raises(InputError):
        realise_path(())


def test_every_general_category_can_be_a_subject():
    for category in Category:
        assert realise_fact(fact(entity("thing", category), "related_to", DIABETES)).text


def test_two_ends_of_one_name_are_told_apart():
    same = entity("Metformin", "ChemicalEntity", "二甲双胍")
    words = english(METFORMIN, "subclass_of", same)
    assert words == f"Metformin ({METFORMIN.id}) is a kind of Metformin ({same.id})."
    other = entity("biguanide drug", "ChemicalEntity", "二甲双胍")
    assert chinese(METFORMIN, "subclass_of", other) == "metformin 是 biguanide drug 的一种。"
    assert chinese(entity("lithium", "Drug", "锂"), "binds", GENE) == "锂（lithium）与 PRKAA1 结合。"


def test_what_is_said_of_one_case_is_one_clause():
    facts = [
        Fact(1, CASE, "takes", METFORMIN, False, L.OBSERVATION, 1.0, ()),
        Fact(2, CASE, "has_phenotype", SEIZURES, True, L.OBSERVATION, 1.0, ()),
    ]
    assert realise_path(facts).text == "In the note clinic.txt, the patient takes metformin and does not have Seizures."
    assert realise_path(facts, Language.CHINESE).text == "病历 clinic.txt 中，患者使用二甲双胍，且没有癫痫发作。"
