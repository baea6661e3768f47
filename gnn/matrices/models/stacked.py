"""Boosted trees over what the other predictors and the neighbours say of a cell.

Labels for the trees come from cells hidden once more within the fold, in the way the asked cells are hidden: single
cells, whole rows, whole columns or both. What a tree reads of a training cell never derives from that cell's value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from gnn.matrices.data import Mask, Matrix
from gnn.matrices.models.degree import Degree
from gnn.matrices.models.kronecker import KroneckerRidge
from gnn.matrices.models.nrlmf import NRLMF
from gnn.matrices.protocol import MatrixPredictor, Problem
from gnn.matrices.similarity import nearest_holder, neighbour_mean

_NEIGHBOURS = (1, 5, 20)
_MEMBERS: tuple[MatrixPredictor, ...] = (
    NRLMF(), KroneckerRidge(), KroneckerRidge(ridge=0.1, given=0.2), KroneckerRidge(ridge=2.0), Degree(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stacked:
    """Averaged boosted trees.

    Attributes:
        inner: how often a fold is split again.
        zeros: at most so many zeros train, drawn at random.
        trees: ensembles that are averaged.
    """

    inner: int = 5
    zeros: int = 60_000
    trees: int = 3
    name: str = "stacked"

    def scores(self, problem: Problem) -> Matrix:
        """Probabilities, 0 to 1, as :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        read = _features(problem)
        scores = np.zeros(problem.values.size)
        for kind, asked in _kinds(problem.visible):
            features, labels = self._training(problem, kind)
            scores[asked.ravel()] = self._fitted(features, labels, read[asked.ravel()], problem.seed)
        return scores.reshape(problem.values.shape)

    def _training(self, problem: Problem, kind: tuple[bool, bool]) -> tuple[Matrix, Matrix]:
        draw = np.random.default_rng(problem.seed)
        features: list[Matrix] = []
        labels: list[Matrix] = []
        for hidden, asked in _hidden_again(problem.visible, kind, self.inner, draw):
            inner = replace(problem, values=np.where(hidden, 0.0, problem.values), visible=problem.visible & ~hidden)
            if inner.values.any() and asked.any():
                features.append(_features(inner)[asked.ravel()])
                labels.append(problem.values[asked])
        return np.concatenate(features), np.concatenate(labels)

    def _fitted(self, features: Matrix, labels: Matrix, asked: Matrix, seed: int) -> Matrix:
        draw = np.random.default_rng(seed)
        ones, zeros = np.flatnonzero(labels == 1), np.flatnonzero(labels == 0)
        if not len(ones):
            return np.zeros(len(asked))
        chosen = np.concatenate([ones, draw.permutation(zeros)[: self.zeros]])
        told = [
            _trees(seed + number).fit(features[chosen], labels[chosen]).predict_proba(asked)[:, 1]
            for number in range(self.trees)
        ]
        return np.asarray(np.mean(told, axis=0))


def _trees(seed: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=15, min_samples_leaf=10, l2_regularization=1.0,
        early_stopping=False, random_state=seed,
    )  # fmt: skip


def _kinds(visible: Mask) -> Iterator[tuple[tuple[bool, bool], Mask]]:
    """Whether the row is new and whether the column is, with the cells of that kind that are asked for."""
    new_rows, new_columns = ~visible.any(1), ~visible.any(0)
    everything = not (~visible).any()
    for row in (False, True):
        for column in (False, True):
            asked = (new_rows == row)[:, None] & (new_columns == column)[None] & (~visible | everything)
            if asked.any():
                yield (row, column), asked


def _hidden_again(
    visible: Mask, kind: tuple[bool, bool], count: int, draw: np.random.Generator
) -> Iterator[tuple[Mask, Mask]]:
    """Cells to hide within a fold, and those of them whose value labels the trees."""
    rows = draw.permutation(np.arange(visible.shape[0]) % count)[:, None]
    columns = draw.permutation(np.arange(visible.shape[1]) % count)[None]
    cells = draw.integers(0, count, visible.shape)
    for one in range(count):
        if kind == (False, False):
            hidden = asked = cells == one
        elif kind == (True, True):
            hidden = (rows == one) | (columns == one)
            asked = (rows == one) & (columns == one)
        else:
            hidden = asked = np.broadcast_to((rows if kind[0] else columns) == one, visible.shape)
        yield np.asarray(hidden), np.asarray(asked & visible)


def _features(problem: Problem) -> Matrix:
    """float64 [rows * columns, features]: the members' scores, neighbours' values, the nearest that has it."""
    values = problem.values
    parts = [member.scores(problem) for member in _MEMBERS]
    parts += [np.broadcast_to(values.sum(1, keepdims=True), values.shape) - values]
    parts += [np.broadcast_to(values.sum(0, keepdims=True), values.shape) - values]
    for similarity in problem.row_similarities:
        parts += [neighbour_mean(values, similarity, count) for count in _NEIGHBOURS]
        parts.append(nearest_holder(values, similarity))
    for similarity in problem.column_similarities:
        parts += [neighbour_mean(values.T, similarity, count).T for count in _NEIGHBOURS]
        parts.append(nearest_holder(values.T, similarity).T)
    return np.stack([part.ravel() for part in parts], axis=1)
