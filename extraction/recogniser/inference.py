"""The network read out in numpy: word types are encoded once and kept, and many texts go through in one batch.

What is found in a text does not depend, to the last bit, on what is read with it or was read before it: every product
is exact (:mod:`extraction.recogniser.exact`), and every other sum runs over one word or one text in a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extraction.recogniser.decoding import Decoder
from extraction.recogniser.exact import DoubleProduct, SingleProduct, on_grid
from extraction.recogniser.features import features_of, is_remembered, memory_groups
from extraction.recogniser.labels import OUTSIDE, allowed_transitions
from extraction.recogniser.subwords import Subwords
from extraction.recogniser.tokens import Tokens, TypeTable, joined_tokens
from extraction.recogniser.vocabulary import NameTable, VocabularyFeatures
from extraction.recogniser.wordtypes import AFFIX_BUCKETS, AFFIXES, spell

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_PADDING = 8  # rows between texts; the convolutions reach seven
_ROWS_AT_ONCE = 256  # word types; what is made of their n-grams stays in the processor's cache
_ABOVE_PEAK = 1.4  # of the highest values seen in training, which single batches show
_BLOCK = 256  # rows of a convolution at once: what it works on stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that was learnt.

    Attributes:
        arrays: by the names of the torch network's parameters; tables of embeddings may be half precision.
        words: known normalised words, in order of their numbers from 1.
        types: of entities.
        conventions: names of the conventions.
        dilations: of the convolutions.
        subwords: pretrained vectors; None when it was trained without.
    """

    arrays: dict[str, NDArray[np.float32]]
    words: tuple[str, ...]
    types: tuple[str, ...]
    conventions: tuple[str, ...]
    dilations: tuple[int, ...]
    subwords: Subwords | None


