"""Trials: each one training and the edges that it is tested on. Which edges go together is fixed by their ids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset, contains, relation_id
from kg.errors import InputError

NO_ROWS: Ids = np.empty((0, 3), np.int64)


@dataclass(frozen=True, eq=False)
class Trial:
    """One training and its test.

    Attributes:
        name: such as ``repeat 2, fold 3``.
        dataset: its ``graph`` and ``train`` hold no row of ``test``.
    """

    name: str
    dataset: LinkDataset


def all_edges_of(dataset: LinkDataset, target: str) -> LinkDataset:
    """The dataset with every edge of one predicate as supervision, whatever was held out put back.

    Raises:
        NotFoundError: the graph has no such predicate.
    """
    graph = np.unique(np.concatenate([dataset.graph, dataset.valid, dataset.test]), axis=0)
    train = graph[graph[:, 1] == relation_id(dataset.relations, target)]
    return replace(dataset, graph=graph, train=train, valid=NO_ROWS, test=NO_ROWS)


def without_relations(dataset: LinkDataset, predicates: Sequence[str]) -> LinkDataset:
    """The dataset whose graph lacks some predicates: those that say in other words what is asked for.

    Raises:
        NotFoundError: the graph has no such predicate.
        InputError: a predicate is itself to be learned.
    """
    left_out = [relation_id(dataset.relations, name) for name in predicates]
    learned = [dataset.relations[one] for one in left_out if one in dataset.targets]
    if learned:
        raise InputError(f"{', '.join(learned)} is what is to be learned.", "Leave out other predicates.")
    return replace(dataset, graph=dataset.graph[~np.isin(dataset.graph[:, 1], left_out)])


def hold_out(dataset: LinkDataset, rows: Ids) -> LinkDataset:
    """The dataset with some of its training edges as the test part, out of the graph and out of the supervision.

    Raises:
        InputError: no row is given, or nothing is left to train on.
    """
    kept = dataset.train[~contains(rows, dataset.train)]
    if not len(rows) or not len(kept):
        raise InputError(f"{len(rows)} held-out edges leave {len(kept)} to train on.", "Hold out fewer, or more.")
    return replace(dataset, graph=dataset.graph[~contains(rows, dataset.graph)], train=kept, valid=NO_ROWS, test=rows)


def edge_folds(dataset: LinkDataset, folds: int, repeat: int = 0) -> tuple[Trial, ...]:
    """Each training edge in one fold's test part.

    Args:
        dataset: whose ``train`` is divided.
        folds: how many parts, equal but for one edge.
        repeat: another number, another division.
    """
    parts = _parts([_triple_name(dataset, row) for row in dataset.train], folds, repeat)
    return tuple(
        Trial(f"repeat {repeat + 1}, fold {fold + 1}", hold_out(dataset, dataset.train[parts == fold]))
        for fold in range(folds)
    )


def tail_folds(dataset: LinkDataset, folds: int, repeat: int = 0) -> tuple[Trial, ...]:
    """All training edges of a tail (a disease) in one fold's test part, so that it has none in training."""
    tails = np.unique(dataset.train[:, 2])
    parts = _parts([dataset.node_ids[tail] for tail in tails], folds, repeat)
    return tuple(
        Trial(f"fold {fold + 1}", hold_out(dataset, _into(dataset, tails[parts == fold]))) for fold in range(folds)
    )


def area_trials(dataset: LinkDataset, areas: Iterable[tuple[str, Sequence[str]]]) -> tuple[Trial, ...]:
    """One trial an area: all training edges to its members are held out.

    Args:
        dataset: whose ``train`` is divided.
        areas: names, and the CURIEs of their members; areas without a training edge are passed over.
    """
    found = []
    for name, members in areas:
        rows = _into(dataset, np.array([dataset.positions[one] for one in members if one in dataset.positions], int))
        if len(rows):
            found.append(Trial(name, hold_out(dataset, rows)))
    return tuple(found)


def share_trial(dataset: LinkDataset, share: float, repeat: int = 0) -> tuple[Trial, ...]:
    """A share of the training edges held out once; 0 to 1."""
    order = _order([_triple_name(dataset, row) for row in dataset.train], repeat)
    rows = dataset.train[np.sort(order[: round(share * len(order))])]
    return (Trial(f"{share:.0%} held out", hold_out(dataset, rows)),)


def _into(dataset: LinkDataset, tails: Ids) -> Ids:
    rows: Ids = dataset.train[np.isin(dataset.train[:, 2], tails)]
    return rows


def _triple_name(dataset: LinkDataset, row: NDArray[np.int64]) -> str:
    return "\t".join((dataset.node_ids[row[0]], dataset.relations[row[1]], dataset.node_ids[row[2]]))


def _order(names: Sequence[str], repeat: int) -> Ids:
    digests = [hashlib.blake2b(f"{repeat}\t{name}".encode(), digest_size=8).hexdigest() for name in names]
    return np.array(sorted(range(len(names)), key=digests.__getitem__), np.int64)


def _parts(names: Sequence[str], folds: int, repeat: int) -> Ids:
    if not 2 <= folds <= len(names):
        raise InputError(f"{folds} folds do not divide {len(names)}.", "Give from 2 to as many as there are.")
    parts = np.empty(len(names), np.int64)
    parts[_order(names, repeat)] = np.arange(len(names)) % folds
    return parts
