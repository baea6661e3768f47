"""A pair among its rivals: how its first-stage scores compare with those of the other pairs of its document."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.relations.learned.document_pairs import Pair
from extraction.relations.learned.document_shape import Kin

RIVALRY = ("best_of_head", "best_of_tail", "behind_best", "rank_of_head", "rank_of_tail", "narrower", "broader")
"""What the columns of :func:`rivalry` hold, in order."""

_NONE = -9.0


def rivalry(pairs: Sequence[Pair], scores: NDArray[np.float64], kin: Kin) -> NDArray[np.float64]:
    """Shape ``[pairs, len(RIVALRY)]``: the best other score of the same head and of the same tail, the distance to the
    best of the document, ranks (0 is best), and the best score of the same head with a narrower, and a broader, tail.

    Args:
        scores: one a pair, higher is likelier.
    """
    rows = np.full((len(pairs), len(RIVALRY)), _NONE)
    if not len(pairs):
        return rows
    above = scores[None, :] > scores[:, None]
    for column, ends in enumerate(([one.head for one in pairs], [one.tail for one in pairs])):
        same = np.equal.outer(ends, ends)
        rows[:, 3 + column] = (same & above).sum(axis=1)
        np.fill_diagonal(same, False)
        rows[:, column] = np.where(same, scores[None, :], _NONE).max(axis=1)
    rows[:, 2] = scores.max() - scores
    of_pair = dict(zip(pairs, scores.tolist(), strict=True))
    for column, related in ((5, kin.narrower), (6, kin.broader)):
        for index, pair in enumerate(pairs):
            others = related[pair.tail]
            if others:
                rows[index, column] = max((of_pair.get(Pair(pair.head, one), _NONE) for one in others), default=_NONE)
    return rows
