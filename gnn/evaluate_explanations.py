"""``evaluate explanations``: does a model's explanation go through the protein that curated mechanisms name?

For each pair of a drug and a disease all paths between them are ranked, and the first that goes through a gene of the
pair's curated mechanism is looked for. A pair of which no path does counts with 0. The mechanisms train
nothing. The powers of gnn.path_order were chosen on the pairs of the half ``dev`` by the hash of their ids;
``held_out`` is the other half.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import LinkDataset
from gnn.evaluate import realistic_rank
from gnn.mechanisms import MechanismPair, PlacedMechanisms
from gnn.paired import paired_test
from gnn.path_order import PathOrder, order_paths, path_worth
from gnn.path_scores import ScoredPaths, score_paths
from gnn.protocol import LinkPredictor
from kg.figures import Figure, bootstrap

Floats = NDArray[np.float64]

_RANDOM_ORDERS = 20
_HITS = (1, 10)


class _Ways(NamedTuple):
    """The systems that rank one pair's paths, by name, and their reciprocal ranks."""

    names: tuple[str, ...]
    ranks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RankOptions:
    """How pairs are ranked.

    Attributes:
        seed: of the random orders and of ties.
        beside: a second model whose contributions rank the paths (path counts with their regression).
        progress: told after each pair how many are done.
    """

    seed: int = 0
    beside: LinkPredictor | None = None
    progress: Callable[[int], None] | None = None


@dataclass(frozen=True, eq=False)
class MechanismRanks:
    """What each way of ranking made of each pair.

    Attributes:
        systems: the ways; the first is the model in the order that explanations are shown in.
        reciprocal: float64 [pairs, systems], 1 / rank of the first path through a curated gene; 0 where none does.
        reachable: bool [pairs], some path goes through a curated gene.
        paths: int64 [pairs], how many paths were ranked.
        dev: bool [pairs], the half that choices were made on.
    """

    systems: tuple[str, ...]
    reciprocal: Floats
    reachable: NDArray[np.bool_]
    paths: NDArray[np.int64]
    dev: NDArray[np.bool_]


def rank_mechanisms(
    model: LinkPredictor,
    dataset: LinkDataset,
    pairs: tuple[MechanismPair, ...],
    relation: int,
    options: RankOptions | None = None,
) -> MechanismRanks:
    """Ranks every pair's paths by the model, by path counts, by degree and at random, plainly and in the same order.

    Args:
        model: reads paths; attached to the dataset.
        dataset: gives degrees.
        pairs: to explain.
        relation: id of the predicate that is explained.
        options: see :class:`RankOptions`.
    """
    options = options or RankOptions()
    degree = np.bincount(dataset.graph[:, [0, 2]].ravel(), minlength=dataset.num_nodes)
    numbers = np.random.default_rng(options.seed)
    rows: list[_Ways] = []
    reachable, sizes = np.zeros(len(pairs), bool), np.zeros(len(pairs), np.int64)
    for number, pair in enumerate(pairs):
        triple = pair.drug, relation, pair.disease
        paths = score_paths(model, dataset, triple)
        through = np.isin(paths.nodes, pair.genes).any(axis=1)
        reachable[number], sizes[number] = through.any(), len(paths)
        also = score_paths(options.beside, dataset, triple) if options.beside is not None else None
        rows.append(_ways(model.name, (paths, also), (degree, pair, numbers)))
        if options.progress:
            options.progress(number + 1)
    reciprocal = np.array([row.ranks for row in rows]).reshape(len(pairs), -1)
    names = rows[0].names if rows else ()
    dev = np.array([_in_dev(dataset, pair) for pair in pairs], bool)
    return MechanismRanks(names, reciprocal, reachable, sizes, dev)


