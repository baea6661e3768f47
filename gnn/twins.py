"""Relations that say the same as another one, or its reverse: held-out triples may stand in the graph as such twins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import csr_matrix

from gnn.dataset import LinkDataset, pair_keys

Kind = Literal["duplicate", "inverse", "symmetric"]

_SHARE = 0.8
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class RelationTwin:
    """Two relations whose edges mostly join the same pairs of nodes.

    Attributes:
        first, second: relation ids, first <= second; the same for a symmetric relation.
        kind: ``duplicate`` (same direction), ``inverse`` (reversed), or ``symmetric`` (its own inverse).
        shared: pairs of nodes that both join.
        share: shared over the pairs of the relation that joins fewer, 0 to 1.
    """

    first: int
    second: int
    kind: Kind
    shared: int
    share: float


def find_twins(dataset: LinkDataset, share: float = _SHARE, fewest: int = _FEWEST) -> tuple[RelationTwin, ...]:
    """Duplicate, near-duplicate, inverse and symmetric relations of the graph, after Akrami et al. (2020).

    doi:10.1145/3318464.3380599 counts two relations as near-duplicates when over 0.8 of both their pairs are shared;
    here the smaller one decides, since its edges are then given away. Self loops do not count.

    Args:
        dataset: its message-passing graph is read.
        share: least share of shared pairs.
        fewest: least number of shared pairs.
    """
    rows = dataset.graph[dataset.graph[:, 0] != dataset.graph[:, 2]]
    if not len(rows):
        return ()
    codes = np.concatenate([pair_keys(rows), pair_keys(rows[:, ::-1])])
    places = np.unique(codes, return_inverse=True)[1]
    shape = (dataset.num_relations, int(places.max()) + 1)
    ones = np.ones(len(rows), np.int32)
    joined, reverse = (csr_matrix((ones, (rows[:, 1], half)), shape) for half in np.split(places, 2))
    sizes = np.asarray(joined.sum(axis=1)).ravel()
    found: list[RelationTwin] = []
    for kind, counts in (("duplicate", (joined @ joined.T).tocoo()), ("inverse", (joined @ reverse.T).tocoo())):
        for first, second, shared in zip(counts.row, counts.col, counts.data, strict=True):
            if first > second or (first == second and kind == "duplicate") or shared < fewest:
                continue
            part = shared / min(sizes[first], sizes[second])
            if part >= share:
                name: Kind = "symmetric" if first == second else kind  # type: ignore[assignment]
                found.append(RelationTwin(int(first), int(second), name, int(shared), float(part)))
    return tuple(sorted(found, key=lambda twin: (twin.kind, twin.first, twin.second)))


def answered_by_twins(dataset: LinkDataset, twins: tuple[RelationTwin, ...]) -> int:
    """How many valid and test triples stand in the graph under a twin of their relation."""
    held = np.concatenate([dataset.valid, dataset.test])
    given = np.zeros(len(held), bool)
    for twin in twins:
        for relation, other in {(twin.first, twin.second), (twin.second, twin.first)}:
            edges = pair_keys(dataset.graph[dataset.graph[:, 1] == other])
            mine = held if twin.kind == "duplicate" else held[:, ::-1]
            given |= (held[:, 1] == relation) & np.isin(pair_keys(mine), edges)
    return int(given.sum())
