"""Writes ``README.md`` of the data directory: what ships, from where, under which terms, and what was left out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

HEAD = """# What ships

Knowledge as compact Parquet tables, trained models (`models/`), and example notes (`notes/`, with a README of their
own). No Python.
`manifest.json` says of each table its sources, licences, versions, rows and SHA-256; `kg.shipped` reads it.
The tables are built by `tools/build_data/build.py`, which gives the same bytes on each run.

- `vocabulary/*.parquet`: `id`, `category`, `name`, `name_zh`, `synonyms`, `synonyms_zh`, `xrefs` (exact, one-to-one),
  `close_xrefs` (the others, for searching only), `properties` (`key=value`).
- `supplement/*.parquet`: the same columns; read for linking alone, not part of the vocabulary.
- `index/*.parquet`: digests and spellings of the names of both, by which linking finds them; derived from them by
  `tools/build_data/name_index.py`, and not used when they do not fit.
- `models/*`: weights with a `card.json` that names what trained them: `entities` and `cid` on BC5CDR, `linking` on
  BC5CDR and the NCBI disease corpus, `sections` on MTS-Dialog (Ben Abacha et al. 2023, CC BY 4.0), `deidentify_*` on
  generated notes and presidio-research's synthetic texts (MIT); `wordpieces` are reduced embeddings of all-MiniLM-L6-v2
  (Apache-2.0). `deidentify_en` also holds word lists as checksums: US census names of 1990 (public domain) and SCOWL
  (its notice is in `NOTICE`). `tools/models_manifest.py` enters them into the manifest.
- `facts/*.parquet`: `subject`, `predicate`, `object`, `negated`, `knowledge_level`, `agent_type`,
  `primary_knowledge_source`, `licence`, `release`, `record`, `qualifiers` (`key=value`), `score`.

The licence of a fact stands on its row. SNOMED CT and MedDRA codes were left out everywhere.
"""
RULES = """## What to know

- **Diseases** are MONDO's human ones, **phenotypes** HPO below "Phenotypic abnormality", **drugs** have their ChEBI id
  and, where ChEBI has none, their DrugBank id. **Chemicals** are what a text names but nobody prescribes.
  **Genes** are HGNC's protein-coding ones and every other one that a fact needs.
- **Terms of MeSH itself** (`mesh_conditions`, `mesh_chemicals`, ids `MESH:…`) are the descriptors of diseases, signs,
  disorders of mind and chemicals, and the supplementary diseases, that no other term owns as an exact cross-reference.
  Which term owns a MeSH number is decided by name: the heading before an entry term, a disease before a phenotype.
  `use=linking` marks terms whose names are too general to be looked for in running text; they are linked to all the
  same. No fact speaks of these terms. `supplement/mesh_supplementary.parquet` holds MeSH's supplementary chemicals (no
  proteins, no genes) for linking alone. MeSH numbers that were retired before 2024 (as older corpora use them) are not
  in the source.
- **Procedures** are the clinical branches of MeSH's tree E (`tools/build_data/procedure_branches.tsv`) with MeSH's own
  names and everyday ones written by hand (`procedure_names.tsv`). Laboratory methods, equipment, care, and routes of
  drugs are left out; operations that MeSH has no heading for (polypectomy) are not there. None has a Chinese name: no
  open source of them was found. No fact speaks of them.
- A drug is a *Drug* when a list of medicines in use, MedlinePlus, an INN stem, a ChEMBL number beside a plain name, or
  ChEBI's role says so.
- Brand names that are ordinary words, doses or dosage forms were dropped (`tools/build_data/ordinary_words.tsv`);
  a brand that RxNorm gives to another ingredient too.
- Structures (`smiles`) are of the one molecule that is left when counter-ions, solvents and parts without carbon are
  taken out, charges neutralised. Mixtures have none, nor have entries of the source that mix two drugs; those of 19
  common drugs that it lacks or has wrong are written by hand, with their formulas.
- "Not indicated" (PharmacotherapyDB), `NOT`, "excluded" and 0 of n patients (HPO) are **negated** facts. None of them
  is a contraindication. No open source of contraindications was found, so none ships.
