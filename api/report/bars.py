"""Figures as small bars: one group a metric, one bar a system, its interval as whiskers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kg.figures import Figure, Figures

WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure with the ends of its bar and whiskers, 0 to 100 along the axis.

    Attributes:
        low, high: None when the figure has no interval.
        best: no other system of the group has a higher value.
    """

    figure: Figure
    length: float
    low: float | None
    high: float | None
    best: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one metric on one axis from 0 to ``limit``."""

    metric: str
    limit: float
    bars: tuple[Bar, ...]


def groups(figures: Figures) -> tuple[Group, ...]:
    """The figures by metric, in their own order."""
    by_metric: dict[str, list[Figure]] = {}
    for row in figures.rows:
        by_metric.setdefault(row.metric, []).append(row)
    return tuple(_group(metric, rows) for metric, rows in by_metric.items())


def _group(metric: str, rows: list[Figure]) -> Group:
    finite = [value for row in rows for value in (row.value, row.high) if math.isfinite(value)]
    limit = max([1.0, *finite])
    top = max((row.value for row in rows if math.isfinite(row.value)), default=math.nan)
    return Group(metric, limit, tuple(_bar(row, limit, row.value == top and len(rows) > 1) for row in rows))


def _bar(row: Figure, limit: float, best: bool) -> Bar:
    def place(value: float) -> float:
        return round(WIDTH * min(max(value, 0.0), limit) / limit, 2)

    whiskers = math.isfinite(row.low) and math.isfinite(row.high) and row.low < row.high
    length = place(row.value) if math.isfinite(row.value) else 0.0
    return Bar(row, length, place(row.low) if whiskers else None, place(row.high) if whiskers else None, best)


def shown(value: float) -> str:
    """A figure with three decimals, or a dash when there is none."""
    return f"{value:.3f}" if math.isfinite(value) else "–"
