"""The hybrid model: paths, neighbours and degrees of a pair, weighed by one regression.

Path counts know through what a drug reaches a disease; neighbours know what the most alike drugs treat and with what
the most alike diseases are treated. Nothing is learned about single nodes, so nodes that come later are scored too.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch

from gnn.dataset import Ids, LinkDataset
from gnn.evaluate import validation_metric
from gnn.metapaths import inverse
from gnn.models.hybrid_features import Layout, Metric, PairFeatures
from gnn.models.hybrid_regression import Regression, score_block
from gnn.models.hybrid_training import HybridConfig, PairLearner, Regressions, training_kinds
from gnn.neighbours import LearnedLikeness
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores, Step
from gnn.typed import TypedGraph, TypedRelation
from kg.errors import InputError, ModelMismatchError

_BLOCK = 64
_KEPT_SCORES = 4_000_000
_FEW_QUERIES = 4


@dataclass(frozen=True, eq=False)
class LearnedPair:
    """What was learned of one typed relation, and the recipes that were chosen for its regressions.

    Models of older versions have no recipes.
    """

    layout: Layout
    metric: Metric
    regressions: Regressions
    recipes: tuple[str, ...]


class HybridPredictor:
    """Scores are log-odds among the pairs that the training sampled."""

    name = "hybrid"
    inductive = True

    def __init__(self, config: HybridConfig | None = None) -> None:
        self.config = config or HybridConfig()
        self.pairs: tuple[LearnedPair, ...] = ()
        self._dataset: LinkDataset | None = None
        self._graph: TypedGraph | None = None
        self._features: dict[TypedRelation, PairFeatures] = {}
        self._kept: dict[TypedRelation, tuple[Scores, Scores]] = {}
        self._asked = 0

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """One regression a target relation and pair of categories, on folds that were taken out of the graph.

        Raises:
            InputError: no target has enough training edges, or no feature tells anything about it.
        """
        started = time.perf_counter()
        graph = TypedGraph.build(dataset)
        kinds = training_kinds(dataset, graph, self.config.least_positives)
        if not kinds:
            raise InputError(
                f"No relation has {self.config.least_positives} training edges between two categories.",
                "Train on a relation with more edges.",
            )
        generator = np.random.default_rng(options.seed)
        steps: list[Step] = []
        learned: list[LearnedPair] = []
        for own, rows in kinds:
            layout = Layout.build(graph, own, self.config.most_metapaths)
            found = PairLearner(graph, layout, rows, self.config, generator).learn()
            metric = PairFeatures.build(graph, layout).learn(generator)
            learned.append(LearnedPair(layout, metric, found.regressions, found.recipes))
            steps.append(Step(len(learned), len(kinds), found.loss, float("nan")))
            if progress:
                progress(steps[-1])
        self.pairs = tuple(learned)
        self._bind(dataset, graph)
        best = validation_metric(self, dataset) if len(dataset.valid) else float("nan")
        return FitReport(time.perf_counter() - started, tuple(steps), best, stopped_early=False)

    def attach(self, dataset: LinkDataset) -> None:
        """Reads the features of another graph.

        Raises:
            ModelMismatchError: the graph lacks a relation or category that the model was trained on.
        """
        graph = TypedGraph.build(dataset)
        for pair in self.pairs:
            own, layout = pair.layout.own, pair.layout
            read = {step.predicate for path in layout.metapaths for step in path}
            read |= {one.predicate for one in (*layout.edges, *layout.head_relations, *layout.tail_relations, own)}
            lacking = sorted(read - set(dataset.relations) - {relation.predicate for relation, _ in graph.features})
            if lacking or not graph.size(own.source) or not graph.size(own.target):
                raise ModelMismatchError(
                    f"The {self.name} model of {own.predicate!r} was trained on what this graph lacks: "
                    f"{', '.join(lacking) or 'none of its categories'}.",
                    "Train it again on this graph.",
                )
        self._bind(dataset, graph)

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """Log-odds, float32 [len(heads), num_nodes]; -inf for pairs of categories that were not learned."""
        return self._score(heads, relation, forward=True)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`, for the other end."""
        return self._score(tails, relation, forward=False)

    def state(self) -> ModelState:
        """Weights as tensors, the features' names as JSON."""
        tensors: dict[str, torch.Tensor] = {}
        settings: list[Any] = []
        for position, pair in enumerate(self.pairs):
            arrays = {"like_heads": pair.metric.heads.weights, "like_tails": pair.metric.tails.weights}
            for name, one in pair.regressions._asdict().items():
                arrays |= {f"{name}.scale": one.scale, f"{name}.weights": one.weights}
            tensors |= {f"{position}.{name}": torch.from_numpy(array) for name, array in arrays.items()}
            biases = [one.bias for one in pair.regressions]
            layout = asdict(pair.layout) | {"own": pair.layout.own}
            settings.append({"layout": layout, "biases": biases, "recipes": pair.recipes})
        return ModelState(tensors, json.dumps({"config": asdict(self.config), "pairs": settings}))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> HybridPredictor:
        """The stored model on a dataset; see :meth:`attach`."""
        settings = json.loads(state.settings)
        model = cls(HybridConfig(**settings["config"] | {"parts": tuple(settings["config"]["parts"])}))
        pairs = []
        for position, one in enumerate(settings["pairs"]):
            held = {name: tensor.numpy() for name, tensor in state.tensors.items() if name.startswith(f"{position}.")}
            metric = Metric(*(LearnedLikeness(held[f"{position}.like_{end}"]) for end in Metric._fields))
            regressions = Regressions(
                *(
                    Regression(held[f"{position}.{name}.scale"], held[f"{position}.{name}.weights"], bias)
                    for name, bias in zip(Regressions._fields, one["biases"], strict=True)
                )
            )
            pairs.append(LearnedPair(_layout(one["layout"]), metric, regressions, tuple(one.get("recipes", ()))))
        model.pairs = tuple(pairs)
        model.attach(dataset)
        return model

    @property
    def graph(self) -> TypedGraph:
        """The attached graph.

        Raises:
            InputError: there is none yet.
        """
        if self._graph is None:
            raise InputError(f"The {self.name} model has no graph.", "Fit it, or restore a stored one.")
        return self._graph

    def features(self, own: TypedRelation) -> PairFeatures:
        """What is read of the pairs of a learned relation, on the attached graph.

        Raises:
            InputError: the model has no graph, or did not learn the relation.
        """
        if own not in self._features:
            raise InputError(f"The {self.name} model has no features of {own.predicate!r}.", "Fit or restore it first.")
        return self._features[own]

    def tail_regression(self, own: TypedRelation) -> Regression | None:
        """What scores the tails of a learned relation, by feature; None where it did not learn the relation."""
        return next((pair.regressions.tails for pair in self.pairs if pair.layout.own == own), None)

    def _bind(self, dataset: LinkDataset, graph: TypedGraph) -> None:
        self._dataset, self._graph = dataset, graph
        self._features = {pair.layout.own: PairFeatures.build(graph, pair.layout) for pair in self.pairs}
        self._kept, self._asked = {}, 0

    def _score(self, given: Ids, relation: int, *, forward: bool) -> Scores:
        dataset, graph = self._dataset, self._graph
        if dataset is None or graph is None:
            raise InputError(f"The {self.name} model has no graph.", "Fit it, or restore a stored one.")
        scores = np.full((len(given), dataset.num_nodes), -np.inf, np.float32)
        for pair in self.pairs:
            own = pair.layout.own
            if own.predicate != dataset.relations[relation]:
                continue
            both = inverse(own, graph) == own
            near, far = (own.source, own.target) if forward else (own.target, own.source)
            rows = np.flatnonzero([graph.category_of(node) == near for node in given])
            if len(rows):
                found = self._pair_scores(pair, graph.local[given[rows]], forward=forward or both)
                scores[np.ix_(rows, graph.nodes(far))] = found
        return scores

    def _pair_scores(self, pair: LearnedPair, given: Ids, *, forward: bool) -> Scores:
        """Of few pairs in all, every score is computed once and kept, but for the first queries of a graph."""
        own = pair.layout.own
        graph = self._features[own].graph
        shape = graph.size(own.source), graph.size(own.target)
        self._asked += len(given)
        if shape[0] * shape[1] > _KEPT_SCORES or self._asked <= _FEW_QUERIES:
            blocks = [given[start : start + _BLOCK] for start in range(0, len(given), _BLOCK)]
            return np.concatenate([self._block(pair, block, forward=forward) for block in blocks])
        if own not in self._kept:
            self._kept[own] = self._all_scores(pair, shape)
        return self._kept[own][0][given] if forward else self._kept[own][1][given]

    def _block(self, pair: LearnedPair, given: Ids, *, forward: bool) -> Scores:
        features = self._features[pair.layout.own]
        if forward:
            tails: Scores = score_block(features, pair.metric, pair.regressions[:1], given, forward=True)[0]
            return tails
        fresh = np.diff(features.ends[1].own.indptr)[given] == 0
        heads, first = score_block(features, pair.metric, pair.regressions[1:], given, forward=False)
        chosen: Scores = np.where(fresh[:, None], first, heads)
        return chosen

    def _all_scores(self, pair: LearnedPair, shape: tuple[int, int]) -> tuple[Scores, Scores]:
        """Every pair's score as [heads, tails] for those who ask for tails, and as [tails, heads] for heads."""
        features, few = self._features[pair.layout.own], shape[0] <= shape[1]
        blocks = [np.arange(start, min(start + _BLOCK, min(shape))) for start in range(0, min(shape), _BLOCK)]
        found = np.concatenate(
            [score_block(features, pair.metric, pair.regressions, block, forward=few) for block in blocks], axis=1
        )
        tails, heads, first = found if few else found.transpose(0, 2, 1)
        fresh = np.diff(features.ends[1].own.indptr) == 0
        return np.ascontiguousarray(tails), np.ascontiguousarray(np.where(fresh, first, heads).T)


def _layout(stored: dict[str, Any]) -> Layout:
    def relations(name: str) -> tuple[TypedRelation, ...]:
        return tuple(TypedRelation(*one) for one in stored[name])

    paths = tuple(tuple(TypedRelation(*step) for step in path) for path in stored["metapaths"])
    own = TypedRelation(*stored["own"])
    return Layout(own, paths, relations("edges"), relations("head_relations"), relations("tail_relations"))
