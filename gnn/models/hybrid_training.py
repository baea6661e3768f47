"""How the hybrid model learns: from training edges that were taken out of the graph, fold by fold.

A feature that reads an edge which it is to predict teaches nothing. So the training edges are divided, the features of
each part are computed on the graph without it, and one regression learns from all parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

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
    negatives: int = 80_000
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

    def samples(self) -> Iterator[Sample]:
        """Two a fold, one a direction; features are computed on the graph without the fold's pairs."""
        whole = PairFeatures.build(self.graph, self.layout)
        linked = whole.ends[0].own
        folds = min(self.config.folds, len(self.pairs))
        used = max(1, min(folds, round(self.config.most_positives * folds / len(self.pairs))))
        parts = np.array_split(self.generator.permutation(len(self.pairs)), folds)
        negatives = self.config.negatives // (2 * used)
        for part in parts[:used]:
            held = self.pairs[np.sort(part)]
            features = replace(whole, graph=without_pairs(self.graph, self.layout.own, held))
            metric = features.learn(self.generator)
            for forward in (True, False):
                turned = (held, linked) if forward else (held[:, ::-1], linked.T.tocsr())
                drawn = self._draw(turned[0], turned[1], negatives)
                yield _gather(features, metric, drawn, forward=forward)

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


def learn_regression(samples: tuple[Sample, ...], layout: Layout, config: HybridConfig) -> tuple[Regression, float]:
    """The regression of all samples together, and its mean loss; features of no chosen part weigh nothing."""
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
        raise InputError(
            f"No feature of {', '.join(config.parts)} tells anything about {layout.own.predicate!r}.",
            "Import what drugs, diseases and genes have to do with each other, or take another model.",
        )
    read = features[:, chosen]
    counts = chosen < starts[1]
    read[:, counts] = np.arcsinh(read[:, counts] / scale[chosen[counts]].astype(np.float32))
    spread = read.std(axis=0, dtype=np.float64)
    spread[spread < _LEAST_SPREAD] = np.inf
    regression = LogisticRegression(C=1.0 / (config.penalty * linked.sum()), max_iter=1000)
    regression.fit(read / spread.astype(np.float32), linked)
    weights = np.zeros(layout.count)
    weights[chosen] = regression.coef_[0] / spread
    learned = Regression(scale, weights, float(regression.intercept_[0]))
    logits = read @ weights[chosen] + learned.bias
    return learned, float(np.logaddexp(0.0, np.where(linked, -logits, logits)).mean())


def score_block(
    features: PairFeatures, metric: Metric, learned: Regression, given: Ids, *, forward: bool
) -> NDArray[np.float32]:
    """Log-odds, float32 [len(given), nodes of the other end], of local ids."""
    size = features.graph.size(features.layout.own.target if forward else features.layout.own.source)
    total = np.full((len(given), size), learned.bias, np.float64)
    for feature, values in features.blocks(given, metric, forward=forward):
        weight = learned.weights[feature]
        if not weight:
            continue
        if sp.issparse(values):
            held = values.tocoo()
            total[held.row, held.col] += weight * learned.transformed(feature, held.data)
        else:
            total += weight * learned.transformed(feature, values)
    return total.astype(np.float32)


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
