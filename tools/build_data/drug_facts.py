"""Facts of drugs: indications, targets, interactions, classes, genes that change the response."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansm import ansm_pairs
from inputs import Inputs
from links import Links
from reference_facts import ASSERTED, HETIONET_RELEASE, MANUAL
from tables import FactRow

from kg.schema import ordered_ends

PHARMACOTHERAPYDB_LICENCE = "CC0-1.0 for original content; some inputs (MEDI-HPS, PREDICT) CC-BY-NC-SA-3.0"
ANSM_LICENCE = "public information of ANSM, source and date named (CRPA L321-1); carrier MIT"
ANSM_RELEASE = "ANSM, Thésaurus des interactions médicamenteuses, 2020-10-20"
NDFRT_LICENCE = "public domain (US government work)"
NDFRT_RELEASE = "NDF-RT 2014-07-07"
CLASS_KINDS = {
    "EPC": "established pharmacologic class", "MoA": "mechanism of action", "PE": "physiologic effect",
    "PA": "pharmacological action", "has role": "role", "Chemical/Ingredient": "chemical class",
}  # fmt: skip
OPEN_TARGETS = {"ChEMBL": "CC-BY-SA-3.0", "DrugCentral": "CC-BY-4.0", "BindingDB": "CC-BY-3.0"}
INFORES = {"ChEMBL": "infores:chembl", "DrugCentral": "infores:drugcentral", "BindingDB": "infores:bindingdb"}


def indications(inputs: Inputs, links: Links) -> Iterator[FactRow]:
    """PharmacotherapyDB: DM is ``treats``, SYM ``ameliorates_condition``, NOT a negated ``treats``."""
    predicate = {"DM": "treats", "SYM": "ameliorates_condition", "NOT": "treats"}
    for row in inputs.table("pharmacotherapydb", "indications.tsv"):
        drug = links.drugbank("PharmacotherapyDB", row["drugbank_id"])
        disease = links.find("PharmacotherapyDB", row["doid_id"])
        if drug and disease:
            yield FactRow(
                drug, predicate[row["category"]], disease, row["category"] == "NOT", ASSERTED, MANUAL,
                "infores:pharmacotherapydb", PHARMACOTHERAPYDB_LICENCE, "PharmacotherapyDB 1.0",
                f"{row['drugbank_id']}|{row['doid_id']}", (f"curators={row['n_curators']}",),
            )  # fmt: skip


def targets(inputs: Inputs, links: Links) -> Iterator[FactRow]:
    """``binds`` of Hetionet's compilation, for the sources that are open, each as a row of its own.

    What DrugBank alone says is left out, and so are the columns that it may have filled.
    """
    for row in inputs.table("hetionet", "CbG-binding.tsv"):
        sources = open_sources(row)
        if not sources:
            continue
        drug = links.drugbank("Hetionet targets", row["drugbank_id"])
        gene = links.find("Hetionet targets", f"NCBIGene:{row['entrez_gene_id']}")
        affinity = row["affinity_nM"] if "DrugBank" not in row["sources"] else ""
        for source in sources:
            if drug and gene:
                yield FactRow(
                    drug, "binds", gene, False, ASSERTED, MANUAL, INFORES[source], OPEN_TARGETS[source],
                    HETIONET_RELEASE, f"{row['drugbank_id']}|{row['entrez_gene_id']}",
                    (f"affinity_nM={float(affinity):.4g}",) if affinity else (),
                )  # fmt: skip


def open_sources(row: dict[str, str]) -> list[str]:
    """The open sources of a row of ``CbG-binding.tsv``.

    >>> open_sources({"sources": "DrugBank (target)|DrugCentral (label)"})
    ['DrugCentral']
    """
    return sorted({source.partition(" ")[0] for source in row["sources"].split("|")} & OPEN_TARGETS.keys())


def class_memberships(inputs: Inputs, links: Links) -> Iterator[FactRow]:
    """``has_chemical_role`` of DrugCentral's classes (FDA, MeSH, ChEBI)."""
    for row in inputs.table("clinical", "drugcentral_classes", "pharm_class.tsv"):
        drug = links.drug("DrugCentral classes", row["drug_name"], row["rxcui"])
        role = role_id(row["source"], row["class_id"])
        if drug and role in links.category:
            yield FactRow(
                drug, "has_chemical_role", role, False, ASSERTED, MANUAL, "infores:drugcentral", "CC-BY-4.0",
                "DrugCentral 2016-11-16", f"{row['drug_id']}|{row['class_id']}", (f"kind={CLASS_KINDS[row['type']]}",),
            )  # fmt: skip