- Interactions: the French thesaurus names classes; they were expanded to their members, and `record` keeps the rule.
  Its severities are `contraindicated`, `not_recommended`, `precaution`, `take_into_account`; NDF-RT's are `critical`
  and `significant`. Where the two disagree, both stand there, each as evidence of its own.
{levels}
- Drug targets ship only where an open source (ChEMBL, BindingDB, DrugCentral) says so; what DrugBank alone says does
  not.
- `disease_symptom` is co-occurrence in MEDLINE and is called so; it says nothing of cause or presence.
- Genes of common diseases (DISEASES, GWAS Catalog) are statistical associations; HPO's are assertions.
- Chinese labels of phenotypes are those of the official HPO translation, unaltered; other Chinese names come from open
  collections and from a table written for this project (`tools/build_data/chinese_names.tsv`). Machine translations
  were left out.
- Nothing here is medical advice. Guidelines and interactions change; each source's date stands below.
"""


def write_readme(out: Path, unmapped: Mapping[str, Counter[str]]) -> None:
    """Writes the README from the manifest and the counts of identifiers that did not map."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    rules = RULES.replace("{levels}", _levels(out / "facts/drug_interaction.parquet"))
    parts = [HEAD, f"Version: `{manifest['version']}`.\n", _tables(manifest["files"]), rules]
    parts += [_sources(manifest["files"]), _unmapped(unmapped)]
    (out / "README.md").write_text("\n".join(parts), encoding="utf-8")


def _tables(files: list[dict[str, Any]]) -> str:
    lines = ["| table | rows | bytes | holds |", "|---|---:|---:|---|"]
    for file in files:
        holds = ", ".join(file["categories"])
        lines.append(f"| `{file['path']}` | {file['rows']:,} | {file['size']:,} | {holds} |")
    total = sum(file["size"] for file in files)
    return "\n".join([*lines, f"| all | | {total:,} | |", ""])


def _levels(path: Path) -> str:
    """What the levels of the thesaurus's rules mean for the rows, with counts from the table itself."""
    table = pq.read_table(path, columns=["subject", "object", "primary_knowledge_source", "record", "qualifiers"])
    rows = [row for row in table.to_pylist() if row["primary_knowledge_source"] == "infores:ansm"]
    several = [row for row in rows if row["qualifiers"][0].startswith("levels=")]
    pairs = Counter((row["subject"], row["object"], row["record"]) for row in rows)
    alone = {record for (_, _, record), count in pairs.items() if count > 1}
    counts = Counter(pair for row in rows for pair in row["qualifiers"] if pair.startswith("severity="))
    listed = ", ".join(f"{counts[pair]:,} `{pair.partition('=')[2]}`" for pair in sorted(counts))
    return (
        f"- {len({row['record'] for row in several})} rules on classes ({len(several):,} rows) have several severities "
        "and say in words which members each holds for.\n  Their pairs keep the **mildest** one, and the qualifier "
        "`levels=contraindicated;take_into_account` (for example) says\n  that the stronger ones hold for some members "
        f"only; look there before relying on the mild one. {len(alone)} rules between two\n"
        "  single substances have several severities by dose or use, and keep them all. "
        f"Rows of the thesaurus:\n  {listed}."
    )


def _sources(files: list[dict[str, Any]]) -> str:
    found: dict[str, dict[str, str]] = {}
    used: dict[str, list[str]] = {}
    for file in files:
        for source in file["sources"]:
            found[source["name"]] = source
            used.setdefault(source["name"], []).append(Path(file["path"]).stem)
    lines = ["## Sources, licences, attributions\n"]
    for name in sorted(found):
        source = found[name]
        lines.append(f"- **{name}** ({source['version']}; {source['url']}). Licence: {source['licence']}.")
        lines += [f"  {source['attribution']}"] if source["attribution"] else []
        lines.append(f"  In: {', '.join(used[name])}.")
    return "\n".join([*lines, ""])


def _unmapped(unmapped: Mapping[str, Counter[str]]) -> str:
    lines = [
        "## What did not map\n",
        "Identifiers without a counterpart in the vocabularies; their rows are left out.\n",
    ]
    lines += ["| source | identifiers | rows | the most frequent |", "|---|---:|---:|---|"]
    for source, misses in sorted(unmapped.items()):
        often = ", ".join(name for name, _ in sorted(misses.items(), key=lambda one: (-one[1], one[0]))[:4])
        lines.append(f"| {source} | {len(misses):,} | {sum(misses.values()):,} | {often} |")
    return "\n".join([*lines, ""])
