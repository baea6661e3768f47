"""What the corpora's relation types mean in the graph's schema, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from kg.schema import Category

_CHEMICAL = frozenset((Category.DRUG, Category.CHEMICAL_ENTITY))
_CONDITION = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE))
_GENE = frozenset((Category.GENE,))
_CHEMICAL_OR_GENE = _CHEMICAL | _GENE

ENTITY_CATEGORIES: dict[str, frozenset[Category]] = {
    "drug": _CHEMICAL,
    "group": _CHEMICAL,
    "brand": _CHEMICAL,
    "drug_n": _CHEMICAL,
    "Drug": _CHEMICAL,
    "Chemical": _CHEMICAL,
    "ChemicalEntity": _CHEMICAL,
    "AdverseEffect": _CONDITION,
    "Disease": _CONDITION,
    "DiseaseOrPhenotypicFeature": _CONDITION,
    "Gene": _GENE,
    "GeneOrGeneProduct": _GENE,
    "ChemicalOrProtein": _CHEMICAL_OR_GENE,
}
"""Which categories a corpus's type of entity covers; of those that cover the same, the first that a model knows."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim that a relation type makes.

    Attributes:
        predicate: a name of :mod:`kg.schema`.
        subjects, objects: categories of its ends; the subject is whichever end fits, whatever the relation's direction.
    """

    predicate: str
    subjects: frozenset[Category]
    objects: frozenset[Category]


def _on_gene(predicate: str) -> Claimed:
    return Claimed(predicate, _CHEMICAL, _GENE)


_INTERACTS = Claimed("interacts_with", _CHEMICAL, _CHEMICAL)

CLAIMS: dict[str, Claimed] = {
    "mechanism": _INTERACTS,
    "effect": _INTERACTS,
    "advise": _INTERACTS,
    "int": _INTERACTS,
    "adverse_effect": Claimed("has_side_effect", _CHEMICAL, _CONDITION),
    "INHIBITOR": _on_gene("downregulates"),
    "DOWNREGULATOR": _on_gene("downregulates"),
    "INDIRECT-DOWNREGULATOR": _on_gene("downregulates"),
    "ACTIVATOR": _on_gene("upregulates"),
    "UPREGULATOR": _on_gene("upregulates"),
    "INDIRECT-UPREGULATOR": _on_gene("upregulates"),
    "AGONIST": _on_gene("binds"),
    "ANTAGONIST": _on_gene("binds"),
    "AGONIST-ACTIVATOR": _on_gene("binds"),
    "AGONIST-INHIBITOR": _on_gene("binds"),
    "SUBSTRATE": _on_gene("related_to"),
    "PRODUCT-OF": _on_gene("related_to"),
    "SUBSTRATE_PRODUCT-OF": _on_gene("related_to"),
}
"""What each type claims. A substrate and a product are no more than related: the schema has nothing exacter."""