def role_id(source: str, number: str) -> str:
    """The CURIE of a drug class.

    >>> role_id("MeSH", "D000020"), role_id("FDA", "N0000175503"), role_id("CHEBI", "CHEBI:35480")
    ('MESH:D000020', 'NDFRT:N0000175503', 'CHEBI:35480')
    """
    bare = number.removeprefix("CHEBI:")
    return f"{ {'MeSH': 'MESH', 'FDA': 'NDFRT'}.get(source, 'CHEBI') }:{bare}"


def interactions(inputs: Inputs, links: Links) -> Iterator[FactRow]:
    """``interacts_with``: NDF-RT's pairs, and the French thesaurus with its classes expanded to their members."""
    for row in inputs.table("clinical", "ndfrt_ddi", "va_interactions.tsv"):
        names = _both_names(row)
        ends = [links.drug("NDF-RT", name, row[f"rxcui{side}"]) for side, name in enumerate(names, 1)]
        qualifiers = (f"severity={row['severity'].lower()}",)
        if ends[0] and ends[1] and ends[0] != ends[1]:
            origin = ("infores:ndfrt", NDFRT_LICENCE, NDFRT_RELEASE, row["interaction_nui"])
            yield _interaction((ends[0], ends[1]), origin, qualifiers)
    for pair in ansm_pairs(inputs, links):
        yield _interaction(pair.ends, ("infores:ansm", ANSM_LICENCE, ANSM_RELEASE, pair.record), pair.qualifiers)


def _both_names(row: dict[str, str]) -> list[str]:
    """The names of a pair; one that has no column of its own stands in the label."""
    names = [row["name1"], row["name2"]]
    for side, name in enumerate(names):
        if not name:
            other = names[1 - side]
            names[side] = row["label"].removeprefix(f"{other}/").removesuffix(f"/{other}")
    return names


def _interaction(ends: tuple[str, str], origin: tuple[str, str, str, str], qualifiers: tuple[str, ...]) -> FactRow:
    """A row; ``origin`` is source, licence, release and record."""
    subject, target = ordered_ends("interacts_with", *ends)
    return FactRow(subject, "interacts_with", target, False, ASSERTED, MANUAL, *origin, qualifiers)


def pharmacogenetics(inputs: Inputs, links: Links) -> Iterator[FactRow]:
    """``affects_response_to``: CPIC's pairs of gene and drug, PharmGKB's clinical annotations of levels 1A to 2B."""
    for row in inputs.table("clinical", "cpic_pgx", "pypgx_cpic_table.csv", delimiter=","):
        gene, drug = links.find("CPIC", f"SYMBOL:{row['Gene']}"), links.drug("CPIC", row["Drug"], row["RxNorm"])
        if gene and drug:
            qualifiers = (f"cpic_level={row['CPICLevel']}", f"pharmgkb_level={row['PharmGKBLevel']}")
            qualifiers += (f"fda_label={row['FDALabel']}",)
            yield _response(
                gene,
                drug,
                ("infores:cpic", "CC0-1.0", "CPIC (pypgx 0.27.0)"),
                f"{row['Gene']}|{row['Drug']}",
                qualifiers,
            )
    pharmgkb = ("infores:pharmgkb", "CC-BY-SA-4.0", "PharmGKB 2022 (PAnno 0.3.1)")
    for note in inputs.json_lines("clinical", "pharmgkb_clinical", "clinical_annotations_1A_2B.jsonl"):
        qualifiers = (f"pharmgkb_level={note['level']}", f"effect_on={note['category'].lower()}")
        qualifiers += (f"variant={note['variant']}",)
        for subject in _annotated(note, links):
            for name in note["drug"].split(";"):
                drug = links.drug("PharmGKB", name.strip())
                if drug:
                    yield _response(subject, drug, pharmgkb, note["id"], qualifiers)


def _annotated(note: dict[str, Any], links: Links) -> list[str]:
    """The gene, and the variant where it is a single ``rs`` number."""
    found = [links.find("PharmGKB", f"SYMBOL:{symbol.strip()}") for symbol in (note["gene"] or "").split(";") if symbol]
    found.append(
        f"DBSNP:{note['variant']}" if note["variant"].startswith("rs") and " " not in note["variant"] else None
    )
    return [one for one in found if one]


def _response(
    subject: str, drug: str, source: tuple[str, str, str], record: str, qualifiers: tuple[str, ...]
) -> FactRow:
    infores, licence, release = source
    kept = tuple(sorted(one for one in qualifiers if not one.endswith("=")))
    return FactRow(
        subject, "affects_response_to", drug, False, ASSERTED, MANUAL, infores, licence, release, record, kept
    )
