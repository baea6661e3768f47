"""Several piecewise convolutional networks from different seeds, averaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from extraction.learning.task import Advance
from extraction.recogniser.storage import read_subwords
from extraction.recogniser.subwords import Subwords
from extraction.relations.learned.sentence_batches import Encoded, WordIndex
from extraction.relations.learned.sentence_network import NetworkSize, PairNetwork
from extraction.relations.learned.sentence_pairs import PairView
from kg.errors import ModelMismatchError
from kg.shipped import data_path

_BATCH = 32
_READING_BATCH = 256
_RATE = 2e-3
_DECAY = 1e-4
_STEEPEST = 2.0
_LEAST_EPOCHS = 2


@dataclass(frozen=True, slots=True)
class Schooling:
    """How the networks are trained.

    Attributes:
        seeds: one network each.
        epochs: passes over the pairs.
        device: of torch.
    """

    seeds: tuple[int, ...] = (0, 1, 2)
    epochs: int = 8
    device: str = "cpu"


class NeuralPairs:
    """The networks with what they need to read a pair.

    Args:
        index: the words they know.
        kinds: the types of entities they tell apart, sorted.
        networks: of one size.
        size: that size.
    """

    name = "neural"

    def __init__(
        self, index: WordIndex, kinds: tuple[str, ...], networks: Sequence[PairNetwork], size: NetworkSize
    ) -> None:
        self.index = index
        self.kinds = kinds
        self.size = size
        self._networks = tuple(networks)
        for network in self._networks:
            network.eval()

    @classmethod
    def train(
        cls, views: Sequence[PairView], labels: NDArray[np.int64], types: int, schooling: Schooling, advance: Advance
    ) -> NeuralPairs:
        """Trains on views whose types are numbered from 0; the same arguments give the same networks on one machine."""
        index = WordIndex.of(views)
        kinds = tuple(sorted({kind for view in views for kind in view.types}))
        pretrained = pretrained_vectors()
        encoded = Encoded(views, index, kinds, pretrained)
        size = NetworkSize(len(index.words) + 2, types, pretrained.dimensions)
        networks = [
            _train(encoded, torch.from_numpy(labels), size, seed, schooling, advance) for seed in schooling.seeds
        ]
        return cls(index, kinds, networks, size)

    def probabilities(self, views: Sequence[PairView]) -> NDArray[np.float64]:
        """``[pairs, types]``: the mean over the networks; each row sums to 1."""
        found = np.zeros((len(views), self.size.types))
        if not views:
            return found
        encoded = Encoded(views, self.index, self.kinds, pretrained_vectors())
        device = next(self._networks[0].parameters()).device
        with torch.inference_mode():
            for chosen in encoded.order(_READING_BATCH):
                batch = encoded.batch(chosen).to(device)
                for network in self._networks:
                    found[chosen] += network(batch).softmax(dim=1).cpu().numpy()
        return found / len(self._networks)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """The weights by name, those of the first network under ``neural.0.``."""
        return {
            f"neural.{number}.{name}": weight.detach().cpu().numpy()
            for number, network in enumerate(self._networks)
            for name, weight in network.state_dict().items()
        }

    def structure(self) -> dict[str, object]:
        """What JSON keeps beside the weights."""
        return {
            "words": self.index.words,
            "kinds": self.kinds,
            "size": asdict(self.size),
            "networks": len(self._networks),
        }

    @classmethod
    def from_parts(cls, structure: Mapping[str, object], arrays: Mapping[str, NDArray[np.generic]]) -> NeuralPairs:
        """Reads :meth:`structure` and :meth:`arrays`.

        Raises:
            ModelMismatchError: they do not fit each other.
        """
        try:
            size = NetworkSize(**structure["size"])  # type: ignore[arg-type]
            networks = []
            for number in range(int(structure["networks"])):  # type: ignore[call-overload]
                prefix = f"neural.{number}."
                network = PairNetwork(size)
                network.load_state_dict(
                    {
                        name.removeprefix(prefix): torch.from_numpy(array.copy())
                        for name, array in arrays.items()
                        if name.startswith(prefix)
                    }
                )
                networks.append(network)
            return cls(WordIndex(tuple(structure["words"])), tuple(structure["kinds"]), networks, size)  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise ModelMismatchError(
                f"The weights of the neural model are damaged: {error}.", "Train the model again."
            ) from error


@lru_cache(maxsize=1)
def pretrained_vectors() -> Subwords:
    """The vectors of word pieces that ship; read once."""
    return read_subwords(data_path("models", "wordpieces"))


def _train(
    encoded: Encoded, labels: torch.Tensor, size: NetworkSize, seed: int, schooling: Schooling, advance: Advance
) -> PairNetwork:
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    network = PairNetwork(size).to(schooling.device)
    labels = labels.to(schooling.device)
    epochs = max(_LEAST_EPOCHS, schooling.epochs)
    steps = sum(1 for _ in encoded.order(_BATCH)) * epochs
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
    network.train()
    for epoch in range(epochs):
        advance(f"network {seed}", epoch, epochs)
        for chosen in encoded.order(_BATCH, generator):
            logits = network(encoded.batch(chosen).to(schooling.device))
            loss = nn.functional.cross_entropy(logits, labels[torch.from_numpy(chosen)])
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(network.parameters(), _STEEPEST)
            optimizer.step()
            schedule.step()
    advance(f"network {seed}", epochs, epochs)
    return network.eval()
