"""From scores to probabilities, on held-out pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from gnn.card import Calibration
from gnn.dataset import LinkDataset
from gnn.evaluate import HEAD, TAIL, rank_queries
from gnn.protocol import LinkPredictor

_LEAST = 10
_NEGATIVES_A_QUERY = 2_000


def calibrate(model: LinkPredictor, dataset: LinkDataset, relation: int) -> Calibration | None:
    """Platt's scaling on the validation edges of a relation against their other candidates, both sides together.

    Long candidate lists are thinned evenly and weighted up, so that the probability keeps its natural prevalence.

    Returns:
        None when fewer than ten validation edges can be scored.
    """
    rows = dataset.valid[dataset.valid[:, 1] == relation]
    scores, labels, weights = [], [], []
    for side in (TAIL, HEAD):
        ranking = rank_queries(model, dataset, rows, side, keep_scores=True)
        for positive, negatives in zip(ranking.positives, ranking.negatives, strict=True):
            finite = np.sort(negatives[np.isfinite(negatives)])
            if not np.isfinite(positive) or not len(finite):
                continue
            step = max(1, len(finite) // _NEGATIVES_A_QUERY)
            thinned = finite[::step]
            scores.append(np.append(thinned, positive))
            labels.append(np.append(np.zeros(len(thinned)), 1.0))
            weights.append(np.append(np.full(len(thinned), len(finite) / len(thinned)), 1.0))
    if len(scores) < _LEAST:
        return None
    pooled = np.concatenate(scores).astype(np.float64)
    spread = float(pooled.std()) or 1.0
    regression = LogisticRegression(C=1e3, max_iter=1000)
    regression.fit(pooled[:, None] / spread, np.concatenate(labels), np.concatenate(weights))
    slope = max(float(regression.coef_[0, 0]) / spread, 0.0)
    return Calibration(slope, float(regression.intercept_[0]), len(scores))


def probabilities(calibration: Calibration, scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """0 to 1, higher is more plausible.

    >>> probabilities(Calibration(1.0, 0.0, 20), np.array([0.0], np.float32)).tolist()
    [0.5]
    """
    odds = calibration.slope * scores.astype(np.float64) + calibration.intercept
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(odds, -500, 500)))
    return result
