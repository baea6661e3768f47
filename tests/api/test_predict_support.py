"""What a model reads by default, and what predictions say of queries beyond it, through the job, engine and command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from api.cli.main import main
from api.engine import Engine
from api.engine_predict import choose_model
from api.jobs.learning import Learned, LearningOptions, train
from gnn.checkpoint import load_card
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation
from kg.snapshot import Selection

DRUGS, DISEASES, GENES = 88, 8, 8


def _claim(subject: str, predicate: str, thing: str) -> Evidence:
    place = RecordLocation("testbase", f"{subject}|{predicate}|{thing}", "1")
    return Evidence(
        Curie(subject), predicate, Curie(thing), place, KnowledgeLevel.KNOWLEDGE_ASSERTION, AgentType.MANUAL_AGENT,
        "infores:testbase", "test/1",
    )  # fmt: skip


def _nodes(prefix: str, category: str, name: str, count: int) -> list[NodeRecord]:
    return [NodeRecord(Node(Curie(f"{prefix}:{i}"), category, f"{name} {i}"), "testbase") for i in range(count)]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every drug but the last binds a gene and treats two diseases; notes say that some were given for others."""
    claims = [_claim(f"CHEBI:{i}", "binds", f"HGNC:{i % GENES}") for i in range(DRUGS)]
    claims += [_claim(f"HGNC:{i}", "gene_associated_with_condition", f"MONDO:{i}") for i in range(DISEASES)]
    claims += [_claim(f"CHEBI:{i}", "treats", f"MONDO:{(i + k) % DISEASES}") for i in range(DRUGS) for k in (0, 3)]
    claims += [_claim(f"CHEBI:{i}", "applied_to_treat", f"MONDO:{(i + 1) % DISEASES}") for i in range(9)]
    nodes = _nodes("CHEBI", "Drug", "drug", DRUGS + 1) + _nodes("MONDO", "Disease", "disease", DISEASES)
    path = tmp_path_factory.mktemp("support") / "graph"
    with Graph.create(path) as made:
        made.add(Batch(nodes=(*nodes, *_nodes("HGNC", "Gene", "GENE", GENES)), evidence=tuple(claims)))
        made.merge()
    return path


@pytest.fixture(scope="module")
def learned(graph: Path) -> Learned:
    found = train(graph, LearningOptions(model="path_counts"))
    assert found is not None
    return found


def test_near_labels_are_not_read_unless_named(graph: Path, learned: Learned) -> None:
    """The card says what was read; predicates that are named are read whatever they are."""
    card = load_card(learned.model)
    assert set(dict(card.edges)) == {"binds", "gene_associated_with_condition", "treats"}
    assert card.allowed.predicates == frozenset(dict(card.edges)) and "applied_to_treat" not in card.selection
    named = Selection(predicates=frozenset({"treats", "binds", "applied_to_treat"}))
    other = train(graph, LearningOptions(model="degree", selection=named))
    assert other is not None and "applied_to_treat" in dict(load_card(other.model).edges)


def test_a_query_within_what_was_seen_has_no_statement(graph: Path, learned: Learned) -> None:
    """Its answer says nothing but the predictions."""
    with Engine(graph, verifier=lambda sentence, facts: ()) as engine:
        found = engine.predict("treats", head="drug 3", model="path_counts")
    assert len(found) and not found.support


def test_what_a_killed_training_left_aside_is_no_model(learned: Learned, tmp_path: Path) -> None:
    """Its name would come before that of the model."""
    for name in (learned.model.name, f".{learned.model.name}-4711", f".{learned.model.name}-4711.old"):
        shutil.copytree(learned.model, tmp_path / name)
    assert choose_model(tmp_path, "treats", None) == tmp_path / learned.model.name


def test_a_drug_without_edges_is_said_in_words_and_json(
    graph: Path, learned: Learned, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both the table and the object."""
    with Engine(graph, verifier=lambda sentence, facts: ()) as engine:
        found = engine.predict("treats", head=f"drug {DRUGS}", model="path_counts")
    assert found.support[0].kind == "no_edges" and "no edge that the model reads" in str(found)
    call = ["predict", "--graph", str(graph), "--head", f"CHEBI:{DRUGS}", "--model", "path_counts", "--json"]
    with pytest.raises(SystemExit) as ended:
        main(call)
    assert not ended.value.code
    said = json.loads(capsys.readouterr().out)["support"]
    assert said[0] == {"kind": "no_edges", "text": found.support[0].text}


def test_training_shows_the_calibration_error(learned: Learned) -> None:
    """Enough links were held out; the card holds the bins."""
    card = load_card(learned.model)
    assert card.support
    judged = dict(card.calibration).get("treats")
    shown = {row.metric for row in learned.figures.rows if row.system == "path_counts" and "ece" in row.metric}
    assert judged is not None and all(one.bins for one in judged.reliability)
    suffix = {"natural": "", "balanced": "_balanced"}
    assert shown == {f"{one.side}_ece{suffix[one.population]}" for one in judged.reliability}
    assert shown >= {"tail_ece", "tail_ece_balanced"}
