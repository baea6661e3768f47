"""Names that look alike: the cosine of their character trigrams, found through postings in flat arrays."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_BUCKETS = 1 << 16
_POSTINGS = 60_000  # of the rarest trigrams that are read for a text
_LEAST = 0.15
_MIX = np.uint32(2_654_435_761)
_START, _END = "\x02", "\x03"
_NO_ROWS: NDArray[np.int32] = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Trigrams:
    """Names by the trigrams they share.

    Attributes:
        rows: of the names, in the numbering of the concepts.
        postings, begins: places in ``rows`` by trigram; ``postings[begins[t]:begins[t + 1]]`` hold trigram ``t``.
        norms: length of each name's vector of trigram weights.
        weights: inverse document frequency by trigram.
    """

    rows: NDArray[np.int32]
    postings: NDArray[np.uint32]
    begins: NDArray[np.int64]
    norms: NDArray[np.float32]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, rows: NDArray[np.int32], names: pa.StringArray) -> Trigrams:
        """Builds the postings of all names at once; half a second for 240,000 names.

        Args:
            rows: ascending.
            names: theirs, in the strict form, at least one letter each.
        """
        if not len(rows):
            none = np.zeros(0, dtype=np.float32)
            return cls(
                rows,
                _NO_ROWS.astype(np.uint32),
                np.zeros(_BUCKETS + 1, dtype=np.int64),
                none,
                np.zeros(_BUCKETS, np.float32),
            )
        lengths = pc.binary_length(names).to_numpy()
        marked = pc.binary_join_element_wise(_START, names, _END, "")
        grams = _buckets(memoryview(marked.buffers()[2])[: int(lengths.sum()) + 2 * len(names)])
        owners = np.repeat(np.arange(len(names), dtype=np.uint32), lengths + 2)[: len(grams)]
        inside = np.ones(len(grams), dtype=bool)  # a trigram that runs over two names is none
        ends = np.cumsum(lengths + 2)[:-1]
        inside[ends - 1] = inside[ends - 2] = False
        grams, owners = grams[inside], owners[inside]
        order = np.argsort(grams, kind="stable")
        grams, owners = grams[order], owners[order]
        single = np.append(True, (grams[1:] != grams[:-1]) | (owners[1:] != owners[:-1]))
        grams, owners = grams[single], owners[single]
        counts = np.bincount(grams, minlength=_BUCKETS)
        weights = np.log1p(len(names) / np.maximum(counts, 1)).astype(np.float32)
        norms = np.sqrt(np.bincount(owners, weights=(weights**2)[grams], minlength=len(names))).astype(np.float32)
        begins = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(rows, owners, begins, norms, weights)

    def similar(self, text: str, most: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Rows of the names that share most trigrams with ``text``, and their likeness, 0 to 1, best first.

        It is the cosine of trigram weights, where the most frequent trigrams of ``text`` are not looked up.

        Args:
            text: in the strict form.
            most: how many rows.
        """
        grams = np.unique(_buckets(f"{_START}{text}{_END}".encode("ascii", "replace")))
        starts = self.begins[grams]
        counts = self.begins[grams.astype(np.int64) + 1] - starts
        order = np.argsort(counts, kind="stable")
        order = order[(counts[order] > 0) & (np.cumsum(counts[order]) <= max(_POSTINGS, int(counts[order[:3]].sum())))]
        if not len(order):
            return _NO_ROWS, np.zeros(0, dtype=np.float32)
        squares = self.weights[grams].astype(np.float64) ** 2
        length = float(np.sqrt(squares.sum()))
        holders = np.concatenate([self.postings[starts[one] : starts[one] + counts[one]] for one in order])
        dots = np.bincount(holders, weights=np.repeat(squares[order], counts[order]))
        found = np.flatnonzero(dots > _LEAST * length * length)
        scores = (dots[found] / (self.norms[found] * length)).astype(np.float32)
        best = np.lexsort((found, -scores))[:most]
        return self.rows[found[best]], scores[best]

    @property
    def megabytes(self) -> float:
        """Memory of the arrays."""
        return float(sum(getattr(self, one.name).nbytes for one in fields(self))) / 1e6


def _buckets(text: bytes | memoryview) -> NDArray[np.uint16]:
    """The bucket of each trigram of a text, by the place of its first letter."""
    codes = np.frombuffer(text, dtype=np.uint8).astype(np.uint32)
    if len(codes) < 3:
        return np.zeros(0, dtype=np.uint16)
    packed = (codes[:-2] << np.uint32(16)) | (codes[1:-1] << np.uint32(8)) | codes[2:]
    mixed: NDArray[np.uint16] = ((packed * _MIX) >> np.uint32(16)).astype(np.uint16)
    return mixed
