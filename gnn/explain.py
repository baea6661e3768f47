"""Which paths a prediction rests on, from the model itself (see gnn.path_scores), in an order that shows mechanisms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnn.dataset import Ids, LinkDataset, relation_id
from gnn.metapaths import Metapath
from gnn.path_order import PathOrder, order_paths
from gnn.path_scores import score_paths
from gnn.predict import Prediction, TrainedModel
from gnn.typed import TypedRelation
from kg.identifiers import Curie


@dataclass(frozen=True, slots=True)
class PathEdge:
    """An edge of the graph as a path takes it; ``forward`` is False when it is walked from object to subject."""

    subject: Curie
    predicate: str
    object: Curie
    forward: bool


@dataclass(frozen=True, slots=True)
class PathContribution:
    """One path from the prediction's subject to its object.

    Attributes:
        edges: in walking order.
        contribution: to the score, in its units; the larger, the more the path speaks for the prediction.
        exact: whether contributions add up to the score, or are a first-order account of it.
    """

    edges: tuple[PathEdge, ...]
    contribution: float
    exact: bool


def explain(
    model: TrainedModel, prediction: Prediction, k: int = 5, order: PathOrder = PathOrder.MECHANISM
) -> tuple[PathContribution, ...]:
    """The first ``k`` paths that speak for a prediction; the edge itself is never among them.

    Paths take one step or more: a direct edge of another relation is one, the predicted relation's own edge is not.

    Args:
        model: one that reads paths (gnn.path_scores.EXPLAINING).
        prediction: one of its own.
        k: at most so many.
        order: by default the best path of each gene first, then the others; or plainly by contribution.

    Raises:
        InputError: the model does not read paths.
    """
    dataset = model.dataset
    source, target = dataset.positions[prediction.subject], dataset.positions[prediction.object]
    relation = relation_id(dataset.relations, prediction.predicate)
    paths = score_paths(model.predictor, dataset, (source, relation, target))
    chosen = order_paths(paths, order)
    chosen = chosen[paths.contributions[chosen] > 0][:k]
    return tuple(
        PathContribution(
            _edges(dataset, paths.metapaths[paths.metapath[one]], paths.nodes[one]),
            float(paths.contributions[one]),
            paths.exact,
        )
        for one in chosen
    )


def path_rows(dataset: LinkDataset, metapath: Metapath, nodes: Ids) -> Ids:
    """The graph's edges that a path takes, as rows (head, relation, tail); int64 [steps, 3].

    Args:
        dataset: holds the edges.
        metapath: of the path.
        nodes: int64, node ids in walking order.
    """
    rows = []
    for step, here, there in zip(metapath, nodes, nodes[1:], strict=False):
        relation = relation_id(dataset.relations, step.predicate)
        forward = step.forward != _stored_backwards(dataset, step, (int(here), relation, int(there)))
        rows.append((here, relation, there) if forward else (there, relation, here))
    return np.array(rows, np.int64)


def _edges(dataset: LinkDataset, metapath: Metapath, nodes: Ids) -> tuple[PathEdge, ...]:
    rows, edges = path_rows(dataset, metapath, nodes), []
    for step, (head, _, tail), here in zip(metapath, rows, nodes, strict=False):
        ends = Curie(dataset.node_ids[int(head)]), Curie(dataset.node_ids[int(tail)])
        edges.append(PathEdge(ends[0], step.predicate, ends[1], bool(head == here)))
    return tuple(edges)


def _stored_backwards(dataset: LinkDataset, step: TypedRelation, row: tuple[int, int, int]) -> bool:
    """A symmetric predicate's edge is stored once; was it stored from the later node to the earlier?"""
    if step.source != step.target or not step.forward:
        return False
    return not bool((dataset.graph == np.array(row)).all(axis=1).any())
