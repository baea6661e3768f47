"""ComplEx with the nuclear 3-norm and reciprocal relations (Lacroix et al. 2018, arXiv:1806.07297).

Every triple is asked in both directions, the second through a relation of its own. On small graphs an answer competes
with all nodes; on large ones with a random sample of nodes that stand at that end of the relation, shared by a batch,
and the targets' triples are in between trained on against all candidates.
"""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn

from gnn.dataset import Ids, LinkDataset
from gnn.device import choose_device
from gnn.distributed import average_gradients, world
from gnn.evaluate import validation_metric
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores, Step
from kg.errors import InputError, ModelMismatchError

_SMALL = 5_000


@dataclass(frozen=True, slots=True)
class ComplExConfig:
    """Settings; ``rank`` complex numbers a node.

    Attributes:
        rank: half the width of an embedding.
        rate: Adagrad's learning rate.
        penalty: weight of the N3 norm.
        batch: triples a step on a small graph; large graphs take eight times as many.
        epochs, epochs_large: passes over the graph at budget 1, by its size.
        negatives: sampled candidates a step on a large graph.
        patience: validations without a better metric before it stops.
        validate_every: epochs between two validations on a small graph; a large one validates after each.
    """

    rank: int = 128
    rate: float = 0.1
    penalty: float = 0.01
    batch: int = 256
    epochs: int = 60
    epochs_large: int = 5
    negatives: int = 512
    patience: int = 4
    validate_every: int = 5


