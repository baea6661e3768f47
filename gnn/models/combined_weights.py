"""How much each part of the combined model weighs, and the sum of their scores.

Parts score on scales of their own, so a weight is in units of spread: with 1 a part's candidates spread as far as the
hybrid's do.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids
from gnn.paired import preferred
from gnn.protocol import Scores

PartScores = tuple[Scores, ...]
SideWeights = tuple[float, ...]

USUAL = 0.7
"""Of every part: it ranked left-out training edges of *treats* and of *binds* best, or nearly so."""
_OTHERS = (0.0, 0.35, 1.0, 1.5)


def weighted_sum(scores: PartScores, weights: SideWeights) -> Scores:
    """The first part's scores, plus those of each other part times its weight.

    A node that a part cannot place counts there as the mean of its row, so that the others decide.

    Args:
        scores: float32 [given, nodes] each; -inf where a part cannot place a node.
        weights: of the parts behind the first.
    """
    placed = np.isfinite(scores[0])
    total: Scores = scores[0].copy()
    for weight, found in zip(weights, scores[1:], strict=True):
        if weight:
            total += np.float32(weight) * _filled(found, placed)
    return total


def spreads(scores: PartScores, candidates: Ids) -> tuple[float, ...]:
    """How far each part's scores of candidates lie from the mean of their row: the standard deviation, 0 for none."""
    found = []
    for one in scores:
        rows = np.where(np.isfinite(one[:, candidates]), one[:, candidates], np.nan)
        rows = rows[np.isfinite(rows).any(axis=1)]
        found.append(float(np.sqrt(np.nanmean(np.nanvar(rows, axis=1)))) if len(rows) else 0.0)
    return tuple(found)


def usual_weights(found: tuple[float, ...]) -> SideWeights:
    """The usual weight of each part behind the first, from the parts' :func:`spreads`."""
    return tuple(USUAL * found[0] / one if one > 0 else 0.0 for one in found[1:])


def choose_weights(usual: SideWeights, values: Callable[[SideWeights], NDArray[np.float64]]) -> SideWeights:
    """The weights of the parts, one after the other; another than the usual one has to be surely better.

    Args:
        usual: see :func:`usual_weights`.
        values: gives one value a validation query for weights, higher is better.
    """
    weights = usual
    for place, own in enumerate(usual):
        tried = [weights]
        tried += [(*weights[:place], own * other / USUAL, *weights[place + 1 :]) for other in _OTHERS]
        weights = tried[preferred(np.stack([values(one) for one in tried]))]
    return weights


def _filled(found: Scores, placed: NDArray[np.bool_]) -> Scores:
    """Scores with the row's mean over the placed nodes where a node is not placed; 0 in rows that have none."""
    known = np.isfinite(found)
    both = known & placed
    total = np.where(both, found, 0.0).sum(axis=1, keepdims=True)
    filled: Scores = np.where(known, found, total / np.maximum(both.sum(axis=1, keepdims=True), 1)).astype(np.float32)
    return filled
