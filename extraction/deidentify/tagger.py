"""A small convolutional tagger in numpy: names, places, institutions and numbers by spelling and by neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extraction.deidentify.rules import Span
from extraction.deidentify.tokens import FEATURES, WordLists, features, token_keys
from kg.errors import ModelMismatchError
from kg.shipped import data_path

LABELS = ("", "name", "date", "age", "address", "phone", "id", "institution")
"""What a token can belong to; the first for nothing."""

DILATIONS = (1, 2, 4)
"""Of the convolutions, each three tokens wide: a token sees seven neighbours on either side."""

WEIGHTS_FILE = "weights.npz"
MODEL_FILES = {"en": "deidentify_en", "zh": "deidentify_zh"}
Floats = NDArray[np.float32]

_WINDOW = 4096
_MARGIN = 16
_FIRST_CACHED, _MOST_CACHED = 4096, 60_000
_INSIDE = {
    "name": re.compile(r"[ \t.,'’\-]{1,3}"),
    "address": re.compile(r"[\s.,'’\-&/()#]{1,3}"),
    "institution": re.compile(r"[\s.,'’\-&/()]{1,3}"),
}
_BETWEEN = re.compile(r"[ \t.,'’\-&/()#:]{1,3}")
_EDGE = re.compile(r"\w")


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


class Tagger:
    """Tags texts. The work is linear in the length of the text; long ones are read in windows.

    Args:
        weights: of one language.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._forget()

    def _forget(self) -> None:
        self._place: dict[str, int] = {}
        self._vectors = np.zeros((_FIRST_CACHED, self._weights.table.shape[1]), dtype=np.float32)

    @property
    def lists(self) -> WordLists:
        """The word lists that it was trained with."""
        return self._weights.lists

    def spans(self, text: str) -> list[Span]:
        """Identifiers in a text, ascending, without overlaps."""
        keys, starts, ends = token_keys(text)
        return list(_spans(text, starts, ends, self.labels(keys))) if keys else []

    def labels(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """The place in :data:`LABELS` of every token, given by its key."""
        found: list[NDArray[np.int64]] = []
        for start in range(0, len(keys), _WINDOW):
            first = max(0, start - _MARGIN)
            scores = self.probabilities(keys[first : start + _WINDOW + _MARGIN])[start - first :][:_WINDOW]
            sure = scores[:, 0] < 1 - self._weights.threshold
            found.append(np.where(sure, scores[:, 1:].argmax(axis=1) + 1, 0))
        return np.concatenate(found)

    def probabilities(self, keys: Sequence[str]) -> Floats:
        """Shape ``[keys, labels]``, each row with sum 1."""
        hidden = self._embedded(keys)
        for dilation, (kernel, bias) in zip(DILATIONS, self._weights.layers, strict=True):
            padded = np.zeros((len(hidden) + 2 * dilation, hidden.shape[1]), dtype=np.float32)
            padded[dilation : dilation + len(hidden)] = hidden
            out = hidden @ kernel[1] + bias
            out += padded[: len(hidden)] @ kernel[0]
            out += padded[2 * dilation :] @ kernel[2]
            np.maximum(out, 0, out=out)
            hidden = out + hidden if out.shape == hidden.shape else out
        scores = hidden @ self._weights.output + self._weights.output_bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True), dtype=np.float32)

    def _embedded(self, keys: Sequence[str]) -> Floats:
        missing = set(keys).difference(self._place)
        if missing:
            if len(self._place) + len(missing) > _MOST_CACHED:
                self._forget()
                missing = set(keys)
            self._remember(sorted(missing))
        return self._vectors[list(map(self._place.__getitem__, keys))]

    def _remember(self, keys: Sequence[str]) -> None:
        """Vectors of words are kept from one text to the next."""
        first = len(self._place)
        if first + len(keys) > len(self._vectors):
            grown = np.zeros((2 * (first + len(keys)), self._vectors.shape[1]), dtype=np.float32)
            grown[:first] = self._vectors[:first]
            self._vectors = grown
        rows = rows_of(keys, self._weights.lists)
        self._vectors[first : first + len(keys)] = self._weights.table[rows].sum(axis=1)
        self._place.update(zip(keys, range(first, first + len(keys)), strict=True))


def rows_of(keys: Sequence[str], lists: WordLists) -> NDArray[np.int64]:
    """Rows of the table for each key, shape ``[keys, FEATURES]``, filled up with 0."""
    rows = np.zeros((len(keys), FEATURES), dtype=np.int64)
    for number, key in enumerate(keys):
        chosen = features(key, lists)
        rows[number, : len(chosen)] = chosen
    return rows


def _inside(label: int) -> re.Pattern[str]:
    """What may stand between two tokens of one identifier."""
    return _INSIDE.get(LABELS[label], _BETWEEN)


def _spans(text: str, starts: Sequence[int], ends: Sequence[int], labels: NDArray[np.int64]) -> Iterator[Span]:
    """Runs of one label, marks between them included, without marks at their ends."""
    start = end = label = 0
    for place in np.flatnonzero(labels).tolist():
        at = starts[place]
        if not _EDGE.match(text, at):
            continue
        if int(labels[place]) == label and (at == end or _inside(label).fullmatch(text, end, at)):
            end = ends[place]
            continue
        if label:
            yield Span(start, end, LABELS[label])
        start, end, label = at, ends[place], int(labels[place])
    if label:
        yield Span(start, end, LABELS[label])


@lru_cache(maxsize=2)
def shipped_tagger(language: str) -> Tagger:
    """The tagger that ships for ``en`` or ``zh``; loaded once."""
    return Tagger(Weights.load(data_path("models", MODEL_FILES[language], WEIGHTS_FILE)))
