"""The neighbours of a node, in either direction, a fair share of each predicate."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from api.records import Neighbor
from kg.graph import Graph
from kg.snapshot import Snapshot

Direction = Literal["out", "in", "both"]


class _Step(NamedTuple):
    predicate: str
    outgoing: bool
    unbelief: float
    other: str


def neighbors_of(
    graph: Graph, snapshot: Snapshot, node: str, predicate: str | None, direction: Direction, limit: int
) -> tuple[tuple[Neighbor, ...], int]:
    """The neighbours, and how many there are in all.

    When the limit cuts, every predicate gets its turn, its surest edges first.

    Args:
        graph: where edges and nodes are read.
        snapshot: of every edge.
        node: an id of the snapshot.
        predicate: only this one; None for all.
        direction: ``out`` (the node is the subject), ``in`` or ``both``.
        limit: most neighbours.
    """
    steps = [
        step
        for step in _steps(snapshot, snapshot.index(node))
        if predicate in (None, step.predicate) and direction in ("both", "out" if step.outgoing else "in")
    ]
    turns: dict[tuple[str, bool], int] = {}
    ranked = []
    for step in sorted(steps, key=lambda step: (step.predicate, not step.outgoing, step.unbelief, step.other)):
        turn = turns[step.predicate, step.outgoing] = turns.get((step.predicate, step.outgoing), 0) + 1
        ranked.append((turn, step))
    chosen = sorted(ranked, key=lambda one: one[0])[:limit]
    found = [neighbor for _, step in chosen for neighbor in _neighbors(graph, node, step)]
    found.sort(key=lambda one: (one.edge.predicate, not one.outgoing, -one.edge.belief, one.node.name, one.edge.id))
    return tuple(found), len(steps)


def _steps(snapshot: Snapshot, node: int) -> list[_Step]:
    out = np.arange(snapshot.out_indptr[node], snapshot.out_indptr[node + 1])
    into = snapshot.in_edges[snapshot.in_indptr[node] : snapshot.in_indptr[node + 1]]
    steps = [_step(snapshot, snapshot.relations[i], snapshot.tails[i], True, snapshot.beliefs[i]) for i in out]
    steps += [_step(snapshot, snapshot.relations[i], snapshot.heads[i], False, snapshot.beliefs[i]) for i in into]
    denied = snapshot.negatives
    steps += [_step(snapshot, row[1], row[2], True, 0.0) for row in denied[denied[:, 0] == node]]
    steps += [_step(snapshot, row[1], row[0], False, 0.0) for row in denied[denied[:, 2] == node]]
    return list(dict.fromkeys(steps))


def _step(
    snapshot: Snapshot, relation: NDArray[np.int16], other: NDArray[np.int32], outgoing: bool, belief: float
) -> _Step:
    return _Step(snapshot.predicates[int(relation)], outgoing, -float(belief), snapshot.node_ids[int(other)])


def _neighbors(graph: Graph, node: str, step: _Step) -> list[Neighbor]:
    ends = (node, step.other) if step.outgoing else (step.other, node)
    other = graph.node(step.other)
    edges = graph.edge(ends[0], step.predicate, ends[1])
    return [Neighbor(edge, other, step.outgoing) for edge in edges] if other else []
