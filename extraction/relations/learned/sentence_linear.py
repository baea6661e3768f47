"""A linear support vector machine over hashed features of a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
_SHARPNESS = 3.0  # turns margins into probabilities; the threshold is tuned afterwards

Arrays = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a machine is fitted.

    Attributes:
        strength: of the loss against the regularisation.
        power: 0 weighs all pairs alike, 1 all types alike.
    """

    strength: float = 1.0
    power: float = 0.75


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
        matrix = hashed(features(view) for view in views)
        advance("support vector machine", 1, 2)
        return cls.fit(matrix, labels, types, seed)

    @classmethod
    def fit(
        cls, matrix: sparse.csr_matrix, labels: NDArray[np.int64], types: int, seed: int, how: Fit | None = None
    ) -> LinearPairs:
        """As :meth:`train`, on features that :func:`hashed` gave."""
        how = how or Fit()
        kept = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]) >= _LEAST).astype(np.int32)
        present = np.unique(labels)
        weights = np.zeros((types, len(kept) + 1), dtype=np.float32)
        weights[:, -1] = -1.0
        if len(present) == 1:
            weights[present[0], -1] = 1.0
            return cls(kept, weights)
        counts = Counter(labels.tolist())
        most = max(counts.values())
        balance = {one: (most / count) ** how.power for one, count in counts.items()}
        machine = LinearSVC(C=how.strength, class_weight=balance, dual=True, random_state=seed, max_iter=3000)
        machine.fit(normalize(_columns(matrix, kept)), labels)
        rows = np.concatenate((machine.coef_, machine.intercept_[:, None]), axis=1).astype(np.float32)
        weights[present] = rows if len(present) > 2 else np.concatenate((-rows, rows))
        return cls(kept, weights)

    def probabilities(self, views: Sequence[PairView]) -> NDArray[np.float64]:
        """``[pairs, types]``; each row sums to 1."""
        if not views:
            return np.zeros((0, len(self._weights)))
        margins = self.margins(hashed(features(view) for view in views))
        powers = np.exp(_SHARPNESS * (margins - margins.max(axis=1, keepdims=True)))
        chances: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return chances

    def margins(self, matrix: sparse.csr_matrix) -> NDArray[np.float64]:
        """``[pairs, types]``: how far each pair stands on a type's side; above 0 is inside."""
        rows = normalize(_columns(matrix, self._columns))
        found: NDArray[np.float64] = rows @ self._weights[:, :-1].T.astype(np.float64) + self._weights[:, -1]
        return found

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


def hashed(rows: Iterable[Sequence[str]]) -> sparse.csr_matrix:
    """``[pairs, BUCKETS]`` of zeros and ones: which features each pair has."""
    hasher = FeatureHasher(BUCKETS, input_type="string", alternate_sign=False, dtype=np.float32)
    matrix = hasher.transform(rows).tocsr()
    matrix.data[:] = 1.0
    return matrix


def _columns(matrix: sparse.csr_matrix, kept: NDArray[np.int32]) -> sparse.csr_matrix:
    """The kept columns; by a table of all, which is quicker than sparse indexing."""
    numbers = np.full(matrix.shape[1], -1, dtype=np.int64)
    numbers[kept] = np.arange(len(kept))
    found = numbers[matrix.indices]
    there = found >= 0
    ends = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(there)))[matrix.indptr]
    return sparse.csr_matrix((matrix.data[there], found[there], ends), shape=(matrix.shape[0], len(kept)))
