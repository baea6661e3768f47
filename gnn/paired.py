"""Whether one model is better than another on the same queries: a paired sign-flip test and a bootstrap interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError

_VALUES_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class PairedTest:
    """The comparison of two models on the same queries.

    Attributes:
        difference: mean of first less second; above 0 the first has the higher values.
        low, high: percentile 95 % interval of the difference, by drawing queries with replacement.
        p: two-sided p of the sign-flip test, 1/(rounds + 1) to 1; 1 when all pairs are equal.
    """

    difference: float
    low: float
    high: float
    p: float


def preferred(values: NDArray[np.float64], errors: float = 1.0) -> int:
    """The row with the highest mean, if its gain over the first exceeds so many standard errors; else the first.

    A choice on few queries is then not one by chance.

    Args:
        values: float64 [rows, queries].
        errors: standard errors of the gain; with 0 the highest mean is taken.

    >>> preferred(np.array([[0.5, 0.5, 0.5, 0.5], [1.0, 0.4, 0.4, 0.4], [0.6, 0.7, 0.6, 0.7]]))
    2
    """
    if values.shape[1] < 2:
        return 0
    gains = values - values[0]
    least = errors * gains.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
    means = np.where(gains.mean(axis=1) > least, gains.mean(axis=1), 0.0)
    return int(means.argmax())


def paired_test(
    first: NDArray[np.float64], second: NDArray[np.float64], seed: int = 0, rounds: int = 10_000
) -> PairedTest:
    """Compares one value a query (a reciprocal rank, a hit, an average precision) of two models.

    The test asks how often a difference as large comes up when each query's two values are swapped by a coin
    (Smucker et al. 2007, doi:10.1145/1321440.1321528). Queries that belong together (repeats of one) should be
    averaged before.

    Args:
        first, second: float64 [n], the same queries in the same order.
        seed: of the coins and of the bootstrap.
        rounds: how many of each.

    Raises:
        InputError: other lengths, no query, a value that is no number, or no round.

    >>> paired_test(np.array([1.0, 0.5, 1.0]), np.array([1.0, 0.5, 1.0])).p
    1.0
    """
    one, other = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if one.ndim != 1 or one.shape != other.shape or not len(one):
        raise InputError(f"Values of shapes {one.shape} and {other.shape} are no pairs.", "Give one value a query.")
    differences = one - other
    broken = int((~np.isfinite(differences)).sum())
    if broken:
        raise InputError(f"{broken} of {len(one)} pairs hold a value that is no number.", "Leave those queries out.")
    if rounds < 1:
        raise InputError(f"{rounds} rounds are too few.", "Take 10,000.")
    observed = float(differences.mean())
    generator = np.random.default_rng(seed)
    flipped, drawn = np.empty(rounds), np.empty(rounds)
    step = max(1, _VALUES_AT_ONCE // len(differences))
    for start in range(0, rounds, step):
        shape = (min(step, rounds - start), len(differences))
        signs = generator.integers(0, 2, shape, np.int8) * 2 - 1
        flipped[start : start + shape[0]] = signs @ differences / shape[1]
        drawn[start : start + shape[0]] = differences[generator.integers(0, shape[1], shape, np.int32)].mean(axis=1)
    tolerance = 1e-12 * max(1.0, float(np.abs(differences).max()))  # sums in another order differ in the last bits
    extreme = int((np.abs(flipped) >= abs(observed) - tolerance).sum())
    low, high = np.percentile(drawn, [2.5, 97.5])
    return PairedTest(observed, float(low), float(high), (extreme + 1) / (rounds + 1))
