"""An interaction matrix with the similarities of what its rows and columns name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class InteractionMatrix:
    """Known interactions between two kinds of things.

    Attributes:
        name: of the data set.
        rows, columns: ids (drugs; targets or diseases).
        values: float64 [rows, columns], 1 for a known interaction, else 0.
        row_similarities, column_similarities: each float64 [n, n], symmetric, 0 to 1, 1 on the diagonal; none of them
            derives from ``values``, or a fold would tell of another.
    """

    name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Matrix
    row_similarities: tuple[Matrix, ...]
    column_similarities: tuple[Matrix, ...]

    @classmethod
    def make(
        cls,
        name: str,
        axes: tuple[tuple[str, ...], tuple[str, ...]],
        values: Matrix,
        similarities: tuple[tuple[Matrix, ...], tuple[Matrix, ...]],
    ) -> InteractionMatrix:
        """Checks shapes and values; similarities are made symmetric.

        Raises:
            InputError: shapes that do not agree, a value that is no 0 or 1, a similarity that is not finite, or no
                interaction at all.
        """
        rows, columns = axes
        if values.shape != (len(rows), len(columns)):
            raise InputError(
                f"{name}: the matrix is {values.shape}, its names are {len(rows)} and {len(columns)}.",
                "Give one name a row and one a column.",
            )
        if not np.isin(values, (0.0, 1.0)).all() or not values.any():
            raise InputError(f"{name}: a matrix of interactions holds 0 and 1, and some 1.", "Correct the matrix.")
        checked = tuple(
            tuple(_similarity(name, one, names) for one in listed)
            for names, listed in zip(axes, similarities, strict=True)
        )
        return cls(name, rows, columns, values.astype(np.float64), checked[0], checked[1])


def tanimoto(features: Matrix) -> Matrix:
    """Shared over all features of two binary rows; float64 [n, n], 0 to 1; 0 where neither has any.

    >>> tanimoto(np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))[0, 1]
    0.5
    """
    shared = features @ features.T
    sizes = features.sum(1)
    union = sizes[:, None] + sizes[None] - shared
    similarity = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    np.fill_diagonal(similarity, 1.0)
    return similarity


def _similarity(name: str, one: Matrix, names: tuple[str, ...]) -> Matrix:
    size = len(names)
    if one.shape != (size, size):
        raise InputError(f"{name}: a similarity is {one.shape}; it should be {(size, size)}.", "Give a square matrix.")
    broken = np.argwhere(~np.isfinite(one))
    if len(broken):
        row, column = (names[place] for place in broken[0])
        raise InputError(
            f"{name}: {len(broken)} similarities are not finite, the first that of {row} and {column}.",
            "Correct the matrix.",
        )
    return np.asarray((one + one.T) / 2, np.float64)
