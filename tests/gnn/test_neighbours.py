"""Neighbours: likeness against brute force, ridge regression against a refit, learned likeness."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from gnn.dataset import LinkDataset
from gnn.neighbours import RIDGE, LearnedLikeness, Neighbourhood, Profiles, meets_itself, profile_relations, strongest
from gnn.typed import TypedGraph, TypedRelation
from kg.snapshot import Snapshot

OWN = TypedRelation("Drug", "treats", "Disease", True)


@pytest.fixture
def graph(gnn_snapshot: Snapshot) -> TypedGraph:
    return TypedGraph.build(LinkDataset.from_snapshot(gnn_snapshot, ["treats"]))


def _random(nodes: int = 13, partners: int = 5, seed: int = 0) -> Neighbourhood:
    generator = np.random.default_rng(seed)
    features = (generator.random((nodes, 7)) < 0.5).astype(np.float32)
    features /= np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-9)
    linked = (generator.random((nodes, partners)) < 0.25).astype(np.float32)
    profiles = Profiles((TypedRelation("Drug", "binds", "Gene", True),), (sp.csr_matrix(features),))
    return Neighbourhood(profiles, sp.csr_matrix(linked))


def test_likeness_is_the_weighed_cosine(graph: TypedGraph) -> None:
    """Against the formula, column by column; a node is not like itself."""
    relations = profile_relations(graph, "Drug", OWN)
    assert OWN not in relations
    place = relations.index(TypedRelation("Drug", "binds", "Gene", True))
    matrix = graph.matrices[graph.relations.index(relations[place])].toarray()
    weighed = matrix * np.log((len(matrix) + 1) / (matrix.sum(axis=0) + 1))
    length = np.maximum(np.linalg.norm(weighed, axis=1), 1e-9)
    expected = weighed @ weighed.T / np.outer(length, length)
    np.fill_diagonal(expected, 0.0)
    own = graph.matrices[graph.relations.index(OWN)]
    everyone = np.arange(len(matrix))
    found = Neighbourhood(Profiles.build(graph, "Drug", relations), own).near(everyone, everyone)
    assert found[place] == pytest.approx(expected, abs=1e-6)


def test_a_relation_that_the_graph_lacks_says_nothing(graph: TypedGraph) -> None:
    """Its rows are empty."""
    profiles = Profiles.build(graph, "Drug", [TypedRelation("Drug", "heals", "Gene", True)])
    assert profiles.rows[0].nnz == 0
    assert profiles.rows[0].shape[0] == graph.size("Drug")


@settings(max_examples=30)
@given(st.integers(0, 1000))
def test_strongest_is_the_nearest_neighbour_with_the_partner(seed: int) -> None:
    """Against a loop; partners that no neighbour has get 0."""
    generator = np.random.default_rng(seed)
    near = generator.random((3, 7)).astype(np.float32)
    partners = generator.random((7, 5)) < 0.3
    found = strongest(near, sp.csc_matrix(partners.astype(np.float32)))
    for node in range(3):
        for partner in range(5):
            assert found[node, partner] == max([near[node, i] for i in range(7) if partners[i, partner]], default=0.0)


def test_ridge_leaves_the_node_out() -> None:
    """A node with partners gets what a regression says that was fitted without it."""
    end = _random()
    found = end.ridge_rows(np.arange(13))
    everyone = np.arange(13)
    kernel = end.near(everyone, everyone).mean(axis=0) + np.eye(13)
    linked = end.own.toarray()
    assert 0 < len(end.labelled) < 13
    for node in range(13):
        others = end.labelled[end.labelled != node]
        solved = np.linalg.solve(kernel[np.ix_(others, others)] + RIDGE * np.eye(len(others)), linked[others])
        assert found[node] == pytest.approx(kernel[node, others] @ solved, abs=1e-4)


def test_ridge_by_columns_is_the_same() -> None:
    """Also where nobody has a partner, which is 0 throughout."""
    end = _random()
    assert end.ridge_columns(np.array([1, 4])) == pytest.approx(end.ridge_rows(np.arange(13))[:, [1, 4]], abs=1e-5)
    nobody = Neighbourhood(end.profiles, sp.csr_matrix((13, 5), dtype=np.float32))
    assert not nobody.ridge_rows(np.arange(13)).any()
    assert not nobody.ridge_columns(np.array([2])).any()


def test_learned_likeness_finds_the_relation_that_matters() -> None:
    """Nodes alike in the first relation share partners, likeness in the second is noise."""
    generator = np.random.default_rng(1)
    group = np.arange(40) % 5
    telling, noise = np.eye(5, dtype=np.float32)[group], np.eye(5, dtype=np.float32)[generator.integers(0, 5, 40)]
    relations = tuple(TypedRelation("Drug", name, "Gene", True) for name in ("binds", "downregulates"))
    end = Neighbourhood(Profiles(relations, (sp.csr_matrix(telling), sp.csr_matrix(noise))), sp.csr_matrix(telling))
    everyone = np.arange(40)
    chance = LearnedLikeness.fit(end, generator).of(end.near(everyone, everyone), meets_itself(everyone, everyone))
    assert not np.diag(chance).any()
    same = group[:, None] == group[None, :]
    assert chance[same & ~np.eye(40, dtype=bool)].min() > chance[~same].max()


def test_too_few_pairs_teach_nothing() -> None:
    """Two nodes with partners: no chance anywhere, and no warning."""
    end = _random()
    few = Neighbourhood(end.profiles, sp.csr_matrix(([1.0, 1.0], ([0, 1], [2, 2])), shape=(13, 5)))
    learned = LearnedLikeness.fit(few, np.random.default_rng(0))
    assert not learned.of(few.near(np.arange(13), few.labelled), meets_itself(np.arange(13), few.labelled)).any()
