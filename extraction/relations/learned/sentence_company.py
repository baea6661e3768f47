"""What the scores of other pairs say of a pair: those of its sentence, those of its names elsewhere in the document."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extraction.relations.learned.sentence_pairs import Pair, in_text_order

COLUMNS = 24
"""How many numbers :meth:`Company.numbers` gives."""

_ABSENT = -2.0  # below all scores of note
_LIKELY = -0.2  # a score from which on a pair may be related

_Integers = NDArray[np.int64]
_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Company:
    """Numbers of what the pairs share, each of shape ``[pairs]`` or, for both ends, ``[pairs, 2]``.

    Attributes:
        sentences, documents: of the pairs.
        ends: the entities, in the order of the text.
        names: the entities' names in their document.
        both: the unordered pair of names in the document.
    """

    sentences: _Integers
    documents: _Integers
    ends: _Integers
    names: _Integers
    both: _Integers

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Company:
        """Who stands beside whom; the pairs' types are not read."""
        ordered = [in_text_order(one) for one in pairs]
        names = [tuple(end.text.lower() for end in ends) for ends in ordered]
        documents = [one.document for one in pairs]
        rows = list(zip(documents, ordered, names, strict=True))
        return cls(
            _numbered((one.document, one.sentence) for one in pairs),
            np.asarray(documents, dtype=np.int64),
            _numbered((document, end.id) for document, ends, _ in rows for end in ends).reshape(-1, 2),
            _numbered((document, name) for document, _, found in rows for name in found).reshape(-1, 2),
            _numbered((document, *sorted(found)) for document, _, found in rows),
        )

    def where(self, chosen: _Integers) -> Company:
        """Of these pairs alone."""
        parts = (self.sentences, self.documents, self.ends, self.names, self.both)
        return Company(*(part[chosen] for part in parts))

    def numbers(self, scores: _Numbers) -> _Numbers:
        """``[pairs, COLUMNS]``: greatest and mean scores of others, how many are greater, how many there are.

        Args:
            scores: ``[pairs]``; above 0 means related.
        """
        within = [
            _others(self.sentences, scores),
            *_both_ends(self.ends, scores),
            _others(self._same(), scores),
        ]
        likely = scores > _LIKELY
        near = np.bincount(self.sentences, likely)[self.sentences] - likely if len(scores) else np.zeros(0)
        found = np.column_stack(
            (
                *(part for one in within for part in (one.greatest, one.mean)),
                *(one.greater for one in within),
                within[-1].others,
                near,
                within[0].others + 1,
            )
        )
        elsewhere = (*self._elsewhere(self.names, scores), *self._elsewhere(self.both[:, None], scores))
        return np.concatenate((found, *elsewhere), axis=1)

    def _same(self) -> _Integers:
        """Numbers of pairs of names in their sentences."""
        return _numbered(zip(self.sentences.tolist(), self.both.tolist(), strict=True))

    def _elsewhere(self, keys: _Integers, scores: _Numbers) -> list[_Numbers]:
        """For each column of ``keys``: greatest, mean and count of scores of equal keys, in any column, in other
        sentences of the document; ``[pairs, 3]``."""
        known: dict[int, dict[int, _Sum]] = {}
        sentences, values = self.sentences.tolist(), scores.tolist()
        for row, sentence in enumerate(sentences):
            for key in set(keys[row].tolist()):
                known.setdefault(key, {}).setdefault(sentence, _Sum()).add(values[row])
        rests = {key: _Rest(by) for key, by in known.items()}
        return [
            np.asarray(
                [rests[key].without(one) for key, one in zip(column.tolist(), sentences, strict=True)], dtype=float
            ).reshape(-1, 3)
            for column in keys.T
        ]

    def shares(self, chances: _Numbers, weights: _Numbers) -> _Numbers:
        """``[pairs, 2 * (types + 1)]``: mean chances of the other pairs of the sentence, then of the document.

        Args:
            chances: ``[pairs, types]``.
            weights: ``[pairs]``, 0 to 1: how likely each is related.
        """
        weighted = chances * weights[:, None]
        parts = []
        for keys in (self.sentences, self.documents):
            size = int(keys.max(initial=-1)) + 1
            sums, totals = np.zeros((size, chances.shape[1])), np.zeros(size)
            np.add.at(sums, keys, weighted)
            np.add.at(totals, keys, weights)
            rest = totals[keys] - weights
            parts += [(sums[keys] - weighted) / np.maximum(rest, 1e-3)[:, None], rest[:, None]]
        return np.concatenate(parts, axis=1)


class _Others(NamedTuple):
    """Of the others in each one's group: greatest and mean score, how many are greater, how many there are."""

    greatest: _Numbers
    mean: _Numbers
    greater: _Numbers
    others: _Numbers


def _others(keys: _Integers, scores: _Numbers) -> _Others:
    """Members of equal keys are a group; each array has the shape of ``keys``."""
    found = _Others(*(np.full(len(keys), fill) for fill in (_ABSENT, _ABSENT, 0.0, 0.0)))
    order = np.lexsort((scores, keys))
    for rows in np.split(order, np.flatnonzero(np.diff(keys[order])) + 1):
        size = len(rows)
        if size < 2:
            continue
        ordered = scores[rows]
        found.greatest[rows] = ordered[-1]
        found.greatest[rows[-1]] = ordered[-2]
        found.mean[rows] = (ordered.sum() - ordered) / (size - 1)
        found.greater[rows] = size - np.searchsorted(ordered, ordered, side="right")
        found.others[rows] = size - 1
    return found


def _both_ends(ends: _Integers, scores: _Numbers) -> tuple[_Others, _Others]:
    """Of the pairs that share the first end, then of those that share the second, as either of their ends."""
    both = _others(ends.T.ravel(), np.concatenate((scores, scores)))
    half = len(scores)
    return _Others(*(part[:half] for part in both)), _Others(*(part[half:] for part in both))


@dataclass(slots=True)
class _Sum:
    greatest: float = -np.inf
    total: float = 0.0
    count: int = 0

    def add(self, score: float) -> None:
        self.greatest = max(self.greatest, score)
        self.total += score
        self.count += 1


class _Rest:
    """The scores of one key, without those of one sentence."""

    def __init__(self, by: dict[int, _Sum]) -> None:
        self._by = by
        self._total = sum(one.total for one in by.values())
        self._count = sum(one.count for one in by.values())
        self._best = sorted(((one.greatest, sentence) for sentence, one in by.items()), reverse=True)[:2]

    def without(self, sentence: int) -> tuple[float, float, int]:
        """Greatest, mean and count."""
        own = self._by[sentence]
        count = self._count - own.count
        if not count:
            return _ABSENT, _ABSENT, 0
        greatest = next(score for score, number in self._best if number != sentence)
        return greatest, (self._total - own.total) / count, count


def _numbered(keys: Iterable[Hashable]) -> _Integers:
    known: dict[Hashable, int] = {}
    return np.asarray([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)
