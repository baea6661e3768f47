"""What each edge does to one score of the path network: gradient times weight, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gnn.dataset import Ids
from gnn.models.nbfnet import NBFNetPredictor
from gnn.models.nbfnet_batches import Queries
from gnn.models.nbfnet_network import Trace
from gnn.propagation import Plan
from gnn.typed import TypedGraph, TypedRelation


@dataclass(frozen=True, eq=False)
class EdgeGradients:
    """Of one query and one candidate.

    Attributes:
        graph, plan: what the network read.
        damped: step weights by position, the query's edge left out.
        before: by layer and category, float32 [nodes, d], the states that messages start from.
        gradients: by layer and category, float32 [nodes, d], of the score by the messages' sum.
        weights: by layer, float32 [relations, d].
        numbers: a typed relation's position.
    """

    graph: TypedGraph
    plan: Plan
    damped: dict[int, Any]
    before: tuple[dict[str, Tensor], ...]
    gradients: tuple[dict[str, Tensor], ...]
    weights: tuple[Tensor, ...]
    numbers: dict[TypedRelation, int]

    def of(self, relation: TypedRelation, level: int, sources: Ids, targets: Ids) -> NDArray[np.float64]:
        """Gradient times weight of edges at a layer (from 1), float64 [len(sources)].

        It is -inf where the layer does not compute an end of the edge, because it is pruned or leads nowhere.

        Args:
            relation: all edges are of this typed relation.
            level: the layer.
            sources, targets: local ids.
        """
        position = self.numbers[relation]
        before, after = self.before[level - 1].get(relation.source), self.gradients[level - 1].get(relation.target)
        if before is None or after is None:
            return np.full(len(sources), -np.inf)
        values = np.asarray(self.damped[position][sources, targets], dtype=np.float64).ravel()
        start, start_held = self._rows(level - 1, relation.source, sources)
        end, end_held = self._rows(level, relation.target, targets)
        product = (before[start] * self.weights[level - 1][position] * after[end]).sum(dim=1).numpy()
        result: NDArray[np.float64] = np.where(start_held & end_held, product * values, -np.inf)
        return result

    def _rows(self, level: int, category: str, nodes: Ids) -> tuple[Tensor, NDArray[np.bool_]]:
        if level == 0:
            held = np.arange(self.graph.size(category))
        else:
            held = self.plan.layers[level - 1].nodes.get(category, np.empty(0, np.int64))
        place = np.minimum(np.searchsorted(held, nodes), max(len(held) - 1, 0))
        return torch.from_numpy(place), held[place] == nodes if len(held) else np.zeros(len(nodes), bool)


def edge_gradients(predictor: NBFNetPredictor, own: TypedRelation, source: int, target: int) -> EdgeGradients:
    """The gradients of the score of ``target`` for the query (source, own, ?), its own edge out of the graph.

    Args:
        predictor: a trained network on a graph.
        own: the query's typed relation.
        source, target: local ids.
    """
    reader, kind = predictor.reader, predictor.kinds.index(own)
    graph = reader.graph
    one = np.array([source]), np.zeros(1, np.int64), np.array([target])
    batch = reader.batch(Queries(kind, *one), reader.plan(kind))
    plan = batch.plan
    trace = Trace()
    scores = predictor.network(batch, trace)
    scores[0, target].backward()
    start = {name: torch.zeros(graph.size(name), predictor.config.dim) for name in (plan.source,)}
    start[plan.source][source] = trace.query.detach().float().cpu()
    return EdgeGradients(
        graph,
        plan,
        reader.masked_weights(Queries(kind, *one)),
        (start, *({name: _one(state) for name, state in states.items()} for states in trace.states)),
        tuple({name: _gradient(total) for name, total in totals.items()} for totals in trace.totals),
        tuple(weight.detach().float().cpu() for weight in trace.weights),
        {relation: position for position, relation in enumerate(graph.relations)},
    )


def _one(state: Tensor) -> Tensor:
    return state.detach().float().cpu()[:, 0]


def _gradient(total: Tensor) -> Tensor:
    found = total.grad if total.grad is not None else torch.zeros_like(total)
    return found.float().cpu().view(len(found), -1)
