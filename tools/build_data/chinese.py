"""Chinese names: the open collections that may ship, and the hand-checked names of this project before them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from inputs import Inputs
from links import Links
from names import key
from tables import TermRow

from kg.schema import Category

# In the order of preference for the label. Names that fit for searching only are left out (see each SOURCE.txt).
COLLECTIONS = (
    ("hpo_zh", "hpo_zh.tsv"),
    ("faker_healthcare", "faker_healthcare.tsv"),
    ("ccrd", "ccrd_exact.tsv"),
    ("mondo_derived", "mondo_zh.tsv"),
    ("cmekg", "cmekg_disease.tsv"),
    ("cmekg", "cmekg_drug.tsv"),
    ("cmekg", "cmekg_hpo_synonyms.tsv"),
    ("hpo_derived", "hpo_disease_names.tsv"),
    ("hpo_derived", "hpo_chebi.tsv"),
)
# ICD codes name a class of diseases, not the disease: they give no name here.
LEFT_OUT = ("ICD10CM", "ICD10", "ICDO", "ATC")


def add_chinese(inputs: Inputs, rows: list[TermRow], links: Links) -> list[str]:
    """Adds Chinese labels and synonyms to the rows; returns hand-written names that no term took."""
    by_id = {row.id: row for row in rows}
    unused = _add_own(inputs, rows)
    salts: dict[str, list[str]] = defaultdict(list)
    for folder, file in COLLECTIONS:
        for curie, name, source in _names(inputs, folder, file):
            found = _canonical(curie, links)
            if found not in by_id:
                continue
            if "salt-form" in source:
                salts[found].append(name)
            else:
                by_id[found].add_zh([name])
    for found, names in salts.items():
        by_id[found].add_zh(names)
    return unused


def _names(inputs: Inputs, folder: str, file: str) -> Iterator[tuple[str, str, str]]:
    for row in inputs.table("zh-names", folder, file):
        if row["id"].partition(":")[0] not in LEFT_OUT:
            yield row["id"], row["zh"].strip(), row["source"]


def _canonical(curie: str, links: Links) -> str:
    prefix, _, reference = curie.partition(":")
    if prefix == "DRUGBANK":
        return links.chemicals.by_drugbank.get(reference, "")
    return curie if curie in links.category else links.xref.get(curie, "")


def _add_own(inputs: Inputs, rows: list[TermRow]) -> list[str]:
    """The project's own table goes by English name and category, so that it survives a change of identifiers."""
    by_name: dict[tuple[Category, str], TermRow] = {}
    for row in rows:
        for synonym in row.synonyms:
            by_name.setdefault((row.category, key(synonym)), row)
    by_name.update({(row.category, key(row.name)): row for row in rows})
    unused = []
    for own in inputs.own_table("chinese_names.tsv"):
        found = by_name.get((Category(own["category"]), key(own["name"])))
        if found is None:
            unused.append(f"{own['category']}: {own['name']}")
        else:
            names = [own["zh"], *own["synonyms_zh"].split("|")]
            if found.category is Category.PHENOTYPIC_FEATURE:  # HPO's own label stays the label
                found.synonyms_zh |= {name for name in names if name}
            else:
                found.add_zh(name for name in names if name)
    return unused
