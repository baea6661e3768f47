"""Products of matrices in whole numbers: exact, so what is said of a row never depends on what is computed beside it.

The last bit of an ordinary product differs with the number of rows, their places, the threads and the processor. Here
both factors are rounded to whole numbers so small that every partial sum is a whole number that the floating-point
type holds exactly; in whatever order the library adds, the result is the same.
"""

from __future__ import annotations

from copy import copy

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

LEVELS = np.float32(1023)
"""The highest whole number that a value becomes."""
_SINGLE = 2**24  # up to here single precision holds every whole number
_FINE, _FINER = 2.0**12, 2.0**16


def on_grid(values: Floats | Doubles) -> Floats:
    """Values rounded to 1/4096: sums of a few hundred below 16 are exact in single precision."""
    rounded: Floats = (np.rint(values * _FINE) / _FINE).astype(np.float32)
    return rounded


class SingleProduct:
    """``values @ weights.T + bias``, quick; the weights keep about eight bits, the values ten.

    Args:
        weights: shape ``[out, in]``.
        bias: shape ``[out]``.
        highest: values above it are cut.
    """

    def __init__(self, weights: Floats, bias: Floats, highest: float) -> None:
        room = _SINGLE / float(LEVELS) - weights.shape[1] / 2 - 1
        total = np.abs(weights.astype(np.float64)).sum(1)
        times = np.where(total > 0, room / np.maximum(total, 1e-12), 1.0)
        self._steps = np.float32(float(LEVELS) / highest)
        self._weights = np.ascontiguousarray(np.rint(weights * times[:, None]).astype(np.float32).T)
        self._scale = (1 / (times * float(self._steps))).astype(np.float32)
        self._bias = bias.astype(np.float32)

    def whole(self, values: Floats, out: Floats | None = None) -> Floats:
        """Values from 0 as whole numbers up to :data:`LEVELS`; ``out`` may be ``values``."""
        steps: Floats = np.multiply(values, self._steps, out=out)
        np.rint(steps, out=steps)
        return np.minimum(steps, LEVELS, out=steps)

    def of_columns(self, start: int, end: int) -> SingleProduct:
        """The product where all values but those of some columns are 0: the same to the last bit, of these alone."""
        part = copy(self)
        part._weights = np.ascontiguousarray(self._weights[start:end])
        return part

    def __call__(self, steps: Floats, out: Floats | None = None) -> Floats:
        """Shape ``[rows, out]`` for what :meth:`whole` made of values of shape ``[rows, in]``."""
        product: Floats = np.matmul(steps, self._weights, out=out)
        product *= self._scale
        product += self._bias
        return product


class DoubleProduct:
    """``values @ weights.T + bias`` for values and weights below 64 of either sign, with a loss below 1/8000 of each.

    Args:
        weights: shape ``[out, in]``; at most 1,000 columns.
        bias: shape ``[out]``.
    """

    def __init__(self, weights: Floats, bias: Floats) -> None:
        self._weights = np.ascontiguousarray(np.rint(weights.astype(np.float64) * _FINER).T)
        self._bias = bias.astype(np.float64)

    def __call__(self, values: Floats) -> Doubles:
        """Shape ``[rows, out]``."""
        steps = np.rint(np.asarray(values, np.float64) * _FINE)
        product: Doubles = (steps @ self._weights) / (_FINE * _FINER)
        product += self._bias
        return product
