"""Kernel ridge regression on the Kronecker product of a row kernel and a column kernel.

van Laarhoven et al. 2011 (KronRLS), doi:10.1093/bioinformatics/btr500.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnn.matrices.data import Matrix
from gnn.matrices.protocol import Problem
from gnn.matrices.similarity import impute_empty_rows, mean_similarity, profile_kernel


@dataclass(frozen=True, slots=True)
class KroneckerRidge:
    """Solved exactly through the two eigendecompositions.

    Attributes:
        ridge: the penalty, above 0.
        given: weight of the given similarity against the interaction profile kernel, 0 to 1.
    """

    ridge: float = 0.5
    given: float = 0.5
    name: str = "kronecker"

    def scores(self, problem: Problem) -> Matrix:
        """As :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        rows = self._kernel(problem.values, mean_similarity(problem.row_similarities))
        columns = self._kernel(problem.values.T, mean_similarity(problem.column_similarities))
        row_values, row_vectors = np.linalg.eigh(rows)
        column_values, column_vectors = np.linalg.eigh(columns)
        product = np.outer(np.maximum(row_values, 0.0), np.maximum(column_values, 0.0))
        turned = row_vectors.T @ problem.values @ column_vectors
        return np.asarray(row_vectors @ (product / (product + self.ridge) * turned) @ column_vectors.T)

    def _kernel(self, values: Matrix, similarity: Matrix) -> Matrix:
        profile = profile_kernel(impute_empty_rows(values, similarity))
        return np.asarray(self.given * similarity + (1 - self.given) * profile)
