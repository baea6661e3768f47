"""Scoring predicted relations: between mentions, by their places, and between concepts, once a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Relation
from extraction.evaluation.pairing import SYSTEM, pairs
from extraction.scoring import Mistake, context, figures
from kg.figures import Figure


class Claim(NamedTuple):
    """A relation as it is compared: its type, and its ends as places or concepts."""

    type: str
    head: tuple[int, int, str] | str
    tail: tuple[int, int, str] | str


_Claims = Callable[[AnnotatedDocument], frozenset[Claim]]


def score_mention_relations(
    gold: Sequence[AnnotatedDocument],
    predicted: Sequence[AnnotatedDocument],
    seed: int = 0,
    directed: bool = True,
    system: str = SYSTEM,
) -> tuple[Figure, ...]:
    """Relations between mentions: right when the type and both ends' start, end and type are equal.

    The ends are looked up in each document's own entities, so the same score serves gold entities and, end to end,
    predicted ones. ``relations_*`` is micro-averaged over all types but :data:`NO_RELATION`, ``relations_<type>_*``
    is one type's, ``pairs_*`` leaves the type out. Intervals resample documents.

    Args:
        gold, predicted: the same documents in the same order.
        directed: whether head and tail may not change places.

    Raises:
        DocumentError: the documents differ.
    """
    return _scored(system, gold, predicted, lambda one: mention_claims(one, directed), seed)


def score_concept_relations(
    gold: Sequence[AnnotatedDocument],
    predicted: Sequence[AnnotatedDocument],
    seed: int = 0,
    directed: bool = False,
    system: str = SYSTEM,
) -> tuple[Figure, ...]:
    """Relations between concepts, each once a document: right when the type and both identifiers are equal.

    That is how BioCreative V scored chemical-induced disease, and BioRED its pairs with their types. Rows as in
    :func:`score_mention_relations`.
    """
    return _scored(system, gold, predicted, lambda one: concept_claims(one, directed), seed)


def mention_claims(document: AnnotatedDocument, directed: bool = True) -> frozenset[Claim]:
    """The relations between mentions of a document; one with an end that is no entity of it is left out."""
    places = {one.id: (one.start, one.end, one.type) for one in document.entities}
    return frozenset(
        _ordered(Claim(one.type, places[one.head], places[one.tail]), directed)
        for one in document.relations
        if one.type != NO_RELATION and one.head in places and one.tail in places
    )


def concept_claims(document: AnnotatedDocument, directed: bool = False) -> frozenset[Claim]:
    """The relations between concepts of a document."""
    return frozenset(
        _ordered(Claim(one.type, one.head, one.tail), directed)
        for one in document.concept_relations
        if one.type != NO_RELATION
    )


def relation_types(documents: Sequence[AnnotatedDocument]) -> tuple[str, ...]:
    """All types of relations in the documents, sorted; without :data:`NO_RELATION`."""
    found = {one.type for document in documents for one in _relations(document)}
    return tuple(sorted(found - {NO_RELATION}))


def relation_mistakes(
    gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], directed: bool = True
) -> Iterator[Mistake]:
    """False positives and negatives of both kinds of relations."""
    for wanted, found in pairs(gold, predicted):
        for kind, claims in (("mentions", mention_claims), ("concepts", concept_claims)):
            sides = (claims(found, directed), claims(wanted, directed))
            types = {(one.head, one.tail): one.type for one in sides[1]}
            for claim in sorted(sides[0] ^ sides[1], key=str):
                missed = claim in sides[1]
                other = types.get((claim.head, claim.tail), "")
                label = claim.type if missed or not other else f"{claim.type} (gold: {other})"
                yield _mistake("FN" if missed else "FP", f"relations between {kind}", wanted, claim, label)


def _relations(document: AnnotatedDocument) -> tuple[Relation, ...]:
    return (*document.relations, *document.concept_relations)


def _ordered(claim: Claim, directed: bool) -> Claim:
    if directed or str(claim.head) <= str(claim.tail):
        return claim
    return Claim(claim.type, claim.tail, claim.head)


def _scored(
    system: str, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], claims: _Claims, seed: int
) -> tuple[Figure, ...]:
    sides = [(claims(found), claims(wanted)) for wanted, found in pairs(gold, predicted)]
    rows = [*figures(system, "relations", [_counts(*both) for both in sides], seed)]
    for name in sorted({one.type for _, wanted in sides for one in wanted}):
        of_type = [[frozenset(one for one in side if one.type == name) for side in both] for both in sides]
        rows += figures(system, f"relations_{name}", [_counts(*both) for both in of_type], seed)
    bare = [[frozenset(Claim("", one.head, one.tail) for one in side) for side in both] for both in sides]
    rows += figures(system, "pairs", [_counts(*both) for both in bare], seed)
    return tuple(rows)


def _counts(found: frozenset[Claim], wanted: frozenset[Claim]) -> tuple[float, float, float]:
    return float(len(found & wanted)), float(len(found)), float(len(wanted))


def _mistake(kind: str, metric: str, document: AnnotatedDocument, claim: Claim, label: str) -> Mistake:
    if isinstance(claim.head, str) or isinstance(claim.tail, str):
        names = {curie: one.text for one in reversed(document.entities) for curie in one.identifiers}
        told = " → ".join(f"{names.get(str(end), '?')} [{end}]" for end in (claim.head, claim.tail))
        return Mistake(kind, metric, document.name, 0, 0, label, told, "")
    start, end = min(claim.head[0], claim.tail[0]), max(claim.head[1], claim.tail[1])
    told = " → ".join(document.text[place[0] : place[1]] for place in (claim.head, claim.tail))
    return Mistake(kind, metric, document.name, start, end, label, told, context(document.text, start, end))
