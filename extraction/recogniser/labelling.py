"""Mapping the labels of foreign models to those of the graph."""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT_LABELS: Mapping[str, str] = {
    "chemical": "Chemical",
    "chem": "Chemical",
    "simple_chemical": "Chemical",
    "drug": "Chemical",
    "medication": "Chemical",
    "medicine": "Chemical",
    "treatment": "Chemical",
    "disease": "Disease",
    "disorder": "Disease",
    "condition": "Disease",
    "diagnosis": "Disease",
    "problem": "Disease",
    "symptom": "Disease",
    "sign_symptom": "Disease",
    "disease_disorder": "Disease",
    "diseaseorphenotypicfeature": "Disease",
    "chemicalentity": "Chemical",
    "gene": "GeneOrGeneProduct",
    "protein": "GeneOrGeneProduct",
    "gene_or_gene_product": "GeneOrGeneProduct",
    "geneorgeneproduct": "GeneOrGeneProduct",
    "sequencevariant": "SequenceVariant",
    "mutation": "SequenceVariant",
}
"""From labels in lower case, as scispaCy's and common Hugging Face models write them."""


def mapped(label: str, labels: Mapping[str, str]) -> str:
    """The label that is wanted; empty when the user's map leaves it out.

    Args:
        labels: the user's; empty for :data:`DEFAULT_LABELS`, under which an unknown label stays as it is.

    >>> mapped("CHEMICAL", {}), mapped("X", {}), mapped("X", {"Y": "Disease"})
    ('Chemical', 'X', '')
    """
    if labels:
        return labels.get(label, "")
    return DEFAULT_LABELS.get(label.lower(), label)
