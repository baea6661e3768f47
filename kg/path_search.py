"""Enumeration of simple paths from both ends at once, in whole arrays.

A path of length ``l`` is a left half of ``ceil(l / 2)`` edges and a right half of ``l // 2``, joined at their common
node. Only halves whose end the other side reaches are kept, the join runs in blocks of bounded memory, and of each
block only what can still be among the best is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.path_index import WeightedEdges

_BLOCK = 1 << 20  # rows of a join, or edges of an expansion, at once
_SAME = 1e-9  # logarithms of scores that differ by less are ties


class Ends(NamedTuple):
    """Positions of the two nodes."""

    source: int
    target: int


class PathArrays(NamedTuple):
    """Paths as rows: ``nodes`` int32 [n, 5], ``edges`` int32 [n, 4] (0 beyond the length), sorted best first."""

    nodes: NDArray[np.int32]
    edges: NDArray[np.int32]
    lengths: NDArray[np.int64]
    logs: NDArray[np.float64]


class Half(NamedTuple):
    """Walks from one end: ``nodes`` [n, k + 1], ``edges`` [n, k], and the logarithm of their factor, [n]."""

    nodes: NDArray[np.int32]
    edges: NDArray[np.int32]
    logs: NDArray[np.float64]

    @property
    def ends(self) -> NDArray[np.int32]:
        """The last node of each walk."""
        return self.nodes[:, -1]

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Half:
        """Some of the walks."""
        return Half(self.nodes[rows], self.edges[rows], self.logs[rows])


class OverBudgetError(Exception):
    """The search has used up its edges or its time; never leaves this module."""


@dataclass(slots=True)
class Budget:
    """What a search may use, and what it has used."""

    max_expanded: int
    deadline: float
    expanded: int = 0
    found: int = 0
    stopped: bool = False

    def spend(self, edges: int) -> None:
        """Counts ``edges`` before they are looked at."""
        if self.expanded + edges > self.max_expanded or perf_counter() > self.deadline:
            raise OverBudgetError
        self.expanded += edges


@dataclass(slots=True)
class _Best:
    """The best paths so far."""

    limit: int
    floor: float = -np.inf
    waiting: int = 0
    parts: list[PathArrays] = field(default_factory=list)

    def add(self, nodes: NDArray[np.int32], edges: NDArray[np.int32], logs: NDArray[np.float64]) -> None:
        """Adds paths of one length."""
        count, length = edges.shape
        wide = np.zeros((count, 5), np.int32), np.zeros((count, 4), np.int32)
        wide[0][:, : length + 1], wide[1][:, :length] = nodes, edges
        self.parts.append(PathArrays(*wide, np.full(count, length), logs))
        self.waiting += count
        if self.waiting > 2 * self.limit + _BLOCK // 8:
            self.cut()

    def cut(self) -> PathArrays:
        """Sorts what is there and lets go of all but the best."""
        empty = PathArrays(np.zeros((0, 5), np.int32), np.zeros((0, 4), np.int32), np.zeros(0, np.int64), np.zeros(0))
        nodes, edges, lengths, logs = (np.concatenate(columns) for columns in zip(empty, *self.parts, strict=True))
        keys = [*edges.T[::-1], *nodes.T[::-1], lengths, -np.round(logs / _SAME)]
        order = np.lexsort(keys)[: self.limit]
        kept = PathArrays(nodes[order], edges[order], lengths[order], logs[order])
        self.parts, self.waiting = [kept], 0
        if len(order) == self.limit:
            self.floor = float(kept.logs[-1]) - 2 * _SAME
        return kept


def search(edges: WeightedEdges, ends: Ends, max_length: int, max_paths: int, budget: Budget) -> PathArrays:
    """The best ``max_paths`` simple paths of at most ``max_length`` (1 to 4) edges; ``budget`` says how it went."""
    best = _Best(max_paths)
    try:
        for length in range(1, max_length + 1):
            _search_length(edges, ends, length, best, budget)
    except OverBudgetError:
        budget.stopped = True
    return best.cut()


def _search_length(edges: WeightedEdges, ends: Ends, length: int, best: _Best, budget: Budget) -> None:
    left, right = _start(ends.source), _start(ends.target)
    left = _extend(edges, left, ends.source, None, budget)
    if length == 1:
        _join(left.take(left.ends == ends.target), right, best, budget)
        return
    left = left.take(left.ends != ends.target)
    right = _extend(edges, right, ends.target, None, budget)
    right = right.take(right.ends != ends.source)
    left_is_cheaper = _cost(edges, left) <= _cost(edges, right)
    if length == 4 and left_is_cheaper:
        left = _extend(edges, left, ends.target, None, budget)
    elif length == 4:
        right = _extend(edges, right, ends.source, None, budget)
    if length >= 3 and left_is_cheaper == (length == 3):
        left = _extend(edges, left, ends.target, right.ends, budget)
    elif length >= 3:
        right = _extend(edges, right, ends.source, left.ends, budget)
    _join(left, right, best, budget)


def _start(node: int) -> Half:
    return Half(np.full((1, 1), node, np.int32), np.zeros((1, 0), np.int32), np.zeros(1))


def _cost(edges: WeightedEdges, half: Half) -> int:
    return int((edges.indptr[half.ends + 1] - edges.indptr[half.ends]).sum())


def _extend(edges: WeightedEdges, half: Half, barred: int, wanted: NDArray[np.int32] | None, budget: Budget) -> Half:
    """Every walk one edge longer, but not into ``barred`` or into itself, and only into ``wanted``."""
    allowed = np.full(edges.num_nodes, wanted is None)
    if wanted is not None:
        allowed[wanted] = True
    if half.edges.shape[1]:
        allowed[barred] = False
    start = half.nodes[0, 0] if len(half.nodes) else 0
    counts = edges.indptr[half.ends + 1] - edges.indptr[half.ends]
    width = half.edges.shape[1] + 1
    parts = [Half(np.zeros((0, width + 1), np.int32), np.zeros((0, width), np.int32), np.zeros(0))]
    for rows in _blocks(counts):
        budget.spend(int(counts[rows].sum()))
        origin, steps = _spread(edges.indptr[half.ends[rows]], counts[rows])
        nodes, positions = edges.neighbours[steps], edges.positions[steps]
        keep = allowed[nodes] & (nodes != start)
        if edges.usable is not None:
            keep &= edges.usable[positions]
        origin, nodes, positions = rows[origin[keep]], nodes[keep], positions[keep]
        parts.append(
            Half(
                np.column_stack([half.nodes[origin], nodes]),
                np.column_stack([half.edges[origin], positions]),
                half.logs[origin] + edges.weights[positions],
            )
        )
    return Half(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _blocks(counts: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Rows in order, in blocks whose counts sum to about ``_BLOCK``."""
    if not len(counts):
        return
    block = np.cumsum(counts) // _BLOCK
    yield from np.split(np.arange(len(counts)), np.flatnonzero(np.diff(block)) + 1)


