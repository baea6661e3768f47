"""From queries to batches for the path network: which edges are masked, and the matrices without them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gnn.dataset import Ids, LinkDataset
from gnn.metapaths import damp, inverse
from gnn.models.nbfnet_network import QueryBatch
from gnn.propagation import Plan, SparseStep, first_messages, make_plan, own_steps, without
from gnn.pruning import Pruner
from gnn.typed import TypedGraph, TypedRelation


class Queries(NamedTuple):
    """Queries of one kind, answers included.

    Attributes:
        kind: number of the query relation.
        starts: int64 [n], local ids of the queries' nodes, each once.
        rows, columns: int64 [m], the answers to find: number of the query, local id of the candidate.
    """

    kind: int
    starts: Ids
    rows: Ids
    columns: Ids


class PathReader:
    """Makes batches on one graph.

    Args:
        dataset: gives the graph.
        kinds: the typed relation of each kind of query, from the query's node to the candidates.
        relations: the typed relations that the network knows, in its order; None takes all of the graph's.
        depth: longest path.
        device: where batches lie.
        prune: nodes that a query keeps after each step, see :class:`gnn.pruning.Pruner`; 0 keeps all.
    """

    def __init__(
        self,
        dataset: LinkDataset,
        kinds: tuple[TypedRelation, ...],
        relations: tuple[TypedRelation, ...] | None,
        depth: int,
        device: torch.device,
        prune: int = 0,
    ) -> None:
        self.graph = _known_part(TypedGraph.build(dataset), relations)
        self.kinds = kinds
        self.device = device
        self.relations = relations or self.graph.relations
        number = {relation: position for position, relation in enumerate(self.relations)}
        self._slots = torch.tensor([number[relation] for relation in self.graph.relations], device=device)
        self._place = {relation: position for position, relation in enumerate(self.graph.relations)}
        self._damped = {position: damp(matrix) for position, matrix in enumerate(self.graph.matrices)}
        self._plans: dict[int, Plan] = {}
        self._depth = depth
        self._pruner = Pruner(self.graph, prune) if prune else None

    def plan(self, kind: int) -> Plan:
        """The plan of a kind of query, made once; what is pruned for each batch has no steps."""
        if kind not in self._plans:
            self._plans[kind] = self._plan(kind, None)
        return self._plans[kind]

    def sampled_plan(self, kind: int, limit: int, numbers: np.random.Generator) -> Plan:
        """The plan for at most ``limit`` candidates: every one with an edge of the kind, and random others."""
        own = self.kinds[kind]
        count = self.graph.size(own.target)
        if count <= limit:
            return self.plan(kind)
        chosen = np.zeros(count, bool)
        chosen[self.answers(kind)[1]] = True
        rest = numbers.permutation(np.flatnonzero(~chosen))
        chosen[rest[: max(0, limit - int(chosen.sum()))]] = True
        return self._plan(kind, np.flatnonzero(chosen))

    def _plan(self, kind: int, candidates: Ids | None) -> Plan:
        own = self.kinds[kind]
        ends = own, inverse(own, self.graph)
        if self._pruner:
            outline = make_plan(self.graph, ends, self._depth, None, candidates)
            if self._pruner.cuts(outline):
                return outline
        return make_plan(self.graph, ends, self._depth, self.device, candidates)

    def batch(self, queries: Queries, plan: Plan, share: slice = slice(None)) -> QueryBatch:
        """The batch with the answers' edges out of the graph, in both directions.

        Args:
            queries: what is masked.
            plan: of the queries' kind.
            share: the part of the queries that is to be computed.
        """
        left, masked = self._masked(queries)
        starts = queries.starts[share]
        popularity = np.log1p(np.asarray(left.sum(axis=0)).ravel())[plan.layers[-1].nodes[plan.target]]
        if self._pruner and self._pruner.cuts(plan):
            pruned = self._pruner.prune(plan, [*({**self._damped, **masked}).values()], starts, self.device)
            computed, first, origin, size = pruned.plan, pruned.first, pruned.origin, 1
            own: tuple[tuple[SparseStep, ...], ...] = ((),) * len(plan.layers)
            popularity = np.tile(popularity, len(starts))
        else:
            matrices = {position: masked.get(position, self._damped[position]) for position in plan.first}
            computed, first = plan, first_messages(self.graph, plan, matrices, starts)
            origin, size, own = _origin(plan, starts), len(starts), own_steps(self.graph, plan, masked, self.device)
        return QueryBatch(
            plan=computed,
            query=queries.kind,
            queries=len(starts),
            size=size,
            slots=self._slots,
            origin=self._tensor(origin),
            first={name: (self._tensor(a), self._tensor(b), self._tensor(c)) for name, (a, b, c) in first.items()},
            own=own,
            popularity=self._tensor(popularity.astype(np.float32)),
        )

    def _tensor(self, values: NDArray[Any]) -> Tensor:
        return torch.from_numpy(values).to(self.device)

    def masked_weights(self, queries: Queries) -> dict[int, Any]:
        """Step weights of every typed relation, the answers' edges left out."""
        return {**self._damped, **self._masked(queries)[1]}

    def _masked(self, queries: Queries) -> tuple[Any, dict[int, Any]]:
        own = self.kinds[queries.kind]
        heads = queries.starts[queries.rows]
        place, back = self._place[own], self._place[inverse(own, self.graph)]
        left = without(self.graph.matrices[place], heads, queries.columns)
        if place == back:
            left = without(left, queries.columns, heads)
        return left, {place: damp(left), back: damp(left if place == back else left.T.tocsr())}

    def answers(self, kind: int) -> tuple[Ids, Ids]:
        """All edges of a kind: local ids of the query's node and of the candidate, sorted by the former."""
        matrix = self.graph.matrices[self._place[self.kinds[kind]]].tocoo()
        order = np.lexsort((matrix.col, matrix.row))
        return matrix.row[order].astype(np.int64), matrix.col[order].astype(np.int64)


def _origin(plan: Plan, starts: Ids) -> Ids:
    nodes = plan.layers[0].nodes.get(plan.source, np.empty(0, np.int64))
    place = np.searchsorted(nodes, starts)
    held = np.flatnonzero(np.isin(starts, nodes))
    flat: Ids = place[held] * len(starts) + held
    return flat


def _known_part(graph: TypedGraph, relations: tuple[TypedRelation, ...] | None) -> TypedGraph:
    if relations is None:
        return graph
    known = frozenset(relations)
    kept = [position for position, relation in enumerate(graph.relations) if relation in known]
    return TypedGraph(
        graph.categories,
        graph.category,
        graph.local,
        graph.members,
        tuple(graph.relations[position] for position in kept),
        tuple(graph.matrices[position] for position in kept),
    )
