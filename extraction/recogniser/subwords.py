"""Pretrained vectors of word pieces, reduced and stored as bytes: a word's vector is the mean of its pieces'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CONTINUED = "##"
_DEVIATION = 0.5


@dataclass(frozen=True, slots=True)
class Subwords:
    """Vectors of word pieces.

    Attributes:
        pieces: number of each piece (``##`` before one that continues a word), as a WordPiece vocabulary has them.
        vectors: ``[pieces, dimensions]``, bytes.
        scale: what a byte is multiplied with.
    """

    pieces: dict[str, int]
    vectors: NDArray[np.int8]
    scale: float

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self.vectors.shape[1])

    @classmethod
    def reduced(cls, pieces: Sequence[str], vectors: NDArray[np.float32], dimensions: int) -> Subwords:
        """Principal components of full vectors; a byte holds four standard deviations, which are made 0.5 long."""
        centred = vectors - vectors.mean(0)
        _, axes = np.linalg.eigh(centred.T @ centred)
        least = centred @ axes[:, ::-1][:, :dimensions]
        spread = least * (127 / (4 * least.std()))
        bytes_ = np.clip(np.round(spread), -127, 127).astype(np.int8)
        return cls({piece: number for number, piece in enumerate(pieces)}, bytes_, _DEVIATION * 4 / 127)

    def of_words(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Shape ``[words, dimensions]``; zeros for a word without known pieces."""
        found = np.zeros((len(words), self.dimensions), np.float32)
        alike: dict[int, tuple[list[int], list[list[int]]]] = {}  # by the number of pieces
        for row, word in enumerate(words):
            numbers = self._split(word.lower())
            rows, pieces = alike.setdefault(len(numbers), ([], []))
            rows.append(row)
            pieces.append(numbers)
        for size, (rows, pieces) in alike.items():
            if size:
                found[rows] = self.vectors[np.array(pieces)].sum(1, dtype=np.float32) / np.float32(size)
        return found * np.float32(self.scale)

    def _split(self, word: str) -> list[int]:
        """Greedy longest pieces from the left, as WordPiece cuts; empty when some letter is unknown."""
        numbers = []
        at = 0
        while at < len(word):
            mark = _CONTINUED if at else ""
            for end in range(len(word), at, -1):
                number = self.pieces.get(mark + word[at:end])
                if number is not None:
                    numbers.append(number)
                    at = end
                    break
            else:
                return []
        return numbers
