"""How the hybrid model learns: from training edges that were taken out of the graph, fold by fold.

A feature that reads an edge which it is to predict teaches nothing. So the training edges are divided, the features of
each part are computed on the graph without it, and one regression learns from all parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from gnn.dataset import Ids, LinkDataset
from gnn.metapaths import inverse
from gnn.models.hybrid_features import PARTS, Layout, Metric, PairFeatures
from gnn.propagation import without
from gnn.typed import TypedGraph, TypedRelation
from kg.errors import InputError

Floats = NDArray[np.float64]

_BLOCK = 64
_LEAST_SPREAD = 1e-6
_FRESH_PENALTY = 2.0
_HEADS_SHRINK_PATHS = 2.0


@dataclass(frozen=True, slots=True)
class HybridConfig:
    """Settings of the hybrid model.

    Attributes:
        parts: which features, of :data:`gnn.models.hybrid_features.PARTS`.
        folds: parts of the training edges; with many edges not all of them are used.
        most_positives: training edges that are learned from.
        negatives: unlinked pairs, half of them from the queries for heads and half from those for tails.
        most_queries: nodes that are asked for in a fold, at each end.
        penalty: of squared weights of features of spread 1, in units of one linked pair's loss; larger shrinks more.
        least_positives: a pair of categories with fewer is not learned.
        most_metapaths: where more lead from head to tail, only those of two steps are read.
    """

    parts: tuple[str, ...] = PARTS
    folds: int = 5
    most_positives: int = 3_000
    negatives: int = 40_000
    most_queries: int = 300
    penalty: float = 1.0
    least_positives: int = 10
    most_metapaths: int = 1_000


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


@dataclass(frozen=True, eq=False)
class Sample:
    """Pairs to learn from: float32 [pairs, features] as they come, and whether each is linked."""

    features: NDArray[np.float32]
    linked: NDArray[np.bool_]


def training_kinds(dataset: LinkDataset, graph: TypedGraph, least: int) -> tuple[tuple[TypedRelation, Ids], ...]:
    """The typed relations to learn, from head to tail, each with its training pairs as local ids [n, 2].

    Those with fewer than ``least`` pairs are left out.
    """
    kinds: dict[TypedRelation, list[tuple[int, int]]] = {}
    for head, relation, tail in dataset.train.tolist():
        own = TypedRelation(graph.category_of(head), dataset.relations[relation], graph.category_of(tail), True)
        kinds.setdefault(own, []).append((int(graph.local[head]), int(graph.local[tail])))
    return tuple((own, np.array(pairs, np.int64)) for own, pairs in sorted(kinds.items()) if len(pairs) >= least)


def without_pairs(graph: TypedGraph, own: TypedRelation, pairs: Ids) -> TypedGraph:
    """The graph without some edges of one typed relation, in both directions; pairs are local ids [n, 2]."""
    back = inverse(own, graph)
    matrices = list(graph.matrices)
    for place, relation in enumerate(graph.relations):
        if relation == own:
            matrices[place] = without(matrices[place], pairs[:, 0], pairs[:, 1])
        if relation == back:
            matrices[place] = without(matrices[place], pairs[:, 1], pairs[:, 0])
    return replace(graph, matrices=tuple(matrices))


class Samples(NamedTuple):
    """What to learn from: queries for tails, queries for heads, and queries for the heads of tails that have none."""

    tails: tuple[Sample, ...]
    heads: tuple[Sample, ...]
    fresh: tuple[Sample, ...]


class Regressions(NamedTuple):
    """One a kind of query: for tails, for heads, and for the heads of a tail that has no edge yet."""

    tails: Regression
    heads: Regression
    fresh: Regression


@dataclass(frozen=True, eq=False)
class Learner:
    """Draws samples of one typed relation.

    Attributes:
        graph: with all training edges.
        layout: the features.
        pairs: int64 [n, 2], local ids of the training edges.
        config: folds and sizes.
        generator: of the division and of the negatives.
    """

    graph: TypedGraph
    layout: Layout
    pairs: Ids
    config: HybridConfig
    generator: np.random.Generator

    def samples(self) -> Samples:
        """Those of random folds in both directions, and those of folds of tails, where the heads are asked for."""
        folds = min(self.config.folds, len(self.pairs))
        edges = np.array_split(self.generator.permutation(len(self.pairs)), folds)
        tails = self.generator.permutation(np.unique(self.pairs[:, 1]))
        apart = [
            np.flatnonzero(np.isin(self.pairs[:, 1], part)) for part in np.array_split(tails, min(folds, len(tails)))
        ]
        known = tuple(self._fold_samples(edges, (True, False)))
        fresh = tuple(self._fold_samples(apart, (False,))) if len(tails) > 1 else ()
        return Samples(
            tuple(one for forward, one in known if forward),
            tuple(one for forward, one in known if not forward),
            tuple(one for _, one in fresh),
        )

    def _fold_samples(self, parts: Sequence[Ids], directions: tuple[bool, ...]) -> Iterator[tuple[bool, Sample]]:
        whole = PairFeatures.build(self.graph, self.layout)
        linked = whole.ends[0].own
        used = max(1, min(len(parts), round(self.config.most_positives * len(parts) / len(self.pairs))))
        for part in parts[:used]:
            held = self.pairs[np.sort(part)]
            features = replace(whole, graph=without_pairs(self.graph, self.layout.own, held))
            metric = features.learn(self.generator)
            for forward in directions:
                turned = (held, linked) if forward else (held[:, ::-1], linked.T.tocsr())
                drawn = self._draw(turned[0], turned[1], self.config.negatives // (2 * used))
                yield forward, _gather(features, metric, drawn, forward=forward)

    def _draw(self, held: Ids, linked: Any, negatives: int) -> tuple[Ids, NDArray[np.bool_]]:
        """Pairs (given, asked) of the held-out edges' queries, and which of them are linked."""
        given = np.unique(held[:, 0])
        if len(given) > self.config.most_queries:
            given = np.sort(self.generator.choice(given, self.config.most_queries, replace=False))
        positives = held[np.isin(held[:, 0], given)]
        size = linked.shape[1]
        total = len(given) * size
        count = min(negatives, total)
        places = np.sort(self.generator.choice(total, count, replace=False))
        others = np.stack([given[places // size], places % size], axis=1)
        free = np.asarray(linked[others[:, 0], others[:, 1]]).ravel() == 0
        if self.layout.own.source == self.layout.own.target:
            free &= others[:, 0] != others[:, 1]
        others = others[free]
        return np.concatenate([positives, others]), np.arange(len(positives) + len(others)) < len(positives)


def learn_regressions(samples: Samples, layout: Layout, config: HybridConfig) -> tuple[Regressions, float]:
    """All three, and the mean loss of the first; it learns from the queries for heads too.

    Raises:
        InputError: no feature tells anything about the relation.
    """
    tails, loss = learn_regression((*samples.tails, *samples.heads), layout, config)
    if not np.isfinite(loss):
        raise InputError(
            f"No feature of {', '.join(config.parts)} tells anything about {layout.own.predicate!r}.",
            "Import what drugs, diseases and genes have to do with each other, or take another model.",
        )
    heads, _ = learn_regression(samples.heads, layout, config, shrink_paths=_HEADS_SHRINK_PATHS)
    if not samples.fresh:
        return Regressions(tails, heads, heads), loss
    shrunk = replace(config, penalty=_FRESH_PENALTY * config.penalty)
    return Regressions(tails, heads, learn_regression(samples.fresh, layout, shrunk)[0]), loss


def learn_regression(
    samples: tuple[Sample, ...], layout: Layout, config: HybridConfig, shrink_paths: float = 1.0
) -> tuple[Regression, float]:
    """The regression of all samples together, and its mean loss; features of no chosen part weigh nothing.

    Args:
        samples: at least one.
        layout, config: as they were drawn.
        shrink_paths: the many weights of paths are shrunk by so much more than the few others.

    Returns:
        All weights 0 and an infinite loss where no chosen feature differs between pairs.
    """
    features = np.concatenate([sample.features for sample in samples])
    linked = np.concatenate([sample.linked for sample in samples])
    starts = layout.starts
    scale = np.zeros(layout.count)
    scale[: starts[1]] = np.maximum(features[:, : starts[1]].mean(axis=0, dtype=np.float64), 1e-12)
    used = np.zeros(layout.count, bool)
    for place, part in enumerate(PARTS):
        used[starts[place] : starts[place + 1]] = part in config.parts
    used &= features[linked].any(axis=0) & (np.ptp(features, axis=0) > 0)
    chosen = np.flatnonzero(used)
    if not len(chosen):
        return Regression(scale, np.zeros(layout.count), 0.0), float("inf")
    read = features[:, chosen]
    counts = chosen < starts[1]
    read[:, counts] = np.arcsinh(read[:, counts] / scale[chosen[counts]].astype(np.float32))
    spread = read.std(axis=0, dtype=np.float64)
    spread[spread < _LEAST_SPREAD] = np.inf
    spread[counts] *= shrink_paths
    regression = LogisticRegression(C=1.0 / (config.penalty * linked.sum()), max_iter=1000)
    regression.fit(read / spread.astype(np.float32), linked)
    weights = np.zeros(layout.count)
    weights[chosen] = regression.coef_[0] / spread
    learned = Regression(scale, weights, float(regression.intercept_[0]))
    logits = read @ weights[chosen] + learned.bias
    return learned, float(np.logaddexp(0.0, np.where(linked, -logits, logits)).mean())


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


def _gather(features: PairFeatures, metric: Metric, drawn: tuple[Ids, NDArray[np.bool_]], *, forward: bool) -> Sample:
    pairs, linked = drawn
    given, place = np.unique(pairs[:, 0], return_inverse=True)
    found = np.zeros((len(pairs), features.layout.count), np.float32)
    for start in range(0, len(given), _BLOCK):
        inside = np.flatnonzero((place >= start) & (place < start + _BLOCK))
        rows, columns = place[inside] - start, pairs[inside, 1]
        for feature, values in features.blocks(given[start : start + _BLOCK], metric, forward=forward):
            found[inside, feature] = np.asarray(values[rows, columns]).ravel()
    return Sample(found, linked)
