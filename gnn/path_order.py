"""The order in which paths are shown: by contribution, or mechanisms first, each gene once before any comes again.

Hundreds of paths may run through one gene and say the same. So genes are ranked by all that the model says of the paths
through them, and each is shown by its best path. A path is worth its contribution times a power of its weight, for a
path through common nodes is no mechanism even where a model reads much from it. Of many weak paths and a single strong
one neither decides alone: a gene's rank is the sum of its paths' worths, each raised to a power below one (with 0 paths
are counted, with 1 their worths added, at infinity the best path would decide).
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids
from gnn.path_scores import ScoredPaths
from kg.schema import Category

POWER, SPECIFICITY = 0.35, 0.5
CARRIER = str(Category.GENE)


class PathOrder(StrEnum):
    """``contribution``: as the model weighs them; ``mechanism``: the best path of each gene first, then the others."""

    CONTRIBUTION = "contribution"
    MECHANISM = "mechanism"


def carriers(paths: ScoredPaths) -> Ids:
    """The first gene on each path, as a node id, -1 where there is none; int64 [paths]."""
    place = np.array(
        [
            next((at for at, step in enumerate(metapath[:-1], 1) if step.target == CARRIER), -1)
            for metapath in paths.metapaths
        ],
        np.int64,
    )[paths.metapath]
    found: Ids = np.where(place < 0, -1, paths.nodes[np.arange(len(paths)), place])
    return found


def path_worth(contributions: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a path adds to the standing of the gene that it goes through, before the power; float64 [paths], >= 0."""
    worth: NDArray[np.float64] = np.maximum(contributions, 0.0) * weights**SPECIFICITY
    return worth


def order_paths(
    paths: ScoredPaths,
    order: PathOrder,
    values: NDArray[np.float64] | None = None,
    ties: NDArray[np.float64] | None = None,
) -> Ids:
    """Positions of all paths, best first.

    Args:
        paths: of one pair.
        order: see :class:`PathOrder`.
        values: float64 [paths], ranks by these in the place of contributions and worths.
        ties: float64 [paths], what decides between equal values; None takes the order of the nodes' ids.
    """
    given = paths.contributions if values is None else values
    by_node = (paths.metapath, *(paths.nodes[:, column] for column in range(paths.nodes.shape[1] - 1, -1, -1)))
    by_value: Ids = np.lexsort((*(by_node if ties is None else (ties,)), -given))
    if order is PathOrder.CONTRIBUTION or not len(paths):
        return by_value
    genes, place = np.unique(carriers(paths), return_inverse=True)
    worth = path_worth(paths.contributions, paths.weights) if values is None else np.maximum(values, 0.0)
    sums = np.bincount(place, worth**POWER)
    best = by_value[np.unique(place[by_value], return_index=True)[1]]
    ranked = np.argsort(-sums, kind="stable")
    shown = best[ranked[genes[ranked] >= 0]]
    arranged: Ids = np.concatenate([shown, by_value[~np.isin(by_value, shown)]])
    return arranged
