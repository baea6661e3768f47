"""Features of structures, genes and ontologies, against what can be counted by hand."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from gnn.features.genes import families, family_words, participation
from gnn.features.ontology import ancestors
from gnn.features.similarity import cosine_between, tanimoto_between, weighed_by_rarity
from gnn.features.structures import fingerprints, parses
from kg.errors import InputError, MissingDependencyError
from kg.identifiers import Curie
from kg.records import Node
from kg.snapshot import Snapshot

SNAPSHOT = Snapshot.from_triples(
    [
        ("HGNC:1", "participates_in", "PW:1"), ("HGNC:1", "participates_in", "PW:2"),
        ("HGNC:2", "participates_in", "PW:2"), ("HGNC:1", "binds", "PW:3"),
        ("MONDO:1", "subclass_of", "MONDO:2"), ("MONDO:2", "subclass_of", "MONDO:3"),
        ("MONDO:3", "subclass_of", "MONDO:2"), ("MONDO:4", "subclass_of", "MONDO:3"),
    ],
    {},
)  # fmt: skip


def test_fingerprints_are_of_the_structure_and_not_of_how_it_is_written():
    pytest.importorskip("rdkit")
    prints = fingerprints(["CCO", "OCC", "c1ccccc1", ""])
    assert (prints[0] != prints[1]).nnz == 0
    assert (prints[0] != prints[2]).nnz > 0
    assert prints[3].nnz == 0
    assert set(prints.data.tolist()) == {1.0}


@pytest.mark.parametrize("bad", ["C1CC", "not a structure", "C(C)(C)(C)(C)C", "   "])
def test_a_smiles_that_does_not_parse_is_named(bad):
    pytest.importorskip("rdkit")
    with pytest.raises(InputError, match="does not parse") as raised:
        fingerprints(["CCO", bad])
    assert repr(bad) in raised.value.message
    assert not parses(bad)
    assert parses("CCO")


def test_without_rdkit_the_extra_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdkit", None)
    with pytest.raises(MissingDependencyError, match=r"medkg\[chemistry\]"):
        fingerprints(["CCO"])


@given(st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=7))
def test_tanimoto_is_that_of_sets(rows):
    found = tanimoto_between(csr_matrix(np.array(rows, np.float32)), csr_matrix(np.array(rows, np.float32)))
    for one, left in enumerate(rows):
        for other, right in enumerate(rows):
            shared = sum(a and b for a, b in zip(left, right, strict=True))
            union = sum(a or b for a, b in zip(left, right, strict=True))
            assert found[one, other] == pytest.approx(shared / union if union else 0.0)


def test_cosine_of_an_empty_row_is_zero():
    features = csr_matrix(np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]], np.float32))
    np.testing.assert_allclose(cosine_between(features, features)[0], [1.0, np.sqrt(0.5), 0.0], rtol=1e-6)


def test_what_all_have_weighs_nothing():
    weighed = weighed_by_rarity(csr_matrix(np.array([[1.0, 1.0], [1.0, 0.0]]))).toarray()
    assert weighed[1].tolist() == [0.0, 0.0]
    assert weighed[0, 1] > 0


def test_participation_reads_one_relation_and_knows_missing_genes():
    found = participation(SNAPSHOT, ["HGNC:1", "HGNC:2", "HGNC:9"])
    assert np.asarray(found.sum(1)).ravel().tolist() == [2, 1, 0]
    assert (found[0].multiply(found[1])).sum() == 1
    assert participation(Snapshot.from_triples([], {"HGNC:1": "Gene"}), ["HGNC:1"]).nnz == 0


def test_families_share_words_and_stems():
    nodes = [
        Node(Curie("HGNC:1"), "Gene", "DRD2", synonyms=("dopamine receptor D2",)),
        Node(Curie("HGNC:2"), "Gene", "DRD3", synonyms=("dopamine receptor D3",)),
        Node(Curie("HGNC:3"), "Gene", "EGFR", synonyms=("epidermal growth factor receptor",)),
    ]
    assert family_words(nodes[0]) == family_words(nodes[1]) == {"=DRD", "dopamine", "receptor"}
    similar = cosine_between(families(nodes), families(nodes))
    assert similar[0, 1] == pytest.approx(1.0)
    assert 0 < similar[0, 2] < 0.5


def test_ancestors_climb_and_end_where_a_cycle_closes():
    found = ancestors(SNAPSHOT, ["MONDO:1", "MONDO:4", "MONDO:9"]).toarray()
    names = [{SNAPSHOT.node_ids[one] for one in np.flatnonzero(row)} for row in found]
    assert names == [{"MONDO:1", "MONDO:2", "MONDO:3"}, {"MONDO:4", "MONDO:3", "MONDO:2"}, set()]
