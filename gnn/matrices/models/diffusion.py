"""A walk with restart over one graph of both kinds of neighbours and the interactions between them.

Chen et al. 2012 (NRWRH), doi:10.1039/C2MB00002D; here with symmetric normalisation, so that its limit is one solve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnn.matrices.data import Matrix
from gnn.matrices.protocol import Problem
from gnn.matrices.similarity import mean_similarity, strongest, without_self


@dataclass(frozen=True, slots=True)
class Diffusion:
    """The limit of spreading over the graph.

    Attributes:
        onwards: share that goes on at each step, 0 to 1.
        neighbours: similar rows and columns that a row and a column are joined to.
    """

    onwards: float = 0.8
    neighbours: int = 5
    name: str = "diffusion"

    def scores(self, problem: Problem) -> Matrix:
        """0 or above, as :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        rows, columns = self._near(problem.row_similarities), self._near(problem.column_similarities)
        joined = np.block([[rows, problem.values], [problem.values.T, columns]])
        joined = (joined + joined.T) / 2
        degree = joined.sum(1)
        degree[degree == 0] = 1.0
        spread = joined / np.sqrt(np.outer(degree, degree))
        size = len(rows)
        into_columns = np.zeros((len(joined), len(columns)))
        into_columns[size:] = np.eye(len(columns))
        limit = np.linalg.solve(np.eye(len(joined)) - self.onwards * spread, into_columns)
        return np.asarray(limit[:size])

    def _near(self, similarities: tuple[Matrix, ...]) -> Matrix:
        return strongest(without_self(mean_similarity(similarities)), self.neighbours)
