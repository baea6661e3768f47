"""The verifier on single sentences, worded freely in English and Chinese."""

import pytest

from api.facts import Citation, Entity, Fact, Language, Sentence
from api.verify import NamedSpan, ProblemKind, verify
from kg.identifiers import Curie
from kg.records import KnowledgeLevel, Qualifier

K = ProblemKind
METFORMIN = Entity(Curie("CHEBI:6801"), "Drug", "metformin", "二甲双胍", ("Glucophage",))
WARFARIN = Entity(Curie("CHEBI:10033"), "Drug", "warfarin", "华法林")
DIABETES = Entity(Curie("MONDO:0005148"), "Disease", "type 2 diabetes mellitus", "2型糖尿病", ("T2DM",))
NAUSEA = Entity(Curie("HP:0002018"), "PhenotypicFeature", "Nausea", "恶心")
GENE = Entity(Curie("HGNC:2623"), "Gene", "CYP2C9")
PENICILLIN = Entity(Curie("CHEBI:17334"), "Drug", "penicillin", "青霉素")
CASE = Entity(Curie("case:n1"), "Case", "note-1.txt")


def fact(subject, predicate, thing, number=1, negated=False, predicted=False, **more):
    level = KnowledgeLevel.PREDICTION if predicted else KnowledgeLevel.KNOWLEDGE_ASSERTION
    return Fact(number, subject, predicate, thing, negated, level, 0.83, more.pop("citations", ()), **more)


TREATS = fact(METFORMIN, "treats", DIABETES)
CAUSES = fact(METFORMIN, "has_side_effect", NAUSEA, 2)
FORBIDDEN = fact(WARFARIN, "contraindicated_in", DIABETES, 3)
RESPONSE = fact(GENE, "affects_response_to", WARFARIN, 4)
INTERACTS = fact(METFORMIN, "interacts_with", WARFARIN, 5, qualifiers=(Qualifier("severity", "moderate", "infores:x"),))
DENIED = fact(METFORMIN, "treats", DIABETES, 1, negated=True)
PREDICTED = fact(METFORMIN, "treats", DIABETES, 1, predicted=True)
FEELS = fact(CASE, "has_phenotype", NAUSEA, 6)
CAREFUL = fact(METFORMIN, "interacts_with", WARFARIN, 5, qualifiers=(Qualifier("severity", "precaution", "infores:x"),))
BRINGS = fact(METFORMIN, "causes", NAUSEA, 7)
ALLERGIC = fact(CASE, "allergic_to", PENICILLIN, 8)
TOLERANT = fact(CASE, "allergic_to", PENICILLIN, 8, negated=True)
FREE = fact(CASE, "has_phenotype", NAUSEA, 6, negated=True)


