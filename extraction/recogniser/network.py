"""The network: a vector a word type, vocabulary features a word, dilated convolutions, and a memory of the document.

The memory is the mean, over all places of the same word in the document, of the vectors after the first convolution:
what is plain at one place (where an abbreviation is defined) is known at the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from extraction.recogniser.ngrams import NGRAM_BUCKETS
from extraction.recogniser.wordtypes import AFFIX_BUCKETS, AFFIXES, SHAPES

GAP = 16
"""Padding words between documents of a batch: more than the convolutions reach on one side."""
_FORGETS = 0.99


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network.

    Attributes:
        tags, conventions: of the training set.
        known_words: number of known words.
        features: columns of the vocabulary's features and the gaps.
        subwords: dimensions of the pretrained vectors; 0 to leave them out.
        width: of the hidden layers.
        dilations: one convolution of width three each.
        word, ngram, affix, shape: dimensions of the embeddings of a word's spelling.
        mixed: of the hidden layer of the type encoder, which costs nothing when a word is met again.
    """

    tags: int
    conventions: int
    known_words: int
    features: int
    subwords: int = 64
    width: int = 96
    dilations: tuple[int, ...] = (1, 2, 4)
    word: int = 64
    ngram: int = 64
    affix: int = 16
    shape: int = 16
    mixed: int = 256


@dataclass(frozen=True, slots=True)
class TypeBatch:
    """Spellings of the distinct words of a batch as tensors, see :class:`extraction.recogniser.wordtypes.Spellings`."""

    words: Tensor
    ngrams: Tensor
    affixes: Tensor
    shapes: Tensor
    subwords: Tensor


@dataclass(frozen=True, slots=True)
class WordBatch:
    """The words of some documents in one row, :data:`GAP` padding words around each.

    Attributes:
        rows: ``[n]``, rows of the :class:`TypeBatch`.
        features: ``[n, features]``.
        conventions: ``[n]``.
        real: ``[n, 1]``, 0 for padding.
        groups: ``[n]``, number of the pair (document, word type); 0 for words without memory.
        group_count: how many there are, number 0 included.
    """

    rows: Tensor
    features: Tensor
    conventions: Tensor
    real: Tensor
    groups: Tensor
    group_count: int


class TypeEncoder(nn.Module):
    """A vector for each word type."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.word = nn.Embedding(shape.known_words + 1, shape.word)
        self.ngram = nn.EmbeddingBag(NGRAM_BUCKETS, shape.ngram, mode="mean", padding_idx=0)
        self.affix = nn.Embedding(AFFIX_BUCKETS * AFFIXES, shape.affix)
        self.shape = nn.Embedding(SHAPES, shape.shape)
        for table, scale in ((self.word, 0.3), (self.ngram, 0.6), (self.affix, 0.3), (self.shape, 0.3)):
            nn.init.normal_(table.weight, 0, scale)
        size = shape.word + shape.ngram + shape.affix * AFFIXES + shape.shape + shape.subwords
        self.mix = nn.Linear(size, shape.mixed)
        self.skip = nn.Linear(shape.mixed, shape.width)
        self.dropout = nn.Dropout(0.3)
        self.uses_subwords = shape.subwords > 0

    def forward(self, types: TypeBatch) -> Tensor:
        """Shape ``[types, width]``."""
        places = torch.arange(AFFIXES) * AFFIX_BUCKETS
        parts = [
            self.word(types.words),
            self.ngram(types.ngrams),
            self.affix(types.affixes + places).flatten(1),
            self.shape(types.shapes),
        ]
        if self.uses_subwords:
            parts.append(types.subwords)
        mixed: Tensor = functional.relu(self.mix(self.dropout(torch.cat(parts, 1))))
        out: Tensor = self.skip(self.dropout(mixed))
        return out


class Network(nn.Module):
    """Emission scores of tags for words.

    The buffer ``peaks`` holds the highest values that lately went into the convolutions, the memory and the output.
    """

    peaks: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.types = TypeEncoder(shape)
        self.features = nn.Linear(shape.features, width)
        self.convention = nn.Embedding(shape.conventions, width)
        nn.init.zeros_(self.convention.weight)
        self.convolutions = nn.ModuleList(nn.Linear(3 * width, width) for _ in shape.dilations)
        self.memory = nn.Linear(width, width)
        self.out = nn.Linear(width, shape.tags)
        self.transitions = nn.Parameter(torch.zeros(shape.tags, shape.tags))
        self.dropout = nn.Dropout(0.3)
        self.register_buffer("peaks", torch.zeros(len(shape.dilations) + 2))

    def forward(self, types: TypeBatch, words: WordBatch) -> Tensor:
        """Shape ``[words, tags]``."""
        vectors = self.types(types)[words.rows] + self.features(words.features) + self.convention(words.conventions)
        hidden = functional.relu(vectors) * words.real
        memory, out = len(self.peaks) - 2, len(self.peaks) - 1
        for number, (layer, dilation) in enumerate(zip(self.convolutions, self.shape.dilations, strict=True)):
            self._peak(number, hidden)
            hidden = (hidden + functional.relu(layer(_around(self.dropout(hidden), dilation)))) * words.real
            if number == 0:
                self._peak(memory, hidden)
                hidden = hidden + functional.relu(self.memory(self.dropout(_recalled(hidden, words)))) * words.real
        self._peak(out, hidden)
        scores: Tensor = self.out(self.dropout(hidden))
        return scores

    def _peak(self, place: int, hidden: Tensor) -> None:
        if self.training:
            self.peaks[place] = torch.maximum(self.peaks[place] * _FORGETS, hidden.detach().amax())


def _around(hidden: Tensor, dilation: int) -> Tensor:
    """Each row with those ``dilation`` before and after it, shape ``[n, 3 * width]``."""
    padded = functional.pad(hidden, (0, 0, dilation, dilation))
    size = len(hidden)
    return torch.cat((padded[:size], hidden, padded[2 * dilation :]), 1)


def _recalled(hidden: Tensor, words: WordBatch) -> Tensor:
    sums = hidden.new_zeros(words.group_count, hidden.shape[1]).index_add_(0, words.groups, hidden)
    counts = torch.bincount(words.groups, minlength=words.group_count).clamp_min(1).unsqueeze(1)
    means = sums / counts
    means[0] = 0
    return means[words.groups]
