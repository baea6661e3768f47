"""The course of one training: epochs that survive a kill, the best weights, early stopping, progress.

A trainer's loop::

    course = Course(Learner(module, optimizer, numbers, precision), Rules(name, identity, epochs, patience), options)
    for epoch in course:
        course.record([update(batch) for batch in course.within(batches)], metric)
    report = course.finish()
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from gnn.distributed import agreed, from_first, mean_over_processes, world
from gnn.precision import Precision
from gnn.protocol import FitOptions, FitReport, Progress, Step
from gnn.resume import (
    Checkpoint,
    checkpoint_path,
    pack_optimizer,
    read_checkpoint,
    unpack_optimizer,
    write_checkpoint,
)
from kg.errors import InputError, ModelMismatchError

_SHARE_OF_TIME = 0.1
_Batch = TypeVar("_Batch")


@dataclass(frozen=True, eq=False)
class Learner:
    """What a training changes: the weights, the optimiser's state, the state of its draws, and the loss's scale."""

    module: nn.Module
    optimizer: torch.optim.Optimizer
    numbers: np.random.Generator
    precision: Precision


@dataclass(frozen=True, slots=True)
class Rules:
    """How long a training may go on.

    Attributes:
        name: of the model; its checkpoint is called so.
        identity: see :func:`gnn.resume.run_identity`.
        total: epochs at most.
        patience: validations without a better metric before it stops.
    """

    name: str
    identity: str
    total: int
    patience: int


class Course:
    """Iterates over the epochs (from 0) that are still to do; see the module.

    Where ``options.checkpoints`` names a folder, epochs are kept there, and a training with the same identity goes on
    after the last one kept. Writing takes a tenth of the time at most, so a long epoch's checkpoint may be skipped.
    Where ``options.minutes`` are set, the training ends when this process has worked so long, after one update or more.

    Args:
        learner: what is trained; its state is replaced when the training goes on.
        rules: how long.
        options: of the run.
        progress: takes each new step.

    Raises:
        InputError: processes that train together found different checkpoints.
    """

    def __init__(self, learner: Learner, rules: Rules, options: FitOptions, progress: Progress | None = None) -> None:
        self._learner, self._rules, self._options, self._progress = learner, rules, options, progress
        self._started = time.perf_counter()
        self._worked, self._cut = time.process_time(), False
        self._before = 0.0
        self._steps: list[Step] = []
        self._best, self._waited = math.nan, 0
        self._best_state: dict[str, Tensor] | None = None
        self._written, self._cost = -math.inf, 0.0
        if options.checkpoints is not None and not options.restart:
            self._go_on(checkpoint_path(options.checkpoints, rules.name))
        if not agreed(len(self._steps)):
            raise InputError(
                "The processes that train together found different checkpoints.",
                "Give them one shared graph directory, or train with --restart.",
            )
        self._first = len(self._steps)

    def __iter__(self) -> Iterator[int]:
        while len(self._steps) < self._rules.total and self._waited < self._rules.patience and not self._cut:
            done = len(self._steps)
            yield done
            assert len(self._steps) == done + 1, "an epoch ended without record()"

    def within(self, batches: Iterable[_Batch]) -> Iterator[_Batch]:
        """The batches of an epoch, as many as there is time for; all of them where processes train together."""
        for number, batch in enumerate(batches):
            if number and world().size == 1 and self._over():
                return
            yield batch

    def record(self, losses: Sequence[float], metric: float) -> None:
        """Ends an epoch.

        Args:
            losses: of its updates.
            metric: of the validation, higher is better; nan when there was none.

        Raises:
            InputError: nothing was trained, or a loss is not finite.
        """
        epoch = len(self._steps) + 1
        loss = mean_over_processes(float(np.mean(losses)) if len(losses) else math.nan)
        if not math.isfinite(loss):
            raise _lost(self._rules.name, epoch, losses)
        step = Step(epoch, self._rules.total, loss, from_first(metric))
        self._steps.append(step)
        if not math.isnan(step.metric):
            if math.isnan(self._best) or step.metric > self._best:
                self._best, self._waited = step.metric, 0
                self._best_state = copy.deepcopy(self._learner.module.state_dict())
            else:
                self._waited += 1
        self._cut = bool(from_first(float(self._over())))
        self._keep()
        if self._progress:
            self._progress(step)

    def finish(self) -> FitReport:
        """Puts the best weights back; the last ones stay when nothing was validated."""
        if self._best_state is not None:
            self._learner.module.load_state_dict(self._best_state)
        return FitReport(
            seconds=self._seconds(),
            steps=tuple(self._steps),
            best=self._best,
            stopped_early=len(self._steps) < self._rules.total and not self._cut,
            resumed_after=self._first,
            seconds_before=self._before,
            precision=self._learner.precision.name,
            out_of_time=self._cut,
        )

    def _over(self) -> bool:
        minutes = self._options.minutes
        return minutes is not None and time.process_time() - self._worked >= 60 * minutes

    def _seconds(self) -> float:
        return self._before + time.perf_counter() - self._started

    def _keep(self) -> None:
        folder, now = self._options.checkpoints, time.perf_counter()
        over = len(self._steps) == self._rules.total or self._waited >= self._rules.patience or self._cut
        if folder is None or world().rank or (now - self._written < self._cost / _SHARE_OF_TIME and not over):
            return
        write_checkpoint(self._checkpoint(), checkpoint_path(folder, self._rules.name))
        self._written = time.perf_counter()
        self._cost = self._written - now

    def _checkpoint(self) -> Checkpoint:
        learner = self._learner
        moments, groups = pack_optimizer(learner.optimizer.state_dict())
        parts = {"weights": learner.module.state_dict(), "best": self._best_state or {}, "optimizer": moments}
        record = {
            "steps": self._steps,
            "best": self._best,
            "waited": self._waited,
            "seconds": self._seconds(),
            "numbers": learner.numbers.bit_generator.state,
            "optimizer": groups,
            "precision": learner.precision.state(),
        }
        tensors = {f"{part}/{name}": tensor for part, held in parts.items() for name, tensor in held.items()}
        return Checkpoint(self._rules.identity, tensors, record)

    def _go_on(self, path: Path) -> None:
        try:
            found = read_checkpoint(path)
            if found is None:
                return
            if found.identity != self._rules.identity:
                self._tell(f"{path} is the checkpoint of another training; this one begins at its first epoch.")
                return
            self._take(found)
        except ModelMismatchError as error:
            self._tell(f"{error.message} The training begins at its first epoch.")
            return
        self._tell(f"The training of {self._rules.name} goes on after epoch {len(self._steps)} of {self._rules.total}.")

    def _take(self, found: Checkpoint) -> None:
        record: dict[str, Any] = found.record
        learner, parts = self._learner, _by_part(found.tensors)
        if _shapes(parts["weights"]) != _shapes(learner.module.state_dict()):
            raise ModelMismatchError("The checkpoint is of another version of the model.")
        learner.module.load_state_dict(parts["weights"])
        learner.optimizer.load_state_dict(unpack_optimizer(parts["optimizer"], record["optimizer"]))
        learner.numbers.bit_generator.state = record["numbers"]
        learner.precision.load(record["precision"])
        self._steps = [Step(*one) for one in record["steps"]]
        self._best, self._waited, self._before = record["best"], record["waited"], record["seconds"]
        self._best_state = parts["best"] or None

    def _tell(self, text: str) -> None:
        if self._options.notify:
            self._options.notify(text)


def _by_part(tensors: dict[str, Tensor]) -> dict[str, dict[str, Tensor]]:
    parts: dict[str, dict[str, Tensor]] = {"weights": {}, "best": {}, "optimizer": {}}
    for name, tensor in tensors.items():
        part, rest = name.split("/", 1)
        parts[part][rest] = tensor
    return parts


def _shapes(tensors: dict[str, Tensor]) -> dict[str, torch.Size]:
    return {name: tensor.shape for name, tensor in tensors.items()}


def _lost(name: str, epoch: int, losses: Sequence[float]) -> InputError:
    if not len(losses):
        return InputError(f"The {name} model has no triple to train on.", "Import some, or name another relation.")
    bad = next((place for place, loss in enumerate(losses, 1) if not math.isfinite(loss)), 0)
    value = losses[bad - 1] if bad else "not finite in another process"
    return InputError(
        f"The loss of the {name} model is {value} at update {bad} of {len(losses)} in epoch {epoch}.",
        "Look for values that are not finite in its features, lower its learning rate, or train with --precision 32.",
    )
