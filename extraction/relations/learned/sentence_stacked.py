"""Pairs told in two steps: linear scores first, then boosted trees that see the scores of the pairs beside them.

Which of several mentions of a name is meant, and which members of a list, one pair alone does not show; the scores of
the sentence's other pairs do. What trains the trees are scores of pairs that the linear machines have not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from extraction.relations.learned.document_trees import BoostedTrees
from extraction.relations.learned.sentence_asked import Asked
from extraction.relations.learned.sentence_condense import EXAMPLES, LISTED, condensed
from extraction.relations.learned.sentence_features import features
from extraction.relations.learned.sentence_filters import in_list, same_name
from extraction.relations.learned.sentence_frame import frame_features
from extraction.relations.learned.sentence_linear import LinearPairs, hashed
from extraction.relations.learned.sentence_pairs import PairView
from extraction.relations.learned.sentence_standing import standing_features, standing_numbers
from kg.errors import ModelMismatchError

_STEEP, _MIDDLE = 4.0, -0.2  # a margin as a weight
_SOFT = 2.0

Arrays = Mapping[str, NDArray[np.generic]]
_Numbers = NDArray[np.float64]


class Rows(NamedTuple):
    """What the machines read of pairs.

    Attributes:
        words: ``[pairs, buckets]`` hashed features of the words.
        whole: the same with those of the document.
        plain: ``[pairs, columns]`` numbers for the trees.
    """

    words: sparse.csr_matrix
    whole: sparse.csr_matrix
    plain: _Numbers


@dataclass(frozen=True, slots=True)
class Machines:
    """The linear machines: related or not, all types, and the types of related pairs."""

    related: LinearPairs
    every: LinearPairs
    kinds: LinearPairs

    def scores(self, rows: Rows) -> _Numbers:
        """``[pairs, 1 + types + kinds]`` margins."""
        related = self.related.margins(rows.whole)[:, 1:]
        return np.concatenate((related, self.every.margins(rows.whole), self.kinds.margins(rows.words)), axis=1)


class StackedPairs:
    """Chances of pairs from their words, their document and the other pairs of their sentence.

    Args:
        machines: of the first step.
        related: trees of whether a pair is related.
        kinds: trees of each type but none, in order.
        ends: types of entities that training has seen, sorted.
        none: the number of no relation.
    """

    name = "stacked"

    def __init__(
        self,
        machines: Machines,
        related: BoostedTrees,
        kinds: Sequence[BoostedTrees],
        ends: tuple[str, ...],
        none: int,
    ) -> None:
        self._machines = machines
        self._related = related
        self._kinds = tuple(kinds)
        self.ends = ends
        self.none = none

    def probabilities(self, asked: Asked) -> _Numbers:
        """``[pairs, types]``; each row sums to 1. The pairs beside a pair must be asked with it."""
        rows = read_rows(asked, self.ends)
        columns = tree_columns(self._machines.scores(rows), rows, asked, len(self._kinds))
        return chances(columns, self._related, self._kinds, self.none)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """The weights by name."""
        machines = self._machines
        parts = {"related": machines.related, "every": machines.every, "kinds": machines.kinds}
        trees = {"related": self._related} | {f"kind{number}": one for number, one in enumerate(self._kinds)}
        found = {f"stacked.{name}.{key}": array for name, one in parts.items() for key, array in one.arrays().items()}
        for name, one in trees.items():
            found |= {f"stacked.{name}.{key}": array for key, array in one.arrays().items()}
        return found

    @classmethod
    def from_arrays(cls, ends: tuple[str, ...], none: int, arrays: Arrays) -> StackedPairs:
        """Reads :meth:`arrays`.

        Raises:
            ModelMismatchError: arrays are absent or of other shapes.
        """

        def part(name: str) -> dict[str, NDArray[np.generic]]:
            prefix = f"stacked.{name}."
            return {key.removeprefix(prefix): array for key, array in arrays.items() if key.startswith(prefix)}

        try:
            machines = Machines(*(LinearPairs.from_arrays(part(name)) for name in ("related", "every", "kinds")))
            count = sum(name.endswith(".trees_depth") for name in arrays) - 1
            kinds = [BoostedTrees.of_arrays(part(f"kind{number}")) for number in range(count)]
            return cls(machines, BoostedTrees.of_arrays(part("related")), kinds, ends, none)
        except (KeyError, ValueError, IndexError) as error:
            told = f"The weights of the stacked model are damaged: {error}."
            raise ModelMismatchError(told, "Train the model again.") from error


class Columns(NamedTuple):
    """What the trees read: ``[pairs, columns]`` for related or not, and for the kinds."""

    related: NDArray[np.float32]
    kinds: NDArray[np.float32]


def read_rows(asked: Asked, ends: tuple[str, ...]) -> Rows:
    """The hashed features and numbers of pairs."""
    words = hashed([*features(view), *frame_features(view)] for view in asked.views)
    document = hashed([*standing_features(one)] for one in asked.standings)
    whole = words + document
    whole.data[:] = 1.0
    plain = [
        [*_numbers(view, ends), *standing_numbers(one)] for view, one in zip(asked.views, asked.standings, strict=True)
    ]
    return Rows(words, whole, np.asarray(plain, dtype=np.float64).reshape(len(asked.views), -1))


def _numbers(view: PairView, ends: tuple[str, ...]) -> list[float]:
    short = condensed(view)
    kinds = [float(kind == end) for kind in view.types for end in ends]
    between, before = view.words[view.first : view.second], view.words[: view.first]
    folded = [any(mark.startswith(f"{what} ") for mark in short.marks) for what in (LISTED, EXAMPLES)]
    places = [view.second - view.first, short.second - short.first, view.first, len(view.words) - view.second]
    facts = [in_list(view), same_name(view), LISTED in short.marks, EXAMPLES in short.marks, *folded]
    return [*kinds, *view.around, sum(view.around), *places, *facts, ":" in between, ":" in before, view.question]


def tree_columns(scores: _Numbers, rows: Rows, asked: Asked, kinds: int) -> Columns:
    """What the trees read of pairs whose margins are known."""
    related = scores[:, 0]
    own = scores[:, -kinds:]
    powers = np.exp(_SOFT * (own - own.max(axis=1, keepdims=True)))
    weights = 1.0 / (1.0 + np.exp(-_STEEP * (related - _MIDDLE)))
    weights[[same_name(view) for view in asked.views]] = 0.0
    shares = asked.company.shares(powers / powers.sum(axis=1, keepdims=True), weights)
    first = np.concatenate((scores, rows.plain, asked.company.numbers(related)), axis=1)
    second = np.concatenate((scores, rows.plain, shares), axis=1)
    return Columns(first.astype(np.float32), second.astype(np.float32))


def chances(columns: Columns, related: BoostedTrees, kinds: Sequence[BoostedTrees], none: int) -> _Numbers:
    """``[pairs, types]``; each row sums to 1."""
    odds = np.stack([one.log_odds(columns.kinds) for one in kinds], axis=1)
    powers = np.exp(odds - odds.max(axis=1, keepdims=True))
    share = 1.0 / (1.0 + np.exp(-related.log_odds(columns.related)))
    found = share[:, None] * powers / powers.sum(axis=1, keepdims=True)
    return np.insert(found, none, 1.0 - share, axis=1)
