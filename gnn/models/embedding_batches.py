"""The batches that embeddings learn from: queries with all their answers, in both directions.

Triples with the same head and relation are one query with several answers. Its loss is the sum of theirs, and its
scores are computed once: on UMLS seven times fewer rows than triples.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gnn.dataset import Ids, LinkDataset, keys

_MOST_CANDIDATES = 4096


class Queries(NamedTuple):
    """Pairs that ask for a third, with answers; int64.

    Attributes:
        left, right: [q], node and relation, or head and tail where the relation is asked for.
        rows, columns: [a], each answer: the place of its query, and its place among the candidates.
    """

    left: Ids
    right: Ids
    rows: Ids
    columns: Ids


class TripleBatch(NamedTuple):
    """One update.

    Attributes:
        tails: queries for tails; columns index ``nodes`` from ``first`` on.
        relations: queries for relations, in the direction of the graph; None leaves them out.
        nodes: int64 [n] that the update reads; ``left`` (and ``right`` of ``relations``) index it. None means all.
        first: the candidates are nodes[first:].
    """

    tails: Queries
    relations: Queries | None
    nodes: Ids | None
    first: int = 0


class Grouped:
    """Triples grouped by two of their columns.

    Args:
        rows: int64 [n, 3], each once.
        by: the two columns that make a query.
        asked: the third.
    """

    def __init__(self, rows: Ids, by: tuple[int, int], asked: int) -> None:
        order = np.lexsort((rows[:, asked], rows[:, by[1]], rows[:, by[0]]))
        rows = rows[order]
        new = np.ones(len(rows), bool)
        new[1:] = (rows[1:][:, by] != rows[:-1][:, by]).any(axis=1)
        self._starts = np.flatnonzero(new)
        self._counts = np.diff(self._starts, append=len(rows))
        self._left, self._right = rows[self._starts, by[0]], rows[self._starts, by[1]]
        self._answers = rows[:, asked]

    def __len__(self) -> int:
        return len(self._starts)

    def take(self, places: Ids) -> Queries:
        """These queries with all their answers; columns are the answers themselves."""
        counts = self._counts[places]
        rows = np.repeat(np.arange(len(places)), counts)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        return Queries(
            self._left[places], self._right[places], rows, self._answers[self._starts[places][rows] + within]
        )


class FullBatches:
    """For small graphs: every query of the graph once an epoch, all nodes compete."""

    def __init__(self, dataset: LinkDataset, size: int) -> None:
        rows = training_rows(dataset)
        self._tails = Grouped(both_ways(rows, dataset.num_relations), (0, 1), 2)
        self._pairs = Grouped(rows, (0, 2), 1)
        self._size = size

    def __len__(self) -> int:
        return math.ceil(len(self._tails) / self._size)

    def epoch(self, numbers: np.random.Generator, *, relations: bool) -> Iterator[TripleBatch]:
        """Batches in random order; with ``relations`` every pair of nodes is asked for its relations, too."""
        order, pairs = numbers.permutation(len(self._tails)), numbers.permutation(len(self._pairs))
        share = math.ceil(len(pairs) / len(self))
        for place in range(len(self)):
            tails = self._tails.take(order[place * self._size : (place + 1) * self._size])
            mine = pairs[place * share : (place + 1) * share]
            yield TripleBatch(tails, self._pairs.take(mine) if relations and len(mine) else None, None)


class SampledBatches:
    """For large graphs: batches of one relation, whose answers compete with each other and with sampled nodes.

    Half of the sample stands at that end of the relation, half is drawn from all nodes of the same categories. In
    between the targets' triples are trained on against all their candidates (4,096 of them at most).
    """

    def __init__(self, dataset: LinkDataset, size: int, negatives: int) -> None:
        rows = both_ways(training_rows(dataset), dataset.num_relations)
        self._rows = rows[np.argsort(rows[:, 1], kind="stable")]
        self._relations, starts = np.unique(self._rows[:, 1], return_index=True)
        self._starts = np.append(starts, len(rows))
        targets = both_ways(dataset.train, dataset.num_relations)
        self._targets = {int(r): targets[targets[:, 1] == r] for r in np.unique(targets[:, 1])}
        self._few = len(dataset.targets) < dataset.num_relations
        self._size, self._negatives, self._count = size, negatives, dataset.num_relations
        self._category = dataset.node_category
        self._of_category = [np.flatnonzero(dataset.node_category == c) for c in range(len(dataset.categories))]
        self._candidates: dict[int, Ids] = {}
        for relation in dataset.targets if self._few else ():
            sets = dataset.candidates(relation)
            self._candidates[relation], self._candidates[relation + self._count] = sets.tails, sets.heads

    def __len__(self) -> int:
        return sum(math.ceil(count / self._size) for count in np.diff(self._starts))

    def epoch(self, numbers: np.random.Generator, *, relations: bool) -> Iterator[TripleBatch]:
        """Every triple once, in random order; ``relations`` as for :class:`FullBatches`."""
        chunks: list[Ids] = []
        for low, high in zip(self._starts[:-1], self._starts[1:], strict=True):
            mine = low + numbers.permutation(high - low)
            chunks += [mine[start : start + self._size] for start in range(0, len(mine), self._size)]
        for number, place in enumerate(numbers.permutation(len(chunks))):
            rows = self._rows[chunks[place]]
            yield self._batch(rows, self._sample(rows, numbers), relations=relations)
            if self._few and number % 8 == 0:
                yield self._target(numbers)

    def _target(self, numbers: np.random.Generator) -> TripleBatch:
        relation = int(numbers.choice(np.array(sorted(self._candidates))))
        mine, pool = self._targets[relation], self._candidates[relation]
        rows = mine[numbers.permutation(len(mine))[: self._size // 2]]
        if len(pool) > _MOST_CANDIDATES:
            pool = numbers.choice(pool, _MOST_CANDIDATES, replace=False)
        return self._batch(rows, pool, relations=False)

    def _sample(self, rows: Ids, numbers: np.random.Generator) -> Ids:
        relation = int(np.searchsorted(self._relations, rows[0, 1]))
        low, high = self._starts[relation], self._starts[relation + 1]
        ends = self._rows[numbers.integers(low, high, self._negatives // 2), 2]
        kinds, counts = np.unique(self._category[ends], return_counts=True)
        drawn = [numbers.choice(self._of_category[kind], count) for kind, count in zip(kinds, counts, strict=True)]
        return np.concatenate([ends, *drawn])

    def _batch(self, rows: Ids, pool: Ids, *, relations: bool) -> TripleBatch:
        heads, head_place = np.unique(rows[:, 0], return_inverse=True)
        tails = np.unique(np.concatenate([rows[:, 2], pool]))
        columns = np.searchsorted(tails, rows[:, 2])
        queries = Queries(np.arange(len(heads)), np.full(len(heads), rows[0, 1]), head_place, columns)
        asked: Queries | None = None
        if relations:
            ends = np.stack([head_place, columns + len(heads)])
            forward = rows[0, 1] < self._count
            left, right = ends if forward else ends[::-1]
            relation = np.full(len(rows), rows[0, 1] % self._count)
            asked = Queries(left, right, np.arange(len(rows)), relation)
        return TripleBatch(queries, asked, np.concatenate([heads, tails]), len(heads))


def training_rows(dataset: LinkDataset) -> Ids:
    """int64 [n, 3]: the edges of the graph and the supervision, each once."""
    rows = np.concatenate([dataset.graph, dataset.train])
    return rows[np.unique(keys(rows), return_index=True)[1]]


def both_ways(rows: Ids, relations: int) -> Ids:
    """The triples and their reverses, of a relation with ``relations`` added."""
    back = np.stack([rows[:, 2], rows[:, 1] + relations, rows[:, 0]], axis=1)
    return np.concatenate([rows, back])
