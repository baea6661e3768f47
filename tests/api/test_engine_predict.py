"""Predictions through the engine, by a model that was really trained on the graph."""

import pytest

from api.engine import Engine
from api.records_explain import Standing
from gnn.checkpoint import save_model
from gnn.train import TrainConfig, train_model
from kg.errors import ModelMismatchError, NotFoundError
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation

DRUGS, DISEASES, GENES = 23, 17, 11


def claim(subject, predicate, thing):
    place = RecordLocation("testbase", f"{subject}|{thing}", "1")
    return Evidence(
        Curie(subject), predicate, Curie(thing), place, KnowledgeLevel.KNOWLEDGE_ASSERTION, AgentType.MANUAL_AGENT,
        "infores:testbase", "test/1",
    )  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    path = tmp_path_factory.mktemp("predict") / "graph"
    nodes = [Node(Curie(f"CHEBI:{i}"), "Drug", f"drug {i}") for i in range(DRUGS)]
    nodes += [Node(Curie(f"MONDO:{i}"), "Disease", f"disease {i}") for i in range(DISEASES)]
    nodes += [Node(Curie(f"HGNC:{i}"), "Gene", f"GENE{i}") for i in range(GENES)]
    claims = [claim(f"CHEBI:{i}", "binds", f"HGNC:{i % GENES}") for i in range(DRUGS)]
    claims += [claim(f"HGNC:{i % GENES}", "gene_associated_with_condition", f"MONDO:{i}") for i in range(DISEASES)]
    claims += [
        claim(f"CHEBI:{i}", "treats", f"MONDO:{j}") for i in range(DRUGS) for j in (i % GENES, (i * 3) % DISEASES)
    ]
    with Graph.create(path) as graph:
        graph.add(Batch(nodes=tuple(NodeRecord(node, "testbase") for node in nodes), evidence=tuple(claims)))
        graph.merge()
        trained = train_model(graph.snapshot(), TrainConfig(model="path_counts", baselines=()))
        save_model(trained.predictor, trained.card, graph.layout.models / "path_counts")
    with Engine(path, verifier=lambda sentence, facts: ()) as opened:
        yield opened


def test_predict_heads(engine):
    found = engine.predict("treats", tail="disease 3", k=5)
    assert found.model == "path_counts"
    assert found.missing == "head"
    assert len(found) == 5
    assert {one.node.category for one in found} == {"Drug"}
    known = {one.node.id for one in engine.neighbors("disease 3", "treats")}
    assert not known & {one.node.id for one in found}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_predict_tails_by_name_of_the_model(engine):
    found = engine.predict("treats", head="CHEBI:2", k=3, model="path_counts")
    assert {one.node.category for one in found} == {"Disease"}
    assert "hypotheses" in str(found)


def test_a_predicted_claim_is_explained_with_its_rank(engine):
    best = engine.predict("treats", tail="disease 3", k=1)[0]
    found = engine.explain(best.node.id, "treats", "disease 3")
    assert found.standing is Standing.PREDICTED
    assert found.sentences[0].text.startswith("A model predicts that drug ")
    citation = found.fact(1).citations[0]
    assert citation.document_name == "model:path_counts"
    assert "subjects for this object" in citation.quote
    assert citation.release


def test_a_known_claim_is_not_called_a_prediction(engine):
    assert engine.explain("drug 3", "treats", "disease 3").standing is Standing.SUPPORTED


def test_models_that_are_not_there(engine):
    with pytest.raises(NotFoundError, match="no_such_model"):
        engine.predict("treats", tail="disease 3", model="no_such_model")
    with pytest.raises(NotFoundError, match="path_counts"):
        engine.predict("binds", head="drug 3")
    with pytest.raises(ModelMismatchError, match="binds"):
        engine.predict("binds", head="drug 3", model="path_counts")
