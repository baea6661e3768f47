"""Wording: strict parsing, verification, fallback, and what never leaves the house."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.facts import Entity, Fact, Language
from api.realise import realise_fact
from api.wording import LanguageModel, language_model, word_facts
from api.wording.openai import OpenAIModel
from api.wording.parse import parse_answer
from kg.errors import InputError
from kg.identifiers import Curie
from kg.records import KnowledgeLevel

ASPIRIN = Entity(Curie("CHEBI:15365"), "Drug", "aspirin", "阿司匹林")
PAIN = Entity(Curie("HP:0012531"), "PhenotypicFeature", "pain", "疼痛")
CASE = Entity(Curie("case:1"), "Case", "Smith, John.txt#1")


def fact(number, subject=ASPIRIN, predicate="treats", level=KnowledgeLevel.KNOWLEDGE_ASSERTION):
    return Fact(number, subject, predicate, PAIN, False, level, 0.9, ())


class Scripted:
    """A model that says what it was told to say, and keeps what it was asked."""

    name = "scripted"

    def __init__(self, answer):
        self.answer = answer
        self.asked = ""

    def complete(self, prompt, system="", completion=None):
        self.asked += system + prompt
        return self.answer

    def close(self):
        pass


def only_cures(sentence, facts):
    return ("it promises a cure",) if "cure" in sentence.text else ()


def test_good_sentences_are_taken():
    model = Scripted("- Aspirin is used against pain [1].\n\n2. Aspirin eases pain [2]")
    assert isinstance(model, LanguageModel)
    worded = word_facts(model, [fact(1), fact(2)], Language.ENGLISH, only_cures)
    assert [sentence.text for sentence in worded.sentences] == ["Aspirin is used against pain.", "Aspirin eases pain."]
    assert [sentence.cites for sentence in worded.sentences] == [(1,), (2,)]
    assert worded.by_model == 2
    assert not worded.rejected


def test_a_failed_sentence_is_counted_and_the_template_stands_in():
    model = Scripted("Aspirin cures pain [1].\nAspirin eases pain [2].")
    worded = word_facts(model, [fact(1), fact(2)], Language.ENGLISH, only_cures)
    assert worded.sentences[0] == realise_fact(fact(1))
    assert worded.sentences[1].text == "Aspirin eases pain."
    assert worded.by_model == 1
    assert worded.rejected[0].problems == ("it promises a cure",)


def test_nothing_useful_gives_the_whole_template():
    facts = [fact(1), fact(2, predicate="causes")]
    worded = word_facts(Scripted(""), facts, Language.CHINESE, only_cures)
    assert worded.sentences == tuple(realise_fact(one, Language.CHINESE) for one in facts)
    assert worded.by_model == 0


def test_facts_of_a_case_are_never_sent():
    model = Scripted("Aspirin treats pain [1].\nThe patient has pain [2].")
    facts = [fact(1), fact(2, CASE, "has_phenotype", KnowledgeLevel.OBSERVATION)]
    worded = word_facts(model, facts, Language.ENGLISH, only_cures)
    assert "Smith" not in model.asked
    assert "[2]" not in model.asked
    assert worded.sentences[1] == realise_fact(facts[1])
    assert worded.rejected[0].problems == ("it cites facts that were not given: 2",)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Aspirin treats pain.", "cites no fact"),
        ("Aspirin treats pain [7].", "not given: 7"),
        ("[1]", "empty"),
        ("Aspirin treats pain. Take two a day [1].", "more than one sentence"),
        ("阿司匹林治疗疼痛。每日两次 [1]。", "more than one sentence"),
        ("**Aspirin** treats pain [1].", "markup"),
        ("See https://example.org [1].", "links"),
        ("<b>Aspirin</b> treats pain [1].", "markup"),
        ("Aspirin " + "really " * 100 + "treats pain [1].", "longer than"),
    ],
)
def test_lines_that_are_refused(line, problem):
    sentences, rejected = parse_answer(line, {1, 2}, Language.ENGLISH)
    assert not sentences
    assert any(problem in one for one in rejected[0].problems)


@pytest.mark.parametrize("marks", ["[1][2]", "[1, 2]", " [1] [2]", "【1】【2】", "[1，2]"])
def test_marks(marks):
    (sentence,), _ = parse_answer(f"Aspirin treats pain{marks}.", {1, 2}, Language.ENGLISH)
    assert sentence.cites == (1, 2)
    assert sentence.text == "Aspirin treats pain."


@given(st.text(max_size=300))
def test_any_answer_is_read_without_an_error(answer):
    sentences, rejected = parse_answer(answer, {1, 2, 3}, Language.ENGLISH)
    assert len(sentences) + len(rejected) <= len(answer.splitlines())
    assert all(set(sentence.cites) <= {1, 2, 3} and sentence.cites for sentence in sentences)


def test_registry():
    model = language_model("openai:http://localhost:8000/v1#org/model:7b")
    assert isinstance(model, OpenAIModel)
    assert model.name == "openai:org/model:7b"
    assert language_model(model) is model
    model.close()


@pytest.mark.parametrize("spec", ["gpt", "", "openai:", "openai:http://host/v1", "transformers:", "transformers:/no/x"])
def test_registry_refuses(spec):
    with pytest.raises(InputError):
        language_model(spec)
