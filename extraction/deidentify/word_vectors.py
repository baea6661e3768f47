"""The words of a text as the tagger knows them: what is known of a word is kept from one text to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from extraction.deidentify.tokens import FEATURES, WordLists, features, is_han, token_keys, word_hash
from extraction.deidentify.weights import Floats, Weights

_FIRST_KEPT, _MOST_KEPT, _MOST_CHUNKS = 4096, 20_000, 40_000
_LONGEST_KEPT = 48  # code points; longer stretches without a blank do not come again

_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "ad ah am an as at be bi by cm do em en ex go ha he hi id if in is it la lb ma me mg my no of oh ok on or pa pi"
        " pm re so to uh um up us vs we",
    )
)


class Read(NamedTuple):
    """A text in tokens.

    Attributes:
        chunks: the text between blanks.
        words: of each of them, the numbers of its tokens' words.
        numbers: shape ``[tokens]``; all of these.
    """

    chunks: list[str]
    words: list[tuple[int, ...]]
    numbers: NDArray[np.intp]

    def places(self, tokens: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
        """Where tokens start and end in the text, in code points.

        Args:
            tokens: ascending.
        """
        counts, lengths = (np.fromiter(map(len, some), np.intp, len(some)) for some in (self.words, self.chunks))
        ends = np.cumsum(counts)
        holding = np.searchsorted(ends, tokens, side="right")
        begins = (np.cumsum(lengths + 1) - lengths - 1)[holding].tolist()
        within = (tokens - ends[holding] + counts[holding]).tolist()
        last = -1
        starts: list[int] = []
        stops: list[int] = []
        for chunk, begin, place in zip(holding.tolist(), begins, within, strict=True):
            if chunk != last:
                _, starts, stops = token_keys(self.chunks[chunk])
                last = chunk
            yield begin + starts[place], begin + stops[place]


class WordVectors:
    """What the tagger's first layer makes of every word that was seen.

    Args:
        weights: of the tagger.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._forget()

    def _forget(self) -> None:
        kernel, _ = self._weights.layers[0]
        self._number: dict[str, int] = {"": 0}  # what stands around a text
        self._chunks: dict[str, tuple[int, ...]] = {}
        self._doubtful = np.zeros(_FIRST_KEPT, dtype=np.bool_)
        self._vectors = np.zeros((len(kernel), _FIRST_KEPT, kernel.shape[2]), dtype=np.float32)

    def read(self, text: str) -> Read:
        """The tokens of a text."""
        if len(self._number) > _MOST_KEPT:
            self._forget()
        chunks = text.split(" ")
        words = list(map(self._chunks.get, chunks))
        if None in words:
            words = self._learnt(chunks, words)
        known = cast("list[tuple[int, ...]]", words)
        return Read(chunks, known, np.fromiter(chain.from_iterable(known), dtype=np.intp))

    def _learnt(self, chunks: Sequence[str], words: Sequence[tuple[int, ...] | None]) -> list[tuple[int, ...] | None]:
        """The words of all chunks; those of short chunks are kept."""
        new = {chunk: token_keys(chunk)[0] for chunk, known in zip(chunks, words, strict=True) if known is None}
        self._remember(chain.from_iterable(new.values()))
        found = {chunk: tuple(map(self._number.__getitem__, keys)) for chunk, keys in new.items()}
        if len(self._chunks) + len(found) > _MOST_CHUNKS:
            self._chunks.clear()
        self._chunks.update((chunk, numbers) for chunk, numbers in found.items() if len(chunk) <= _LONGEST_KEPT)
        return [found[chunk] if known is None else known for chunk, known in zip(chunks, words, strict=True)]

    def numbers(self, keys: Sequence[str]) -> NDArray[np.intp]:
        """The numbers of words, given by their keys."""
        self._remember(keys)
        return np.fromiter(map(self._number.__getitem__, keys), dtype=np.intp, count=len(keys))

    def doubtful(self, numbers: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Which words can begin to be an identifier."""
        return self._doubtful[numbers]

    def near(self, numbers: NDArray[np.intp], at: NDArray[np.intp]) -> Floats:
        """What the first layer makes of words in a row.

        Args:
            numbers: shape ``[words]``.
            at: places among them, shape ``[places]``.

        Returns:
            shape ``[places, width]``.
        """
        before, here, after = self._vectors
        padded = np.zeros(len(numbers) + 2, dtype=np.intp)
        padded[1:-1] = numbers
        found: Floats = here.take(padded.take(at + 1), axis=0)
        found += before.take(padded.take(at), axis=0)
        found += after.take(padded.take(at + 2), axis=0)
        np.maximum(found, 0, out=found)
        return found

    def _remember(self, keys: Iterable[str]) -> None:
        missing = sorted(set(keys).difference(self._number))
        if not missing:
            return
        first, last = len(self._number), len(self._number) + len(missing)
        if last > self._vectors.shape[1]:
            grown = np.zeros((len(self._vectors), 2 * last, self._vectors.shape[2]), dtype=np.float32)
            grown[:, :first] = self._vectors[:, :first]
            self._vectors = grown
            self._doubtful = np.concatenate((self._doubtful[:first], np.zeros(2 * last - first, dtype=np.bool_)))
        lists = self._weights.lists
        kernel, bias = self._weights.layers[0]
        embedded = self._weights.table[rows_of(missing, lists)].sum(axis=1)
        self._vectors[:, first:last] = embedded @ kernel
        self._vectors[1, first:last] += bias
        self._doubtful[first:last] = [is_doubtful(key, lists) for key in missing]
        self._number.update(zip(missing, range(first, last), strict=True))


def rows_of(keys: Sequence[str], lists: WordLists) -> NDArray[np.int64]:
    """Rows of the table for each key, shape ``[keys, FEATURES]``, filled up with 0."""
    rows = np.zeros((len(keys), FEATURES), dtype=np.int64)
    for number, key in enumerate(keys):
        chosen = features(key, lists)
        rows[number, : len(chosen)] = chosen
    return rows


def is_doubtful(key: str, lists: WordLists) -> bool:
    """Whether a word can be an identifier without one beside it: no mark, no word of prose or medicine but a name's."""
    if is_han(key):
        return True
    if not key[0].isalpha():
        return key[0].isalnum()
    checksum = word_hash(key.lower())
    if len(key) <= 2 and key.isupper():
        return checksum not in lists.clinical or len(key) == 1
    if checksum in lists.ordinary and key.islower():
        return len(key) == 2 and key not in _FUNCTION_WORDS  # initials
    known = checksum in lists.ordinary or checksum in lists.clinical
    return not known or checksum in lists.given or checksum in lists.common_surnames
