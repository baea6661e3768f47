"""How the hybrid model learns: from training edges that were taken out of the graph, fold by fold.

A feature that reads an edge which it is to predict teaches nothing. So the training edges are divided, the features of
each part are computed on the graph without it, and a regression learns from all parts. By which recipe, each relation
and kind of query chooses for itself (:mod:`gnn.models.hybrid_choice`). The division and the unlinked pairs are drawn
anew some times, and the mean of what was learned scores: one draw's noise is as large as most recipes' differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset
from gnn.metapaths import inverse
from gnn.models.hybrid_choice import FRESH, FRESH_SHARES, KNOWN, Fold, Material, choose, learn, usable
from gnn.models.hybrid_counts import CountSample
from gnn.models.hybrid_features import PARTS, Layout, PairFeatures
from gnn.models.hybrid_regression import Floats, Recipe, Regression, Sample, gather, mean_regression, unlinked
from gnn.propagation import without
from gnn.typed import TypedGraph, TypedRelation, all_linked
from kg.errors import InputError

_LEAST_FOLDS = 2


@dataclass(frozen=True, slots=True)
class HybridConfig:
    """Settings of the hybrid model.

    Attributes:
        parts: which features, of :data:`gnn.models.hybrid_features.PARTS`.
        folds: parts of the training edges; with many edges not all of them are used.
        most_positives: training edges that are learned from.
        negatives: unlinked pairs, half of them from the queries for heads and half from those for tails.
        most_queries: nodes that are asked for in a fold, at each end.
        penalty: multiplies that of every recipe.
        least_positives: a pair of categories with fewer is not learned.
        most_metapaths: where more lead from head to tail, only those of two steps are read.
        draws: of the folds and the unlinked pairs, whose regressions are averaged; one where there are more training
            edges than are learned from.
    """

    parts: tuple[str, ...] = PARTS
    folds: int = 5
    most_positives: int = 3_000
    negatives: int = 40_000
    most_queries: int = 300
    penalty: float = 1.0
    least_positives: int = 10
    most_metapaths: int = 1_000
    draws: int = 3


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


class Regressions(NamedTuple):
    """One a kind of query: for tails, for heads, and for the heads of a tail that has no edge yet."""

    tails: Regression
    heads: Regression
    fresh: Regression


class Learned(NamedTuple):
    """What was learned of one typed relation: regressions, the names of their recipes, the first's loss."""

    regressions: Regressions
    recipes: tuple[str, ...]
    loss: float


@dataclass(frozen=True, eq=False)
class PairLearner:
    """Draws samples of one typed relation, and learns from them.

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

    def learn(self) -> Learned:
        """A regression for each kind of query, by recipes that are chosen on left-out edges: the mean of some draws.

        Raises:
            InputError: no feature tells anything about the relation, or all pairs are linked by it.
        """
        config, own = self.config, self.layout.own
        recipes: list[tuple[Recipe, ...]] = []
        found: list[list[Regression]] = []
        losses: list[float] = []
        for _ in range(config.draws if len(self.pairs) <= config.most_positives else 1):
            materials = self.materials()
            if all(sample.linked.all() for kind in materials[:2] for sample in kind.own):
                raise all_linked(own)
            recipes = recipes or self._recipes(materials)
            learned = [
                [learn(material, one, self.scaled) for one in kind]
                for material, kind in zip(materials, recipes, strict=False)
            ]
            found.append([mean_regression([one for one, _ in kind], FRESH_SHARES[: len(kind)]) for kind in learned])
            losses.append(learned[0][0][1])
        if not np.isfinite(losses).all():
            raise InputError(
                f"No feature of {', '.join(config.parts)} tells anything about {own.predicate!r}.",
                "Import what drugs, diseases and genes have to do with each other, or take another model.",
            )
        means = [mean_regression(kind) for kind in zip(*found, strict=True)]
        names = tuple(" and ".join(one.name for one in kind) for kind in recipes)
        return Learned(Regressions(means[0], means[1], means[-1]), names, float(np.mean(losses)))

    def _recipes(self, materials: tuple[Material, Material, Material]) -> list[tuple[Recipe, ...]]:
        """For tails, for heads, and for the heads of fresh tails where there are any; several are averaged."""
        parts, penalty = self.config.parts, self.config.penalty
        known = usable(KNOWN, parts, penalty)
        found: list[tuple[Recipe, ...]] = [(choose(one, known, self.scaled[0]),) for one in materials[:2]]
        return [*found, usable(FRESH, parts, penalty)] if materials[2].own else found

    @cached_property
    def scaled(self) -> tuple[Floats, Floats]:
        """The scale of each feature, and the weights of path counts; zeros where paths are not read."""
        if self._counts is None:
            paths = np.arange(self.layout.count) < self.layout.starts[1]
            return paths.astype(np.float64), np.zeros(self.layout.count)
        return self._counts.scale, self._counts.weights()

    def materials(self) -> tuple[Material, Material, Material]:
        """Random folds in both directions, and folds of tails, where the heads are asked for."""
        folds = min(self.config.folds, len(self.pairs))
        edges = np.array_split(self.generator.permutation(len(self.pairs)), folds)
        tails = self.generator.permutation(np.unique(self.pairs[:, 1]))
        apart = [
            np.flatnonzero(np.isin(self.pairs[:, 1], part)) for part in np.array_split(tails, min(folds, len(tails)))
        ]
        known, found = self._folds(edges, (True, False))
        fresh, alone = self._folds(apart, (False,)) if len(tails) > 1 else ([], ([], []))
        return (
            Material(known, found[0], found[1], forward=True),
            Material(known, found[1], found[0], forward=False),
            Material(fresh, alone[1], (), forward=False),
        )

    @cached_property
    def _whole(self) -> PairFeatures:
        return PairFeatures.build(self.graph, self.layout)

    @cached_property
    def _counts(self) -> CountSample | None:
        if "paths" not in self.config.parts or not self.layout.metapaths:
            return None
        return CountSample.draw(self._whole, self.pairs, self.generator)

    def _folds(
        self, parts: Sequence[Ids], directions: tuple[bool, ...]
    ) -> tuple[list[Fold], tuple[list[Sample], list[Sample]]]:
        """Folds, and their samples of queries for tails and for heads."""
        whole = self._whole
        linked = whole.ends[0].own
        share = round(self.config.most_positives * len(parts) / len(self.pairs))
        used = min(len(parts), max(_LEAST_FOLDS, share))
        folds: list[Fold] = []
        samples: tuple[list[Sample], list[Sample]] = ([], [])
        for part in parts[:used]:
            held = self.pairs[np.sort(part)]
            features = replace(whole, graph=without_pairs(self.graph, self.layout.own, held))
            counts = self._counts.weights(held) if self._counts else np.zeros(self.layout.count)
            fold = Fold(features, features.learn(self.generator), held, counts)
            folds.append(fold)
            for forward in directions:
                turned = (held, linked) if forward else (held[:, ::-1], linked.T.tocsr())
                drawn = self._draw(turned[0], turned[1], self.config.negatives // (2 * used))
                sample = gather(features, fold.metric, drawn, (self.scaled[0], counts), forward=forward)
                samples[0 if forward else 1].append(sample)
        return folds, samples

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
        others = unlinked(others, linked, self.layout)
        return np.concatenate([positives, others]), np.arange(len(positives) + len(others)) < len(positives)
