"""Training the reranker: listwise softmax over candidates, each document's own aliases taken off."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.learning.task import Advance, silent
from extraction.linking.aliases import Aliases
from extraction.linking.candidates import CandidateFinder
from extraction.linking.features import NAMES, Choices, Describer
from extraction.linking.places import kind_of, places_of
from extraction.linking.reranker import Weights, averaged, chances

UNITS = 32
EPOCHS = 12
MEMBERS = 3
"""Networks that are trained from different first weights; their mean score counts, which steadies it."""

_BATCH = 256
_RATE = 3e-3
_DECAY = 1e-4
_RETIRED_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A mention's candidates and the right ones among them; the last place is "no link".

    Attributes:
        choices: the candidates.
        right: shape ``[candidates + 1]``; "no link" is right where no candidate is.
        unlinked: the corpus itself gives no identifier.
    """

    choices: Choices
    right: NDArray[np.bool_]
    unlinked: bool


def collect_aliases(documents: Sequence[AnnotatedDocument], finder: CandidateFinder) -> tuple[Aliases, list[Aliases]]:
    """Aliases of all documents, and of each alone."""
    known = finder.concepts.by_identifier()
    retired = _retired(documents, finder, known)
    every = Aliases()
    every.retired = retired
    single = []
    for document in documents:
        own = Aliases()
        long = {entity.id: place.expansion for entity, place in places_of(document)}
        for entity in document.entities:
            kind = kind_of(entity.type)
            for concept in _concepts(entity, known, retired) if kind and len(entity.identifiers) == 1 else ():
                for text in dict.fromkeys(filter(None, (entity.text, long.get(entity.id, "")))):
                    own.add(kind, text, concept)
                    every.add(kind, text, concept)
        single.append(own)
    return every, single


def examples_of(
    documents: Sequence[AnnotatedDocument], describer: Describer, finder: CandidateFinder, aliases: Aliases,
    single: Sequence[Aliases] | None,
) -> list[Example]:  # fmt: skip
    """The candidates of every gold mention with the right ones marked.

    Args:
        documents: with gold identifiers.
        describer: makes the features.
        finder: of candidates.
        aliases: of training.
        single: each document's share in ``aliases``, when the documents are those of training.
    """
    known = finder.concepts.by_identifier()
    found = []
    for at, document in enumerate(documents):
        pairs = places_of(document)
        choices = describer.describe([place for _, place in pairs], document.text, single[at] if single else None)
        for (entity, _), one in zip(pairs, choices, strict=True):
            meant = set(_concepts(entity, known, aliases.retired))
            right = np.array([*(concept in meant for concept in one.concepts), False])
            if not right.any():
                right[-1] = True
            found.append(Example(one, right, not entity.identifiers))
    return found


