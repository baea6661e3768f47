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
        nodes, relations: numbers of nodes and of relations, inverses not counted.
        dim: width of the states.
        layers: how many.
        dropout: share of the states' places that training leaves out.
        generator: of the first weights.
    """

    def __init__(
        self, nodes: int, relations: int, dim: int, layers: int, dropout: float, generator: torch.Generator
    ) -> None:
        super().__init__()
        self.relations = relations
        self.node = nn.Parameter(_normal((nodes, dim), dim**-0.5, generator))
        self.relation = nn.Parameter(1.0 + _normal((2 * relations + 1, dim), 0.1, generator))
        self.ways = nn.Parameter(_normal((layers, 3, dim, dim), dim**-0.5, generator))
        self.turn = nn.Parameter(torch.eye(dim).repeat(layers, 1, 1) + _normal((layers, dim, dim), 0.01, generator))
        self.bias = nn.Parameter(torch.zeros(layers, dim))
        self.dropout = nn.Dropout(dropout)

    def forward(self, nodes: Tensor, edges: Edges) -> tuple[Tensor, Tensor]:
        """The states of a subgraph's nodes [n, dim] and of the relations [2 * relations + 1, dim].

        Args:
            nodes: int64 [n], ids in the graph.
            edges: with places in ``nodes``.
        """
        return self.encode(self.node[nodes], lambda: iter((edges,)))

    def encode(self, states: Tensor, edges: Callable[[], Iterator[Edges]]) -> tuple[Tensor, Tensor]:
        """As :meth:`forward`, from given first states, the edges in parts so that their messages need little memory."""
        relations = self.relation
        degree = states.new_zeros(len(states))
        for _, targets, _ in edges():
            degree += torch.bincount(targets, minlength=len(states))
        share = 1.0 / degree.clamp(min=1.0)[:, None]
        for layer in range(len(self.ways)):
            sums = [torch.zeros_like(states), torch.zeros_like(states)]
            for sources, targets, kinds in edges():
                back = kinds >= self.relations
                for way, mine in enumerate((~back, back)):
                    messages = states[sources[mine]] * relations[kinds[mine]]
                    sums[way] = sums[way].index_add(0, targets[mine], messages)
            own = (states * relations[-1]) @ self.ways[layer, 2]
            taken = (sums[0] @ self.ways[layer, 0] + sums[1] @ self.ways[layer, 1]) * share
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
