"""Limits of a query are refused where they are none."""

import math

import pytest

from kg.errors import InputError
from kg.store.protocol import QueryLimits


@pytest.mark.parametrize("seconds", [0, -1.0, math.nan, math.inf, -math.inf])
def test_seconds_are_finite_and_above_zero(seconds: float) -> None:
    with pytest.raises(InputError, match="seconds"):
        QueryLimits(seconds=seconds)


@pytest.mark.parametrize("rows", [0, -5])
def test_there_is_at_least_one_row(rows: int) -> None:
    with pytest.raises(InputError, match="rows"):
        QueryLimits(rows=rows)


def test_the_least_limits() -> None:
    assert QueryLimits(seconds=0.001, rows=1) == QueryLimits(0.001, 1)
