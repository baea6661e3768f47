"""The hybrid, path counts, an embedding and the path network together: each part adds what the others do not know.

The hybrid reads features that were thought of, the network learns its own, and the embedding remembers what single
nodes have to do with each other. Path counts stand by for relations where the hybrid is no help. All pairs cost as long
as the network takes, so this is not what ``predict`` takes when no model is named.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset
from gnn.evaluate import HEAD, TAIL, Side, rank_queries, validation_metric
from gnn.models.combined_weights import (
    SideWeights,
    choose_shares,
    held_to_choose,
    in_units,
    spread_of,
    usual_shares,
    weighted_sum,
)
from gnn.models.complex import ComplExPredictor
from gnn.models.hybrid import HybridPredictor
from gnn.models.nbfnet import NBFNetPredictor
from gnn.models.path_counts import PathCountPredictor
from gnn.protocol import FitOptions, FitReport, LinkPredictor, ModelState, Progress, Scores, Step
from kg.errors import InputError, ModelMismatchError

_KINDS: tuple[type[LinkPredictor], ...] = (
    HybridPredictor,
    PathCountPredictor,
    ComplExPredictor,
    NBFNetPredictor,
)
_EMBEDDING_BUDGET = 0.1
"""Of its usual epochs, for all of them would cost more than the other parts together."""
_MOST_TRIPLES = 5_000
"""With more, the path network, whose passes over the training triples grow dear, is no part."""
_VALIDATED, _LEAST_VALIDATED = 500, 50
_KEPT_SCORES = 100_000_000
"""Of validation queries, all parts together; on a graph where that is fewer queries, fewer choose."""
_SPREAD_QUERIES = 100


class CombinedPredictor:
    """The scores of the parts, each times a weight for the relation and direction; higher is more plausible.

    Attributes:
        parts: the hybrid, path counts, the embedding, and where there are few training triples the path network.
        weights: of the parts, by relation and the end that is asked for.
    """

    name = "combined"
    inductive = True

    def __init__(self) -> None:
        self.parts: tuple[LinkPredictor, ...] = ()
        self.weights: dict[tuple[str, str], SideWeights] = {}
        self._dataset: LinkDataset | None = None

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Trains the parts, then chooses the weights on the validation triples.

        Without any, a relation with many training triples keeps some of them apart for that, and they are put back into
        the graph; the weights of others are the usual ones.

        Raises:
            InputError: no relation has enough training edges.
        """
        started = time.perf_counter()
        shown = held_to_choose(dataset, options.seed)
        kinds = _KINDS if len(shown.train) <= _MOST_TRIPLES else _KINDS[:-1]
        parts: list[LinkPredictor] = []
        steps: list[Step] = []
        reports: list[FitReport] = []
        for number, kind in enumerate(kinds):
            before, left = len(steps), len(kinds) - number

            def placed(step: Step, before: int = before, left: int = left) -> Step:
                return step._replace(done=before + step.done, total=before + step.total * left)

            part = kind()
            tell = None if progress is None else _through(placed, progress)
            reports.append(part.fit(shown, _of_part(kind, options, len(kinds) - 2), tell))
            steps += map(placed, reports[-1].steps)
            parts.append(part)
        self.parts, self._dataset = tuple(parts), shown
        self.weights = {
            (shown.relations[relation], side.name): self._weighed(shown, relation, side)
            for relation in shown.targets
            for side in (TAIL, HEAD)
        }
        best = validation_metric(self, shown) if len(shown.valid) else float("nan")
        if shown is not dataset:
            self.attach(dataset)
        ago = sum(one.seconds_before for one in reports)
        return FitReport(
            seconds=ago + time.perf_counter() - started,
            steps=tuple(steps),
            best=best,
            stopped_early=any(one.stopped_early for one in reports),
            resumed_after=sum(one.resumed_after for one in reports),
            seconds_before=ago,
            precision=reports[-1].precision,
            out_of_time=any(one.out_of_time for one in reports),
        )

    def attach(self, dataset: LinkDataset) -> None:
        """Reads another graph; nodes that came later are scored by the parts that can place them.

        Raises:
            ModelMismatchError: it lacks relations that a part was trained on.
        """
        for part in self.parts:
            part.attach(dataset)
        self._dataset = dataset

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes]; -inf for pairs of categories that the hybrid did not learn."""
        return self._sum(heads, relation, TAIL)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`, for the other end."""
        return self._sum(tails, relation, HEAD)

    def state(self) -> ModelState:
        """The tensors of all parts, each with its name before them; their settings and the weights as JSON."""
        states = {part.name: part.state() for part in self.parts}
        tensors = {f"{name}.{key}": tensor for name, one in states.items() for key, tensor in one.tensors.items()}
        weights = [[*key, one] for key, one in self.weights.items()]
        settings = {name: one.settings for name, one in states.items()}
        return ModelState(tensors, json.dumps({"weights": weights, "parts": settings}))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> CombinedPredictor:
        """The stored model on a dataset; see :meth:`attach`.

        Raises:
            ModelMismatchError: it was stored by a version with other parts, or trained on other relations.
        """
        settings = json.loads(state.settings)
        names = [kind.name for kind in _KINDS if kind.name in settings["parts"]]
        if ComplExPredictor.name not in names:
            raise ModelMismatchError("The stored combined model is of another version.", "Train it again.")
        model = cls()
        model.weights = {(relation, side): tuple(one) for relation, side, one in settings["weights"]}
        parts = []
        for kind in _KINDS[: len(names)]:
            prefix = f"{kind.name}."
            tensors = {key.removeprefix(prefix): one for key, one in state.tensors.items() if key.startswith(prefix)}
            parts.append(kind.restore(ModelState(tensors, settings["parts"][kind.name]), dataset))
        model.parts, model._dataset = tuple(parts), dataset
        return model

    def part_scores(self, place: int, given: Ids, relation: int, side: Side) -> Scores:
        """What one part scores, float32 [len(given), num_nodes]; -inf where it cannot place a node."""
        part = self.parts[place]
        return part.score_tails(given, relation) if side is TAIL else part.score_heads(given, relation)

    def _sum(self, given: Ids, relation: int, side: Side) -> Scores:
        if self._dataset is None:
            raise InputError("The combined model has no graph.", "Fit it, or restore a stored one.")
        weights = self.weights.get((self._dataset.relations[relation], side.name), ())
        used = [0, *(place for place, weight in enumerate(weights) if place and weight)]
        scores = [self.part_scores(place, given, relation, side) for place in used]
        return weighted_sum(scores, [weights[place] for place in used] if weights else [1.0])

    def _weighed(self, dataset: LinkDataset, relation: int, side: Side) -> SideWeights:
        """The weights of one relation and direction by the ranks of its validation triples; test is not read."""
        sets = dataset.candidates(relation)
        given = np.unique(dataset.train[dataset.train[:, 1] == relation][:, side.given])
        given = _evenly(given, _SPREAD_QUERIES)
        asked = sets.tails if side is TAIL else sets.heads
        places = range(len(self.parts))
        spreads = [spread_of(self.part_scores(place, given, relation, side), asked) for place in places]
        most = min(max(_KEPT_SCORES // (len(places) * dataset.num_nodes), _LEAST_VALIDATED), _VALIDATED)
        rows = _evenly(dataset.valid[dataset.valid[:, 1] == relation], most)
        kept, usual = _Kept(self), usual_shares(side, len(self.parts))

        def values(shares: SideWeights) -> NDArray[np.float64]:
            kept.weights = {(dataset.relations[relation], side.name): in_units(shares, spreads)}
            return 1.0 / rank_queries(kept, dataset.blind, rows, side).ranks

        return in_units(choose_shares(usual, values) if len(rows) else usual, spreads)


class _Kept(CombinedPredictor):
    """The same parts, whose scores of a batch of queries are computed once for all weights."""

    def __init__(self, model: CombinedPredictor) -> None:
        super().__init__()
        self.parts, self._dataset = model.parts, model._dataset
        self._found: dict[tuple[int, str, int, bytes], Scores] = {}

    def part_scores(self, place: int, given: Ids, relation: int, side: Side) -> Scores:
        """As the model's."""
        key = place, side.name, relation, given.tobytes()
        if key not in self._found:
            self._found[key] = super().part_scores(place, given, relation, side)
        return self._found[key]


def _evenly(rows: Ids, most: int) -> Ids:
    return rows[np.unique(np.linspace(0, len(rows) - 1, min(len(rows), most)).astype(np.int64))]


def _of_part(kind: type[LinkPredictor], options: FitOptions, timed: int) -> FitOptions:
    """Its part of the epochs and of the minutes, which those that are trained by epochs share."""
    budget = options.budget * (_EMBEDDING_BUDGET if kind is ComplExPredictor else 1.0)
    return replace(options, budget=budget, minutes=None if options.minutes is None else options.minutes / timed)


def _through(placed: Callable[[Step], Step], progress: Progress) -> Progress:
    return lambda step: progress(placed(step))
