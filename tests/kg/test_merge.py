"""Merge and belief: pure functions of a set of evidence."""

from __future__ import annotations

import random
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.belief import belief_of, error_rates
from kg.edge_table import table_to_edges
from kg.evidence_table import evidence_to_table, table_to_evidence, text_to_assertion
from kg.identifiers import Curie
from kg.merge import merge_edges
from kg.merge_nodes import merge_nodes
from kg.node_table import node_records_to_table, table_to_nodes
from kg.records import (
    AgentType,
    Assertion,
    Certainty,
    Evidence,
    KnowledgeLevel,
    Node,
    NodeRecord,
    RecordLocation,
    TextLocation,
    TextSpan,
    edge_id,
)
from kg.schema import ordered_ends
from kg.subsumed import all_subsumed

relaxed = settings(deadline=None, max_examples=60)

CURIES = st.sampled_from([Curie(f"CHEBI:{n}") for n in range(5)])
TEXT_PLACES = st.builds(
    lambda document, start, length, own, assertion: TextLocation(
        Curie(document), "plan", (0, 99), TextSpan(1, 2, "a") if own else None,
        TextSpan(start, start + length, "热" * length), assertion,
    ),
    st.sampled_from(["doc:a", "doc:b"]), st.integers(0, 9), st.integers(1, 3), st.booleans(),
    st.builds(Assertion, st.booleans(), st.sampled_from(Certainty)),
)  # fmt: skip
RECORD_PLACES = st.builds(
    RecordLocation, st.sampled_from(["shipped", "kgx:x"]), st.sampled_from("abc"), st.just("2026")
)
EVIDENCE = st.builds(
    Evidence,
    subject=CURIES,
    predicate=st.sampled_from(["interacts_with", "treats", "similar_to"]),
    object=CURIES,
    location=st.one_of(TEXT_PLACES, RECORD_PLACES),
    knowledge_level=st.sampled_from(KnowledgeLevel),
    agent_type=st.sampled_from(AgentType),
    primary_knowledge_source=st.sampled_from(["infores:a", "infores:b"]),
    extractor=st.sampled_from(["x/1", "y/1"]),
    negated=st.booleans(),
    licence=st.sampled_from(["", "CC0-1.0", "CC-BY-4.0"]),
    score=st.floats(0, 1).map(lambda score: round(score, 3)),
    qualifiers=st.sampled_from([(), (("severity", "major"),), (("dose", "5 mg"), ("severity", "等级"))]),
)
BAGS = st.lists(EVIDENCE, max_size=25)


def merged(evidence) -> pa.Table:
    return merge_edges(evidence_to_table(evidence, 16))


@relaxed
@given(BAGS, st.randoms(), st.integers(0, 25))
def test_order_and_shards_change_nothing(evidence, rng: random.Random, cut):
    shuffled = list(evidence)
    rng.shuffle(shuffled)
    shards = [evidence_to_table(part, 16) for part in (shuffled[:cut], shuffled[cut:], shuffled[:3])]
    whole = merged(evidence)
    assert merge_edges(pa.concat_tables(shards)).equals(whole)
    assert merge_edges(pa.concat_tables(reversed(shards))).equals(whole)


@relaxed
@given(BAGS)
def test_records_survive_the_table(evidence):
    best: dict[str, Evidence] = {}
    for one in evidence:
        if one.id not in best or best[one.id].score < one.score:
            best[one.id] = one
    table = evidence_to_table(evidence, 16)
    assert {one.id: one for one in table_to_evidence(table)} == best
    assert [one.hex() for one in table["id"].to_pylist()] == [one.id for one in table_to_evidence(table)]


@relaxed
@given(BAGS)
def test_edges_are_what_counting_by_hand_gives(evidence):
    """A brute-force reference: group, count, choose, believe."""
    groups: dict[tuple[str, ...], dict[str, Evidence]] = {}
    for one in evidence:
        ends = ordered_ends(one.predicate, one.subject, one.object)
        group = groups.setdefault((ends[0], one.predicate, ends[1], one.knowledge_level), {})
        if one.id not in group or group[one.id].score < one.score:
            group[one.id] = one
    edges = {(e.subject, e.predicate, e.object, e.knowledge_level): e for e in table_to_edges(merged(evidence))}
    assert edges.keys() == groups.keys()
    for key, group in groups.items():
        edge, members = edges[key], list(group.values())
        against = sum(one.negated for one in members)
        assert (edge.support, edge.against, edge.negated) == (len(members) - against, against, against == len(members))
        assert edge.id == edge_id(*key)
        assert edge.belief == pytest.approx(belief_of(members), abs=1.1e-6)
        assert edge.sources == tuple(sorted({one.primary_knowledge_source for one in members}))
        assert edge.licences == tuple(sorted({one.licence for one in members} - {""}))
        said = {(k, v, one.primary_knowledge_source) for one in members for k, v in one.qualifiers}
        assert [(q.key, q.value, q.source) for q in edge.qualifiers] == sorted(said)
        best = min(members, key=lambda one: (one.negated, -_worth(one), one.id))
        assert (edge.agent_type, edge.primary_knowledge_source) == (best.agent_type, best.primary_knowledge_source)


