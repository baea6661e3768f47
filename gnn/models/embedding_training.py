"""The training that all embedding models share: one update, the choice of a setting, the rounds to the best weights."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from gnn.course import Course, Learner
from gnn.dataset import LinkDataset
from gnn.distributed import from_first, world
from gnn.models.embedding_batches import FullBatches, Queries, SampledBatches, TripleBatch
from gnn.models.embedding_formula import Formula
from gnn.models.embedding_loss import grouped_cross_entropy

_FEW_TRIPLES = 1_000_000
_VALIDATIONS = 20
_KEPT = 2
_TABLE = 2**27


@dataclass(frozen=True, slots=True)
class Setting:
    """What is chosen on the validation triples.

    Attributes:
        penalty: weight of the nuclear 3-norm.
        relation_weight: weight of the loss that asks for the relation of two nodes (Chen et al. 2021,
            arXiv:2110.02834).
        dropout: share of a query's numbers that is left out of an update.
    """

    penalty: float
    relation_weight: float = 0.0
    dropout: float = 0.0


@dataclass(frozen=True, slots=True)
class EmbeddingConfig:
    """Settings of the training.

    Attributes:
        rank: complex numbers a node, half of its real ones; less where the nodes' table would pass half a gigabyte.
        rate: Adagrad's learning rate.
        settings: tried in short trainings when there is something to validate on; the first is taken without.
        full_nodes: a graph of up to so many nodes is small: all of them compete for each answer.
        batch: queries an update on a small graph.
        batch_large: triples an update on a large one.
        negatives: sampled candidates an update on a large graph.
        updates: on a small graph, at budget 1.
        visits: of triples on a large graph, at budget 1, five epochs at least.
        trials: rounds in which settings are tried, each until a share of a training; two go from one to the next.
        patience: validations without a better metric before it stops.
    """

    rank: int = 128
    rate: float = 0.2
    settings: tuple[Setting, ...] = (
        Setting(0.01, 0.0, 0.1),
        Setting(0.005, 0.0, 0.25),
        Setting(0.01, 0.25, 0.1),
        Setting(0.02, 1.0),
        Setting(0.05, 4.0),
    )
    full_nodes: int = 5_000
    batch: int = 128
    batch_large: int = 1024
    negatives: int = 512
    updates: int = 3_000
    visits: int = 20_000_000
    trials: tuple[float, ...] = (0.15, 0.5)
    patience: int = 6


class Embeddings(nn.Module):
    """The weights of nodes and relations, reciprocal ones included."""

    def __init__(self, nodes: Tensor, relations: Tensor) -> None:
        super().__init__()
        self.node = nn.Parameter(nodes)
        self.relation = nn.Parameter(relations)


class Trainer:
    """Trains weights on a dataset, update by update.

    Args:
        formula: the model.
        dataset: its graph and its train part are learnt.
        config: settings.
    """

    def __init__(self, formula: Formula, dataset: LinkDataset, config: EmbeddingConfig) -> None:
        self.formula, self.config, self._dataset = formula, config, dataset
        self.full = dataset.num_nodes <= config.full_nodes
        self._batches: FullBatches | SampledBatches = (
            FullBatches(dataset, config.batch)
            if self.full
            else SampledBatches(dataset, config.batch_large, config.negatives)
        )

    def embeddings(self, numbers: np.random.Generator) -> Embeddings:
        """New weights."""
        nodes, relations = self._dataset.num_nodes, 2 * self._dataset.num_relations
        rank = min(self.config.rank, max(8, _TABLE // (2 * nodes)))
        return Embeddings(*self.formula.initial(nodes, relations, rank, numbers))

    def optimizer(self, weights: Embeddings) -> torch.optim.Optimizer:
        """Adagrad; fused where gradients are dense."""
        return torch.optim.Adagrad(weights.parameters(), lr=self.config.rate, fused=self.full or None)

    def epochs(self, budget: float) -> int:
        """How many passes over the graph a training takes."""
        if self.full:
            epochs = min(max(self.config.updates // len(self._batches), 40), 400)
        else:
            epochs = min(max(self.config.visits // (len(self._batches) * self.config.batch_large), 5), 100)
        return max(1, round(epochs * budget))

    def settings(self) -> tuple[Setting, ...]:
        """Those worth a trial: one on graphs so large that a trial would take as long as the training."""
        if len(self._dataset.graph) > _FEW_TRIPLES:
            return self.config.settings[:1]
        return self.config.settings

    def epoch(self, learner: Learner, setting: Setting, course: Course | None = None) -> list[float]:
        """One pass, or as much of it as a course has time for; the loss a triple of each update."""
        batches = self._batches.epoch(learner.numbers, relations=setting.relation_weight > 0)
        return [self._update(learner, batch, setting) for batch in (course.within(batches) if course else batches)]

    def _update(self, learner: Learner, batch: TripleBatch, setting: Setting) -> float:
        module = learner.module
        assert isinstance(module, Embeddings)
        learner.optimizer.zero_grad(set_to_none=True)
        nodes = module.node
        if batch.nodes is not None:
            places = torch.from_numpy(batch.nodes).to(nodes.device)
            nodes = nn.functional.embedding(places, module.node, sparse=True)  # type: ignore[assignment]
        loss = self._loss((nodes, self.formula.relations(module.relation)), batch, setting, learner)
        with torch.sparse.check_sparse_tensor_invariants(enable=False):  # type: ignore[no-untyped-call]
            learner.precision.step(loss, list(module.parameters()), learner.optimizer)
        return float(loss.detach())

    def _loss(self, weights: tuple[Tensor, Tensor], batch: TripleBatch, setting: Setting, learner: Learner) -> Tensor:
        nodes, relations = weights
        formula, numbers, device = self.formula, learner.numbers, nodes.device
        left, right, answers, share = _shared(batch.tails, device)
        heads, turns = nn.functional.embedding(left, nodes), nn.functional.embedding(right, relations)
        candidates = nodes[batch.first :]
        seen = [_dropout(rows, setting.dropout, numbers, len(batch.tails.left)) for rows in (heads, turns)]
        with learner.precision.autocast():
            loss = grouped_cross_entropy(formula.query(seen[0], seen[1]), candidates, formula.bias(candidates), answers)
        asked = torch.bincount(answers[0], minlength=len(left)).to(nodes.dtype)
        norm = (formula.cubes(heads) + formula.cubes(turns)) @ asked + self._answered(candidates, answers[1])
        loss = (loss + setting.penalty * norm) * share
        if batch.relations is not None:
            left, right, answers, share = _shared(batch.relations, device)
            pairs = formula.pair(nn.functional.embedding(left, nodes), nn.functional.embedding(right, nodes))
            asked_for = relations[: self._dataset.num_relations]
            with learner.precision.autocast():
                found = grouped_cross_entropy(pairs, asked_for, None, answers)
            loss = loss + setting.relation_weight * share * found
        return loss

    def _answered(self, candidates: Tensor, columns: Tensor) -> Tensor:
        """The cubes of all answers, over whichever are fewer: answers or candidates."""
        if len(columns) < len(candidates):
            return self.formula.cubes(nn.functional.embedding(columns, candidates)).sum()
        counts = torch.bincount(columns, minlength=len(candidates)).to(candidates.dtype)
        return self.formula.cubes(candidates) @ counts


def rank_settings(
    trainer: Trainer, begin: Callable[[], Learner], validate: Callable[[nn.Module], float], budget: float
) -> tuple[Setting, ...]:
    """The settings whose shortened trainings validate best, the best first: all are begun, two go on.

    Args:
        trainer: of the model.
        begin: gives a learner with new weights.
        validate: gives the metric of weights, higher is better.
        budget: of the training; under a half nothing is tried, and the settings stay in their order.
    """
    settings = trainer.settings()
    if len(settings) == 1 or budget < 0.5:
        return settings
    trials = [_Trial(setting, begin()) for setting in settings]
    done = 0
    for share in trainer.config.trials:
        trials = trials if done == 0 else trials[:_KEPT]
        epochs = max(done + 1, round(trainer.epochs(budget) * share))
        for trial in trials:
            for _ in range(epochs - done):
                trainer.epoch(trial.learner, trial.setting)
            trial.metric = max(trial.metric, from_first(validate(trial.learner.module)))
        trials = sorted(trials, key=lambda trial: -trial.metric)
        done = epochs
    return tuple(trial.setting for trial in trials)


@dataclass(slots=True)
class _Trial:
    setting: Setting
    learner: Learner
    metric: float = -math.inf


def train_embeddings(
    trainer: Trainer, run: tuple[Course, Learner, int], setting: Setting, validate: Callable[[nn.Module], float]
) -> None:
    """Trains in place, validating twenty times on a small graph and after each epoch on others.

    Args:
        trainer: of the model.
        run: the course, its learner, and how many epochs it has at most.
        setting: chosen before.
        validate: gives the metric of weights, nan without one.
    """
    course, learner, total = run
    every = max(1, total // _VALIDATIONS)
    for epoch in course:
        losses = trainer.epoch(learner, setting, course)
        due = not trainer.full or (epoch + 1) % every == 0 or epoch + 1 == total
        course.record(losses, validate(learner.module) if due else math.nan)


def _shared(queries: Queries, device: torch.device) -> tuple[Tensor, Tensor, tuple[Tensor, Tensor], float]:
    """This process's part of the queries, and what its sums are multiplied with to be means over all answers."""
    here = world()
    left, right, rows, columns = (torch.from_numpy(part).to(device) for part in queries)
    share = here.size / len(rows)
    if here.size > 1:
        mine = rows % here.size == here.rank
        left, right = left[here.rank :: here.size], right[here.rank :: here.size]
        rows, columns = rows[mine] // here.size, columns[mine]
    return left, right, (rows, columns), share


def _dropout(rows: Tensor, share: float, numbers: np.random.Generator, count: int) -> Tensor:
    """Rows with a share of their numbers left out; drawn for all processes' rows, so that they see what one would."""
    if not share:
        return rows
    here = world()
    kept = numbers.random((count, rows.shape[1]), np.float32)[here.rank :: here.size] >= share
    return rows * torch.from_numpy(kept).to(rows.device, rows.dtype) / (1.0 - share)
