"""Words with offsets: cut at spaces, punctuation, and where letters meet digits; annotated spans begin and end there.

Every code point of a text belongs to exactly one piece, so offsets are the running sum of the pieces' lengths.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

_PIECES = re.compile(r"\s+|[^\W\d_]+|\d+|[^\w\s]|_")
_LONGEST_KEY = 64
_MOST_TYPES = 400_000
_UNKNOWN, _SPACE, _BREAK = -1, -2, -3

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text; the arrays have one entry a word.

    Attributes:
        starts, ends: code points, end excluded.
        types: numbers of the word types in a :class:`TypeTable`.
        gaps: 0 directly after the word before, 1 after white space, 2 after a line break or at the start.
    """

    starts: Ints
    ends: Ints
    types: Ints
    gaps: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.types)


def joined_tokens(parts: Sequence[Tokens]) -> Tokens:
    """The words of several texts in one row; offsets stay those of each text, and each text begins after a break."""
    starts, ends, types = (
        np.concatenate([getattr(one, name) for one in parts]) for name in ("starts", "ends", "types")
    )
    return Tokens(starts, ends, types, np.concatenate([one.gaps for one in parts]))


class TypeTable:
    """Numbers the distinct words that it has met, in order of appearance; number 0 is reserved for padding.

    Attributes:
        words: by number. Very long ones are kept by their two ends.
    """

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.words)

    @property
    def is_full(self) -> bool:
        """Whether a new table should be begun, so that memory stays flat over any number of texts."""
        return len(self.words) > _MOST_TYPES

    def tokenize(self, text: str) -> Tokens:
        """Cuts a text; new words get the next numbers.

        >>> table = TypeTable()
        >>> tokens = table.tokenize("IL-2 (5mg)")
        >>> [table.words[one] for one in tokens.types], tokens.starts.tolist()
        (['IL', '-', '2', '(', '5', 'mg', ')'], [0, 2, 3, 5, 6, 7, 9])
        """
        pieces = _PIECES.findall(text)
        numbers = self._numbers
        types = np.fromiter(map(numbers.get, pieces, repeat(_UNKNOWN)), np.int32, len(pieces))
        for place in np.flatnonzero(types == _UNKNOWN).tolist():
            types[place] = self._number(pieces[place])
        lengths = np.fromiter(map(len, pieces), np.int32, len(pieces))
        ends = np.cumsum(lengths, dtype=np.int32)
        gaps = np.full(len(pieces), 2, np.int8)
        gaps[1:] = np.clip(_UNKNOWN - types[:-1], 0, 2)
        words = types > 0
        return Tokens((ends - lengths)[words], ends[words], types[words], gaps[words])

    def numbers(self, words: Sequence[str]) -> Ints:
        """The numbers of some words, each a single piece; new words get the next numbers."""
        return np.array([self._number(word) for word in words], np.int32)

    def _number(self, piece: str) -> int:
        known = self._numbers.get(piece)
        if known is not None:
            return known
        if piece.isspace():
            number = _BREAK if "\n" in piece or "\r" in piece else _SPACE
        else:
            number = len(self.words)
            self.words.append(
                piece if len(piece) <= _LONGEST_KEY else piece[: _LONGEST_KEY // 2] + piece[-_LONGEST_KEY // 2 :]
            )
        if len(piece) <= _LONGEST_KEY:
            self._numbers[piece] = number
        return number
