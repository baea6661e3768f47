"""Training of the stacked model: scores of unseen pairs by folds of documents, then trees over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extraction.learning.folds import fold_of
from extraction.learning.task import Advance
from extraction.relations.learned.document_boosting import TreeSettings, boost
from extraction.relations.learned.document_trees import BoostedTrees
from extraction.relations.learned.sentence_asked import Asked
from extraction.relations.learned.sentence_linear import Fit, LinearPairs
from extraction.relations.learned.sentence_stacked import (
    Columns,
    Machines,
    Rows,
    StackedPairs,
    chances,
    read_rows,
    tree_columns,
)

FOLDS = 4
"""Parts of the documents; each is scored by machines that the others trained."""
_TUNED = 2  # so many parts are also told by trees that the others trained, for the threshold
_RELATED, _ALL, _KINDS = Fit(1.0, 0.5), Fit(0.5, 0.75), Fit(1.0, 0.5)
_RELATED_TREES = TreeSettings(trees=120, seeds=1, rate=0.06, leaves=12, least=20, examples=0.6, features=0.3)
_KIND_TREES = TreeSettings(trees=60, seeds=1, rate=0.08, leaves=6, least=20, examples=0.6, features=0.3)
_SHARE = 50  # a leaf may hold this part of the pairs, where that is fewer than the settings say

_Chosen = NDArray[np.bool_]
_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the stacked model learns from.

    Attributes:
        asked: all pairs, those that rules leave out included: they stand beside others.
        labels: ``[pairs]`` numbers of their types; related pairs and others must both occur.
        used: ``[pairs]`` whether a pair trains.
        groups: name of each pair's document.
        types: how many types there are.
        none: the number of no relation.
        seed: of all that draws.
    """

    asked: Asked
    labels: NDArray[np.int64]
    used: _Chosen
    groups: Sequence[str]
    types: int
    none: int
    seed: int

    @property
    def related(self) -> _Chosen:
        """Which pairs are in a relation."""
        found: _Chosen = self.labels != self.none
        return found

    @property
    def kinds(self) -> NDArray[np.int64]:
        """Numbers of the types without the one of no relation; those of unrelated pairs say nothing."""
        found: NDArray[np.int64] = self.labels - (self.labels > self.none)
        return found


@dataclass(frozen=True, slots=True)
class _Trees:
    related: BoostedTrees
    kinds: tuple[BoostedTrees, ...]


def train_stacked(lesson: Lesson, advance: Advance) -> tuple[StackedPairs, _Numbers]:
    """The model, and ``[pairs, types]`` chances by models that have not seen the pairs' documents.

    The chances are there for about half of the documents; rows of the others sum to 0.
    """
    ends = tuple(sorted({kind for view in lesson.asked.views for kind in view.types}))
    advance("features", 0, FOLDS + 2)
    rows = read_rows(lesson.asked, ends)
    parts = np.asarray([fold_of(f"stacking {name}", FOLDS) for name in lesson.groups])
    machines, unseen = _machines(lesson, rows, parts, advance)
    advance("trees", FOLDS + 1, FOLDS + 2)
    columns = tree_columns(unseen, rows, lesson.asked, lesson.types - 1)
    trees = _trees(lesson, columns, lesson.used)
    tuning = np.zeros((len(lesson.labels), lesson.types))
    for part in np.unique(parts)[:_TUNED]:
        inside = parts == part
        one = _trees(lesson, columns, lesson.used & ~inside)
        picked = Columns(columns.related[inside], columns.kinds[inside])
        tuning[inside] = chances(picked, one.related, one.kinds, lesson.none)
    advance("trees", FOLDS + 2, FOLDS + 2)
    return StackedPairs(machines, trees.related, trees.kinds, ends, lesson.none), tuning


def _machines(lesson: Lesson, rows: Rows, parts: NDArray[np.int64], advance: Advance) -> tuple[Machines, _Numbers]:
    """The machines of all pairs, and the margins of each pair by machines that its document did not train."""
    unseen = np.zeros((len(lesson.labels), 2 * lesson.types))
    for number, part in enumerate(np.unique(parts)):
        advance("support vector machines", number, FOLDS + 2)
        inside = parts == part
        if (lesson.used & ~inside).any():
            machines = _fit(lesson, rows, lesson.used & ~inside)
            unseen[inside] = machines.scores(_chosen(rows, inside))
    advance("support vector machines", FOLDS, FOLDS + 2)
    return _fit(lesson, rows, lesson.used), unseen


def _fit(lesson: Lesson, rows: Rows, chosen: _Chosen) -> Machines:
    related = lesson.related[chosen].astype(np.int64)
    of_kind = chosen & lesson.related
    return Machines(
        LinearPairs.fit(rows.whole[chosen], related, 2, lesson.seed, _RELATED),
        LinearPairs.fit(rows.whole[chosen], lesson.labels[chosen], lesson.types, lesson.seed, _ALL),
        LinearPairs.fit(rows.words[of_kind], lesson.kinds[of_kind], lesson.types - 1, lesson.seed, _KINDS),
    )


def _chosen(rows: Rows, chosen: _Chosen) -> Rows:
    return Rows(rows.words[chosen], rows.whole[chosen], rows.plain[chosen])


def _trees(lesson: Lesson, columns: Columns, chosen: _Chosen) -> _Trees:
    of_kind = chosen & lesson.related
    kinds = lesson.kinds[of_kind]
    return _Trees(
        _boosted(columns.related[chosen], lesson.related[chosen], _RELATED_TREES, lesson.seed),
        tuple(
            _boosted(columns.kinds[of_kind], kinds == kind, _KIND_TREES, lesson.seed)
            for kind in range(lesson.types - 1)
        ),
    )


def _boosted(rows: NDArray[np.float32], labels: _Chosen, settings: TreeSettings, seed: int) -> BoostedTrees:
    """Trees; a single leaf where there is nothing to tell apart."""
    if labels.all() or not labels.any():
        leaf = np.zeros((1, 1), dtype=np.int16)
        value = np.full((1, 1), 4.0 if labels.any() else -4.0, dtype=np.float32)
        return BoostedTrees(leaf, leaf.astype(np.float32), leaf, leaf, value, 0)
    least = min(settings.least, max(1, len(rows) // _SHARE))
    return boost(rows, labels, replace(settings, least=least), seed)
