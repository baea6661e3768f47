"""Logistic regression over word features, with scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

_ITERATIONS = 1000


def frequent(documents: Iterable[Iterable[set[str]]], least: int) -> tuple[str, ...]:
    """The features that occur in at least ``least`` documents, sorted."""
    counts: Counter[str] = Counter()
    for sets in documents:
        counts.update(set().union(*sets))
    return tuple(sorted(one for one, count in counts.items() if count >= least))


def matrix(rows: Sequence[Iterable[set[str]]], index: Mapping[str, int]) -> csr_matrix:
    """One row an example of ones and zeros; each example gives its features in several sets without overlap."""
    columns: list[int] = []
    ends = [0]
    for sets in rows:
        columns += sorted(index[one] for features in sets for one in features if one in index)
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), len(index)))


def fit_binary(
    examples: csr_matrix, labels: NDArray[np.bool_], strength: float, seed: int
) -> tuple[NDArray[np.float32], float]:
    """Weights, shape ``[features]``, and bias of a logistic regression.

    Args:
        strength: the inverse of the regularisation; smaller is more regular.
    """
    if labels.all() or not labels.any():
        return np.zeros(examples.shape[1], dtype=np.float32), 20.0 if labels.any() else -20.0
    model = LogisticRegression(C=strength, solver="liblinear", random_state=seed, max_iter=_ITERATIONS)
    model.fit(examples, labels)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])
