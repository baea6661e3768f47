"""Names on the command line: the option's category decides between namesakes, and misspelt names are suggested."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli_calls import Run

from api.engine import Engine
from api.jobs.learning import LearningOptions, train
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation

DRUGS, DISEASES, GENES = 24, 6, 5
SHARED = "sugar sickness"


def claim(subject: str, predicate: str, thing: str) -> Evidence:
    place = RecordLocation("testbase", f"{subject}|{predicate}|{thing}", "1")
    return Evidence(
        Curie(subject), predicate, Curie(thing), place, KnowledgeLevel.KNOWLEDGE_ASSERTION, AgentType.MANUAL_AGENT,
        "infores:testbase", "test/1",
    )  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disease and a phenotype share a synonym, and so do a drug and a chemical; a model of treats is trained."""
    nodes = [Node(Curie(f"CHEBI:{i}"), "Drug", f"curazine {i}") for i in range(DRUGS)]
    nodes += [Node(Curie(f"MONDO:{i}"), "Disease", f"malady {i}") for i in range(1, DISEASES)]
    nodes += [Node(Curie(f"HGNC:{i}"), "Gene", f"GENE{i}") for i in range(GENES)]
    nodes.append(Node(Curie("MONDO:0"), "Disease", "saccharosis", "", (SHARED,)))
    nodes.append(Node(Curie("HP:0"), "PhenotypicFeature", "saccharosis of the blood", "", (SHARED,)))
    nodes.append(Node(Curie("CHEBI:100"), "Drug", "metformin", "二甲双胍", ("DMBG",)))
    nodes.append(Node(Curie("CHEBI:101"), "ChemicalEntity", "metformin hydrochloride", "", ("DMBG",)))
    claims = [claim(f"CHEBI:{i}", "treats", f"MONDO:{(i + k) % DISEASES}") for i in range(DRUGS) for k in (0, 2)]
    claims += [claim(f"CHEBI:{i}", "binds", f"HGNC:{i % GENES}") for i in range(DRUGS)]
    claims += [claim(f"HGNC:{i}", "gene_associated_with_condition", f"MONDO:{i}") for i in range(GENES)]
    claims += [claim("CHEBI:100", "treats", "MONDO:0"), claim("CHEBI:101", "binds", "HGNC:0")]
    claims.append(claim("HGNC:0", "gene_associated_with_condition", "HP:0"))
    path = tmp_path_factory.mktemp("names") / "graph"
    with Graph.create(path, buckets=4) as made:
        made.add(Batch(nodes=tuple(NodeRecord(node, "testbase") for node in nodes), evidence=tuple(claims)))
        made.merge()
    train(path, LearningOptions(model="path_counts"))
    return path


