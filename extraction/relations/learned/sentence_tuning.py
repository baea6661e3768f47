"""What is chosen on held-out training documents: the mix of two classifiers, and how readily they answer none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelMismatchError

_MIXES = tuple(round(0.1 * step, 1) for step in range(11))
_OFFSETS = tuple(round(0.15 * step, 2) for step in range(-20, 13))
_LEAST = 1e-6

Chances = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decision:
    """How chances become a type.

    Attributes:
        mix: share of the neural classifier, 0 to 1, in a geometric mean.
        offset: added to the logarithm of the chance of no relation; above 0 means fewer relations.
    """

    mix: float = 0.0
    offset: float = 0.0

    def combine(self, linear: Chances | None, neural: Chances | None, none: int | None) -> Chances:
        """``[pairs, types]`` chances after mix and offset; each row sums to 1.

        Args:
            linear, neural: of one shape; one may be absent.
            none: the number of no relation, or None when the types hold none.

        Raises:
            ModelMismatchError: both are absent.
        """
        if linear is None or neural is None:
            one = linear if linear is not None else neural
            if one is None:
                raise ModelMismatchError("The model holds no classifier.", "Train the model again.")
            logs = np.log(one + _LEAST)
        else:
            logs = (1.0 - self.mix) * np.log(linear + _LEAST) + self.mix * np.log(neural + _LEAST)
        if none is not None:
            logs[:, none] += self.offset
        powers = np.exp(logs - logs.max(axis=1, keepdims=True))
        chances: Chances = powers / powers.sum(axis=1, keepdims=True)
        return chances


def tune(linear: Chances | None, neural: Chances | None, labels: NDArray[np.int64], none: int | None) -> Decision:
    """The decision of the best micro F1 over the relations of held-out pairs; of equals the nearest to the middle."""
    mixes = _MIXES if linear is not None and neural is not None else (0.0,)
    offsets = _OFFSETS if none is not None else (0.0,)
    choices = [Decision(mix, offset) for mix in mixes for offset in offsets]
    scored = []
    for choice in choices:
        found = choice.combine(linear, neural, none).argmax(axis=1)
        scored.append((_smooth_f1(found, labels, none), -abs(choice.mix - 0.5), -abs(choice.offset)))
    return choices[max(range(len(choices)), key=lambda place: scored[place])]


def _smooth_f1(found: NDArray[np.intp], labels: NDArray[np.int64], none: int | None) -> float:
    right = float(np.sum((found == labels) & (labels != (-1 if none is None else none))))
    asked = float(np.sum(labels != none)) if none is not None else float(len(labels))
    told = float(np.sum(found != none)) if none is not None else float(len(found))
    return round(2 * right / (asked + told), 4) if asked + told else 0.0
