"""What scores are read from: solved once for a set of links, then asked row by row for any drug, new ones too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from gnn.drugtarget.data import Floats, TargetData
from gnn.features.similarity import tanimoto_between

_RIDGE = 0.5
_COMPANY = 5.0


@dataclass(frozen=True, eq=False)
class Reference:
    """The known links, and what is solved from them.

    Attributes:
        links: float32 [drugs, targets].
        prints: float32 [drugs, bits].
        alike: float32 [targets, targets], 0 on the diagonal.
        duals: float32 [drugs, targets]; a structure's similarities to the drugs times these are the ridge's scores
            (van Laarhoven et al. 2011, doi:10.1093/bioinformatics/btr500). 0 for drugs of no known structure.
        company: float32 [targets, targets], 0 on the diagonal; known targets times these score the others
            (Steck 2019, doi:10.1145/3308558.3313710).
    """

    links: Floats
    prints: csr_matrix
    alike: Floats
    duals: Floats
    company: Floats

    @classmethod
    def solve(cls, data: TargetData) -> Reference:
        """Two eigendecompositions and one inverse."""
        return cls(data.links, data.prints, data.alike, _duals(data), _company(data.links))

    def known(self) -> NDArray[np.bool_]:
        """bool [drugs], whether the drug has any link."""
        return np.asarray(self.links.any(1))

    def similarities(self, prints: csr_matrix, rows: NDArray[np.int64] | None) -> Floats:
        """Tanimoto of structures with the drugs that have links, float32 [structures, drugs].

        Args:
            prints: of the asked drugs.
            rows: their places among the drugs, whose similarity with themselves then reads as 0; None for others.
        """
        found = tanimoto_between(prints, self.prints) * self.known()[None]
        if rows is not None:
            found[np.arange(len(rows)), rows] = 0.0
        return np.asarray(found, np.float32)


def _duals(data: TargetData) -> Floats:
    """Only drugs that have both a structure and a link enter: a hidden drug is unknown, and bound to nothing less."""
    useful = np.flatnonzero((np.asarray(data.prints.sum(1)).ravel() > 0) & data.links.any(1))
    duals = np.zeros_like(data.links)
    if len(useful):
        kernel = tanimoto_between(data.prints[useful], data.prints[useful]).astype(np.float64)
        columns = (data.alike + np.eye(len(data.alike))).astype(np.float64)
        row_values, row_vectors = np.linalg.eigh(kernel)
        column_values, column_vectors = np.linalg.eigh(columns)
        product = np.outer(np.maximum(row_values, 0.0), np.maximum(column_values, 0.0))
        turned = row_vectors.T @ data.links[useful] @ column_vectors
        solved = row_vectors @ (turned / (product + _RIDGE)) @ column_vectors.T
        duals[useful] = solved @ columns
    return duals


def _company(links: Floats) -> Floats:
    """Ridge regression of each target on all others."""
    inverse = np.linalg.inv((links.T @ links).astype(np.float64) + _COMPANY * np.eye(links.shape[1]))
    weights = -inverse / np.diag(inverse)[None]
    np.fill_diagonal(weights, 0.0)
    return np.asarray(weights, np.float32)
