"""Arrays by name in one safetensors file: nothing is pickled, and a file that is cut off is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from kg.errors import ModelMismatchError

Arrays = dict[str, NDArray[Any]]


class Tensors(NamedTuple):
    """What a file holds: arrays by name, and the texts that were written beside them."""

    arrays: Arrays
    texts: dict[str, str]


def read_tensors(path: Path) -> Tensors:
    """The arrays of a safetensors file, read into memory.

    Raises:
        ModelMismatchError: it is missing, cut off, or something else.
    """
    try:
        with safe_open(path, "numpy") as opened:
            names = opened.keys()
            return Tensors({name: opened.get_tensor(name) for name in names}, dict(opened.metadata() or {}))
    except (OSError, SafetensorError, TypeError, ValueError) as error:
        raise ModelMismatchError(f"{path} cannot be read: {error}.", "Train the model again.") from error


def write_tensors(path: Path, arrays: Mapping[str, NDArray[Any]], texts: Mapping[str, str] | None = None) -> None:
    """Writes arrays of any number of dimensions, with texts beside them, into a file that others may read."""
    whole = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    path.write_bytes(save(whole, dict(texts) if texts else None))
