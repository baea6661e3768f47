"""Scoring predicted identifiers: of mentions, with and without those that have none, and of whole documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extraction.corpora.records import AnnotatedDocument
from extraction.evaluation.entities import entity_types
from extraction.evaluation.pairing import SYSTEM, pairs
from extraction.scoring import Mistake, context, figures, precision
from kg.figures import Figure, bootstrap


class _Judged(NamedTuple):
    start: int
    end: int
    type: str
    wanted: frozenset[str]
    found: frozenset[str]

    @property
    def right(self) -> bool:
        return bool(self.wanted & self.found) if self.wanted else not self.found


def score_linking(
    gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0, system: str = SYSTEM
) -> tuple[Figure, ...]:
    """Links of gold mentions, one that is annotated twice counted once; intervals resample documents.

    ``accuracy`` and ``accuracy_<type>``: of mentions that the gold standard links, the share whose prediction shares
    an identifier with it. ``accuracy_with_nil`` and its types: of all mentions, one without gold identifier being
    right when none is predicted. ``document_ids_*``: sets of identifiers a document.

    Args:
        gold, predicted: the same documents in the same order; predicted entities stand at the gold ones' places.

    Raises:
        DocumentError: the documents differ.
    """
    judged = [_judged(*both) for both in pairs(gold, predicted)]
    rows: list[Figure] = []
    for suffix, with_nil in (("", False), ("_with_nil", True)):
        for name in ("", *entity_types(gold)):
            counts = [_counts(one, name, with_nil) for one in judged]
            total = int(sum(count for _, count, _ in counts))
            if total:
                metric = f"accuracy{suffix}{'_' if name else ''}{name}"
                rows.append(Figure(system, metric, *bootstrap(np.asarray(counts), precision, seed=seed), total))
    return (*rows, *score_document_ids(gold, predicted, seed, system))


def score_document_ids(
    gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0, system: str = SYSTEM
) -> tuple[Figure, ...]:
    """``document_ids_*``: the set of identifiers that each document's entities have, end to end.

    A predicted entity with several identifiers (one concept in several name spaces) is right when one of them is in
    the document's gold set, and wrong once when none is; each gold identifier counts once.
    """
    counts = []
    for wanted_in, found_in in pairs(gold, predicted):
        wanted = frozenset(one for entity in wanted_in.entities for one in entity.identifiers)
        concepts = {frozenset(entity.identifiers) for entity in found_in.entities if entity.identifiers}
        right = {ids for ids in concepts if ids & wanted}
        covered = wanted & frozenset[str]().union(*right)
        counts.append((float(len(covered)), float(len(covered) + len(concepts - right)), float(len(wanted))))
    return figures(system, "document_ids", counts, seed)


def linking_mistakes(gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterator[Mistake]:
    """Wrong, missing and needless links of gold mentions."""
    for wanted, found in pairs(gold, predicted):
        for one in _judged(wanted, found):
            if not one.right:
                kind = "FP" if one.found else "FN"
                told = f"{'|'.join(sorted(one.found)) or 'none'} for {'|'.join(sorted(one.wanted)) or 'none'}"
                text, around = wanted.text[one.start : one.end], context(wanted.text, one.start, one.end)
                yield Mistake(kind, "link", wanted.name, one.start, one.end, f"{one.type}: {told}", text, around)


def _judged(gold: AnnotatedDocument, predicted: AnnotatedDocument) -> list[_Judged]:
    """Each gold place and type once, with all identifiers that either side has there."""
    found, wanted = _identifiers(predicted), _identifiers(gold)
    return [_Judged(*place, ids, found.get(place, frozenset())) for place, ids in wanted.items()]


def _identifiers(document: AnnotatedDocument) -> dict[tuple[int, int, str], frozenset[str]]:
    there: dict[tuple[int, int, str], frozenset[str]] = {}
    for one in document.entities:
        place = (one.start, one.end, one.type)
        there[place] = there.get(place, frozenset()) | frozenset(one.identifiers)
    return there


def _counts(judged: Sequence[_Judged], name: str, with_nil: bool) -> tuple[float, float, float]:
    chosen = [one for one in judged if (not name or one.type == name) and (with_nil or one.wanted)]
    return float(sum(one.right for one in chosen)), float(len(chosen)), float(len(chosen))
