"""Path counts with logistic regression: one coefficient a metapath, and the degrees of both ends.

The baseline that a network has to beat: on Hetionet's treats it ranks above published embedding models.
"""

from __future__ import annotations

import json
import time
import warnings
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from gnn.dataset import Ids, LinkDataset, contains
from gnn.evaluate import validation_metric
from gnn.metapaths import Metapath, PathCounter, inverse, reverse
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores, Step
from gnn.typed import TypedGraph, TypedRelation, all_linked, is_symmetric
from kg.errors import InputError, ModelMismatchError

_BLOCK = 256
_DEGREES = 3


@dataclass(frozen=True, slots=True)
class PathCountConfig:
    """Settings of the baseline.

    Attributes:
        max_length: longest path, 2 or 3 steps.
        inverse_penalty: scikit-learn's ``C`` on standardised features; smaller shrinks more.
        negatives: how many unlinked pairs to sample, half from rows and half from columns that have a positive.
        least_positives: a pair of categories with fewer is not learned.
        most_metapaths: of more, the ones that touch most positives stay.
    """

    max_length: int = 3
    inverse_penalty: float = 0.03
    negatives: int = 60_000
    least_positives: int = 10
    most_metapaths: int = 600


@dataclass(frozen=True, eq=False)
class PairModel:
    """The regression of one relation between two categories.

    Attributes:
        own: the typed relation, from head to tail.
        metapaths: the features, in order; three degree features follow them.
        scale: float64 [features], what a raw count is divided by before arcsinh.
        weights: float64 [features + 3], of the transformed features.
        bias: of the log-odds among the sampled pairs.
    """

    own: TypedRelation
    metapaths: tuple[Metapath, ...]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float


