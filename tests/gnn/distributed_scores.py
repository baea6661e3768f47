"""Run by torchrun in test_distributed.py: trains a model and prints its figures from rank 0."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from gnn.dataset import relation_id
from gnn.distributed import World, agreed, average_gradients, from_first, joined, mean_over_processes
from gnn.evaluate import TAIL, rank_queries
from gnn.protocol import FitOptions
from gnn.registry import model_class
from gnn.splits import hashed_split
from gnn.train import TrainConfig, Watch, train_model
from kg.snapshot import Snapshot

DRUGS, GENES = 29, 11


def _graph() -> Snapshot:
    """A drug treats the disease behind the gene that it binds, and another."""
    triples = [(f"D:{i}", "binds", f"G:{i % GENES}") for i in range(DRUGS)]
    triples += [(f"G:{i}", "behind", f"I:{i}") for i in range(GENES)]
    triples += [(f"D:{i}", "treats", f"I:{j % GENES}") for i in range(DRUGS) for j in (i, i * i) if i % 4]
    kinds = {"D": "Drug", "G": "Gene", "I": "Disease"}
    categories = {node: kinds[node[0]] for triple in triples for node in (triple[0], triple[2])}
    return Snapshot.from_triples(triples, categories)


def train(name: str, here: World) -> None:
    """One line of validation metrics and of the test links' reciprocal ranks, one of scores."""
    dataset = hashed_split(_graph(), "treats", 0.15, 0.15)
    model = model_class(name)()
    report = model.fit(dataset, FitOptions(budget=0.06, device="cpu"))
    relation = relation_id(dataset.relations, "treats")
    sets = dataset.candidates(relation)
    ranks = rank_queries(model, dataset, dataset.test, TAIL).ranks
    scores = model.score_tails(sets.heads, relation)[:, sets.tails]
    scores -= scores.mean(axis=1, keepdims=True)  # a constant of the query has no gradient, and drifts with rounding
    if here.rank == 0:
        print("metrics", *[step.metric for step in report.steps if np.isfinite(step.metric)], *(1 / ranks))
        print("losses", *[step.loss for step in report.steps])
        print("scores", *scores.ravel().tolist())


def beside(name: str, here: World) -> None:
    """How many figures the first process's card holds, of a model that does not share its training, too."""
    config = TrainConfig(model="degree", baselines=(name, "path_counts"), budget=0.06, device="cpu")
    told: list[str] = []
    card = train_model(_graph(), config, Watch(notify=told.append)).card
    assert any("does not share" in line for line in told) == (here.size > 1)
    assert bool(card.metrics) == (here.rank == 0)
    if here.rank == 0:
        print("figures", *(one.value for one in card.metrics if one.system == name))


def meet(name: str, here: World) -> None:
    """Dense and sparse gradients, missing ones, and numbers that all share."""
    table, dense, unused = (nn.Parameter(torch.zeros(5, 2)) for _ in range(3))
    rows = torch.tensor([[1, 3]] if here.rank else [[1]])
    if here.rank == 0:
        dense.grad = torch.full((5, 2), 4.0)
    table.grad = torch.sparse_coo_tensor(rows, torch.full((rows.shape[1], 2), 2.0 + here.rank), (5, 2))
    average_gradients([table, dense, unused])
    assert unused.grad is None
    assert dense.grad is not None and dense.grad.eq(2.0).all()
    assert table.grad is not None and table.grad.is_sparse
    assert table.grad.to_dense()[:, 0].tolist() == [0.0, 2.5, 0.0, 1.5, 0.0]
    assert mean_over_processes(float(here.rank)) == 0.5
    assert from_first(float(here.rank)) == 0.0
    assert agreed(7.0) and not agreed(float(here.rank))
    if here.rank == 0:  # two processes may write into one line
        print("met", 1)


def main() -> None:
    """Arguments: what to do, and the model."""
    jobs: dict[str, Callable[[str, World], None]] = {"train": train, "beside": beside, "meet": meet}
    with joined() as here:
        jobs[sys.argv[1]](sys.argv[2], here)


if __name__ == "__main__":
    main()
