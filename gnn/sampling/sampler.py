"""Subgraphs around seeds, hop by hop, for training on a graph that is larger than a batch can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gnn.dataset import Ids
from gnn.sampling.adjacency import Adjacency


@dataclass(frozen=True, eq=False)
class Subgraph:
    """The seeds with what was drawn around them.

    Attributes:
        nodes: int64 [n], ids in the graph; the seeds come first, each once, in order of first appearance.
        sources, targets: int64 [m], places in ``nodes``: messages go from source to target.
        relations: int64 [m], as :class:`gnn.sampling.adjacency.Drawn` has them.
        edges: int64 [m], numbers of the edges.
        hops: how many nodes each hop added, the seeds first.
    """

    nodes: Ids
    sources: Ids
    targets: Ids
    relations: Ids
    edges: Ids
    hops: tuple[int, ...]


class NeighborSampler:
    """Draws neighbours of neighbours.

    Args:
        adjacency: of the graph.
        fanouts: how many edges of a node each hop draws at most; below 0 all.
        seed: the same seed and the same sequence of calls draw the same; a generator is drawn from as it is.
    """

    def __init__(self, adjacency: Adjacency, fanouts: Sequence[int], seed: int | np.random.Generator = 0) -> None:
        self.adjacency = adjacency
        self.fanouts = tuple(fanouts)
        self._generator = np.random.default_rng(seed)
        self._place = np.full(adjacency.num_nodes, -1, np.int32)

    def sample(self, seeds: Ids, hidden: Ids | None = None) -> Subgraph:
        """The subgraph around ``seeds``.

        Args:
            seeds: int64 ids, perhaps repeated.
            hidden: numbers of edges that no message may take, as those that supervise the batch.
        """
        nodes = [seeds[np.sort(np.unique(seeds, return_index=True)[1])].astype(np.int64)]
        try:
            return self._around(nodes, hidden)
        finally:
            for some in nodes:  # a draw from a store may fail; the next call starts clean all the same
                self._place[some] = -1

    def _around(self, nodes: list[Ids], hidden: Ids | None) -> Subgraph:
        """Adds what each hop draws to ``nodes``."""
        place, found = self._place, len(nodes[0])
        place[nodes[0]] = np.arange(found)
        parts: list[tuple[Ids, Ids, Ids, Ids]] = []
        for fanout in self.fanouts:
            frontier = nodes[-1]
            drawn = self.adjacency.draw(frontier, fanout, self._generator)
            if hidden is not None and len(hidden):
                kept = ~np.isin(drawn.edges, hidden)
                drawn = type(drawn)(*(column[kept] for column in drawn))
            fresh = np.unique(drawn.sources[place[drawn.sources] < 0])
            nodes.append(fresh)
            place[fresh] = np.arange(found, found + len(fresh))
            found += len(fresh)
            targets = place[frontier[drawn.targets]].astype(np.int64)
            parts.append((place[drawn.sources].astype(np.int64), targets, drawn.relations, drawn.edges))
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else [_NONE] * 4
        return Subgraph(np.concatenate(nodes), columns[0], columns[1], columns[2], columns[3], tuple(map(len, nodes)))


_NONE: Ids = np.empty(0, np.int64)
