"""A linear model, boosted trees and a fixed fusion over what simpler predictors and neighbours say of a cell.

Labels come from cells hidden once more within the fold, in the way the asked cells are hidden: single cells, whole
rows, whole columns, both, or interactions alone. What is read of a training cell never derives from its value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from gnn.matrices.data import Mask, Matrix
from gnn.matrices.models.fused import surprise
from gnn.matrices.models.stack_features import cell_features, prior
from gnn.matrices.protocol import Problem

_STRENGTH = 0.01  # inverse of the linear model's penalty
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Stacked:
    """The weighted mean of three rankings of the asked cells.

    Attributes:
        linear, trees, fused: weights of the parts; a part of weight 0 is not computed. Two parts of the linear model,
            which holds for rows and columns of which nothing is known, and one of each other.
        inner: a fold is split again into so many parts, one hidden at a time.
        enough: no further part is hidden once so many interactions were.
        zeros: at most so many zeros train, drawn at random.
    """

    linear: float = 2.0
    trees: float = 1.0
    fused: float = 1.0
    inner: int = 10
    enough: int = 600
    zeros: int = 60_000
    name: str = "stacked"

    def scores(self, problem: Problem) -> Matrix:
        """Above 0 where asked, as :class:`gnn.matrices.protocol.MatrixPredictor` says; 0 where it is shown."""
        read = cell_features(problem)
        parts = np.zeros((3, problem.values.size))
        asked_for = np.zeros(problem.values.size, np.bool_)
        for kind, asked in _kinds(problem):
            cells = asked.ravel()
            asked_for |= cells
            features, labels, shift = self._training(problem, kind)
            if labels.any() and not labels.all():
                parts[0, cells] = self._line(features, labels, read[cells]) - shift
                parts[1, cells] = self._forest(features, labels, read[cells], problem.seed) - shift
        parts[2] = prior(read)
        total = sum(weight * surprise(part[asked_for]) for weight, part in zip(self._weights, parts, strict=True))
        scores = np.zeros(problem.values.size)
        scores[asked_for] = np.asarray(total) / sum(self._weights)
        return scores.reshape(problem.values.shape)

    @property
    def _weights(self) -> tuple[float, float, float]:
        return self.linear, self.trees, self.fused

    def _training(self, problem: Problem, kind: str) -> tuple[Matrix, Matrix, float]:
        """Features and labels, and by how much too few zeros raise the log-odds."""
        draw = np.random.default_rng(problem.seed)
        features: list[Matrix] = []
        labels: list[Matrix] = []
        zeros, ones = 0, 0
        for hidden, asked in _hidden_again(problem, kind, self.inner, draw):
            inner = replace(problem, values=np.where(hidden, 0.0, problem.values), visible=problem.visible & ~hidden)
            if not inner.values.any() or not asked.any():
                continue
            cells = np.flatnonzero(asked)
            positive = problem.values.ravel()[cells] == 1
            zeros += int((~positive).sum())
            kept = np.concatenate([cells[positive], draw.permutation(cells[~positive])[: self.zeros]])
            features.append(cell_features(inner)[kept])
            labels.append(problem.values.ravel()[kept])
            ones += int(positive.sum())
            if ones >= self.enough:
                break
        if not features:
            return np.empty((0, 1)), np.empty(0), 0.0
        return _thinned(np.concatenate(features), np.concatenate(labels), (self.zeros, zeros), draw)

    def _line(self, features: Matrix, labels: Matrix, asked: Matrix) -> Matrix:
        if not self.linear:
            return np.zeros(len(asked))
        features, asked = np.cbrt(features), np.cbrt(asked)
        mean, spread = features.mean(0), features.std(0) + _LEAST
        model = LogisticRegression(C=_STRENGTH, max_iter=500).fit((features - mean) / spread, labels)
        return np.asarray(model.decision_function((asked - mean) / spread))

    def _forest(self, features: Matrix, labels: Matrix, asked: Matrix, seed: int) -> Matrix:
        if not self.trees:
            return np.zeros(len(asked))
        model = HistGradientBoostingClassifier(
            max_iter=120, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=10, l2_regularization=1.0,
            max_features=0.5, early_stopping=False, random_state=seed,
        )  # fmt: skip
        return np.asarray(model.fit(features, labels).decision_function(asked))


def _thinned(
    features: Matrix, labels: Matrix, zeros: tuple[int, int], draw: np.random.Generator
) -> tuple[Matrix, Matrix, float]:
    most, seen = zeros
    negative = np.flatnonzero(labels == 0)
    kept = np.concatenate([np.flatnonzero(labels == 1), draw.permutation(negative)[:most]])
    shift = float(np.log(max(seen, 1) / max(min(most, len(negative)), 1)))
    return features[kept], labels[kept], shift


def _kinds(problem: Problem) -> Iterator[tuple[str, Mask]]:
    """How cells are hidden, with those that are hidden so; all are asked for where nothing is hidden."""
    visible = problem.visible
    if not (visible & (problem.values == 0)).any():
        yield "positives", ~visible
        return
    new_rows, new_columns = ~visible.any(1)[:, None], ~visible.any(0)[None]
    asked = ~visible if (~visible).any() else np.ones_like(visible)
    for name, row, column in (
        ("cells", False, False), ("rows", True, False), ("columns", False, True), ("both", True, True),
    ):  # fmt: skip
        of_kind = asked & (new_rows == row) & (new_columns == column)
        if of_kind.any():
            yield name, of_kind


def _hidden_again(problem: Problem, kind: str, count: int, draw: np.random.Generator) -> Iterator[tuple[Mask, Mask]]:
    """Cells to hide within a fold, and those of them whose value labels the training."""
    visible = problem.visible
    rows = np.broadcast_to(draw.permutation(np.arange(visible.shape[0]) % count)[:, None], visible.shape)
    columns = np.broadcast_to(draw.permutation(np.arange(visible.shape[1]) % count)[None], visible.shape)
    cells = draw.permutation(np.arange(visible.size) % count).reshape(visible.shape)
    for one in range(count):
        if kind == "positives":
            hidden = (cells == one) & (problem.values > 0)
            yield hidden, hidden | (problem.values == 0)
        elif kind == "both":
            hidden = (rows == one) | (columns == one)
            yield hidden, (rows == one) & (columns == one) & visible
        else:
            hidden = {"cells": cells, "rows": rows, "columns": columns}[kind] == one
            yield hidden, hidden & visible