@pytest.mark.parametrize(
    ("plain", "named", "name", "chosen"),
    [("--tail", "--disease", SHARED, "MONDO:0"), ("--head", "--drug", "dmbg", "CHEBI:100")],
)
def test_the_option_says_which_of_two_namesakes_is_meant(
    run: Run, graph: Path, plain: str, named: str, name: str, chosen: str
) -> None:
    ended = run("predict", "--graph", graph, named, name, "--json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["given"]["id"] == chosen
    refused = run("predict", "--graph", graph, plain, name)
    assert refused.code == 2
    assert "several nodes" in refused.err and chosen in refused.err


def test_an_end_is_given_once(run: Run, graph: Path) -> None:
    for given in (
        ("--head", "x", "--drug", "y"),
        ("--tail", "x", "--disease", "y"),
        ("--drug", "x", "--tail", "y"),
        (),
    ):
        ended = run("predict", "--graph", graph, *given)
        assert ended.code == 2 and "Usage" in ended.err


@pytest.mark.parametrize(
    ("typed", "meant"), [("metforminn", "metformin"), ("metfromin", "metformin"), ("二甲双", "metformin")]
)
def test_a_misspelt_name_gets_the_nearest(run: Run, graph: Path, typed: str, meant: str) -> None:
    for command in (("predict", "--drug", typed), ("explain", typed, "treats", "saccharosis")):
        ended = run(*command, "--graph", graph)
        assert ended.code == 2
        assert "Did you mean" in ended.err and f"(Drug, {meant})" in ended.err


def test_suggestions_are_of_the_category_that_is_asked_for(run: Run, graph: Path) -> None:
    ended = run("predict", "--disease", "sacharosis", "--graph", graph)
    assert "MONDO:0" in ended.err
    assert "curazine" not in ended.err


def test_what_is_like_nothing_names_a_command_that_exists(run: Run, graph: Path) -> None:
    ended = run("predict", "--drug", "zzqqxxy", "--graph", graph)
    assert ended.code == 2 and "medkg find" in ended.err
    assert run("find", "--help").code == 0


def test_find_prints_whole_names_and_like_spellings(run: Run, graph: Path) -> None:
    exact = json.loads(run("find", "metformin", "--graph", graph, "--json").out)["hits"]
    assert [one["node"]["id"] for one in exact] == ["CHEBI:100", "CHEBI:101"]
    assert [one["kind"] for one in exact] == ["name", "prefix"]
    near = json.loads(run("find", "metfornin", "--graph", graph, "--category", "Drug", "--json").out)["hits"]
    assert [(one["node"]["id"], one["kind"]) for one in near] == [("CHEBI:100", "spelling")]
    assert 0 < near[0]["score"] < 0.4
    assert run("find", "x", "--graph", graph, "--category", "Illness").code == 2


def test_a_near_name_comes_before_a_long_one_that_begins_so(tmp_path):
    path = tmp_path / "graph"
    nodes = (
        Node(Curie("MONDO:1"), "Disease", "thrombocytopenia", synonyms=("asprin-like platelet disorder",)),
        Node(Curie("CHEBI:1"), "Drug", "Aspirin"),
    )
    with Graph.create(path) as graph:
        graph.add(Batch(nodes=tuple(NodeRecord(node, "testbase") for node in nodes)))
        graph.merge()
    with Engine(path) as engine:
        assert [hit.node.id for hit in engine.find("asprin")] == ["CHEBI:1", "MONDO:1"]
        assert [hit.node.id for hit in engine.find("asprin", category="Disease")] == ["MONDO:1"]


@pytest.mark.parametrize("hide", [(), ("--hide-names",)], ids=["rules", "all"])
def test_no_name_of_a_person_is_left_of_a_path_and_the_file_is_found(run, tmp_path, monkeypatch, hide):
    monkeypatch.chdir(tmp_path)
    ward = Path("ward")
    ward.mkdir()
    (ward / "Smith_John.txt").write_text("Patient has asthma and takes albuterol.")
    (ward / "asthma-2.txt").write_text("Patient has gout.")
    (ward / "visits.csv").write_text("id,text\nMary Jones,Patient has psoriasis.\n")
    assert run("build", "ward", "--graph", "g", *hide).code == 0
    told = run("info", "--graph", "g", "--json")
    found = run("find", "Case", "--graph", "g", "--json")
    for printed in (told.out, found.out):
        assert not re.search("smith|john|mary|jones", printed, re.IGNORECASE)
        assert ("asthma-2" in printed) != bool(hide)
    assert run("info", "--graph", "g", "--verify", "--source", "ward", *hide).code == 0
    assert run("forget", "asthma-2.txt", "--graph", "g").code == 0
    assert run("retract", "ward/Smith_John.txt", "--graph", "g").code == 0
    assert run("info", "--graph", "g", "--json").json()["documents"] == 1
    assert run("retract", "ward/", "--graph", "g").code == 0
    assert run("info", "--graph", "g", "--json").json()["documents"] == 0
    assert run("retract", "ward/other.txt", "--graph", "g").code == 2
