"""What the vocabulary says of each word: names that it stands in, by category, surely or with reserve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extraction.folding import fold
from extraction.lexicon import Lexicon
from extraction.lexicon_names import Guard
from extraction.recogniser.tokens import Tokens
from kg.schema import Category

_CATEGORIES = (
    Category.DISEASE,
    Category.PHENOTYPIC_FEATURE,
    Category.DRUG,
    Category.CHEMICAL_ENTITY,
    Category.GENE,
    Category.SEQUENCE_VARIANT,
)
_BITS = {str(category): 1 << place for place, category in enumerate(_CATEGORIES)}
_LAYERS, _PLACES = 2, 3
FEATURES = _LAYERS * _PLACES * len(_CATEGORIES)
"""Columns: (free, guarded) names, each as (first, inner, last) word, each in six categories."""
_MOST_KEPT = 200_000


class VocabularyFeatures:
    """Finds the longest vocabulary names over the words of texts.

    Args:
        lexicon: the names.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._bits: dict[str, tuple[int, int]] = {}

    def __call__(self, text: str, tokens: Tokens) -> NDArray[np.float32]:
        """Shape ``[words, FEATURES]`` of zeros and ones."""
        layers: tuple[list[tuple[int, int, int]], ...] = ([], [])
        folded = fold(text)
        for hit in self._lexicon.hits(folded):
            bits = self._bits.get(hit.key)
            if bits is None:
                bits = self._looked_up(hit.key)
            for layer, mask in zip(layers, bits, strict=True):
                if mask:
                    layer.append((hit.start, -hit.end, mask))
        found = np.zeros((len(tokens), _LAYERS, _PLACES, len(_CATEGORIES)), np.float32)
        for number, spans in enumerate(layers):
            chosen = _leftmost_longest(spans)
            if chosen:
                places = [(*folded.original(start, end), mask) for start, end, mask in chosen]
                _mark(found[:, number], np.array(places, np.int64), tokens)
        return found.reshape(len(tokens), FEATURES)

    def _looked_up(self, key: str) -> tuple[int, int]:
        free = guarded = 0
        for one in self._lexicon.candidates(key):
            bit = _BITS.get(one.category, 0)
            if one.guard is Guard.NONE:
                free |= bit
            else:
                guarded |= bit
        if len(self._bits) >= _MOST_KEPT:
            self._bits.clear()
        self._bits[key] = (free, guarded)
        return free, guarded


def _leftmost_longest(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    chosen = []
    done = -1
    for start, minus_end, mask in sorted(spans):
        if start >= done:
            chosen.append((start, -minus_end, mask))
            done = -minus_end
    return chosen


def _mark(found: NDArray[np.float32], spans: NDArray[np.int64], tokens: Tokens) -> None:
    """Marks spans that begin and end with words in ``found``, shape ``[words, places, categories]``."""
    first = np.searchsorted(tokens.starts, spans[:, 0])
    last = np.searchsorted(tokens.ends, spans[:, 1])
    fits = (first <= last) & (last < len(tokens))
    first, last, masks = first[fits], last[fits], spans[fits, 2]
    bits = ((masks[:, None] >> np.arange(len(_CATEGORIES))) & 1).astype(np.float32)
    found[first, 0] = bits
    found[last, 2] = bits
    sizes = last - first + 1
    inner = np.repeat(np.arange(len(first)), sizes)
    within = np.arange(len(inner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    found[first[inner] + within, 1] = bits[inner]
