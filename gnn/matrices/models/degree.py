"""The baseline that knows only how many interactions a row and a column have."""

from __future__ import annotations

import numpy as np

from gnn.matrices.data import Matrix
from gnn.matrices.protocol import Problem


class Degree:
    """(1 + interactions of the row) times (1 + interactions of the column), the cell itself left out."""

    name = "degree"

    def scores(self, problem: Problem) -> Matrix:
        """As :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        values = problem.values
        rows = values.sum(1, keepdims=True) - values
        columns = values.sum(0, keepdims=True) - values
        return np.asarray((1 + rows) * (1 + columns))
