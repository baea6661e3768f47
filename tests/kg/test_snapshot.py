"""Snapshots: order, duplicates, negatives, selection, and the two ways of building one."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import NotFoundError
from kg.records import KnowledgeLevel
from kg.snapshot import Selection, Snapshot

TRIPLES = [("D:1", "treats", "M:1"), ("D:2", "treats", "M:1"), ("M:1", "has_phenotype", "P:1"), ("D:1", "binds", "G:1")]
CATEGORIES = {"D:1": "Drug", "D:2": "Drug", "M:1": "Disease", "P:1": "PhenotypicFeature", "G:1": "Gene", "G:9": "Gene"}


def test_rows_are_sorted_and_slices_find_every_edge():
    snapshot = Snapshot.from_triples(TRIPLES, CATEGORIES)
    assert snapshot.num_nodes == 6 and snapshot.num_edges == 4
    rows = list(zip(snapshot.heads, snapshot.relations, snapshot.tails, strict=True))
    assert rows == sorted(rows)
    drug, disease = snapshot.index("D:1"), snapshot.index("M:1")
    out = slice(snapshot.out_indptr[drug], snapshot.out_indptr[drug + 1])
    assert {snapshot.node_ids[tail] for tail in snapshot.tails[out]} == {"M:1", "G:1"}
    into = snapshot.in_edges[snapshot.in_indptr[disease] : snapshot.in_indptr[disease + 1]]
    assert {snapshot.node_ids[head] for head in snapshot.heads[into]} == {"D:1", "D:2"}
    assert snapshot.categories[snapshot.node_category[snapshot.index("G:9")]] == "Gene"


@given(
    st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("rst"), st.sampled_from("abcdefg"))), st.randoms()
)
def test_order_and_duplicates_change_nothing(triples, rng: random.Random):
    shuffled = [*triples, *triples[: len(triples) // 2]]
    rng.shuffle(shuffled)
    one, other = Snapshot.from_triples(triples, {}), Snapshot.from_triples(shuffled, {})
    assert one.content_hash == other.content_hash
    assert one.num_edges == len(set(triples))
    found = {
        (one.node_ids[h], one.predicates[r], one.node_ids[t])
        for h, r, t in zip(one.heads, one.relations, one.tails, strict=True)
    }
    assert found == set(triples)


def test_negatives_stand_apart_and_a_supported_triple_is_none():
    negatives = [("D:2", "binds", "G:1"), ("D:1", "treats", "M:1")]
    snapshot = Snapshot.from_triples(TRIPLES, CATEGORIES, negatives)
    assert snapshot.num_edges == 4
    names = [(snapshot.node_ids[h], snapshot.predicates[r], snapshot.node_ids[t]) for h, r, t in snapshot.negatives]
    assert names == [("D:2", "binds", "G:1")]


def test_it_cannot_be_written_to_and_an_unknown_node_is_an_error():
    snapshot = Snapshot.from_triples(TRIPLES, CATEGORIES)
    with pytest.raises(ValueError, match="read-only"):
        snapshot.heads[0] = 3
    with pytest.raises(NotFoundError, match="D:404"):
        snapshot.index("D:404")


def _tables() -> tuple[pa.Table, pa.Table]:
    nodes = pa.table({"id": [*CATEGORIES, "case:1"], "category": [*CATEGORIES.values(), "Case"]})
    rows = [
        *((s, p, o, "knowledge_assertion", False, 0.5, ["infores:a"]) for s, p, o in TRIPLES),
        ("D:1", "treats", "M:1", "observation", False, 0.9, ["infores:b"]),
        ("D:2", "treats", "P:1", "prediction", False, 0.7, ["infores:model"]),
        ("D:2", "binds", "G:1", "knowledge_assertion", True, 0.1, ["infores:a"]),
        ("case:1", "has_condition", "M:1", "observation", False, 0.8, ["infores:notes"]),
    ]
    names = ["subject", "predicate", "object", "knowledge_level", "negated", "belief", "sources"]
    return nodes, pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))


def test_tables_give_what_triples_give():
    snapshot = Snapshot.from_tables(*_tables())
    expected = Snapshot.from_triples(TRIPLES, CATEGORIES, [("D:2", "binds", "G:1")])
    assert snapshot.content_hash == expected.content_hash
    treats = snapshot.predicates.index("treats")
    place = (snapshot.heads == snapshot.index("D:1")) & (snapshot.relations == treats)
    assert snapshot.beliefs[place] == np.float32(0.9)  # the highest of its levels


@pytest.mark.parametrize(
    ("selection", "edges"),
    [
        (Selection(predicates=frozenset({"treats"})), 2),
        (Selection(levels=frozenset({KnowledgeLevel.PREDICTION})), 1),
        (Selection(case_facts=True), 5),
        (Selection(sources=frozenset({"infores:b"})), 1),
        (Selection(predicates=frozenset()), 0),
    ],
)
def test_a_selection_chooses_edges(selection, edges):
    assert Snapshot.from_tables(*_tables(), selection).num_edges == edges
