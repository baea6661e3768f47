"""How cells are hidden: at random, by whole rows, by whole columns, or both."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from gnn.matrices.data import Mask, Matrix
from kg.errors import InputError


class Setting(StrEnum):
    """What is new in a test fold."""

    WARM = "warm"  # all cells are dealt out, zeros like positives
    NEW_ROWS = "new_rows"  # whole rows: drugs without any known interaction
    NEW_COLUMNS = "new_columns"  # whole columns: targets or diseases without any
    BOTH_NEW = "both_new"  # blocks of rows and columns, everything in their rows and columns hidden
    POSITIVES = "positives"  # positives are dealt out, each fold's are ranked against all zeros


class Fold(NamedTuple):
    """One test fold.

    Attributes:
        visible: bool [rows, columns], the cells whose value a model may read; the others read as 0.
        scored: bool [rows, columns], the cells that are scored.
    """

    visible: Mask
    scored: Mask


def make_folds(values: Matrix, setting: Setting, count: int, seed: int) -> Iterator[Fold]:
    """The test folds of a setting; together they score every cell once (``positives``: every positive once).

    ``both_new`` deals rows and columns into ``count`` groups each and scores every block, ``count`` squared folds.

    Raises:
        InputError: fewer than 2 folds, or more than there are rows or columns to deal out.
    """
    smallest = min(values.shape)
    if not 1 < count <= smallest:
        raise InputError(f"{count} folds of a matrix of {values.shape}.", f"Ask for 2 to {smallest} folds.")
    draw = np.random.default_rng(seed)
    rows = _dealt(draw, values.shape[0], count)[:, None] * np.ones_like(values, np.int64)
    columns = _dealt(draw, values.shape[1], count)[None] * np.ones_like(values, np.int64)
    if setting is Setting.BOTH_NEW:
        for row in range(count):
            for column in range(count):
                yield Fold((rows != row) & (columns != column), (rows == row) & (columns == column))
        return
    cells = np.empty(values.shape, np.int64)
    for value in (0.0, 1.0):
        of_value = values == value
        cells[of_value] = _dealt(draw, int(of_value.sum()), count)
    groups = {Setting.NEW_ROWS: rows, Setting.NEW_COLUMNS: columns}.get(setting, cells)
    for fold in range(count):
        hidden = groups == fold
        if setting is Setting.POSITIVES:
            yield Fold(~hidden & (values > 0), (values == 0) | hidden)
        else:
            yield Fold(~hidden, hidden)


def _dealt(draw: np.random.Generator, size: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Fold numbers, equally many of each up to one, in random order."""
    return draw.permutation(np.arange(size) % count)
