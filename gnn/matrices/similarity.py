"""Similarities that derive from the interactions, made anew from what a fold shows, and neighbours by similarity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gnn.matrices.data import Matrix

_DECAY = 0.8


def mean_similarity(similarities: Sequence[Matrix]) -> Matrix:
    """Their mean, float64 [n, n]."""
    return np.asarray(np.mean(np.stack(similarities), axis=0))


def profile_kernel(values: Matrix, sharpness: float = 1.0) -> Matrix:
    """The Gaussian interaction profile kernel of the rows, float64 [n, n].

    exp(-sharpness |a - b|^2 / mean |a|^2). van Laarhoven et al. 2011, doi:10.1093/bioinformatics/btr500.
    """
    sizes = (values**2).sum(1)
    width = sizes.mean() or 1.0
    distances = np.maximum(sizes[:, None] + sizes[None] - 2 * values @ values.T, 0.0)
    return np.asarray(np.exp(-sharpness * distances / width))


def impute_empty_rows(values: Matrix, similarity: Matrix, neighbours: int = 5) -> Matrix:
    """Rows without any interaction take a weighted mean of their most similar rows that have some.

    Ezzat et al. 2017 (WKNKN), doi:10.1109/TCBB.2016.2530062.
    """
    filled = values.copy()
    known = values.any(1)
    weights = _DECAY ** np.arange(neighbours)
    for row in np.flatnonzero(~known):
        near = np.where(known, similarity[row], 0.0)
        near[row] = 0.0
        best = np.argsort(-near, kind="stable")[:neighbours]
        total = near[best].sum()
        if total > 0:
            filled[row] = (near[best] * weights[: len(best)]) @ values[best] / total
    return filled


def without_self(similarity: Matrix) -> Matrix:
    """A copy with zeros on the diagonal."""
    copy = similarity.copy()
    np.fill_diagonal(copy, 0.0)
    return copy


def neighbour_mean(values: Matrix, similarity: Matrix, count: int) -> Matrix:
    """For each row the weighted mean of the ``count`` most similar other rows, float64 as ``values``."""
    kept = strongest(without_self(similarity), count)
    return np.asarray(kept @ values / (kept.sum(1, keepdims=True) + 1e-9))


def nearest_holder(values: Matrix, similarity: Matrix) -> Matrix:
    """For each cell the similarity of the most similar other row that has the column, 0 where none has."""
    others = without_self(similarity)
    nearest = np.zeros_like(values)
    for column in range(values.shape[1]):
        holders = values[:, column] > 0
        if holders.any():
            nearest[:, column] = others[:, holders].max(1)
    return nearest


def strongest(similarity: Matrix, count: int) -> Matrix:
    """A copy that keeps each row's ``count`` largest values and is zero elsewhere; ties go to the earlier column."""
    best = np.argsort(-similarity, axis=1, kind="stable")[:, :count]
    kept = np.zeros_like(similarity)
    rows = np.arange(len(similarity))[:, None]
    kept[rows, best] = similarity[rows, best]
    return kept
