"""Neighbourhood-regularised logistic matrix factorisation.

Liu et al. 2016, doi:10.1371/journal.pcbi.1004760. Its penalties were chosen on the three Yamanishi sets together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnn.matrices.data import Mask, Matrix
from gnn.matrices.protocol import Problem
from gnn.matrices.similarity import mean_similarity, strongest, without_self

_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class NRLMF:
    """Logistic factors by AdaGrad; what has no interaction takes its factors from its neighbours.

    Attributes:
        rank: dimensions of the factors.
        weight: of an interaction against a zero.
        penalty: of the factors' squares.
        smoothness: of the factors over the graph of neighbours.
        neighbours: in that graph, and in the smoothing of what has no interaction.
        rate, rounds: of AdaGrad.
    """

    rank: int = 50
    weight: float = 5.0
    penalty: float = 0.25
    smoothness: float = 0.25
    neighbours: int = 5
    rate: float = 0.1
    rounds: int = 100
    name: str = "nrlmf"

    def scores(self, problem: Problem) -> Matrix:
        """Probabilities, 0 to 1, as :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        values = problem.values
        rows, columns = mean_similarity(problem.row_similarities), mean_similarity(problem.column_similarities)
        left, right = self._factors(values, self._laplacian(rows), self._laplacian(columns), problem.seed)
        left = self._smoothed(left, rows, values.any(1))
        right = self._smoothed(right, columns, values.any(0))
        return _logistic(left @ right.T)

    def _factors(self, values: Matrix, rows: Matrix, columns: Matrix, seed: int) -> tuple[Matrix, Matrix]:
        draw = np.random.default_rng(seed)
        rank = min(self.rank, *values.shape)
        left, right = (draw.standard_normal((size, rank)) / np.sqrt(rank) for size in values.shape)
        seen_left, seen_right = np.zeros_like(left), np.zeros_like(right)
        weights = 1 + (self.weight - 1) * values
        for _ in range(self.rounds):
            error = weights * _logistic(left @ right.T) - self.weight * values
            slope = -(error @ right + self.penalty * left + self.smoothness * rows @ left)
            seen_left += slope**2
            left = left + self.rate * slope / np.sqrt(seen_left + _LEAST)
            error = weights * _logistic(left @ right.T) - self.weight * values
            slope = -(error.T @ left + self.penalty * right + self.smoothness * columns @ right)
            seen_right += slope**2
            right = right + self.rate * slope / np.sqrt(seen_right + _LEAST)
        return left, right

    def _laplacian(self, similarity: Matrix) -> Matrix:
        near = strongest(without_self(similarity), self.neighbours)
        return np.asarray(np.diag(near.sum(0) + near.sum(1)) - (near + near.T))

    def _smoothed(self, factors: Matrix, similarity: Matrix, known: Mask) -> Matrix:
        smoothed = factors.copy()
        for one in np.flatnonzero(~known):
            near = np.where(known, similarity[one], 0.0)
            best = np.argsort(-near, kind="stable")[: self.neighbours]
            if near[best].sum() > 0:
                smoothed[one] = near[best] @ factors[best] / near[best].sum()
        return smoothed


def _logistic(values: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-values)))
