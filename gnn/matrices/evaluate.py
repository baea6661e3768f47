"""``evaluate drugtarget``: several predictors side by side on one matrix, fold by fold."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import wilcoxon
from sklearn.metrics import average_precision_score, roc_auc_score

from gnn.card import package_versions
from gnn.matrices.data import InteractionMatrix, Matrix
from gnn.matrices.folds import Fold, Setting, make_folds
from gnn.matrices.protocol import Problem
from gnn.matrices.reading import read_interactions
from gnn.matrices.registry import DEFAULT_NAMES, matrix_predictor
from kg.figures import Figure, Figures, peak_megabytes

Advance = Callable[[str, int, int], None]
"""Called with a predictor's name, folds done, and how many there are."""

Floats = NDArray[np.float64]
_FEWEST_FOR_TEST = 5


@dataclass(frozen=True, slots=True)
class MatrixOptions:
    """How to evaluate.

    Attributes:
        setting: what is hidden.
        folds: how many (``both_new``: squared).
        repeats: how often the matrix is dealt out anew.
        first: only so many folds of each dealing out are measured; 0 for all.
        systems: names of the registry; empty for all but the parts of the stacked model.
        seed: of the dealing out and of the predictors.
    """

    setting: Setting = Setting.WARM
    folds: int = 10
    repeats: int = 1
    systems: tuple[str, ...] = ()
    seed: int = 0
    first: int = 0

    @property
    def split(self) -> str:
        """The folds in words."""
        some = f", the first {self.first}" if self.first else ""
        return f"{self.setting}, {self.folds} folds{some}, {self.repeats} times"


def evaluate_matrix(path: Path, options: MatrixOptions, advance: Advance | None = None) -> Figures:
    """AUPR and AUROC as means over folds with bootstrap intervals over folds; every system gets the same folds.

    Rows ``aupr_gain_over_<other>`` of the last system hold the mean difference on the same folds with its interval,
    and ``aupr_p_against_<other>`` the p of a paired signed-rank test over folds, where there are five or more. Folds
    without any positive are left out and counted in ``empty_folds``.

    Args:
        path: see :func:`gnn.matrices.reading.read_interactions`.

    Raises:
        SourceError, InputError: the data cannot be read or dealt out.
        NotFoundError: an unknown system.
    """
    began = time.perf_counter()
    matrix = read_interactions(path)
    names = options.systems or DEFAULT_NAMES
    for name in names:
        matrix_predictor(name)
    folds = [
        (repeat, fold)
        for repeat in range(options.repeats)
        for fold in islice(
            make_folds(matrix.values, options.setting, options.folds, options.seed + repeat), options.first or None
        )
    ]
    useful = [(repeat, fold) for repeat, fold in folds if matrix.values[fold.scored].any()]
    measured = {name: _measured(name, matrix, useful, options.seed, advance) for name in names}
    empty = float(len(folds) - len(useful))
    rows = [Figure("folds", "empty_folds", empty, empty, empty, len(folds))]
    for name in names:
        rows += _figures(name, measured[name], options.seed)
    rows += _paired(names, measured, options.seed)
    return Figures(
        task="drugtarget",
        data=matrix.name,
        split=options.split,
        rows=tuple(rows),
        seconds=round(time.perf_counter() - began, 1),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=None,
        seed=options.seed,
        device="cpu",
        version=dict(package_versions())["medkg"],
    )


def _measured(
    name: str, matrix: InteractionMatrix, folds: list[tuple[int, Fold]], seed: int, advance: Advance | None
) -> Floats:
    """Shape [folds, 3]: AUPR, AUROC, seconds of CPU."""
    rows: list[tuple[float, float, float]] = []
    for number, (repeat, fold) in enumerate(folds):
        began = time.process_time()
        scores = matrix_predictor(name).scores(shown(matrix, fold, seed + repeat))
        seconds = time.process_time() - began
        truth, told = matrix.values[fold.scored], scores[fold.scored]
        auroc = float(roc_auc_score(truth, told)) if truth.min() < truth.max() else float("nan")
        rows.append((float(average_precision_score(truth, told)), auroc, seconds))
        if advance is not None:
            advance(name, number + 1, len(folds))
    return np.array(rows)


def shown(matrix: InteractionMatrix, fold: Fold, seed: int) -> Problem:
    """What a predictor may read of a fold: hidden cells are 0."""
    values: Matrix = np.where(fold.visible, matrix.values, 0.0)
    return Problem(values, fold.visible, matrix.row_similarities, matrix.column_similarities, seed)


def _figures(name: str, measured: Floats, seed: int) -> list[Figure]:
    rows = []
    for column, metric in enumerate(("aupr", "auroc", "cpu_seconds_a_fold")):
        of_folds = measured[:, column][~np.isnan(measured[:, column])]
        value, low, high = _interval(of_folds, seed)
        rows.append(Figure(name, metric, value, low, high, len(of_folds)))
    return rows


def _interval(values: Floats, seed: int) -> tuple[float, float, float]:
    if not len(values):
        return float("nan"), float("nan"), float("nan")
    draw = np.random.default_rng(seed)
    means = values[draw.integers(0, len(values), (1000, len(values)))].mean(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(values.mean()), float(low), float(high)


def _paired(names: tuple[str, ...], measured: dict[str, Floats], seed: int) -> list[Figure]:
    """The last system against each before it, by the folds' AUPR."""
    rows = []
    ours = names[-1]
    for other in names[:-1]:
        gained = measured[ours][:, 0] - measured[other][:, 0]
        rows.append(Figure(ours, f"aupr_gain_over_{other}", *_interval(gained, seed), len(gained)))
        if len(gained) >= _FEWEST_FOR_TEST and gained.any():
            p = float(wilcoxon(gained).pvalue)
            rows.append(Figure(ours, f"aupr_p_against_{other}", p, p, p, len(gained)))
    return rows
