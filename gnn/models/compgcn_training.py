"""The training loop of CompGCN: sampled subgraphs, supervising edges hidden, each answer against drawn candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from gnn.course import Course, Learner
from gnn.dataset import Ids, LinkDataset, keys
from gnn.distributed import world
from gnn.models.compgcn_network import CompGCN
from gnn.protocol import FitReport
from gnn.sampling.adjacency import Adjacency
from gnn.sampling.sampler import NeighborSampler


@dataclass(frozen=True, slots=True)
class CompGCNConfig:
    """Settings.

    Attributes:
        dim, layers, dropout, unnamed: of the network.
        fanouts: edges of a node that each hop draws, one a layer.
        batch: triples an update.
        negatives: candidates that a batch's answers compete with.
        others: triples of other relations an epoch, beside all of the targets, both ways.
        epochs: at budget 1.
        rate, decay: AdamW's learning rate and weight decay.
        patience: validations without a better metric before it stops.
    """

    dim: int = 64
    layers: int = 2
    dropout: float = 0.2
    unnamed: float = 0.7
    fanouts: tuple[int, ...] = (12, 8)
    batch: int = 512
    negatives: int = 512
    others: int = 20_000
    epochs: int = 60
    rate: float = 1e-2
    decay: float = 1.0
    patience: int = 6


@dataclass(frozen=True, slots=True, eq=False)
class EdgeBatch:
    """Queries of one relation.

    Attributes:
        rows: int64 [n, 3] of (given, relation or inverse, answer).
        numbers: of their edges, which carry no message; -1 where the graph lacks one.
        pool: candidates, int64 [k].
    """

    rows: Ids
    numbers: Ids
    pool: Ids


class EdgeBatches:
    """Draws the batches of each epoch.

    Args:
        dataset: its ``graph`` rows are the edges, numbered by row.
        config: of the batches.
    """

    def __init__(self, dataset: LinkDataset, config: CompGCNConfig) -> None:
        self._config, self._relations = config, dataset.num_relations
        rows, numbers = dataset.train, _edge_numbers(dataset)
        self._targets = _both_ways(rows, numbers, dataset.num_relations)
        others = np.flatnonzero(~np.isin(dataset.graph[:, 1], dataset.targets))
        self._others = dataset.graph[others], others
        self._pools: dict[int, Ids] = {}
        for relation in np.unique(dataset.graph[:, 1]).tolist():
            mine = dataset.graph[dataset.graph[:, 1] == relation]
            self._pools[relation] = np.unique(mine[:, 2])
            self._pools[relation + dataset.num_relations] = np.unique(mine[:, 0])
        for relation in dataset.targets:
            sets = dataset.candidates(relation)
            self._pools[relation], self._pools[relation + dataset.num_relations] = sets.tails, sets.heads

    def epoch(self, numbers: np.random.Generator) -> Iterator[EdgeBatch]:
        """All target queries, and a draw of the others, in random order."""
        rows, edges = self._targets
        taken = numbers.permutation(len(self._others[0]))[: self._config.others // 2]
        more = _both_ways(self._others[0][taken], self._others[1][taken], self._relations)
        rows, edges = np.concatenate([rows, more[0]]), np.concatenate([edges, more[1]])
        order = numbers.permutation(len(rows))
        order = order[np.argsort(rows[order, 1], kind="stable")]
        cuts = np.flatnonzero(np.diff(rows[order, 1])) + 1
        groups = [
            group[start : start + self._config.batch]
            for group in np.split(order, cuts)
            for start in range(0, len(group), self._config.batch)
        ]
        for place in numbers.permutation(len(groups)):
            mine = groups[place]
            pool = self._pools[int(rows[mine[0], 1])]
            if len(pool) > self._config.negatives:
                pool = numbers.choice(pool, self._config.negatives, replace=False)
            yield EdgeBatch(rows[mine], edges[mine], pool)


def train_compgcn(
    learner: Learner, course: Course, batches: EdgeBatches, adjacency: Adjacency, config: CompGCNConfig,
    validate: Callable[[], float],
) -> FitReport:  # fmt: skip
    """Trains in place and leaves the weights of the best validation.

    Args:
        learner: a :class:`CompGCN`, its optimiser, and the generator of order, neighbours and candidates.
        course: the epochs to do.
        batches, adjacency: of the graph that is trained on.
        config: settings.
        validate: gives the validation metric (nan: never stop early).
    """
    sampler = NeighborSampler(adjacency, config.fanouts, learner.numbers)
    for _ in course:
        learner.module.train()
        with torch.random.fork_rng():
            torch.manual_seed(int(learner.numbers.integers(2**31)))  # of the dropout; a resumed epoch draws the same
            losses = [update(learner, sampler, batch) for batch in course.within(batches.epoch(learner.numbers))]
        learner.module.eval()
        course.record(losses, validate())
    return course.finish()


def update(learner: Learner, sampler: NeighborSampler, batch: EdgeBatch) -> float:
    """One step; every process of a group takes its share of the queries."""
    network = learner.module
    assert isinstance(network, CompGCN)
    device = network.node.device
    found = sampler.sample(np.concatenate([batch.rows[:, 0], batch.rows[:, 2], batch.pool]), batch.numbers)
    order = np.argsort(found.nodes)
    place = order[np.searchsorted(found.nodes, np.concatenate([batch.rows[:, 0], batch.rows[:, 2], batch.pool]),
                                  sorter=order)]  # fmt: skip
    moved = [torch.from_numpy(one).to(device) for one in (found.sources, found.targets, found.relations)]
    with learner.precision.autocast():
        states, relations = network(
            torch.from_numpy(found.nodes).to(device), (moved[0], moved[1], moved[2]), found.hops
        )
        size = len(batch.rows)
        mine = slice(world().rank, size, world().size)
        given, answers = states[place[:size]][mine], states[place[size : 2 * size]][mine]
        query = given * relations[int(batch.rows[0, 1])]
        wrong = query @ states[place[2 * size :]].T
        wrong = wrong.masked_fill(_same(batch, mine).to(device), float("-inf"))
        scores = torch.cat([(query * answers).sum(1, keepdim=True), wrong], dim=1)
        target = torch.zeros(len(scores), dtype=torch.long, device=device)
        total = nn.functional.cross_entropy(scores.float(), target, reduction="sum")
        loss = total * (world().size / size)  # whose mean over the processes is the mean over the whole batch
    learner.optimizer.zero_grad(set_to_none=True)
    learner.precision.step(loss, list(network.parameters()), learner.optimizer, clip=1.0)
    return float(loss.detach())


def _same(batch: EdgeBatch, mine: slice) -> Tensor:
    """Where a candidate is another true answer to the same query in this batch, or the answer itself."""
    pool, order = np.sort(batch.pool), np.argsort(batch.pool)
    at = np.minimum(np.searchsorted(pool, batch.rows[:, 2]), len(pool) - 1)
    drawn = np.flatnonzero(pool[at] == batch.rows[:, 2])
    givens, place = np.unique(batch.rows[:, 0], return_inverse=True)
    found = np.zeros((len(givens), len(pool)), bool)
    found[place[drawn], order[at[drawn]]] = True
    return torch.from_numpy(found[place[mine]])


def _edge_numbers(dataset: LinkDataset) -> Ids:
    held = keys(dataset.graph)
    order = np.argsort(held)
    wanted = keys(dataset.train)
    at = np.minimum(np.searchsorted(held, wanted, sorter=order), len(held) - 1)
    found: Ids = np.where(held[order[at]] == wanted, order[at], -1)
    return found


def _both_ways(rows: Ids, numbers: Ids, relations: int) -> tuple[Ids, Ids]:
    back = np.stack([rows[:, 2], rows[:, 1] + relations, rows[:, 0]], axis=1)
    return np.concatenate([rows, back]), np.concatenate([numbers, numbers])
