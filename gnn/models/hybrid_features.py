"""What the hybrid model reads of a pair: paths, other edges, neighbours, ridge regressions, bridges, degrees.

Every feature is computed from the graph as it lies, for nodes that came after the training too, and leaves the pair's
own edge out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from gnn.dataset import Ids
from gnn.metapaths import Metapath, PathCounter, inverse, reverse
from gnn.neighbours import LearnedLikeness, Neighbourhood, Profiles, meets_itself, profile_relations, strongest
from gnn.typed import TypedGraph, TypedRelation

PARTS = ("paths", "edges", "neighbours", "likeness", "ridge", "bridges", "degrees")
_ENDS = 2
_LIKENESS = 4
_BRIDGES = 2
_DEGREES = 4
_HIGHEST_CHANCE = 0.999
_MOST_LIKENESSES = 4_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """The features of one typed relation, in the order of :data:`PARTS`.

    Attributes:
        own: the typed relation that is asked for, from head to tail.
        metapaths: from head to tail, of 2 or 3 steps.
        edges: other typed relations from head to tail.
        head_relations, tail_relations: what heads (tails) may be alike in.
    """

    own: TypedRelation
    metapaths: tuple[Metapath, ...]
    edges: tuple[TypedRelation, ...]
    head_relations: tuple[TypedRelation, ...]
    tail_relations: tuple[TypedRelation, ...]

    @classmethod
    def build(cls, graph: TypedGraph, own: TypedRelation, most_metapaths: int) -> Layout:
        """All that the graph's schema allows; paths of two steps alone where those of three are too many."""
        counter = PathCounter(graph)
        metapaths = counter.metapaths(own.source, own.target, 3)
        if len(metapaths) > most_metapaths:
            metapaths = counter.metapaths(own.source, own.target, 2)[:most_metapaths]
        asked = {own, inverse(own, graph)}
        edges = tuple(
            one for one in graph.relations if one.source == own.source and one.target == own.target and one not in asked
        )
        return cls(
            own, metapaths, edges, profile_relations(graph, own.source, own), profile_relations(graph, own.target, own)
        )

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each of :data:`PARTS` begins, and the number of features last."""
        sizes = (
            len(self.metapaths), len(self.edges), len(self.head_relations) + len(self.tail_relations), _LIKENESS,
            _ENDS, _BRIDGES, _DEGREES,
        )  # fmt: skip
        return tuple(int(one) for one in np.cumsum((0, *sizes)))

    @property
    def count(self) -> int:
        """How many features."""
        return self.starts[-1]


class Values(NamedTuple):
    """A feature of a block of pairs: CSR, or a dense array; [given nodes, nodes of the other end]."""

    feature: int
    values: Any


class Metric(NamedTuple):
    """What was learned about likeness, at either end."""

    heads: LearnedLikeness
    tails: LearnedLikeness


@dataclass(frozen=True, eq=False)
class PairFeatures:
    """Features of pairs on one graph.

    Attributes:
        graph: as it lies, held-out edges taken out.
        layout: which features.
        profiles: of heads and of tails; they hold no edge of the relation that is asked for.
    """

    graph: TypedGraph
    layout: Layout
    profiles: tuple[Profiles, Profiles]
    _kept: dict[tuple[int, int], NDArray[np.float32]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def build(cls, graph: TypedGraph, layout: Layout) -> PairFeatures:
        """With profiles made from the graph."""
        own = layout.own
        heads = Profiles.build(graph, own.source, layout.head_relations)
        return cls(graph, layout, (heads, Profiles.build(graph, own.target, layout.tail_relations)))

    @cached_property
    def counter(self) -> PathCounter:
        """The paths of the graph."""
        return PathCounter(self.graph)

    @cached_property
    def ends(self) -> tuple[Neighbourhood, Neighbourhood]:
        """The neighbourhoods of heads and of tails."""
        own = self.counter.place.get(self.layout.own)
        linked = None if own is None else self.graph.matrices[own]
        if linked is None:
            shape = self.graph.size(self.layout.own.source), self.graph.size(self.layout.own.target)
            linked = sp.csr_matrix(shape, dtype=np.float32)
        return Neighbourhood(self.profiles[0], linked), Neighbourhood(self.profiles[1], linked.T.tocsr())

    def learn(self, generator: np.random.Generator) -> Metric:
        """What likeness says of sharing a partner, learned from the graph's edges."""
        return Metric(*(LearnedLikeness.fit(end, generator) for end in self.ends))

    def blocks(self, given: Ids, metric: Metric, *, forward: bool) -> Iterator[Values]:
        """Each feature once (those that are zero throughout perhaps not at all).

        Args:
            given: local ids of heads when ``forward``, of tails otherwise.
            metric: what :meth:`learn` gave, on this graph or another.
            forward: whether the tails are asked for.
        """
        starts = self.layout.starts
        yield from self._paths(given, forward=forward)
        place = self.counter.place
        for number, relation in enumerate(self.layout.edges):
            if relation in place:
                matrix = self.graph.matrices[place[relation]]
                yield Values(starts[1] + number, matrix[given] if forward else matrix.T.tocsr()[given])
        for side in range(_ENDS):
            yield from self._neighbours(given, metric[side], side, same=(side == 0) == forward)
        yield from self._bridges(given, metric, forward=forward)
        yield from self._degrees(given, forward=forward)

    def counted(self, heads: Ids) -> Iterator[Values]:
        """As :meth:`blocks` forward, but the paths and degrees alone."""
        yield from self._paths(heads, forward=True)
        yield from self._degrees(heads, forward=True)

    def _paths(self, given: Ids, *, forward: bool) -> Iterator[Values]:
        own, metapaths = self.layout.own, self.layout.metapaths
        if not forward:
            own, metapaths = inverse(own, self.graph), tuple(reverse(path, self.graph) for path in metapaths)
        for position, counts in self.counter.rows(given, metapaths, own):
            yield Values(position, counts)

    def _neighbours(self, given: Ids, learned: LearnedLikeness, side: int, *, same: bool) -> Iterator[Values]:
        """The features of one end's neighbourhood; ``same`` when the given nodes are at that end."""
        end, starts = self.ends[side], self.layout.starts
        everyone = np.arange(end.own.shape[0])
        if same:
            nodes, neighbours, partners = given, end.labelled, end.partners
        else:
            columns = end.own[:, given].tocsr()
            neighbours = np.flatnonzero(np.diff(columns.indptr)).astype(np.int64)
            nodes, partners = everyone, columns[neighbours].tocsc()
        near = end.near(nodes, neighbours)
        first = starts[2] + (len(self.layout.head_relations) if side else 0)
        for number, likeness in enumerate(near):
            yield Values(first + number, _turn(strongest(likeness, partners), same=same))
        chance = learned.of(near, meets_itself(nodes, neighbours))
        either = -np.log1p(-np.minimum(chance, _HIGHEST_CHANCE)) @ partners
        likeness_at = starts[3] + 2 * side
        yield Values(likeness_at, _turn(strongest(chance, partners), same=same))
        yield Values(likeness_at + 1, _turn(np.asarray(either), same=same))
        ridge = end.ridge_rows(given) if same else end.ridge_columns(given)
        yield Values(starts[4] + side, _turn(ridge, same=same))

    def _bridges(self, given: Ids, metric: Metric, *, forward: bool) -> Iterator[Values]:
        """Edges from nodes like the one end to nodes like the other; an edge of either end itself is none."""
        near, far = self.ends if forward else self.ends[::-1]
        here, there = metric if forward else metric[::-1]
        if (
            near.own.shape[0] * len(near.labelled) > _MOST_LIKENESSES
            or far.own.shape[0] * len(far.labelled) > _MOST_LIKENESSES
        ):
            return
        if not near.profiles.rows or not far.profiles.rows:
            return  # nodes of an end without any other relation are like none
        alike = near.near(given, near.labelled)
        links = near.partners.tocsr()[:, far.labelled]
        first = self.layout.starts[5]
        yield Values(
            first, np.sqrt((here.of(alike, meets_itself(given, near.labelled)) @ links) @ self._likeness(far, there).T)
        )
        yield Values(first + 1, (alike.mean(axis=0) @ links) @ far.mean_likeness.T)

    def _likeness(self, end: Neighbourhood, learned: LearnedLikeness) -> NDArray[np.float32]:
        """Learned likeness of all nodes of an end to those with partners; kept, for every block asks for it."""
        key = id(end), id(learned)
        if key not in self._kept:
            everyone = np.arange(end.own.shape[0])
            self._kept[key] = learned.of(end.near(everyone, end.labelled), meets_itself(everyone, end.labelled))
        return self._kept[key]

    def _degrees(self, given: Ids, *, forward: bool) -> Iterator[Values]:
        own = self.ends[0].own if forward else self.ends[1].own
        linked = own[given].toarray()
        degrees = [
            np.diff(own.indptr)[given][:, None] - linked,
            np.bincount(own.indices, minlength=own.shape[1]) - linked,
        ]
        first = self.layout.starts[6]
        for number, degree in enumerate(degrees if forward else degrees[::-1]):
            yield Values(first + 2 * number, np.log1p(degree))
            yield Values(first + 2 * number + 1, (degree > 0).astype(np.float32))


def _turn(values: NDArray[Any], *, same: bool) -> NDArray[Any]:
    return values if same else values.T
