"""``evaluate explanations`` and ``evaluate faithfulness``: a model trained on a published split, its paths judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gnn.benchmark import hetionet_dataset
from gnn.card import package_versions
from gnn.dataset import LinkDataset
from gnn.device import choose_device, peak_megabytes
from gnn.evaluate_explanations import RankOptions, mechanism_figures, rank_mechanisms
from gnn.faithfulness import FaithfulnessOptions, faithfulness_figures
from gnn.mechanisms import place_mechanisms
from gnn.protocol import FitOptions, LinkPredictor
from gnn.registry import check_pruning, model_class
from kg.figures import Figure, Figures
from kg.sources.drugmechdb import read_mechanisms
from kg.vocabulary import Vocabulary

MODEL = "hybrid"
"""What is explained by default: the model that ``medkg predict`` asks first."""
_BASELINE = "path_counts"

Advance = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class PathEvaluation:
    """What to train, and on what.

    Attributes:
        data: Hetionet's folder.
        split: the folder of a published split of one of its metaedges.
        model: a model that reads paths.
        seed, device, budget, prune: see FitOptions; baselines prune nothing.
    """

    data: Path
    split: Path
    model: str = MODEL
    seed: int = 0
    device: str = "auto"
    budget: float = 1.0
    prune: int | None = None


def evaluate_mechanisms(config: PathEvaluation, mechanisms: Path, progress: Advance | None = None) -> Figures:
    """The rank of the first path through a curated protein, on all pairs of DrugMechDB that the graph holds.

    Args:
        config: the model trains on the split's train part, in the graph without what is held out.
        mechanisms: DrugMechDB's folder.
        progress: called with what is done, steps done and steps in all.

    Raises:
        SourceError: a missing or malformed file.
        InputError: the model does not read paths.
    """
    started = time.perf_counter()
    check_pruning((config.model,), config.prune)
    read, broken = read_mechanisms(mechanisms)
    dataset, model = _trained(config, config.model, progress)
    other = _trained(config, _BASELINE, None, dataset)[1] if config.model != _BASELINE else None
    relation = dataset.targets[0]
    placed = place_mechanisms(read, dataset, relation, Vocabulary.shipped(("Disease", "Gene")))
    count = len(placed.pairs)
    done = None if progress is None else lambda number: progress("explaining", number, count)
    ranks = rank_mechanisms(model, dataset, placed.pairs, relation, RankOptions(config.seed, other, done))
    rows = [Figure("mapping", "records that cannot be read", *(float(len(broken)),) * 3, len(read) + len(broken))]
    return _figures("explanations", config, (*rows, *mechanism_figures(ranks, placed, config.seed)), started)


def evaluate_faithfulness(
    config: PathEvaluation, options: FaithfulnessOptions, progress: Advance | None = None
) -> Figures:
    """Whether the score rests on the paths that explain it; see :mod:`gnn.faithfulness`.

    Raises:
        SourceError: a missing or malformed file.
        InputError: the model does not read paths.
    """
    started = time.perf_counter()
    check_pruning((config.model,), config.prune)
    dataset, model = _trained(config, config.model, progress)
    told = None if progress is None else lambda done, total: progress("deleting paths", done, total)
    return _figures("faithfulness", config, faithfulness_figures(model, dataset, options, told), started)


def _trained(
    config: PathEvaluation, name: str, progress: Advance | None, dataset: LinkDataset | None = None
) -> tuple[LinkDataset, LinkPredictor]:
    dataset = dataset if dataset is not None else hetionet_dataset(config.data, config.split)
    model = model_class(name)()
    options = FitOptions(config.seed, config.device, config.budget, prune=config.prune)
    model.fit(dataset, options, progress and (lambda step: progress(name, step.done, step.total)))
    return dataset, model


def _figures(task: str, config: PathEvaluation, rows: tuple[Figure, ...], started: float) -> Figures:
    return Figures(
        task=task,
        data=config.data.name,
        split=config.split.name,
        rows=rows,
        seconds=time.perf_counter() - started,
        peak_mb=peak_megabytes(choose_device(config.device))[0],
        documents_per_second=None,
        seed=config.seed,
        device=str(choose_device(config.device)),
        version=dict(package_versions())["medkg"],
    )
