"""Which regression scores a kind of query: recipes are compared on training edges that none of them learned from.

Each relation and direction chooses its own: the usual recipe, unless another surely ranks edges of left-out folds
better. Path counts alone and neighbours alone are among them, so the model falls back on one of its parts where the
others are no help.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from gnn.dataset import Ids
from gnn.evaluate import realistic_rank
from gnn.models.hybrid_features import PARTS, Layout, Metric, PairFeatures
from gnn.models.hybrid_regression import Floats, Recipe, Regression, Sample, fit_regression, score_block
from gnn.paired import preferred

_NO_PATHS = tuple(part for part in PARTS if part != "paths")
_CHECKED_FOLDS = 3
_CHECKED_QUERIES = 100
_SURELY = 2.0
"""Standard errors: of recipes that are alike, the best of eight by chance ranked other edges worse than the usual."""

KNOWN = (
    Recipe("all, own direction", PARTS, shrink_paths=2.0),
    Recipe("all", PARTS, both=True),
    Recipe("all and path counts", PARTS, counts=True, both=True),
    Recipe("all and path counts, own direction", PARTS, counts=True, shrink_paths=2.0),
    Recipe("neighbours and path counts", _NO_PATHS, counts=True, both=True, penalty=0.1),
    Recipe("neighbours and path counts, own direction", _NO_PATHS, counts=True, penalty=0.1),
    Recipe("neighbours", _NO_PATHS),
    Recipe("path counts", (), counts=True),
)
"""For queries whose node has an edge; the first is the usual one."""

FRESH = (Recipe("all", PARTS), Recipe("neighbours", _NO_PATHS, penalty=2.0))
FRESH_SHARES = (2.0, 1.0)
"""For the heads of a tail without any edge: the mean of both, for neighbours find the first drugs and paths the others.

On diseases whose training edges were left out no choice among such recipes ranked as well as this mean.
"""


@dataclass(frozen=True, eq=False)
class Fold:
    """A part of the training edges, and the graph without it.

    Attributes:
        features, metric: on that graph.
        held: int64 [n, 2], its edges as local ids of head and tail.
        counts: float64 [features], the weights of path counts that did not learn from it.
    """

    features: PairFeatures
    metric: Metric
    held: Ids
    counts: Floats


class Material(NamedTuple):
    """What one kind of query learns from and is checked on, fold by fold.

    Attributes:
        folds: of the training edges.
        own: samples of this kind of query, one a fold.
        other: samples of the other direction, one a fold; perhaps none.
        forward: whether tails are asked for.
    """

    folds: Sequence[Fold]
    own: Sequence[Sample]
    other: Sequence[Sample]
    forward: bool


def usable(recipes: Sequence[Recipe], parts: Sequence[str], penalty: float) -> tuple[Recipe, ...]:
    """The recipes with only these parts; one that has none of its own needs paths; doubles are left out."""
    found: dict[tuple[object, ...], Recipe] = {}
    for recipe in recipes:
        own = tuple(part for part in recipe.parts if part in parts)
        counts = recipe.counts and "paths" in parts
        one = replace(recipe, parts=own, counts=counts, penalty=recipe.penalty * penalty)
        if own or counts:
            found.setdefault((own, counts, one.both, one.penalty, one.shrink_paths if "paths" in own else 1.0), one)
    return tuple(found.values())


def choose(material: Material, recipes: Sequence[Recipe], scale: Floats) -> Recipe:
    """The recipe with the least mean logarithm of the rank on left-out edges, if it is surely better than the first.

    Reciprocal ranks would let the few queries decide whose answers come first.

    Args:
        material: samples and folds.
        recipes: the usual one first.
        scale: of each feature.
    """
    if len(recipes) < 2 or len(material.folds) < 2:
        return recipes[0]
    values = [_reciprocal_ranks(material, recipes, scale, left_out) for left_out in _checked(material)]
    return recipes[preferred(np.log(np.concatenate(values, axis=1)), _SURELY)]


def learn(material: Material, recipe: Recipe, scaled: tuple[Floats, Floats]) -> tuple[Regression, float]:
    """The regression of all folds by one recipe, and its mean loss.

    Args:
        material: samples and folds.
        recipe: what to make.
        scaled: the scale of each feature, and the weights of path counts that learned from all edges.
    """
    return _learn(material, recipe, material.folds[0].features.layout, range(len(material.folds)), scaled)


def _checked(material: Material) -> range:
    return range(min(len(material.folds), _CHECKED_FOLDS))


def _learn(
    material: Material, recipe: Recipe, layout: Layout, folds: Sequence[int], scaled: tuple[Floats, Floats]
) -> tuple[Regression, float]:
    read = (material.own, material.other) if recipe.both else (material.own,)
    samples = [one[fold] for one in read for fold in folds if fold < len(one)]
    return fit_regression(samples, layout, recipe, *scaled)


def _reciprocal_ranks(material: Material, recipes: Sequence[Recipe], scale: Floats, left_out: int) -> Floats:
    """Of the edges of one fold by regressions that learned from the others; float64 [recipes, edges]."""
    fold = material.folds[left_out]
    rest = [place for place in range(len(material.folds)) if place != left_out]
    layout = fold.features.layout
    learned = [_learn(material, one, layout, rest, (scale, fold.counts))[0] for one in recipes]
    held = fold.held if material.forward else fold.held[:, ::-1]
    given = np.unique(held[:, 0])
    given = given[np.unique(np.linspace(0, len(given) - 1, min(len(given), _CHECKED_QUERIES)).astype(np.int64))]
    scores = score_block(fold.features, fold.metric, learned, given, forward=material.forward)
    linked = fold.features.ends[0 if material.forward else 1].own
    found: list[list[float]] = []
    for place, node in enumerate(given):
        answers = held[held[:, 0] == node, 1]
        free = np.ones(scores.shape[2], bool)
        free[answers] = False
        free[linked[node].indices] = False
        if layout.own.source == layout.own.target:
            free[node] = False
        found += [[1.0 / realistic_rank(row[answer], row[free]) for row in scores[:, place]] for answer in answers]
    return np.array(found).reshape(-1, len(recipes)).T
