"""The paired test against all coin flips, and on inputs whose answer is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.stats import norm

from gnn.paired import paired_test
from kg.errors import InputError


def test_p_equals_the_share_of_all_sign_flips() -> None:
    """Seven pairs have 128 ways to be flipped."""
    first = np.array([0.9, 0.4, 1.0, 0.2, 0.7, 0.5, 0.6])
    second = np.array([0.5, 0.5, 0.3, 0.1, 0.2, 0.4, 0.1])
    differences = first - second
    flips = [abs(np.mean(differences * np.array(signs))) for signs in itertools.product((-1, 1), repeat=7)]
    exact = np.mean(np.array(flips) >= abs(differences.mean()) - 1e-12)
    found = paired_test(first, second, rounds=20_000)
    assert found.p == pytest.approx(exact, abs=0.005)
    assert found.difference == pytest.approx(differences.mean())
    assert found.low < found.difference < found.high


def test_p_is_uniform_when_the_models_are_equally_good() -> None:
    """About one in twenty comparisons of nothing falls under 0.05."""
    generator = np.random.default_rng(1)
    tests = [paired_test(*generator.random((2, 41)), seed=i, rounds=199) for i in range(300)]
    assert 4 <= sum(test.p <= 0.05 for test in tests) <= 29
    covered = sum(test.low <= 0 <= test.high for test in tests)
    assert covered >= 270


def test_interval_is_that_of_a_normal_mean() -> None:
    """For many pairs the bootstrap interval is the textbook's."""
    differences = np.random.default_rng(2).normal(0.1, 1.0, 2003)
    found = paired_test(differences, np.zeros(2003), rounds=4000)
    half = norm.ppf(0.975) * differences.std() / np.sqrt(2003)
    assert found.high - found.low == pytest.approx(2 * half, rel=0.06)


def test_swapping_the_models_turns_the_sign() -> None:
    """The difference is antisymmetric, p the same."""
    generator = np.random.default_rng(3)
    first, second = generator.random((2, 23))
    forth, back = paired_test(first, second), paired_test(second, first)
    assert forth.difference == -back.difference
    assert forth.p == back.p
    assert (forth.low, forth.high) == pytest.approx((-back.high, -back.low))


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [([1.0], [1.0, 2.0], "shapes"), ([], [], "shapes"), ([1.0, np.nan], [1.0, 1.0], "1 of 2 pairs")],
)
def test_what_is_no_pair_is_refused(first: list[float], second: list[float], words: str) -> None:
    """Other lengths, nothing, nan."""
    with pytest.raises(InputError, match=words):
        paired_test(np.array(first), np.array(second))
