"""Does a score rest on the paths that explain it? Two tests, on links that the model was not trained on.

Deletion: the edges of the explanation's first paths are taken out of the graph, and the score falls by more than when
the edges of as many random paths of the same lengths are. Restoration: with every other edge of both ends taken out, so
that nothing but the explanation's paths leads from one to the other, more of the score is left than with the random
paths. (Comprehensiveness and sufficiency, DeYoung et al. 2020, doi:10.18653/v1/2020.acl-main.408.) Any model that can
be attached to a changed graph is tested so.

Models weigh a step by its ends' degrees, so the rest of the graph has to stand for a path to mean the same. A graph of
the paths' edges alone makes a common side effect as telling as a rare one; that stricter test is ``bare``. (One edge of
the predicted relation elsewhere, without connection, stays in it: models do not score a relation that a graph lacks.)

What is measured is the margin: the score of the link less the median over the query's candidates. A model may shift all
scores of a query alike without any meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset, contains
from gnn.explain import path_rows
from gnn.paired import paired_test
from gnn.path_order import PathOrder, order_paths
from gnn.path_scores import ScoredPaths, score_paths
from gnn.protocol import LinkPredictor
from kg.figures import Figure, bootstrap

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FaithfulnessOptions:
    """What is tested.

    Attributes:
        paths: how many of each explanation.
        links: at most so many test links, evenly spread over the test part.
        order: of the explanation's paths.
        seed: of the random paths.
    """

    paths: int = 5
    links: int = 100
    order: PathOrder = PathOrder.CONTRIBUTION
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Faithfulness:
    """The margins of each link; float64 [links] each.

    Attributes:
        whole: in the graph as it is.
        deleted, deleted_random: without the edges of the explanation's, of the random paths.
        cut: without any edge of the two ends.
        restored, restored_random: of the two ends' edges, with those of the paths only.
        empty: without any edge but the unconnected one.
        bare, bare_random: with the paths' edges only.
    """

    whole: Floats
    deleted: Floats
    deleted_random: Floats
    cut: Floats
    restored: Floats
    restored_random: Floats
    empty: Floats
    bare: Floats
    bare_random: Floats


def measure_faithfulness(
    model: LinkPredictor,
    dataset: LinkDataset,
    options: FaithfulnessOptions,
    progress: Callable[[int, int], None] | None = None,
) -> Faithfulness:
    """The margins of test links in the changed graphs; the model is attached to the dataset again at the end.

    Of each length at most half of a link's paths are taken, so that there are as many others; links with too few paths
    for that are passed over.

    Raises:
        InputError: the model does not read paths.
    """
    numbers = np.random.default_rng(options.seed)
    test = dataset.test
    chosen = test[np.unique(np.linspace(0, len(test) - 1, min(options.links, len(test))).astype(np.int64))]
    candidates = dataset.candidates(int(test[0, 1])).tails if len(test) else np.empty(0, np.int64)
    margins: list[tuple[float, ...]] = []
    for number, row in enumerate(chosen):
        paths = score_paths(model, dataset, (int(row[0]), int(row[1]), int(row[2])))
        order = order_paths(paths, options.order)
        first = order[paths.contributions[order] > 0][: options.paths]
        alike = _alike(paths, first, numbers)
        if len(alike[0]):
            parts = [_rows(dataset, paths, one) for one in alike]
            graphs = _changed(dataset, parts, row)
            margins.append(tuple(_margin(model, replace(dataset, graph=one), row, candidates) for one in graphs))
            model.attach(dataset)
        if progress:
            progress(number + 1, len(chosen))
    return Faithfulness(*np.array(margins, np.float64).reshape(-1, 9).T)


def faithfulness_figures(
    model: LinkPredictor,
    dataset: LinkDataset,
    options: FaithfulnessOptions,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Figure, ...]:
    """Mean falls and mean restored margins with intervals, and the paired tests against the random paths.

    ``drop`` is the margin in the whole graph less that without the paths; ``restored`` and ``bare`` are what the paths
    add to the margin of a graph without them; all in the score's units, higher is better for the explanation.
    """
    found = measure_faithfulness(model, dataset, options, progress)
    rows = [_mean(model.name, "margin", found.whole - found.cut, options.seed)]
    for metric, own, other in (
        ("drop", found.whole - found.deleted, found.whole - found.deleted_random),
        ("restored", found.restored - found.cut, found.restored_random - found.cut),
        ("bare", found.bare - found.empty, found.bare_random - found.empty),
    ):
        rows.append(_mean(model.name, metric, own, options.seed))
        rows.append(_mean("random paths", metric, other, options.seed))
        if len(own):
            test, name = paired_test(own, other, options.seed), f"{model.name} > random paths"
            rows.append(Figure(name, f"{metric}_difference", test.difference, test.low, test.high, len(own)))
            rows.append(Figure(name, f"{metric}_p", test.p, test.p, test.p, len(own)))
            share = (own > other).astype(np.float64)
            rows.append(_mean(name, f"{metric}_wins", share, options.seed))
    return tuple(rows)


def _alike(paths: ScoredPaths, first: Ids, numbers: np.random.Generator) -> tuple[Ids, Ids]:
    """Of each length the explanation's best, at most half of all that there are, and as many random others."""
    lengths = paths.lengths()
    own, drawn = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for length in np.unique(lengths[first]):
        all_of_it = np.flatnonzero(lengths == length)
        best = first[lengths[first] == length][: len(all_of_it) // 2]
        own.append(best)
        drawn.append(numbers.choice(np.setdiff1d(all_of_it, best), len(best), replace=False))
    return np.concatenate(own), np.concatenate(drawn)


def _rows(dataset: LinkDataset, paths: ScoredPaths, chosen: Ids) -> Ids:
    """The edges of some paths, each once."""
    found = []
    for one in chosen:
        nodes = paths.nodes[one]
        found.append(path_rows(dataset, paths.metapaths[paths.metapath[one]], nodes[nodes >= 0]))
    return np.unique(np.concatenate(found), axis=0)


def _unconnected(dataset: LinkDataset, edges: Ids, row: Ids) -> Ids:
    """One edge of the row's relation that touches none of these edges; int64 [1, 3]."""
    same = dataset.graph[dataset.graph[:, 1] == row[1]]
    taken = np.concatenate([edges[:, [0, 2]].ravel(), row[[0, 2]]])
    found: Ids = same[~np.isin(same[:, [0, 2]], taken).any(axis=1)][:1]
    return found


def _changed(dataset: LinkDataset, parts: list[Ids], row: Ids) -> tuple[Ids, ...]:
    """The graphs of :class:`Faithfulness`, in its order."""
    graph = dataset.graph
    held = [contains(part, graph) for part in parts]
    far = ~np.isin(graph[:, [0, 2]], row[[0, 2]]).any(axis=1)
    aside = _unconnected(dataset, np.concatenate(parts), row)
    return (
        graph,
        *(graph[~own] for own in held),
        graph[far],
        *(graph[far | own] for own in held),
        aside,
        *(np.concatenate([aside, part]) for part in parts),
    )


def _margin(model: LinkPredictor, dataset: LinkDataset, row: Ids, candidates: Ids) -> float:
    model.attach(dataset)
    scores = model.score_tails(row[:1], int(row[1]))[0].astype(np.float64)
    others = scores[candidates]
    return float(scores[row[2]] - np.median(others[np.isfinite(others)]))


def _mean(system: str, metric: str, values: Floats, seed: int) -> Figure:
    value, low, high = bootstrap(values, lambda drawn: float(drawn.mean()), seed=seed) if len(values) else (0.0,) * 3
    return Figure(system, metric, value, low, high, len(values))
