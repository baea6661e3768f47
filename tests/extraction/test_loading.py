"""The garbage collector while much is loaded: off within, as it was afterwards."""

from __future__ import annotations

import gc

import pytest

from extraction.loading import without_collecting


def _collections():
    return sum(one["collections"] for one in gc.get_stats())


def test_nothing_is_collected_within_and_what_was_made_is_old():
    before = _collections()
    with without_collecting():
        made = [[number] for number in range(50_000)]
        assert not gc.isenabled()
        assert _collections() == before
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    assert any(one is made for one in gc.get_objects(generation=2))


def test_a_failure_leaves_it_on():
    with pytest.raises(ValueError, match="no such table"), without_collecting():
        raise ValueError("no such table")
    assert gc.isenabled()


def test_what_was_off_stays_off():
    gc.disable()
    try:
        with without_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
