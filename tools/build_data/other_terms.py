"""Smaller vocabularies: pathways, drug classes, sequence variants."""

from __future__ import annotations

from kg.schema import Category

from drug_facts import role_id
from inputs import Inputs
from reference_facts import pathway_id
from tables import TermRow


def pathway_rows(inputs: Inputs) -> list[TermRow]:
    """Hetionet's pathways with their names."""
    rows = {}
    for node in inputs.table("hetionet", "nodes.tsv"):
        if node["kind"] == "Pathway":
            curie = pathway_id(node["id"])
            rows[curie] = TermRow(curie, Category.PATHWAY, node["name"])
    return list(rows.values())


def role_rows(inputs: Inputs) -> list[TermRow]:
    """Classes of drugs: FDA's, MeSH's pharmacological actions, ChEBI's roles."""
    rows = {}
    for entry in inputs.table("clinical", "drugcentral_classes", "pharm_class.tsv"):
        curie = role_id(entry["source"], entry["class_id"])
        rows.setdefault(curie, TermRow(curie, Category.CHEMICAL_ROLE, entry["class"]))
    return list(rows.values())


def variant_rows(inputs: Inputs) -> list[TermRow]:
    """The variants with an ``rs`` number that PharmGKB's annotations of levels 1A to 2B speak of."""
    rows = {}
    for note in inputs.json_lines("clinical", "pharmgkb_clinical", "clinical_annotations_1A_2B.jsonl"):
        name = note["variant"]
        if name.startswith("rs") and " " not in name:
            row = rows.setdefault(name, TermRow(f"DBSNP:{name}", Category.SEQUENCE_VARIANT, name))
            row.properties.add(f"gene={note['gene']}")
    return list(rows.values())
