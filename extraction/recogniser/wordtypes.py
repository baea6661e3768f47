"""What the network sees of a word by itself: its spelling's pieces, its shape, and pretrained subword vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

NGRAM_BUCKETS = 16_384
AFFIX_BUCKETS = 4_096
AFFIXES = 4
SHAPES = 128
_SHORTEST, _LONGEST = 3, 5
_MOST_NGRAMS = 64
_DIGITS = re.compile(r"\d")
_LENGTHS = (1, 2, 3, 4, 6, 9, 13)


@dataclass(frozen=True, slots=True)
class Spellings:
    """The spelling of ``n`` words.

    Attributes:
        words: ``[n]``, the number of the lower-case word among the known ones; 0 when it is unknown.
        ngrams: ``[n, longest]``, hashed character n-grams, padded with 0.
        affixes: ``[n, 4]``, hashed beginnings and ends of three and four letters.
        shapes: ``[n]``, case and length.
        subwords: ``[n, dimensions]``, mean of the pretrained vectors of its pieces.
    """

    words: NDArray[np.int64]
    ngrams: NDArray[np.int64]
    affixes: NDArray[np.int64]
    shapes: NDArray[np.int64]
    subwords: NDArray[np.float32]


def normalised(word: str) -> str:
    """Lower case, all digits alike.

    >>> normalised("IL"), normalised("2013")
    ('il', '0000')
    """
    return _DIGITS.sub("0", word.lower())


def ngrams_of(word: str) -> list[int]:
    """Hashed character n-grams of three to five letters of a normalised word, its edges marked."""
    marked = f"<{word}>"
    size = len(marked)
    cuts = [(at, at + length) for length in range(_SHORTEST, _LONGEST + 1) for at in range(max(0, size - length) + 1)]
    if marked.isascii():
        plain = marked.encode()
        grams = dict.fromkeys([plain[start:end] for start, end in cuts])
    else:
        grams = dict.fromkeys([marked[start:end].encode("utf-8", "surrogatepass") for start, end in cuts])
    return [1 + number % (NGRAM_BUCKETS - 1) for number in map(crc32, islice(grams, _MOST_NGRAMS))]


def affixes_of(word: str) -> tuple[int, int, int, int]:
    """Hashed prefixes and suffixes of three and four letters of a normalised word."""
    parts = (f"p{word[:3]}", f"p{word[:4]}", f"s{word[-3:]}", f"s{word[-4:]}")
    first, second, third, fourth = (_hash(part) % AFFIX_BUCKETS for part in parts)
    return first, second, third, fourth


def shape_of(word: str) -> int:
    """Case and length of a word as a number below :data:`SHAPES`."""
    length = sum(len(word) > one for one in _LENGTHS)
    if not word[:1].isalpha():
        case = 1 if word[:1].isdigit() else 0
    elif word.islower():
        case = 2
    elif word.isupper():
        case = 3
    elif word[:1].isupper() and word[1:].islower():
        case = 4
    elif word[:1].isupper():
        case = 5
    else:
        case = 6 if any(letter.isupper() for letter in word) else 7
    return case * 8 + length + (64 if not word.isascii() else 0)


def spell(words: Sequence[str], known: dict[str, int], subwords: NDArray[np.float32]) -> Spellings:
    """The spellings of some words.

    Args:
        known: numbers of known normalised words, from 1.
        subwords: the pretrained vectors of ``words``.
    """
    lower = [normalised(word) for word in words]
    grams = [ngrams_of(word) for word in lower]
    table = np.zeros((len(words), max(map(len, grams), default=1)), np.int64)
    for row, one in enumerate(grams):
        table[row, : len(one)] = one
    return Spellings(
        np.array([known.get(word, 0) for word in lower], np.int64),
        table,
        np.array([affixes_of(word) for word in lower], np.int64).reshape(-1, AFFIXES),
        np.array([shape_of(word) for word in words], np.int64),
        subwords,
    )


def _hash(piece: str) -> int:
    return crc32(piece.encode("utf-8", "surrogatepass"))