class ComplExPredictor:
    """Scores Re<head, relation, conj(tail)>: any range, higher is more plausible."""

    name = "complex"
    inductive = False

    def __init__(self, config: ComplExConfig | None = None) -> None:
        self.config = config or ComplExConfig()
        self.device = torch.device("cpu")
        self._nodes: dict[str, int] = {}
        self._relations: dict[str, int] = {}
        self._embedding: _Embeddings | None = None
        self._dataset: LinkDataset | None = None
        self._place = torch.empty(0, dtype=torch.int64)

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Trains on all edges of the graph, tunes on the targets' validation edges.

        Raises:
            InputError: the graph has no edge.
        """
        started = time.perf_counter()
        if not len(dataset.graph):
            raise InputError("There is no edge to train on.", "Import some first.")
        self.device = choose_device(options.device)
        self._nodes = {node: place for place, node in enumerate(dataset.node_ids)}
        self._relations = {name: place for place, name in enumerate(dataset.relations)}
        generator = torch.Generator().manual_seed(options.seed)
        shape = (dataset.num_nodes, 2 * dataset.num_relations, self.config.rank)
        self._embedding = _Embeddings(*shape, generator, sparse=dataset.num_nodes > _SMALL).to(self.device)
        self.attach(dataset)
        steps, best, stopped = self._train(dataset, options, progress)
        return FitReport(time.perf_counter() - started, steps, best, stopped)

    def attach(self, dataset: LinkDataset) -> None:
        """Scores the nodes of another dataset; those it was not trained on get -inf.

        Raises:
            ModelMismatchError: no relation in common, or a target that was not trained.
        """
        lacking = {dataset.relations[relation] for relation in dataset.targets} - set(self._relations)
        if lacking:
            raise ModelMismatchError(
                f"The complex model was not trained on {', '.join(sorted(lacking))}.", "Train it again on this graph."
            )
        self._dataset = dataset
        places = [self._nodes.get(node, -1) for node in dataset.node_ids]
        self._place = torch.tensor(places, dtype=torch.int64, device=self.device)

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes]; -inf for nodes that came after the training."""
        return self._score(heads, relation, reciprocal=False)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`, through the reciprocal relation."""
        return self._score(tails, relation, reciprocal=True)

    def state(self) -> ModelState:
        """Embeddings as tensors; node ids and relation names as JSON."""
        settings = {"config": asdict(self.config), "nodes": list(self._nodes), "relations": list(self._relations)}
        tensors = {name: tensor.detach().cpu() for name, tensor in self.embedding.state_dict().items()}
        return ModelState(tensors, json.dumps(settings, ensure_ascii=False))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> ComplExPredictor:
        """The stored model on a dataset; see :meth:`attach`."""
        settings = json.loads(state.settings)
        model = cls(ComplExConfig(**settings["config"]))
        model._nodes = {node: place for place, node in enumerate(settings["nodes"])}
        model._relations = {name: place for place, name in enumerate(settings["relations"])}
        shape = (len(model._nodes), 2 * len(model._relations), model.config.rank)
        model._embedding = _Embeddings(*shape, torch.Generator())
        model._embedding.load_state_dict(state.tensors)
        model.attach(dataset)
        return model

    @property
    def embedding(self) -> _Embeddings:
        """The trained embeddings.

        Raises:
            InputError: there are none yet.
        """
        if self._embedding is None:
            raise InputError("The complex model is not trained.", "Fit it, or restore a stored one.")
        return self._embedding

    def _score(self, given: Ids, relation: int, *, reciprocal: bool) -> Scores:
        assert self._dataset is not None
        name = self._dataset.relations[relation]
        number = self._relations[name] + (len(self._relations) if reciprocal else 0)
        places = self._place[torch.from_numpy(given).to(self.device)]
        scores = np.full((len(given), self._dataset.num_nodes), -np.inf, np.float32)
        old = (self._place >= 0).cpu().numpy()
        known = (places >= 0).cpu().numpy()
        if known.any():
            with torch.no_grad():
                query = self.embedding.query(places[places >= 0], torch.tensor(number, device=self.device))
                found = query @ self.embedding.node.weight[self._place[self._place >= 0]].T
            scores[np.ix_(known, old)] = found.cpu().numpy()
        return scores

    def _train(
        self, dataset: LinkDataset, options: FitOptions, progress: Progress | None
    ) -> tuple[tuple[Step, ...], float, bool]:
        config, small = self.config, dataset.num_nodes <= _SMALL
        total = max(1, round((config.epochs if small else config.epochs_large) * options.budget))
        optimizer = torch.optim.Adagrad(self.embedding.parameters(), lr=config.rate)
        numbers = np.random.default_rng(options.seed)
        batches = _Batches(dataset, config, small)
        best, best_state, waited = float("nan"), None, 0
        steps: list[Step] = []
        for epoch in range(total):
            losses = [self._update(rows, pool, optimizer) for rows, pool in batches.epoch(numbers)]
            due = not small or (epoch + 1) % config.validate_every == 0 or epoch + 1 == total
            metric = validation_metric(self, dataset) if due and len(dataset.valid) else float("nan")
            steps.append(Step(epoch + 1, total, float(np.mean(losses)), metric))
            if progress:
                progress(steps[-1])
            if math.isnan(metric):
                continue
            if math.isnan(best) or metric > best:
                best, best_state, waited = metric, copy.deepcopy(self.embedding.state_dict()), 0
            else:
                waited += 1
                if waited >= config.patience:
                    break
        if best_state is not None:
            self.embedding.load_state_dict(best_state)
        return tuple(steps), best, len(steps) < total

    def _update(self, rows: Ids, pool: Ids | None, optimizer: torch.optim.Optimizer) -> float:
        here = world()
        triples = torch.from_numpy(rows[here.rank :: here.size]).to(self.device)
        heads, relations = self.embedding.node(triples[:, 0]), self.embedding.relation(triples[:, 1])
        answers, query = self.embedding.node(triples[:, 2]), _turned(heads, relations)
        if pool is None:
            loss = nn.functional.cross_entropy(query @ self.embedding.node.weight.T, triples[:, 2])
        else:
            others = torch.from_numpy(pool).to(self.device)
            negative = query @ self.embedding.node(others).T
            negative = negative.masked_fill(others[None, :] == triples[:, 2:], -math.inf)
            positive = (query * answers).sum(dim=1, keepdim=True)
            loss = nn.functional.cross_entropy(torch.cat([positive, negative], dim=1), torch.zeros_like(triples[:, 0]))
        loss = loss + self.config.penalty * _norm(heads, relations, answers)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        average_gradients(self.embedding.parameters())
        with torch.sparse.check_sparse_tensor_invariants(enable=False):  # type: ignore[no-untyped-call]
            optimizer.step()
        return float(loss.detach())


class _Embeddings(nn.Module):
    def __init__(
        self, nodes: int, relations: int, rank: int, generator: torch.Generator, *, sparse: bool = False
    ) -> None:
        super().__init__()
        weights = [1e-3 * torch.randn(count, 2 * rank, generator=generator) for count in (nodes, relations)]
        self.node = nn.Embedding(nodes, 2 * rank, _weight=weights[0], sparse=sparse)
        self.relation = nn.Embedding(relations, 2 * rank, _weight=weights[1], sparse=sparse)

    def query(self, heads: Tensor, relations: Tensor) -> Tensor:
        """head * relation, so that its dot product with a tail is the score; [n, 2 * rank]."""
        return _turned(self.node(heads), self.relation(relations))


def _turned(heads: Tensor, relations: Tensor) -> Tensor:
    real, imaginary = heads.chunk(2, dim=-1)
    turn, swing = relations.chunk(2, dim=-1)
    return torch.cat([real * turn - imaginary * swing, real * swing + imaginary * turn], dim=-1)


def _norm(*parts: Tensor) -> Tensor:
    """The mean over triples of the cubed moduli of head, relation and tail."""
    total = parts[0].new_zeros(())
    for part in parts:
        real, imaginary = part.chunk(2, dim=-1)
        total = total + ((real**2 + imaginary**2 + 1e-12) ** 1.5).sum() / len(part)
    return total


class _Batches:
    def __init__(self, dataset: LinkDataset, config: ComplExConfig, small: bool) -> None:
        rows = np.unique(np.concatenate([dataset.graph, dataset.train]), axis=0)
        self._rows = _both_ways(rows, dataset.num_relations)
        self._targets = _both_ways(dataset.train, dataset.num_relations)
        self._config, self._small = config, small
        self._ends = {int(r): self._rows[self._rows[:, 1] == r, 2] for r in np.unique(self._rows[:, 1])}
        self._category = dataset.node_category
        self._candidates = _candidates(dataset)

    def epoch(self, numbers: np.random.Generator) -> Iterator[tuple[Ids, Ids | None]]:
        """Batches of (triples, pool of candidates; None means all nodes)."""
        if self._small:
            order = numbers.permutation(len(self._rows))
            for start in range(0, len(order), self._config.batch):
                yield self._rows[order[start : start + self._config.batch]], None
            return
        size = 8 * self._config.batch
        batches = []
        for relation in self._ends:
            mine = numbers.permutation(np.flatnonzero(self._rows[:, 1] == relation))
            batches += [mine[start : start + size] for start in range(0, len(mine), size)]
        for place in numbers.permutation(len(batches)):
            rows = self._rows[batches[place]]
            ends = self._ends[int(rows[0, 1])]
            pool = np.unique(numbers.choice(ends, min(self._config.negatives, len(ends))))
            yield rows, pool
            if place % 8 == 0:
                yield self._target(numbers)

    def _target(self, numbers: np.random.Generator) -> tuple[Ids, Ids]:
        relation = int(numbers.choice(np.array(sorted(self._candidates))))
        mine = self._targets[self._targets[:, 1] == relation]
        return mine[numbers.permutation(len(mine))[: self._config.batch]], self._candidates[relation]


def _both_ways(rows: Ids, relations: int) -> Ids:
    back = np.stack([rows[:, 2], rows[:, 1] + relations, rows[:, 0]], axis=1)
    return np.concatenate([rows, back])


def _candidates(dataset: LinkDataset) -> dict[int, Ids]:
    found: dict[int, Ids] = {}
    for relation in dataset.targets:
        sets = dataset.candidates(relation)
        found[relation], found[relation + dataset.num_relations] = sets.tails, sets.heads
    return found
