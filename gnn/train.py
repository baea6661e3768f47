"""One training run: split, the model, its baselines, its metrics beside theirs, its calibration and its card."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gnn.calibrate import calibrate, calibration_figures
from gnn.calibration import Calibration
from gnn.card import DEFAULT_SELECTION, ModelCard, TrainingRun, package_versions, selection_in_words
from gnn.dataset import LinkDataset, relation_id
from gnn.device import choose_device, hardware, peak_megabytes
from gnn.distributed import world
from gnn.features.described import Describer, Feature, with_features
from gnn.held_out import HeldOut, measure
from gnn.learnable import check_count, check_relation
from gnn.predict import TrainedModel
from gnn.protocol import FitOptions, FitReport, Step
from gnn.registry import TRAINED_TOGETHER, check_features, check_pruning, model_class
from gnn.splits import hashed_split
from gnn.support import measure_support, query_nodes
from kg.errors import InputError
from kg.figures import Figure
from kg.snapshot import Selection, Snapshot

BASELINES = ("degree", "path_counts")
_LEAST_EDGES = 5


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """What to train, and how.

    Attributes:
        relation: the predicate to learn.
        model: name in the registry.
        baselines: models trained and tested beside it on the same split.
        valid, test: shares of the relation's pairs that are held out.
        seed, device, budget, precision, checkpoints, restart: see FitOptions; baselines keep no checkpoints.
        selection: which edges the snapshot holds, for the card.
        prune: see FitOptions.
        features: of nodes, from the shipped vocabularies, for models that read them.
    """

    relation: str = "treats"
    model: str = "hybrid"
    baselines: tuple[str, ...] = BASELINES
    valid: float = 0.1
    test: float = 0.1
    seed: int = 0
    device: str = "auto"
    budget: float = 1.0
    precision: str = "auto"
    checkpoints: Path | None = None
    restart: bool = False
    selection: Selection = DEFAULT_SELECTION
    prune: int | None = None
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how a training goes.

    Attributes:
        progress: takes the model's name and each epoch's step.
        notify: takes what the user should know at once, a sentence each.
    """

    progress: Callable[[str, Step], None] | None = None
    notify: Callable[[str], None] | None = None

    def of(self, name: str) -> Callable[[Step], None] | None:
        """Progress of one model."""
        tell = self.progress
        return None if tell is None else lambda step: tell(name, step)


def train_model(snapshot: Snapshot, config: TrainConfig, watch: Watch | None = None) -> TrainedModel:
    """Trains on a hashed split of the snapshot; the card holds the test figures of the model and of its baselines.

    The model that is returned knows the graph with the held-out edges put back, so predictions rest on all of it.
    Of processes that train together the first one alone measures; the cards of the others are without figures. A model
    that does not share its training is trained by each of them, and it says so.

    Args:
        snapshot: taken with ``config.selection``.
        config: what to train.
        watch: who is told.

    Raises:
        NotFoundError: no such relation or model.
        InputError: the relation has too few edges, a loss was not finite, or the model has nothing to prune, or reads
            no features.
        MissingDependencyError: a feature needs a package that is not installed.
    """
    started, watch, describer = time.perf_counter(), watch or Watch(), Describer()
    dataset = _split(snapshot, config, describer, watch)
    model = model_class(config.model)()
    report = model.fit(dataset, _options(config, watch), watch.of(config.model))
    relation = relation_id(dataset.relations, config.relation)
    fitted = calibrate(model, dataset, relation, config.seed)
    measured = _baselines(dataset, config, watch)
    if world().rank == 0:
        measured = (*measured, measure(model, dataset, config.seed))
    whole, _ = with_features(LinkDataset.from_snapshot(snapshot, [config.relation]), config.features, describer)
    model.attach(whole)
    card = ModelCard(
        model=config.model,
        relations=(config.relation,),
        vocabulary=dataset.relations,
        data_hash=snapshot.content_hash,
        split=f"pairs by hash, seed {config.seed}: valid {config.valid:.0%}, test {config.test:.0%}",
        counts=(len(dataset.train), len(dataset.valid), len(dataset.test)),
        metrics=(*(figure for one in measured for figure in one.figures), *_calibration(config.model, fitted)),
        selection=selection_in_words(config.selection),
        seed=config.seed,
        device=str(choose_device(config.device)),
        seconds=round(report.seconds_before + time.perf_counter() - started, 3),
        versions=package_versions(),
        calibration=((config.relation, fitted),) if fitted else (),
        allowed=config.selection,
        edges=_edges(dataset),
        support=measure_support(model, whole, relation, fitted),
        features=tuple(str(one) for one in config.features),
        run=_run(report, config, measured),
    )
    return TrainedModel(model, card, whole, frozenset(query_nodes(whole, (config.relation,))))