def _worth(one: Evidence) -> float:
    random_error, systematic = error_rates(one.agent_type, one.knowledge_level)
    return (1 - systematic) * one.score * (1 - random_error)


@relaxed
@given(BAGS, st.randoms())
def test_belief_does_not_depend_on_order_or_repetition(evidence, rng: random.Random):
    again = evidence + evidence[:5]
    rng.shuffle(again)
    assert belief_of(again) == belief_of(evidence)
    assert 0 <= belief_of(evidence) <= 1


@relaxed
@given(BAGS, EVIDENCE)
def test_support_never_lowers_belief_and_denial_never_raises_it(evidence, one):
    new = replace(one, location=RecordLocation("new", "new", "new"))
    before = belief_of(evidence)
    assert belief_of([*evidence, replace(new, negated=False)]) >= before
    assert belief_of([*evidence, replace(new, negated=True)]) <= before


def test_two_sources_are_worth_more_than_two_records_of_one(make_fact):
    one, twice = make_fact(), make_fact(record="2")
    other = replace(twice, primary_knowledge_source="infores:other")
    assert belief_of([one]) < belief_of([one, twice]) < belief_of([one, other]) < 1
    assert belief_of([replace(one, negated=True)]) == 0


def test_a_curated_record_outweighs_a_sentence_and_that_a_co_occurrence(make_fact):
    text = make_fact(agent_type=AgentType.TEXT_MINING_AGENT)
    together = replace(text, knowledge_level=KnowledgeLevel.TEXT_CO_OCCURRENCE)
    assert belief_of([make_fact()]) > belief_of([text]) > belief_of([together])


NODES = st.builds(
    lambda curie, category, name, zh, synonyms, xrefs, properties: Node(
        curie, category, name or curie, zh, tuple(synonyms), tuple(xrefs), tuple(properties)
    ),
    st.sampled_from([Curie("CHEBI:1"), Curie("CHEBI:2")]), st.sampled_from(["Drug", "NamedThing", "ChemicalEntity"]),
    st.sampled_from(["", "aspirin", "ASA"]), st.sampled_from(["", "阿司匹林", "药"]),
    st.lists(st.sampled_from(["aspirin", "a", "b", ""]), max_size=2), st.lists(st.sampled_from("xy"), max_size=2),
    st.lists(st.tuples(st.sampled_from("kl"), st.sampled_from("vw")), max_size=2),
)  # fmt: skip
NODE_RECORDS = st.lists(
    st.builds(NodeRecord, NODES, st.sampled_from(["shipped", "other", "doc:a", "doc:b"])), max_size=8
)


@relaxed
@given(NODE_RECORDS, BAGS, st.randoms(), st.integers(0, 8))
def test_nodes_do_not_depend_on_order_or_shards(records, evidence, rng: random.Random, cut):
    whole = merge_nodes(node_records_to_table([*records], evidence, 16))
    shuffled = list(records)
    rng.shuffle(shuffled)
    parts = [(shuffled[:cut], evidence[:cut]), (shuffled[cut:], evidence[cut:]), (shuffled[:2], [])]
    shards = [node_records_to_table(mine, claims, 16) for mine, claims in parts]
    again = merge_nodes(pa.concat_tables(shards))
    assert again.equals(whole)
    ends = {end for one in evidence for end in (one.subject, one.object)}
    assert set(whole["id"].to_pylist()) == ends | {record.node.id for record in records}
    assert all(node.name for node in table_to_nodes(whole))


@settings(max_examples=300, deadline=None)
@given(NODE_RECORDS, NODE_RECORDS)
def test_what_is_called_subsumed_really_changes_nothing(old, new):
    before, fresh = node_records_to_table(old, [], 1), node_records_to_table(new, [], 1)
    nodes = merge_nodes(before)
    if all_subsumed(fresh, nodes):
        assert merge_nodes(pa.concat_tables([before, fresh])).equals(nodes)


