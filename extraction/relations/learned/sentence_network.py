"""A piecewise convolutional network over the words around a pair (Zeng et al. 2015, doi:10.18653/v1/D15-1203)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from extraction.relations.learned.sentence_batches import FAR, FLAGS, PIECES, Batch

_LOW = -1e4


@dataclass(frozen=True, slots=True)
class NetworkSize:
    """Widths of the network.

    Attributes:
        words: how many words are known, padding and the unknown one included.
        types: how many types are told apart.
        pretrained: of the pretrained vector of a word.
        embedding: of a word and of a letter n-gram.
        place: of a distance to an entity.
        filters: of the convolution.
        dropout: share of inputs and of pooled features that training leaves out.
    """

    words: int
    types: int
    pretrained: int
    embedding: int = 64
    place: int = 10
    filters: int = 128
    dropout: float = 0.4


class PairNetwork(nn.Module):
    """Words and letters embedded, two distances, convolutions of width 3, maxima before, between and after.

    Input: a :class:`~extraction.relations.learned.sentence_batches.Batch` of ``B`` pairs; output: ``[B, types]``
    logits.
    """

    def __init__(self, size: NetworkSize) -> None:
        super().__init__()
        self.word = nn.Embedding(size.words, size.embedding, padding_idx=0)
        self.piece = nn.Embedding(PIECES, size.embedding, padding_idx=0)
        self.known = nn.Linear(size.pretrained, size.embedding, bias=False)
        self.place = nn.ModuleList(nn.Embedding(2 * FAR + 1, size.place) for _ in range(2))
        width = size.embedding + 2 * size.place
        self.convolution = nn.Conv1d(width, size.filters, 3, padding=1)
        self.attend = nn.Linear(size.filters, 1)
        self.hidden = nn.Linear(size.filters * 4 + 2 * size.embedding + FLAGS, size.filters)
        self.out = nn.Linear(size.filters, size.types)
        self.dropout = nn.Dropout(size.dropout)
        for table in (self.word, self.piece):
            nn.init.normal_(table.weight, std=0.1)
        nn.init.eye_(self.known.weight)

    def forward(self, batch: Batch) -> torch.Tensor:
        """Logits of the types."""
        learnt = self.word(batch.numbers) + _mean(self.piece(batch.pieces), batch.pieces)
        spellings = learnt + self.known(batch.vectors)
        near = [table(batch.places[:, :, end]) for end, table in enumerate(self.place)]
        words = self.dropout(spellings)[batch.words]
        real = (batch.segment != 3).unsqueeze(2)
        inputs = (torch.cat((words, *near), dim=2) * real).transpose(1, 2)
        found = self.convolution(inputs).transpose(1, 2)
        pooled = [_maximum(found, batch.segment == part) for part in range(3)]
        weights = self.attend(torch.tanh(found)).squeeze(2).masked_fill(batch.segment == 3, _LOW).softmax(dim=1)
        pooled.append((weights.unsqueeze(2) * found).sum(dim=1))
        names = _mean(spellings[batch.names], batch.names).flatten(1)
        joined = torch.cat((torch.tanh(torch.cat(pooled, dim=1)), names, batch.flags), dim=1)
        hidden = torch.relu(self.hidden(self.dropout(joined)))
        logits: torch.Tensor = self.out(self.dropout(hidden))
        return logits


def _mean(rows: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
    """Mean over the last dimension of ``numbers``, in which 0 is padding; ``rows`` has one dimension more."""
    real = (numbers != 0).unsqueeze(-1).to(rows.dtype)
    total: torch.Tensor = (rows * real).sum(dim=-2)
    return total / real.sum(dim=-2).clamp(min=1.0)


def _maximum(rows: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    """Maximum over the chosen words: ``[B, L, F]`` and ``[B, L]`` to ``[B, F]``."""
    return rows.masked_fill(~chosen.unsqueeze(2), _LOW).amax(dim=1)
