"""Several predictors in one: the geometric mean of the ranks that they give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from gnn.matrices.data import Matrix
from gnn.matrices.models.diffusion import Diffusion
from gnn.matrices.models.kronecker import KroneckerRidge
from gnn.matrices.models.nrlmf import NRLMF
from gnn.matrices.protocol import MatrixPredictor, Problem


def _members() -> tuple[MatrixPredictor, ...]:
    return NRLMF(), KroneckerRidge(), KroneckerRidge(2.0, 0.2), Diffusion()


@dataclass(frozen=True, slots=True)
class Fused:
    """The mean over its members of -log of the share of cells that score at least as high; nothing is fitted.

    Attributes:
        members: what is fused; none for factors, two ridge regressions and a diffusion.
    """

    members: tuple[MatrixPredictor, ...] = ()
    name: str = "fused"

    def scores(self, problem: Problem) -> Matrix:
        """Above 0, as :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        parts = [surprise(member.scores(problem)) for member in self.members or _members()]
        return np.asarray(np.mean(parts, axis=0))


def surprise(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """-log of each cell's share of all cells that score at least as high; ties share the mean rank."""
    from_top = rankdata(-scores, method="average").reshape(scores.shape)
    return np.asarray(-np.log(from_top / scores.size))
