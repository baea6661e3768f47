"""Hashed words of a text: words, pairs, first words, and the length."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

BUCKETS = 1 << 16
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_OPENING = 3
_LONGEST = 12
_READ = 20_000  # code points; a section's start says which it is


def features(text: str) -> Iterator[str]:
    """All features of a text, repeated as often as they stand in it; numbers are one word.

    >>> sorted(set(features("No rash.")))[:4]
    ['^ no', '^ no rash', '^ no rash .', 'b no rash']
    """
    words = ["0" if one.isdigit() else one for one in _WORD.findall(text[:_READ].lower())]
    yield from (f"w {one}" for one in words)
    yield from (f"b {one} {other}" for one, other in pairwise(words))
    yield from (f"^ {' '.join(words[:count])}" for count in range(1, min(_OPENING, len(words)) + 1))
    yield f"l {min(_LONGEST, int(2 * np.log2(len(words) + 1)))}"


def hashed(texts: Iterable[str]) -> sp.csr_matrix:
    """Shape ``[texts, BUCKETS]``: 1 + log of how often a bucket's features stand in the text."""
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        counts = Counter(zlib.crc32(one.encode("utf-8")) % BUCKETS for one in features(text))
        places += counts.keys()
        values += (1.0 + np.log(one) for one in counts.values())
        ends.append(len(places))
    data = (np.asarray(values, dtype=np.float64), np.asarray(places, dtype=np.int64), np.asarray(ends, dtype=np.int64))
    return sp.csr_matrix(data, shape=(len(ends) - 1, BUCKETS))


def weighted(counts: sp.csr_matrix, rarity: NDArray[np.float64]) -> sp.csr_matrix:
    """The rows times each bucket's rarity, at unit length."""
    rows = counts @ sp.diags(rarity)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sp.diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ rows


def rarity_of(counts: sp.csr_matrix) -> NDArray[np.float64]:
    """Shape ``[BUCKETS]``: the inverse document frequency, at least 1."""
    documents = np.bincount(counts.indices, minlength=BUCKETS)
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + documents)) + 1.0)
