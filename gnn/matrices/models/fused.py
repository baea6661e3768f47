"""Several predictors in one: the geometric mean of the ranks that they give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from gnn.matrices.data import Matrix
from gnn.matrices.models.bnnr import BNNR
from gnn.matrices.models.kronecker import KroneckerRidge
from gnn.matrices.models.nrlmf import NRLMF
from gnn.matrices.protocol import MatrixPredictor, Problem

_STRONG_RIDGE = 2.0


def _members() -> tuple[MatrixPredictor, ...]:
    return BNNR(), KroneckerRidge(_STRONG_RIDGE, name="kronecker_strong"), NRLMF()


@dataclass(frozen=True, slots=True)
class Fused:
    """The mean over its members of -log of the share of hidden cells that score at least as high.

    Attributes:
        members: what is fused; nothing is fitted to combine them.
    """

    members: tuple[MatrixPredictor, ...] = ()
    name: str = "fused"

    def scores(self, problem: Problem) -> Matrix:
        """Above 0, as :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        parts = [_surprise(member.scores(problem)) for member in self.members or _members()]
        return np.asarray(np.mean(parts, axis=0))


def _surprise(scores: Matrix) -> Matrix:
    """-log of each cell's share of all cells that score at least as high; ties share the mean rank."""
    from_top = rankdata(-scores, method="average").reshape(scores.shape)
    return np.asarray(-np.log(from_top / scores.size))
