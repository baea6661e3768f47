"""One training run: split, baselines, the model, its metrics beside theirs, its calibration and its card."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gnn.calibrate import calibrate
from gnn.card import ModelCard, package_versions
from gnn.dataset import LinkDataset, relation_id
from gnn.device import choose_device
from gnn.evaluate import HEAD, TAIL, classification_figures, rank_queries, ranking_figures
from gnn.predict import TrainedModel
from gnn.protocol import FitOptions, LinkPredictor, Step
from gnn.registry import model_class
from gnn.splits import hashed_split
from kg.figures import Figure
from kg.snapshot import Snapshot

BASELINES = ("degree", "path_counts")

TrainProgress = Callable[[str, Step], None]


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """What to train, and how.

    Attributes:
        relation: the predicate to learn.
        model: name in the registry.
        baselines: models trained and tested beside it on the same split.
        valid, test: shares of the relation's pairs that are held out.
        seed, device, budget: see FitOptions.
        selection: which edges the snapshot holds, in words, for the card.
    """

    relation: str = "treats"
    model: str = "nbfnet"
    baselines: tuple[str, ...] = BASELINES
    valid: float = 0.1
    test: float = 0.1
    seed: int = 0
    device: str = "auto"
    budget: float = 1.0
    selection: str = "all predicates; no predictions, no case facts"


def train_model(snapshot: Snapshot, config: TrainConfig, progress: TrainProgress | None = None) -> TrainedModel:
    """Trains on a hashed split of the snapshot; the card holds the test figures of the model and of its baselines.

    The model that is returned knows the graph with the held-out edges put back, so predictions rest on all of it.

    Args:
        snapshot: taken with the default selection, so that no prediction and no case fact trains.
        config: what to train.
        progress: called with the model's name and the step.

    Raises:
        NotFoundError: no such relation or model.
        InputError: the relation has too few edges.
    """
    started = time.perf_counter()
    dataset = hashed_split(snapshot, config.relation, config.valid, config.test, config.seed)
    options = FitOptions(config.seed, config.device, config.budget)
    metrics: list[Figure] = []
    model: LinkPredictor | None = None
    for name in (*(name for name in config.baselines if name != config.model), config.model):
        model = model_class(name)()
        model.fit(dataset, options, _named(name, progress))
        metrics += held_out_figures(model, dataset, config.seed)
    assert model is not None
    relation = relation_id(dataset.relations, config.relation)
    fitted = calibrate(model, dataset, relation)
    whole = LinkDataset.from_snapshot(snapshot, [config.relation])
    model.attach(whole)
    card = ModelCard(
        model=config.model,
        relations=(config.relation,),
        vocabulary=dataset.relations,
        data_hash=snapshot.content_hash,
        split=f"pairs by hash, seed {config.seed}: valid {config.valid:.0%}, test {config.test:.0%}",
        counts=(len(dataset.train), len(dataset.valid), len(dataset.test)),
        metrics=tuple(metrics),
        selection=config.selection,
        seed=config.seed,
        device=str(choose_device(config.device)),
        seconds=round(time.perf_counter() - started, 3),
        versions=package_versions(),
        calibration=((config.relation, fitted),) if fitted else (),
    )
    return TrainedModel(model, card, whole)


def held_out_figures(model: LinkPredictor, dataset: LinkDataset, seed: int = 0) -> tuple[Figure, ...]:
    """Ranking and classification figures on the test part; none when it is empty."""
    if not len(dataset.test):
        return ()
    tail = rank_queries(model, dataset, dataset.test, TAIL, keep_scores=True)
    head = rank_queries(model, dataset, dataset.test, HEAD)
    figures = ranking_figures(model.name, tail, head, seed) + classification_figures(model.name, tail, seed)
    return tuple(one for one in figures if np.isfinite(one.value))


def _named(name: str, progress: TrainProgress | None) -> Callable[[Step], None] | None:
    return None if progress is None else lambda step: progress(name, step)
