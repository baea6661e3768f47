"""The network of gnn.models.nbfnet: relation weights conditioned on the query, an update a layer, a decoder."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from gnn.dataset import Ids
from gnn.messages import Product, sum_of_messages
from gnn.propagation import Plan, SparseStep


@dataclass(frozen=True, eq=False)
class QueryBatch:
    """One batch of queries over one relation and direction, ready for the network.

    Attributes:
        plan: what is computed.
        query: the query relation's number.
        queries: how many queries.
        size: states of a node: one a query, or a single one where the plan's nodes are pairs of query and node.
        slots: int64 [relations of the graph], their numbers in the network.
        origin: int64 [at most queries], flat places of the queries' own nodes in the first layer, where needed.
        first: by category, flat places, relations and weights of the first layer's edges.
        own: by layer, the steps of the query's relation after masking, where the plan has them not.
        popularity: float32 [nodes of the plan's last layer], log1p of the candidates' edges of the query's relation
            after masking.
    """

    plan: Plan
    query: int
    queries: int
    size: int
    slots: Tensor
    origin: Tensor
    first: dict[str, tuple[Tensor, Tensor, Tensor]]
    own: tuple[tuple[SparseStep, ...], ...]
    popularity: Tensor


@dataclass(eq=False)
class Trace:
    """What one pass computed, kept for explanations; filled in by the network.

    Attributes:
        query: the query's embedding.
        weights: by layer, [relations of the graph, d].
        states: by layer, [nodes, batch, d] of each category after the layer.
        totals: by layer, [nodes, batch, d] of each category, the sum of messages; gradients are retained.
    """

    query: Tensor = field(default_factory=lambda: torch.empty(0))
    weights: list[Tensor] = field(default_factory=list)
    states: list[dict[str, Tensor]] = field(default_factory=list)
    totals: list[dict[str, Tensor]] = field(default_factory=list)

    def keep(self, states: dict[str, Tensor], totals: dict[str, Tensor]) -> None:
        """Takes one layer."""
        self.states.append(states)
        self.totals.append(totals)


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

    def forward(self, batch: QueryBatch, trace: Trace | None = None) -> Tensor:
        """Scores, float32 [batch.queries, candidates]; any range, higher is more plausible."""
        plan = batch.plan
        query = self.query.weight[batch.query]
        weights = [layer(query).view(self.relations, self.dim)[batch.slots] for layer in self.relation]
        if trace is not None:
            trace.query, trace.weights = query, weights
        states = self._first(batch, (query, weights[0]), trace)
        for level in range(1, len(plan.layers)):
            states = self._layer(batch, states, (level, weights[level]), trace)
        final = states[plan.target]
        count = len(plan.layers[-1].nodes[plan.target])
        context = query.expand(count, batch.size, self.dim)
        popularity = batch.popularity[:, None, None].expand(count, batch.size, 1)
        scores: Tensor = self.decoder(torch.cat([final, context, popularity], dim=-1)).squeeze(-1)
        return scores.T.reshape(batch.queries, -1)

    def _first(
        self, batch: QueryBatch, query_and_weight: tuple[Tensor, Tensor], trace: Trace | None
    ) -> dict[str, Tensor]:
        """Only what the first step reaches is computed; the rest stays zero."""
        plan, (query, weight) = batch.plan, query_and_weight
        states: dict[str, Tensor] = {}
        totals: dict[str, Tensor] = {}
        for name, nodes in plan.layers[0].nodes.items():
            state = query.new_zeros(len(nodes) * batch.size, self.dim)
            places, relations, values = batch.first.get(name, (batch.origin[:0], batch.origin[:0], query.new_zeros(0)))
            origin = batch.origin if name == plan.source else batch.origin[:0]
            reached, position = torch.unique(torch.cat([places, origin]), return_inverse=True)
            if len(reached):
                messages = (query * weight)[relations] * values[:, None]
                total = query.new_zeros(len(reached), self.dim).index_add(0, position[: len(places)], messages)
                if trace is not None:
                    totals[name] = _retained(state.index_put((reached,), total))
                    total = totals[name][reached]
                here = query.new_zeros(len(reached), self.dim)
                here = here.index_put((position[len(places) :],), query.expand(len(origin), -1))
                state = state.index_put((reached,), self._updated(here, total, 0))
            states[name] = state.view(len(nodes), batch.size, self.dim)
        if trace is not None:
            trace.keep(states, totals)
        return states

    def _layer(
        self, batch: QueryBatch, states: dict[str, Tensor], level_and_weight: tuple[int, Tensor], trace: Trace | None
    ) -> dict[str, Tensor]:
        level, weight = level_and_weight
        before, layer = batch.plan.layers[level - 1], batch.plan.layers[level]
        steps: dict[str, list[SparseStep]] = {}
        for step in (*layer.steps, *batch.own[level]):
            steps.setdefault(step.target, []).append(step)
        totals = {name: self.messages(into, weight, states) for name, into in steps.items()}
        if trace is not None:
            totals = {name: _retained(total) for name, total in totals.items()}
        updated: dict[str, Tensor] = {}
        for name, nodes in layer.nodes.items():
            here = self._kept(states, before.nodes, name, nodes, batch)
            updated[name] = self._updated(here, totals.get(name, torch.zeros_like(here)), level)
        if trace is not None:
            trace.keep(updated, totals)
        return updated

    def messages(self, steps: list[SparseStep], weight: Tensor, states: dict[str, Tensor]) -> Tensor:
        """All messages into one category of nodes, [nodes, batch, d].

        Args:
            steps: into the category.
            weight: [relations of the graph, d].
            states: of the layer before, by category.
        """
        names = sorted({step.source for step in steps})
        products = tuple(Product(step.forward, step.backward, names.index(step.source)) for step in steps)
        relations = [step.relation for step in steps]
        return sum_of_messages(products, weight[relations], tuple(states[name] for name in names))

    def _kept(
        self, states: dict[str, Tensor], before: dict[str, Ids], name: str, nodes: Ids, batch: QueryBatch
    ) -> Tensor:
        """The states of the layer before; 0 for nodes that it did not compute."""
        if name not in states:
            return self.query.weight.new_zeros(len(nodes), batch.size, self.dim)
        state, held = states[name], before[name]
        if np.array_equal(held, nodes):
            return state
        place = np.minimum(np.searchsorted(held, nodes), len(held) - 1)
        known = held[place] == nodes
        if known.all():
            return state[torch.from_numpy(place).to(state.device)]
        rows, taken = (torch.from_numpy(one).to(state.device) for one in (np.flatnonzero(known), place[known]))
        return state.new_zeros(len(nodes), batch.size, self.dim).index_put((rows,), state[taken])

    def _updated(self, here: Tensor, total: Tensor, level: int) -> Tensor:
        change: Tensor = self.norm[level](self.update[level](torch.cat([here, total], dim=-1)))
        return here + torch.relu(change)


def _retained(total: Tensor) -> Tensor:
    total.retain_grad()
    return total
