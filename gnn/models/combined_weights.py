"""How much each part of the combined model weighs, and the sum of their scores.

Parts score on scales of their own, so shares are in units of spread: with equal shares the candidates' scores of two
parts spread equally far.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset, contains
from gnn.evaluate import TAIL, Side
from gnn.paired import preferred
from gnn.protocol import Scores

SideWeights = tuple[float, ...]

_USUAL = {True: (1.0, 0.0, 1.0, 0.5), False: (1.0, 0.0, 1.0, 0.0)}
"""Of the hybrid, path counts, the embedding and the path network, where tails are asked for and where heads are; they
ranked left-out training edges of *treats* best, or nearly so."""
_BASES = ((0.5, 0.5), (0.0, 1.0))
_EMBEDDING = ((0.0,), (0.5,), (1.5,), (2.0,))
_NETWORK = ((0.0,), (0.25,), (0.5,), (1.0,))
_TRIED = ((2, _EMBEDDING), (3, _NETWORK), (0, _BASES), (2, _EMBEDDING))
_ENOUGH, _SHARE, _MOST = 2_000, 0.05, 500


def usual_shares(side: Side, parts: int) -> SideWeights:
    """The shares of the first so many parts."""
    return _USUAL[side is TAIL][:parts]


def choose_shares(usual: SideWeights, values: Callable[[SideWeights], NDArray[np.float64]]) -> SideWeights:
    """The shares of the parts, one after the other; others than those so far have to be surely better.

    Args:
        usual: see :func:`usual_shares`.
        values: gives one value a validation query for shares, higher is better.
    """
    shares = usual
    for place, others in _TRIED:
        if place < len(shares):
            tried = [shares, *((*shares[:place], *one, *shares[place + len(one) :]) for one in others)]
            shares = tried[preferred(np.stack([values(one) for one in tried]))]
    return shares


def spread_of(scores: Scores, candidates: Ids) -> float:
    """How far the scores of candidates lie from the mean of their row: the standard deviation, 0 where none is placed.

    Args:
        scores: float32 [given, nodes]; -inf where a node is not placed.
        candidates: nodes.
    """
    rows = np.where(np.isfinite(scores[:, candidates]), scores[:, candidates], np.nan)
    rows = rows[np.isfinite(rows).any(axis=1)]
    return float(np.sqrt(np.nanmean(np.nanvar(rows, axis=1)))) if len(rows) else 0.0


def in_units(shares: SideWeights, spreads: Sequence[float]) -> SideWeights:
    """The weights of scores that shares stand for; a part that tells nothing apart weighs nothing."""
    return tuple(share * spreads[0] / one if one > 0 else 0.0 for share, one in zip(shares, spreads, strict=True))


def weighted_sum(scores: Sequence[Scores], weights: Sequence[float]) -> Scores:
    """The scores of the parts times their weights; -inf where the first part cannot place a node.

    A node that another part cannot place counts there as the mean of its row, so that the others decide.

    Args:
        scores: float32 [given, nodes] each; -inf where a part cannot place a node.
        weights: one each.
    """
    placed = np.isfinite(scores[0])
    total: Scores = np.where(placed, np.float32(weights[0]) * np.where(placed, scores[0], 0.0), -np.inf)
    for weight, found in zip(weights[1:], scores[1:], strict=True):
        total = total + np.float32(weight) * _filled(found, placed)
    return total.astype(np.float32)


def held_to_choose(dataset: LinkDataset, seed: int) -> LinkDataset:
    """The dataset with validation triples: its own, or a twentieth of a relation's training triples if they are many.

    Args:
        dataset: returned as it is when it has validation triples, or no relation has 2,000 training triples.
        seed: of the draw, at most 500 triples a relation.
    """
    if len(dataset.valid):
        return dataset
    generator = np.random.default_rng(seed)
    held = [np.empty((0, 3), np.int64)]
    for relation in dataset.targets:
        rows = dataset.train[dataset.train[:, 1] == relation]
        if len(rows) >= _ENOUGH:
            count = min(_MOST, round(_SHARE * len(rows)))
            held.append(rows[np.sort(generator.choice(len(rows), count, replace=False))])
    valid = np.concatenate(held)
    if not len(valid):
        return dataset
    train, graph = (rows[~contains(valid, rows)] for rows in (dataset.train, dataset.graph))
    return replace(dataset, graph=graph, train=train, valid=valid)


def _filled(found: Scores, placed: NDArray[np.bool_]) -> Scores:
    """Scores with the row's mean over the placed nodes where a node is not placed; 0 in rows that have none."""
    known = np.isfinite(found)
    both = known & placed
    total = np.where(both, found, 0.0).sum(axis=1, keepdims=True)
    filled: Scores = np.where(known, found, total / np.maximum(both.sum(axis=1, keepdims=True), 1)).astype(np.float32)
    return filled
