"""Scores of relations between mentions of one sentence: strict by type and the two ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from extraction.corpora.records import NO_RELATION, AnnotatedDocument
from extraction.scoring import Mistake, context, figures
from kg.figures import Figure

SYSTEM = "relations"
SAME_SENTENCE = "same-sentence"


class Claim(NamedTuple):
    """A relation by the places of its ends."""

    head: tuple[int, int]
    tail: tuple[int, int]
    type: str


def claims(document: AnnotatedDocument) -> frozenset[Claim]:
    """The relations of a document by place, those of no relation left out."""
    places = {one.id: (one.start, one.end) for one in document.entities}
    return frozenset(
        Claim(places[one.head], places[one.tail], one.type)
        for one in document.relations
        if one.type != NO_RELATION and one.head in places and one.tail in places
    )


def score_relations(
    gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0
) -> tuple[Figure, ...]:
    """Micro-averaged precision, recall and F1 over the types, of any relation at all, and of each type.

    A relation is right when the places of both ends, its direction and its type are; the same documents must come in
    the same order. Intervals are 95 % bootstrap over documents. The baseline relates every pair that the corpus lists by
    the commonest type of the gold standard.
    """
    pairs = [(claims(one), claims(other)) for one, other in zip(gold, predicted, strict=True)]
    rows = [*_figures(SYSTEM, "micro", pairs, _same, seed), *_figures(SYSTEM, "any", pairs, _untyped, seed)]
    types = sorted({one.type for wanted, _ in pairs for one in wanted})
    for kind in types:
        rows += _figures(SYSTEM, kind, pairs, lambda found, kind=kind: {one for one in found if one.type == kind}, seed)
    guesses = [(wanted, _guess(one, types, pairs)) for one, (wanted, _) in zip(gold, pairs, strict=True)]
    rows += _figures(SAME_SENTENCE, "micro", guesses, _same, seed)
    rows += _figures(SAME_SENTENCE, "any", guesses, _untyped, seed)
    return tuple(rows)


def mistakes_of(gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterator[Mistake]:
    """Relations that were missed (``FN``) or invented (``FP``), a confused type being both; in document order."""
    for one, other in zip(gold, predicted, strict=True):
        wanted, found = claims(one), claims(other)
        for kind, rows in (("FN", wanted - found), ("FP", found - wanted)):
            for row in sorted(rows):
                start, end = min(row.head[0], row.tail[0]), max(row.head[1], row.tail[1])
                ends = " → ".join(one.text[low:high] for low, high in (row.head, row.tail))
                yield Mistake(kind, "relation", one.name, start, end, row.type, ends, context(one.text, start, end))


_Keep = Callable[[frozenset[Claim]], set[Claim]]
_Pairs = Sequence[tuple[frozenset[Claim], frozenset[Claim]]]


def _figures(system: str, metric: str, pairs: _Pairs, keep: _Keep, seed: int) -> Iterable[Figure]:
    rows = []
    for gold, predicted in pairs:
        wanted, found = keep(gold), keep(predicted)
        rows.append((float(len(wanted & found)), float(len(found)), float(len(wanted))))
    return figures(system, metric, rows, seed)


def _same(found: frozenset[Claim]) -> set[Claim]:
    return set(found)


def _untyped(found: frozenset[Claim]) -> set[Claim]:
    return {one._replace(type="") for one in found}


def _guess(document: AnnotatedDocument, types: Sequence[str], pairs: _Pairs) -> frozenset[Claim]:
    if not types:
        return frozenset()
    commonest = max(types, key=lambda kind: sum(one.type == kind for wanted, _ in pairs for one in wanted))
    places = {one.id: (one.start, one.end) for one in document.entities}
    return frozenset(
        Claim(places[one.head], places[one.tail], commonest)
        for one in document.relations
        if one.head in places and one.tail in places
    )
