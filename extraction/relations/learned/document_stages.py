"""How the stages of the document-level classifier are put together, the same way in training and in use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.relations.learned.document_features import DocumentFeatures
from extraction.relations.learned.document_rates import Rates
from extraction.relations.learned.document_scores import rivalry

COLUMNS = ("between", "concepts", "all")
"""What the first stage's three scores of a pair read: the sentences that mention both, each concept's own surroundings,
everything."""

_RIVAL_COLUMN = 2


def tree_rows(features: DocumentFeatures, scores: NDArray[np.float32], rates: Rates) -> NDArray[np.float32]:
    """What the second stage reads: numbers of the pair, first-stage scores, rivals' scores, rates; a row a pair.

    Args:
        scores: shape ``[pairs, len(COLUMNS)]``.
    """
    rivals = rivalry(features.pairs, scores[:, _RIVAL_COLUMN].astype(np.float64), features.kin)
    return np.hstack([features.shape, scores, rivals, rates.rows(features.ends)]).astype(np.float32)


def probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function."""
    value: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
    return value


def best_threshold(scores: NDArray[np.float64], related: NDArray[np.bool_], gold: int) -> float:
    """The probability from which on pairs are taken for the best F1, smoothed over its neighbours.

    Args:
        scores: probabilities of the pairs.
        related: which of them are right.
        gold: how many relations there are, those without a pair included.
    """
    grid = np.arange(0.1, 0.9, 0.01)
    chosen = scores[None, :] >= grid[:, None]
    right = (chosen & related[None, :]).sum(axis=1)
    f1 = 2 * right / np.maximum(1, chosen.sum(axis=1) + gold)
    smooth = np.convolve(np.pad(f1, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    return float(grid[int(np.argmax(smooth))])


def joined(parts: Sequence[NDArray[np.float32]], columns: int) -> NDArray[np.float32]:
    """The rows of all documents under one another."""
    return np.vstack([np.zeros((0, columns), dtype=np.float32), *parts])
