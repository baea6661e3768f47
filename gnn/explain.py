"""Which paths a prediction rests on, from the model itself.

Path counts: exact, the contributions of all paths of a metapath sum to that metapath's term of the log-odds. The path
network: the gradient of the score with respect to each edge's weight at each layer, times that weight, summed along the
path; a first-order account, as NBFNet's authors give it. A path shorter than the network is deep may be taken at
several layers and counts where it says most, so a direct edge of another relation counts at its best layer. Path counts
have no features of one step: only the network rests on direct edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset, relation_id
from gnn.metapaths import Metapath, PathCounter, inverse
from gnn.models.nbfnet import NBFNetPredictor
from gnn.models.nbfnet_gradients import EdgeGradients, edge_gradients
from gnn.models.path_counts import PathCountPredictor
from gnn.path_listing import Listing, list_paths
from gnn.predict import Prediction, TrainedModel
from gnn.typed import TypedGraph, TypedRelation
from kg.errors import InputError
from kg.identifiers import Curie

_MOST_PATHS = 200_000


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


def explain(model: TrainedModel, prediction: Prediction, k: int = 5) -> tuple[PathContribution, ...]:
    """The ``k`` paths that speak most for a prediction, best first; the edge itself is never among them.

    Paths take one step or more: a direct edge of another relation is one, the predicted relation's own edge is not.

    Raises:
        InputError: the model does not read paths.
    """
    dataset, predictor = model.dataset, model.predictor
    source, target = dataset.positions[prediction.subject], dataset.positions[prediction.object]
    relation = relation_id(dataset.relations, prediction.predicate)
    if isinstance(predictor, PathCountPredictor):
        scored = _by_counts(predictor, dataset, (source, relation, target))
    elif isinstance(predictor, NBFNetPredictor):
        scored = _by_gradients(predictor, dataset, (source, relation, target))
    else:
        raise InputError(
            f"The model {predictor.name} does not read paths.",
            "Explain with nbfnet or path_counts, or show graph paths.",
        )
    exact = isinstance(predictor, PathCountPredictor)
    found = [
        (value, metapath, nodes)
        for metapath, listing, values in scored
        for value, nodes in zip(values, listing, strict=True)
    ]
    found.sort(key=lambda one: (-one[0], one[1], one[2].tolist()))
    graph = predictor.counter.graph if isinstance(predictor, PathCountPredictor) else predictor.reader.graph
    return tuple(
        PathContribution(_edges(dataset, graph, metapath, nodes), float(value), exact)
        for value, metapath, nodes in found[:k]
        if value > 0
    )


Scored = Iterator[tuple[Metapath, Ids, NDArray[np.float64]]]


def _by_counts(predictor: PathCountPredictor, dataset: LinkDataset, triple: tuple[int, int, int]) -> Scored:
    counter = predictor.counter
    own = _typed(counter.graph, dataset, triple)
    for pair in predictor.pairs:
        if pair.own != own:
            continue
        source, target = (int(counter.graph.local[node]) for node in (triple[0], triple[2]))
        listings = {one.metapath: one for one in list_paths(counter, pair.metapaths, source, target)}
        for position, counts in counter.rows(np.array([source]), pair.metapaths, own):
            total = float(counts[0, target])
            if position not in listings or total <= 0:
                continue
            term = pair.weights[position] * np.arcsinh(total / pair.scale[position])
            listing: Listing = listings[position]
            yield pair.metapaths[position], listing.nodes, term * listing.weights / listing.weights.sum()


def _by_gradients(predictor: NBFNetPredictor, dataset: LinkDataset, triple: tuple[int, int, int]) -> Scored:
    graph = predictor.reader.graph
    own = _typed(graph, dataset, triple)
    counter = PathCounter(graph)
    source, target = (int(graph.local[node]) for node in (triple[0], triple[2]))
    gradients = edge_gradients(predictor, own, source, target)
    metapaths = (*_direct(graph, own), *counter.metapaths(own.source, own.target, predictor.config.depth))
    for listing in list_paths(counter, metapaths, source, target):
        nodes = listing.nodes[np.argsort(-listing.weights, kind="stable")[:_MOST_PATHS]]
        metapath = metapaths[listing.metapath]
        yield metapath, nodes, _along(gradients, metapath, nodes, predictor.config.depth)


def _direct(graph: TypedGraph, own: TypedRelation) -> Iterator[Metapath]:
    """The single steps between the categories; the predicted relation's own would be the answer itself."""
    for step in graph.relations:
        if (step.source, step.target) == (own.source, own.target) and step not in (own, inverse(own, graph)):
            yield (step,)


def _along(gradients: EdgeGradients, metapath: Metapath, nodes: Ids, depth: int) -> NDArray[np.float64]:
    """The best over the layers at which the steps may be taken, in order; a node waits where none is."""
    best = np.full((len(nodes), depth + 1), -np.inf)
    best[:, 0] = 0.0
    before = np.zeros((len(nodes), depth + 1))
    for step, relation in enumerate(metapath):
        best = np.full((len(nodes), depth + 1), -np.inf)
        for level in range(step + 1, depth + 1):
            value = gradients.of(relation, level, nodes[:, step], nodes[:, step + 1])
            best[:, level] = before[:, :level].max(axis=1) + value
        before = best
    result: NDArray[np.float64] = best.max(axis=1)
    return result


def _typed(graph: TypedGraph, dataset: LinkDataset, triple: tuple[int, int, int]) -> TypedRelation:
    ends = graph.category_of(triple[0]), graph.category_of(triple[2])
    return TypedRelation(ends[0], dataset.relations[triple[1]], ends[1], True)


def _edges(dataset: LinkDataset, graph: TypedGraph, metapath: Metapath, nodes: Ids) -> tuple[PathEdge, ...]:
    names = [metapath[0].source, *(step.target for step in metapath)]
    curies = [Curie(dataset.node_ids[int(graph.nodes(name)[node])]) for name, node in zip(names, nodes, strict=True)]
    edges = []
    for step, here, there in zip(metapath, curies, curies[1:], strict=False):
        forward = step.forward if not _stored_backwards(dataset, step, here, there) else not step.forward
        subject, obj = (here, there) if forward else (there, here)
        edges.append(PathEdge(subject, step.predicate, obj, forward))
    return tuple(edges)


def _stored_backwards(dataset: LinkDataset, step: TypedRelation, here: Curie, there: Curie) -> bool:
    """A symmetric predicate's edge is stored once; was it stored from ``there`` to ``here``?"""
    if step.source != step.target or not step.forward:
        return False
    row = np.array(
        [[dataset.positions[here], relation_id(dataset.relations, step.predicate), dataset.positions[there]]]
    )
    graph = dataset.graph
    return not bool((graph == row).all(axis=1).any())