class TypeVectors:
    """Vectors of word types, encoded when first met."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._known = {word: number for number, word in enumerate(weights.words, 1)}
        self.table = TypeTable()
        arrays = weights.arrays
        width = len(arrays["types.skip.bias"])
        self._ngrams = on_grid(arrays["types.ngram.weight"])
        self._ngrams[0] = 0  # where a word has no further n-gram
        self._mix = DoubleProduct(arrays["types.mix.weight"], arrays["types.mix.bias"])
        self._skip = DoubleProduct(arrays["types.skip.weight"], arrays["types.skip.bias"])
        self._rows = np.zeros((4096, width), np.float32)
        self._remembered = np.zeros(4096, np.bool_)
        self._filled = 1

    def of(self, types: NDArray[np.int32]) -> tuple[Floats, NDArray[np.bool_]]:
        """Vectors ``[n, width]`` of numbered types, and whether each takes part in the memory."""
        if len(self.table) > self._filled:
            self._fill()
        return self._rows[types], self._remembered[types]

    def _fill(self) -> None:
        size = len(self.table)
        if size > len(self._rows):
            grown = max(size, 2 * len(self._rows))
            more = np.zeros((grown - len(self._rows), self._rows.shape[1]), np.float32)
            self._rows = np.concatenate((self._rows, more))
            self._remembered = np.concatenate((self._remembered, np.zeros(len(more), np.bool_)))
        for begin in range(self._filled, size, _ROWS_AT_ONCE):
            words = self.table.words[begin : min(size, begin + _ROWS_AT_ONCE)]
            self._rows[begin : begin + len(words)] = self._encoded(words)
            self._remembered[begin : begin + len(words)] = is_remembered(words)
        self._filled = size

    def _encoded(self, words: Sequence[str]) -> Floats:
        arrays = self._weights.arrays
        pieces = self._weights.subwords
        vectors = pieces.of_words(words) if pieces is not None else np.zeros((len(words), 0), np.float32)
        spelt = spell(words, self._known, vectors)
        present = np.count_nonzero(spelt.ngrams, axis=1)
        means = self._ngrams[spelt.ngrams].sum(1) / np.maximum(present, 1)[:, None]
        affixes = arrays["types.affix.weight"][spelt.affixes + np.arange(AFFIXES) * AFFIX_BUCKETS]
        parts = (
            arrays["types.word.weight"][spelt.words],
            means,
            affixes.reshape(len(words), -1),
            arrays["types.shape.weight"][spelt.shapes],
            spelt.subwords,
        )
        mixed = self._mix(np.concatenate(parts, 1, dtype=np.float32))
        return on_grid(self._skip(np.maximum(mixed, 0)))


class Read(NamedTuple):
    """Entities of one text, over its words: first word, last word (included), number of the type, score."""

    tokens: Tokens
    found: list[tuple[int, int, int, float]]


class _Row(NamedTuple):
    """The words of all texts in one row, padding before, between and after them.

    Attributes:
        total: rows.
        begins, sizes: first row and number of words of each text.
        places: rows of all words.
        padding: the other rows.
        owners: text of each word.
    """

    total: int
    begins: Ints
    sizes: Ints
    places: Ints
    padding: Ints
    owners: Ints


class Reader:
    """Reads texts with learnt weights.

    Args:
        weights: of a trained network.
        names: the vocabulary that it was trained with, or a newer one.
        convention: number of the convention to answer in.
    """

    def __init__(self, weights: Weights, names: NameTable, convention: int = 0) -> None:
        self._weights = weights
        self._names = names
        self._begin()
        arrays = weights.arrays
        self._features = np.ascontiguousarray(on_grid(arrays["features.weight"]).T)
        self._bias = arrays["features.bias"] + arrays["convention.weight"][convention]
        *peaks, memory, out = (_ABOVE_PEAK * max(float(one), 1.0) for one in arrays["peaks"])
        self._layers = [
            (SingleProduct(arrays[f"convolutions.{one}.weight"], arrays[f"convolutions.{one}.bias"], peak), dilation)
            for one, (peak, dilation) in enumerate(zip(peaks, weights.dilations, strict=True))
        ]
        width = len(self._bias)
        self._middles = [layer.of_columns(width, 2 * width) for layer, _ in self._layers]
        self._memory = SingleProduct(arrays["memory.weight"], arrays["memory.bias"], memory)
        self._out = SingleProduct(arrays["out.weight"], arrays["out.bias"], out)
        self._decoder = Decoder(arrays["transitions"], allowed_transitions(len(arrays["out.bias"])))

    def read(self, texts: Sequence[str]) -> list[Read]:
        """Reads some texts together; each is a document with a memory of its own."""
        if self._vectors.table.is_full:
            self._begin()
        tokens = [self._vectors.table.tokenize(text) for text in texts]
        row = _in_a_row(np.array([len(one) for one in tokens], np.int64))
        if not len(row.places):
            return [Read(one, []) for one in tokens]
        found = self._decoder(self._emissions(joined_tokens(tokens), row), row.begins, row.sizes)
        bounds = np.searchsorted(found.firsts, np.append(row.begins, row.total)).tolist()
        owners = np.repeat(row.begins, np.diff(bounds))
        columns = (found.firsts - owners, found.lasts - owners, found.types, found.scores)
        every = list(zip(*(one.tolist() for one in columns), strict=True))
        return [Read(one, every[low:high]) for one, low, high in zip(tokens, bounds, bounds[1:], strict=False)]

    def alone(self, words: Sequence[str]) -> Floats:
        """By how much each word scores more in an entity than outside, read by itself and without the vocabulary."""
        if self._vectors.table.is_full:
            self._begin()
        vectors, _ = self._vectors.of(self._vectors.table.numbers(words))
        vectors += self._bias
        hidden = np.maximum(vectors, 0, out=vectors)
        for number, layer in enumerate(self._middles):
            hidden += np.maximum(layer(layer.whole(hidden)), 0)
            if number == 0:
                hidden += np.maximum(self._memory(np.zeros((1, hidden.shape[1]), np.float32)), 0)
        tags = self._out(self._out.whole(hidden, out=hidden))
        found: Floats = tags[:, 1:].max(1) - tags[:, OUTSIDE]
        return found

    def _begin(self) -> None:
        self._vectors = TypeVectors(self._weights)
        self._features_of = VocabularyFeatures(self._names, self._vectors.table)

    def _emissions(self, words: Tokens, row: _Row) -> Floats:
        """Scores ``[rows, tags]``."""
        vectors, remembered = self._vectors.of(words.types)
        vectors += features_of(words, self._features_of) @ self._features
        keys = row.owners * np.int64(len(self._vectors.table)) + words.types
        return self._scores(vectors, row, *memory_groups(keys, remembered))

    def _scores(self, vectors: Floats, row: _Row, groups: Ints, count: int) -> Floats:
        """Scores ``[rows, tags]`` of words with these vectors, of which some stand together in the memory."""
        vectors += self._bias
        hidden = np.zeros((row.total, vectors.shape[1]), np.float32)
        hidden[row.places] = np.maximum(vectors, 0, out=vectors)
        for number, (layer, dilation) in enumerate(self._layers):
            _convolve(hidden, layer, dilation)
            if number == 0:
                self._remember(hidden, row.places, groups, count)
            hidden[row.padding] = 0
        return self._out(self._out.whole(hidden, out=hidden))

    def _remember(self, hidden: Floats, places: Ints, groups: Ints, count: int) -> None:
        """Adds to each remembered word what the mean of its places says; the others get what nothing says."""
        memory = np.zeros((count, hidden.shape[1]), np.float32)
        if count > 1:
            again = np.flatnonzero(groups)
            order = again[np.argsort(groups[again], kind="stable")]
            sizes = np.bincount(groups[order], minlength=count)[1:]
            sums = np.add.reduceat(self._memory.whole(hidden[places[order]]), np.cumsum(sizes) - sizes, axis=0)
            memory[1:] = np.rint(sums / sizes[:, None].astype(np.float32))
        added = self._memory(memory)
        hidden[places] += np.maximum(added, 0, out=added)[groups]


def _in_a_row(sizes: Ints) -> _Row:
    begins = _PADDING + np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes + _PADDING)))
    total = int(begins[-1])
    begins = begins[:-1]
    owners = np.repeat(np.arange(len(sizes)), sizes)
    places = np.arange(len(owners)) + (begins - np.cumsum(sizes) + sizes)[owners]
    free = np.ones(total, np.bool_)
    free[places] = False
    return _Row(total, begins, sizes, places, np.flatnonzero(free), owners)


def _convolve(hidden: Floats, layer: SingleProduct, dilation: int) -> None:
    """Adds to each row what a convolution of width three says, outside are zeros."""
    size, width = hidden.shape
    steps = np.zeros((size + 2 * dilation, width), np.float32)
    layer.whole(hidden, out=steps[dilation : dilation + size])
    around = np.empty((_BLOCK, 3 * width), np.float32)
    mixed = np.empty((_BLOCK, width), np.float32)
    for start in range(0, size, _BLOCK):
        end = min(size, start + _BLOCK)
        block = around[: end - start]
        for part in range(3):
            block[:, part * width : (part + 1) * width] = steps[start + part * dilation : end + part * dilation]
        added = layer(block, out=mixed[: end - start])
        hidden[start:end] += np.maximum(added, 0, out=added)
