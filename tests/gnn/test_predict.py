"""Training, predicting and explaining on a small graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gnn.card import ModelCard
from gnn.checkpoint import save_model
from gnn.explain import PathEdge, explain
from gnn.models.nbfnet import NBFNetPredictor
from gnn.models.nbfnet_gradients import edge_gradients
from gnn.path_order import PathOrder
from gnn.predict import Query, TrainedModel, load_trained, predict, to_evidence
from gnn.train import TrainConfig, Watch, train_model
from gnn.typed import TypedRelation
from kg.errors import InputError, ModelMismatchError, NotFoundError
from kg.records import AgentType, KnowledgeLevel
from kg.snapshot import Snapshot

_CONFIG = TrainConfig(model="path_counts", baselines=("degree",), valid=0.1, test=0.2)


@pytest.fixture(params=["path_counts", "nbfnet"])
def trained(request: pytest.FixtureRequest, gnn_snapshot: Snapshot) -> TrainedModel:
    return train_model(gnn_snapshot, TrainConfig(model=request.param, baselines=(), valid=0.1, test=0.1, budget=0.2))


def test_card_holds_the_baselines_beside_the_model(gnn_snapshot: Snapshot) -> None:
    """And survives a round trip through JSON."""
    seen = []
    trained = train_model(gnn_snapshot, _CONFIG, Watch(lambda name, step: seen.append(name)))
    assert {row.system for row in trained.card.metrics} == {"degree", "path_counts"}
    assert repr(ModelCard.from_json(trained.card.to_json())) == repr(trained.card)
    assert trained.card.data_hash == gnn_snapshot.content_hash
    assert "path_counts" in seen


def test_predictions_are_ranked_and_new(trained: TrainedModel, gnn_snapshot: Snapshot) -> None:
    """Best first, nothing known, one category, probabilities in range; the rank counts known ones."""
    found = predict(trained, Query("treats", head="DRUGBANK:005", k=4))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.object.startswith("MONDO:") and not one.known for one in found)
    assert all(0 <= one.probability <= 1 for one in found)
    everything = predict(trained, Query("treats", tail="MONDO:001", k=99, exclude_known=False))
    assert [one.rank for one in everything] == list(range(1, len(everything) + 1))
    assert {one.subject for one in everything if one.known} == {"DRUGBANK:001", "DRUGBANK:008", "DRUGBANK:022"}


def test_evidence_is_of_level_prediction_and_one_source(trained: TrainedModel) -> None:
    """Known pairs are no predictions."""
    found = predict(trained, Query("treats", tail="MONDO:001", k=99, exclude_known=False))
    evidence = to_evidence(found, trained.card)
    assert len(evidence) == sum(not one.known for one in found)
    assert {one.origin for one in evidence} == {f"model:{trained.card.model}"}
    assert {one.knowledge_level for one in evidence} == {KnowledgeLevel.PREDICTION}
    assert {one.agent_type for one in evidence} == {AgentType.COMPUTATIONAL_MODEL}
    scale = "calibrated_probability" if found[0].calibrated else "share_ranked_lower"
    assert {one.qualifiers for one in evidence} == {(("scale", scale),)}


def test_paths_of_an_explanation_lead_from_end_to_end(trained: TrainedModel, gnn_snapshot: Snapshot) -> None:
    """Over edges that the graph holds, as it stores them."""
    edges = {
        (gnn_snapshot.node_ids[h], gnn_snapshot.predicates[r], gnn_snapshot.node_ids[t])
        for h, r, t in zip(gnn_snapshot.heads, gnn_snapshot.relations, gnn_snapshot.tails, strict=True)
    }
    one = predict(trained, Query("treats", head="DRUGBANK:005", k=1))[0]
    paths = explain(trained, one)
    assert paths
    for path in paths:
        here = one.subject
        for edge in path.edges:
            assert (edge.subject, edge.predicate, edge.object) in edges
            start, end = (edge.subject, edge.object) if edge.forward else (edge.object, edge.subject)
            assert start == here
            here = end
        assert here == one.object
    plain = [path.contribution for path in explain(trained, one, 99, PathOrder.CONTRIBUTION)]
    assert plain == sorted(plain, reverse=True)
    assert sorted(path.contribution for path in explain(trained, one, 99)) == sorted(plain)


@pytest.fixture
def trained_with_notes(gnn_snapshot: Snapshot) -> TrainedModel:
    """On a graph without mechanisms, whose notes say of every drug which disease it was given for."""
    names, kept = gnn_snapshot.node_ids, ("treats", "gene_associated_with_condition", "subclass_of")
    triples = [
        (names[h], gnn_snapshot.predicates[r], names[t])
        for h, r, t in zip(gnn_snapshot.heads, gnn_snapshot.relations, gnn_snapshot.tails, strict=True)
        if gnn_snapshot.predicates[r] in kept
    ]
    drugs = [name for name in names if name.startswith("DRUGBANK:")]
    triples += [(drug, "applied_to_treat", f"MONDO:{int(drug[-3:]) % 7:03d}") for drug in drugs]
    kinds = dict(zip(names, (gnn_snapshot.categories[c] for c in gnn_snapshot.node_category), strict=True))
    config = TrainConfig(model="nbfnet", baselines=(), valid=0.1, test=0.1, budget=0.4)
    return train_model(Snapshot.from_triples(triples, kinds), config)


def test_a_direct_edge_of_another_relation_is_a_path(trained_with_notes: TrainedModel) -> None:
    """Where it speaks for the prediction, by what the network reads of it at its best layer; never the edge itself."""
    predictor, dataset = trained_with_notes.predictor, trained_with_notes.dataset
    assert isinstance(predictor, NBFNetPredictor)
    own, given = (TypedRelation("Drug", name, "Disease", True) for name in ("treats", "applied_to_treat"))
    listed = {True: 0, False: 0}
    for number in (1, 3, 5):
        for one in predict(trained_with_notes, Query("treats", tail=f"MONDO:{number:03d}", k=99, exclude_known=False)):
            direct = [path for path in explain(trained_with_notes, one, k=1000) if len(path.edges) == 1]
            ends = [predictor.reader.graph.local[[dataset.positions[end]]] for end in (one.subject, one.object)]
            gradients = edge_gradients(predictor, own, int(ends[0][0]), int(ends[1][0]))
            layers = range(1, predictor.config.depth + 1)
            best = max(float(gradients.of(given, layer, *ends)[0]) for layer in layers)
            noted = int(one.subject[-3:]) % 7 == number
            assert len(direct) == (noted and best > 0)
            for path in direct:
                assert path.edges == (PathEdge(one.subject, "applied_to_treat", one.object, True),)
                assert path.contribution == pytest.approx(best)
                listed[one.known] += 1
    assert listed[False]


def test_contributions_of_path_counts_add_up(gnn_snapshot: Snapshot) -> None:
    """All paths together, with the degrees and the bias, are the score."""
    trained = train_model(gnn_snapshot, _CONFIG)
    one = predict(trained, Query("treats", head="DRUGBANK:005", k=1))[0]
    pair = trained.predictor.pairs[0]  # type: ignore[attr-defined]
    positive = sum(path.contribution for path in explain(trained, one, k=10_000))
    weights = pair.weights[:-3]
    if (weights >= 0).all():
        head = int((trained.dataset.graph[:, 0] == trained.dataset.positions[one.subject]).sum())
        assert positive <= one.score - pair.bias + abs(pair.weights[-3:]).sum() * np.log1p(head + 9)
    assert positive > 0


def test_wrong_queries_are_refused(trained: TrainedModel) -> None:
    """Two ends, none, an unknown node, a relation that was not trained, a node of the wrong category."""
    with pytest.raises(InputError, match="one end"):
        predict(trained, Query("treats"))
    with pytest.raises(InputError, match="one end"):
        predict(trained, Query("treats", head="DRUGBANK:001", tail="MONDO:001"))
    with pytest.raises(NotFoundError, match="DRUGBANK:777"):
        predict(trained, Query("treats", head="DRUGBANK:777"))
    with pytest.raises(ModelMismatchError, match="binds"):
        predict(trained, Query("binds", head="DRUGBANK:001"))
    with pytest.raises(ModelMismatchError, match="cannot place"):
        predict(trained, Query("treats", head="HGNC:001"))


def test_a_stored_model_serves_a_graph_that_has_grown(gnn_snapshot: Snapshot, tmp_path: Path) -> None:
    """A drug imported after the training gets predictions; the card still names the data of the training."""
    trained = train_model(gnn_snapshot, TrainConfig(model="nbfnet", baselines=(), valid=0.1, test=0.1, budget=0.4))
    save_model(trained.predictor, trained.card, tmp_path / "nbfnet")
    names = gnn_snapshot.node_ids
    triples = [
        (names[h], gnn_snapshot.predicates[r], names[t])
        for h, r, t in zip(gnn_snapshot.heads, gnn_snapshot.relations, gnn_snapshot.tails, strict=True)
    ]
    kinds = dict(zip(names, (gnn_snapshot.categories[c] for c in gnn_snapshot.node_category), strict=True))
    grown = Snapshot.from_triples([*triples, ("DRUGBANK:999", "binds", "HGNC:003")], {**kinds, "DRUGBANK:999": "Drug"})
    loaded = load_trained(tmp_path / "nbfnet", grown)
    found = predict(loaded, Query("treats", head="DRUGBANK:999", k=1))
    assert found[0].object == "MONDO:003"
    assert loaded.card.data_hash != grown.content_hash
