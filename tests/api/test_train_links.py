"""``medkg train linkprediction``: what it writes, how it goes on, and what it refuses."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from api.engine import Engine
from api.jobs.learning import LearningOptions, train
from gnn.card import ModelCard
from gnn.checkpoint import load_card
from gnn.protocol import Step
from gnn.resume import checkpoint_path
from gnn.train import Watch
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation
from kg.snapshot import Selection

DRUGS, DISEASES, GENES = 23, 11, 7
BUDGET = 0.1
MODEL = "nbfnet"  # trained in epochs, so that it can be interrupted


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in ("train", "linkprediction", "--model", MODEL, *arguments)])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return call


def _claim(subject: str, predicate: str, thing: str, negated: bool = False) -> Evidence:
    place = RecordLocation("testbase", f"{subject}|{predicate}|{thing}", "1")
    return Evidence(
        Curie(subject), predicate, Curie(thing), place, KnowledgeLevel.KNOWLEDGE_ASSERTION, AgentType.MANUAL_AGENT,
        "infores:testbase", "test/1", negated=negated,
    )  # fmt: skip


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    nodes = [Node(Curie(f"CHEBI:{i}"), "Drug", f"drug {i}") for i in range(DRUGS)]
    nodes += [Node(Curie(f"MONDO:{i}"), "Disease", f"disease {i}") for i in range(DISEASES)]
    nodes += [Node(Curie(f"HGNC:{i}"), "Gene", f"GENE{i}") for i in range(GENES)]
    claims = [_claim(f"CHEBI:{i}", "binds", f"HGNC:{i % GENES}") for i in range(DRUGS)]
    claims += [_claim(f"HGNC:{i % GENES}", "gene_associated_with_condition", f"MONDO:{i}") for i in range(DISEASES)]
    claims += [_claim(f"CHEBI:{i}", "treats", f"MONDO:{j % DISEASES}") for i in range(DRUGS) for j in (i, 3 * i)]
    claims.append(_claim("CHEBI:1", "contraindicated_in", "MONDO:2"))
    claims.append(_claim("CHEBI:1", "regulates", "HGNC:2", negated=True))
    path = tmp_path / "graph"
    with Graph.create(path) as made:
        made.add(Batch(nodes=tuple(NodeRecord(node, "testbase") for node in nodes), evidence=tuple(claims)))
        made.merge()
    return path


def _card(graph: Path) -> ModelCard:
    return load_card(graph / "models" / "nbfnet-treats")


def test_the_card_says_how_the_model_came_about(run: Run, graph: Path) -> None:
    """And nothing of the training is left beside it."""
    ended = run("--graph", graph, "--budget", BUDGET, "--without", "binds", "--json")
    assert ended.code == 0, ended.err
    assert {row["system"] for row in ended.json()["rows"]} == {"degree", "path_counts", "nbfnet"}
    card = _card(graph)
    assert repr(ModelCard.from_json(card.to_json())) == repr(card)
    held = dict(card.edges)
    assert "binds" not in held and held["gene_associated_with_condition"] == DISEASES
    assert card.allowed.predicates == frozenset(held)
    assert "no case facts" in card.selection and "all sources" in card.selection
    assert card.run is not None
    assert card.run.peak_mb > 10 and card.run.hardware and card.run.processes == 1
    assert [step.done for step in card.run.history] == list(range(1, len(card.run.history) + 1))
    assert "NaN" not in card.to_json()
    assert sorted(path.name for path in (graph / "models").iterdir()) == ["nbfnet-treats"]
    with Engine(graph, verifier=lambda sentence, facts: ()) as engine:
        assert len(engine.predict("treats", tail="disease 3", k=2)) == 2


def _interrupt(graph: Path, after: int) -> None:
    def tell(name: str, step: Step) -> None:
        if step.done == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(graph, LearningOptions(model=MODEL, budget=BUDGET), Watch(tell))


def test_the_same_command_goes_on(run: Run, graph: Path, tmp_path: Path) -> None:
    """To the figures of a training that nothing stopped; --restart takes no notice."""
    unbroken = run("--graph", graph, "--budget", BUDGET, "--json").json()["rows"]
    _interrupt(graph, after=2)
    ended = run("--graph", graph, "--budget", BUDGET)
    assert "goes on after epoch" in ended.err
    card = _card(graph)
    assert card.run is not None and card.run.resumed_after in (1, 2)
    assert [row.value for row in card.metrics] == [row["value"] for row in unbroken]
    _interrupt(graph, after=2)
    assert "goes on" not in run("--graph", graph, "--budget", BUDGET, "--restart").err
    card = _card(graph)
    assert card.run is not None and card.run.resumed_after == 0


def test_a_broken_checkpoint_is_said_and_survived(run: Run, graph: Path) -> None:
    """With its path."""
    _interrupt(graph, after=1)
    path = checkpoint_path(graph / "models" / ".training-nbfnet-treats", "nbfnet")
    path.write_bytes(path.read_bytes()[:200])
    ended = run("--graph", graph, "--budget", BUDGET)
    assert ended.code == 0
    assert str(path) in ended.err and "cannot be read" in ended.err


def test_a_log_without_a_terminal_has_lines(run: Run, graph: Path) -> None:
    """One a validation; standard output is for the figures."""
    ended = run("--graph", graph, "--budget", BUDGET)
    report = graph / "models" / "nbfnet-treats" / "report.html"
    assert str(report) in ended.err and "validation MRR" in report.read_text(encoding="utf-8")
    assert "epoch 2 of" in ended.err and "loss" in ended.err and "validation MRR" in ended.err
    assert "epoch" not in ended.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--relation", "contraindicated_in"), ("contraindicated_in", "1 edges", "5 are needed")),
        (("--relation", "regulates"), ("regulates",)),
        (("--relation", "causes"), ("causes", "It holds general claims of:", "medkg import shipped")),
        (("--without", "causes"), ("causes", "leave out")),
        (("--without", "treats"), ("treats",)),
        (("--source", "nowhere"), ("treats",)),
        (("--level", "observation"), ("treats",)),
        (("--device", "cpu", "--model", "complex", "--relation", "contraindicated_in"), ("5 are needed",)),
    ],
    ids=lambda given: " ".join(given),
)
def test_too_little_to_train_on(run: Run, graph: Path, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    """One edge, only denials, none at all: said, and no model is written."""
    ended = run("--graph", graph, "--budget", BUDGET, *arguments)
    assert ended.code == 2
    assert all(word in ended.err for word in words), ended.err
    assert list((graph / "models").iterdir()) == []


def test_logs_without_tensorboard_name_the_package(run: Run, graph: Path, tmp_path: Path) -> None:
    """Before anything is trained."""
    if importlib.util.find_spec("tensorboard"):
        pytest.skip("tensorboard is installed")
    ended = run("--graph", graph, "--log-dir", tmp_path / "logs")
    assert ended.code == 6
    assert 'pip install "medkg[tensorboard]"' in ended.err
    assert not (tmp_path / "logs").exists()


def test_logs_hold_every_epoch_once(graph: Path, tmp_path: Path) -> None:
    """Also those after an interruption; read back with TensorBoard's own reader."""
    events = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    options = LearningOptions(model=MODEL, budget=BUDGET, log_dir=tmp_path / "logs")

    def stop(name: str, step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(graph, options, Watch(stop))
    train(graph, options)
    reader = events.EventAccumulator(str(tmp_path / "logs" / "nbfnet"))
    reader.Reload()
    history = _card(graph).run.history  # type: ignore[union-attr]
    assert [one.step for one in reader.Scalars("loss")] == [step.done for step in history]
    assert [one.value for one in reader.Scalars("loss")] == pytest.approx([step.loss for step in history])
    assert reader.Scalars("valid_mrr")


def test_the_selection_of_a_card_survives(graph: Path) -> None:
    """Levels and sources, too."""
    chosen = Selection(None, frozenset({KnowledgeLevel.KNOWLEDGE_ASSERTION}), True, frozenset({"infores:testbase"}))
    train(graph, LearningOptions(model=MODEL, budget=0.02, selection=chosen))
    assert _card(graph).allowed == chosen
    assert "knowledge_assertion" in _card(graph).selection and "infores:testbase" in _card(graph).selection


@pytest.mark.slow
def test_two_processes_write_one_model(run: Run, graph: Path) -> None:
    """By the documented command, going on after one process was stopped: the figures of one, nothing left behind."""
    alone = run("--graph", graph, "--budget", BUDGET, "--json").json()["rows"]
    assert _card(graph).run.processes == 1  # type: ignore[union-attr]
    _interrupt(graph, after=2)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", "-m", "api.cli"]
    command += ["train", "linkprediction", "--graph", str(graph), "--model", "nbfnet"]
    command += ["--budget", str(BUDGET), "--json"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    together = json.loads(done.stdout)["rows"]
    assert [row["metric"] for row in together] == [row["metric"] for row in alone]
    assert [row["value"] for row in together] == pytest.approx([row["value"] for row in alone], abs=1e-6)
    run_of_two = _card(graph).run
    assert run_of_two is not None
    assert (run_of_two.processes, run_of_two.resumed_after > 0) == (2, True)
    assert sorted(path.name for path in (graph / "models").iterdir()) == ["nbfnet-treats"]