def _spread(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each row ``i`` the numbers ``starts[i]`` to ``starts[i] + counts[i]``: (their rows, the numbers)."""
    rows = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return rows, np.arange(len(rows)) - before[rows] + starts[rows]


def _join(left: Half, right: Half, best: _Best, budget: Budget) -> None:
    """Adds every simple path that is a walk of ``left`` and a walk of ``right`` with the same end."""
    order = np.argsort(right.ends, kind="stable")
    right = right.take(order)
    first = np.searchsorted(right.ends, left.ends, side="left").astype(np.int64)
    counts = np.searchsorted(right.ends, left.ends, side="right") - first
    for rows in _blocks(counts):
        budget.spend(int(counts[rows].sum()))
        origin, partner = _spread(first[rows], counts[rows])
        origin = rows[origin]
        if left.edges.shape[1] == 2 and right.edges.shape[1] == 2:  # only then can the inner nodes meet
            simple = left.nodes[origin, 1] != right.nodes[partner, 1]
            origin, partner = origin[simple], partner[simple]
        budget.found += len(origin)
        logs = left.logs[origin] + right.logs[partner]
        good = logs >= best.floor
        origin, partner = origin[good], partner[good]
        nodes = np.column_stack([left.nodes[origin], right.nodes[partner][:, -2::-1]])
        best.add(nodes, np.column_stack([left.edges[origin], right.edges[partner][:, ::-1]]), logs[good])
