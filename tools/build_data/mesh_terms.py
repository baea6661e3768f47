"""Terms of MeSH itself: what MONDO, HPO, ChEBI and DrugBank have no one-to-one equivalent for.

Which term owns a MeSH number is settled first, by name. What nobody owns then becomes a node of its own, ``MESH:…``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from mesh import Mesh
from names import key
from tables import TermRow

from kg.schema import Category

LINKING_ONLY = "use=linking"
"""Property of terms whose names are too general, or too rare, to be looked for in running text."""

_VAGUE_TREES = ("F01", "C23.888.144", "C23.550.291", "C26.200")
_CONDITION_TREES = ("C", "F03", "F01.145", "F01.700", "F01.470")
_GENERAL_TREES = ("D05", "D08", "D12", "D13", "D23", "D25", "D26", "D27")
_GENERAL_DEPTH = 3
_CHEMICAL_HEADINGS = ("D02", "D03", "D04", "D06", "D09", "D10", "D20", "D01", "D07", "D26", "D27")
_OF_A_SPECIES = re.compile(r", \w[\w\- ]*$|\b(?:protein|microRNA|virus|antigen|gene|receptor|vaccine|lncRNA|mRNA)s?\b")
_LONGEST = 70
_SYSTEMATIC = re.compile(r"(?:[()\[\],]\S*){6}")
_REVERSED = re.compile(r"[^,()]+(?:, [^,()]+)+")


def natural(name: str) -> str:
    """A MeSH heading in natural order.

    >>> natural("Anemia, Hemolytic, Autoimmune"), natural("2,4-Dinitrophenol"), natural("Asthma")
    ('Autoimmune Hemolytic Anemia', '2,4-Dinitrophenol', 'Asthma')
    """
    if _REVERSED.fullmatch(name):
        return " ".join(reversed(name.split(", ")))
    return name


def settle_owners(rows: Sequence[TermRow], mesh: Mesh) -> None:
    """Lets names decide where a term has several MeSH numbers, or several terms of a category claim one.

    A term keeps the number whose heading is its preferred name, else the only one whose heading is among its names; of
    several terms the one that bears a MeSH name as its preferred name keeps the number. Numbers of conditions that
    nobody claims go to the only condition without one that bears the heading.
    """
    for row in rows:
        _choose_number(row, mesh)
    claims: dict[tuple[Category, str], list[TermRow]] = defaultdict(list)
    for row in rows:
        for number in _numbers(row):
            claims[row.category, number].append(row)
    for (_, number), claimants in claims.items():
        if len(claimants) > 1:
            _choose_owner(number, claimants, mesh)
    _take_misplaced(rows, mesh)
    _give_unclaimed(rows, mesh, {number for _, number in claims})


def _numbers(row: TermRow) -> set[str]:
    return {one for one in row.candidates if one.startswith("MESH:")}


def _choose_number(row: TermRow, mesh: Mesh) -> None:
    numbers = _numbers(row)
    if len(numbers) < 2:
        return
    headings = {number: key(natural(mesh.label.get(number, ""))) for number in numbers}
    for names in ({key(row.name)}, row.own_keys or {key(row.name), *map(key, row.synonyms)}):
        same = {number for number, heading in headings.items() if heading in names}
        if len(same) == 1:
            row.candidates -= numbers - same
            row.close_xrefs |= numbers - same
            return


def _choose_owner(number: str, claimants: list[TermRow], mesh: Mesh) -> None:
    heading = key(natural(mesh.label.get(number, "")))
    entries = {key(name) for name in mesh.names(number)}
    for names in ({heading}, entries):
        owners = [row for row in claimants if key(row.name) in names]
        if len(owners) == 1:
            for row in claimants:
                if row is not owners[0]:
                    row.candidates.discard(number)
                    row.close_xrefs.add(number)
            return


def _take_misplaced(rows: Sequence[TermRow], mesh: Mesh) -> None:
    """A condition that bears none of a number's MeSH names gives it up when another condition bears the heading."""
    conditions = [row for row in rows if row.own_keys]
    bearers: dict[str, list[TermRow]] = defaultdict(list)
    claimants: dict[str, list[TermRow]] = defaultdict(list)
    for row in conditions:
        for name in row.own_keys:
            bearers[name].append(row)
        for number in _numbers(row):
            claimants[number].append(row)
    for number, listed in claimants.items():
        heading = key(natural(mesh.label.get(number, "")))
        names = {key(name) for name in mesh.names(number)}
        strangers = [row for row in listed if not row.own_keys & names]
        named = [row for row in _bearing(heading, bearers) if not _numbers(row) - {number}]
        if strangers and named:
            for row in strangers:
                row.candidates.discard(number)
                row.close_xrefs.add(number)
            if len(strangers) == len(listed):
                named[0].candidates.add(number)


