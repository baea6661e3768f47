"""How foreign identifiers lead to shipped terms, and the count of those that do not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from drugs import Chemicals
from inputs import Inputs
from names import key, without_salt
from tables import TermRow

from kg.schema import Category

ANSM_ALIASES = "ansm_names.tsv"


@dataclass
class Links:
    """Maps to canonical ids, and what could not be mapped.

    Attributes:
        category: of every shipped id.
        xref: canonical id by exact cross-reference (``DOID:…``, ``OMIM:…``, ``NCBIGene:…``, ``MESH:…``).
        chemicals: the drugs, by DrugBank number and by name.
        rxnorm: canonical drug id by RxNorm ingredient number.
        unmapped: ``{source: {identifier: rows lost}}``, for the report.
    """

    category: dict[str, Category]
    xref: dict[str, str]
    chemicals: Chemicals
    rxnorm: dict[str, str] = field(default_factory=dict)
    unmapped: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def find(self, source: str, identifier: str) -> str | None:
        """The canonical id of an identifier; a miss is counted under ``source``."""
        found = identifier if identifier in self.category else self.xref.get(identifier)
        return found or self._miss(source, identifier)

    def drugbank(self, source: str, number: str) -> str | None:
        """The canonical id of a DrugBank number."""
        found = self.chemicals.by_drugbank.get(number)
        return found if found in self.category else self._miss(source, number)

    def drug(self, source: str, name: str, rxcui: str = "") -> str | None:
        """The canonical id of a drug by RxNorm number, else by name."""
        by_name = self.chemicals.by_name
        bare = re.sub(r"\(.*?\)", "", name)
        found = self.rxnorm.get(rxnorm_number(rxcui)) or by_name.get(key(name)) or by_name.get(without_salt(bare))
        return found if found in self.category else self._miss(source, name)

    def _miss(self, source: str, identifier: str) -> None:
        self.unmapped[source][identifier] += 1


def exact_xrefs(rows: list[TermRow]) -> dict[str, str]:
    """Canonical id by exact cross-reference, ``HGNC`` by symbol included as ``SYMBOL:…``."""
    found = {xref: row.id for row in rows for xref in row.xrefs}
    found.update({f"SYMBOL:{row.name}": row.id for row in rows if row.category is Category.GENE})
    return found


def disease_xrefs(rows: list[TermRow]) -> dict[str, str]:
    """OMIM, Orphanet and DOID numbers that one disease alone claims, also beside another number of the same prefix.

    An annotation of either number speaks of that disease, so the direction number to disease stays exact.
    """
    claims: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for xref in row.candidates:
            claims[xref].add(row.id)
    return {xref: next(iter(ids)) for xref, ids in claims.items() if len(ids) == 1}


def rxnorm_number(text: str) -> str:
    """The RxNorm number in a column, empty where the column holds a word instead (``NA`` in R's tables).

    >>> rxnorm_number("11289"), rxnorm_number("NA"), rxnorm_number("")
    ('11289', '', '')
    """
    return text if re.fullmatch(r"[0-9]+", text) else ""


def rxnorm_numbers(inputs: Inputs, chemicals: Chemicals) -> dict[str, str]:
    """Canonical drug id by RxNorm ingredient number, through the names that three sources give the number."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    named = [
        (row["rxcui"], row["drug_name"]) for row in inputs.table("clinical", "drugcentral_classes", "pharm_class.tsv")
    ]
    for row in inputs.table("clinical", "ndfrt_ddi", "va_interactions.tsv"):
        named += [(row["rxcui1"], row["name1"]), (row["rxcui2"], row["name2"])]
    for row in inputs.table("clinical", "cpic_pgx", "pypgx_cpic_table.csv", delimiter=","):
        named.append((row["RxNorm"], row["Drug"]))
    for number, name in set(named):
        found = chemicals.by_name.get(key(name))
        if rxnorm_number(number) and found:
            votes[number][found] += 1
    return {number: found.most_common(1)[0][0] for number, found in votes.items() if len(found) == 1}


def english_of_french(name: str) -> list[str]:
    """English spellings that a French substance name may stand for, most likely first.

    >>> english_of_french("acide valproïque")[:2]
    ['acide valproique', 'valproic acid']
    >>> english_of_french("aténolol")[0], english_of_french("clarithromycine")[1]
    ('atenolol', 'clarithromycin')
    """
    plain = key(re.sub(r"\(.*?\)", "", name))
    found = [plain]
    acid = re.fullmatch(r"acide (.+)ique", plain)
    if acid:
        found.append(f"{acid.group(1)}ic acid")
    if plain.endswith("e"):
        found.append(plain[:-1])
    changed = plain
    for french, english in (("ii", "i"), ("ques", "c"), ("que", "c"), ("oique", "oic"), ("ylline", "ylline")):
        changed = changed.replace(french, english)
    found += [changed, changed.removesuffix("e"), plain.replace("y", "i").removesuffix("e")]
    return list(dict.fromkeys(found))
