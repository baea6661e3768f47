"""All paths between two nodes with what the model itself says that each adds to its score.

Path counts, alone or in the hybrid model: exact, the contributions of all paths of a metapath sum to that metapath's
term of the log-odds (the hybrid's other terms, of neighbours and degrees, are no paths). The path network: the gradient
of the score with respect to each edge's weight at each layer, times that weight, summed along the path; a first-order
account, as NBFNet's authors give it. A path shorter than the network is deep may be taken at several layers and counts
where it says most, so a direct edge of another relation counts at its best layer. Path counts alone have no features of
one step; the network and the hybrid rest on direct edges too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset
from gnn.metapaths import Metapath, PathCounter, inverse
from gnn.models.hybrid import HybridPredictor
from gnn.models.nbfnet import NBFNetPredictor
from gnn.models.nbfnet_gradients import EdgeGradients, edge_gradients
from gnn.models.path_counts import PathCountPredictor
from gnn.path_listing import list_paths
from gnn.protocol import LinkPredictor
from gnn.typed import TypedGraph, TypedRelation
from kg.errors import InputError

EXPLAINING = ("nbfnet", "path_counts", "hybrid")
"""Names of the models that read paths."""

_MOST_PATHS = 200_000
_NODES = 4

Triple = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class ScoredPaths:
    """The simple paths of one to three steps between two nodes, in no order; the edge between them is none of them.

    Attributes:
        metapaths: those that have paths.
        metapath: int64 [paths], indexes them.
        nodes: int64 [paths, 4], node ids in walking order, -1 behind the last.
        contributions: float64 [paths], to the score and in its units; above 0 speaks for the link.
        weights: float64 [paths], products of (out-degree x in-degree)^-0.4 over the steps: what path counts count.
        exact: contributions add up to the score, or are a first-order account of it.
    """

    metapaths: tuple[Metapath, ...]
    metapath: Ids
    nodes: Ids
    contributions: NDArray[np.float64]
    weights: NDArray[np.float64]
    exact: bool

    def __len__(self) -> int:
        return len(self.metapath)

    def lengths(self) -> Ids:
        """Steps of each path, int64 [paths]."""
        steps: Ids = (self.nodes >= 0).sum(axis=1) - 1
        return steps


class _Terms(NamedTuple):
    """Metapaths with the scale and the weight that a regression gives each; direct edges have no scale."""

    counter: PathCounter
    metapaths: tuple[Metapath, ...]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]


class _Part(NamedTuple):
    metapath: Metapath
    nodes: Ids
    contributions: NDArray[np.float64]
    weights: NDArray[np.float64]


def score_paths(predictor: LinkPredictor, dataset: LinkDataset, triple: Triple) -> ScoredPaths:
    """Every path between the ends of a triple, with its contribution to the triple's score.

    Args:
        predictor: one of :data:`EXPLAINING`, attached to the dataset.
        dataset: gives names.
        triple: node ids and the id of the relation that is predicted.

    Raises:
        InputError: the model does not read paths.
    """
    if isinstance(predictor, PathCountPredictor | HybridPredictor):
        graph, parts = _counted(predictor, dataset, triple)
    elif isinstance(predictor, NBFNetPredictor):
        graph, parts = predictor.reader.graph, list(_by_gradients(predictor, dataset, triple))
    else:
        raise InputError(
            f"The model {predictor.name} does not read paths.",
            f"Explain with {', '.join(EXPLAINING)}, or show graph paths.",
        )
    places = [np.full(len(part.nodes), place) for place, part in enumerate(parts)]
    return ScoredPaths(
        tuple(part.metapath for part in parts),
        np.concatenate([np.empty(0, np.int64), *places]),
        np.concatenate([np.empty((0, _NODES), np.int64), *(_node_ids(graph, part) for part in parts)]),
        np.concatenate([np.empty(0), *(part.contributions for part in parts)]),
        np.concatenate([np.empty(0), *(part.weights for part in parts)]),
        exact=not isinstance(predictor, NBFNetPredictor),
    )


def _counted(
    predictor: PathCountPredictor | HybridPredictor, dataset: LinkDataset, triple: Triple
) -> tuple[TypedGraph, list[_Part]]:
    graph = predictor.graph if isinstance(predictor, HybridPredictor) else predictor.counter.graph
    own = _typed(graph, dataset, triple)
    terms = _count_terms(predictor, own)
    ends = int(graph.local[triple[0]]), int(graph.local[triple[2]])
    return graph, list(_by_counts(terms, own, ends)) if terms else []


def _count_terms(predictor: PathCountPredictor | HybridPredictor, own: TypedRelation) -> _Terms | None:
    """What a regression says of paths; None where it did not learn the relation."""
    if isinstance(predictor, PathCountPredictor):
        mine = [pair for pair in predictor.pairs if pair.own == own]
        return _Terms(predictor.counter, mine[0].metapaths, mine[0].scale, mine[0].weights) if mine else None
    regression = predictor.tail_regression(own)
    if regression is None:
        return None
    features = predictor.features(own)
    direct = tuple((edge,) for edge in features.layout.edges)
    return _Terms(features.counter, (*features.layout.metapaths, *direct), regression.scale, regression.weights)


def _by_counts(terms: _Terms, own: TypedRelation, ends: tuple[int, int]) -> Iterator[_Part]:
    counter, (source, target) = terms.counter, ends
    listings = {one.metapath: one for one in list_paths(counter, terms.metapaths, source, target)}
    chains = sorted(position for position in listings if len(terms.metapaths[position]) > 1)
    metapaths = tuple(terms.metapaths[position] for position in chains)
    for place, counts in counter.rows(np.array([source]), metapaths, own):
        position, total = chains[place], float(counts[0, target])
        if total <= 0:
            continue
        term = terms.weights[position] * np.arcsinh(total / terms.scale[position])
        listing = listings[position]
        share = listing.weights / listing.weights.sum()
        yield _Part(metapaths[place], listing.nodes, term * share, listing.weights)
    for position in sorted(set(listings) - set(chains)):
        nodes = listings[position].nodes
        yield _Part(
            terms.metapaths[position],
            nodes,
            np.full(len(nodes), terms.weights[position]),
            listings[position].weights,
        )


def _by_gradients(predictor: NBFNetPredictor, dataset: LinkDataset, triple: Triple) -> Iterator[_Part]:
    graph = predictor.reader.graph
    own = _typed(graph, dataset, triple)
    counter = PathCounter(graph)
    source, target = (int(graph.local[node]) for node in (triple[0], triple[2]))
    gradients = edge_gradients(predictor, own, source, target)
    metapaths = (*_direct(graph, own), *counter.metapaths(own.source, own.target, predictor.config.depth))
    for listing in list_paths(counter, metapaths, source, target):
        kept = np.argsort(-listing.weights, kind="stable")[:_MOST_PATHS]
        nodes, metapath = listing.nodes[kept], metapaths[listing.metapath]
        yield _Part(metapath, nodes, _along(gradients, metapath, nodes, predictor.config.depth), listing.weights[kept])


def _direct(graph: TypedGraph, own: TypedRelation) -> Iterator[Metapath]:
    """The single steps between the categories; the predicted relation's own would be the answer itself."""
    for step in graph.relations:
        if (step.source, step.target) == (own.source, own.target) and step not in (own, inverse(own, graph)):
            yield (step,)


def _along(gradients: EdgeGradients, metapath: Metapath, nodes: Ids, depth: int) -> NDArray[np.float64]:
    """The best over the layers at which the steps may be taken, in order; a node waits where none is.

    Paths that no layers take, because a node of theirs is pruned, contribute 0.
    """
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
    result[np.isneginf(result)] = 0.0
    return result


def _typed(graph: TypedGraph, dataset: LinkDataset, triple: Triple) -> TypedRelation:
    ends = graph.category_of(triple[0]), graph.category_of(triple[2])
    return TypedRelation(ends[0], dataset.relations[triple[1]], ends[1], True)


def _node_ids(graph: TypedGraph, part: _Part) -> Ids:
    found = np.full((len(part.nodes), _NODES), -1, np.int64)
    for place, name in enumerate((part.metapath[0].source, *(step.target for step in part.metapath))):
        found[:, place] = graph.nodes(name)[part.nodes[:, place]]
    return found
