"""Lines, dots and columns on two axes, as places inside an SVG picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

WIDTH, HEIGHT = 560, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 12, 40
_TICKS = 5


class Tick(NamedTuple):
    """A place along an axis, in the picture's units, and what stands there."""

    at: float
    label: str


class Dot(NamedTuple):
    """A point of a line, with what it says and its radius."""

    x: float
    y: float
    title: str
    radius: float = 3.0


@dataclass(frozen=True, slots=True)
class Line:
    """One series: ``key`` names its colour in the style sheet; drawn through its dots."""

    key: str
    label: str
    dots: tuple[Dot, ...]

    @property
    def path(self) -> str:
        """SVG path data."""
        return "".join(f"{'L' if number else 'M'}{dot.x} {dot.y}" for number, dot in enumerate(self.dots))


@dataclass(frozen=True, slots=True)
class Column:
    """One bar that stands on the axis."""

    key: str
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of WIDTH by HEIGHT.

    Attributes:
        x_label, y_label: what the axes measure.
        x_ticks, y_ticks: places along them.
        lines, columns, dots: what is drawn.
        diagonal: path data of the line where both axes agree; empty without one.
    """

    title: str
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...] = ()
    columns: tuple[Column, ...] = ()
    dots: tuple[Dot, ...] = ()
    diagonal: str = ""

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, right, top and bottom of the plotting area."""
        return _LEFT, WIDTH - _RIGHT, _TOP, HEIGHT - _BOTTOM


class Series(NamedTuple):
    """Values to draw: ``key``, ``label`` as for :class:`Line`, and (x, y) pairs, all finite."""

    key: str
    label: str
    points: Sequence[tuple[float, float]]


class Axes(NamedTuple):
    """What the axes of a chart measure; ``whole``: the horizontal one counts."""

    x: str
    y: str
    whole: bool = False


def line_chart(title: str, axes: Axes, series: Sequence[Series]) -> Chart:
    """Lines over a common range.

    Args:
        title: of the picture.
        axes: labels.
        series: at least one, with a point each.
    """
    points = [point for one in series for point in one.points]
    span_x = _span([x for x, _ in points], from_zero=False)
    span_y = _span([y for _, y in points], from_zero=True)
    lines = tuple(
        Line(
            one.key,
            one.label,
            tuple(
                Dot(_across(x, span_x), _down(y, span_y), f"{one.label}: {axes.x} {x:.4g}, {axes.y} {y:.4g}")
                for x, y in one.points
            ),
        )
        for one in series
    )
    across = [at for at in nice_ticks(*span_x) if at.is_integer() or not axes.whole]
    x_ticks = tuple(Tick(_across(at, span_x), f"{at:g}") for at in across)
    y_ticks = tuple(Tick(_down(at, span_y), f"{at:g}") for at in nice_ticks(*span_y))
    return Chart(title, axes.x, axes.y, x_ticks, y_ticks, lines=lines)


def agreement_chart(title: str, axes: Axes, points: Sequence[tuple[float, float, int]]) -> Chart:
    """Dots from 0 to 1 both ways, larger where they stand for more, and the line on which both axes agree.

    Args:
        title: of the picture.
        axes: labels.
        points: both values, and how many they stand for.
    """
    unit = (0.0, 1.0)
    dots = tuple(
        Dot(
            _across(x, unit),
            _down(y, unit),
            f"{axes.x} {x:.4g}, {axes.y} {y:.4g}, {count:,} pairs",
            round(2.0 + math.log10(1 + count), 2),
        )
        for x, y, count in points
    )
    ticks = nice_ticks(*unit)
    x_ticks = tuple(Tick(_across(at, unit), f"{at:g}") for at in ticks)
    y_ticks = tuple(Tick(_down(at, unit), f"{at:g}") for at in ticks)
    diagonal = f"M{_across(0, unit)} {_down(0, unit)}L{_across(1, unit)} {_down(1, unit)}"
    return Chart(title, axes.x, axes.y, x_ticks, y_ticks, dots=dots, diagonal=diagonal)


def column_chart(
    title: str, axes: Axes, bins: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]]
) -> Chart:
    """Counts by bin, the series side by side.

    Args:
        title: of the picture.
        axes: labels.
        bins: names, from the left.
        series: key, label and as many counts as bins, each.
    """
    most = max((count for _, _, counts in series for count in counts), default=0)
    span = (0.0, float(max(most, 1)))
    step = (WIDTH - _LEFT - _RIGHT) / len(bins)
    width = 0.8 * step / max(len(series), 1)
    columns = tuple(
        Column(
            key,
            round(_LEFT + place * step + 0.1 * step + number * width, 2),
            _down(count, span),
            round(width, 2),
            round(HEIGHT - _BOTTOM - _down(count, span), 2),
            f"{label}, {axes.x} {name}: {count}",
        )
        for number, (key, label, counts) in enumerate(series)
        for place, (name, count) in enumerate(zip(bins, counts, strict=True))
    )
    x_ticks = tuple(Tick(round(_LEFT + (place + 0.5) * step, 2), name) for place, name in enumerate(bins))
    y_ticks = tuple(Tick(_down(at, span), f"{at:g}") for at in nice_ticks(*span))
    return Chart(title, axes.x, axes.y, x_ticks, y_ticks, columns=columns)


def nice_ticks(low: float, high: float) -> tuple[float, ...]:
    """About five round numbers within a range that is not empty.

    >>> nice_ticks(0.0, 1.0)
    (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    """
    raw = (high - low) / _TICKS
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return tuple(round(number * step, 12) for number in range(first, math.floor(high / step + 1e-9) + 1))


def _span(values: Sequence[float], *, from_zero: bool) -> tuple[float, float]:
    low, high = min(values), max(values)
    if from_zero and low >= 0:
        low = 0.0
    return (low, high) if high > low else (low, low + 1.0)


def _across(value: float, span: tuple[float, float]) -> float:
    share = (value - span[0]) / (span[1] - span[0])
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 2)


def _down(value: float, span: tuple[float, float]) -> float:
    share = (value - span[0]) / (span[1] - span[0])
    return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 2)


def bin_names(limits: Sequence[int]) -> tuple[str, ...]:
    """Names of the bins that end at the limits, and of the one beyond.

    >>> bin_names((1, 3, 10))
    ('1', '2–3', '4–10', '> 10')
    """
    inner = [str(upper) if upper == lower + 1 else f"{lower + 1}–{upper}" for lower, upper in pairwise((0, *limits))]
    return (*inner, f"> {limits[-1]}")