def kinds(text, *facts, cites=None):
    """What is wrong with a sentence that cites these facts."""
    language = Language.CHINESE if any("\u4e00" <= letter <= "\u9fff" for letter in text) else Language.ENGLISH
    numbers = cites or tuple(one.number for one in facts)
    return {problem.kind for problem in verify(Sentence(text, numbers, language), facts).problems}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Patients with T2DM are treated with Glucophage.", (TREATS,)),
        ("For the treatment of type 2 diabetes mellitus, metformin is used.", (TREATS,)),
        ("Nausea is a frequent side effect of metformin.", (CAUSES,)),
        ("Metformin is used for T2DM and can cause nausea.", (TREATS, CAUSES)),
        ("Metformin, which is used for T2DM, has nausea among its side effects.", (TREATS, CAUSES)),
        ("Warfarin should not be given in T2DM.", (FORBIDDEN,)),
        ("How patients respond to warfarin depends on CYP2C9.", (RESPONSE,)),
        ("Metformin and warfarin interact moderately.", (INTERACTS,)),
        ("There is no evidence that metformin treats T2DM.", (DENIED,)),
        ("Metformin is not indicated for type 2 diabetes mellitus.", (DENIED,)),
        ("Metformin may help in T2DM, a model suggests.", (PREDICTED,)),
        ("The patient complained of nausea.", (FEELS,)),
        ("The patient denies nausea.", (FREE,)),
        ("用二甲双胍治疗2型糖尿病。", (TREATS,)),
        ("2型糖尿病可用二甲双胍治疗。", (TREATS,)),
        ("恶心是二甲双胍常见的不良反应。", (CAUSES,)),
        ("二甲双胍用于2型糖尿病的治疗，但可引起恶心。", (TREATS, CAUSES)),
        ("2型糖尿病患者禁用华法林。", (FORBIDDEN,)),
        ("华法林的疗效受CYP2C9影响。", (RESPONSE,)),
        ("二甲双胍不适用于2型糖尿病。", (DENIED,)),
        ("模型预测二甲双胍可能对2型糖尿病有效。", (PREDICTED,)),
        ("患者诉恶心。", (FEELS,)),
        ("患者否认恶心。", (FREE,)),
        ("Nausea is an adverse effect of metformin.", (BRINGS,)),
        ("Metformin is a known cause of nausea.", (CAUSES,)),
        ("恶心是二甲双胍的副作用。", (BRINGS,)),
        ("二甲双胍可引起恶心。", (CAUSES,)),
        ("患者对青霉素过敏。", (ALLERGIC,)),
        ("患者有青霉素过敏史。", (ALLERGIC,)),
        ("患者青霉素过敏。", (ALLERGIC,)),
        ("患者对青霉素不过敏。", (TOLERANT,)),
        ("患者否认青霉素过敏。", (TOLERANT,)),
        ("The patient has a penicillin allergy.", (ALLERGIC,)),
        ("二甲双胍与华法林有相互作用，合用时应谨慎。", (CAREFUL,)),
        ("值得注意的是，二甲双胍与华法林有相互作用。", (INTERACTS,)),
    ],
)
def test_honest(text, facts):
    assert not kinds(text, *facts)


