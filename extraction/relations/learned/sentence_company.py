"""What the scores of other pairs say of a pair: those of its sentence, those of its names elsewhere in the document."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

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
        found = np.zeros((len(scores), COLUMNS))
        for rows in _groups(self.sentences):
            found[rows, :15] = self._beside(rows, scores[rows])
        for place, keys in enumerate((self.names[:, 0], self.names[:, 1], self.both)):
            found[:, 15 + 3 * place : 18 + 3 * place] = self._elsewhere(keys, scores)
        return found

    def _beside(self, rows: _Integers, scores: _Numbers) -> _Numbers:
        ends, both = self.ends[rows], self.both[rows]
        found = np.zeros((len(rows), 15))
        for row, score in enumerate(scores):
            others = np.arange(len(rows)) != row
            first, second = (others & (ends == end).any(axis=1) for end in ends[row])
            same = others & (both == both[row])
            greater = scores > score
            groups = (others, first, second, same)
            found[row, :8] = [number for group in groups for number in _greatest(scores[group])]
            found[row, 8:12] = [np.sum(greater & group) for group in groups]
            found[row, 12:] = same.sum(), np.sum(scores[others] > _LIKELY), len(rows)
        return found

    def _elsewhere(self, keys: _Integers, scores: _Numbers) -> _Numbers:
        """Greatest, mean and count of scores with an equal key in other sentences of the document."""
        inside: dict[int, dict[int, list[float]]] = {}
        members = (self.names[:, 0], self.names[:, 1]) if keys is not self.both else (self.both,)
        held = np.stack(members, axis=1)
        for row, sentence in enumerate(self.sentences.tolist()):
            for key in set(held[row].tolist()):
                inside.setdefault(key, {}).setdefault(sentence, []).append(float(scores[row]))
        sums = {
            key: {sentence: (max(ones), sum(ones), len(ones)) for sentence, ones in by.items()}
            for key, by in inside.items()
        }
        found = np.zeros((len(scores), 3))
        for row, (key, sentence) in enumerate(zip(keys.tolist(), self.sentences.tolist(), strict=True)):
            others = [one for number, one in sums[key].items() if number != sentence]
            count = sum(one[2] for one in others)
            mean = sum(one[1] for one in others) / count if count else _ABSENT
            found[row] = max((one[0] for one in others), default=_ABSENT), mean, count
        return found

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


def _greatest(scores: _Numbers) -> tuple[float, float]:
    return (float(scores.max()), float(scores.mean())) if len(scores) else (_ABSENT, _ABSENT)


def _groups(keys: _Integers) -> list[_Integers]:
    order = np.argsort(keys, kind="stable")
    cuts = np.flatnonzero(np.diff(keys[order])) + 1
    return [one for one in np.split(order, cuts) if len(one)]


def _numbered(keys: Iterable[Hashable]) -> _Integers:
    known: dict[Hashable, int] = {}
    return np.asarray([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)
