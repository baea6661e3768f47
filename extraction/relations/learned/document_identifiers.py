"""One identifier a concept: a linker names a concept in every name space that knows it, a corpus in its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extraction.corpora.records import AnnotatedDocument, Entity


def name_spaces(identifiers: Iterable[str]) -> tuple[str, ...]:
    """The prefixes of these identifiers, the commonest first.

    >>> name_spaces(["MESH:D1", "OMIM:1", "MESH:D2"])
    ('MESH', 'OMIM')
    """
    counts = Counter(one.partition(":")[0] for one in identifiers)
    return tuple(sorted(counts, key=lambda prefix: (-counts[prefix], prefix)))


def in_name_spaces(documents: Sequence[AnnotatedDocument], spaces: Sequence[str]) -> tuple[AnnotatedDocument, ...]:
    """The same documents, each linked entity with its identifier in the first name space that has one for it.

    Left as they are: entities whose identifiers, all of one name space and annotated rather than predicted, each stand
    for a concept ("renal and hepatic failure"). An entity that none of the name spaces knows has no identifier then.
    """
    rank = {prefix: place for place, prefix in enumerate(spaces)}
    return tuple(replace(one, entities=tuple(_chosen(entity, rank) for entity in one.entities)) for one in documents)


def _chosen(entity: Entity, rank: dict[str, int]) -> Entity:
    prefixes = [one.partition(":")[0] for one in entity.identifiers]
    if len(set(prefixes)) <= 1 and entity.score == 1.0:
        return entity
    known = [(rank[prefix], place) for place, prefix in enumerate(prefixes) if prefix in rank]
    identifiers = (entity.identifiers[min(known)[1]],) if known else ()
    return entity if identifiers == entity.identifiers else replace(entity, identifiers=identifiers)
