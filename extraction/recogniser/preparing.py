"""Documents as the network reads them: words, features, tags, and batches of whole documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from extraction.corpora.records import AnnotatedDocument
from extraction.recogniser.features import FEATURES, features_of, is_remembered, memory_groups
from extraction.recogniser.labels import BEGIN, OUTSIDE, SINGLE, Convention, tag_count, tags_of
from extraction.recogniser.network import GAP, TypeBatch, WordBatch
from extraction.recogniser.tokens import Tokens, TypeTable
from extraction.recogniser.vocabulary import VocabularyFeatures
from extraction.recogniser.wordtypes import Spellings
from kg.results import Dropped

_LONGEST_SEQUENCE = 96
_ENDS = frozenset((".", "?", "!", ";", ":"))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document for training.

    Attributes:
        tokens: its words.
        features: ``[words, FEATURES]``.
        tags: gold tags.
        allowed: ``[words, tags]``, tags that the annotation permits under the document's convention.
        cuts: ``[sequences, 2]``, first word and end of sentences; no entity runs over a cut.
        convention: its number.
        remembered: ``[words]``, whether the word takes part in the document's memory.
    """

    tokens: Tokens
    features: NDArray[np.float32]
    tags: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    cuts: NDArray[np.int64]
    convention: int
    remembered: NDArray[np.bool_]


def prepare(
    document: AnnotatedDocument,
    convention: tuple[int, Convention],
    types: Sequence[str],
    table: TypeTable,
    names: VocabularyFeatures,
) -> tuple[Prepared, tuple[Dropped, ...]]:
    """Prepares a document; also returns the annotations that could not be used.

    Args:
        convention: its number, and what it says.
        types: of the model.
        table, names: of the training set; ``names`` reads the words of ``table``.
    """
    tokens = table.tokenize(document.text)
    tags, dropped = tags_of(document, tokens, types)
    count = tag_count(types)
    allowed = np.zeros((len(tags), count), np.bool_)
    allowed[np.arange(len(tags)), tags] = True
    unmarked = [number for number, one in enumerate(types) if one not in convention[1].types]
    for number in unmarked:
        allowed[tags == OUTSIDE, 1 + 4 * number : 5 + 4 * number] = True
    words = [table.words[one] for one in tokens.types.tolist()]
    features = features_of(tokens, names)
    cuts = _cuts(words, tokens, tags)
    return Prepared(tokens, features, tags, allowed, cuts, convention[0], is_remembered(words)), dropped


def _cuts(words: Sequence[str], tokens: Tokens, tags: NDArray[np.int64]) -> NDArray[np.int64]:
    free = np.append((tags == OUTSIDE) | ((tags - 1) % 4 == BEGIN) | ((tags - 1) % 4 == SINGLE), True)
    starts = [0]
    for at in range(1, len(words)):
        size = at - starts[-1]
        ends = (words[at - 1] in _ENDS and tokens.gaps[at] > 0) or tokens.gaps[at] == 2 or size >= _LONGEST_SEQUENCE
        if ends and free[at]:
            starts.append(at)
    return np.stack((starts, [*starts[1:], len(words)]), 1).astype(np.int64)


def type_batch(spellings: Spellings, numbers: NDArray[np.int64]) -> TypeBatch:
    """The spellings of some types as tensors."""
    grams = spellings.ngrams[numbers]
    grams = grams[:, : max(1, int((grams > 0).sum(1).max(initial=0)))]
    parts = (spellings.words, None, spellings.affixes, spellings.shapes, spellings.subwords)
    words, _, affixes, shapes, subwords = (torch.from_numpy(one[numbers]) if one is not None else None for one in parts)
    assert words is not None and affixes is not None and shapes is not None and subwords is not None
    return TypeBatch(words, torch.from_numpy(grams), affixes, shapes, subwords)


def word_batch(documents: Sequence[Prepared]) -> tuple[WordBatch, NDArray[np.int64], NDArray[np.int64]]:
    """Documents in one row.

    Returns:
        The batch; the distinct word types that its rows refer to; where each document begins in the row.
    """
    sizes = np.array([len(one.tokens) for one in documents])
    begins = GAP + np.concatenate(([0], np.cumsum(sizes + GAP)[:-1])).astype(np.int64)
    total = int(begins[-1] + sizes[-1] + GAP)
    types = np.zeros(total, np.int64)
    features = np.zeros((total, FEATURES), np.float32)
    conventions = np.zeros(total, np.int64)
    owners = np.full(total, -1, np.int64)
    remembered = np.zeros(total, np.bool_)
    for number, (begin, one) in enumerate(zip(begins.tolist(), documents, strict=True)):
        here = slice(begin, begin + len(one.tokens))
        types[here] = one.tokens.types
        features[here] = one.features
        conventions[here] = one.convention
        owners[here] = number
        remembered[here] = one.remembered
    distinct, rows = np.unique(types, return_inverse=True)
    groups, count = memory_groups(owners * len(distinct) + rows, remembered)
    batch = WordBatch(
        torch.from_numpy(rows),
        torch.from_numpy(features),
        torch.from_numpy(conventions),
        torch.from_numpy((owners >= 0).astype(np.float32)[:, None]),
        torch.from_numpy(groups),
        count,
    )
    return batch, distinct, begins
