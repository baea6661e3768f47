"""Weights of word features: what a logistic regression leaves behind, as a table that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WordWeights:
    """Weights of word features.

    Attributes:
        index: the row of each feature.
        weights: shape ``[features, columns]``.
        bias: shape ``[columns]``.
    """

    index: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def total(self, features: Iterable[str]) -> NDArray[np.float32]:
        """The sum of the weights of those features that are known, without the bias; shape ``[columns]``."""
        rows = [row for row in map(self.index.get, features) if row is not None]
        total: NDArray[np.float32] = self.weights[rows].sum(axis=0)
        return total
