"""The mentions of an annotated document that are linked here, with their kinds and long forms."""

from __future__ import annotations

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.linking.features import Place
from extraction.linking.rewriting import CHEMICAL, CONDITION
from extraction.linking.short_forms import short_forms

_KINDS = {
    **dict.fromkeys(("chemical", "chemicalentity", "drug", "chemicalrole"), CHEMICAL),
    **dict.fromkeys(
        ("disease", "diseaseorphenotypicfeature", "phenotypicfeature", "specificdisease", "diseaseclass", "modifier",
         "compositemention", "adverseeffect", "problem"), CONDITION,
    ),
}  # fmt: skip


def kind_of(entity_type: str) -> str:
    """``chemical`` or ``disease``; empty for a type that is not linked here.

    >>> kind_of("SpecificDisease"), kind_of("ChemicalEntity"), kind_of("Species")
    ('disease', 'chemical', '')
    """
    return _KINDS.get(entity_type.lower(), "")


def places_of(document: AnnotatedDocument) -> list[tuple[Entity, Place]]:
    """Every mention of a linked kind, in order."""
    long = short_forms(document.text, [(one.start, one.end) for one in document.entities])
    found = []
    for entity in document.entities:
        kind = kind_of(entity.type)
        if kind:
            expansion = long.get(entity.text, "") or long.get(entity.text.removesuffix("s"), "")
            found.append((entity, Place(entity.text, kind, expansion)))
    return found
