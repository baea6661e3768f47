"""A small convolutional tagger in numpy: names, places, institutions and numbers by spelling and by neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from extraction.deidentify.rules import Span
from extraction.deidentify.tokens import WordLists
from extraction.deidentify.weights import DILATIONS, LABELS, WEIGHTS_FILE, Floats, Weights
from extraction.deidentify.word_vectors import WordVectors
from kg.shipped import data_path

MODEL_FILES = {"en": "deidentify_en", "zh": "deidentify_zh"}

_WINDOW = 4096
_MARGIN = 16
_AROUND = range(-4, 5)  # steps from an identifier to tokens that are looked at, whatever they are
_PADDING = max(DILATIONS)
_INSIDE = {
    "name": re.compile(r"[ \t.,'’\-]{1,3}"),
    "address": re.compile(r"[\s.,'’\-&/()#]{1,3}"),
    "institution": re.compile(r"[\s.,'’\-&/()]{1,3}"),
}
_BETWEEN = re.compile(r"[ \t.,'’\-&/()#:]{1,3}")
_EDGE = re.compile(r"\w")


class Tagger:
    """Tags texts. The work is linear in the length of the text; long ones are read in windows.

    Most words of a note are no identifier whatever stands beside them: those of prose and of medicine that are no
    names. Only the others are looked at, and the neighbours of those that are one.

    Args:
        weights: of one language.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._words = WordVectors(weights)
        self._deep = tuple(
            (dilation, kernel.reshape(-1, kernel.shape[2]), bias)
            for dilation, (kernel, bias) in zip(DILATIONS[1:], weights.layers[1:], strict=True)
        )

    @property
    def lists(self) -> WordLists:
        """The word lists that it was trained with."""
        return self._weights.lists

    def spans(self, text: str) -> list[Span]:
        """Identifiers in a text, ascending, without overlaps."""
        read = self._words.read(text)
        alike = text.islower() or text.isupper()  # capitals tell nothing
        labels = self._labels(read.numbers, None if alike else self._words.doubtful(read.numbers))
        chosen = np.flatnonzero(labels)
        return list(_spans(text, read.places(chosen), labels[chosen].tolist())) if len(chosen) else []

    def labels(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """The place in :data:`LABELS` of every token, given by its key; all are looked at."""
        return self._labels(self._words.numbers(keys), None)

    def _labels(self, numbers: NDArray[np.intp], doubtful: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        found = np.zeros(len(numbers), dtype=np.int64)
        for start in range(0, len(numbers), _WINDOW):
            first, end = max(0, start - _MARGIN), start + _WINDOW + _MARGIN
            some = self._some_labels(numbers[first:end], None if doubtful is None else doubtful[first:end])
            found[start : start + _WINDOW] = some[start - first :][:_WINDOW]
        return found

    def _some_labels(self, numbers: NDArray[np.intp], doubtful: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """Labels of the doubtful tokens, of all for None, and of those around identifiers; 0 for the others."""
        size = len(numbers)
        labels = np.zeros(size, dtype=np.int64)
        seen = np.zeros(size, dtype=np.bool_)
        wanted = np.arange(size) if doubtful is None else np.flatnonzero(doubtful)
        while len(wanted):
            scores = self._scored(numbers, wanted)
            sure = scores[:, 0] < 1 - self._weights.threshold
            labels[wanted] = np.where(sure, scores[:, 1:].argmax(axis=1) + 1, 0)
            seen[wanted] = True
            wanted = np.flatnonzero(_reached(wanted[sure], _AROUND, size) & ~seen)
        return labels

    def _scored(self, numbers: NDArray[np.intp], wanted: NDArray[np.intp]) -> Floats:
        """Probabilities ``[wanted, labels]``, each row with sum 1; every layer works only where the next one looks."""
        size = len(numbers)
        places = [wanted]
        for dilation, _, _ in reversed(self._deep):
            places.append(np.flatnonzero(_reached(places[-1], (-dilation, 0, dilation), size)))
        at = places.pop()
        hidden = self._words.near(numbers, at)
        for dilation, kernel, bias in self._deep:
            rows = np.full(size + 2 * _PADDING, len(at))
            rows[at + _PADDING] = np.arange(len(at))
            below = np.concatenate((hidden, np.zeros_like(hidden[:1])))
            at = places.pop()
            beside = below.take(rows.take(at[:, None] + (_PADDING - dilation, _PADDING, _PADDING + dilation)), axis=0)
            hidden = beside.reshape(len(at), -1) @ kernel
            hidden += bias
            np.maximum(hidden, 0, out=hidden)
            hidden += beside[:, 1]
        scores = hidden @ self._weights.output + self._weights.output_bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True), dtype=np.float32)


def _reached(places: NDArray[np.intp], steps: Iterable[int], size: int) -> NDArray[np.bool_]:
    """Which of ``size`` places are some steps from these."""
    reached = np.zeros(size + 2 * _PADDING, dtype=np.bool_)
    for step in steps:
        reached[places + (_PADDING + step)] = True
    return reached[_PADDING:-_PADDING]


def _inside(label: int) -> re.Pattern[str]:
    """What may stand between two tokens of one identifier."""
    return _INSIDE.get(LABELS[label], _BETWEEN)


def _spans(text: str, places: Iterable[tuple[int, int]], labels: Iterable[int]) -> Iterator[Span]:
    """Runs of one label, marks between them included, without marks at their ends."""
    start = end = label = 0
    for (at, stop), found in zip(places, labels, strict=True):
        if not _EDGE.match(text, at):
            continue
        if found == label and (at == end or _inside(label).fullmatch(text, end, at)):
            end = stop
            continue
        if label:
            yield Span(start, end, LABELS[label])
        start, end, label = at, stop, found
    if label:
        yield Span(start, end, LABELS[label])


@lru_cache(maxsize=2)
def shipped_tagger(language: str) -> Tagger:
    """The tagger that ships for ``en`` or ``zh``; loaded once."""
    return Tagger(Weights.load(data_path("models", MODEL_FILES[language], WEIGHTS_FILE)))
