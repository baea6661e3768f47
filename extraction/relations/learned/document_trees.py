"""Boosted trees as plain arrays, stored and run without the library that trained them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelMismatchError

_ARRAYS = ("feature", "threshold", "left", "right", "value")


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """Trees whose leaves sum to log odds. All arrays have the shape ``[trees, nodes]``; node 0 is the root.

    Attributes:
        feature: the column that a node looks at.
        threshold: a value up to it, included, goes left.
        left, right: the next nodes; a leaf leads to itself.
        value: what a leaf adds.
        depth: the most steps from a root to a leaf.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]
    depth: int

    def log_odds(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Shape ``[rows]``."""
        trees, nodes = self.feature.shape
        offsets = np.arange(trees, dtype=np.intp) * nodes
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        places = np.arange(len(rows), dtype=np.intp)[:, None] * rows.shape[1]
        flat = np.ascontiguousarray(rows, dtype=np.float32).ravel()
        at = np.broadcast_to(offsets, (len(rows), trees))
        for _ in range(self.depth):
            goes_left = flat[places + feature[at]] <= threshold[at]
            at = np.where(goes_left, left[at], right[at]) + offsets
        summed: NDArray[np.float64] = self.value.ravel()[at].sum(axis=1, dtype=np.float64)
        return summed

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What is stored."""
        return {f"trees_{name}": getattr(self, name) for name in _ARRAYS} | {"trees_depth": np.asarray(self.depth)}

    @classmethod
    def of_arrays(cls, stored: Mapping[str, NDArray[np.generic]]) -> BoostedTrees:
        """Reads :meth:`arrays`.

        Raises:
            ModelMismatchError: the arrays do not fit together.
        """
        arrays = [np.asarray(stored[f"trees_{name}"]) for name in _ARRAYS]
        nodes = arrays[0].shape[1] if arrays[0].ndim == 2 else 0
        if any(one.shape != arrays[0].shape for one in arrays) or not nodes:
            raise ModelMismatchError("The trees' arrays differ in shape.", "Train the model again.")
        if any(one.min() < 0 or one.max() >= nodes for one in arrays[2:4]) or arrays[0].min() < 0:
            raise ModelMismatchError("A tree leads to a node that it does not have.", "Train the model again.")
        feature, threshold, left, right, value = arrays
        return cls(
            feature.astype(np.int16),
            threshold.astype(np.float32),
            left.astype(np.int16),
            right.astype(np.int16),
            value.astype(np.float32),
            int(stored["trees_depth"]),
        )
