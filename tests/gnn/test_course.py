"""The course of a training: precision, early stopping, losses that are no numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from gnn.course import Course, Learner, Rules
from gnn.dataset import LinkDataset
from gnn.precision import Precision
from gnn.protocol import FitOptions
from gnn.registry import model_class
from gnn.resume import Checkpoint, write_checkpoint
from kg.errors import InputError
from kg.snapshot import Snapshot


def _learner(precision: str = "32") -> Learner:
    torch.manual_seed(0)
    module = nn.Linear(3, 1)
    return Learner(
        module,
        torch.optim.SGD(module.parameters(), lr=0.1),
        np.random.default_rng(0),
        Precision(precision, torch.device("cpu")),
    )


def _course(learner: Learner, total: int = 13, patience: int = 3, progress: Callable | None = None) -> Course:
    return Course(learner, Rules("toy", "id", total, patience), FitOptions(), progress)


def test_it_stops_when_the_metric_no_longer_rises_and_keeps_the_best() -> None:
    """After as many validations without a better one as the rules say; those without a metric do not count."""
    learner, metrics = _learner(), [0.1, math.nan, 0.5, 0.4, math.nan, 0.5, 0.3]
    seen = []
    course = _course(learner, progress=seen.append)
    for epoch in course:
        with torch.no_grad():
            learner.module.weight.fill_(float(epoch))
        course.record([1.0, 3.0], metrics[epoch])
    report = course.finish()
    assert [step.metric for step in report.steps if not math.isnan(step.metric)] == [0.1, 0.5, 0.4, 0.5, 0.3]
    assert report.best == 0.5 and report.stopped_early
    assert learner.module.weight.unique().tolist() == [2.0]
    assert {step.loss for step in report.steps} == {2.0}
    assert tuple(seen) == report.steps


def test_it_ends_when_its_minutes_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in processor time: in the middle of an epoch, after one update at least; the rest is not begun."""
    clock = {"now": 100.0}
    monkeypatch.setattr("gnn.course.time.process_time", lambda: clock["now"])
    rules, told = Rules("toy", "id", 13, 3), []
    course = Course(_learner(), rules, FitOptions(minutes=0.5))
    for epoch in course:
        for batch in course.within(range(5)):
            told.append((epoch, batch))
            clock["now"] += 4.0
        course.record([1.0], math.nan)
    report = course.finish()
    assert told == [(0, batch) for batch in range(5)] + [(1, batch) for batch in range(3)]
    assert report.out_of_time and not report.stopped_early and len(report.steps) == 2


def test_without_minutes_all_batches_come() -> None:
    course = _course(_learner(), total=2)
    for _ in course:
        assert list(course.within("abc")) == list("abc")
        course.record([1.0], math.nan)
    assert not course.finish().out_of_time


def test_without_validation_all_epochs_are_done_and_the_last_weights_stay() -> None:
    """Nothing to choose by."""
    learner = _learner()
    course = _course(learner, total=5)
    for epoch in course:
        with torch.no_grad():
            learner.module.weight.fill_(float(epoch))
        course.record([1.0], math.nan)
    report = course.finish()
    assert (len(report.steps), report.stopped_early, math.isnan(report.best)) == (5, False, True)
    assert learner.module.weight.unique().tolist() == [4.0]


@pytest.mark.parametrize("loss", [math.nan, math.inf])
def test_a_loss_that_is_no_number_names_its_update(loss: float) -> None:
    """And the epoch."""
    course = _course(_learner())
    iterator = iter(course)
    next(iterator)
    course.record([1.0], 0.5)
    next(iterator)
    with pytest.raises(InputError, match=rf"toy model is {loss} at update 3 of 4 in epoch 2"):
        course.record([1.0, 2.0, loss, 1.0], 0.5)


def test_nothing_to_train_on_is_said() -> None:
    """No update at all."""
    course = _course(_learner())
    next(iter(course))
    with pytest.raises(InputError, match="no triple to train on"):
        course.record([], math.nan)


@pytest.mark.parametrize(("name", "kind"), [("bf16", torch.bfloat16), ("16", torch.float16)])
def test_products_are_computed_in_the_precision_that_was_asked_for(name: str, kind: torch.dtype) -> None:
    """Weights and their gradients stay float32; a step lowers the loss."""
    learner = _learner(name)
    given = torch.ones(7, 3)
    losses = []
    for _ in range(7):
        learner.optimizer.zero_grad(set_to_none=True)
        with learner.precision.autocast():
            found = learner.module(given)
        assert found.dtype is kind
        loss = ((found.float() - 2.0) ** 2).mean()
        learner.precision.step(loss, list(learner.module.parameters()), learner.optimizer, clip=1.0)
        losses.append(float(loss.detach()))
        assert learner.module.weight.dtype is learner.module.weight.grad.dtype is torch.float32
    assert float(learner.module.weight.grad.norm()) <= 1.0
    assert losses == sorted(losses, reverse=True) and losses[-1] < losses[0]