def test_the_reference_source_names_the_node_and_the_rest_is_united():
    records = [
        NodeRecord(Node(Curie("CHEBI:1"), "ChemicalEntity", "ASA", "", ("x",), ("A:1",), (("k", "text"),)), "doc:a"),
        NodeRecord(Node(Curie("CHEBI:1"), "Drug", "aspirin", "", ("y",), ("A:2",), (("k", "v"),)), "shipped"),
        NodeRecord(Node(Curie("CHEBI:1"), "NamedThing", "CHEBI:1", "阿司匹林"), "a-list"),
    ]
    (node,) = table_to_nodes(merge_nodes(node_records_to_table(records, [], 16)))
    expected = Node(Curie("CHEBI:1"), "Drug", "aspirin", "阿司匹林", ("ASA", "x", "y"), ("A:1", "A:2"), (("k", "v"),))
    assert node == expected


def test_a_record_equal_to_what_is_there_is_subsumed():
    record = NodeRecord(Node(Curie("HP:1"), "PhenotypicFeature", "fever"), "shipped")
    nodes = merge_nodes(node_records_to_table([record], [], 1))
    assert all_subsumed(node_records_to_table([replace(record, origin="doc:a")], [], 1), nodes)
    other = replace(record, node=replace(record.node, synonyms=("pyrexia",)))
    assert not all_subsumed(node_records_to_table([other], [], 1), nodes)


def taken(document: str, place: int, words: str = "affirmed certain recent patient", *said: tuple[str, str]):
    """Evidence that a note says a drug is, or is not, taken."""
    span = TextSpan(place, place + 3, "abc")
    location = TextLocation(Curie(document), "plan", (0, 99), None, span, text_to_assertion(words))
    return Evidence(
        Curie("case:a"), "takes", Curie("CHEBI:1"), location, KnowledgeLevel.OBSERVATION, AgentType.TEXT_MINING_AGENT,
        "infores:medkg", "medications/2", negated="negated" in words, qualifiers=said,
    )  # fmt: skip


PAST, PLANNED = "affirmed certain historical patient", "affirmed certain planned patient"
DENIED, NOT_BORNE = "negated certain recent patient", "negated certain historical patient"


@pytest.mark.parametrize(
    ("evidence", "status"),
    [
        ([taken("doc:a", 5)], {"active"}),
        ([taken("doc:a", 5), taken("doc:a", 50, DENIED, ("status", "stopped"))], {"stopped"}),
        ([taken("doc:a", 5, DENIED, ("status", "on-hold")), taken("doc:a", 50)], {"active"}),
        ([taken("doc:a", 5, DENIED)], {"not-taken"}),
        ([taken("doc:a", 5), taken("doc:a", 50, NOT_BORNE)], {"active"}),
        ([taken("doc:a", 5, NOT_BORNE)], {"not-taken"}),
        ([taken("doc:a", 5), taken("doc:a", 50, NOT_BORNE, ("status", "stopped"))], {"stopped"}),
        ([taken("doc:a", 5, PAST)], {"completed"}),
        ([taken("doc:a", 5), taken("doc:a", 50, PAST)], {"active"}),
        ([taken("doc:a", 5, PAST, ("dose_value", "5"))], {"active"}),
        ([taken("doc:a", 5, PLANNED, ("status", "intended"))], {"intended"}),
        ([taken("doc:a", 5), taken("doc:a", 9, PLANNED, ("status", "intended"))], {"active"}),
        ([taken("doc:a", 5), taken("doc:b", 9, DENIED)], {"active", "not-taken"}),
    ],
)
def test_the_last_word_of_a_note_says_whether_a_drug_is_taken(evidence, status):
    for order in (evidence, evidence[::-1]):
        (edge,) = table_to_edges(merged(order))
        assert {one.value for one in edge.qualifiers if one.key == "status"} == status


def test_a_record_of_what_is_taken_is_taken_at_its_word():
    bare = replace(taken("doc:a", 5), location=RecordLocation("kgx:x", "1", ""))
    (edge,) = table_to_edges(merged([bare]))
    assert [one.value for one in edge.qualifiers] == ["active"]
    (edge,) = table_to_edges(merged([bare, replace(bare, qualifiers=(("status", "stopped"),))]))
    assert [one.value for one in edge.qualifiers] == ["active", "stopped"]
