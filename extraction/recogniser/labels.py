"""Tags of words (BIOES), the conventions of corpora, and what a corpus's type is called in the graph's schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.recogniser.tokens import Tokens
from kg.results import Dropped, DropReason
from kg.schema import Category

OUTSIDE = 0
BEGIN, INSIDE, END, SINGLE = range(4)
"""Kinds of tag; the tag of a type's kind is ``1 + 4 * type + kind``, and 0 stands outside of every entity."""

_NCBI = frozenset(("SpecificDisease", "DiseaseClass", "CompositeMention", "Modifier"))
_BIORED = frozenset(
    (
        "GeneOrGeneProduct",
        "DiseaseOrPhenotypicFeature",
        "ChemicalEntity",
        "SequenceVariant",
        "OrganismTaxon",
        "CellLine",
    )
)
DEFAULT_CONVENTION = "bc5cdr"
_CONVENTIONS = {"ncbi": _NCBI, "biored": _BIORED}

CATEGORIES: dict[str, Category] = {
    "Chemical": Category.CHEMICAL_ENTITY,
    "ChemicalEntity": Category.CHEMICAL_ENTITY,
    "Drug": Category.DRUG,
    "drug": Category.DRUG,
    "Disease": Category.DISEASE,
    "DiseaseOrPhenotypicFeature": Category.DISEASE,
    "AdverseEffect": Category.DISEASE,
    "adverse effect": Category.DISEASE,
    "Effect": Category.DISEASE,
    "GeneOrGeneProduct": Category.GENE,
    "Gene": Category.GENE,
    "SequenceVariant": Category.SEQUENCE_VARIANT,
}
"""What a type of a corpus is called in :mod:`kg.schema`; types that the graph does not hold are absent."""


def type_of(entity_type: str) -> str:
    """The type that the model learns: NCBI's four kinds of disease are one.

    >>> type_of("Modifier"), type_of("Chemical")
    ('Disease', 'Chemical')
    """
    return "Disease" if entity_type in _NCBI else entity_type


@dataclass(frozen=True, slots=True)
class Convention:
    """How one corpus annotates.

    Attributes:
        name: ``bc5cdr``, ``ncbi``, ``biored``, or ``bc5cdr`` for any other.
        types: the types that it marks; a type that is absent here may stand unmarked in its documents.
    """

    name: str
    types: tuple[str, ...]


def conventions_of(documents: Sequence[AnnotatedDocument]) -> tuple[tuple[Convention, ...], list[int]]:
    """The conventions of a training set and the number of that of each document.

    The one with the most types comes first, then the most frequent; a document whose annotations do not tell goes with
    the most frequent one.
    """
    told = [_told(document.entities) for document in documents]
    counts = Counter(one for one in told if one)
    most = min(counts, key=lambda name: (-counts[name], name), default=DEFAULT_CONVENTION)
    types: dict[str, set[str]] = {most: set()}
    for document, name in zip(documents, told, strict=True):
        types.setdefault(name or most, set()).update(type_of(one.type) for one in document.entities)
    names = sorted(types, key=lambda name: (-len(types[name]), -counts[name], name))
    numbers = [names.index(name or most) for name in told]
    return tuple(Convention(name, tuple(sorted(types[name]))) for name in names), numbers


def _told(entities: Iterable[Entity]) -> str:
    types = {one.type for one in entities}
    if not types:
        return ""
    return next((name for name, own in _CONVENTIONS.items() if types & own), DEFAULT_CONVENTION)


def tag_count(types: Sequence[str]) -> int:
    """Number of tags: four a type, and one for outside."""
    return 1 + 4 * len(types)


def allowed_transitions(count: int) -> NDArray[np.bool_]:
    """Shape ``[tags, tags]``: whether the second tag may follow the first; the edges of a sequence are outside.

    >>> allowed_transitions(5).astype(int).tolist()[1]
    [0, 0, 1, 1, 0]
    """
    allowed = np.zeros((count, count), np.bool_)
    starts = [OUTSIDE, *(1 + 4 * t + kind for t in range(count // 4) for kind in (BEGIN, SINGLE))]
    for before in range(count):
        kind = (before - 1) % 4
        if before == OUTSIDE or kind in (END, SINGLE):
            allowed[before, starts] = True
        else:
            base = before - kind
            allowed[before, [base + INSIDE, base + END]] = True
    return allowed


def tags_of(
    document: AnnotatedDocument, tokens: Tokens, types: Sequence[str]
) -> tuple[NDArray[np.int64], tuple[Dropped, ...]]:
    """The gold tags of a document's words, and the annotations that they cannot say.

    Of overlapping annotations the longest stays; one that begins or ends inside a word is dropped.
    """
    tags = np.zeros(len(tokens), np.int64)
    starts = {place: index for index, place in enumerate(tokens.starts.tolist())}
    ends = {place: index for index, place in enumerate(tokens.ends.tolist())}
    dropped = []
    for one in sorted(document.entities, key=lambda entity: (entity.start - entity.end, entity.start)):
        first, last = starts.get(one.start), ends.get(one.end)
        place = f"{document.name} {one.start}-{one.end}"
        if first is None or last is None:
            dropped.append(Dropped(place, DropReason.WRONG_OFFSETS, "It begins or ends inside a word."))
        elif tags[first : last + 1].any():
            dropped.append(Dropped(place, DropReason.DUPLICATE, "It overlaps a longer annotation."))
        elif type_of(one.type) in types:
            base = 1 + 4 * types.index(type_of(one.type))
            tags[first : last + 1] = base + INSIDE
            tags[first], tags[last] = base + BEGIN, base + END
            if first == last:
                tags[first] = base + SINGLE
    return tags, tuple(dropped)
