"""Baselines that read no word: the types of the two entities alone, or nothing at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.relations.learned.sentence_pairs import PairView

_SEPARATOR = "\t"


class TablePairs:
    """The commonest type of pairs with these two types of entities, whatever the sentence says.

    Args:
        table: number of the answer by ``first type, tab, second type``; the empty key is for unseen ones.
        types: how many types there are.
    """

    name = "majority"

    def __init__(self, table: dict[str, int], types: int) -> None:
        self.table = table
        self.types = types

    @classmethod
    def train(cls, views: Sequence[PairView], labels: NDArray[np.int64], types: int) -> TablePairs:
        """Counts the types, those of no relation included."""
        counts: dict[str, Counter[int]] = {}
        for view, label in zip(views, labels.tolist(), strict=True):
            for key in ("", _SEPARATOR.join(view.types)):
                counts.setdefault(key, Counter())[label] += 1
        return cls({key: found.most_common(1)[0][0] for key, found in sorted(counts.items())}, types)

    @classmethod
    def always(cls, labels: NDArray[np.int64], types: int, none: int) -> TablePairs:
        """The commonest type that is a relation, for every pair that stands in one sentence."""
        found = Counter(label for label in labels.tolist() if label != none).most_common(1)
        return cls({"": found[0][0] if found else 0}, types)

    def probabilities(self, views: Sequence[PairView]) -> NDArray[np.float64]:
        """``[pairs, types]``, each row a one and zeros."""
        rows = np.zeros((len(views), self.types))
        for row, view in enumerate(views):
            rows[row, self.table.get(_SEPARATOR.join(view.types), self.table[""])] = 1.0
        return rows
