"""One regression of the hybrid model: how it is made from samples, and how it scores."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from gnn.dataset import Ids
from gnn.models.hybrid_features import PARTS, Layout, Metric, PairFeatures

Floats = NDArray[np.float64]

_BLOCK = 64
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, eq=False)
class Regression:
    """A linear model of transformed features: counts of paths by arcsinh(count / scale), all others as they are.

    Attributes:
        scale: float64 [features], 0 where a feature is taken as it is.
        weights: float64 [features].
        bias: of the log-odds among the sampled pairs.
    """

    scale: Floats
    weights: Floats
    bias: float

    def transformed(self, feature: int, values: NDArray[Any]) -> NDArray[Any]:
        """The values of one feature as the weights take them; 0 stays 0."""
        scale = self.scale[feature]
        return np.arcsinh(values / scale) if scale else values


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a regression is made.

    Attributes:
        name: for people.
        parts: features with weights of their own, of :data:`gnn.models.hybrid_features.PARTS`.
        counts: the score of path counts alone (:mod:`gnn.models.hybrid_counts`) is one more feature.
        both: learns from the queries of both directions, not from its own alone.
        penalty: of squared weights of features of spread 1, in units of one linked pair's loss; larger shrinks more.
        shrink_paths: the many weights of paths are shrunk by so much more than the few others.
    """

    name: str
    parts: tuple[str, ...]
    counts: bool = False
    both: bool = False
    penalty: float = 1.0
    shrink_paths: float = 1.0


@dataclass(frozen=True, eq=False)
class Sample:
    """Pairs to learn from.

    Attributes:
        features: float32 [pairs, features], counts of paths transformed.
        counted: float32 [pairs], the score of path counts that did not learn from these pairs.
        linked: bool [pairs].
    """

    features: NDArray[np.float32]
    counted: NDArray[np.float32]
    linked: NDArray[np.bool_]


def fit_regression(
    samples: Sequence[Sample], layout: Layout, recipe: Recipe, scale: Floats, counts: Floats
) -> tuple[Regression, float]:
    """The regression of all samples together, and its mean loss; features of no part of the recipe weigh nothing.

    Args:
        samples: at least one.
        layout, scale: that they were drawn with.
        recipe: what to make.
        counts: float64 [features], the weights of path counts that the regression is to score with.

    Returns:
        All weights 0 and an infinite loss where no feature of the recipe differs between pairs, or all are linked.
    """
    features = np.concatenate([sample.features for sample in samples])
    linked = np.concatenate([sample.linked for sample in samples])
    chosen = np.flatnonzero(_used(features, linked, layout, recipe.parts))
    read, paths = features[:, chosen], chosen < layout.starts[1]
    if recipe.counts and counts.any():
        counted = np.concatenate([sample.counted for sample in samples])
        read, paths = np.column_stack([read, counted]), np.append(paths, False)
    if not read.shape[1] or linked.all():
        return Regression(scale, np.zeros(layout.count), 0.0), float("inf")
    spread = read.std(axis=0, dtype=np.float64)
    spread[spread < _LEAST_SPREAD] = np.inf
    spread[paths] *= recipe.shrink_paths
    regression = logistic(read, spread, linked, 1.0 / (recipe.penalty * linked.sum()))
    found = regression.coef_[0] / spread
    weights = np.zeros(layout.count)
    weights[chosen] = found[: len(chosen)]
    if len(found) > len(chosen):
        weights += found[-1] * counts
    bias = float(regression.intercept_[0])
    logits = read @ found + bias
    return Regression(scale, weights, bias), float(np.logaddexp(0.0, np.where(linked, -logits, logits)).mean())


def mean_regression(regressions: Sequence[Regression], shares: Sequence[float] | None = None) -> Regression:
    """The regression whose log-odds are the mean of those of some with the same scale; with shares the weighted one."""
    weights: Floats = np.average([one.weights for one in regressions], axis=0, weights=shares)
    bias = float(np.average([one.bias for one in regressions], weights=shares))
    return Regression(regressions[0].scale, weights, bias)


