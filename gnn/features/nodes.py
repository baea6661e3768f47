"""What is known of the nodes of a category beside their links, as rows of which two are alike or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags

from kg.errors import InputError

_LONGEST = 1 + 1e-4


@dataclass(frozen=True, eq=False)
class NodeFeatures:
    """One kind of feature for one category.

    Attributes:
        name: such as ``text``.
        category: whose nodes have it.
        rows: float32 CSR [nodes of the category, in the order of their ids; anything], each row of length 1, or empty
            where nothing is known; no value is below 0, so the cosine of two rows is 0 to 1.

    Raises:
        InputError: a value that is no number or below 0, or a row that is longer than 1.
    """

    name: str
    category: str
    rows: csr_matrix

    def __post_init__(self) -> None:
        """Refuses what no cosine of 0 to 1 comes of."""
        values = self.rows.data
        wrong = np.flatnonzero(~(np.isfinite(values) & (values >= 0)))
        if len(wrong):
            row = int(np.searchsorted(self.rows.indptr, wrong[0], side="right")) - 1
            raise InputError(
                f"The feature {self.name!r} of {self.category} {row} holds {values[wrong[0]]}.",
                "Give finite numbers from 0 on, or leave the row empty.",
            )
        if self.rows.shape[0] and np.sqrt(self.rows.multiply(self.rows).sum(axis=1)).max() > _LONGEST:
            raise InputError(f"The feature {self.name!r} of {self.category} has rows longer than 1.", "Make them of 1.")


def unit_rows(features: csr_matrix) -> csr_matrix:
    """Rows of length 1, float32; empty ones stay empty."""
    length = np.sqrt(np.asarray(features.multiply(features).sum(axis=1)).ravel())
    scale = np.divide(1.0, length, out=np.zeros_like(length, dtype=np.float64), where=length > 0)
    return csr_matrix(diags(scale) @ features).astype(np.float32)
