"""Pruned propagation: after each step a query keeps its most promising nodes, so its cost is bounded by what it keeps.

As AdaProp (arXiv:2205.15319) and A*Net (arXiv:2206.04798) do, but the priority is not learned: how much degree-weighted
path mass reaches a node, times what of that mass can go on to a candidate. It takes one number a node where the network
takes a state, so what is pruned costs no state and no message. The kept nodes of all queries of a batch lie side by
side in one plan, as pairs ``query * nodes of the category + node``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
import torch
from numpy.typing import NDArray

from gnn.dataset import Ids
from gnn.propagation import Layer, Plan, SparseStep, sparse_tensor
from gnn.typed import TypedGraph

Floats = NDArray[np.float64]
FirstEdges = tuple[Ids, Ids, NDArray[np.float32]]

_EDGES_A_NODE = 32


@dataclass(frozen=True, eq=False)
class PrunedPlan:
    """What a batch of queries computes.

    Attributes:
        plan: its layers' nodes are pairs, ascending; the last layer holds every candidate of every query.
        first: the first step's edges by category: places among its pairs, typed relations, weights.
        origin: int64, places of the queries' own nodes in the first layer, where they are needed.
    """

    plan: Plan
    first: dict[str, FirstEdges]
    origin: Ids


class _Kept(NamedTuple):
    """What the queries keep after a step, sorted by query and node: node ids, and the mass that reached them.

    ``whole`` when nothing was pruned.
    """

    queries: Ids
    nodes: Ids
    mass: Floats
    whole: bool


class _Edges(NamedTuple):
    """Edges of a typed relation between kept pairs, sorted by source: their places, weights and priorities."""

    relation: int
    sources: Ids
    targets: Ids
    weights: NDArray[np.float32]
    priority: Floats


class Pruner:
    """Prunes the plans of one graph.

    A step keeps at most 32 edges for each node that may be kept, those that carry the most mass.

    Args:
        graph: the typed graph.
        nodes: how many nodes a query keeps after each step, over all categories. A layer that has no more is kept
            whole, with all its edges to the nodes that are kept after it, so with as many as the graph has the scores
            are those of the plan itself.
    """

    def __init__(self, graph: TypedGraph, nodes: int) -> None:
        self._graph = graph
        self._limit = nodes
        self._others: dict[tuple[int, ...], Any] = {}

    def cuts(self, plan: Plan) -> bool:
        """Whether some layer of a plan, its candidates apart, has more nodes than are kept."""
        return any(sum(map(len, layer.nodes.values())) > self._limit for layer in plan.layers[:-1])

    def prune(self, plan: Plan, matrices: Sequence[Any], starts: Ids, device: torch.device) -> PrunedPlan:
        """The part of a plan that is kept for the queries from some nodes.

        Args:
            plan: its layers' nodes bound what is kept; its steps are not read.
            matrices: by typed relation, damped, the batch's edges taken out.
            starts: int64 [queries], local ids of the queries' nodes.
            device: where the steps will lie.
        """
        graph, queries = self._graph, np.arange(len(starts))
        kept = self._kept(plan, matrices, starts)
        pairs = [self._pairs(one) for one in kept]
        asked = plan.layers[-1].nodes[plan.target]
        pairs.append({plan.target: (queries[:, None] * graph.size(plan.target) + asked).ravel()})
        layers = [Layer(pairs[0], ())]
        for level, one in enumerate(kept, 1):
            masses = {name: one.mass[graph.category[one.nodes] == place] for place, name in enumerate(graph.categories)}
            edges = list(self._between(matrices, pairs[level - 1], pairs[level], masses))
            if not one.whole:
                edges = self._bounded(edges, pairs[level - 1], len(starts))
            layers.append(
                Layer(pairs[level], tuple(self._step(one, pairs[level - 1 : level + 1], device) for one in edges))
            )
        first = dict(self._first(plan, matrices, starts, pairs[0]))
        own, mine = pairs[0].get(plan.source, np.empty(0, np.int64)), queries * graph.size(plan.source) + starts
        return PrunedPlan(replace(plan, layers=tuple(layers)), first, np.searchsorted(own, mine[np.isin(mine, own)]))

    def _kept(self, plan: Plan, matrices: Sequence[Any], starts: Ids) -> list[_Kept]:
        """After each step but the last."""
        walk = (self._joined(plan, matrices), self._global(plan.own, matrices))
        goals = _goals(walk, self._mask(plan.layers[-1].nodes), len(plan.layers))
        began = self._graph.nodes(plan.source)[starts]
        size = len(self._graph.category)
        mass = sp.csr_matrix((np.ones(len(starts)), (np.arange(len(starts)), began)), shape=(len(starts), size))
        found: list[_Kept] = []
        for layer, goal in zip(plan.layers[:-1], goals, strict=True):
            mass = (mass + mass @ walk[0] + mass @ walk[1]).tocsr()
            allowed = self._mask(layer.nodes)
            if allowed.sum() <= self._limit:
                held = np.flatnonzero(allowed)
                queries, nodes = np.repeat(np.arange(len(starts)), len(held)), np.tile(held, len(starts))
                found.append(_Kept(queries, nodes, mass[:, held].toarray().ravel(), whole=True))
                continue
            mass = _best(mass, goal * allowed, self._limit)
            queries = np.repeat(np.arange(len(starts)), np.diff(mass.indptr))
            found.append(_Kept(queries, mass.indices.astype(np.int64), mass.data, whole=False))
        return found

    def _mask(self, nodes: dict[str, Ids]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self._graph.category), bool)
        for name, held in nodes.items():
            mask[self._graph.nodes(name)[held]] = True
        return mask

    def _joined(self, plan: Plan, matrices: Sequence[Any]) -> Any:
        """All relations but the query's own as one matrix of the graph's nodes; kept."""
        if plan.own not in self._others:
            places = tuple(place for place in range(len(matrices)) if place not in plan.own)
            self._others[plan.own] = self._global(places, matrices)
        return self._others[plan.own]

    def _global(self, places: tuple[int, ...], matrices: Sequence[Any]) -> Any:
        graph, size = self._graph, len(self._graph.category)
        rows, columns, values = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
        for place in places:
            held, relation = matrices[place].tocoo(), graph.relations[place]
            rows.append(graph.nodes(relation.source)[held.row])
            columns.append(graph.nodes(relation.target)[held.col])
            values.append(held.data)
        ends = np.concatenate(rows), np.concatenate(columns)
        return sp.csr_matrix((np.concatenate(values), ends), shape=(size, size))

    def _pairs(self, kept: _Kept) -> dict[str, Ids]:
        graph, found = self._graph, {}
        category = graph.category[kept.nodes]
        for place, name in enumerate(graph.categories):
            here = category == place
            if here.any():
                found[name] = kept.queries[here] * graph.size(name) + graph.local[kept.nodes[here]]
        return found

    def _between(
        self, matrices: Sequence[Any], before: dict[str, Ids], after: dict[str, Ids], masses: dict[str, Floats]
    ) -> Iterator[_Edges]:
        graph = self._graph
        tables = {name: _table(pairs) for name, pairs in after.items()}
        for place, relation in enumerate(graph.relations):
            if relation.source not in before or relation.target not in after:
                continue
            pairs, size = before[relation.source], graph.size(relation.target)
            rows = matrices[place][pairs % graph.size(relation.source)]
            sources = np.repeat(np.arange(len(pairs)), np.diff(rows.indptr))
            targets = _places(
                tables[relation.target], (pairs // graph.size(relation.source))[sources] * size + rows.indices
            )
            held = targets >= 0
            if held.any():
                sources, weights = sources[held], rows.data[held]
                yield _Edges(place, sources, targets[held], weights, masses[relation.source][sources] * weights)

    def _bounded(self, edges: list[_Edges], before: dict[str, Ids], count: int) -> list[_Edges]:
        """For each query the edges of highest priority, at most as many as a step may keep."""
        names = [self._graph.relations[one.relation].source for one in edges]
        queries = [before[name][one.sources] // self._graph.size(name) for name, one in zip(names, edges, strict=True)]
        limit = self._limit * _EDGES_A_NODE
        if not edges or np.bincount(np.concatenate(queries), minlength=count).max() <= limit:
            return edges
        kept = _best_of_each(np.concatenate(queries), np.concatenate([one.priority for one in edges]), limit)
        parts = np.split(kept, np.cumsum([len(one.sources) for one in edges])[:-1])
        return [
            _Edges(one.relation, one.sources[part], one.targets[part], one.weights[part], one.priority[part])
            for one, part in zip(edges, parts, strict=True)
            if part.any()
        ]

    def _step(self, edges: _Edges, ends: list[dict[str, Ids]], device: torch.device) -> SparseStep:
        relation = self._graph.relations[edges.relation]
        shape = len(ends[0][relation.source]), len(ends[1][relation.target])
        starts = np.searchsorted(edges.sources, np.arange(shape[0] + 1))
        cut = sp.csr_matrix((edges.weights, edges.targets, starts), shape=shape)
        forward, backward = sparse_tensor(cut.T.tocsr(), device), sparse_tensor(cut, device)
        return SparseStep(edges.relation, relation.source, relation.target, forward, backward)

    def _first(
        self, plan: Plan, matrices: Sequence[Any], starts: Ids, pairs: dict[str, Ids]
    ) -> Iterator[tuple[str, FirstEdges]]:
        own = {plan.source: np.arange(len(starts)) * self._graph.size(plan.source) + starts}
        masses = {plan.source: np.ones(len(starts))}
        found: dict[str, list[_Edges]] = {}
        for edges in self._between(matrices, own, pairs, masses):
            found.setdefault(self._graph.relations[edges.relation].target, []).append(edges)
        for name, parts in found.items():
            relations = [np.full(len(one.targets), one.relation, np.int64) for one in parts]
            weights = np.concatenate([one.weights for one in parts]).astype(np.float32)
            yield name, (np.concatenate([one.targets for one in parts]), np.concatenate(relations), weights)


def _goals(walk: tuple[Any, ...], candidates: NDArray[np.bool_], depth: int) -> list[Floats]:
    """After each step but the last, what of a node's mass reaches candidates in the steps that are left."""
    goals = [candidates.astype(np.float64)]
    for _ in range(depth - 1):
        goals.insert(0, goals[0] + sum(matrix @ goals[0] for matrix in walk))
    return goals[:-1]


