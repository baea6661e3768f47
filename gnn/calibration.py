"""What a card holds of a model's probabilities: the curves from scores, and how reliable they proved on test pairs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp

_LEAST, _MOST = 1e-6, 1 - 1e-6


class Method(StrEnum):
    """``platt``: a logistic curve (Platt 1999). ``isotonic``: the best rising steps (Zadrozny and Elkan 2002)."""

    PLATT = "platt"
    ISOTONIC = "isotonic"


class Reading(StrEnum):
    """What a curve reads: the ``score``, or its ``margin``, less the log of the sum of the candidates' exponentials.

    A model that shifts all scores of a query alike says nothing by it; the margin does not see such shifts.
    """

    SCORE = "score"
    MARGIN = "margin"


class Population(StrEnum):
    """``natural``: held-out links among all unknown candidates of their queries. ``balanced``: as many of either."""

    NATURAL = "natural"
    BALANCED = "balanced"


@dataclass(frozen=True, slots=True)
class Curve:
    """From scores to probabilities at natural prevalence, for one side.

    Attributes:
        side: the end that is asked for, ``tail`` or ``head``.
        method, reads: what was chosen.
        slope, intercept: of the log-odds; 0 for isotonic.
        knots: what is read and the probability there, rising; linear between, flat outside; empty for Platt.
        prevalence: share of links among the pairs that it was fitted on.
        n: links that it was fitted on.
    """

    side: str
    method: Method
    reads: Reading
    slope: float
    intercept: float
    knots: tuple[tuple[float, float], ...]
    prevalence: float
    n: int


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Mean probability, share of links and number of pairs among those with probabilities in one tenth of 0 to 1."""

    predicted: float
    observed: float
    count: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far probabilities lay from what held, on test pairs that fitted nothing.

    Attributes:
        side: the end that is asked for.
        population: which pairs.
        ece: expected calibration error (Naeini et al. 2015), 0 to 1, lower is better; low, high: 95 % interval over
            queries.
        links: how many of the pairs are links.
        bins: the non-empty ones, rising.
    """

    side: str
    population: Population
    ece: float
    low: float
    high: float
    links: int
    bins: tuple[ReliabilityBin, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of one relation: a curve a side, and their reliability when links were held out to test."""

    curves: tuple[Curve, ...]
    reliability: tuple[Reliability, ...] = ()

    def curve(self, side: str) -> Curve | None:
        """The curve of a side; None when too few links were held out for one."""
        return next((one for one in self.curves if one.side == side), None)

    @classmethod
    def from_raw(cls, raw: dict[str, Any]) -> Calibration:
        """Reads what ``dataclasses.asdict`` made of one.

        Raises:
            KeyError, TypeError, ValueError: it is of another shape.
        """
        curves = tuple(
            Curve(
                **{
                    **one,
                    "method": Method(one["method"]),
                    "reads": Reading(one["reads"]),
                    "knots": tuple((float(at), float(value)) for at, value in one["knots"]),
                }
            )
            for one in raw["curves"]
        )
        reliability = tuple(
            Reliability(
                **{
                    **one,
                    "population": Population(one["population"]),
                    "bins": tuple(ReliabilityBin(**part) for part in one["bins"]),
                }
            )
            for one in raw["reliability"]
        )
        return cls(curves, reliability)


def probabilities(
    curve: Curve, scores: NDArray[np.floating[Any]], unknown: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """Probabilities of one query's candidates, 0 to 1, rising with the score, at the prevalence of the curve.

    Args:
        curve: of the side that is asked for.
        scores: [candidates], finite.
        unknown: bool [candidates], those that the graph does not hold already, which a margin is taken from; None
            means all.

    >>> flat = Curve("tail", Method.PLATT, Reading.SCORE, 1.0, 0.0, (), 0.5, 20)
    >>> probabilities(flat, np.array([0.0])).tolist()
    [0.5]
    """
    return curve_values(curve, readings(curve.reads, scores, unknown))


def readings(
    reads: Reading, scores: NDArray[np.floating[Any]], unknown: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """What a curve reads of one query's scores, float64 [candidates]; see :func:`probabilities`."""
    values = np.asarray(scores, np.float64)
    if reads is Reading.SCORE or not len(values):
        return values
    among = values if unknown is None or not unknown.any() else values[unknown]
    margins: NDArray[np.float64] = values - logsumexp(among)
    return margins


def curve_values(curve: Curve, read: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities where a curve reads these values."""
    if curve.method is Method.PLATT:
        found: NDArray[np.float64] = expit(curve.slope * read + curve.intercept)
        return found
    knots = np.array(curve.knots)
    steps: NDArray[np.float64] = np.interp(read, knots[:, 0], knots[:, 1])
    return np.clip(steps, _LEAST, _MOST)
