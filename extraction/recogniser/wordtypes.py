"""What the network sees of a word by itself: its spelling's pieces, its shape, and pretrained subword vectors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from extraction.recogniser.ngrams import ngram_table

AFFIX_BUCKETS = 4_096
AFFIXES = 4
SHAPES = 128
_DIGITS = re.compile(r"\d")
_LENGTHS = (1, 2, 3, 4, 6, 9, 13)
_PREFIX, _SUFFIX = crc32(b"p"), crc32(b"s")


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
    return word.lower() if word.isalpha() else _DIGITS.sub("0", word.lower())


def affixes_of(word: str) -> tuple[int, int, int, int]:
    """Hashed prefixes and suffixes of three and four letters of a normalised word."""
    return (
        _hash(word[:3], _PREFIX) % AFFIX_BUCKETS,
        _hash(word[:4], _PREFIX) % AFFIX_BUCKETS,
        _hash(word[-3:], _SUFFIX) % AFFIX_BUCKETS,
        _hash(word[-4:], _SUFFIX) % AFFIX_BUCKETS,
    )


def shape_of(word: str) -> int:
    """Case and length of a word as a number below :data:`SHAPES`."""
    length = bisect_left(_LENGTHS, len(word))
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
    return Spellings(
        np.array([known.get(word, 0) for word in lower], np.int64),
        ngram_table(lower),
        np.array([affixes_of(word) for word in lower], np.int64).reshape(-1, AFFIXES),
        np.array([shape_of(word) for word in words], np.int64),
        subwords,
    )


def _hash(piece: str, mark: int) -> int:
    return crc32(piece.encode("utf-8", "surrogatepass"), mark)
