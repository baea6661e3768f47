"""Scoring labels of whole texts, such as the sections of notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.corpora.records import AnnotatedDocument
from extraction.evaluation.pairing import SYSTEM, pairs
from extraction.scoring import Mistake, context
from kg.figures import Figure, bootstrap

MAJORITY = "majority"


def score_labels(
    gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0, system: str = SYSTEM
) -> tuple[Figure, ...]:
    """``accuracy``, ``macro_f1`` over the gold labels, and ``f1_<label>``; intervals resample documents.

    The row of the system ``majority`` says what one label for all texts gets: the most frequent of the gold standard,
    which flatters it.

    Raises:
        DocumentError: the documents differ.
    """
    both = list(pairs(gold, predicted))
    names = sorted({wanted.label for wanted, _ in both})
    places = {name: place for place, name in enumerate(names)}
    other = len(names)  # a predicted label that the gold standard does not have
    table = np.array(
        [(places[wanted.label], places.get(found.label, other)) for wanted, found in both], dtype=np.float64
    ).reshape(-1, 2)
    rows = [
        Figure(system, "accuracy", *bootstrap(table, _accuracy, seed=seed), len(table)),
        Figure(system, "macro_f1", *bootstrap(table, _macro_f1, seed=seed), len(table)),
    ]
    for name, value in zip(names, _f1_by_label(table), strict=False):
        count = int((table[:, 0] == places[name]).sum())
        rows.append(Figure(system, f"f1_{name}", float(value), float(value), float(value), count))
    return (*rows, *_majority(table, seed))


def label_mistakes(gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterator[Mistake]:
    """Each text that got another label than the gold standard's."""
    for wanted, found in pairs(gold, predicted):
        if wanted.label != found.label:
            told, around = f"{found.label or 'none'} for {wanted.label}", context(wanted.text, 0, 0, 200)
            yield Mistake("FP", "label", wanted.name, 0, len(wanted.text), told, "", around.removeprefix("[]"))


def _majority(table: NDArray[np.float64], seed: int) -> tuple[Figure, ...]:
    most = Counter(table[:, 0].tolist()).most_common(1)
    constant = table.copy()
    constant[:, 1] = most[0][0] if most else 0.0
    return (
        Figure(MAJORITY, "accuracy", *bootstrap(constant, _accuracy, seed=seed), len(table)),
        Figure(MAJORITY, "macro_f1", *bootstrap(constant, _macro_f1, seed=seed), len(table)),
    )


def _accuracy(table: NDArray[np.float64]) -> float:
    return float((table[:, 0] == table[:, 1]).mean()) if len(table) else 0.0


def _macro_f1(table: NDArray[np.float64]) -> float:
    values = _f1_by_label(table)
    present = np.unique(table[:, 0].astype(int))
    return float(values[present].mean()) if len(present) else 0.0


def _f1_by_label(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape ``[labels + 1]``: F1 of each label, 0 where it is neither predicted nor gold."""
    gold, found = table[:, 0].astype(int), table[:, 1].astype(int)
    size = int(max(gold.max(initial=0), found.max(initial=0))) + 1
    true = np.bincount(gold[gold == found], minlength=size)
    both = np.bincount(gold, minlength=size) + np.bincount(found, minlength=size)
    return np.divide(2.0 * true, both, out=np.zeros(size), where=both > 0)