def _bearing(heading: str, bearers: dict[str, list[TermRow]]) -> list[TermRow]:
    """Conditions called by a heading or its singular: those that prefer the name first, diseases before phenotypes."""
    found = [*bearers.get(heading, ()), *bearers.get(heading.removesuffix("s"), ())]
    return sorted(found, key=lambda row: (key(row.name) != heading, row.category is not Category.DISEASE, row.id))


def _give_unclaimed(rows: Sequence[TermRow], mesh: Mesh, claimed: set[str]) -> None:
    conditions = (Category.DISEASE, Category.PHENOTYPIC_FEATURE)
    bearers: dict[str, dict[str, TermRow]] = defaultdict(dict)
    for row in rows:
        if row.category in conditions and not _numbers(row):
            for name in (row.name, *row.synonyms):
                bearers[key(name)][row.id] = row
    given: set[str] = set()
    for number, trees in sorted(mesh.trees.items()):
        if number in claimed or not _is_condition(trees):
            continue
        found = bearers.get(key(natural(mesh.label[number])), {})
        free = [row for row in found.values() if row.id not in given]
        diseases = [row for row in free if row.category is Category.DISEASE] or free
        if len(diseases) == 1:
            diseases[0].candidates.add(number)
            given.add(diseases[0].id)


def add_mesh_names(rows: Sequence[TermRow], mesh: Mesh, ordinary: set[str]) -> None:
    """Gives every condition and chemical the names of the MeSH number that it owns, as far as no other term has them.

    Run it after :func:`tables.keep_one_to_one`. ``ordinary`` are name keys of ordinary words.
    """
    named = (Category.DISEASE, Category.PHENOTYPIC_FEATURE, Category.DRUG, Category.CHEMICAL_ENTITY)
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (row.name, *row.synonyms) if row.category in named else ():
            bearers[key(name)].add(row.id)
    for row in rows:
        for number in [one for one in row.xrefs if one.startswith("MESH:")] if row.category in named else ():
            for name in sorted(mesh.names(number)):
                if len(name) > 2 and key(name) not in ordinary and not bearers[key(name)] - {row.id}:
                    row.synonyms.add(name)


def owned_numbers(rows: Iterable[TermRow]) -> set[str]:
    """MeSH numbers that a term has as its id or as an exact cross-reference."""
    return {one for row in rows for one in (row.id, *row.xrefs) if one.startswith("MESH:")}


def condition_rows(mesh: Mesh, owned: set[str]) -> list[TermRow]:
    """Descriptors of diseases, signs and disorders of mind, and supplementary diseases, that nobody owns."""
    rows = []
    for number in sorted(mesh.label):
        trees = mesh.trees.get(number) or mesh.heading_trees(number)
        chemical = number not in mesh.trees and any(one.startswith("D") for one in trees)
        if number not in owned and _is_condition(trees) and not chemical:
            row = _row(number, mesh, Category.DISEASE)
            if all(one.startswith(_VAGUE_TREES) for one in trees):
                row.properties.add(LINKING_ONLY)
            rows.append(row)
    return rows


def chemical_rows(mesh: Mesh, owned: set[str], ordinary: set[str], own: dict[str, set[str]]) -> list[TermRow]:
    """Descriptors of chemicals and drugs that nobody owns; the most general ones are for linking only.

    Names among ``ordinary`` words are left out, and so is a descriptor that is called by one; ``own`` are names
    written by hand.
    """
    rows = []
    for number, trees in sorted(mesh.trees.items()):
        listed = [one for one in trees if one.startswith("D")]
        if number in owned or not listed or key(mesh.label[number]) in ordinary:
            continue
        row = _row(number, mesh, Category.CHEMICAL_ENTITY)
        row.synonyms = {name for name in row.synonyms if key(name) not in ordinary} | own.get(number, set())
        deepest = max(one.count(".") for one in listed)
        if deepest < _GENERAL_DEPTH - 1 or all(one.startswith(_GENERAL_TREES) for one in listed):
            row.properties.add(LINKING_ONLY)
        rows.append(row)
    return rows


def supplement_rows(mesh: Mesh, owned: set[str]) -> list[TermRow]:
    """Supplementary concepts that are small molecules, extracts or regimens; proteins and genes are left out."""
    rows = []
    for number in sorted(mesh.label):
        if number in mesh.trees or number in owned or _OF_A_SPECIES.search(mesh.label[number]):
            continue
        if any(one.startswith(_CHEMICAL_HEADINGS) for one in mesh.heading_trees(number)):
            row = _row(number, mesh, Category.CHEMICAL_ENTITY)
            row.synonyms = {name for name in row.synonyms if len(name) <= _LONGEST and not _SYSTEMATIC.search(name)}
            rows.append(row)
    return rows


def _is_condition(trees: Iterable[str]) -> bool:
    return any(one.startswith(_CONDITION_TREES) for one in trees)


def _row(number: str, mesh: Mesh, category: Category) -> TermRow:
    row = TermRow(number, category, natural(mesh.label[number]))
    row.synonyms = mesh.names(number)
    return row
