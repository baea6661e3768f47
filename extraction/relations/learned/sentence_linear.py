"""A linear support vector machine over hashed features of a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction import FeatureHasher
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from extraction.learning.task import Advance
from extraction.relations.learned.sentence_features import features
from extraction.relations.learned.sentence_pairs import PairView
from kg.errors import ModelMismatchError

BUCKETS = 1 << 20
_LEAST = 2  # a feature of one pair alone is left out
_STRENGTH = 1.0
_SHARPNESS = 3.0  # turns margins into probabilities; the threshold is tuned afterwards
_CLASS_POWER = 0.75  # 0 weighs all pairs alike, 1 all types alike

Arrays = Mapping[str, NDArray[np.generic]]


class LinearPairs:
    """Scores of pairs by one weight a type and feature.

    Args:
        columns: ``[kept]`` sorted hash buckets of the features that training kept.
        weights: ``[types, kept + 1]``; the last column is the intercept.
    """

    name = "linear"

    def __init__(self, columns: NDArray[np.int32], weights: NDArray[np.float32]) -> None:
        self._columns = columns
        self._weights = weights

    @classmethod
    def train(
        cls, views: Sequence[PairView], labels: NDArray[np.int64], types: int, seed: int, advance: Advance
    ) -> LinearPairs:
        """Trains on views whose types are numbered from 0; every number below ``types`` is a type."""
        advance("features", 0, 2)
        matrix = _matrix(views)
        kept = np.flatnonzero(np.asarray(matrix.getnnz(axis=0)) >= _LEAST).astype(np.int32)
        advance("support vector machine", 1, 2)
        present = np.unique(labels)
        weights = np.zeros((types, len(kept) + 1), dtype=np.float32)
        weights[:, -1] = -1.0
        if len(present) == 1:
            weights[present[0], -1] = 1.0
            return cls(kept, weights)
        counts = Counter(labels.tolist())
        most = max(counts.values())
        balance = {one: (most / count) ** _CLASS_POWER for one, count in counts.items()}
        machine = LinearSVC(C=_STRENGTH, class_weight=balance, dual=True, random_state=seed, max_iter=3000)
        machine.fit(normalize(matrix[:, kept]), labels)
        rows = np.concatenate((machine.coef_, machine.intercept_[:, None]), axis=1).astype(np.float32)
        weights[present] = rows if len(present) > 2 else np.concatenate((-rows, rows))
        return cls(kept, weights)

    def probabilities(self, views: Sequence[PairView]) -> NDArray[np.float64]:
        """``[pairs, types]``; each row sums to 1."""
        if not views:
            return np.zeros((0, len(self._weights)))
        rows = normalize(_matrix(views)[:, self._columns])
        margins = rows @ self._weights[:, :-1].T.astype(np.float64) + self._weights[:, -1]
        powers = np.exp(_SHARPNESS * (margins - margins.max(axis=1, keepdims=True)))
        chances: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return chances

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """The weights by name."""
        return {"linear.columns": self._columns, "linear.weights": self._weights}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> LinearPairs:
        """Reads :meth:`arrays`.

        Raises:
            ModelMismatchError: arrays are absent or of other shapes.
        """
        columns, weights = arrays.get("linear.columns"), arrays.get("linear.weights")
        if columns is None or weights is None or weights.ndim != 2 or weights.shape[1] != len(columns) + 1:
            raise ModelMismatchError("The weights of the linear model are damaged.", "Train the model again.")
        return cls(columns.astype(np.int32), weights.astype(np.float32))


def _matrix(views: Sequence[PairView]) -> sparse.csc_matrix:
    """``[pairs, BUCKETS]`` of zeros and ones."""
    hasher = FeatureHasher(BUCKETS, input_type="string", alternate_sign=False, dtype=np.float32)
    matrix = hasher.transform(features(view) for view in views)
    matrix.data[:] = 1.0
    return matrix.tocsc()