def _split(snapshot: Snapshot, config: TrainConfig, describer: Describer, watch: Watch) -> LinkDataset:
    """The dataset to learn from, with the features of its nodes, after all checks of what is asked for."""
    check_pruning((config.model,), config.prune)
    check_features(config.model, tuple(config.features))
    check_relation(snapshot, config.relation)
    dataset = hashed_split(snapshot, config.relation, config.valid, config.test, config.seed)
    edges = len(dataset.train) + len(dataset.valid) + len(dataset.test)
    check_count(config.relation, edges, len(dataset.train), _LEAST_EDGES)
    dataset, dropped = with_features(dataset, config.features, describer)
    if dropped and watch.notify:
        watch.notify(f"{len(dropped)} structures do not parse and are no features.")
    _tell_of_repeated_work(config.model, watch)
    return dataset


def _tell_of_repeated_work(name: str, watch: Watch) -> None:
    if world().size > 1 and name not in TRAINED_TOGETHER and watch.notify:
        watch.notify(f"{name} does not share its training: each process does the same work.")


def _options(config: TrainConfig, watch: Watch) -> FitOptions:
    return FitOptions(
        config.seed, config.device, config.budget, config.precision, config.checkpoints, config.restart, watch.notify,
        config.prune,
    )  # fmt: skip


def _calibration(name: str, fitted: Calibration | None) -> tuple[Figure, ...]:
    return calibration_figures(name, fitted) if fitted and world().rank == 0 else ()


def _baselines(dataset: LinkDataset, config: TrainConfig, watch: Watch) -> tuple[HeldOut, ...]:
    """The baselines on the test part; those that cannot be trained on so little are named and left out.

    Of several processes the first measures. The others join in the trainings that all share, which would wait for them.
    """
    options = FitOptions(config.seed, config.device, config.budget, config.precision)
    found: list[HeldOut] = []
    for name in config.baselines:
        if name == config.model or (world().rank and name not in TRAINED_TOGETHER):
            continue
        baseline = model_class(name)()
        try:
            baseline.fit(dataset, options, watch.of(name))
        except InputError as error:
            if watch.notify:
                watch.notify(f"The baseline {name} is left out: {error.message}")
            continue
        if world().rank == 0:
            found.append(measure(baseline, dataset, config.seed))
    return tuple(found)


def _edges(dataset: LinkDataset) -> tuple[tuple[str, int], ...]:
    counts = np.bincount(dataset.graph[:, 1], minlength=dataset.num_relations)
    return tuple((name, int(count)) for name, count in zip(dataset.relations, counts, strict=True))


def _run(report: FitReport, config: TrainConfig, measured: tuple[HeldOut, ...]) -> TrainingRun:
    device = choose_device(config.device)
    peak, on_gpu = peak_megabytes(device)
    return TrainingRun(
        hardware=hardware(device),
        processes=world().size,
        precision=report.precision,
        budget=config.budget,
        peak_mb=peak,
        gpu_peak_mb=on_gpu,
        resumed_after=report.resumed_after,
        stopped_early=report.stopped_early,
        best=report.best,
        history=report.steps,
        ranks=tuple(spread for one in measured for spread in one.ranks),
    )
