"""The sampler as PyG's loaders take it: ``NodeLoader`` and ``LinkLoader`` on typed graphs, without pyg-lib."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch_geometric.sampler import (
    BaseSampler,
    EdgeSamplerInput,
    HeteroSamplerOutput,
    NegativeSampling,
    NodeSamplerInput,
)

from gnn.dataset import Ids
from gnn.sampling.adjacency import Adjacency
from gnn.sampling.sampler import NeighborSampler, Subgraph
from kg.errors import InputError

EdgeType = tuple[str, str, str]
REVERSED = "rev_"
"""Begins the name of a relation that is walked from its object to its subject, as PyG's ``ToUndirected`` has it."""


@dataclass(frozen=True, eq=False)
class NodeTypes:
    """How nodes are numbered within their categories.

    Attributes:
        categories: names; ``node_category`` int16 [num_nodes] indexes them.
        relations: names.
    """

    categories: tuple[str, ...]
    node_category: NDArray[np.int16]
    relations: tuple[str, ...]

    @cached_property
    def members(self) -> dict[str, Ids]:
        """The ids of each category's nodes, ascending; a node's number in its category is its place there."""
        return {name: np.flatnonzero(self.node_category == code) for code, name in enumerate(self.categories)}

    @cached_property
    def local(self) -> Ids:
        """int64 [num_nodes]: each node's number in its category."""
        found = np.zeros(len(self.node_category), np.int64)
        for members in self.members.values():
            found[members] = np.arange(len(members))
        return found

    def edge_type(self, source: int, relation: int, target: int) -> EdgeType:
        """PyG's name of a message's type."""
        back = relation >= len(self.relations)
        name = self.relations[relation - len(self.relations)] if back else self.relations[relation]
        return self.categories[source], f"{REVERSED}{name}" if back else name, self.categories[target]


class TypedNeighborSampler(BaseSampler):
    """A :class:`NeighborSampler` behind PyG's interface.

    ``NodeLoader((features, graph), node_sampler=sampler, input_nodes=("Disease", None))``; edges that are walked
    backwards come as ``(target, "rev_<relation>", source)``.

    Args:
        adjacency: draws the neighbours.
        types: of the same graph.
        fanouts: edges of a node that each hop draws at most, all relations together.
        seed: of the draws.
    """

    def __init__(self, adjacency: Adjacency, types: NodeTypes, fanouts: Sequence[int], seed: int = 0) -> None:
        super().__init__()
        self.types = types
        self._sampler = NeighborSampler(adjacency, fanouts, seed)

    def sample_from_nodes(self, index: NodeSamplerInput, **_: object) -> HeteroSamplerOutput:
        """The subgraph around nodes of one category."""
        seeds = self._ids(str(index.input_type), index.node)
        return self._output(self._sampler.sample(seeds), (index.input_id, index.time))

    def sample_from_edges(
        self, index: EdgeSamplerInput, neg_sampling: NegativeSampling | None = None
    ) -> HeteroSamplerOutput:
        """The subgraph around both ends of edges of one type.

        Raises:
            InputError: negatives were asked for; draw them among the category's nodes, with ``gnn.splits``.
        """
        if neg_sampling is not None:
            raise InputError("This sampler draws no negatives.", "Leave neg_sampling out, and give labelled pairs.")
        source, _, target = index.input_type
        rows, columns = self._ids(source, index.row), self._ids(target, index.col)
        found = self._sampler.sample(np.concatenate([rows, columns]))
        numbers = np.full(int(found.nodes.max(initial=-1)) + 1, -1, np.int64)
        for members in self._by_category(found.nodes).values():
            numbers[found.nodes[members]] = np.arange(len(members))
        pairs = torch.from_numpy(np.stack([numbers[rows], numbers[columns]]))
        return self._output(found, (index.input_id, pairs, index.label, None, None, None))

    def _ids(self, category: str, places: Tensor) -> Ids:
        found: Ids = self.types.members[category][places.numpy()]
        return found

    def _by_category(self, nodes: Ids) -> dict[str, Ids]:
        codes = self.types.node_category[nodes]
        return {name: np.flatnonzero(codes == code) for code, name in enumerate(self.types.categories)}

    def _output(self, found: Subgraph, metadata: tuple[object, ...]) -> HeteroSamplerOutput:
        types = self.types
        within = np.zeros(len(found.nodes), np.int64)
        nodes: dict[str, Tensor] = {}
        for name, places in self._by_category(found.nodes).items():
            within[places] = np.arange(len(places))
            nodes[name] = torch.from_numpy(types.local[found.nodes[places]])
        codes = types.node_category[found.nodes].astype(np.int64)
        kinds = np.stack([codes[found.sources], found.relations, codes[found.targets]], axis=1)
        rows: dict[EdgeType, Tensor] = {}
        columns: dict[EdgeType, Tensor] = {}
        edges: dict[EdgeType, Tensor] = {}
        distinct, which = np.unique(kinds, axis=0, return_inverse=True)
        for number, (source, relation, target) in enumerate(distinct.tolist()):
            kind = types.edge_type(source, relation, target)
            mine = which.ravel() == number
            rows[kind] = torch.from_numpy(within[found.sources[mine]])
            columns[kind] = torch.from_numpy(within[found.targets[mine]])
            edges[kind] = torch.from_numpy(found.edges[mine])
        return HeteroSamplerOutput(nodes, rows, columns, edges, metadata=metadata)
