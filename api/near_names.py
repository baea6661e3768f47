"""Names that are spelt much like a text, for "did you mean": shared runs of letters choose, edits decide."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

HAN = re.compile(r"[\u3400-\u9fff]")
"""A Chinese character."""
_COMPARED = 200
_LEAST_SHARED = 0.25
_LEAST_ALIKE = 0.72
_LONGEST = 80
_BEHIND_BEST = 0.06  # names that are so much less alike than the best one are not what was meant


def near_rows(keys: pa.Array, lengths: NDArray[np.int64], key: str) -> tuple[tuple[int, float], ...]:
    """Rows of the names that are spelt most like a text, most alike first; of equals the shorter name.

    Args:
        keys: strings, normalised names between two spaces.
        lengths: int64 [keys], of the names without those spaces.
        key: the normalised text.

    Returns:
        Rows with their likeness, 0.72 to 1 (matched characters of both, Ratcliff and Obershelp's), at most 0.06 below
        the best.
    """
    if not key or len(key) > _LONGEST:
        return ()
    size = 2 if HAN.search(key) else 3
    padded = f" {key} "
    runs = {padded[at : at + size] for at in range(len(padded) - size + 1)}
    shared = np.zeros(len(keys), np.int64)
    for run in runs:
        shared += pc.match_substring(keys, run).to_numpy(zero_copy_only=False)
    alike = 2 * shared / (len(runs) + np.maximum(lengths + 3 - size, 1))
    first = np.argsort(-alike, kind="stable")[:_COMPARED]
    found = []
    for row in first[alike[first] >= _LEAST_SHARED].tolist():
        ratio = SequenceMatcher(None, key, keys[row].as_py().strip(), autojunk=False).ratio()
        if ratio >= _LEAST_ALIKE:
            found.append((row, ratio))
    found.sort(key=lambda one: (-one[1], int(lengths[one[0]]), one[0]))
    return tuple(one for one in found if one[1] >= found[0][1] - _BEHIND_BEST)
