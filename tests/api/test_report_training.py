"""The report of a training: what it draws, and that it loads and runs nothing."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.report.charts import HEIGHT, WIDTH, Axes, Series, agreement_chart, column_chart, line_chart, nice_ticks
from api.report.training import TrainingPage, render_training, write_training
from gnn.calibration import Calibration, Curve, Method, Population, Reading, Reliability, ReliabilityBin
from gnn.card import ModelCard, RankSpread, TrainingRun
from gnn.protocol import Step
from kg.figures import Figure, Figures

HOSTILE = "</style><script>alert(1)</script>{{ 7 * 7 }}\"'&"
FIGURES = Figures("linkprediction", "graph", "hash", (), 1.0, 2.0, None, 0, "cpu", "0")


def _card(name: str = "nbfnet", run: TrainingRun | None = None) -> ModelCard:
    bins = (ReliabilityBin(0.05, 0.1, 90), ReliabilityBin(0.95, 0.7, 10))
    judged = Reliability("tail", Population.NATURAL, 0.07, 0.05, 0.09, 16, bins)
    curve = Curve("tail", Method.PLATT, Reading.SCORE, 1.0, 0.0, (), 0.1, 16)
    return ModelCard(
        name, ("treats",), ("treats",), "abc", "by hash", (7, 3, 5), (), "all predicates", 0, "cpu", 1.5,
        (("torch", "2"),), calibration=(("treats", Calibration((curve,), (judged,))),), edges=((name, 12),), run=run,
    )  # fmt: skip


def _run(name: str = "nbfnet") -> TrainingRun:
    history = tuple(Step(done, 7, 1 / done, 0.2 * done if done % 2 == 0 else math.nan) for done in range(1, 6))
    ranks = tuple(
        RankSpread(system, side, (5, 2, 1, 0, 0, 3)) for system in ("degree", name) for side in ("tail", "head")
    )
    return TrainingRun(name, 2, "bf16", 1.0, 300.0, 40.0, 2, True, 0.8, history, ranks)


class _Tags(HTMLParser):
    """Every start tag with its attributes, and that all are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Tags()
    reader.feed(text)
    assert reader.open == []
    return reader.seen


def test_it_shows_curve_ranks_reliability_figures_and_card(tmp_path: Path) -> None:
    """A dot an epoch, a column a system, side and bin."""
    figures = (Figure("degree", "mrr", 0.2, 0.1, 0.3, 5), Figure("nbfnet", "mrr", 0.6, 0.5, 0.7, 5))
    path = tmp_path / "deep" / "report.html"
    write_training(TrainingPage(_card(run=_run()), replace(FIGURES, rows=figures)), path)
    text = path.read_text(encoding="utf-8")
    tags = _tags(text)
    assert [one.name for one in path.parent.iterdir()] == ["report.html"]
    dots = [one for one in tags if one[0] == "circle"]
    assert len(dots) == 5 + 2 + 2
    columns = [attributes for tag, attributes in tags if tag == "rect" and "mark" in str(attributes["class"])]
    assert len(columns) == 2 * 2 * 6
    for words in ("stopped early", "went on after epoch 2", "40 MB on the GPU", "bf16", "0.070", "torch 2", "abc"):
        assert words in text


def test_it_runs_and_loads_nothing() -> None:
    """Names from the graph stay text; the policy allows its own style alone."""
    text = render_training(TrainingPage(_card(HOSTILE, _run(HOSTILE)), FIGURES))
    tags = _tags(text)
    assert not {tag for tag, _ in tags} & {"script", "link", "img", "iframe", "object"}
    assert not any(name in attributes for _, attributes in tags for name in ("src", "style", "onload"))
    assert {str(attributes["href"])[0] for _, attributes in tags if "href" in attributes} == {"#"}
    assert "{{ 7 * 7 }}" in text
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert "script-src &#39;none&#39;" in policy[1] and "unsafe" not in policy[1] and "http" not in policy[1]


def test_a_card_without_a_run_or_test_links_is_shown() -> None:
    """As an older version wrote it."""
    empty = ModelCard("degree", ("treats",), (), "", "", (1, 0, 0), (), "", 0, "cpu", 0.0, ())
    text = render_training(TrainingPage(empty, FIGURES))
    _tags(text)
    assert "no epochs" in text and "Too few links" in text


_REAL = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.lists(st.tuples(_REAL, _REAL), min_size=1, max_size=20))
def test_no_dot_lies_outside_the_picture(points: list[tuple[float, float]]) -> None:
    """Nor any tick; a constant line is drawn, too."""
    chart = line_chart("t", Axes("x", "y"), [Series("s0", "one", points)])
    left, right, top, bottom = chart.frame
    assert all(left <= dot.x <= right and top <= dot.y <= bottom for dot in chart.lines[0].dots)
    assert all(0 <= tick.at <= WIDTH for tick in chart.x_ticks) and all(
        0 <= tick.at <= HEIGHT for tick in chart.y_ticks
    )
    assert chart.x_ticks and chart.y_ticks


def test_epochs_are_counted_in_whole_numbers() -> None:
    """Also where there are only three."""
    points = [(1.0, 0.5), (2.0, 0.25), (3.0, 0.1)]
    chart = line_chart("t", Axes("epoch", "y", whole=True), [Series("s0", "one", points)])
    assert [tick.label for tick in chart.x_ticks] == ["1", "2", "3"]


def test_agreement_is_drawn_on_the_diagonal() -> None:
    """A dot that stands for more pairs is larger."""
    few, many = agreement_chart("t", Axes("x", "y"), [(0.0, 0.0, 1), (1.0, 1.0, 1000)]).dots
    chart = agreement_chart("t", Axes("x", "y"), [])
    assert chart.diagonal == f"M{few.x} {few.y}L{many.x} {many.y}"
    assert few.radius < many.radius


def test_columns_stand_side_by_side() -> None:
    """As high as their counts; an empty bin has none."""
    chart = column_chart("t", Axes("x", "y"), ("a", "b", "c"), [("s0", "one", (4, 0, 2)), ("s1", "two", (1, 1, 1))])
    one = chart.columns[:3]
    assert [column.height for column in one] == pytest.approx([one[0].height, 0, one[0].height / 2], abs=0.02)
    spans = sorted((column.x, column.x + column.width) for column in chart.columns)
    assert all(before[1] <= after[0] + 0.02 for before, after in pairwise(spans))


@given(st.floats(-1e9, 1e9, allow_nan=False), st.floats(1e-6, 1e9))
def test_ticks_are_few_and_inside(low: float, width: float) -> None:
    """Whatever the range, where it is no rounding error of its ends."""
    high = low + width
    if high - low < 1e-9 * max(abs(low), abs(high)):
        return
    ticks = nice_ticks(low, high)
    assert 1 <= len(ticks) <= 12
