"""What a note only mentions is said with how the note means it."""

from dataclasses import replace

import pytest

from api.explain_verify import default_verifier
from api.facts import Entity, Fact, Language
from api.mentioning import mention_qualifiers
from api.realise import realise_fact
from kg.identifiers import Curie
from kg.records import AgentType, Evidence, KnowledgeLevel, Qualifier, RecordLocation

CASE = Entity(Curie("case:1"), "Case", "ward.txt")
DRUG = Entity(Curie("CHEBI:70752"), "Drug", "Dabigatran", "达比加群")


def mentioned(*values):
    said = tuple(Qualifier("assertion", value, "infores:medkg") for value in values)
    return Fact(1, CASE, "mentions", DRUG, False, KnowledgeLevel.OBSERVATION, 0.6, (), said)


@pytest.mark.parametrize(
    ("values", "en", "zh"),
    [
        ((), "", ""),
        (("other",), " (of somebody else)", "（非患者本人）"),
        (("negated",), " (denied)", "（否定）"),
        (("negated", "other"), " (denied; of somebody else)", "（否定；非患者本人）"),
        (("hypothetical",), " (hypothetical)", "（假设）"),
        (("planned",), " (planned)", "（计划）"),
        (("uncertain", "historical"), " (uncertain; in the past)", "（不确定；既往）"),
    ],
)
def test_the_assertion_stands_behind_the_mention(values, en, zh):
    fact = mentioned(*values)
    english, chinese = realise_fact(fact), realise_fact(fact, Language.CHINESE)
    assert english.text == f"The note ward.txt mentions Dabigatran{en}."
    assert chinese.text == f"病历 ward.txt 提到达比加群{zh}。"
    assert default_verifier(english, [fact]) == default_verifier(chinese, [fact]) == ()


def test_what_the_evidence_does_not_hold_does_not_pass():
    sentence = realise_fact(mentioned("other"))
    assert default_verifier(sentence, [mentioned()])
    assert default_verifier(sentence, [mentioned("planned")])


def test_only_a_mention_is_said_so():
    assert "(" not in realise_fact(replace(mentioned("planned"), predicate="takes")).text


@pytest.mark.parametrize(("places", "kept"), [(("other", "planned"), True), (("other", ""), False)])
def test_a_plain_mention_beside_another_needs_no_word(places, kept):
    evidence = [
        Evidence(
            Curie("case:1"), "mentions", Curie("CHEBI:70752"), RecordLocation("mine", str(number), "1"),
            KnowledgeLevel.OBSERVATION, AgentType.TEXT_MINING_AGENT, "infores:medkg", "mentions/1",
            qualifiers=(("assertion", place),) if place else (),
        )
        for number, place in enumerate(places)
    ]  # fmt: skip
    said = mentioned("other", "planned").qualifiers
    assert mention_qualifiers(said, evidence) == (said if kept else ())
