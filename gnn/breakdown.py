"""Where a model ranks well: figures per relation, and per degree of the node that was to be found."""

from __future__ import annotations

import numpy as np

from gnn.dataset import LinkDataset
from gnn.evaluate import HEAD, TAIL, Floats, Ranking
from kg.figures import Figure, bootstrap

DEGREE_BINS = (0, 1, 3, 10, 100)
_ROUNDS = 200


def breakdown_figures(
    system: str, dataset: LinkDataset, tail: Ranking, head: Ranking, seed: int = 0
) -> tuple[Figure, ...]:
    """MRR of both sides together on each relation and in each degree bin of the test part, empty ones left out.

    The metrics are called ``mrr:relation=NAME`` and ``mrr:degree=LOW-HIGH``; a degree is the number of edges of the
    true node in the message-passing graph, so ``mrr:degree=0`` are the nodes that the graph says nothing of.

    Args:
        system: name for the rows.
        dataset: its test part was ranked.
        tail, head: ranks of the test triples, in their order.
        seed: of the bootstrap.
    """
    values = 1.0 / np.concatenate([tail.ranks, head.ranks])
    relations = np.tile(dataset.test[:, 1], 2)
    nodes = np.concatenate([dataset.test[:, TAIL.asked], dataset.test[:, HEAD.asked]])
    degrees = np.bincount(dataset.graph[:, [0, 2]].ravel(), minlength=dataset.num_nodes)[nodes]
    bins = np.searchsorted(DEGREE_BINS, degrees, side="right") - 1
    rows = [
        _mean(system, f"mrr:relation={dataset.relations[relation]}", values[relations == relation], seed)
        for relation in np.unique(relations)
    ]
    rows += [_mean(system, f"mrr:degree={_range(place)}", values[bins == place], seed) for place in np.unique(bins)]
    return tuple(rows)


def _range(place: int) -> str:
    low = DEGREE_BINS[place]
    if place + 1 == len(DEGREE_BINS):
        return f"{low}+"
    high = DEGREE_BINS[place + 1] - 1
    return str(low) if low == high else f"{low}-{high}"


def _mean(system: str, metric: str, values: Floats, seed: int) -> Figure:
    value, low, high = bootstrap(values, lambda drawn: float(drawn.mean()), rounds=_ROUNDS, seed=seed)
    return Figure(system, metric, value, low, high, len(values))