@pytest.mark.parametrize(
    ("text", "facts", "kind"),
    [
        ("Metformin and ibuprofen treat T2DM.", (TREATS,), K.ENTITY),
        ("Metformin treats asthma.", (TREATS,), K.ENTITY),
        ("Metformin works.", (TREATS,), K.MISSING_ENTITY),
        ("Type 2 diabetes mellitus treats metformin.", (TREATS,), K.CLAIM),
        ("Metformin is treated with T2DM.", (TREATS,), K.CLAIM),
        ("Metformin causes T2DM.", (TREATS,), K.CLAIM),
        ("Metformin treats T2DM.", (fact(METFORMIN, "causes", DIABETES),), K.CLAIM),
        ("Metformin is a side effect of nausea.", (CAUSES,), K.CLAIM),
        ("Warfarin affects the response to CYP2C9.", (RESPONSE,), K.CLAIM),
        ("Metformin does not treat T2DM.", (TREATS,), K.POLARITY),
        ("Metformin treats T2DM.", (DENIED,), K.POLARITY),
        ("Metformin treats T2DM.", (PREDICTED,), K.HEDGE),
        ("Metformin cures T2DM and treats T2DM.", (TREATS,), K.PREDICATE),
        ("You should take metformin for T2DM.", (TREATS,), K.ADVICE),
        ("Metformin 500 mg twice daily treats T2DM.", (TREATS,), K.ADVICE),
        ("Metformin is recommended for T2DM.", (TREATS,), K.ADVICE),
        ("Metformin treats T2DM in 73 of all people.", (TREATS,), K.NUMBER),
        ("Metformin treats T2DM in half of the patients.", (TREATS,), K.NUMBER),
        ("The interaction of metformin and warfarin is severe.", (INTERACTS,), K.QUALIFIER),
        ("二甲双胍与华法林有相互作用，禁止合用。", (CAREFUL,), K.QUALIFIER),
        ("二甲双胍与华法林有相互作用，不推荐合用。", (INTERACTS,), K.QUALIFIER),
        ("二甲双胍与华法林有相互作用，应慎用。", (INTERACTS,), K.QUALIFIER),
        ("二甲双胍与华法林有严重的相互作用。", (INTERACTS,), K.QUALIFIER),
        ("Nausea causes metformin.", (BRINGS,), K.CLAIM),
        ("Nausea is a side effect of T2DM.", (fact(DIABETES, "treats", NAUSEA),), K.CLAIM),
        ("患者对青霉素不过敏。", (ALLERGIC,), K.POLARITY),
        ("患者对青霉素和华法林过敏。", (ALLERGIC,), K.ENTITY),
        ("患者有哮喘，对青霉素过敏。", (ALLERGIC,), K.ENTITY),
        ("Metformin and warfarin treat T2DM, and CYP2C9 affects the response to warfarin.", (TREATS, RESPONSE), K.PAIR),
        ("二甲双胍和恶心都与2型糖尿病有关，二甲双胍可引起恶心。", (TREATS, CAUSES), K.CLAIM),
        ("The patient denies nausea.", (FEELS,), K.POLARITY),
        ("2型糖尿病用于治疗二甲双胍。", (TREATS,), K.CLAIM),
        ("二甲双胍可导致2型糖尿病。", (TREATS,), K.CLAIM),
        ("二甲双胍是恶心的副作用。", (CAUSES,), K.CLAIM),
        ("二甲双胍不能治疗2型糖尿病。", (TREATS,), K.POLARITY),
        ("二甲双胍用于治疗2型糖尿病。", (DENIED,), K.POLARITY),
        ("二甲双胍用于治疗2型糖尿病。", (PREDICTED,), K.HEDGE),
        ("建议服用二甲双胍治疗2型糖尿病。", (TREATS,), K.ADVICE),
        ("二甲双胍可治愈2型糖尿病。", (TREATS,), K.PREDICATE),
        ("二甲双胍和布洛芬用于治疗2型糖尿病。", (TREATS,), K.ENTITY),
        ("二甲双胍治疗2型糖尿病的有效率为百分之九十。", (TREATS,), K.NUMBER),
    ],
)
def test_dishonest(text, facts, kind):
    assert kind in kinds(text, *facts)


def test_a_citation_that_is_none():
    assert kinds("Metformin treats T2DM.", TREATS, cites=(9,)) == {K.CITATION}
    assert verify(Sentence("Metformin treats T2DM.", (), Language.ENGLISH), (TREATS,)).problems[0].kind is K.CITATION


def test_what_stands_in_a_fact_may_be_said():
    quoted = fact(METFORMIN, "treats", DIABETES, citations=(Citation("e", None, "d", 0, 0, "in 12 trials", "s"),))
    assert not kinds("In 12 trials, metformin treats T2DM.", quoted)
    assert not kinds("Metformin treats T2DM (belief 83%).", TREATS)
    assert kinds("Metformin treats T2DM (belief 84%).", TREATS) == {K.NUMBER}


def test_names_come_from_the_finder_that_is_handed_in():
    def finder(text):
        at = text.find("Zyx")
        return [NamedSpan(at, at + 3, frozenset({"X:1"}))] if at >= 0 else []

    sentence = Sentence("Metformin and Zyx treat T2DM.", (1,), Language.ENGLISH)
    assert {one.kind for one in verify(sentence, (TREATS,), finder).problems} == {K.ENTITY}


def test_a_problem_reads_as_a_sentence():
    problem = verify(Sentence("Metformin causes T2DM.", (1,), Language.ENGLISH), (TREATS,)).problems[0]
    assert str(problem) == "claim: the sentence does not say that metformin treats type 2 diabetes mellitus (fact 1)"