def fit(examples: Sequence[Example], seed: int, budget: float = 1.0, advance: Advance = silent) -> Weights:
    """Trains the networks on one thread.

    Args:
        examples: at least one.
        seed: of the first weights and of the order.
        budget: multiplies the epochs.
        advance: is told of each network.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        members = []
        for member in range(MEMBERS):
            members.append(_fit_one(examples, seed * MEMBERS + member, max(1, round(EPOCHS * budget))))
            advance("training the reranker", member + 1, MEMBERS)
        return averaged(members)
    finally:
        torch.set_num_threads(threads)


def _fit_one(examples: Sequence[Example], seed: int, epochs: int) -> Weights:
    generator = torch.Generator().manual_seed(seed)
    stacked = np.concatenate([one.choices.features for one in examples])
    mean, scale = stacked.mean(axis=0), np.maximum(stacked.std(axis=0), 0.05)
    inputs = torch.from_numpy((stacked - mean) / scale)
    right = torch.from_numpy(np.concatenate([one.right for one in examples]))
    sizes = torch.tensor([len(one.right) for one in examples])
    starts = torch.cumsum(sizes, 0) - sizes
    network = _Network(generator)
    optimiser = torch.optim.Adam(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.1, total_iters=epochs)
    for _ in range(epochs):
        order = torch.randperm(len(examples), generator=generator)
        for batch in torch.split(order, _BATCH):
            rows = torch.cat([torch.arange(int(starts[at]), int(starts[at] + sizes[at])) for at in batch])
            owner = torch.repeat_interleave(torch.arange(len(batch)), sizes[batch])
            loss = _loss(network(inputs[rows]), right[rows], owner, len(batch))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        schedule.step()
    return network.weights(mean, scale)


def best_threshold(examples: Sequence[Example], weights: Weights) -> float:
    """The least chance at which answering pays: most mentions are right, those without any identifier included.

    A mention whose concept is out of reach counts for neither side: no threshold makes it right.
    """
    tops, rights, nothings = [], [], []
    for one, chance in zip(examples, chances(weights, [one.choices for one in examples]), strict=True):
        if len(chance) > 1:
            best = int(np.argmax(chance[:-1]))
            tops.append(float(chance[best]))
            rights.append(bool(one.right[best]))
            nothings.append(one.unlinked)
    top, right, nothing = np.array(tops), np.array(rights), np.array(nothings)
    steps = np.linspace(0.02, 0.5, 25)
    gains = [float((right & (top >= step)).sum() + (nothing & (top < step)).sum()) for step in steps]
    return float(steps[int(np.argmax(gains))])


class _Network(torch.nn.Module):
    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        size = len(NAMES)
        self.hidden = torch.nn.Parameter(torch.randn(size, UNITS, generator=generator) / size**0.5)
        self.bias = torch.nn.Parameter(torch.zeros(UNITS))
        self.out = torch.nn.Parameter(torch.randn(UNITS, generator=generator) / UNITS**0.5)
        self.linear = torch.nn.Parameter(torch.zeros(size))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return torch.relu(inputs @ self.hidden + self.bias) @ self.out + inputs @ self.linear

    def weights(self, mean: NDArray[np.float32], scale: NDArray[np.float32]) -> Weights:
        parts = (one.detach().numpy().astype(np.float32) for one in (self.hidden, self.bias, self.out, self.linear))
        hidden, bias, out, linear = parts
        return Weights(mean.astype(np.float32), scale.astype(np.float32), hidden, bias, out, linear)


def _loss(scores: torch.Tensor, right: torch.Tensor, owner: torch.Tensor, count: int) -> torch.Tensor:
    """Mean negative log chance of the right outcomes; several right ones share it."""
    top = torch.full((count,), -torch.inf).scatter_reduce(0, owner, scores.detach(), "amax")
    powers = torch.exp(scores - top[owner])
    total = torch.zeros(count).index_add(0, owner, powers)
    good = torch.zeros(count).index_add(0, owner, powers * right)
    return (torch.log(total) - torch.log(good.clamp_min(1e-12))).mean()


def _concepts(entity: Entity, known: dict[str, int], retired: dict[str, int]) -> list[int]:
    found = (known.get(one, retired.get(one)) for one in entity.identifiers)
    return list(dict.fromkeys(one for one in found if one is not None))


def _retired(documents: Sequence[AnnotatedDocument], finder: CandidateFinder, known: dict[str, int]) -> dict[str, int]:
    """Identifiers that no vocabulary has, with the concept that their mentions' very names stand for."""
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for document in documents:
        for entity, place in places_of(document):
            if len(entity.identifiers) == 1 and entity.identifiers[0] not in known:
                options = finder.find(place.text, place.kind, place.expansion)
                votes[entity.identifiers[0]][options[0].concept if options and options[0].levels & 0xF0F else -1] += 1
    found = {}
    for identifier, counted in votes.items():
        concept, count = min(counted.items(), key=lambda one: (-one[1], one[0]))
        if concept >= 0 and count >= _RETIRED_LEAST * sum(counted.values()):
            found[identifier] = concept
    return found
