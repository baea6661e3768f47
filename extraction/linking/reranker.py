"""The learned choice among candidates: a small network scores each, a softmax over them and "no link" gives chances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.linking.features import Choices

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """A network of one hidden layer.

    Attributes:
        mean, scale: of the features, shape ``[features]``.
        hidden, hidden_bias: shapes ``[features, units]`` and ``[units]``.
        out: shape ``[units]``.
        linear: shape ``[features]``, past the hidden layer.
        temperature: divides the scores; above 1 makes chances milder.
    """

    mean: Array
    scale: Array
    hidden: Array
    hidden_bias: Array
    out: Array
    linear: Array
    temperature: float = 1.0

    def scores(self, features: Array) -> Array:
        """Scores of the rows of ``features``, higher is better."""
        level = (features - self.mean) / self.scale
        inner = np.maximum(level @ self.hidden + self.hidden_bias, 0.0)
        found: Array = ((inner @ self.out + level @ self.linear) / self.temperature).astype(np.float32)
        return found


def averaged(members: Sequence[Weights]) -> Weights:
    """One network whose scores are the mean of the members', which share their features' mean and scale."""
    first = members[0]
    return Weights(
        mean=first.mean,
        scale=first.scale,
        hidden=np.concatenate([one.hidden for one in members], axis=1),
        hidden_bias=np.concatenate([one.hidden_bias for one in members]),
        out=np.concatenate([one.out for one in members]) / np.float32(len(members)),
        linear=np.mean([one.linear for one in members], axis=0, dtype=np.float32),
    )


def chances(weights: Weights, choices: Sequence[Choices]) -> list[Array]:
    """The chance of each candidate and, last, of "no link"; each adds up to 1."""
    if not choices:
        return []
    stacked = weights.scores(np.concatenate([one.features for one in choices]))
    found = []
    start = 0
    for one in choices:
        part = stacked[start : start + len(one.features)]
        start += len(one.features)
        powers = np.exp(part - part.max())
        found.append((powers / powers.sum()).astype(np.float32))
    return found


def choose(choices: Choices, chance: Array) -> tuple[int | None, float]:
    """The likeliest outcome and its chance; None for "no link". Of equal candidates the first wins."""
    best = int(np.argmax(chance))
    concept = choices.concepts[best] if best < len(choices.concepts) else None
    return concept, float(chance[best])
