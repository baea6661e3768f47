"""Hashed character n-grams of words: of one, and of many at once without a Python step for each n-gram."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

NGRAM_BUCKETS = 16_384
_SHORTEST, _LONGEST = 3, 5
_MOST_NGRAMS = 64
_QUICK = 22  # letters of the longest word that never has more n-grams than are kept
_WIDTH = _QUICK + 2
_FULL = np.uint32(0xFFFFFFFF)
_POLYNOMIAL = np.uint32(0xEDB88320)


def _remainders() -> NDArray[np.uint32]:
    """What CRC-32 makes of each byte."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ _POLYNOMIAL, table >> 1).astype(np.uint32)
    return table


_REMAINDERS = _remainders()


def ngrams_of(word: str) -> list[int]:
    """Hashed n-grams of three to five letters of a normalised word, its edges marked; each once, 64 at most."""
    marked = f"<{word}>"
    size = len(marked)
    cuts = [(at, at + length) for length in range(_SHORTEST, _LONGEST + 1) for at in range(max(0, size - length) + 1)]
    grams = dict.fromkeys([marked[start:end].encode("utf-8", "surrogatepass") for start, end in cuts])
    return [1 + number % (NGRAM_BUCKETS - 1) for number in map(crc32, islice(grams, _MOST_NGRAMS))]


def ngram_table(words: Sequence[str]) -> NDArray[np.int64]:
    """What :func:`ngrams_of` gives for each word, shape ``[words, most]``, padded with 0."""
    found = np.zeros((len(words), _MOST_NGRAMS), np.int64)
    quick = [row for row, word in enumerate(words) if 0 < len(word) <= _QUICK and word.isascii()]
    rest = set(range(len(words))).difference(quick)
    if quick:
        hashes, repeats = _windows([words[row] for row in quick])
        places, columns = np.nonzero(hashes)
        counts = np.count_nonzero(hashes, axis=1)
        within = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
        found[np.array(quick)[places], within] = hashes[places, columns]
        rest.update(np.array(quick)[repeats].tolist())
    for row in rest:
        numbers = ngrams_of(words[row])
        found[row] = 0
        found[row, : len(numbers)] = numbers
    return found[:, : max(1, int(np.count_nonzero(found, axis=1).max(initial=0)))]


def _windows(words: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Hashes of all n-grams of short ASCII words, 0 between them, and which words have one n-gram twice."""
    joined = "".join([f"<{word}>".ljust(_WIDTH, "\0") for word in words])
    letters = np.frombuffer(joined.encode(), np.uint8).reshape(-1, _WIDTH)
    sizes = np.fromiter(map(len, words), np.int64, len(words))[:, None] + 2
    state, spelt = np.full(letters.shape, _FULL), np.zeros(letters.shape, np.int64)
    hashes, grams = [], []
    for length in range(1, _LONGEST + 1):
        count = _WIDTH - length + 1  # windows of this length
        last = letters[:, length - 1 :]
        state = _REMAINDERS[(state[:, :count] ^ last) & 0xFF] ^ (state[:, :count] >> 8)
        spelt = spelt[:, :count] << 8 | last
        if length >= _SHORTEST:
            inside = np.arange(count) + length <= sizes
            hashes.append(np.where(inside, 1 + (state ^ _FULL).astype(np.int64) % (NGRAM_BUCKETS - 1), 0))
            grams.append(np.where(inside, spelt | length << 40, -np.arange(count) - length * _WIDTH))
    ordered = np.sort(np.concatenate(grams, 1), axis=1)
    return np.concatenate(hashes, 1), (ordered[:, 1:] == ordered[:, :-1]).any(1)