def logistic(
    features: NDArray[np.float32], spread: Floats, linked: NDArray[np.bool_], strength: float
) -> LogisticRegression:
    """A logistic regression of features divided by their spread.

    In single precision, unless its search ends early there, as it can where few pairs differ: then in double.

    Args:
        features: [pairs, features].
        spread: [features].
        linked: [pairs], both values among them.
        strength: the inverse of the penalty of squared weights.
    """
    regression = LogisticRegression(C=strength, max_iter=1000)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            return regression.fit(features / spread.astype(np.float32), linked)
        except ConvergenceWarning:
            pass
    return regression.fit(features / spread, linked)


def score_block(
    features: PairFeatures, metric: Metric, learned: Sequence[Regression], given: Ids, *, forward: bool
) -> NDArray[np.float32]:
    """Log-odds by each regression, float32 [len(learned), len(given), nodes of the other end], of local ids."""
    size = features.graph.size(features.layout.own.target if forward else features.layout.own.source)
    total = np.zeros((len(learned), len(given), size), np.float32)
    total += np.array([one.bias for one in learned], np.float32)[:, None, None]
    for feature, values in features.blocks(given, metric, forward=forward):
        for place, one in enumerate(learned):
            weight = one.weights[feature]
            if weight and sp.issparse(values):
                held = values.tocoo()
                total[place, held.row, held.col] += weight * one.transformed(feature, held.data)
            elif weight:
                total[place] += weight * one.transformed(feature, values)
    return total


def gather(
    features: PairFeatures, metric: Metric, drawn: tuple[Ids, NDArray[np.bool_]], scaled: tuple[Floats, Floats],
    *, forward: bool,
) -> Sample:  # fmt: skip
    """The features of pairs.

    Args:
        features, metric: of a graph without the pairs that are linked.
        drawn: int64 [n, 2] local ids (given, asked), and whether they are linked.
        scaled: the scale of each feature, and the weights of path counts.
        forward: whether heads are given.
    """
    pairs, linked = drawn
    scale, counts = scaled
    found = read_pairs(
        pairs, features.layout.count, lambda given: features.blocks(given, metric, forward=forward), _BLOCK
    )
    transform(found, scale)
    return Sample(found, (found @ counts).astype(np.float32), linked)


def read_pairs(
    pairs: Ids, width: int, blocks: Callable[[Ids], Iterable[tuple[int, Any]]], at_once: int
) -> NDArray[np.float32]:
    """The features of single pairs, float32 [len(pairs), width], read block by block.

    Args:
        pairs: int64 [n, 2], local ids (given, asked).
        width: how many features there are.
        blocks: of some given nodes every feature that is not all 0, a matrix [given, nodes of the other end].
        at_once: given nodes a block.
    """
    given, place = np.unique(pairs[:, 0], return_inverse=True)
    found = np.zeros((len(pairs), width), np.float32)
    for start in range(0, len(given), at_once):
        inside = np.flatnonzero((place >= start) & (place < start + at_once))
        rows, columns = place[inside] - start, pairs[inside, 1]
        for feature, values in blocks(given[start : start + at_once]):
            found[inside, feature] = np.asarray(values[rows, columns]).ravel()
    return found


def unlinked(pairs: Ids, linked: Any, layout: Layout) -> Ids:
    """Those of ``pairs``, int64 [n, 2], that a sparse matrix does not link; where the ends are alike, of two nodes."""
    free: NDArray[np.bool_] = np.asarray(linked[pairs[:, 0], pairs[:, 1]]).ravel() == 0
    if layout.own.source == layout.own.target:
        free &= pairs[:, 0] != pairs[:, 1]
    return pairs[free]


def transform(features: NDArray[np.float32], scale: Floats) -> None:
    """Puts arcsinh(value / scale) in the place of every feature that has a scale."""
    for feature in np.flatnonzero(scale):
        features[:, feature] = np.arcsinh(features[:, feature] / np.float32(scale[feature]))


def _used(
    features: NDArray[np.float32], linked: NDArray[np.bool_], layout: Layout, parts: Sequence[str]
) -> NDArray[np.bool_]:
    starts = layout.starts
    used = np.zeros(layout.count, bool)
    for place, part in enumerate(PARTS):
        used[starts[place] : starts[place + 1]] = part in parts
    used &= features[linked].any(axis=0) & (np.ptp(features, axis=0) > 0)
    return used
