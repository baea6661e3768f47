"""From scores to probabilities on held-out pairs: the curve is chosen on validation links and judged on test links.

Pairs are the unknown candidates of every query that a held-out link answers. Each side has its own curve, for the share
of links among 137 diseases and among 1,552 drugs differs. Of two methods and two readings of the score the one with the
lowest log loss is taken, each query scored by curves that were fitted on other queries; it is then fitted on all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from gnn.calibration import (
    Calibration,
    Curve,
    Method,
    Population,
    Reading,
    Reliability,
    ReliabilityBin,
    curve_values,
    readings,
)
from gnn.dataset import Ids, LinkDataset
from gnn.evaluate import HEAD, TAIL, Side
from gnn.protocol import LinkPredictor
from kg.figures import Figure, bootstrap

Floats = NDArray[np.float64]

_LEAST_LINKS = 10
_FOLDS = 5
_BINS = 10
_QUERIES_AT_ONCE = 64
_NEGATIVES_A_QUERY = 20_000
_MOST_KNOTS = 200


class Pairs(NamedTuple):
    """Pairs with what a curve reads of them.

    Attributes:
        read: float64 [pairs].
        linked: bool [pairs].
        weight: float64 [pairs], how many pairs one stands for where long lists were thinned.
        query: int64 [pairs].
    """

    read: Floats
    linked: NDArray[np.bool_]
    weight: Floats
    query: Ids


def calibrate(model: LinkPredictor, dataset: LinkDataset, relation: int, seed: int = 0) -> Calibration | None:
    """Curves of a relation from its validation links, and their reliability on its test links.

    Where the curves are fitted test links are pairs like any unlinked one, so that nothing of the test part enters; the
    probabilities err low for it.

    Args:
        model: trained, attached to the dataset.
        dataset: holds the links out.
        relation: its id.
        seed: of the intervals.

    Returns:
        None when neither side has ten validation links that can be scored.
    """
    curves: list[Curve] = []
    judged: list[Reliability] = []
    held = dataset.valid, relation
    for side in (TAIL, HEAD):
        fitted = _best_curve(
            side, {reads: held_out_pairs(model, dataset.blind, held, side, reads) for reads in Reading}
        )
        if fitted is None:
            continue
        curves.append(fitted)
        pairs = held_out_pairs(model, dataset, (dataset.test, relation), side, fitted.reads)
        if pairs.linked.sum() >= _LEAST_LINKS:
            judged += [reliability(fitted, pairs, population, seed) for population in Population]
    return Calibration(tuple(curves), tuple(judged)) if curves else None


def calibration_figures(system: str, calibration: Calibration) -> tuple[Figure, ...]:
    """``tail_ece``, ``head_ece`` at natural prevalence and ``…_ece_balanced``, lower is better."""
    suffix = {Population.NATURAL: "", Population.BALANCED: "_balanced"}
    return tuple(
        Figure(system, f"{one.side}_ece{suffix[one.population]}", one.ece, one.low, one.high, one.links)
        for one in calibration.reliability
    )


def held_out_calibration(model: LinkPredictor, dataset: LinkDataset, seed: int = 0) -> tuple[Figure, ...]:
    """:func:`calibration_figures` of a model of one relation; none of several relations or of too few links."""
    found = calibrate(model, dataset, dataset.targets[0], seed) if len(dataset.targets) == 1 else None
    return calibration_figures(model.name, found) if found else ()


def held_out_pairs(
    model: LinkPredictor, dataset: LinkDataset, held: tuple[Ids, int], side: Side, reads: Reading
) -> Pairs:
    """The unknown candidates of every query that a held-out link answers.

    Args:
        model, dataset: as for :func:`calibrate`.
        held: held-out triples, and the relation whose links are taken.
        side: the end that is asked for.
        reads: what is read of the scores.
    """
    rows = held[0][held[0][:, 1] == held[1]]
    sets = dataset.candidates(held[1])
    known = dataset.known[dataset.known[:, 1] == held[1]]
    givens = np.unique(rows[:, side.given])
    parts: list[Pairs] = []
    for start in range(0, len(givens), _QUERIES_AT_ONCE):
        batch = givens[start : start + _QUERIES_AT_ONCE]
        scored = model.score_tails(batch, held[1]) if side is TAIL else model.score_heads(batch, held[1])
        for given, scores in zip(batch, scored, strict=True):
            links = rows[rows[:, side.given] == given][:, side.asked]
            free = np.setdiff1d(
                sets.tails if side is TAIL else sets.heads, known[known[:, side.given] == given][:, side.asked]
            )
            links, free = (np.unique(one)[np.isfinite(scores[np.unique(one)])] for one in (links, free[free != given]))
            if len(links) and len(free):
                parts.append(_query(scores, (links, free), reads, len(parts)))
    none = np.empty(0)
    empty = Pairs(none, none.astype(bool), none, none.astype(np.int64))
    return Pairs(*(np.concatenate(column) for column in zip(empty, *parts, strict=True)))


def reliability(curve: Curve, pairs: Pairs, population: Population, seed: int = 0) -> Reliability:
    """The calibration error of a curve on pairs that did not fit it; the interval draws queries.

    For the balanced population links and others weigh the same in sum, and the odds are shifted by the prevalence that
    the curve was fitted at.
    """
    values = curve_values(curve, pairs.read)
    weight = pairs.weight.copy()
    if population is Population.BALANCED:
        weight[pairs.linked] *= weight[~pairs.linked].sum() / weight[pairs.linked].sum()
        values = expit(logit(values) - logit(curve.prevalence))  # a value of 0 or 1 stays what it is
    place = np.minimum((values * _BINS).astype(np.int64), _BINS - 1)
    columns = []  # by query and bin: weight, weighted probability, weighted links
    for each in (weight, weight * values, weight * pairs.linked):
        table = np.zeros((int(pairs.query.max()) + 1, _BINS))
        np.add.at(table, (pairs.query, place), each)
        columns.append(table)
    value, low, high = bootstrap(np.stack(columns, axis=1), _error, seed=seed)
    total, predicted, observed = (table.sum(axis=0) for table in columns)
    counts = np.bincount(place, pairs.weight, _BINS)
    bins = tuple(
        ReliabilityBin(float(predicted[k] / total[k]), float(observed[k] / total[k]), round(counts[k]))
        for k in np.flatnonzero(total > 0)
    )
    return Reliability(curve.side, population, value, low, high, int(pairs.linked.sum()), bins)


def _error(rows: Floats) -> float:
    total, predicted, observed = rows.sum(axis=0)
    return float(np.abs(predicted - observed).sum() / total.sum())


def _query(scores: NDArray[np.float32], ends: tuple[Ids, Ids], reads: Reading, number: int) -> Pairs:
    """Long lists are thinned evenly by rank and weighted up, so that the prevalence stays."""
    links, free = ends
    read = readings(reads, scores[np.concatenate([links, free])])
    others = np.sort(read[len(links) :])
    thinned = others[:: max(1, len(others) // _NEGATIVES_A_QUERY)]
    count = len(links), len(thinned)
    return Pairs(
        np.concatenate([read[: len(links)], thinned]),
        np.arange(sum(count)) < count[0],
        np.repeat([1.0, len(others) / max(len(thinned), 1)], count),
        np.full(sum(count), number),
    )


def _best_curve(side: Side, pairs: dict[Reading, Pairs]) -> Curve | None:
    some = pairs[Reading.SCORE]
    if some.linked.sum() < _LEAST_LINKS or len(np.unique(some.query)) < _FOLDS:
        return None
    choices = [(method, reads) for reads in Reading for method in Method]
    losses = [_crossed_loss(side, method, reads, pairs[reads]) for method, reads in choices]
    method, reads = choices[int(np.argmin(losses))]
    return _fit(side, method, reads, pairs[reads])


def _crossed_loss(side: Side, method: Method, reads: Reading, pairs: Pairs) -> float:
    total = 0.0
    for fold in range(_FOLDS):
        mine = pairs.query % _FOLDS == fold
        curve = _fit(side, method, reads, Pairs(*(column[~mine] for column in pairs)))
        value = np.clip(curve_values(curve, pairs.read[mine]), 1e-12, 1 - 1e-12)
        right = np.where(pairs.linked[mine], value, 1 - value)
        total -= float((pairs.weight[mine] * np.log(right)).sum())
    return total


def _fit(side: Side, method: Method, reads: Reading, pairs: Pairs) -> Curve:
    prevalence = float(pairs.weight[pairs.linked].sum() / pairs.weight.sum())
    slope, intercept = 0.0, 0.0
    knots: tuple[tuple[float, float], ...] = ()
    if method is Method.PLATT:
        spread = float(pairs.read.std()) or 1.0
        regression = LogisticRegression(C=1e3, max_iter=1000)
        regression.fit(pairs.read[:, None] / spread, pairs.linked, pairs.weight)
        slope = float(regression.coef_[0, 0]) / spread
        intercept = float(regression.intercept_[0])
        if slope < 0:  # a score that orders pairs the wrong way round says nothing
            slope, intercept = 0.0, float(np.log(prevalence / (1 - prevalence)))
    else:
        steps = IsotonicRegression(out_of_bounds="clip").fit(pairs.read, pairs.linked, pairs.weight)
        kept = np.unique(np.linspace(0, len(steps.X_thresholds_) - 1, _MOST_KNOTS).astype(np.int64))
        knots = tuple(
            (float(at), float(value))
            for at, value in zip(steps.X_thresholds_[kept], steps.y_thresholds_[kept], strict=True)
        )
    return Curve(side.name, method, reads, slope, intercept, knots, prevalence, int(pairs.linked.sum()))
