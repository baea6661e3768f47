"""Bounded nuclear norm regularisation: the similarities and the matrix completed together at low rank.

Yang et al. 2019, doi:10.1093/bioinformatics/btz331; penalties and tolerances as its authors give them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnn.matrices.data import Matrix
from gnn.matrices.protocol import Problem
from gnn.matrices.similarity import mean_similarity


@dataclass(frozen=True, slots=True)
class BNNR:
    """Alternating directions on the symmetric matrix of row similarities, interactions and column similarities.

    Attributes:
        fidelity, coupling: alpha and beta of the paper.
        change, change_of_change: it stops when both fall below.
        rounds: at most.
    """

    fidelity: float = 1.0
    coupling: float = 10.0
    change: float = 2e-3
    change_of_change: float = 1e-5
    rounds: int = 300
    name: str = "bnnr"

    def scores(self, problem: Problem) -> Matrix:
        """0 to 1, as :class:`gnn.matrices.protocol.MatrixPredictor` says."""
        rows, columns = mean_similarity(problem.row_similarities), mean_similarity(problem.column_similarities)
        known = np.block([[rows, problem.values], [problem.values.T, columns]])
        return self._completed(known)[: len(rows), len(rows) :]

    def _completed(self, known: Matrix) -> Matrix:
        seen = known != 0
        current, dual, bounded = known.copy(), known.copy(), known
        share = self.fidelity / (self.fidelity + self.coupling)
        before = 0.0
        for _ in range(self.rounds):
            target = (dual + self.fidelity * known * seen) / self.coupling + current
            bounded = np.clip(target - share * target * seen, 0.0, 1.0)
            following = _shrunk(bounded - dual / self.coupling, 1 / self.coupling)
            dual = dual + self.coupling * (following - bounded)
            step = float(np.linalg.norm(following - current) / np.linalg.norm(current))
            settled = abs(step - before) / max(1.0, abs(before))
            current, before = following, step
            if step < self.change and settled < self.change_of_change:
                break
        return bounded


def _shrunk(symmetric: Matrix, by: float) -> Matrix:
    """Singular values of a symmetric matrix, made smaller by ``by``, those below it zero."""
    values, vectors = np.linalg.eigh((symmetric + symmetric.T) / 2)
    smaller = np.sign(values) * np.maximum(np.abs(values) - by, 0.0)
    kept = smaller != 0
    return np.asarray((vectors[:, kept] * smaller[kept]) @ vectors[:, kept].T)
