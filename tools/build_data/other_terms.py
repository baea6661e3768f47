"""Smaller vocabularies: pathways, drug classes, sequence variants."""

from __future__ import annotations

from drug_facts import role_id
from drugs import Chemicals
from inputs import Inputs
from mesh import Mesh
from mesh_terms import LINKING_ONLY
from reference_facts import pathway_id
from tables import TermRow

from kg.schema import Category

_SOUGHT = ("D27.505.954", "D27.505.519")


def pathway_rows(inputs: Inputs) -> list[TermRow]:
    """Hetionet's pathways with their names."""
    rows = {}
    for node in inputs.table("hetionet", "nodes.tsv"):
        if node["kind"] == "Pathway":
            curie = pathway_id(node["id"])
            rows[curie] = TermRow(curie, Category.PATHWAY, node["name"])
    return list(rows.values())


def role_rows(inputs: Inputs, chemicals: Chemicals, mesh: Mesh) -> list[TermRow]:
    """Classes of drugs: FDA's, MeSH's pharmacological actions, ChEBI's roles.

    A role that stands among the chemicals too is moved here with its names: one id, one category. MeSH's actions bear
    MeSH's names and those written by hand; of all classes only MeSH's therapeutic ones are looked for in texts.
    """
    rows: dict[str, TermRow] = {}
    for entry in inputs.table("clinical", "drugcentral_classes", "pharm_class.tsv"):
        curie = role_id(entry["source"], entry["class_id"])
        rows.setdefault(curie, TermRow(curie, Category.CHEMICAL_ROLE, entry["class"]))
    for curie in rows.keys() & chemicals.rows.keys():
        if chemicals.rows[curie].category is Category.DRUG:
            del rows[curie]
        else:
            chemical = chemicals.rows.pop(curie)
            rows[curie].synonyms = chemical.synonyms | {chemical.name}
            rows[curie].candidates = chemical.candidates
    chemicals.index_names()
    own = class_names(inputs)
    for curie, row in rows.items():
        row.synonyms |= mesh.names(curie) | own.get(curie, set())
        therapeutic = any(one.startswith(_SOUGHT) for one in mesh.trees.get(curie, ()))
        if not therapeutic and curie not in own:
            row.properties.add(LINKING_ONLY)
    return list(rows.values())


def class_names(inputs: Inputs) -> dict[str, set[str]]:
    """Names of drug classes in everyday use, written by hand, by MeSH number."""
    return {entry["id"]: set(entry["synonyms"].split("|")) for entry in inputs.own_table("class_names.tsv")}


def variant_rows(inputs: Inputs) -> list[TermRow]:
    """The variants with an ``rs`` number that PharmGKB's annotations of levels 1A to 2B speak of."""
    rows = {}
    for note in inputs.json_lines("clinical", "pharmgkb_clinical", "clinical_annotations_1A_2B.jsonl"):
        name = note["variant"]
        if name.startswith("rs") and " " not in name:
            row = rows.setdefault(name, TermRow(f"DBSNP:{name}", Category.SEQUENCE_VARIANT, name))
            row.properties.add(f"gene={note['gene']}")
    return list(rows.values())
