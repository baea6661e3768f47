"""Filtered ranking with realistic ties, and the metrics that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset
from gnn.protocol import LinkPredictor, Scores
from kg.figures import Figure, bootstrap

Floats = NDArray[np.float64]

_HITS = (1, 3, 10)
_QUERIES_A_BATCH = 64
_POOLED_LIMIT = 2_000_000
_KEPT_LIMIT = 20_000_000


class Side(NamedTuple):
    """Which end is asked for: the column of the given end, the column of the asked one, and the metric's prefix."""

    given: int
    asked: int
    name: str


TAIL = Side(0, 2, "tail")
HEAD = Side(2, 0, "head")


@dataclass(frozen=True, eq=False)
class Ranking:
    """The ranks of one side's queries.

    Attributes:
        ranks: float64 [n], 1 is best, ties count half.
        candidates: int64 [n], how many nodes were ranked, the true one included.
        positives: float64 [n], the score of the true node.
        negatives: per query the scores of its other candidates, when they were asked for.
        thinned: each of them stands for so many.
    """

    ranks: Floats
    candidates: Ids
    positives: Floats
    negatives: tuple[Scores, ...] = ()
    thinned: int = 1


def realistic_rank(score: float, others: Scores) -> float:
    """The rank of ``score`` among itself and ``others``: the mean of the best and the worst that ties allow.

    >>> realistic_rank(0.5, np.array([0.9, 0.5, 0.5, 0.1], np.float32))
    3.0
    """
    above = int((others > score).sum())
    ties = int((others == score).sum())
    return 1 + above + ties / 2


def rank_queries(
    model: LinkPredictor, dataset: LinkDataset, triples: Ids, side: Side, *, keep_scores: bool = False
) -> Ranking:
    """Ranks the true end of each triple among all candidates of the right category.

    Other ends known true (``LinkDataset.known``) are left out; nan scores count as the worst.

    Args:
        model: a trained model, attached to the dataset.
        dataset: gives candidates and the filter.
        triples: int64 [n, 3].
        side: which end is asked for.
        keep_scores: also return the scores of the other candidates; above twenty million in all, evenly thinned.
    """
    ranks, sizes = np.zeros(len(triples)), np.zeros(len(triples), np.int64)
    positives = np.zeros(len(triples))
    kept: list[Scores] = [np.empty(0, np.float32)] * len(triples)
    step = _kept_step(dataset, triples, side) if keep_scores else 1
    for relation in np.unique(triples[:, 1]):
        rows = np.flatnonzero(triples[:, 1] == relation)
        sets = dataset.candidates(int(relation))
        allowed = np.zeros(dataset.num_nodes, bool)
        allowed[sets.tails if side is TAIL else sets.heads] = True
        known = dataset.known[dataset.known[:, 1] == relation]
        known = known[np.argsort(known[:, side.given], kind="stable")]
        givens = np.unique(triples[rows, side.given])
        for start in range(0, len(givens), _QUERIES_A_BATCH):
            batch = givens[start : start + _QUERIES_A_BATCH]
            scores = (
                model.score_tails(batch, int(relation)) if side is TAIL else model.score_heads(batch, int(relation))
            )
            scores = np.where(np.isnan(scores), -np.inf, scores)
            for given, row_scores in zip(batch, scores, strict=True):
                low, high = np.searchsorted(known[:, side.given], [given, given + 1])
                others = allowed.copy()
                others[known[low:high, side.asked]] = False
                negative = row_scores[others]
                shown = negative[::step].copy() if step > 1 else negative
                for row in rows[triples[rows, side.given] == given]:
                    true = row_scores[triples[row, side.asked]]
                    ranks[row], sizes[row] = realistic_rank(true, negative), len(negative) + 1
                    positives[row] = true
                    if keep_scores:
                        kept[row] = shown
    return Ranking(ranks, sizes, positives, tuple(kept) if keep_scores else (), step)


