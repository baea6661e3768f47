"""CompGCN (Vashishth et al., ICLR 2020): states of nodes and relations, composed by their product, and DistMult on top.

A message along relation ``r`` is ``W (h_source * z_r)`` with one matrix for edges, one for edges walked backwards and
one for the node itself; a node takes the mean of its messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor, nn

from gnn.dataset import Ids

_EDGES_AT_ONCE = 100_000

Edges = tuple[Tensor, Tensor, Tensor]
"""Sources, targets and relations of messages, int64 [m] each; relations as the sampler numbers them."""


class CompGCN(nn.Module):
    """The encoder and its decoder.

    Args:
        shape: numbers of nodes and of relations (inverses not counted), width of the states, number of layers.
        dropout: share of the states' places that training leaves out.
        unnamed: share of the nodes whose own first state training leaves out, so that neighbours have to tell it; a
            node that comes later has none.
        generator: of the first weights.
    """

    def __init__(
        self, shape: tuple[int, int, int, int], dropout: float, unnamed: float, generator: torch.Generator
    ) -> None:
        super().__init__()
        nodes, relations, dim, layers = shape
        self.unnamed = unnamed
        self.relations = relations
        self.node = nn.Parameter(_normal((nodes, dim), dim**-0.5, generator))
        self.relation = nn.Parameter(1.0 + _normal((2 * relations + 1, dim), 0.1, generator))
        self.ways = nn.Parameter(_normal((layers, 3, dim, dim), dim**-0.5, generator))
        self.turn = nn.Parameter(torch.eye(dim).repeat(layers, 1, 1) + _normal((layers, dim, dim), 0.01, generator))
        self.bias = nn.Parameter(torch.zeros(layers, dim))
        self.dropout = nn.Dropout(dropout)

    def forward(self, nodes: Tensor, edges: Edges, hops: tuple[int, ...]) -> tuple[Tensor, Tensor]:
        """The states of a subgraph's seeds [hops[0], dim] and of the relations [2 * relations + 1, dim].

        Args:
            nodes: int64 [n], ids in the graph, the seeds first, then those that each hop added.
            edges: with places in ``nodes``.
            hops: how many nodes each hop added; one more than there are layers. What no later layer reads is left out.
        """
        sizes = tuple(sum(hops[:count]) for count in range(len(self.ways), 0, -1))
        states = self.node[nodes]
        if self.training:
            states = states * (torch.rand(len(states), 1, device=states.device) >= self.unnamed)
        return self.encode(states, lambda: iter((edges,)), sizes)

    def encode(
        self, states: Tensor, edges: Callable[[], Iterator[Edges]], sizes: tuple[int, ...] | None = None
    ) -> tuple[Tensor, Tensor]:
        """As :meth:`forward`, from given first states, the edges in parts so that their messages need little memory.

        Args:
            states: [n, dim].
            edges: called once and again for each layer.
            sizes: how many nodes, the first ones, each layer has to give; None means all.
        """
        relations: Tensor = self.relation
        degree = states.new_zeros(len(states))
        for _, targets, _ in edges():
            degree += torch.bincount(targets, minlength=len(states))
        share = 1.0 / degree.clamp(min=1.0)[:, None]
        for layer in range(len(self.ways)):
            size = sizes[layer] if sizes else len(states)
            sums = [torch.zeros_like(states[:size]), torch.zeros_like(states[:size])]
            for sources, targets, kinds in edges():
                back, near = kinds >= self.relations, targets < size
                for way, mine in enumerate((~back & near, back & near)):
                    messages = states[sources[mine]] * relations[kinds[mine]]
                    sums[way] = sums[way].index_add(0, targets[mine], messages)
            states = states[:size]
            own = (states * relations[-1]) @ self.ways[layer, 2]
            taken = (sums[0] @ self.ways[layer, 0] + sums[1] @ self.ways[layer, 1]) * share[:size]
            states = states + self.dropout(torch.tanh(taken + own + self.bias[layer]))
            relations = relations @ self.turn[layer]
        return states, relations


def in_parts(sources: Ids, targets: Ids, relations: Ids) -> Callable[[], Iterator[Edges]]:
    """Edges for :meth:`CompGCN.encode`, some 100,000 at once."""

    def parts() -> Iterator[Edges]:
        for start in range(0, len(sources), _EDGES_AT_ONCE):
            end = start + _EDGES_AT_ONCE
            one, two, three = (
                torch.from_numpy(np.asarray(column[start:end], np.int64)) for column in (sources, targets, relations)
            )
            yield one, two, three

    return parts


def _normal(shape: tuple[int, ...], spread: float, generator: torch.Generator) -> Tensor:
    return spread * torch.randn(*shape, generator=generator)
