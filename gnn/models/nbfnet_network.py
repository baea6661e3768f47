"""The network of gnn.models.nbfnet: relation weights conditioned on the query, an update a layer, a decoder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from gnn.messages import Product, sum_of_messages
from gnn.propagation import Plan, SparseStep


@dataclass(frozen=True, eq=False)
class Batch:
    """One batch of queries over one relation and direction, ready for the network.

    Attributes:
        query: the query relation's number.
        size: how many queries.
        slots: int64 [relations of the graph], their numbers in the network.
        origin: int64 [at most size], flat places of the queries' own nodes in the first layer, where they are needed.
        first: by category, flat places, relations and weights of the first layer's edges.
        own: by layer, the steps of the query's relation after masking.
        popularity: float32 [candidates], log1p of the candidates' edges of the query's relation after masking.
    """

    query: int
    size: int
    slots: Tensor
    origin: Tensor
    first: dict[str, tuple[Tensor, Tensor, Tensor]]
    own: tuple[tuple[SparseStep, ...], ...]
    popularity: Tensor


class PathNetwork(nn.Module):
    """Scores all candidates of a batch of queries by the paths that lead to them.

    Layer: ``h'[v] = h[v] + relu(norm(U [h[v], sum over r of (A_r h)[v] * w_r(q)]))``, nodes in each category alike.

    Args:
        queries: how many query relations, directions counted apart.
        relations: how many typed relations.
        dim: width of a node's state.
        depth: layers, the longest path.
    """

    def __init__(self, queries: int, relations: int, dim: int, depth: int) -> None:
        super().__init__()
        self.dim, self.relations = dim, relations
        self.query = nn.Embedding(queries, dim)
        self.relation = nn.ModuleList(nn.Linear(dim, relations * dim) for _ in range(depth))
        self.update = nn.ModuleList(nn.Linear(2 * dim, dim) for _ in range(depth))
        self.norm = nn.ModuleList(nn.LayerNorm(dim) for _ in range(depth))
        self.decoder = nn.Sequential(nn.Linear(2 * dim + 1, 2 * dim), nn.ReLU(), nn.Linear(2 * dim, 1))

    def forward(self, plan: Plan, batch: Batch) -> Tensor:
        """Scores, float32 [batch.size, candidates]; any range, higher is more plausible."""
        query = self.query.weight[batch.query]
        weights = [layer(query).view(self.relations, self.dim)[batch.slots] for layer in self.relation]
        states = self._first(plan, batch, query, weights[0])
        for level in range(1, len(plan.layers)):
            states = self._layer(plan, batch, states, level, weights[level])
        final = states[plan.target]
        count = len(plan.layers[-1].nodes[plan.target])
        context = query.expand(count, batch.size, self.dim)
        popularity = batch.popularity[:, None, None].expand(count, batch.size, 1)
        scores: Tensor = self.decoder(torch.cat([final, context, popularity], dim=-1)).squeeze(-1)
        return scores.T

    def _first(self, plan: Plan, batch: Batch, query: Tensor, weight: Tensor) -> dict[str, Tensor]:
        """Only what the first step reaches is computed; the rest stays zero."""
        states: dict[str, Tensor] = {}
        for name, nodes in plan.layers[0].nodes.items():
            state = query.new_zeros(len(nodes) * batch.size, self.dim)
            places, relations, values = batch.first.get(name, (batch.origin[:0], batch.origin[:0], query.new_zeros(0)))
            origin = batch.origin if name == plan.source else batch.origin[:0]
            reached, position = torch.unique(torch.cat([places, origin]), return_inverse=True)
            if len(reached):
                messages = (query * weight)[relations] * values[:, None]
                total = query.new_zeros(len(reached), self.dim).index_add(0, position[: len(places)], messages)
                here = query.new_zeros(len(reached), self.dim)
                here = here.index_put((position[len(places) :],), query.expand(len(origin), -1))
                state = state.index_put((reached,), self._updated(here, total, 0))
            states[name] = state.view(len(nodes), batch.size, self.dim)
        return states

    def _layer(
        self, plan: Plan, batch: Batch, states: dict[str, Tensor], level: int, weight: Tensor
    ) -> dict[str, Tensor]:
        before, layer = plan.layers[level - 1], plan.layers[level]
        steps: dict[str, list[SparseStep]] = {}
        for step in (*layer.steps, *batch.own[level]):
            steps.setdefault(step.target, []).append(step)
        totals = {name: _messages(into, weight, states) for name, into in steps.items()}
        updated: dict[str, Tensor] = {}
        for name, nodes in layer.nodes.items():
            here = self._kept(states, before.nodes, name, nodes, batch)
            updated[name] = self._updated(here, totals.get(name, torch.zeros_like(here)), level)
        return updated

    def _kept(
        self, states: dict[str, Tensor], before: dict[str, np.ndarray], name: str, nodes: np.ndarray, batch: Batch
    ) -> Tensor:
        if name not in states:
            return self.query.weight.new_zeros(len(nodes), batch.size, self.dim)
        if len(before[name]) == len(nodes):
            return states[name]
        place = torch.from_numpy(np.searchsorted(before[name], nodes)).to(states[name].device)
        return states[name][place]

    def _updated(self, here: Tensor, total: Tensor, level: int) -> Tensor:
        change: Tensor = self.norm[level](self.update[level](torch.cat([here, total], dim=-1)))
        return here + torch.relu(change)


def _messages(steps: list[SparseStep], weight: Tensor, states: dict[str, Tensor]) -> Tensor:
    names = sorted({step.source for step in steps})
    products = tuple(Product(step.forward, step.backward, names.index(step.source)) for step in steps)
    relations = [step.relation for step in steps]
    return sum_of_messages(products, weight[relations], tuple(states[name] for name in names))
