"""Similarities between rows of sparse features."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

Similarity = NDArray[np.float32]


def tanimoto_between(left: csr_matrix, right: csr_matrix) -> Similarity:
    """Shared over all features of binary rows; float32 [left, right], 0 to 1, 0 where neither has any.

    >>> tanimoto_between(csr_matrix([[1.0, 1.0, 0.0]]), csr_matrix([[1.0, 0.0, 0.0]])).item()
    0.5
    """
    shared = np.asarray((left @ right.T).todense(), np.float32)
    union = np.asarray(left.sum(1)).reshape(-1, 1) + np.asarray(right.sum(1)).reshape(1, -1) - shared
    return np.asarray(np.divide(shared, union, out=np.zeros_like(shared), where=union > 0), np.float32)


def cosine_between(left: csr_matrix, right: csr_matrix) -> Similarity:
    """float32 [left, right], 0 to 1 for features of no sign; 0 where either row is empty."""
    return np.asarray((_unit(left) @ _unit(right).T).todense(), np.float32)


def weighed_by_rarity(features: csr_matrix) -> csr_matrix:
    """Each column times log((1 + rows) / (1 + rows that have it)); what all rows have weighs nothing."""
    having = np.asarray((features > 0).sum(0)).ravel()
    weights = np.log((1 + features.shape[0]) / (1 + having))
    return csr_matrix(features @ diags(weights))


def _unit(features: csr_matrix) -> csr_matrix:
    norms = np.sqrt(np.asarray(features.multiply(features).sum(1)).ravel())
    return csr_matrix(diags(np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0)) @ features)
