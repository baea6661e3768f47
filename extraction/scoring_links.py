"""Scoring labelled, linked spans against a gold standard, document by document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extraction.scoring import Mistake, Span, context, figures, partial_counts, precision, strict_counts
from kg.figures import Figure, bootstrap


class LinkedSpan(NamedTuple):
    """A labelled span with the ids that it may stand for, in the gold standard's name space; none is no link."""

    span: Span
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class ScoredDocument:
    """One document with both annotations."""

    name: str
    text: str
    gold: tuple[LinkedSpan, ...]
    predicted: tuple[LinkedSpan, ...]


def score_links(system: str, read: Sequence[ScoredDocument], labels: Sequence[str], seed: int = 0) -> list[Figure]:
    """All figures of one system, micro-averaged; intervals resample documents.

    ``strict_*``: start, end and label equal, also by label; ``partial_*``: overlapping, same label;
    ``linking_accuracy``: of strictly found spans that the gold standard links, the share linked to one of its ids;
    ``document_ids_*``: sets of ids a document.
    """
    spans = [([one.span for one in doc.predicted], [one.span for one in doc.gold]) for doc in read]
    rows = [*figures(system, "strict", [strict_counts(*both) for both in spans], seed)]
    for label in labels:
        of_label = [[[span for span in side if span.label == label] for side in both] for both in spans]
        rows += figures(system, f"strict_{label}", [strict_counts(*both) for both in of_label], seed)
    rows += figures(system, "partial", [partial_counts(*both) for both in spans], seed)
    for name, chosen in (("linking_accuracy", list(labels)), *((f"linking_accuracy_{one}", [one]) for one in labels)):
        counts = [_link_counts(doc, chosen) for doc in read]
        total = int(sum(found for _, found, _ in counts))
        if total:
            rows.append(Figure(system, name, *bootstrap(np.asarray(counts), precision, seed=seed), total))
    rows += figures(system, "document_ids", [_id_counts(doc) for doc in read], seed)
    return rows


def _link_counts(read: ScoredDocument, labels: Sequence[str]) -> tuple[float, float, float]:
    found = {one.span: one.ids for one in read.predicted}
    judged = [one for one in read.gold if one.ids and one.span in found and one.span.label in labels]
    right = sum(bool(one.ids & found[one.span]) for one in judged)
    return float(right), float(len(judged)), float(len(judged))


def _id_counts(read: ScoredDocument) -> tuple[float, float, float]:
    """A predicted concept is right when one of its ids is in the document's gold ids; each gold id counts once."""
    wanted = frozenset().union(*(one.ids for one in read.gold))
    concepts = {one.ids for one in read.predicted if one.ids}
    right = {ids for ids in concepts if ids & wanted}
    covered = wanted & frozenset().union(*right)
    return float(len(covered)), float(len(covered) + len(concepts - right)), float(len(wanted))


def link_mistakes(read: Sequence[ScoredDocument]) -> Iterator[Mistake]:
    """Strict false positives and negatives, and wrong links, in the order of the documents."""
    for doc in read:
        found = {one.span: one.ids for one in doc.predicted}
        wanted = {one.span: one.ids for one in doc.gold}
        for span in sorted(found.keys() | wanted.keys()):
            ids = (found.get(span, frozenset()), wanted.get(span, frozenset()))
            text, around = doc.text[span.start : span.end], context(doc.text, span.start, span.end)
            if span not in wanted or span not in found:
                kind = "FN" if span in wanted else "FP"
                yield Mistake(kind, "strict", doc.name, span.start, span.end, span.label, text, around)
            elif ids[1] and not ids[0] & ids[1]:
                told = f"{'|'.join(sorted(ids[0])) or 'none'} for {'|'.join(sorted(ids[1]))}"
                yield Mistake("FP", "link", doc.name, span.start, span.end, told, text, around)
