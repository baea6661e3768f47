"""What every predictor on a matrix can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gnn.matrices.data import Mask, Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What a predictor may read.

    Attributes:
        values: float64 [rows, columns], 1 for an interaction that is shown; hidden cells read as 0.
        visible: bool [rows, columns], cells whose 0 is not merely hidden.
        row_similarities, column_similarities: as in :class:`gnn.matrices.data.InteractionMatrix`.
        seed: of whatever draws.
    """

    values: Matrix
    visible: Mask
    row_similarities: tuple[Matrix, ...]
    column_similarities: tuple[Matrix, ...]
    seed: int = 0


class MatrixPredictor(Protocol):
    """Fills a matrix."""

    @property
    def name(self) -> str:
        """As it is typed."""
        ...

    def scores(self, problem: Problem) -> Matrix:
        """float64 [rows, columns], higher is more plausible; the same problem gives the same scores."""
        ...
