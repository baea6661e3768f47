"""What tells one embedding model from another: how a head and a relation ask for a tail."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor


class Formula(Protocol):
    """A score that is a product of a query with a tail, plus what the tail has of its own.

    Rows are float32 [n, width]; the first half of a row holds real parts, the second imaginary ones, where the model
    has both. For every triple ``query(h, r) @ t + bias(t)`` is its score, and ``pair(h, t) @ r`` the same but for
    terms that do not depend on the relation.
    """

    def initial(self, nodes: int, relations: int, rank: int, numbers: np.random.Generator) -> tuple[Tensor, Tensor]:
        """The weights of nodes and relations before training."""
        ...

    def relations(self, weights: Tensor) -> Tensor:
        """The relations' rows from their weights."""
        ...

    def query(self, heads: Tensor, relations: Tensor) -> Tensor:
        """What a tail's row is multiplied with."""
        ...

    def pair(self, heads: Tensor, tails: Tensor) -> Tensor:
        """What a relation's row is multiplied with."""
        ...

    def bias(self, tails: Tensor) -> Tensor | None:
        """float32 [n], or None for zeros."""
        ...

    def cubes(self, rows: Tensor) -> Tensor:
        """float32 [n]: the sum of the cubed moduli of each row, for the nuclear 3-norm."""
        ...


def gaussian(rows: int, width: int, scale: float, numbers: np.random.Generator) -> Tensor:
    """float32 [rows, width], normal with mean 0 and standard deviation ``scale``."""
    return torch.from_numpy(scale * numbers.standard_normal((rows, width), np.float32))


def complex_product(left: Tensor, right: Tensor) -> Tensor:
    """left * right, elementwise over complex numbers."""
    real, imaginary = left.chunk(2, dim=-1)
    turn, swing = right.chunk(2, dim=-1)
    return torch.cat([real * turn - imaginary * swing, real * swing + imaginary * turn], dim=-1)


def conjugate_product(left: Tensor, right: Tensor) -> Tensor:
    """conj(left) * right, elementwise over complex numbers."""
    real, imaginary = left.chunk(2, dim=-1)
    turn, swing = right.chunk(2, dim=-1)
    return torch.cat([real * turn + imaginary * swing, real * swing - imaginary * turn], dim=-1)


def complex_cubes(rows: Tensor) -> Tensor:
    """float32 [n]: the sum of cubed moduli of each row of complex numbers."""
    real, imaginary = rows.chunk(2, dim=-1)
    square = real * real + imaginary * imaginary + 1e-12  # the root has no gradient at zero
    return (square * square.sqrt()).sum(dim=-1)
