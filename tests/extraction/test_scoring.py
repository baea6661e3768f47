"""Scoring: counts, figures, links, and the file of mistakes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.scoring import (
    Mistake,
    Span,
    context,
    f1,
    figures,
    partial_counts,
    precision,
    recall,
    strict_counts,
    write_mistakes,
)
from extraction.scoring_links import LinkedSpan, ScoredDocument, link_mistakes, score_links

_PARTS = (st.integers(0, 30), st.integers(1, 5), st.sampled_from("ab"))
span = st.builds(lambda start, size, label: Span(start, start + size, label), *_PARTS)
spans = st.lists(span, max_size=8)


@given(spans, spans)
def test_counts_are_bounded(one, other):
    for count in (strict_counts, partial_counts):
        true, predicted, gold = count(one, other)
        assert 0 <= true <= min(predicted, gold)
    assert strict_counts(one, other)[0] <= partial_counts(one, other)[0] or set(one) & set(other)


@given(spans)
def test_a_perfect_prediction_scores_one(one):
    for count in (strict_counts, partial_counts):
        counts = np.array([count(one, one)])
        if len(set(one)):
            assert count(one, one)[1] == len(set(one))
    if one:
        assert f1(np.array([strict_counts(one, one)])) == 1.0
        assert counts.shape == (1, 3)


def test_micro_average_against_hand_counts():
    counts = np.array([[1.0, 2.0, 1.0], [3.0, 3.0, 6.0]])
    assert precision(counts) == pytest.approx(4 / 5)
    assert recall(counts) == pytest.approx(4 / 7)
    assert f1(counts) == pytest.approx(2 * 4 / (5 + 7))
    assert f1(np.zeros((2, 3))) == precision(np.zeros((2, 3))) == recall(np.zeros((2, 3))) == 0.0


def test_partial_pairs_each_span_once():
    assert partial_counts([Span(0, 4, "a"), Span(4, 9, "a")], [Span(0, 9, "a")]) == (1.0, 2.0, 1.0)
    assert partial_counts([Span(0, 4, "b")], [Span(0, 9, "a")]) == (0.0, 1.0, 1.0)


def test_figures_hold_their_interval():
    rows = figures("medkg", "strict", [(3, 4, 5), (5, 5, 5), (0, 2, 3), (7, 7, 9)])
    assert [row.metric for row in rows] == ["strict_precision", "strict_recall", "strict_f1"]
    assert all(row.low <= row.value <= row.high and row.n == 4 for row in rows)


def test_links_are_judged_on_the_spans_that_were_found():
    gold = (
        LinkedSpan(Span(0, 3, "disease"), frozenset({"MESH:1"})),
        LinkedSpan(Span(5, 8, "disease"), frozenset({"MESH:2"})),
        LinkedSpan(Span(9, 12, "chemical"), frozenset({"MESH:3"})),
    )
    found = (
        LinkedSpan(Span(0, 3, "disease"), frozenset({"MONDO:1", "MESH:1"})),
        LinkedSpan(Span(5, 8, "disease"), frozenset({"MONDO:9"})),
    )
    doc = ScoredDocument("a", "abc defg hijk", gold, found)
    rows = {row.metric: row.value for row in score_links("medkg", [doc], ["chemical", "disease"])}
    assert rows["linking_accuracy"] == 0.5
    assert rows["strict_recall"] == pytest.approx(2 / 3)
    assert rows["strict_chemical_f1"] == 0.0
    assert rows["document_ids_precision"] == 0.5
    assert rows["document_ids_recall"] == pytest.approx(1 / 3)
    assert "linking_accuracy_chemical" not in rows
    told = [(one.kind, one.metric) for one in link_mistakes([doc])]
    assert told == [("FP", "link"), ("FN", "strict")]


def test_mistakes_are_a_readable_table(tmp_path):
    path = tmp_path / "errors.tsv"
    write_mistakes(path, [Mistake("FP", "strict", "a", 1, 2, "x", "two\nlines", context("a\tb c", 2, 3))])
    header, row = path.read_text(encoding="utf-8").splitlines()
    assert header.split("\t")[0] == "kind"
    assert row.split("\t") == ["FP", "strict", "a", "1", "2", "x", "two lines", "a [b] c"]