def _best(mass: Any, goal: Floats, limit: int) -> Any:
    """The entries of each row with the highest products of mass and goal, at most ``limit`` and none of 0."""
    rows = np.repeat(np.arange(mass.shape[0]), np.diff(mass.indptr))
    priority = mass.data * goal[mass.indices]
    kept = _best_of_each(rows, priority, limit) & (priority > 0)
    ends = rows[kept], mass.indices[kept]
    best = sp.csr_matrix((mass.data[kept], ends), shape=mass.shape)
    best.sort_indices()
    return best


def _best_of_each(groups: Ids, priority: Floats, limit: int) -> NDArray[np.bool_]:
    """Whether each is among the ``limit`` of highest priority in its group; of equals the first."""
    order = np.lexsort((-priority, groups))
    sizes = np.bincount(groups)
    rank = np.arange(len(groups)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    kept = np.zeros(len(groups), bool)
    kept[order[rank < limit]] = True
    return kept


def _table(pairs: Ids) -> NDArray[np.int32]:
    """The place of each pair, -1 for others; as long as the last pair says."""
    table = np.full(int(pairs[-1]) + 1, -1, np.int32)
    table[pairs] = np.arange(len(pairs), dtype=np.int32)
    return table


def _places(table: NDArray[np.int32], pairs: Ids) -> Ids:
    inside = pairs < len(table)
    found: Ids = np.where(inside, table[np.where(inside, pairs, 0)], -1).astype(np.int64)
    return found
