"""Scoring annotations against a gold standard: counts a document, precision, recall, F1 with intervals."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.figures import Figure, bootstrap

Counts = NDArray[np.float64]
"""Shape ``[documents, 3]``: true positives, predicted, gold."""

_TRUE, _PREDICTED, _GOLD = 0, 1, 2


class Span(NamedTuple):
    """A labelled span; ``end`` is excluded."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One false positive or false negative, fit for a readable file.

    Attributes:
        kind: ``FP`` or ``FN``.
        metric: what was scored.
        document: its name.
        start, end: code points.
        label: type or predicate.
        text: the mention.
        context: the words around it.
    """

    kind: str
    metric: str
    document: str
    start: int
    end: int
    label: str
    text: str
    context: str


def precision(counts: Counts) -> float:
    """Share of what was predicted that is right; 0 when nothing was predicted."""
    total = counts.sum(axis=0)
    return float(total[_TRUE] / total[_PREDICTED]) if total[_PREDICTED] else 0.0


def recall(counts: Counts) -> float:
    """Share of the gold standard that was found; 0 when it is empty."""
    total = counts.sum(axis=0)
    return float(total[_TRUE] / total[_GOLD]) if total[_GOLD] else 0.0


def f1(counts: Counts) -> float:
    """Harmonic mean of precision and recall, micro-averaged over the rows.

    >>> f1(np.array([[1.0, 2.0, 1.0], [1.0, 1.0, 2.0]]))
    0.6666666666666666
    """
    total = counts.sum(axis=0)
    both = total[_PREDICTED] + total[_GOLD]
    return float(2 * total[_TRUE] / both) if both else 0.0


def figures(
    system: str, metric: str, counts: Sequence[tuple[float, float, float]], seed: int = 0
) -> tuple[Figure, Figure, Figure]:
    """``<metric>_precision``, ``_recall`` and ``_f1`` with 95 % bootstrap intervals over the rows.

    Args:
        counts: one row a document: true positives, predicted, gold.
    """
    table = np.asarray(counts, dtype=np.float64).reshape(-1, 3)
    parts: tuple[tuple[str, Callable[[Counts], float]], ...] = (
        ("precision", precision),
        ("recall", recall),
        ("f1", f1),
    )
    rows = [Figure(system, f"{metric}_{name}", *bootstrap(table, part, seed=seed), len(table)) for name, part in parts]
    return rows[0], rows[1], rows[2]


def strict_counts(predicted: Iterable[Span], gold: Iterable[Span]) -> tuple[float, float, float]:
    """Counts where a span is right when start, end and label are equal.

    >>> strict_counts([Span(0, 3, "Disease")], [Span(0, 3, "Disease"), Span(5, 7, "Disease")])
    (1.0, 1.0, 2.0)
    """
    found, wanted = set(predicted), set(gold)
    return float(len(found & wanted)), float(len(found)), float(len(wanted))


def partial_counts(predicted: Iterable[Span], gold: Iterable[Span]) -> tuple[float, float, float]:
    """Counts where a span is right when it overlaps one of the same label; each span pairs once, left to right."""
    found, wanted = sorted(set(predicted)), sorted(set(gold))
    used: set[Span] = set()
    for span in found:
        partner = next(
            (one for one in wanted if one not in used and overlaps(span, one) and one.label == span.label), None
        )
        if partner is not None:
            used.add(partner)
    return float(len(used)), float(len(found)), float(len(wanted))


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans share a code point, whatever their labels."""
    return one.start < other.end and other.start < one.end


def context(text: str, start: int, end: int, width: int = 60) -> str:
    """The words around a span on one line, the span in brackets.

    >>> context("He denies fever today.", 10, 15)
    'He denies [fever] today.'
    """
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


def write_mistakes(path: Path, mistakes: Iterable[Mistake]) -> None:
    """Writes a TSV file with a header; white space within a field becomes single spaces."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(("kind", "metric", "document", "start", "end", "label", "text", "context"))
        for one in mistakes:
            row = (one.kind, one.metric, one.document, one.start, one.end, one.label, one.text, one.context)
            writer.writerow([" ".join(str(field).split()) for field in row])
