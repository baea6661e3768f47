"""What predictions say of queries that lie outside what the model has seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gnn.card import ModelCard
from gnn.checkpoint import load_nodes, save_model
from gnn.near_labels import near_labels
from gnn.predict import Query, TrainedModel, answer, load_trained
from gnn.support import SupportKind, query_nodes
from gnn.train import TrainConfig, train_model
from kg.schema import PREDICATES
from kg.snapshot import Snapshot


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """Every drug binds two genes and treats two diseases; one drug and one disease have no edge."""
    triples = [(f"D:{i:02d}", "binds", f"G:{(i + k) % 8}") for i in range(40) for k in (0, 3)]
    triples += [(f"D:{i:02d}", "treats", f"S:{(i + k) % 8}") for i in range(40) for k in (0, 3)]
    triples += [(f"G:{i}", "gene_associated_with_condition", f"S:{i}") for i in range(8)]
    kinds = {name: {"D": "Drug", "G": "Gene", "S": "Disease"}[name[0]] for one in triples for name in (one[0], one[2])}
    return Snapshot.from_triples(triples, {**kinds, "D:77": "Drug", "S:77": "Disease"})


@pytest.fixture(scope="module")
def trained(snapshot: Snapshot) -> TrainedModel:
    return train_model(snapshot, TrainConfig(model="path_counts", baselines=(), valid=0.15, test=0.15))


def _grown(snapshot: Snapshot, more: list[tuple[str, str, str]], kinds: dict[str, str]) -> Snapshot:
    names = snapshot.node_ids
    triples = [
        (names[h], snapshot.predicates[r], names[t])
        for h, r, t in zip(snapshot.heads, snapshot.relations, snapshot.tails, strict=True)
    ]
    held = dict(zip(names, (snapshot.categories[c] for c in snapshot.node_category), strict=True))
    return Snapshot.from_triples([*triples, *more], {**held, **kinds})


def test_a_query_of_the_training_has_nothing_to_be_said(trained: TrainedModel) -> None:
    """For most nodes: the ranges are quantiles."""
    said = [answer(trained, Query("treats", head=f"D:{i:02d}")).support for i in range(40)]
    assert sum(not one for one in said) >= 36
    assert {one.side for one in trained.card.support} == {"tail", "head"}
    assert ModelCard.from_json(trained.card.to_json()).support == trained.card.support


@pytest.mark.parametrize("query", [Query("treats", head="D:77"), Query("treats", tail="S:77")])
def test_a_node_without_edges_is_told(trained: TrainedModel, query: Query) -> None:
    """It was there in training, and nothing was known of it."""
    said = [one.kind for one in answer(trained, query).support]
    assert SupportKind.NO_EDGES in said and SupportKind.NEW_NODE not in said


def test_a_thin_query_is_told(trained: TrainedModel) -> None:
    """Fewer edges than 95 % of the training's, a best candidate below them; the words name both figures."""
    ranges = tuple(replace(one, degree=9.0, best=1e6) for one in trained.card.support)
    changed = replace(trained, card=replace(trained.card, support=ranges))
    said = {one.kind: one.text for one in answer(changed, Query("treats", head="D:03")).support}
    assert list(said) == [SupportKind.LOW_DEGREE, SupportKind.LOW_SCORE]
    assert "4 edges" in said[SupportKind.LOW_DEGREE] and "1e+06" in said[SupportKind.LOW_SCORE]


def test_what_came_after_the_training_is_told_and_served(
    trained: TrainedModel, snapshot: Snapshot, tmp_path: Path
) -> None:
    """A stored model names other data and new nodes; on its own graph it names neither."""
    save_model(trained.predictor, trained.card, tmp_path / "model", tuple(sorted(trained.seen or ())))
    assert load_nodes(tmp_path / "model") == trained.seen == frozenset(query_nodes(trained.dataset, ("treats",)))
    assert not answer(load_trained(tmp_path / "model", snapshot), Query("treats", head="D:05")).support
    grown = _grown(snapshot, [("D:99", "binds", "G:1"), ("D:99", "binds", "G:2")], {"D:99": "Drug"})
    loaded = load_trained(tmp_path / "model", grown)
    new = answer(loaded, Query("treats", head="D:99"))
    assert new.predictions
    assert {SupportKind.NEW_NODE, SupportKind.OTHER_DATA} <= {one.kind for one in new.support}
    (known,) = answer(loaded, Query("treats", head="D:05")).support
    assert known.kind is SupportKind.OTHER_DATA
    assert grown.content_hash[:12] in known.text and snapshot.content_hash[:12] in known.text


def test_a_model_without_kept_nodes_calls_none_new(trained: TrainedModel, snapshot: Snapshot, tmp_path: Path) -> None:
    """It cannot know."""
    save_model(trained.predictor, trained.card, tmp_path / "model")
    grown = _grown(snapshot, [("D:99", "binds", "G:1")], {"D:99": "Drug"})
    said = answer(load_trained(tmp_path / "model", grown), Query("treats", head="D:99")).support
    assert SupportKind.NEW_NODE not in {one.kind for one in said}


def test_near_labels_are_predicates_of_the_schema() -> None:
    """And never the relation itself."""
    for name in PREDICATES:
        assert near_labels(name) <= set(PREDICATES) - {name}
    assert near_labels("treats")
