"""Training of the network: whole documents a step, one cycle of the learning rate, averaged weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from extraction.learning.task import Advance, silent
from extraction.recogniser.crf import negative_log_likelihood
from extraction.recogniser.labels import allowed_transitions
from extraction.recogniser.network import Network, Shape, TypeBatch, WordBatch
from extraction.recogniser.preparing import Prepared, type_batch, word_batch
from extraction.recogniser.wordtypes import Spellings

_EVERY = 4  # steps between updates of the averages and of the progress


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how to train.

    Attributes:
        epochs: passes over the documents.
        documents: of one step.
        rate: highest learning rate.
        decay: weight decay.
        average: of the running average of the weights.
        unknown: probability that a word's own vector is hidden in a step.
        without_names: probability that a document's vocabulary features are hidden in a step.
        seed: of everything that draws.
    """

    epochs: float = 8
    documents: int = 4
    rate: float = 3e-3
    decay: float = 0.02
    average: float = 0.998
    unknown: float = 0.2
    without_names: float = 0.1
    seed: int = 0


def fit(
    documents: Sequence[Prepared], spellings: Spellings, shape: Shape, schedule: Schedule, advance: Advance = silent
) -> Network:
    """A trained network with averaged weights, in evaluation mode.

    Args:
        documents: prepared with one table of types.
        spellings: of all types of that table, by number.
    """
    generator = np.random.default_rng(schedule.seed)
    torch.manual_seed(schedule.seed)
    network = Network(shape)
    optimizer = torch.optim.AdamW(network.parameters(), lr=schedule.rate, weight_decay=schedule.decay, fused=True)
    per_epoch = -(-len(documents) // schedule.documents)
    steps = max(1, round(schedule.epochs * per_epoch))
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimizer, schedule.rate, total_steps=steps + 1, pct_start=0.15)
    averages = [one.detach().clone() for one in network.parameters()]
    possible = torch.from_numpy(allowed_transitions(shape.tags))
    order = np.empty(0, np.int64)
    network.train()
    for step in range(steps):
        if len(order) < schedule.documents:
            order = np.concatenate((order, generator.permutation(len(documents))))
        chosen, order = order[: schedule.documents], order[schedule.documents :]
        loss = _loss(network, [documents[one] for one in chosen], spellings, possible, schedule, generator)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        cycle.step()
        if step % _EVERY == 0:
            keep = min(schedule.average**_EVERY, (step + 1) / (step + 10 * _EVERY))
            _blend(averages, network, 1 - keep)
            advance("training the recogniser", step, steps)
    with torch.no_grad():
        for average, value in zip(averages, network.parameters(), strict=True):
            value.copy_(average)
    network.eval()
    return network


def _blend(averages: Sequence[Tensor], network: Network, share: float) -> None:
    with torch.no_grad():
        for average, value in zip(averages, network.parameters(), strict=True):
            average.lerp_(value, share)


def _loss(
    network: Network,
    documents: Sequence[Prepared],
    spellings: Spellings,
    possible: Tensor,
    schedule: Schedule,
    generator: np.random.Generator,
) -> Tensor:
    words, distinct, begins = word_batch(documents)
    types = type_batch(spellings, distinct)
    types, words = _hide(types, words, begins, schedule, generator)
    emissions = network(types, words)
    places, allowed = _sequences(documents, begins)
    padded = torch.cat((emissions, emissions.new_zeros(1, emissions.shape[1])))[places]
    loss = negative_log_likelihood(padded, network.transitions, possible, torch.from_numpy(allowed))
    return loss / len(places)


def _hide(
    types: TypeBatch, words: WordBatch, begins: NDArray[np.int64], schedule: Schedule, generator: np.random.Generator
) -> tuple[TypeBatch, WordBatch]:
    shown = torch.from_numpy(generator.random(len(types.words)) >= schedule.unknown)
    hidden = generator.random(len(begins)) < schedule.without_names
    features = words.features
    for number in np.flatnonzero(hidden).tolist():
        end = int(begins[number + 1]) if number + 1 < len(begins) else len(features)
        features[int(begins[number]) : end, :-2] = 0
    return replace(types, words=types.words * shown), words


def _sequences(documents: Sequence[Prepared], begins: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Rows of each sentence's words, padded with -1, shape ``[sentences, steps]``, and their allowed tags."""
    cuts = np.concatenate([one.cuts + begin for one, begin in zip(documents, begins.tolist(), strict=True)])
    sizes = cuts[:, 1] - cuts[:, 0]
    steps = np.arange(int(sizes.max()))
    places = np.where(steps < sizes[:, None], cuts[:, :1] + steps, -1)
    count = documents[0].allowed.shape[1]
    total = int(begins[-1]) + len(documents[-1].tokens)
    everything = np.zeros((total + 1, count), np.bool_)
    everything[:, 0] = True
    for one, begin in zip(documents, begins.tolist(), strict=True):
        everything[begin : begin + len(one.tokens)] = one.allowed
    everything[-1] = False
    everything[-1, 0] = True
    return places, everything[places]
