"""Typed paths between two nodes, ranked.

A path is simple (no node twice), may follow an edge in either direction, and is told apart by its edges: two
predicates between the same nodes are two paths.

Score of a path: the product over its edges of ``belief * (d_head * d_tail) ** -damping``, where ``d_head`` and
``d_tail`` count the edges of that predicate that leave the head and enter the tail (both directions of a symmetric
predicate). It lies in (0, 1], higher is better, and does not depend on the direction in which the path is read. With
every belief at 1 it is the path-degree product behind the degree-weighted path count of Himmelstein and Baranzini
(doi:10.1371/journal.pcbi.1004259), whose damping of 0.4 is the default here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from kg.errors import InputError, NotFoundError
from kg.path_index import PathIndex
from kg.path_search import Budget, Ends, PathArrays, search
from kg.snapshot import Snapshot

MAX_LENGTH = 4


@dataclass(frozen=True, slots=True)
class PathLimits:
    """What bounds a search.

    Attributes:
        max_length: most edges in a path, 1 to 4.
        max_paths: most paths returned, the best ones.
        max_expanded: most edges looked at; a search that would need more stops and says so.
        seconds: most time; a search that is over it stops at the next block of edges and says so.
        predicates: only these may be followed; None for all.
        damping: exponent of the degree penalty, 0 (none) or more.
        exclude: edges ``(subject, predicate, object)`` that no path may use.
    """

    max_length: int = 3
    max_paths: int = 100
    max_expanded: int = 20_000_000
    seconds: float = 10.0
    predicates: frozenset[str] | None = None
    damping: float = 0.4
    exclude: frozenset[tuple[str, str, str]] = frozenset()

    def __post_init__(self) -> None:
        if not 1 <= self.max_length <= MAX_LENGTH:
            raise InputError(f"A path of at most {self.max_length} edges was asked.", f"Ask for 1 to {MAX_LENGTH}.")
        if self.max_paths < 1 or self.max_expanded < 1 or self.seconds <= 0 or self.damping < 0:
            raise InputError(
                f"Path limits must be positive, found {self.max_paths} paths, {self.max_expanded} edges, "
                f"{self.seconds} s, damping {self.damping}.",
                "Leave a limit out to get its default.",
            )


@dataclass(frozen=True, slots=True)
class Hop:
    """One edge of a path, in its stored direction.

    Attributes:
        forward: the path runs from subject to object.
        belief: of the edge, 0 to 1.
        edge: its position in the snapshot.
    """

    subject: str
    predicate: str
    object: str
    forward: bool
    belief: float
    edge: int


@dataclass(frozen=True, slots=True)
class Path:
    """``n`` nodes and the ``n - 1`` hops between them; the score lies in (0, 1], higher is better."""

    nodes: tuple[str, ...]
    hops: tuple[Hop, ...]
    score: float

    def __len__(self) -> int:
        return len(self.hops)

    @property
    def kind(self) -> str:
        """The predicates in order, ``>`` for forward and ``<`` for backward: ``binds> participates_in<``."""
        return " ".join(f"{hop.predicate}{'>' if hop.forward else '<'}" for hop in self.hops)


@dataclass(frozen=True, slots=True)
class FoundPaths:
    """The paths found, best first; ties by length, then by node ids and predicates.

    Attributes:
        paths: at most ``limits.max_paths`` of them.
        found: how many the search met.
        exhausted: the search met every path that the limits on length and predicates allow.
        truncated: there are, or may be, more paths than are returned here.
        expanded: how many edges were looked at.
        seconds: time taken.
    """

    paths: tuple[Path, ...]
    found: int
    exhausted: bool
    truncated: bool
    expanded: int
    seconds: float

    def __iter__(self) -> Iterator[Path]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, position: int) -> Path:
        return self.paths[position]


def find_paths(
    graph: Snapshot | PathIndex, source: str, target: str, *, limits: PathLimits | None = None
) -> FoundPaths:
    """The best simple paths between two nodes.

    Args:
        graph: a snapshot, or its :class:`PathIndex` when many pairs are asked for.
        source, target: node ids.
        limits: length, number, work and time.

    Raises:
        NotFoundError: a node is not in the snapshot.
        InputError: both ends are the same node, or a predicate is not in the snapshot's.
    """
    started = perf_counter()
    limits = limits or PathLimits()
    index = graph if isinstance(graph, PathIndex) else PathIndex(graph)
    ends = Ends(_position(index.snapshot, source), _position(index.snapshot, target))
    if ends.source == ends.target:
        raise InputError(f"Both ends of the path are {source}.", "Ask for two different nodes.")
    budget = Budget(limits.max_expanded, started + limits.seconds)
    edges = index.edges(limits.predicates, limits.exclude, limits.damping)
    arrays = search(edges, ends, limits.max_length, limits.max_paths, budget)
    paths = tuple(_paths(index.snapshot, arrays))
    return FoundPaths(
        paths=paths,
        found=budget.found,
        exhausted=not budget.stopped,
        truncated=budget.stopped or budget.found > len(paths),
        expanded=budget.expanded,
        seconds=perf_counter() - started,
    )


def _position(snapshot: Snapshot, node: str) -> int:
    try:
        return snapshot.index(node)
    except NotFoundError:
        raise NotFoundError(
            f"{node} is in no edge of this selection of the graph.",
            "Look it up with medkg find, or widen the selection.",
        ) from None


def _paths(snapshot: Snapshot, found: PathArrays) -> Iterator[Path]:
    names, predicates = snapshot.node_ids, snapshot.predicates
    subjects, objects = snapshot.heads[found.edges].tolist(), snapshot.tails[found.edges].tolist()
    relations, beliefs = snapshot.relations[found.edges].tolist(), snapshot.beliefs[found.edges].tolist()
    nodes, edges, scores = found.nodes.tolist(), found.edges.tolist(), np.exp(found.logs).tolist()
    for row, length in enumerate(found.lengths.tolist()):
        hops = tuple(
            Hop(
                names[subjects[row][i]],
                predicates[relations[row][i]],
                names[objects[row][i]],
                subjects[row][i] == nodes[row][i],
                beliefs[row][i],
                edges[row][i],
            )
            for i in range(length)
        )
        yield Path(tuple(names[node] for node in nodes[row][: length + 1]), hops, scores[row])
