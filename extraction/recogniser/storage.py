"""Weights on disk: tensors in safetensors (tables of embeddings in half precision), words and settings in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from extraction.recogniser.inference import Weights
from extraction.recogniser.subwords import Subwords
from kg.errors import ModelMismatchError
from kg.tensors import read_tensors, write_tensors

WEIGHTS_FILE = "weights.safetensors"
WORDS_FILE = "words.json"
_SUBWORDS = "subwords"
_PEAKS = "peaks"
_SMALL = 20_000  # arrays of more numbers are stored in half precision


def write_weights(directory: Path, weights: Weights) -> None:
    """Writes the weights into an existing directory."""
    arrays = {
        name: array.astype(np.float16 if array.size > _SMALL else np.float32) for name, array in weights.arrays.items()
    }
    told: dict[str, object] = {
        "words": weights.words,
        "types": weights.types,
        "conventions": weights.conventions,
        "dilations": weights.dilations,
    }
    if weights.subwords is not None:
        arrays[_SUBWORDS] = weights.subwords.vectors
        told |= {"pieces": tuple(weights.subwords.pieces), "scale": weights.subwords.scale}
    write_tensors(directory / WEIGHTS_FILE, arrays)
    (directory / WORDS_FILE).write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf-8")


def read_weights(directory: Path) -> Weights:
    """Reads what :func:`write_weights` wrote.

    Raises:
        ModelMismatchError: a file is missing, damaged or of an older version.
    """
    try:
        told = json.loads((directory / WORDS_FILE).read_text(encoding="utf-8"))
        arrays = read_tensors(directory / WEIGHTS_FILE).arrays
        if _PEAKS not in arrays:
            raise ModelMismatchError(f"{directory} was trained by an older medkg.", "Train it again.")
        subwords = None
        if _SUBWORDS in arrays:
            pieces = {piece: number for number, piece in enumerate(told["pieces"])}
            subwords = Subwords(pieces, arrays.pop(_SUBWORDS), float(told["scale"]))
        return Weights(
            {name: array.astype(np.float32) for name, array in arrays.items()},
            tuple(told["words"]),
            tuple(told["types"]),
            tuple(told["conventions"]),
            tuple(told["dilations"]),
            subwords,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelMismatchError(f"The recogniser in {directory} is damaged: {error!r}.", "Train it again.") from error


def write_subwords(directory: Path, subwords: Subwords) -> None:
    """Writes pretrained vectors by themselves, for training."""
    directory.mkdir(parents=True, exist_ok=True)
    write_tensors(directory / WEIGHTS_FILE, {_SUBWORDS: subwords.vectors})
    told = {"pieces": tuple(subwords.pieces), "scale": subwords.scale}
    (directory / WORDS_FILE).write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf-8")


def read_subwords(directory: Path) -> Subwords:
    """Reads what :func:`write_subwords` wrote.

    Raises:
        ModelMismatchError: a file is missing or damaged.
    """
    try:
        told = json.loads((directory / WORDS_FILE).read_text(encoding="utf-8"))
        pieces = {piece: number for number, piece in enumerate(told["pieces"])}
        return Subwords(pieces, read_tensors(directory / WEIGHTS_FILE).arrays[_SUBWORDS], float(told["scale"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelMismatchError(f"The word pieces in {directory} are damaged: {error!r}.", "Install again.") from error