def _kept_step(dataset: LinkDataset, triples: Ids, side: Side) -> int:
    """Of how many candidates' scores one is kept, so that memory does not grow with queries times candidates."""
    total = 0
    for relation, count in zip(*np.unique(triples[:, 1], return_counts=True), strict=True):
        sets = dataset.candidates(int(relation))
        total += int(count) * len(sets.tails if side is TAIL else sets.heads)
    return max(1, -(-total // _KEPT_LIMIT))


def mean_reciprocal_rank(ranks: Floats) -> float:
    """The mean of 1/rank, 0 to 1, higher is better; nan for no ranks."""
    return float((1.0 / ranks).mean()) if len(ranks) else float("nan")


def validation_metric(model: LinkPredictor, dataset: LinkDataset, limit: int = 500) -> float:
    """The mean of tail and head MRR on ``limit`` of the validation triples, evenly spread; nan when there are none.

    The test part is not read: its triples are wrong answers here as any other that is unknown.
    """
    rows = dataset.valid
    if len(rows) > limit:
        rows = rows[np.linspace(0, len(rows) - 1, limit).astype(np.int64)]
    sides = [mean_reciprocal_rank(rank_queries(model, dataset.blind, rows, side).ranks) for side in (TAIL, HEAD)]
    return float(np.mean(sides))


def ranking_figures(system: str, tail: Ranking, head: Ranking, seed: int = 0) -> tuple[Figure, ...]:
    """MRR and Hits@1, 3, 10 of each side and of both together, with bootstrap intervals over queries."""
    both = np.concatenate([tail.ranks, head.ranks])
    rows: list[Figure] = []
    for name, ranks in (("tail_", tail.ranks), ("head_", head.ranks), ("", both)):
        rows.append(_figure(system, f"{name}mrr", 1.0 / ranks, seed))
        rows += [_figure(system, f"{name}hits@{k}", (ranks <= k).astype(np.float64), seed) for k in _HITS]
    return tuple(rows)


def chance_mrr(ranking: Ranking) -> float:
    """What random scores reach: the mean over queries of H(n)/n for n candidates."""
    largest = int(ranking.candidates.max(initial=1))
    harmonic = np.cumsum(1.0 / np.arange(1, largest + 1))
    return float((harmonic[ranking.candidates - 1] / ranking.candidates).mean())


def classification_figures(system: str, tail: Ranking, seed: int = 0, rounds: int = 200) -> tuple[Figure, ...]:
    """AUROC and AUPRC of true ends against all other candidates of the same queries, at their natural prevalence.

    Pooled over queries, which are what the bootstrap draws; candidates are thinned evenly above two million.
    """
    total = sum(map(len, tail.negatives))
    step = max(1, -(-total // _POOLED_LIMIT))
    negatives = [scores[::step] for scores in tail.negatives]
    place = np.repeat(np.arange(len(negatives)), [len(scores) for scores in negatives])
    pooled = np.concatenate(negatives).astype(np.float64)
    scores = np.concatenate([tail.positives, pooled])
    labels = np.concatenate([np.ones(len(tail.positives)), np.zeros(len(pooled))])
    share = np.where(labels, 1, step * tail.thinned)  # a thinned negative stands for as many as were left out
    owners = np.concatenate([np.arange(len(tail.positives)), place])
    order = np.argsort(-scores, kind="stable")
    scores, labels, owners, share = scores[order], labels[order], owners[order], share[order]
    ends = np.flatnonzero(np.append(scores[1:] != scores[:-1], True))  # -inf ties with -inf, too
    generator = np.random.default_rng(seed)
    n = len(tail.positives)
    draws = []
    for _ in range(rounds):
        weights = np.bincount(generator.integers(0, n, n), minlength=n)[owners] * share
        draws.append(_areas(labels * weights, (1 - labels) * weights, ends))
    values = _areas(labels * share, (1 - labels) * share, ends)
    low, high = np.percentile(draws, [2.5, 97.5], axis=0)
    return tuple(
        Figure(system, metric, values[i], float(low[i]), float(high[i]), n)
        for i, metric in enumerate(("auroc", "auprc"))
    )


def auroc(positives: Floats, negatives: Floats) -> float:
    """The chance that a positive scores above a negative, ties counted half; nan when there are none of either.

    >>> auroc(np.array([3.0, 1.0]), np.array([2.0, 1.0]))
    0.625
    """
    if not len(positives) or not len(negatives):
        return float("nan")
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, side="left")
    upto = np.searchsorted(ordered, positives, side="right")
    return float(((below + upto) / 2).mean() / len(negatives))


def _areas(positive: NDArray[Any], negative: NDArray[Any], ends: Ids) -> tuple[float, float]:
    hits, misses = np.cumsum(positive)[ends], np.cumsum(negative)[ends]
    gained = np.diff(hits, prepend=0.0)
    lost = np.diff(misses, prepend=0.0)
    roc = float((lost * (hits - gained / 2)).sum() / max(hits[-1] * misses[-1], 1e-300))
    precision = hits / np.maximum(hits + misses, 1e-300)
    return roc, float((gained * precision).sum() / max(hits[-1], 1e-300))


def _figure(system: str, metric: str, values: Floats, seed: int) -> Figure:
    value, low, high = bootstrap(values, lambda drawn: float(drawn.mean()), seed=seed)
    return Figure(system, metric, value, low, high, len(values))
