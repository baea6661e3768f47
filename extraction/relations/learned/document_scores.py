"""A pair among its rivals: how its first-stage scores compare with those of the other pairs of its document."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.relations.learned.document_pairs import Pair

RIVALRY = ("best_of_head", "best_of_tail", "behind_best", "rank_of_head", "rank_of_tail", "narrower", "broader")
"""What the columns of :func:`rivalry` hold, in order."""

_NONE = -9.0


def rivalry(
    pairs: Sequence[Pair],
    scores: NDArray[np.float64],
    broader: dict[int, list[int]],
    narrower: dict[int, list[int]],
) -> NDArray[np.float64]:
    """Shape ``[pairs, len(RIVALRY)]``: the best other score of the same head and of the same tail, the distance to the
    best of the document, ranks (0 is best), and the best score of the same head with a narrower, and a broader, tail.

    Args:
        scores: one a pair, higher is likelier.
        broader, narrower: the related tails of each tail.
    """
    rows = np.full((len(pairs), len(RIVALRY)), _NONE)
    if not len(pairs):
        return rows
    of_head = np.asarray([one.head for one in pairs])
    of_tail = np.asarray([one.tail for one in pairs])
    place = {pair: index for index, pair in enumerate(pairs)}
    best = scores.max()
    for index, pair in enumerate(pairs):
        mine = scores[index]
        for column, same in enumerate((of_head == pair.head, of_tail == pair.tail)):
            others = scores[same]
            if len(others) > 1:
                top = np.partition(others, -2)[-2:]
                rows[index, column] = top[0] if mine >= top[1] else top[1]
            rows[index, 3 + column] = np.count_nonzero(others > mine)
        rows[index, 2] = best - mine
        for column, tails in ((5, narrower[pair.tail]), (6, broader[pair.tail])):
            kin = [scores[place[Pair(pair.head, one)]] for one in tails if Pair(pair.head, one) in place]
            if kin:
                rows[index, column] = max(kin)
    return rows
