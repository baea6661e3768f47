"""``evaluate linkprediction --protocol``: the protocols by name, on Hetionet's folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np

from gnn.benchmark import EvaluationConfig, against_denied, hetionet_dataset, non_indications, package_version
from gnn.dataset import LinkDataset
from gnn.device import choose_device
from gnn.protocol import FitOptions, LinkPredictor
from gnn.protocols.areas import disease_areas
from gnn.protocols.compare import CompareProgress, Outcome, compared_figures, pooled_figures, run_trials
from gnn.protocols.trials import (
    Trial,
    all_edges_of,
    area_trials,
    edge_folds,
    share_trial,
    tail_folds,
    without_relations,
)
from gnn.registry import check_pruning
from kg.errors import SourceError
from kg.figures import Figure, Figures, peak_megabytes
from kg.sources.hetionet import EDGES_FILE, load_hetionet_snapshot
from kg.sources.triples import check_folder

_SYSTEMS = ("degree", "path_counts", "hybrid")
_HELD_SHARE = 0.1


class Protocol(StrEnum):
    """Which edges are held out together.

    ``published``: the split's own test part. ``repeated``: folds of all *treats* edges, several times.
    ``cold-disease``: folds of diseases, with all their *treats* edges. ``areas``: one disease area after the other.
    ``binds``: a tenth of the *binds* edges.
    """

    PUBLISHED = "published"
    REPEATED = "repeated"
    COLD_DISEASE = "cold-disease"
    AREAS = "areas"
    BINDS = "binds"


@dataclass(frozen=True, slots=True)
class ProtocolConfig:
    """How a protocol is run.

    Attributes:
        protocol: which.
        evaluation: systems, seed, device, budget and the non-indications, see EvaluationConfig; no systems means
            degree, path counts and the hybrid model.
        without: predicates that are taken out of the graph, such as ``ameliorates_condition``.
        folds: parts of a division.
        repeats: divisions of ``repeated``.
        minutes: of processor time for each training, the same for all systems, see FitOptions; None sets no end.
    """

    protocol: Protocol
    evaluation: EvaluationConfig = field(default_factory=EvaluationConfig)
    without: tuple[str, ...] = ()
    folds: int = 5
    repeats: int = 5
    minutes: float | None = None


def evaluate_protocol(
    data: Path, split: Path | None, config: ProtocolConfig, progress: CompareProgress | None = None
) -> Figures:
    """Trains every system on every trial of a protocol; each is compared, in pairs, with those named before it.

    No denied and no palliating pair trains. Everything is filtered with all known edges of the relation.

    Args:
        data: Hetionet's folder.
        split: the published split's folder; the other protocols divide all edges anew and do not read it.
        config: what to run.
        progress: called with the system and the trial.

    Raises:
        SourceError: a missing or malformed file.
        NotFoundError: a predicate to leave out that the graph lacks.
        InputError: more folds than there is to divide.
    """
    started = time.perf_counter()
    check_folder(data)
    if not (data / EDGES_FILE).is_file():
        raise SourceError(f"{data} holds no {EDGES_FILE}.", "The protocols divide Hetionet's edges; give its folder.")
    trials = make_trials(data, split, config)
    chosen = config.evaluation
    check_pruning(chosen.systems or _SYSTEMS, chosen.prune)
    options = FitOptions(chosen.seed, chosen.device, chosen.budget, prune=chosen.prune, minutes=config.minutes)
    after = _denied_after(data, config)
    tested = [run_trials(name, trials, options, progress, after) for name in chosen.systems or _SYSTEMS]
    return Figures(
        task="linkprediction",
        data=data.name,
        split=_in_words(config),
        rows=protocol_figures(tested, chosen.seed),
        seconds=time.perf_counter() - started,
        peak_mb=peak_megabytes(),
        documents_per_second=None,
        seed=chosen.seed,
        device=str(choose_device(chosen.device)),
        version=package_version(),
    )


def protocol_figures(tested: list[Outcome], seed: int = 0) -> tuple[Figure, ...]:
    """Every system's figures, then its comparison with each one named before it: each pair is one test, told once."""
    rows: list[Figure] = []
    for place, one in enumerate(tested):
        rows += pooled_figures(one, seed)
        for other in tested[:place]:
            rows += compared_figures(one, other, seed)
    return tuple(rows)


def make_trials(data: Path, split: Path | None, config: ProtocolConfig) -> tuple[Trial, ...]:
    """The trials of a protocol on Hetionet; the same for the same files, whatever the seed of the models."""
    if config.protocol is Protocol.PUBLISHED:
        dataset = without_relations(hetionet_dataset(data, split), config.without)
        return (Trial("published split", dataset),)
    whole = LinkDataset.from_snapshot(load_hetionet_snapshot(data))
    target = "binds" if config.protocol is Protocol.BINDS else "treats"
    dataset = without_relations(all_edges_of(whole, target), config.without)
    if config.protocol is Protocol.REPEATED:
        return tuple(trial for repeat in range(config.repeats) for trial in edge_folds(dataset, config.folds, repeat))
    if config.protocol is Protocol.COLD_DISEASE:
        return tail_folds(dataset, config.folds)
    if config.protocol is Protocol.AREAS:
        diseases = [dataset.node_ids[tail] for tail in np.unique(dataset.train[:, 2])]
        return area_trials(dataset, disease_areas(diseases))
    return share_trial(dataset, _HELD_SHARE)


def _in_words(config: ProtocolConfig) -> str:
    """The protocol, what is left out, and what bounds a training."""
    limits = [] if config.minutes is None else [f"at most {config.minutes:g} minutes of processor time a training"]
    return "; ".join([config.protocol, *(f"without {name}" for name in config.without), *limits])


def _denied_after(data: Path, config: ProtocolConfig) -> Callable[[LinkPredictor, Trial], tuple[Figure, ...]] | None:
    """The published split's test edges against curated non-indications; no other protocol has them."""
    if config.protocol is not Protocol.PUBLISHED:
        return None

    def after(model: LinkPredictor, trial: Trial) -> tuple[Figure, ...]:
        denied = non_indications(trial.dataset, data, config.evaluation.non_indications)
        return (against_denied(model, trial.dataset, denied, config.evaluation.seed),) if len(denied) else ()

    return after
