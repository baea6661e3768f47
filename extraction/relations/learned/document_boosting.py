"""Boosting of trees with scikit-learn, into plain arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier

from extraction.relations.learned.document_trees import BoostedTrees


@dataclass(frozen=True, slots=True)
class TreeSettings:
    """How trees are boosted.

    Attributes:
        trees: how many a seed.
        seeds: how many boosted models are averaged.
        rate: the learning rate.
        leaves: most leaves of a tree.
        least: fewest examples in a leaf.
        examples, features: the share of examples and of features that each tree, each split, draws.
    """

    trees: int = 150
    seeds: int = 3
    rate: float = 0.05
    leaves: int = 8
    least: int = 20
    examples: float = 0.7
    features: float = 0.3


def boost(rows: NDArray[np.float32], labels: NDArray[np.bool_], settings: TreeSettings, seed: int) -> BoostedTrees:
    """Boosts ``settings.seeds`` models and averages their log odds.

    Args:
        rows: shape ``[examples, columns]``.
        labels: both must occur.
    """
    parts = [_boost_once(rows, labels, settings, seed * 1000 + one) for one in range(settings.seeds)]
    width = max(part.feature.shape[1] for part in parts)
    padded = [_padded(part, width) for part in parts]
    share = np.float32(1 / len(parts))
    return BoostedTrees(
        np.concatenate([one.feature for one in padded]),
        np.concatenate([one.threshold for one in padded]),
        np.concatenate([one.left for one in padded]),
        np.concatenate([one.right for one in padded]),
        np.concatenate([one.value for one in padded]) * share,
        max(one.depth for one in padded),
    )


def _boost_once(
    rows: NDArray[np.float32], labels: NDArray[np.bool_], settings: TreeSettings, seed: int
) -> BoostedTrees:
    model = GradientBoostingClassifier(
        n_estimators=settings.trees,
        learning_rate=settings.rate,
        max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.least,
        subsample=settings.examples,
        max_features=settings.features,
        init="zero",
        random_state=seed,
    )
    model.fit(rows, labels)
    trees = [one.tree_ for one in model.estimators_[:, 0]]
    shape = (len(trees), max(one.node_count for one in trees))
    feature, left, right = (np.zeros(shape, dtype=np.int16) for _ in range(3))
    threshold, value = (np.zeros(shape, dtype=np.float32) for _ in range(2))
    for index, tree in enumerate(trees):
        count = tree.node_count
        inner = tree.children_left >= 0
        here = np.arange(count)
        feature[index, :count] = np.where(inner, tree.feature, 0)
        threshold[index, :count] = np.where(inner, _down(tree.threshold), 0)
        left[index, :count] = np.where(inner, tree.children_left, here)
        right[index, :count] = np.where(inner, tree.children_right, here)
        value[index, :count] = np.where(inner, 0, tree.value[:, 0, 0]) * settings.rate
    return BoostedTrees(feature, threshold, left, right, value, max(one.max_depth for one in trees))


def _down(thresholds: NDArray[np.float64]) -> NDArray[np.float32]:
    """The greatest single-precision number that is not above each, so that comparisons come out the same."""
    near = thresholds.astype(np.float32)
    lower: NDArray[np.float32] = np.where(near > thresholds, np.nextafter(near, np.float32(-np.inf)), near)
    return lower


def _padded(trees: BoostedTrees, width: int) -> BoostedTrees:
    missing = ((0, 0), (0, width - trees.feature.shape[1]))
    return BoostedTrees(
        np.pad(trees.feature, missing),
        np.pad(trees.threshold, missing),
        np.pad(trees.left, missing),
        np.pad(trees.right, missing),
        np.pad(trees.value, missing),
        trees.depth,
    )