def test_a_step_whose_gradients_overflow_is_left_out() -> None:
    """And the scale of the losses is lowered; it is part of a checkpoint."""
    learner = _learner("16")
    before = learner.module.weight.detach().clone()
    learner.optimizer.zero_grad(set_to_none=True)
    learner.precision.step(learner.module.weight.sum() * 1e38, list(learner.module.parameters()), learner.optimizer)
    assert torch.equal(learner.module.weight, before)
    state = learner.precision.state()
    assert state["scale"] == 2.0**15
    fresh = Precision("16", torch.device("cpu"))
    fresh.load(state)
    assert fresh.state() == state


def test_a_process_without_queries_takes_the_step_too() -> None:
    """A loss without a graph moves nothing."""
    for name in ("32", "16"):
        learner = _learner(name)
        before = learner.module.weight.detach().clone()
        learner.optimizer.zero_grad(set_to_none=True)
        learner.precision.step(torch.zeros(()), list(learner.module.parameters()), learner.optimizer)
        assert torch.equal(learner.module.weight, before)


def test_an_unknown_precision_lists_the_known() -> None:
    """And auto is 32 on a CPU."""
    with pytest.raises(InputError, match="auto, 32, bf16, 16"):
        Precision("8", torch.device("cpu"))
    assert Precision("auto", torch.device("cpu")).name == "32"


def _graph() -> LinkDataset:
    triples = [(f"D:{i}", "binds", f"G:{i % 5}") for i in range(13)] + [
        (f"G:{i}", "behind", f"I:{i}") for i in range(5)
    ]
    triples += [(f"D:{i}", "treats", f"I:{i % 5}") for i in range(13) if i % 4]
    kinds = {"D": "Drug", "G": "Gene", "I": "Disease"}
    categories = {node: kinds[node[0]] for triple in triples for node in (triple[0], triple[2])}
    return LinkDataset.from_snapshot(Snapshot.from_triples(triples, categories), ["treats"])


@pytest.mark.parametrize("name", ["nbfnet", "complex"])
@pytest.mark.parametrize("precision", ["bf16", "16"])
def test_models_train_in_lower_precision(name: str, precision: str) -> None:
    """On a CPU; it begins where float32 does and learns; half precision leaves out steps until its scale fits."""
    losses = {}
    for asked in (precision, "32"):
        report = model_class(name)().fit(_graph(), FitOptions(budget=0.04, device="cpu", precision=asked))
        losses[report.precision] = [step.loss for step in report.steps]
    assert set(losses) == {precision, "32"}
    assert losses[precision][0] == pytest.approx(losses["32"][0], rel=0.05)
    assert losses[precision][-1] == pytest.approx(losses["32"][-1], rel=0.15)
    assert losses[precision] != losses["32"]


@pytest.mark.parametrize("name", ["nbfnet", "complex"])
def test_weights_that_become_nan_are_an_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the model, the update and the epoch, and what to do."""

    def spoil(self: Precision, loss, parameters, optimizer, clip=None) -> None:
        with torch.no_grad():
            for one in parameters:
                one.fill_(math.nan)

    monkeypatch.setattr(Precision, "step", spoil)
    with pytest.raises(InputError, match=rf"loss of the {name} model is nan at update \d+ of \d+ in epoch [12]\."):
        model_class(name)().fit(_graph(), FitOptions(budget=0.1, device="cpu"))


def test_writing_takes_a_tenth_of_the_time_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Epochs of a second, checkpoints that take four: the first, then every forty seconds and more, and the last."""
    clock = {"now": 0.0}
    written: list[int] = []

    def write(checkpoint: Checkpoint, path: Path) -> None:
        clock["now"] += 4.0
        written.append(len(checkpoint.record["steps"]))
        write_checkpoint(checkpoint, path)

    monkeypatch.setattr("gnn.course.time.perf_counter", lambda: clock["now"])
    monkeypatch.setattr("gnn.course.write_checkpoint", write)
    course = Course(_learner(), Rules("toy", "id", 97, 3), FitOptions(checkpoints=tmp_path))
    for _ in course:
        clock["now"] += 1.0
        course.record([1.0], math.nan)
    assert written == [1, 41, 81, 97]
    again = Course(_learner(), Rules("toy", "id", 97, 3), FitOptions(checkpoints=tmp_path))
    assert list(again) == []
    assert again.finish().seconds == clock["now"] - 4.0  # what was written last does not know its own cost
