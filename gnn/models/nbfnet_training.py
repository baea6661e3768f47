"""The training loop of the path network."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from gnn.course import Course, Learner
from gnn.dataset import Ids
from gnn.distributed import world
from gnn.models.nbfnet_batches import PathReader, Queries
from gnn.propagation import Plan
from gnn.protocol import FitReport


@dataclass(frozen=True, slots=True)
class NBFNetConfig:
    """Settings of the path network.

    Attributes:
        dim: width of a node's state.
        depth: layers, the longest path.
        batch: queries an update.
        updates: at budget 1, rounded up to whole passes over the training queries.
        candidates: how many nodes an answer competes with in training: all with an edge, and random others.
        rate: Adam's learning rate, annealed to zero along a cosine.
        decay: weight decay.
        patience: validations without a better metric before it stops.
        validate_every: epochs between two validations.
        prune: nodes that a query keeps after each step, see :class:`gnn.pruning.Pruner`; 0 keeps all.
    """

    dim: int = 16
    depth: int = 3
    batch: int = 32
    updates: int = 200
    candidates: int = 2_000
    rate: float = 5e-3
    decay: float = 1e-4
    patience: int = 3
    validate_every: int = 2
    prune: int = 500


@dataclass(frozen=True, slots=True)
class Supervision:
    """The training edges of one kind of query: int64 [m] local ids of the query's node and of the answer."""

    kind: int
    heads: Ids
    tails: Ids


def count_epochs(supervision: tuple[Supervision, ...], config: NBFNetConfig) -> int:
    """How many whole passes over the training queries make ``config.updates``, rounded up."""
    return -(-config.updates // sum(-(-len(np.unique(one.heads)) // config.batch) for one in supervision))


def train_network(
    learner: Learner,
    course: Course,
    reader: PathReader,
    supervision: tuple[Supervision, ...],
    config: NBFNetConfig,
    validate: Callable[[], float],
) -> FitReport:
    """Trains in place and leaves the weights of the best validation.

    Args:
        learner: a path network, its optimiser, and the generator of the order and the masks.
        course: the epochs to do.
        reader: of the graph that is trained on.
        supervision: a kind of query each.
        config: settings; ``updates`` is taken as it is.
        validate: gives the validation metric (nan: never stop early).
    """
    epochs, numbers = count_epochs(supervision, config), learner.numbers
    for epoch in course:
        for group in learner.optimizer.param_groups:
            group["lr"] = config.rate * 0.5 * (1 + math.cos(math.pi * epoch / epochs))
        learner.module.train()
        plans = {one.kind: reader.sampled_plan(one.kind, config.candidates, numbers) for one in supervision}
        losses = [
            _update(learner, (reader, plans[queries.kind]), queries)
            for queries in course.within(_epoch(supervision, config.batch, numbers))
        ]
        learner.module.eval()
        due = (epoch + 1) % config.validate_every == 0 or epoch + 1 == epochs
        course.record(losses, validate() if due else float("nan"))
    learner.module.eval()
    return course.finish()


def _epoch(supervision: tuple[Supervision, ...], size: int, numbers: np.random.Generator) -> Iterator[Queries]:
    """Every query node once, in random order, a random part of its edges (at least one) masked and asked for."""
    batches: list[Queries] = []
    for one in supervision:
        nodes, place = np.unique(one.heads, return_inverse=True)
        degree = np.bincount(place)
        asked = numbers.integers(1, degree + 1)
        draw = numbers.random(len(place))
        order = np.lexsort((draw, place))
        within = np.arange(len(place)) - np.repeat(np.cumsum(degree) - degree, degree)
        chosen = order[within < asked[place[order]]]
        shuffled = numbers.permutation(len(nodes))
        position = np.empty_like(shuffled)
        position[shuffled] = np.arange(len(nodes))
        for start in range(0, len(nodes), size):
            members = shuffled[start : start + size]
            where = position[place[chosen]] - start
            mine = chosen[(where >= 0) & (where < len(members))]
            rows = position[place[mine]] - start
            batches.append(Queries(one.kind, nodes[members], rows, one.tails[mine]))
    for number in numbers.permutation(len(batches)):
        yield batches[number]


def _update(learner: Learner, reading: tuple[PathReader, Plan], queries: Queries) -> float:
    reader, plan = reading
    learner.optimizer.zero_grad(set_to_none=True)
    here = world()
    share = slice(here.rank, None, here.size)
    loss = torch.zeros((), device=reader.device)
    if len(queries.starts[share]):
        batch = reader.batch(queries, plan, share)
        with learner.precision.autocast():
            scores = learner.module(batch)
        loss = _loss(scores.float(), (reader, plan), queries, share) * here.size
    learner.precision.step(loss, list(learner.module.parameters()), learner.optimizer, clip=1.0)
    return float(loss.detach())


def _loss(scores: Tensor, reading: tuple[PathReader, Plan], queries: Queries, share: slice) -> Tensor:
    """The share of the mean over queries of the mean over answers of -log p(answer among the negatives)."""
    reader, plan = reading
    device = scores.device
    nodes = plan.layers[-1].nodes[plan.target]
    rows, columns = _places(queries.starts[share], reader.answers(queries.kind), nodes)
    known = torch.from_numpy(rows).to(device), torch.from_numpy(columns).to(device)
    negatives = scores.index_put(known, scores.new_full((), -1e9)).logsumexp(dim=1)
    mine = queries.starts[queries.rows], queries.columns
    rows, columns = _places(queries.starts[share], mine, nodes)
    asked = torch.from_numpy(rows).to(device)
    positive = scores[asked, torch.from_numpy(columns).to(device)]
    each = torch.logaddexp(positive, negatives[asked]) - positive
    counts = torch.bincount(asked, minlength=len(scores)).clamp(min=1)
    total: Tensor = (each / counts[asked]).sum() / len(queries.starts)
    return total


def _places(starts: Ids, pairs: tuple[Ids, Ids], nodes: Ids) -> tuple[Ids, Ids]:
    """The pairs that start here, as positions among ``starts`` and among the candidates."""
    order = np.argsort(starts)
    place = np.minimum(np.searchsorted(starts[order], pairs[0]), len(starts) - 1)
    held = starts[order][place] == pairs[0]
    rows: Ids = order[place[held]]
    return rows, np.searchsorted(nodes, pairs[1][held])
