"""Exit codes are told where they are met, and a graph of notes alone is told what it lacks for training."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_calls import Run

from api.cli.codes import EXIT_CODES
from kg import errors
from kg.graph import Graph
from kg.identifiers import Curie, content_hash
from kg.records import (
    AgentType,
    Batch,
    DocumentKind,
    Evidence,
    KnowledgeLevel,
    Node,
    NodeRecord,
    StoredDocument,
    TextLocation,
    TextSpan,
)

TEXT = "He takes metformin."


@pytest.fixture
def notes_alone(tmp_path: Path) -> Path:
    """A case that takes a drug, and nothing else."""
    note = StoredDocument(
        Curie(f"doc:{content_hash('a.txt', TEXT)}"), "a.txt", TEXT, DocumentKind.NOTE, "en", Curie("case:1")
    )
    place = TextLocation(note.id, "", (0, len(TEXT)), None, TextSpan(9, 18, "metformin"))
    said = Evidence(
        Curie("case:1"), "takes", Curie("CHEBI:1"), place, KnowledgeLevel.OBSERVATION, AgentType.TEXT_MINING_AGENT,
        "infores:medkg", "test/1",
    )  # fmt: skip
    nodes = (
        NodeRecord(Node(Curie("case:1"), "Case", "Case a.txt"), note.id),
        NodeRecord(Node(Curie("CHEBI:1"), "Drug", "metformin"), "testbase"),
    )
    with Graph.create(tmp_path / "graph", buckets=4) as graph:
        graph.add(Batch((note,), nodes, (said,)))
        graph.merge()
    return tmp_path / "graph"


@pytest.mark.parametrize("model", ["linkprediction", "drugtarget"])
def test_a_graph_of_notes_alone_is_told_what_to_import(run: Run, notes_alone: Path, model: str) -> None:
    ended = run("train", model, "--graph", notes_alone)
    assert ended.code == 2
    assert "no general claim" in ended.err and "medkg import shipped" in ended.err
    assert not any(notes_alone.glob("models/*"))


@pytest.mark.parametrize(
    "command", [(), ("build",), ("import",), ("predict",), ("evaluate", "assertion"), ("evaluate", "relations")]
)
def test_help_says_what_exit_code_3_means(run: Run, command: tuple[str, ...]) -> None:
    told = " ".join(run(*command, "--help").out.split())
    assert "Exit codes" in told and "3 done, but some inputs or rows were broken" in told


def test_every_code_of_an_error_is_listed(run: Run) -> None:
    codes = {one.exit_code for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)}
    assert codes | {0, 3, 130} == {code for code, _ in EXIT_CODES}
    told = " ".join(run("--help").out.split())
    assert all(f"{code} {words}" in told for code, words in EXIT_CODES)


def test_broken_gold_lines_are_named_with_the_exit_code(run: Run, tmp_path: Path) -> None:
    gold = tmp_path / "annotations.tsv"
    gold.write_text(
        "Report No.\tConcept\tSentence\tNegation\tTemporality\tExperiencer\n"
        "1\tfever\tNo fever.\tNegated\tRecent\tPatient\n"
        "2\tcough\tcut off\n"
    )
    ended = run("evaluate", "assertion", "--gold", gold)
    assert ended.code == 3
    assert "annotations.tsv#line 3" in ended.err and "exit code 3" in ended.err
