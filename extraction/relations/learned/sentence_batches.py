"""Pairs as integers for the neural model: a vocabulary, letter n-grams, and batches of similar length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import numpy as np
import torch
from numpy.typing import NDArray

from extraction.recogniser.subwords import Subwords
from extraction.relations.learned.sentence_filters import abbreviates, in_list, same_name
from extraction.relations.learned.sentence_pairs import FIRST, OTHER, SECOND, PairView

PIECES = 8_192
"""Buckets of the letter n-grams."""
PIECES_A_WORD = 10
FAR = 30
"""Words; a distance further than this counts as this."""
FLAGS = 12
"""Length of the vector of facts about a pair."""

_UNKNOWN, _PADDING = 1, 0
_RESERVED = 2
_NAME_WORDS = 6
_Integers = NDArray[np.int64]


class Batch(NamedTuple):
    """Tensors of ``B`` pairs of up to ``L`` words, with ``U`` distinct spellings; spelling 0 is padding.

    Attributes:
        numbers: ``[U]`` numbers of the spellings' words; 0 is padding, 1 an unknown word.
        pieces: ``[U, PIECES_A_WORD]`` numbers of their letter n-grams; 0 is padding.
        vectors: ``[U, WIDTH]`` pretrained vectors of the spellings; zeros for padding and marks.
        words: ``[B, L]`` spellings.
        places: ``[B, L, 2]`` clipped distances to the two entities, from 0 to ``2 * FAR``.
        segment: ``[B, L]`` 0 up to the first entity, 1 between, 2 from the second on, 3 for padding.
        names: ``[B, 2, _NAME_WORDS]`` spellings of the entities' own words.
        flags: ``[B, FLAGS]`` facts about the pair, each 0 to 1.
    """

    numbers: torch.Tensor
    pieces: torch.Tensor
    vectors: torch.Tensor
    words: torch.Tensor
    places: torch.Tensor
    segment: torch.Tensor
    names: torch.Tensor
    flags: torch.Tensor

    def to(self, device: torch.device | str) -> Batch:
        """The same batch on a device."""
        return Batch(*(one.to(device) for one in self))


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The known words by frequency; others share one number and are told apart by their letters."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, views: Iterable[PairView], least: int = 3) -> WordIndex:
        """The words that stand in at least so many different contexts, and the marks of entities."""
        counts = Counter(word for view in views for word in view.words)
        marks = (FIRST, SECOND, OTHER)
        known = sorted(word for word, count in counts.items() if count >= least and word not in marks)
        return cls((*marks, *known))


class Encoded:
    """Views as integers, fit to be drawn in batches again and again.

    Args:
        views: of the pairs.
        index: the known words.
        kinds: types of entities that training has seen, sorted; at most three are told apart.
        pretrained: vectors of word pieces.
    """

    def __init__(self, views: Sequence[PairView], index: WordIndex, kinds: Sequence[str], pretrained: Subwords) -> None:
        known = {word: number for number, word in enumerate(index.words, _RESERVED)}
        spellings: dict[str, int] = {"": 0}
        self._rows = [_numbered(view.words, spellings) for view in views]
        self._ends = [(view.first, view.second) for view in views]
        self._names = np.zeros((len(views), 2, _NAME_WORDS), dtype=np.int64)
        for row, view in enumerate(views):
            for end, text in enumerate(view.texts):
                words = _numbered(text.lower().split()[-_NAME_WORDS:], spellings)
                self._names[row, end, : len(words)] = words
        places = {kind: place for place, kind in enumerate(kinds)}
        self._flags = np.asarray([_flags(view, places) for view in views], dtype=np.float32).reshape(-1, FLAGS)
        self._numbers = np.asarray([known.get(word, _UNKNOWN if word else 0) for word in spellings], dtype=np.int64)
        self._pieces = np.asarray([_pieces(word) for word in spellings], dtype=np.int64)
        marks = ("", FIRST, SECOND, OTHER)
        self._vectors = pretrained.of_words([word if word not in marks else "" for word in spellings])
        self.lengths = np.asarray([len(row) for row in self._rows], dtype=np.int64)

    def batch(self, chosen: _Integers) -> Batch:
        """One batch of the pairs of these numbers."""
        lengths = self.lengths[chosen]
        shape = (len(chosen), int(lengths.max()))
        words = np.zeros(shape, dtype=np.int64)
        for row, number in enumerate(chosen):
            words[row, : lengths[row]] = self._rows[number]
        steps = np.arange(shape[1])
        ends = np.asarray([self._ends[number] for number in chosen], dtype=np.int64)
        places = np.clip(steps[None, :, None] - ends[:, None, :], -FAR, FAR) + FAR
        segment = (steps > ends[:, :1]).astype(np.int64) + (steps >= ends[:, 1:])
        segment[steps[None, :] >= lengths[:, None]] = 3
        together = np.concatenate((np.zeros(1, dtype=np.int64), words.ravel(), self._names[chosen].ravel()))
        distinct, where = np.unique(together, return_inverse=True)
        cut = 1 + words.size
        parts = (
            self._numbers[distinct],
            self._pieces[distinct],
            self._vectors[distinct],
            where[1:cut].reshape(shape),
            places,
            segment,
            where[cut:].reshape(-1, 2, _NAME_WORDS),
            self._flags[chosen],
        )
        return Batch(*(torch.from_numpy(one) for one in parts))

    def order(self, size: int, generator: np.random.Generator | None = None) -> Iterator[_Integers]:
        """Batches of pairs of similar length; shuffled by the generator, or by length alone when it is None."""
        noise = generator.random(len(self.lengths)) * 6 if generator is not None else 0
        ordered = np.argsort(self.lengths + noise, kind="stable")
        starts = np.arange(0, len(ordered), size)
        for start in generator.permutation(starts) if generator is not None else starts:
            yield ordered[start : start + size]


def _numbered(words: Sequence[str], spellings: dict[str, int]) -> list[int]:
    return [spellings.setdefault(word, len(spellings)) for word in words]


def _flags(view: PairView, places: dict[str, int]) -> list[float]:
    kinds = [0.0] * 6
    for end, kind in enumerate(view.types):
        place = places.get(kind, 0)
        if 0 < place <= 3:
            kinds[end * 3 + place - 1] = 1.0
    around = [min(count, 10) / 10 for count in view.around]
    return [*kinds, *around, float(in_list(view)), float(same_name(view) or abbreviates(view)), float(view.turned)]


def _pieces(word: str) -> list[int]:
    """Numbers of a word's letter n-grams of three to five letters, spread evenly when there are too many."""
    if word in ("", FIRST, SECOND, OTHER):
        return [_PADDING] * PIECES_A_WORD
    marked = f"<{word}>"
    grams = [marked[place : place + size] for size in (3, 4, 5) for place in range(len(marked) - size + 1)]
    if len(grams) > PIECES_A_WORD:
        step = len(grams) / PIECES_A_WORD
        grams = [grams[int(place * step)] for place in range(PIECES_A_WORD)]
    numbers = [1 + crc32(gram.encode()) % (PIECES - 1) for gram in grams]
    return numbers + [_PADDING] * (PIECES_A_WORD - len(numbers))
