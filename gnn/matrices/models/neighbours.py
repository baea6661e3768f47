"""Nearest neighbours: a cell's score is what the most similar rows and columns have there."""

from __future__ import annotations

import numpy as np

from gnn.matrices.data import Matrix
from gnn.matrices.protocol import Problem
from gnn.matrices.similarity import mean_similarity, neighbour_mean

NEIGHBOURS = 5


class NearestNeighbours:
    """The mean of the weighted mean over the 5 most similar rows and over the 5 most similar columns."""

    name = "neighbours"

    def scores(self, problem: Problem) -> Matrix:
        """As :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        by_rows = neighbour_mean(problem.values, mean_similarity(problem.row_similarities), NEIGHBOURS)
        by_columns = neighbour_mean(problem.values.T, mean_similarity(problem.column_similarities), NEIGHBOURS)
        return np.asarray((by_rows + by_columns.T) / 2)
