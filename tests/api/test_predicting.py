"""A prediction's sentence says where the model ranks the claim and with which probability, and nothing else passes."""

from dataclasses import replace

import pytest

from api.explain_verify import default_verifier
from api.facts import Entity, Fact, Language, ModelRank
from api.predicting import told_prediction
from api.realise import realise_fact, realise_path
from kg.belief import CALIBRATED_PROBABILITY, SHARE_RANKED_LOWER
from kg.identifiers import Curie
from kg.records import KnowledgeLevel

DRUG = Entity(Curie("CHEBI:7959"), "Drug", "Penicillamine", "青霉胺")
DISEASE = Entity(Curie("MONDO:0010200"), "Disease", "Wilson disease", "肝豆状核变性")
RANKS = (ModelRank(67, 6314, False),)


def predicted(belief=0.00016849, scale=CALIBRATED_PROBABILITY, ranks=RANKS, negated=False):
    level = KnowledgeLevel.PREDICTION
    return Fact(1, DRUG, "treats", DISEASE, negated, level, belief, (), scale=scale, ranks=ranks)


def test_rank_and_probability_stand_in_the_sentence():
    fact = predicted()
    assert realise_fact(fact).text == (
        "A model predicts that Penicillamine may treat Wilson disease "
        "(rank 67 of 6,314 subjects for this object; probability 0.000168)."
    )
    assert realise_fact(fact, Language.CHINESE).text == (
        "模型预测，青霉胺可能用于治疗肝豆状核变性（在该客体的6,314个候选主体中排第67；概率0.000168）。"
    )


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("scale", [CALIBRATED_PROBABILITY, SHARE_RANKED_LOWER, ""])
@pytest.mark.parametrize("ranks", [(), RANKS, (*RANKS, ModelRank(1204, 5000, True))])
@pytest.mark.parametrize("belief", [0.0, 0.0000123, 0.00016849, 0.98])
def test_the_verifier_lets_it_pass(language, scale, ranks, belief):
    fact = predicted(belief, scale, ranks)
    sentence = realise_fact(fact, language)
    assert default_verifier(sentence, [fact]) == (), sentence.text
    known = replace(fact, number=2, knowledge_level=KnowledgeLevel.KNOWLEDGE_ASSERTION, predicate="related_to")
    both = realise_path((fact, known), language)
    assert default_verifier(both, [fact, known]) == (), both.text


@pytest.mark.parametrize(
    ("said", "instead"),
    [("rank 67", "rank 1"), ("rank 67", "ranked 2nd, rank 67"), ("0.000168", "0.9"), ("6,314", "67,000")],
)
def test_another_rank_or_probability_does_not_pass(said, instead):
    fact = predicted()
    sentence = realise_fact(fact)
    assert said in sentence.text
    assert default_verifier(replace(sentence, text=sentence.text.replace(said, instead)), [fact])


def test_another_rank_does_not_pass_in_chinese():
    fact = predicted()
    sentence = realise_fact(fact, Language.CHINESE)
    assert default_verifier(replace(sentence, text=sentence.text.replace("第67", "第1")), [fact])


def test_a_model_may_word_the_rank_of_its_own_accord():
    fact = predicted()
    sentence = realise_fact(fact)
    ranked = "A model ranks penicillamine 67th of 6,314 as a possible treatment of Wilson disease."
    assert default_verifier(replace(sentence, text=ranked), [fact]) == ()
    assert default_verifier(replace(sentence, text=ranked.replace("67th", "3rd")), [fact])


def test_only_a_prediction_that_is_not_denied_says_it():
    assert told_prediction(predicted(negated=True), Language.ENGLISH) == []
    known = replace(predicted(), knowledge_level=KnowledgeLevel.KNOWLEDGE_ASSERTION)
    assert told_prediction(known, Language.ENGLISH) == []
