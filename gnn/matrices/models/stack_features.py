"""What a stacked model reads of every cell: simpler predictors, neighbours, paths and degrees."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gnn.matrices.data import Matrix
from gnn.matrices.models.diffusion import Diffusion
from gnn.matrices.models.fused import surprise
from gnn.matrices.models.kronecker import KroneckerRidge
from gnn.matrices.models.nrlmf import NRLMF
from gnn.matrices.protocol import Problem
from gnn.matrices.similarity import (
    impute_empty_rows,
    mean_similarity,
    nearest_holder,
    neighbour_mean,
    profile_kernel,
    strongest,
    without_self,
)

_COUNTS = (1, 3, 5, 10, 20)
_PROFILE_COUNTS = (5, 20)
_ON_PATHS = 5
_RIDGES: tuple[tuple[KroneckerRidge, tuple[float, ...]], ...] = (
    (KroneckerRidge(given=0.5), (0.5, 2.0, 5.0)),
    (KroneckerRidge(given=0.2), (0.1, 0.5, 2.0)),
    (KroneckerRidge(given=0.8), (0.5,)),
    (KroneckerRidge(given=1.0), (0.5,)),
    (KroneckerRidge(given=0.5, sharpness=0.5), (0.5, 2.0)),
    (KroneckerRidge(given=0.5, rounds=2), (0.5, 2.0)),
)
PRIOR = 4
"""How many of the first columns make the prior."""


def cell_features(problem: Problem) -> Matrix:
    """float64 [rows * columns, features]; the first :data:`PRIOR` are predictors that differ most.

    A feature of a shown cell derives from its value too, so labels come from hidden cells only.
    """
    return np.stack([part.ravel() for part in (*_predictors(problem), *_near(problem), *_paths(problem))], axis=1)


def prior(features: Matrix) -> Matrix:
    """The fused score of the first columns, float64 [cells]; higher is more plausible."""
    return np.asarray(np.mean([surprise(features[:, one]) for one in range(PRIOR)], axis=0))


def _predictors(problem: Problem) -> list[Matrix]:
    ridges = [list(model.path(problem, penalties)) for model, penalties in _RIDGES]
    first = [NRLMF().scores(problem), ridges[0].pop(0), ridges[1].pop(2), Diffusion().scores(problem)]
    return [*first, Diffusion(0.5).scores(problem), *(one for solved in ridges for one in solved)]


def _near(problem: Problem) -> Iterator[Matrix]:
    values = problem.values
    sides = ((values, problem.row_similarities), (values.T, problem.column_similarities))
    for number, (own, similarities) in enumerate(sides):
        mean = mean_similarity(similarities)
        profile = profile_kernel(impute_empty_rows(own, mean))
        each = similarities if len(similarities) > 1 else ()
        found = [neighbour_mean(own, mean, count) for count in _COUNTS]
        found += [neighbour_mean(own, profile, count) for count in _PROFILE_COUNTS]
        found += [neighbour_mean(own, one, _ON_PATHS) for one in each]
        found += [nearest_holder(own, one) for one in similarities]
        found.append(np.broadcast_to(own.sum(1, keepdims=True), own.shape) - own)
        yield from (one.T if number else one for one in found)


def _paths(problem: Problem) -> Iterator[Matrix]:
    """Similar row, interaction, similar column; and three interactions in a row, weighed by their ends."""
    values = problem.values
    rows, columns = (
        strongest(without_self(mean_similarity(one)), _ON_PATHS)
        for one in (problem.row_similarities, problem.column_similarities)
    )
    yield rows @ values @ columns.T
    yield values @ values.T @ values / (1 + np.outer(values.sum(1), values.sum(0)))
