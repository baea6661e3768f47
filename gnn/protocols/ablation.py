"""What each feature of nodes adds: a model with all of them, without each, and with none, on the same trials."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gnn.benchmark import package_version
from gnn.device import choose_device
from gnn.features.described import Describer, Feature, with_features
from gnn.protocol import FitOptions
from gnn.protocols.compare import CompareProgress, Outcome, compared_figures, pooled_figures, run_trials
from gnn.protocols.evaluate import ProtocolConfig, make_trials
from gnn.protocols.trials import tail_folds
from kg.errors import InputError
from kg.figures import Figure, Figures, peak_megabytes
from kg.results import Dropped

NONE = "no features"
COUNTED = "corpus"
_INNER_FOLDS = 5


@dataclass(frozen=True, slots=True)
class AblationConfig:
    """What is compared, and on which trials.

    Attributes:
        protocol: makes the trials; its systems are not read.
        model: name in the registry, one that reads features.
        features: those that are added together.
        encoder: folder of a sentence encoder; None takes the packaged one.
        inner: divide the first trial's training edges again by disease, and leave what it tests alone: what a default
            may be chosen on.
        first: only so many of the trials, where all are dear; 0 takes all.
    """

    protocol: ProtocolConfig
    model: str = "hybrid"
    features: tuple[Feature, ...] = field(default=tuple(Feature))
    encoder: Path | None = None
    inner: bool = False
    first: int = 0


def ablate(data: Path, split: Path | None, config: AblationConfig, progress: CompareProgress | None = None) -> Figures:
    """Trains the model on every trial with each choice of features; each is compared, in pairs, with none.

    Args:
        data: Hetionet's folder.
        split: the published split's folder, where the protocol reads it.
        config: what to compare.
        progress: called with the choice and the trial.

    Raises:
        SourceError: a missing or malformed file.
        InputError: no feature is named.
        MissingDependencyError: RDKit or the sentence encoder is not installed.
    """
    started = time.perf_counter()
    if not config.features:
        raise InputError("There is no feature to leave out.", f"Name some of {', '.join(Feature)}.")
    trials = make_trials(data, split, config.protocol)
    if config.inner:
        first = trials[0].dataset
        trials = tail_folds(replace(first, test=first.test[:0]), _INNER_FOLDS)
    trials = trials[: config.first or None]
    chosen, describer = config.protocol.evaluation, Describer(encoder=config.encoder)
    options = FitOptions(chosen.seed, chosen.device, chosen.budget)
    tested: list[Outcome] = []
    unreadable: set[Dropped] = set()
    for name, features in choices(config.features):
        made = [with_features(one.dataset, features, describer) for one in trials]
        with_them = tuple(replace(one, dataset=dataset) for one, (dataset, _) in zip(trials, made, strict=True))
        unreadable.update(made[0][1])
        outcome = run_trials(config.model, with_them, options, _named(name, progress))
        tested.append(replace(outcome, system=name))
    rows = [row for one in tested for row in pooled_figures(one, chosen.seed)]
    rows += [row for one in tested[1:] for row in compared_figures(one, tested[0], chosen.seed)]
    lost = float(len(unreadable))
    rows.append(Figure(COUNTED, "structures_that_do_not_parse", lost, lost, lost, len(unreadable)))
    return Figures(
        task=f"features of {config.model}",
        data=data.name,
        split=_in_words(config),
        rows=tuple(rows),
        seconds=time.perf_counter() - started,
        peak_mb=peak_megabytes(),
        documents_per_second=None,
        seed=chosen.seed,
        device=str(choose_device(chosen.device)),
        version=package_version(),
    )


def _in_words(config: AblationConfig) -> str:
    inner = ", inside the first training" if config.inner else ""
    return f"{config.protocol.protocol}{inner}" + (f", the first {config.first} folds" if config.first else "")


def choices(features: Sequence[Feature]) -> tuple[tuple[str, tuple[Feature, ...]], ...]:
    """None, all, and all but each one; names as they stand in the table.

    >>> [name for name, _ in choices([Feature.TEXT, Feature.ONTOLOGY])]
    ['no features', 'all features', 'without text', 'without ontology']
    """
    held = tuple(features)
    found = [(NONE, ()), ("all features", held)]
    if len(held) > 1:
        found += [(f"without {one}", tuple(other for other in held if other is not one)) for one in held]
    return tuple(found)


def _named(name: str, progress: CompareProgress | None) -> CompareProgress | None:
    return None if progress is None else lambda system, step: progress(f"{system}, {name}", step)
