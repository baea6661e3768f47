"""Embeddings, rules and paths together: weights for the members' scores are chosen on the validation triples."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset
from gnn.evaluate import validation_metric
from gnn.models.complex import ComplExPredictor
from gnn.models.embedding_training import EmbeddingConfig
from gnn.models.nbfnet import NBFNetPredictor
from gnn.models.nbfnet_training import NBFNetConfig
from gnn.models.rotate import RotatEPredictor
from gnn.models.rules import RulePredictor
from gnn.protocol import FitOptions, FitReport, LinkPredictor, ModelState, Progress, Scores, Step

_KINDS: tuple[type[LinkPredictor], ...] = (
    ComplExPredictor,
    ComplExPredictor,
    RotatEPredictor,
    RulePredictor,
    NBFNetPredictor,
)
_USUAL = (1.0, 1.0, 0.25, 0.5, 0.5)
"""The last weight was chosen on the validation triples of UMLS."""
_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
_NETWORK = NBFNetConfig(dim=32, depth=5, updates=600, rate=3e-3)
"""Of a small graph; chosen on the validation triples of UMLS."""
_MOST_TRIPLES, _MOST_NODES = 20_000, 5_000
"""With more, the path network, whose passes over the training triples grow dear, is no member."""
_VALUES = 40_000_000


class EnsemblePredictor:
    """The weighted sum of the members' log-softmax scores: higher is more plausible.

    ComplEx with the two settings that validate best, RotatE with the better one, rules, and for a small graph the path
    network. A node that the embeddings cannot place gets their least score and is ordered by the others.
    """

    name = "ensemble"
    inductive = True

    def __init__(self) -> None:
        self.weights: tuple[float, ...] = _USUAL
        self._members: list[LinkPredictor] = []
        self._dataset: LinkDataset | None = None

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Trains the members one after the other, then chooses their weights.

        A path network that has too few edges to learn from is left out, which is told.
        """
        started = time.perf_counter()
        steps: list[Step] = []
        reports: list[FitReport] = []
        kinds = _kinds(dataset, options)
        self.weights, self._members = _USUAL[: len(kinds)], []
        config, ranked = EmbeddingConfig(), EmbeddingConfig().settings
        for number, kind in enumerate(kinds):
            model = _new(kind, config)
            folder = options.checkpoints / f"member_{number}" if options.checkpoints else None
            before = len(steps)

            def placed(step: Step, before: int = before, left: int = len(kinds) - number) -> Step:
                return step._replace(done=before + step.done, total=before + step.total * left)

            tell = None if progress is None else _through(placed, progress)
            reports.append(model.fit(dataset, _of_member(options, number, len(kinds), folder), tell))
            steps += map(placed, reports[-1].steps)
            if number == 0 and isinstance(model, ComplExPredictor):
                ranked = model.ranked
            config = replace(config, settings=ranked[1:2] if number == 0 and len(ranked) > 1 else ranked[:1])
            self._members.append(model)
        self._dataset = dataset
        best = self._choose(dataset) if len(dataset.valid) else float("nan")
        ago = sum(one.seconds_before for one in reports)
        return FitReport(
            seconds=ago + time.perf_counter() - started,
            steps=tuple(steps),
            best=best,
            stopped_early=False,
            resumed_after=sum(one.resumed_after for one in reports),
            seconds_before=ago,
            precision=reports[0].precision,
            out_of_time=any(one.out_of_time for one in reports),
        )

    def attach(self, dataset: LinkDataset) -> None:
        """Attaches every member.

        Raises:
            ModelMismatchError: a member was trained on other relations.
        """
        for member in self._members:
            member.attach(dataset)
        self._dataset = dataset

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes]."""
        return self._sum([_normal(member.score_tails(heads, relation)) for member in self._members])

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails` for the other end."""
        return self._sum([_normal(member.score_heads(tails, relation)) for member in self._members])

    def state(self) -> ModelState:
        """The members' tensors with their numbers before the names; weights and the members' settings as JSON."""
        states = [member.state() for member in self._members]
        tensors = {f"{i}.{name}": tensor for i, one in enumerate(states) for name, tensor in one.tensors.items()}
        return ModelState(tensors, json.dumps({"weights": self.weights, "members": [one.settings for one in states]}))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> EnsemblePredictor:
        """The stored members on a dataset; see :meth:`attach`."""
        settings = json.loads(state.settings)
        model = cls()
        model.weights = tuple(settings["weights"])
        for number, (kind, own) in enumerate(zip(_KINDS, settings["members"], strict=False)):  # a large graph has fewer
            prefix = f"{number}."
            tensors = {name.removeprefix(prefix): t for name, t in state.tensors.items() if name.startswith(prefix)}
            model._members.append(kind.restore(ModelState(tensors, own), dataset))
        model._dataset = dataset
        return model

    def _sum(self, scores: list[Scores]) -> Scores:
        total = np.zeros_like(scores[0])
        for weight, one in zip(self.weights, scores, strict=True):
            total += np.float32(weight) * one
        return total

    def _choose(self, dataset: LinkDataset) -> float:
        """Each weight in turn, twice, the others held; the first keeps its scale."""
        limit = int(min(max(_VALUES // (2 * len(self._members) * dataset.num_nodes), 50), 2_000))
        kept = _Kept(self)
        best = validation_metric(kept, dataset, limit)
        for place in [*range(1, len(self._members))] * 2:
            for weight in _WEIGHTS:
                old = self.weights
                self.weights = (*old[:place], weight, *old[place + 1 :])
                metric = validation_metric(kept, dataset, limit)
                if metric > best:
                    best = metric
                else:
                    self.weights = old
        return best


class _Kept(EnsemblePredictor):
    """The same ensemble with the members' scores of every query kept."""

    def __init__(self, ensemble: EnsemblePredictor) -> None:
        super().__init__()
        self._ensemble, self._members = ensemble, ensemble._members
        self._rows: dict[tuple[str, int, int], NDArray[np.float32]] = {}

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """As the ensemble's."""
        return self._from(heads, relation, "tail", lambda member: member.score_tails)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As the ensemble's."""
        return self._from(tails, relation, "head", lambda member: member.score_heads)

    def _from(
        self, given: Ids, relation: int, side: str, scorer: Callable[[LinkPredictor], Callable[[Ids, int], Scores]]
    ) -> Scores:
        new = np.array([node for node in given if (side, relation, int(node)) not in self._rows], np.int64)
        if len(new):
            rows = np.stack([_normal(scorer(member)(new, relation)) for member in self._members], axis=1)
            self._rows |= {(side, relation, int(node)): row for node, row in zip(new, rows, strict=True)}
        weights = np.array(self._ensemble.weights, np.float32)
        return np.stack([weights @ self._rows[side, relation, int(node)] for node in given])


def _new(kind: type[LinkPredictor], config: EmbeddingConfig) -> LinkPredictor:
    if issubclass(kind, ComplExPredictor | RotatEPredictor):
        return kind(config)
    return NBFNetPredictor(_NETWORK) if issubclass(kind, NBFNetPredictor) else kind()


def _kinds(dataset: LinkDataset, options: FitOptions) -> tuple[type[LinkPredictor], ...]:
    if not _is_small(dataset):
        return _KINDS[:-1]
    if NBFNetPredictor.can_learn(dataset):
        return _KINDS
    if options.notify:
        options.notify("The ensemble goes without the path network: no relation has training edges enough for it.")
    return _KINDS[:-1]


def _is_small(dataset: LinkDataset) -> bool:
    return len(dataset.train) <= _MOST_TRIPLES and dataset.num_nodes <= _MOST_NODES


def _of_member(options: FitOptions, number: int, members: int, folder: Path | None) -> FitOptions:
    """A member's own draws and folder, and its part of the minutes."""
    minutes = None if options.minutes is None else options.minutes / members
    return replace(options, seed=options.seed + number, checkpoints=folder, minutes=minutes)


def _through(placed: Callable[[Step], Step], progress: Progress) -> Progress:
    return lambda step: progress(placed(step))


def _normal(scores: Scores) -> Scores:
    """Log-softmax of each row; what is not placed gets the row's least."""
    placed = np.isfinite(scores)
    least = np.where(placed, scores, np.inf).min(axis=1, keepdims=True)
    filled = np.where(placed, scores, np.where(np.isfinite(least), least, 0.0))
    filled = filled - filled.max(axis=1, keepdims=True)
    normal: Scores = (filled - np.log(np.exp(filled).sum(axis=1, keepdims=True))).astype(np.float32)
    return normal
