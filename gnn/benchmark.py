"""``evaluate linkprediction``: several systems side by side on a published split, in one shape of figures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gnn.breakdown import breakdown_figures
from gnn.calibrate import held_out_calibration
from gnn.dataset import Ids, LinkDataset
from gnn.device import choose_device, peak_megabytes
from gnn.evaluate import (
    HEAD,
    TAIL,
    Floats,
    Ranking,
    auroc,
    chance_mrr,
    classification_figures,
    rank_queries,
    ranking_figures,
)
from gnn.paired import paired_test
from gnn.plain_split import plain_dataset
from gnn.protocol import FitOptions, LinkPredictor, Progress, Step
from gnn.registry import check_pruning, model_class
from gnn.split_report import split_figures
from gnn.splits import published_split
from kg.errors import InputError, SourceError
from kg.figures import Figure, Figures, bootstrap
from kg.results import Dropped, DropReason
from kg.sources.hetionet import EDGES_FILE, hetionet_curie, hetionet_triple, load_hetionet_snapshot
from kg.sources.triples import TripleSplit, check_folder, read_split

_SYSTEMS_TYPED = ("degree", "path_counts", "complex", "nbfnet", "hybrid")
_SYSTEMS_PLAIN = ("constant", "degree", "rules", "complex", "ensemble")
_BASELINES = ("constant", "degree")
_INDICATIONS = Path("pharmacotherapydb") / "indications.tsv"

EvaluationProgress = Callable[[str, Step], None]
LeftOut = Callable[[Dropped], None]


@dataclass(frozen=True, slots=True)
class EvaluationConfig:
    """What to evaluate, and how.

    Attributes:
        systems: names in the registry, constant and degree always beside them; empty takes those that suit the data.
        seed, device, budget: see FitOptions.
        allow_leaks: measure on a split whose held-out triples are also in its other parts; they are counted.
        non_indications: PharmacotherapyDB's ``indications.tsv``; None looks beside the data. Its rows of
            category NOT are scored against the test edges, and never train.
        prune: see FitOptions.
    """

    systems: tuple[str, ...] = ()
    seed: int = 0
    device: str = "auto"
    budget: float = 1.0
    allow_leaks: bool = False
    non_indications: Path | None = None
    prune: int | None = None


def evaluate_linkprediction(
    data: Path,
    split: Path | None,
    config: EvaluationConfig,
    progress: EvaluationProgress | None = None,
    left_out: LeftOut | None = None,
    notify: Callable[[str], None] | None = None,
) -> Figures:
    """Trains every system on the split's train part and ranks its test part, filtered with all three parts.

    Args:
        data: Hetionet's folder (then ``split`` names the published split of one of its metaedges), or a folder of plain
            triples with train, valid and test, and facts where it has them.
        split: the split's folder; None takes ``data`` itself.
        config: systems, seed, device, budget.
        progress: called with the system's name and the step.
        left_out: told of each system that was not named and cannot be trained on so little; None lets its error out.
        notify: takes what a training has to say, a sentence each.

    Raises:
        SourceError: a missing or malformed file.
        InputError: a split that leaks, or that names what the graph lacks; nothing to prune; a system that was named
            cannot be trained.
    """
    started = time.perf_counter()
    check_folder(data)
    hetionet = (data / EDGES_FILE).is_file()
    dataset, rows = _with_split_rows(data, split, config.allow_leaks)
    denied = non_indications(dataset, data, config.non_indications) if hetionet else np.empty((0, 3), np.int64)
    options = FitOptions(config.seed, config.device, config.budget, notify=notify, prune=config.prune)
    reciprocal: dict[str, Floats] = {}
    chosen = config.systems or (_SYSTEMS_TYPED if hetionet else _SYSTEMS_PLAIN)
    check_pruning(chosen, config.prune)
    for name in dict.fromkeys((*_BASELINES, *chosen)):
        try:
            model, seconds = _trained(name, dataset, options, _named(name, progress))
        except InputError as error:
            if left_out is None or name in config.systems:
                raise
            left_out(Dropped(name, DropReason.FAILED, error.message))
            continue
        figures, reciprocal[name] = _of_system(model, (dataset, denied), seconds, config.seed)
        rows += figures
    rows.append(_chance(dataset))
    rows += _paired(reciprocal, config.seed)
    return Figures(
        task="linkprediction",
        data=data.resolve().name,
        split=(split or data).resolve().name,
        rows=tuple(rows),
        seconds=time.perf_counter() - started,
        peak_mb=peak_megabytes(choose_device(config.device))[0],
        documents_per_second=None,
        seed=config.seed,
        device=str(choose_device(config.device)),
        version=package_version(),
    )


def _with_split_rows(data: Path, split: Path | None, allow_leaks: bool) -> tuple[LinkDataset, list[Figure]]:
    """The dataset, and what is to be said of its split."""
    if (data / EDGES_FILE).is_file():
        dataset = hetionet_dataset(data, split)
        published = read_split(split or data)
    else:
        published = read_split(split or data)
        dataset = plain_dataset(published, allow_leaks=allow_leaks)
    return dataset, list(split_figures(dataset, published))


def _trained(
    name: str, dataset: LinkDataset, options: FitOptions, progress: Progress | None
) -> tuple[LinkPredictor, float]:
    """A trained system, and the seconds that it took."""
    model = model_class(name)()
    began = time.perf_counter()
    model.fit(dataset, options, progress)
    return model, time.perf_counter() - began


def _of_system(
    model: LinkPredictor, data: tuple[LinkDataset, Ids], seconds: float, seed: int
) -> tuple[list[Figure], Floats]:
    """Figures of one system, and of each test triple the mean of the reciprocal ranks of its tail and its head."""
    (dataset, denied), name = data, model.name
    tail = rank_queries(model, dataset, dataset.test, TAIL, keep_scores=True)
    head = rank_queries(model, dataset, dataset.test, HEAD)
    rows = [*ranking_figures(name, tail, head, seed), *classification_figures(name, tail, seed)]
    rows += [*breakdown_figures(name, dataset, tail, head, seed), *held_out_calibration(model, dataset, seed)]
    if len(denied):
        rows.append(against_denied(model, dataset, denied, seed))
    rows.append(Figure(name, "train_seconds", seconds, seconds, seconds, len(dataset.train)))
    return rows, (1.0 / tail.ranks + 1.0 / head.ranks) / 2


def hetionet_dataset(data: Path, split: Path | None) -> LinkDataset:
    """Hetionet's core graph without the held-out edges of a published split of one of its metaedges.

    Raises:
        SourceError: no split is named, or a file is missing or malformed.
        InputError: the split leaks, or names what the graph lacks.
    """
    if split is None:
        raise SourceError(f"{data} is a graph without a split.", "Name the split's folder with --split.")
    named = read_split(split)
    parts = [tuple(hetionet_triple(*triple) for triple in part) for part in (named.train, named.valid, named.test)]
    snapshot = load_hetionet_snapshot(data, exclude={*parts[1], *parts[2]})
    return published_split(snapshot, TripleSplit(*parts))


def non_indications(dataset: LinkDataset, data: Path, given: Path | None) -> Ids:
    """Pairs that physicians marked as no indication, as triples of the first target; none where no file is.

    Args:
        dataset: places drugs and diseases; pairs that it lacks are passed over.
        data: the graph's folder; PharmacotherapyDB's is looked for beside it.
        given: its ``indications.tsv``, when it lies elsewhere.

    Raises:
        SourceError: the given file is none, or lacks a column.
    """
    path = given or data.parent / _INDICATIONS
    if not path.is_file():
        if given is not None:
            raise SourceError(f"{given} is no file.", "Give PharmacotherapyDB's indications.tsv.")
        return np.empty((0, 3), np.int64)
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    column = {name: place for place, name in enumerate(lines[0])}
    missing = {"doid_id", "drugbank_id", "category"} - set(column)
    if missing:
        raise SourceError(f"{path}:1 lacks the columns {sorted(missing)}.", "Give PharmacotherapyDB's indications.tsv.")
    relation = dataset.targets[0]
    rows = []
    for line in lines[1:]:
        if line[column["category"]] != "NOT":
            continue
        head = dataset.positions.get(hetionet_curie(f"Compound::{line[column['drugbank_id']]}"))
        tail = dataset.positions.get(line[column["doid_id"]])
        if head is not None and tail is not None:
            rows.append((head, relation, tail))
    return np.array(rows, np.int64).reshape(-1, 3)


def against_denied(model: LinkPredictor, dataset: LinkDataset, denied: Ids, seed: int) -> Figure:
    """AUROC of the test edges against the curated non-indications, scored drug by drug."""
    both = np.concatenate([dataset.test, denied])
    scores = model.score_tails(both[:, 0], int(dataset.test[0, 1]))[np.arange(len(both)), both[:, 2]]
    labelled = np.stack([scores.astype(np.float64), np.arange(len(both)) < len(dataset.test)], axis=1)
    value, low, high = bootstrap(labelled, _labelled_auroc, seed=seed)
    return Figure(model.name, "auroc_non_indications", value, low, high, len(both))


def _labelled_auroc(rows: NDArray[np.float64]) -> float:
    positive = rows[:, 1] > 0
    return auroc(rows[positive, 0], rows[~positive, 0])


def _paired(reciprocal: dict[str, Floats], seed: int) -> list[Figure]:
    """The gain in MRR of each system over each one before it, and its p; a test triple is one pair of values."""
    rows: list[Figure] = []
    for place, (name, values) in enumerate(reciprocal.items()):
        for other in list(reciprocal)[:place]:
            test = paired_test(values, reciprocal[other], seed)
            rows.append(Figure(f"{name} - {other}", "mrr_gain", test.difference, test.low, test.high, len(values)))
            rows.append(Figure(f"{name} - {other}", "mrr_gain_p", test.p, test.p, test.p, len(values)))
    return rows


def _chance(dataset: LinkDataset) -> Figure:
    """The MRR of random scores on the test part, both sides."""
    constant = model_class("constant")()
    constant.attach(dataset)
    sides: list[Ranking] = [rank_queries(constant, dataset, dataset.test, side) for side in (TAIL, HEAD)]
    value = float(np.mean([chance_mrr(one) for one in sides]))
    return Figure("chance", "mrr", value, value, value, 2 * len(dataset.test))


def _named(name: str, progress: EvaluationProgress | None) -> Callable[[Step], None] | None:
    return None if progress is None else lambda step: progress(name, step)


def package_version() -> str:
    """The installed package's version, or ``unknown``."""
    try:
        return version("medkg")
    except PackageNotFoundError:
        return "unknown"
