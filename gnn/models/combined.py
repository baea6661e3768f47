"""The hybrid model and the path network together: a weight for the network's score is chosen on the validation triples.

The hybrid reads features that were thought of, the network learns its own. All pairs cost as long as the network takes,
so this is not what ``predict`` takes when no model is named.
"""

from __future__ import annotations

import json
import time

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset
from gnn.evaluate import HEAD, TAIL, Side, rank_queries, validation_metric
from gnn.models.hybrid import HybridPredictor
from gnn.models.nbfnet import NBFNetPredictor
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores, Step

_WEIGHTS = (0.5, 0.0, 0.25, 1.0, 2.0)
"""Of the network's score, the usual one first; the hybrid's weight is 1."""


class CombinedPredictor:
    """Log-odds of the hybrid model, plus the path network's score times a weight for tails and one for heads."""

    name = "combined"
    inductive = True

    def __init__(self) -> None:
        self.weights = (_WEIGHTS[0], _WEIGHTS[0])
        self._hybrid, self._network = HybridPredictor(), NBFNetPredictor()

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Trains both, then chooses the weights; a weight other than the usual has to be surely better.

        Raises:
            InputError: no relation has enough training edges.
        """
        started = time.perf_counter()
        self.weights = (_WEIGHTS[0], _WEIGHTS[0])
        first = self._hybrid.fit(dataset, options)
        before = len(first.steps)

        def placed(step: Step) -> Step:
            return step._replace(done=step.done + before, total=step.total + before)

        def of_hybrid(total: int) -> list[Step]:
            return [one._replace(done=number, total=total) for number, one in enumerate(first.steps, 1)]

        def tell(step: Step) -> None:
            if progress and step.done == 1:
                for one in of_hybrid(step.total + before):
                    progress(one)
            if progress:
                progress(placed(step))

        report = self._network.fit(dataset, options, tell)
        best = float("nan")
        if len(dataset.valid):
            self.weights = (self._chosen(dataset, TAIL), self._chosen(dataset, HEAD))
            best = validation_metric(self, dataset)
        return FitReport(
            seconds=report.seconds_before + time.perf_counter() - started,
            steps=(*of_hybrid(report.steps[-1].total + before), *map(placed, report.steps)),
            best=best,
            stopped_early=report.stopped_early,
            resumed_after=report.resumed_after,
            seconds_before=report.seconds_before,
            precision=report.precision,
            out_of_time=report.out_of_time,
        )

    def attach(self, dataset: LinkDataset) -> None:
        """Reads another graph.

        Raises:
            ModelMismatchError: it lacks relations that either part was trained on.
        """
        self._hybrid.attach(dataset)
        self._network.attach(dataset)

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes]; -inf for pairs of categories that the hybrid did not learn."""
        found = self._network.score_tails(heads, relation)
        return _sum(self._hybrid.score_tails(heads, relation), found, self.weights[0])

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`, for the other end."""
        found = self._network.score_heads(tails, relation)
        return _sum(self._hybrid.score_heads(tails, relation), found, self.weights[1])

    def state(self) -> ModelState:
        """The tensors of both parts, each with its name before them; their settings and the weights as JSON."""
        states = {part.name: part.state() for part in (self._hybrid, self._network)}
        tensors = {f"{name}.{key}": tensor for name, one in states.items() for key, tensor in one.tensors.items()}
        settings = {name: one.settings for name, one in states.items()}
        return ModelState(tensors, json.dumps({"weights": self.weights, "parts": settings}))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> CombinedPredictor:
        """The stored model on a dataset; see :meth:`attach`."""
        settings = json.loads(state.settings)
        model = cls()
        model.weights = tuple(settings["weights"])

        def part(name: str) -> ModelState:
            prefix = f"{name}."
            tensors = {key.removeprefix(prefix): one for key, one in state.tensors.items() if key.startswith(prefix)}
            return ModelState(tensors, settings["parts"][name])

        model._hybrid = HybridPredictor.restore(part(HybridPredictor.name), dataset)
        model._network = NBFNetPredictor.restore(part(NBFNetPredictor.name), dataset)
        return model

    def _chosen(self, dataset: LinkDataset, side: Side) -> float:
        """The weight for one direction by the ranks of the validation triples; the test part is not read."""
        values: list[NDArray[np.float64]] = []
        kept = _Kept(self)
        for weight in _WEIGHTS:
            kept.weights = (weight, weight)
            values.append(1.0 / rank_queries(kept, dataset.blind, dataset.valid, side).ranks)
        return _WEIGHTS[preferred(np.stack(values))]


def preferred(values: NDArray[np.float64]) -> int:
    """The row with the highest mean, if its gain over the first exceeds its standard error; else the first.

    A choice on few queries is then not one by chance.

    Args:
        values: float64 [rows, queries].

    >>> preferred(np.array([[0.5, 0.5, 0.5, 0.5], [1.0, 0.4, 0.4, 0.4], [0.6, 0.7, 0.6, 0.7]]))
    2
    """
    if values.shape[1] < 2:
        return 0
    gains = values - values[0]
    errors = gains.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
    means = np.where(gains.mean(axis=1) > errors, gains.mean(axis=1), 0.0)
    return int(means.argmax())


class _Kept(CombinedPredictor):
    """The same two parts, whose scores of a batch of queries are computed once for all weights."""

    def __init__(self, model: CombinedPredictor) -> None:
        super().__init__()
        self._hybrid, self._network = model._hybrid, model._network
        self._found: dict[tuple[str, int, bytes], tuple[Scores, Scores]] = {}

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """As the model's."""
        key = TAIL.name, relation, heads.tobytes()
        if key not in self._found:
            self._found[key] = self._hybrid.score_tails(heads, relation), self._network.score_tails(heads, relation)
        return _sum(*self._found[key], self.weights[0])

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As the model's."""
        key = HEAD.name, relation, tails.tobytes()
        if key not in self._found:
            self._found[key] = self._hybrid.score_heads(tails, relation), self._network.score_heads(tails, relation)
        return _sum(*self._found[key], self.weights[1])


def _sum(hybrid: Scores, network: Scores, weight: float) -> Scores:
    """Where the network cannot place a node, the hybrid's score stands alone."""
    total: Scores = hybrid + np.float32(weight) * np.where(np.isfinite(network), network, 0.0).astype(np.float32)
    return total
