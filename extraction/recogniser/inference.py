"""The network read out in numpy: word types are encoded once and kept, and many texts go through in one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extraction.recogniser.decoding import Found, decode
from extraction.recogniser.features import features_of, is_remembered, memory_groups
from extraction.recogniser.labels import allowed_transitions
from extraction.recogniser.subwords import Subwords
from extraction.recogniser.tokens import Tokens, TypeTable, joined_tokens
from extraction.recogniser.vocabulary import NameTable, VocabularyFeatures
from extraction.recogniser.wordtypes import AFFIX_BUCKETS, AFFIXES, spell

Floats = NDArray[np.float32]
_PADDING = 8
_ROWS_AT_ONCE = 2048
_BLOCK = 512


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
        width = len(weights.arrays["types.skip.bias"])
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
        grams = arrays["types.ngram.weight"][spelt.ngrams].astype(np.float32)
        present = spelt.ngrams > 0
        means = (grams * present[:, :, None]).sum(1) / np.maximum(present.sum(1), 1)[:, None]
        affixes = arrays["types.affix.weight"][spelt.affixes + np.arange(AFFIXES) * AFFIX_BUCKETS]
        parts = (
            arrays["types.word.weight"][spelt.words],
            means,
            affixes.reshape(len(words), -1),
            arrays["types.shape.weight"][spelt.shapes],
            spelt.subwords,
        )
        joined: Floats = np.concatenate(parts, 1, dtype=np.float32)
        mixed = _relu(joined @ arrays["types.mix.weight"].T + arrays["types.mix.bias"])
        encoded: Floats = mixed @ arrays["types.skip.weight"].T + arrays["types.skip.bias"]
        return encoded


class Read(NamedTuple):
    """What was found in one text: its words, and entities over them."""

    tokens: Tokens
    found: list[Found]


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
        self._features = np.ascontiguousarray(arrays["features.weight"].T)
        self._bias = arrays["features.bias"] + arrays["convention.weight"][convention]
        self._layers = [
            (np.ascontiguousarray(arrays[f"convolutions.{one}.weight"].T), arrays[f"convolutions.{one}.bias"])
            for one in range(len(weights.dilations))
        ]
        self._memory = np.ascontiguousarray(arrays["memory.weight"].T)
        self._possible = allowed_transitions(len(arrays["out.bias"]))

    def read(self, texts: Sequence[str]) -> list[Read]:
        """Reads some texts together; each is a document with a memory of its own."""
        if self._vectors.table.is_full:
            self._begin()
        tokens = [self._vectors.table.tokenize(text) for text in texts]
        emissions, begins = self._emissions(tokens)
        found = decode(emissions, self._weights.arrays["transitions"], self._possible)
        return _by_text(found, tokens, begins)

    def _begin(self) -> None:
        self._vectors = TypeVectors(self._weights)
        self._features_of = VocabularyFeatures(self._names, self._vectors.table)

    def _emissions(self, tokens: Sequence[Tokens]) -> tuple[Floats, NDArray[np.int64]]:
        """Scores ``[all words and padding, tags]``, padding outside, and where each text begins."""
        sizes = np.array([len(one) for one in tokens], np.int64)
        begins = _PADDING + np.concatenate(([0], np.cumsum(sizes + _PADDING)[:-1])).astype(np.int64)
        total = int(begins[-1] + sizes[-1] + _PADDING)
        owners = np.repeat(np.arange(len(tokens)), sizes)
        places = np.arange(len(owners)) + np.repeat(begins - np.cumsum(sizes) + sizes, sizes)
        joined = joined_tokens(tokens)
        vectors, remembered = self._vectors.of(joined.types)
        vectors += features_of(joined, self._features_of) @ self._features
        vectors += self._bias
        hidden = np.zeros((total, vectors.shape[1]), np.float32)
        hidden[places] = _relu(vectors)
        keys = owners * np.int64(len(self._vectors.table)) + joined.types
        groups, count = memory_groups(keys, remembered)
        arrays = self._weights.arrays
        padding = np.ones(total, np.bool_)
        padding[places] = False
        for number, ((kernel, bias), dilation) in enumerate(zip(self._layers, self._weights.dilations, strict=True)):
            mixed = _convolved(hidden, kernel, dilation)
            mixed += bias
            hidden += _relu(mixed)
            if number == 0:
                self._remember(hidden, places, groups, count)
            hidden[padding] = 0
        emissions: Floats = hidden @ arrays["out.weight"].T + arrays["out.bias"]
        emissions[padding] = 0
        emissions[padding, 0] = 100
        return emissions, begins

    def _remember(self, hidden: Floats, places: NDArray[np.int64], groups: NDArray[np.int64], count: int) -> None:
        """Adds to each remembered word what the mean of its places says; the others get what nothing says."""
        memory = np.zeros((count, hidden.shape[1]), np.float32)
        if count > 1:
            again = np.flatnonzero(groups)
            order = again[np.argsort(groups[again], kind="stable")]
            sizes = np.bincount(groups[order], minlength=count)[1:]
            memory[1:] = np.add.reduceat(hidden[places[order]], np.cumsum(sizes) - sizes, axis=0) / sizes[:, None]
        added = _relu(memory @ self._memory + self._weights.arrays["memory.bias"])
        hidden[places] += added[groups]


def _by_text(found: Sequence[Found], tokens: Sequence[Tokens], begins: NDArray[np.int64]) -> list[Read]:
    bounds = np.searchsorted([one.first for one in found], np.append(begins, np.iinfo(np.int64).max)).tolist()
    return [
        Read(one, [Found(first - begin, last - begin, kind, score) for first, last, kind, score in found[low:high]])
        for one, begin, low, high in zip(tokens, begins.tolist(), bounds, bounds[1:], strict=False)
    ]


def _relu(values: Floats) -> Floats:
    return np.maximum(values, 0, out=values)


def _convolved(hidden: Floats, kernel: Floats, dilation: int) -> Floats:
    """A convolution of width three over rows, in blocks that stay in the processor's cache; outside are zeros."""
    size, width = hidden.shape
    out = np.empty_like(hidden)
    padded = np.zeros((size + 2 * dilation, width), np.float32)
    padded[dilation : dilation + size] = hidden
    around = np.empty((_BLOCK, 3 * width), np.float32)
    for start in range(0, size, _BLOCK):
        end = min(size, start + _BLOCK)
        block = around[: end - start]
        for part in range(3):
            block[:, part * width : (part + 1) * width] = padded[start + part * dilation : end + part * dilation]
        np.dot(block, kernel, out=out[start:end])
    return out
