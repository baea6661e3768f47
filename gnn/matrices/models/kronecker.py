"""Kernel ridge regression on the Kronecker product of a row kernel and a column kernel.

van Laarhoven et al. 2011 (KronRLS), doi:10.1093/bioinformatics/btr500.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gnn.matrices.data import Matrix
from gnn.matrices.protocol import Problem
from gnn.matrices.similarity import impute_empty_rows, mean_similarity, profile_kernel

_FIRST_RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class KroneckerRidge:
    """Solved exactly through the two eigendecompositions.

    Attributes:
        ridge: the penalty, above 0.
        given: weight of the given similarity against the interaction profile kernel, 0 to 1.
        sharpness: of the profile kernel; 1 is its usual width, below 1 is wider.
        rounds: above 1, the profiles are those of the matrix that the round before completed.
    """

    ridge: float = 0.5
    given: float = 0.5
    sharpness: float = 1.0
    rounds: int = 1
    name: str = "kronecker"

    def scores(self, problem: Problem) -> Matrix:
        """As :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        return next(self.path(problem, (self.ridge,)))

    def path(self, problem: Problem, ridges: Sequence[float]) -> Iterator[Matrix]:
        """The scores for several penalties; the decompositions are made once."""
        rows, columns = mean_similarity(problem.row_similarities), mean_similarity(problem.column_similarities)
        profiles = problem.values
        for _ in range(self.rounds - 1):
            solved = next(self._solved(problem.values, self._kernels(profiles, rows, columns), (_FIRST_RIDGE,)))
            profiles = np.maximum(np.clip(solved, 0.0, 1.0), problem.values)
        yield from self._solved(problem.values, self._kernels(profiles, rows, columns), ridges)

    def _solved(self, values: Matrix, kernels: tuple[Matrix, Matrix], ridges: Sequence[float]) -> Iterator[Matrix]:
        row_values, row_vectors = np.linalg.eigh(kernels[0])
        column_values, column_vectors = np.linalg.eigh(kernels[1])
        product = np.outer(np.maximum(row_values, 0.0), np.maximum(column_values, 0.0))
        turned = row_vectors.T @ values @ column_vectors
        for ridge in ridges:
            yield np.asarray(row_vectors @ (product / (product + ridge) * turned) @ column_vectors.T)

    def _kernels(self, profiles: Matrix, rows: Matrix, columns: Matrix) -> tuple[Matrix, Matrix]:
        return self._kernel(profiles, rows), self._kernel(profiles.T, columns)

    def _kernel(self, profiles: Matrix, similarity: Matrix) -> Matrix:
        if self.given == 1:
            return similarity
        profile = profile_kernel(impute_empty_rows(profiles, similarity), self.sharpness)
        return np.asarray(self.given * similarity + (1 - self.given) * profile)
