"""How often a concept, or a pair of concepts, was in a relation in the training documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATES = ("head_rate", "head_seen", "tail_rate", "tail_seen", "pair_rate", "pair_seen")
"""What the columns of :meth:`Rates.rows` hold, in order."""

_STRENGTH = 3.0


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of ``(related, seen)`` pairs.

    Attributes:
        counts: by head (``h …``), by tail (``t …``) and by both (``p … …``).
        prior: the share of related pairs among all.
    """

    counts: Mapping[str, tuple[int, int]]
    prior: float

    @classmethod
    def of(cls, keys: Iterable[tuple[str, str]], related: Iterable[bool]) -> Rates:
        """Counts all pairs of the training documents."""
        seen: Counter[str] = Counter()
        positive: Counter[str] = Counter()
        total, hits = 0, 0
        for (head, tail), is_related in zip(keys, related, strict=True):
            for name in _names(head, tail):
                seen[name] += 1
                positive[name] += bool(is_related)
            total += 1
            hits += bool(is_related)
        return cls({name: (positive[name], count) for name, count in seen.items()}, hits / max(1, total))

    def concepts(self) -> frozenset[str]:
        """The identifiers of all heads and tails."""
        return frozenset(name[2:] for name in self.counts if name[0] != "p")

    def rows(self, keys: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Shape ``[pairs, len(RATES)]``: smoothed rates and counts for the head and tail of each pair."""
        rows = []
        for head, tail in keys:
            row: list[float] = []
            for name in _names(head, tail):
                related, seen = self.counts.get(name, (0, 0))
                row += [(related + _STRENGTH * self.prior) / (seen + _STRENGTH), seen]
            rows.append(row)
        return np.asarray(rows, dtype=np.float64).reshape(-1, len(RATES))


def _names(head: str, tail: str) -> tuple[str, str, str]:
    return f"h {head}", f"t {tail}", f"p {head} {tail}"
