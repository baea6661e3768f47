"""What is known of the words of a document beside their spelling; shared by training and reading."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.recogniser import vocabulary
from extraction.recogniser.tokens import Tokens
from extraction.recogniser.vocabulary import VocabularyFeatures

_GAPS = 2
FEATURES = vocabulary.FEATURES + _GAPS
"""Columns: the vocabulary's, then two for white space."""


def features_of(tokens: Tokens, names: VocabularyFeatures) -> NDArray[np.float32]:
    """Shape ``[words, FEATURES]``: the vocabulary's columns, then whether white space or a line break stands before."""
    gaps = np.stack((tokens.gaps >= 1, tokens.gaps == 2), 1).astype(np.float32)
    return np.concatenate((names(tokens), gaps), 1)


def is_remembered(words: Sequence[str]) -> NDArray[np.bool_]:
    """Which word types take part in the memory of a document: those of two letters and more."""
    return np.array([len(word) > 1 and word[0].isalpha() for word in words], np.bool_)


def memory_groups(keys: NDArray[np.int64], remembered: NDArray[np.bool_]) -> tuple[NDArray[np.int64], int]:
    """Numbers the keys that stand at two remembered places or more, from 1; 0 for all other places."""
    groups = np.zeros(len(keys), np.int64)
    places = np.flatnonzero(remembered)
    _, inverse, counts = np.unique(keys[places], return_inverse=True, return_counts=True)
    again = counts > 1
    numbers = np.where(again, np.cumsum(again), 0)
    groups[places] = numbers[inverse]
    return groups, int(again.sum()) + 1
