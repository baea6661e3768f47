"""Measured figures in one shape, so that a program can compare them."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its 95 % interval.

    Attributes:
        system: what was measured (a model, a baseline).
        metric: the metric's name, such as ``tail_mrr``.
        value, low, high: the figure and its interval; equal when no interval applies.
        n: the number of independent items behind it.
    """

    system: str
    metric: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The result of one evaluation or benchmark."""

    task: str
    data: str
    split: str
    rows: tuple[Figure, ...]
    seconds: float
    peak_mb: float
    documents_per_second: float | None
    seed: int
    device: str
    version: str

    def to_json(self) -> str:
        """One JSON object, keys in the documented order."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def bootstrap(
    items: NDArray[np.float64],
    statistic: Callable[[NDArray[np.float64]], float],
    rounds: int = 1000,
    seed: int = 0,
) -> tuple[float, float, float]:
    """Value and percentile 95 % interval of ``statistic`` over the rows of ``items``.

    Args:
        items: shape ``[n, ...]``; rows are resampled with replacement, so a row must be an independent item.
        statistic: maps an array of the same shape (other ``n``) to a number.
        rounds: how many resamples.
        seed: of the generator.

    Returns:
        ``(value, low, high)``; the three are equal when there is no more than one row.
    """
    value = float(statistic(items))
    if len(items) <= 1:
        return value, value, value
    generator = np.random.default_rng(seed)
    draws = [float(statistic(items[generator.integers(0, len(items), len(items))])) for _ in range(rounds)]
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return value, float(low), float(high)


def peak_megabytes() -> float:
    """Peak resident memory of this process so far, in MB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 * 1024 if sys.platform == "darwin" else 1024)
