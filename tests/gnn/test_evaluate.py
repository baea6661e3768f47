"""Metrics against brute force, and scorers whose answer is known."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from gnn.dataset import LinkDataset, triple_ids
from gnn.evaluate import (
    HEAD,
    TAIL,
    Ranking,
    auroc,
    chance_mrr,
    classification_figures,
    mean_reciprocal_rank,
    rank_queries,
    ranking_figures,
    realistic_rank,
    validation_metric,
)
from gnn.models.constant import ConstantPredictor
from gnn.protocol import FitOptions
from kg.snapshot import Snapshot


class _Table(ConstantPredictor):
    """Scores read from a table [node, node]."""

    def __init__(self, table: np.ndarray) -> None:
        super().__init__()
        self.table = table

    def score_tails(self, heads, relation):
        return self.table[heads]

    def score_heads(self, tails, relation):
        return self.table[:, tails].T


@given(st.integers(0, 3), st.lists(st.integers(0, 3), max_size=9))
def test_realistic_rank_is_the_mean_over_all_orders_of_ties(score: int, others: list[int]) -> None:
    """Ties broken in every possible way have this mean."""
    best = 1 + sum(other > score for other in others)
    worst = best + sum(other == score for other in others)
    assert realistic_rank(score, np.array(others, np.float32)) == (best + worst) / 2


def _dataset(snapshot: Snapshot) -> LinkDataset:
    held = triple_ids(snapshot, [("DRUGBANK:001", "treats", "MONDO:001"), ("DRUGBANK:002", "treats", "MONDO:002")])
    return LinkDataset.from_snapshot(snapshot, ["treats"], held[:1], held[1:])


def test_ranks_equal_brute_force(gnn_snapshot: Snapshot) -> None:
    """Filtered with graph, valid and test; only nodes of the right category compete."""
    dataset = _dataset(gnn_snapshot)
    table = np.random.default_rng(1).integers(0, 5, (dataset.num_nodes, dataset.num_nodes)).astype(np.float32)
    model = _Table(table)
    known = {tuple(row) for row in dataset.known.tolist()}
    rows = np.concatenate([dataset.train, dataset.valid, dataset.test])
    kind = [dataset.categories[code] for code in dataset.node_category]
    for side in (TAIL, HEAD):
        ranking = rank_queries(model, dataset, rows, side)
        for row, rank, size in zip(rows.tolist(), ranking.ranks, ranking.candidates, strict=True):
            wanted = "Disease" if side is TAIL else "Drug"
            competitors = []
            for node in range(dataset.num_nodes):
                triple = list(row)
                triple[side.asked] = node
                if kind[node] == wanted and tuple(triple) not in known:
                    competitors.append(table[triple[0], triple[2]])
            score = table[row[0], row[2]]
            above = sum(other > score for other in competitors)
            ties = sum(other == score for other in competitors)
            assert rank == 1 + above + ties / 2
            assert size == len(competitors) + 1


def test_validation_does_not_depend_on_the_test_part(gnn_snapshot: Snapshot) -> None:
    """Not by its filter either: a test triple that scores above the true end counts against it."""
    held = triple_ids(gnn_snapshot, [("DRUGBANK:001", "treats", "MONDO:001"), ("DRUGBANK:001", "treats", "MONDO:003")])
    dataset = LinkDataset.from_snapshot(gnn_snapshot, ["treats"], held[:1], held[1:])
    table = np.zeros((dataset.num_nodes, dataset.num_nodes), np.float32)
    table[held[0, 0], held[0, 2]], table[held[1, 0], held[1, 2]] = 1.0, 2.0
    assert rank_queries(_Table(table), dataset, dataset.valid, TAIL).ranks.tolist() == [1.0]
    assert validation_metric(_Table(table), dataset) == pytest.approx((1 / 2 + 1) / 2)
    without = replace(dataset, test=dataset.test[:0])
    assert validation_metric(_Table(table), dataset) == validation_metric(_Table(table), without)


def test_constant_scorer_gets_no_better_than_chance(gnn_snapshot: Snapshot) -> None:
    """Realistic ties put it in the middle of its candidates."""
    dataset = _dataset(gnn_snapshot)
    model = ConstantPredictor()
    model.fit(dataset, FitOptions())
    for side in (TAIL, HEAD):
        ranking = rank_queries(model, dataset, dataset.train, side)
        assert np.array_equal(ranking.ranks, (ranking.candidates + 1) / 2)
        assert mean_reciprocal_rank(ranking.ranks) < chance_mrr(ranking)


def test_nan_and_minus_infinity_rank_last(gnn_snapshot: Snapshot) -> None:
    """A model that cannot place a node gains nothing by it."""
    dataset = _dataset(gnn_snapshot)
    table = np.zeros((dataset.num_nodes, dataset.num_nodes), np.float32)
    table[dataset.test[0, 0], dataset.test[0, 2]] = np.nan
    ranking = rank_queries(_Table(table), dataset, dataset.test, TAIL)
    assert ranking.ranks[0] == ranking.candidates[0]


def test_chance_mrr_is_the_mean_over_all_orders() -> None:
    """H(n)/n, by listing every order of four candidates."""
    orders = list(itertools.permutations(range(4)))
    brute = np.mean([1 / (order.index(0) + 1) for order in orders])
    assert chance_mrr(Ranking(np.zeros(1), np.array([4]), np.zeros(1))) == pytest.approx(brute)


def test_areas_agree_with_scikit_learn() -> None:
    """AUROC and AUPRC, ties included."""
    generator = np.random.default_rng(3)
    positives = generator.integers(1, 7, 13).astype(np.float64)
    negatives = tuple(generator.integers(0, 6, 17).astype(np.float32) for _ in range(13))
    ranking = Ranking(np.ones(13), np.full(13, 18), positives, negatives)
    figures = {one.metric: one for one in classification_figures("x", ranking)}
    scores = np.concatenate([positives, *negatives])
    labels = np.arange(len(scores)) < 13
    assert figures["auroc"].value == pytest.approx(roc_auc_score(labels, scores))
    assert figures["auprc"].value == pytest.approx(average_precision_score(labels, scores))
    assert figures["auroc"].low <= figures["auroc"].value <= figures["auroc"].high
    assert auroc(positives, np.concatenate(negatives).astype(np.float64)) == pytest.approx(figures["auroc"].value)


def test_kept_scores_are_thinned_evenly_above_a_limit(gnn_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranks stay exact; each kept score stands for as many, so that areas stay near."""
    dataset = _dataset(gnn_snapshot)
    table = np.random.default_rng(5).random((dataset.num_nodes, dataset.num_nodes)).astype(np.float32)
    whole = rank_queries(_Table(table), dataset, dataset.train, TAIL, keep_scores=True)
    total = sum(map(len, whole.negatives))
    monkeypatch.setattr("gnn.evaluate._KEPT_LIMIT", total // 2)
    thin = rank_queries(_Table(table), dataset, dataset.train, TAIL, keep_scores=True)
    assert (whole.thinned, thin.thinned > 1) == (1, True)
    assert np.array_equal(whole.ranks, thin.ranks)
    assert sum(map(len, thin.negatives)) <= total // 2 + len(dataset.train)
    areas = [{one.metric: one.value for one in classification_figures("x", one)} for one in (whole, thin)]
    assert areas[1]["auroc"] == pytest.approx(areas[0]["auroc"], abs=0.15)


def test_nodes_that_cannot_be_placed_tie() -> None:
    """A true end at -inf comes no sooner than the others there; scikit-learn is asked with the least finite number."""
    positives = np.array([1.0, -np.inf, -np.inf])
    negatives = (np.array([2.0, -np.inf, -np.inf], np.float32), np.array([0.0, -np.inf], np.float32), np.zeros(1))
    figures = {
        one.metric: one for one in classification_figures("x", Ranking(np.ones(3), np.full(3, 4), positives, negatives))
    }
    scores = np.maximum(np.concatenate([positives, *negatives]), -9.0)
    labels = np.arange(len(scores)) < 3
    assert figures["auroc"].value == pytest.approx(roc_auc_score(labels, scores))
    assert figures["auprc"].value == pytest.approx(average_precision_score(labels, scores))


def test_figures_hold_both_sides_and_their_union() -> None:
    """Each row says how many queries it rests on."""
    tail = Ranking(np.array([1.0, 4.0]), np.array([5, 5]), np.zeros(2))
    head = Ranking(np.array([2.0]), np.array([7]), np.zeros(1))
    rows = {one.metric: one for one in ranking_figures("x", tail, head)}
    assert rows["tail_mrr"].value == pytest.approx(0.625)
    assert rows["hits@3"].value == pytest.approx(2 / 3)
    assert (rows["tail_mrr"].n, rows["head_mrr"].n, rows["mrr"].n) == (2, 1, 3)