def mechanism_figures(ranks: MechanismRanks, placed: PlacedMechanisms, seed: int = 0) -> tuple[Figure, ...]:
    """MRR and Hits@1, 10 of each way on all pairs and both halves, its paired tests, and what could not be placed.

    Rows ``A > B`` hold the difference of the MRRs with its interval, and p of the two-sided sign-flip test.
    """
    rows = [_count("mapping", "pairs", len(placed.pairs)), _count("mapping", "reachable", int(ranks.reachable.sum()))]
    rows += [
        _count("mapping", f"left out: {why}", n)
        for why, n in Counter(one.detail for one in placed.dropped).most_common()
    ]
    parts = (("", np.ones(len(ranks.dev), bool)), ("dev_", ranks.dev), ("held_out_", ~ranks.dev))
    for column, system in enumerate(ranks.systems):
        for prefix, part in parts:
            values = ranks.reciprocal[part, column]
            rows.append(_mean(system, f"{prefix}mrr", values, seed))
            rows += [_mean(system, f"{prefix}hits@{k}", (values >= 1 / k).astype(np.float64), seed) for k in _HITS]
    for column, system in enumerate(ranks.systems[1:], 1):
        for prefix, part in parts:
            if not part.any():
                continue
            test = paired_test(ranks.reciprocal[part, 0], ranks.reciprocal[part, column], seed)
            name, n = f"{ranks.systems[0]} > {system}", int(part.sum())
            rows.append(Figure(name, f"{prefix}mrr_difference", test.difference, test.low, test.high, n))
            rows.append(Figure(name, f"{prefix}p", test.p, test.p, test.p, n))
    return tuple(rows)


def _ways(
    name: str,
    scored: tuple[ScoredPaths, ScoredPaths | None],
    given: tuple[NDArray[np.int64], MechanismPair, np.random.Generator],
) -> _Ways:
    (paths, other), (degree, pair, numbers) = scored, given
    through = np.isin(paths.nodes, pair.genes).any(axis=1)
    inner = (paths.nodes >= 0) & (np.cumsum(paths.nodes[:, ::-1] >= 0, axis=1)[:, ::-1] > 1)
    inner[:, 0] = False
    load = np.where(inner, np.log(np.maximum(degree[paths.nodes], 1)), 0.0).sum(axis=1)
    counted = path_worth(paths.weights, paths.weights)
    rare, ties = np.exp(-load / 2), numbers.permutation(len(paths)).astype(np.float64)
    ways = [
        (name, _arranged(paths, None, through, ties)),
        (f"{name}, by contribution alone", _plain(paths.contributions, through)),
        ("path counts alone", _plain(paths.weights, through)),
        ("path counts alone, genes in turn", _arranged(paths, counted, through, ties)),
        ("low degree", _plain(-load, through)),
        ("low degree, genes in turn", _arranged(paths, rare, through, ties)),
        ("high degree", _plain(load, through)),
        ("random", _random(through, numbers)),
        ("random, genes in turn", _arranged(paths, numbers.random(len(paths)), through, ties)),
    ]
    if other is not None:
        found = np.isin(other.nodes, pair.genes).any(axis=1)
        drawn = numbers.permutation(len(other)).astype(np.float64)
        ways.insert(2, ("path_counts, by contribution alone", _plain(other.contributions, found)))
        ways.insert(3, ("path_counts", _arranged(other, None, found, drawn)))
    return _Ways(*zip(*ways, strict=True))


def _plain(values: Floats, through: NDArray[np.bool_]) -> float:
    if not through.any():
        return 0.0
    best = float(values[through].max())
    return 1.0 / realistic_rank(best, values[~through].astype(np.float64))


def _arranged(paths: ScoredPaths, values: Floats | None, through: NDArray[np.bool_], ties: Floats) -> float:
    if not through.any():
        return 0.0
    return 1.0 / (1 + int(np.argmax(through[order_paths(paths, PathOrder.MECHANISM, values, ties)])))


def _random(through: NDArray[np.bool_], numbers: np.random.Generator) -> float:
    """The mean over orders of the reciprocal rank."""
    if not through.any():
        return 0.0
    orders = (numbers.permutation(through) for _ in range(_RANDOM_ORDERS))
    return float(np.mean([1.0 / (1 + int(np.argmax(one))) for one in orders]))


def _in_dev(dataset: LinkDataset, pair: MechanismPair) -> bool:
    text = f"{dataset.node_ids[pair.drug]}\t{dataset.node_ids[pair.disease]}"
    return hashlib.blake2b(text.encode(), digest_size=8).digest()[0] < 128


def _count(system: str, metric: str, n: int) -> Figure:
    return Figure(system, metric, float(n), float(n), float(n), n)


def _mean(system: str, metric: str, values: Floats, seed: int) -> Figure:
    value, low, high = bootstrap(values, lambda drawn: float(drawn.mean()), seed=seed) if len(values) else (0.0,) * 3
    return Figure(system, metric, value, low, high, len(values))