class PathCountPredictor:
    """Log-odds of a link from the degree-weighted counts of simple paths between its ends (see gnn.metapaths)."""

    name = "path_counts"
    inductive = True

    def __init__(self, config: PathCountConfig | None = None) -> None:
        self.config = config or PathCountConfig()
        self.pairs: tuple[PairModel, ...] = ()
        self._dataset: LinkDataset | None = None
        self._counter: PathCounter | None = None

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """One regression a target relation and pair of categories; deterministic under the seed.

        Raises:
            InputError: no target has enough positives, or all pairs are linked.
        """
        started = time.perf_counter()
        self._dataset, self._counter = dataset, PathCounter(TypedGraph.build(dataset))
        generator = np.random.default_rng(options.seed)
        kinds = self._kinds(dataset)
        steps: list[Step] = []
        models: list[PairModel] = []
        for own, rows in kinds:
            model, loss = self._fit_pair(own, rows, generator)
            models.append(model)
            steps.append(Step(len(models), len(kinds), loss, float("nan")))
            if progress:
                progress(steps[-1])
        self.pairs = tuple(models)
        best = validation_metric(self, dataset) if len(dataset.valid) else float("nan")
        return FitReport(time.perf_counter() - started, tuple(steps), best, stopped_early=False)

    def attach(self, dataset: LinkDataset) -> None:
        """Counts paths in another graph.

        Raises:
            ModelMismatchError: the graph lacks a relation or category that the model was trained on.
        """
        counter = PathCounter(TypedGraph.build(dataset))
        for pair in self.pairs:
            lacking = {step.predicate for path in (*pair.metapaths, (pair.own,)) for step in path} - set(
                dataset.relations
            )
            if lacking or not counter.graph.size(pair.own.source) or not counter.graph.size(pair.own.target):
                raise ModelMismatchError(
                    f"The path_counts model of {pair.own.predicate!r} was trained on relations that this graph lacks: "
                    f"{', '.join(sorted(lacking)) or 'none of its categories'}.",
                    "Train it again on this graph.",
                )
        self._dataset, self._counter = dataset, counter

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """Log-odds, float32 [len(heads), num_nodes]; -inf for pairs of categories that were not learned."""
        return self._score(heads, relation, forward=True)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`, the paths counted from the tail."""
        return self._score(tails, relation, forward=False)

    def state(self) -> ModelState:
        """Coefficients as tensors, metapaths as JSON."""
        tensors = {}
        settings: list[Any] = []
        for position, pair in enumerate(self.pairs):
            tensors[f"{position}.scale"] = torch.from_numpy(pair.scale)
            tensors[f"{position}.weights"] = torch.from_numpy(pair.weights)
            settings.append({"own": pair.own, "metapaths": pair.metapaths, "bias": pair.bias})
        return ModelState(tensors, json.dumps({"config": asdict(self.config), "pairs": settings}))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> PathCountPredictor:
        """The stored model on a dataset; see :meth:`attach`."""
        settings = json.loads(state.settings)
        model = cls(PathCountConfig(**settings["config"]))
        model.pairs = tuple(
            PairModel(
                TypedRelation(*one["own"]),
                tuple(tuple(TypedRelation(*step) for step in path) for path in one["metapaths"]),
                state.tensors[f"{position}.scale"].numpy(),
                state.tensors[f"{position}.weights"].numpy(),
                one["bias"],
            )
            for position, one in enumerate(settings["pairs"])
        )
        model.attach(dataset)
        return model

    @property
    def counter(self) -> PathCounter:
        """The counter of the attached graph."""
        if self._counter is None:
            raise InputError("The path_counts model has no graph.", "Fit or restore it first.")
        return self._counter

    def _kinds(self, dataset: LinkDataset) -> list[tuple[TypedRelation, Ids]]:
        graph = self.counter.graph
        kinds: dict[TypedRelation, list[Any]] = {}
        for row in dataset.train:
            ends = graph.category_of(row[0]), graph.category_of(row[2])
            kinds.setdefault(TypedRelation(ends[0], dataset.relations[row[1]], ends[1], True), []).append(row)
        chosen = [
            (own, np.array(rows)) for own, rows in sorted(kinds.items()) if len(rows) >= self.config.least_positives
        ]
        if not chosen:
            raise InputError(
                f"No relation has {self.config.least_positives} training edges between two categories.",
                "Train on a relation with more edges.",
            )
        return chosen

    def _fit_pair(self, own: TypedRelation, rows: Ids, generator: np.random.Generator) -> tuple[PairModel, float]:
        assert self._dataset is not None
        graph = self.counter.graph
        pairs = np.concatenate([rows[:, [0, 2]], self._unlinked(own, rows, generator)])
        labels = np.arange(len(pairs)) < len(rows)
        if labels.all():
            raise all_linked(own)
        metapaths = self.counter.metapaths(own.source, own.target, self._length(own))
        counts = _pair_counts(self.counter, graph.local[pairs], metapaths, own)
        used = np.flatnonzero(np.asarray((counts > 0).sum(axis=0)).ravel() > 0)
        counts, metapaths = counts[:, used], tuple(metapaths[k] for k in used)
        reached = np.asarray((counts[labels] > 0).sum(axis=0)).ravel()
        keep = np.sort(np.argsort(-reached, kind="stable")[: self.config.most_metapaths])
        counts, metapaths = counts[:, keep], tuple(metapaths[k] for k in keep)
        scale = np.maximum(np.asarray(counts.mean(axis=0)).ravel(), 1e-12)
        degrees = _degree_features(graph, self.counter, own, graph.local[pairs])
        features = np.concatenate([np.arcsinh(counts.toarray() / scale), degrees], axis=1)
        spread = features.std(axis=0) + 1e-9
        regression = LogisticRegression(C=self.config.inverse_penalty, max_iter=1000)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            regression.fit(features / spread, labels)
        logits = regression.decision_function(features / spread)
        loss = float(np.logaddexp(0.0, np.where(labels, -logits, logits)).mean())
        weights = regression.coef_[0] / spread
        return PairModel(own, metapaths, scale, weights, float(regression.intercept_[0])), loss

    def _length(self, own: TypedRelation) -> int:
        length = self.config.max_length
        while (
            length > 2 and len(self.counter.metapaths(own.source, own.target, length)) > 10 * self.config.most_metapaths
        ):
            length -= 1
        return length

    def _unlinked(self, own: TypedRelation, rows: Ids, generator: np.random.Generator) -> Ids:
        dataset, graph = self._dataset, self.counter.graph
        assert dataset is not None
        sources, targets = graph.nodes(own.source), graph.nodes(own.target)
        half = self.config.negatives // 2
        some = generator.permutation(sources)[:2000]
        by_row = np.stack([generator.choice(np.unique(rows[:, 0]), half), generator.choice(targets, half)], axis=1)
        by_column = np.stack([generator.choice(some, half), generator.choice(np.unique(rows[:, 2]), half)], axis=1)
        pairs = np.unique(np.concatenate([by_row, by_column]), axis=0)
        triples = np.insert(pairs, 1, rows[0, 1], axis=1)
        fresh: Ids = pairs[~contains(dataset.graph, triples) & (pairs[:, 0] != pairs[:, 1])]
        return fresh

    def _score(self, given: Ids, relation: int, *, forward: bool) -> Scores:
        dataset, graph = self._dataset, self.counter.graph
        assert dataset is not None
        scores = np.full((len(given), dataset.num_nodes), -np.inf, np.float32)
        for pair in self.pairs:
            if pair.own.predicate != dataset.relations[relation]:
                continue
            near, far = (pair.own.source, pair.own.target) if forward else (pair.own.target, pair.own.source)
            rows = np.flatnonzero([graph.category_of(node) == near for node in given])
            for start in range(0, len(rows), _BLOCK):
                block = rows[start : start + _BLOCK]
                scores[np.ix_(block, graph.nodes(far))] = self._score_block(
                    pair, graph.local[given[block]], forward=forward
                )
        return scores

    def _score_block(self, pair: PairModel, starts: Ids, *, forward: bool) -> NDArray[np.float64]:
        graph, counter = self.counter.graph, self.counter
        metapaths = pair.metapaths if forward else tuple(reverse(path, graph) for path in pair.metapaths)
        own = pair.own if forward else inverse(pair.own, graph)
        ends = graph.size(own.target)
        total = np.full((len(starts), ends), pair.bias)
        for position, counts in counter.rows(starts, metapaths, own):
            added = counts.tocoo()
            value = np.arcsinh(added.data / pair.scale[position]) * pair.weights[position]
            total += sp.csr_matrix((value, (added.row, added.col)), shape=counts.shape).toarray()
        grid = np.stack(np.meshgrid(starts, np.arange(ends), indexing="ij"), axis=-1).reshape(-1, 2)
        degrees = _degree_features(graph, counter, pair.own, grid if forward else grid[:, ::-1])
        result: NDArray[np.float64] = total + (degrees @ pair.weights[-_DEGREES:]).reshape(total.shape)
        return result


def _pair_counts(counter: PathCounter, pairs: Ids, metapaths: tuple[Metapath, ...], own: TypedRelation) -> Any:
    heads, place = np.unique(pairs[:, 0], return_inverse=True)
    columns: list[tuple[Ids, Ids, NDArray[np.float64]]] = []
    for start in range(0, len(heads), _BLOCK):
        inside = np.flatnonzero((place >= start) & (place < start + _BLOCK))
        for position, counts in counter.rows(heads[start : start + _BLOCK], metapaths, own):
            values = np.asarray(counts[place[inside] - start, pairs[inside, 1]]).ravel()
            hit = np.flatnonzero(values)
            columns.append((inside[hit], np.full(len(hit), position), values[hit]))
    shape = (len(pairs), len(metapaths))
    if not columns:
        return sp.csr_matrix(shape)
    rows, positions, values = (np.concatenate(part) for part in zip(*columns, strict=True))
    return sp.csr_matrix((values, (rows, positions)), shape=shape)


def _degree_features(graph: TypedGraph, counter: PathCounter, own: TypedRelation, pairs: Ids) -> NDArray[np.float64]:
    """log degree of head and of tail in the relation, and whether the head has any; the pair's own edge not counted."""
    matrix = graph.matrices[counter.place[own]]
    linked = np.asarray(matrix[pairs[:, 0], pairs[:, 1]]).ravel()
    both = is_symmetric(own.predicate) and own.source == own.target
    head = np.asarray(matrix.sum(axis=1)).ravel()[pairs[:, 0]] - linked
    tail = (np.asarray(matrix.sum(axis=1 if both else 0)).ravel())[pairs[:, 1]] - linked
    features: NDArray[np.float64] = np.stack([np.log1p(head), np.log1p(tail), head > 0], axis=1).astype(np.float64)
    return features
