"""Tokens of a text and what the tagger sees of each: spelling, shape, affixes, membership of name and word lists."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from extraction.deidentify.surnames import DOUBLE_SURNAMES, SURE_SURNAMES

WORD_ROWS = 6144
PIECE_ROWS = 8192
FLAG_ROWS = 256
ROWS = WORD_ROWS + PIECE_ROWS + FLAG_ROWS
"""Rows of the embedding table: words, pieces of words, flags."""

FEATURES = 14
"""Most rows that one token draws on; unused places point at row 0, which is zero."""

_PARTED = re.compile(r"(\n|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+|[^\w\s]|_)")
_PARTED_PLAIN = re.compile(r"(\n|[A-Za-z]+|[0-9]+|[^A-Za-z0-9\s])")  # the same, of a text in ASCII
_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER = re.compile(r"[^\u3400-\u9fff]")
_SURNAMES = frozenset(SURE_SURNAMES)
_DOUBLE = frozenset(DOUBLE_SURNAMES.split("|"))
_NO_HAN = "|"
_LONGEST = 24
_LAST_MONTH, _LAST_DAY, _PERCENT = 12, 31, 100
_YEARS = range(1900, 2101)
_THREE_ALIKE = re.compile(r"(.)\1{2,}")
_MARKS = tuple(map(zlib.crc32, (b"p", b"q", b"x", b"y", b"z")))


class Token(NamedTuple):
    """A run of letters, a run of digits, a Chinese character or a mark, at code points ``start`` to ``end``."""

    start: int
    end: int
    key: str


def tokenize(text: str) -> list[Token]:
    """The tokens of a text. The key of a Chinese character holds its neighbours, that of others is their text.

    >>> [one.key for one in tokenize("Mr. Li, 45")]
    ['Mr', '.', 'Li', ',', '45']
    """
    keys, starts, ends = token_keys(text)
    return list(map(Token, starts, ends, keys))


def token_keys(text: str) -> tuple[list[str], list[int], list[int]]:
    """The keys of :func:`tokenize`, where their tokens start and where they end."""
    plain = text.isascii()
    parts = (_PARTED_PLAIN if plain else _PARTED).split(text)
    borders = list(accumulate(map(len, parts)))
    keys, starts, ends = parts[1::2], borders[:-1:2], borders[1::2]
    if not plain and _HAN.search(text):
        beside = f"{_NO_HAN}{_OTHER.sub(_NO_HAN, text)}{_NO_HAN}"
        places = zip(keys, starts, strict=True)
        keys = [beside[at : at + 3] if "\u3400" <= key <= "\u9fff" else key for key, at in places]
    return keys, starts, ends


def is_han(key: str) -> bool:
    """Whether a key is that of a Chinese character."""
    return len(key) == 3 and _HAN.match(key, 1) is not None


def word_hash(word: str, before: int = 0) -> int:
    """The checksum under which a word stands in a list.

    Args:
        before: the checksum of what stands before it, 0 for nothing.
    """
    return zlib.crc32(word.encode("utf-8", "surrogatepass"), before)


@dataclass(frozen=True, slots=True)
class WordLists:
    """Lists of words, in small letters, as checksums.

    Attributes:
        known: words that the tagger was trained on by themselves; others are known by their pieces alone.
        given, surnames, common_surnames: names of people.
        clinical: words of the names of diseases, drugs and genes; pairs of neighbouring characters of Chinese ones.
        ordinary: words that scientific and clinical prose writes in small letters.
        phrases: names of diseases, drugs, genes and findings in which a name of people stands, and those of one long
            word; their words in small letters with a space between, numbers as words of their own.
    """

    known: frozenset[int]
    given: frozenset[int]
    surnames: frozenset[int]
    common_surnames: frozenset[int]
    clinical: frozenset[int]
    ordinary: frozenset[int]
    phrases: frozenset[int] = frozenset()


def features(key: str, lists: WordLists) -> list[int]:
    """Rows of the embedding table for a token; 1 to ``FEATURES`` of them, each from 1 to ``ROWS - 1``."""
    if is_han(key):
        return _han_features(key, lists)
    key = key[:_LONGEST]
    if key[0].isdecimal():
        return [_piece(f"d{_number(key)}"), _flag(0), _piece(f"n{len(key)}")]
    if not key[0].isalpha():
        return [_word(key), _flag(1)]
    lower = key.lower()
    checksum = word_hash(lower)
    rows = [
        _word(lower) if checksum in lists.known else _flag(2),
        _piece(f"s{_shape(key)}"),
        _flag(16 + min(len(key), 15)),
    ]
    rows += [WORD_ROWS + zlib.crc32(part, mark) % PIECE_ROWS for mark, part in _parts(lower)]
    belongs = (lists.given, lists.surnames, lists.common_surnames, lists.clinical, lists.ordinary)
    sets = sum(1 << place for place, one in enumerate(belongs) if checksum in one)
    rows.append(_flag(32 + sets))
    rows.append(_flag(64 + sets + (32 if key[0].isupper() else 0) + (64 if key.isupper() else 0)))
    return rows


def _han_features(key: str, lists: WordLists) -> list[int]:
    before, letter, after = key[0], key[1], key[2]
    surname = (letter in _SURNAMES) + 2 * (letter + after in _DOUBLE) + 4 * (before + letter in _DOUBLE)
    clinical = (word_hash(before + letter) in lists.clinical) + 2 * (word_hash(letter + after) in lists.clinical)
    spelt = (f"u{letter}", f"b{before}{letter}", f"a{letter}{after}", f"t{key}")
    return [_flag(4 + surname), _word(letter), *map(_piece, spelt), _flag(192 + clinical)]


def _parts(lower: str) -> tuple[tuple[int, bytes], ...]:
    """Beginnings and ends of a word, each behind the checksum of the letter that marks it."""
    pieces = (lower[:2], lower[:3], lower[-2:], lower[-3:], lower[-4:])
    return tuple((mark, piece.encode("utf-8", "surrogatepass")) for mark, piece in zip(_MARKS, pieces, strict=True))


def _shape(word: str) -> str:
    """``X`` for capitals, ``x`` for other letters, no more than two alike in a row."""
    if word.islower():
        return "xx"[: len(word)]
    if word[0].isupper() and word[1:].islower():
        return "Xxx"[: len(word)]
    marks = "".join(["X" if letter.isupper() else "x" for letter in word])
    return _THREE_ALIKE.sub(r"\1\1", marks)


def _number(digits: str) -> str:
    if len(digits) > 4:
        return f"long{min(len(digits), 12)}"
    value = int(digits)
    if len(digits) == 4:
        return "year" if value in _YEARS else "four"
    for name, most in (("month", _LAST_MONTH), ("day", _LAST_DAY), ("percent", _PERCENT)):
        if value <= most:
            return f"{name}{len(digits)}"
    return "hundreds"


def _word(word: str) -> int:
    return 1 + word_hash(word) % (WORD_ROWS - 1)


def _piece(piece: str) -> int:
    return WORD_ROWS + word_hash(piece) % PIECE_ROWS


def _flag(number: int) -> int:
    return WORD_ROWS + PIECE_ROWS + number
