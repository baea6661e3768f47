"""The weights of the tagger and the file that holds them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extraction.deidentify.tokens import WordLists
from kg.errors import ModelMismatchError

LABELS = ("", "name", "date", "age", "address", "phone", "id", "institution")
"""What a token can belong to; the first for nothing."""

DILATIONS = (1, 2, 4)
"""Of the convolutions, each three tokens wide: a token sees seven neighbours on either side."""

WEIGHTS_FILE = "weights.npz"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the tagger.

    Attributes:
        table: ``[ROWS, d]``, row 0 zero.
        layers: a kernel ``[3, d_in, d_out]`` and a bias ``[d_out]`` for each of :data:`DILATIONS`.
        output, output_bias: ``[d_out, labels]`` and ``[labels]``.
        lists: the word lists.
        threshold: least probability of being an identifier.
    """

    table: Floats
    layers: tuple[tuple[Floats, Floats], ...]
    output: Floats
    output_bias: Floats
    lists: WordLists
    threshold: float

    def save(self, path: Path) -> None:
        """Writes an npz without pickles; floats as halves."""
        arrays = {"table": self.table.astype(np.float16), "output": self.output, "output_bias": self.output_bias}
        for number, (kernel, bias) in enumerate(self.layers):
            arrays[f"kernel{number}"], arrays[f"bias{number}"] = kernel.astype(np.float16), bias
        lists = {one.name: _packed(getattr(self.lists, one.name)) for one in fields(self.lists)}
        np.savez_compressed(path, threshold=np.float32(self.threshold), **arrays, **lists)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Reads :meth:`save`.

        Raises:
            ModelMismatchError: the file is missing or damaged.
        """
        try:
            with np.load(path, allow_pickle=False) as stored:
                layers = tuple(
                    (stored[f"kernel{n}"].astype(np.float32), stored[f"bias{n}"].astype(np.float32))
                    for n in range(len(DILATIONS))
                )
                lists = WordLists(**{one.name: frozenset(stored[one.name].tolist()) for one in fields(WordLists)})
                rest = [stored[name].astype(np.float32) for name in ("table", "output", "output_bias")]
                return cls(rest[0], layers, rest[1], rest[2], lists, float(stored["threshold"]))
        except (OSError, KeyError, ValueError) as error:
            raise ModelMismatchError(f"{path} is no tagger: {error}.", "Train it again, or reinstall medkg.") from error


def _packed(words: frozenset[int]) -> NDArray[np.uint32]:
    return np.array(sorted(words), dtype=np.uint32)
