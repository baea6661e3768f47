"""What is done to a patient: the clinical branches of MeSH's tree E, and names in everyday use written by hand.

``procedure_branches.tsv`` says which branches are taken: laboratory methods, equipment, care and counselling, routes of
drugs and measures of a body's function are not.

``build.py`` writes the table with the others. Alone, for this table only, and then what else the manifest lists::

    python tools/build_data/procedures.py --wheels WHEELS --corpora CORPORA --out data
    python tools/models_manifest.py
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as pq
from inputs import Inputs
from manifest import write_manifest
from mesh import Mesh
from mesh_terms import LINKING_ONLY, natural, owned_numbers
from names import key
from tables import TermRow, write_terms

from kg.schema import Category
from kg.vocabulary import read_terms

TABLE = "vocabulary/procedures.parquet"
OWN_NAMES, OWN_BRANCHES = "procedure_names.tsv", "procedure_branches.tsv"
GENERAL, ONLY = "general", "only"

_OTHER_ENDINGS = (
    (re.compile(r"\b(\w+ )transplantation$", re.IGNORECASE), r"\1transplant"),
    (re.compile(r"(?<=[a-z]{4})graphy$"), "gram"),
)
_REPLACEMENT = re.compile(r"(?:Arthroplasty, )?Replacement(?: Arthroplast(?:y|ies))?, (\w+)")


def is_procedure(tree: str, branches: Mapping[str, bool]) -> bool:
    """Whether a tree number lies in a branch that is taken; of the branches that hold it the deepest decides.

    >>> taken = {"E04": True, "E04.604": False}
    >>> is_procedure("E04.210.120", taken), is_procedure("E04.604.125", taken), is_procedure("E07.695", taken)
    (True, False, False)
    """
    parts = tree.split(".")
    holding = (".".join(parts[:depth]) for depth in range(len(parts), 0, -1))
    return next((branches[one] for one in holding if one in branches), False)


def procedure_rows(inputs: Inputs, mesh: Mesh, owned: set[str]) -> list[TermRow]:
    """The descriptors of clinical procedures that no other term owns.

    A synonym that another descriptor of the table has as its heading, or that two have, is nobody's. Headings that are
    marked ``general`` in ``procedure_names.tsv`` are for linking alone, as their names mean no certain procedure.

    Raises:
        ValueError: a heading of ``procedure_names.tsv`` is none of MeSH, or another term's.
    """
    branches = {entry["branch"]: entry["taken"] == "yes" for entry in inputs.own_table(OWN_BRANCHES)}
    rows = {number: _row(number, mesh) for number, trees in sorted(mesh.trees.items())
            if number not in owned and any(is_procedure(one, branches) for one in trees)}  # fmt: skip
    numbers = {mesh.label[one]: one for one in mesh.trees}
    own: dict[str, set[str]] = {}
    for entry in inputs.own_table(OWN_NAMES):
        number = numbers.get(entry["heading"])
        if number is None:
            raise ValueError(f"{OWN_NAMES}: MeSH has no heading {entry['heading']!r}.")
        if number in owned:
            raise ValueError(f"{OWN_NAMES}: another vocabulary has the heading {entry['heading']!r}.")
        row = rows.setdefault(number, _row(number, mesh))
        if entry["use"] == ONLY:
            row.synonyms = set()
        if entry["use"] == GENERAL:
            row.properties.add(LINKING_ONLY)
        own[number] = {name for name in entry["names"].split("|") if name}
    _drop_shared(rows.values(), own)
    for number, names in own.items():
        rows[number].synonyms |= names
    return list(rows.values())


def _row(number: str, mesh: Mesh) -> TermRow:
    row = TermRow(number, Category.PROCEDURE, natural(mesh.label[number]))
    row.synonyms = {name for name in mesh.names(number) if len(name) > 2}
    for name in {row.name, *row.synonyms}:
        row.synonyms |= {ending.sub(other, name) for ending, other in _OTHER_ENDINGS if ending.search(name)}
    replaced = _REPLACEMENT.fullmatch(mesh.label[number])
    if replaced:
        joint = replaced[1]
        row.synonyms |= {f"{joint} replacement", f"total {joint} replacement", f"{joint} arthroplasty",
                         f"total {joint} arthroplasty"}  # fmt: skip
    return row


def _drop_shared(rows: Iterable[TermRow], own: dict[str, set[str]]) -> None:
    listed = list(rows)
    bearers: dict[str, set[str]] = {}
    for row in listed:
        for name in row.synonyms:
            bearers.setdefault(key(name), set()).add(row.id)
    headings = {key(row.name) for row in listed}
    written = {key(name) for names in own.values() for name in names}
    for row in listed:
        row.synonyms = {
            name for name in row.synonyms
            if len(bearers[key(name)]) == 1 and key(name) not in written and key(name) not in headings - {key(row.name)}
        }  # fmt: skip


def main() -> None:
    """Writes the table below ``--out`` and enters it in the manifest there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("wheels", "corpora", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    out: Path = given.out
    inputs = Inputs(given.wheels, given.corpora, Path(__file__).parent)
    others = [path for path in sorted((out / "vocabulary").glob("*.parquet")) if path != out / TABLE]
    owned = owned_numbers(TermRow(one.id, Category(one.category), one.name, xrefs=set(one.xrefs))
                          for path in others for one in read_terms(path))  # fmt: skip
    rows = write_terms(out / TABLE, procedure_rows(inputs, Mesh(inputs), owned))
    folders = ("vocabulary", "facts", "supplement")
    tables = [path for folder in folders for path in sorted((out / folder).glob("*.parquet"))]
    write_manifest(out, {path.relative_to(out).as_posix(): pq.read_metadata(path).num_rows for path in tables})
    print(f"{rows:,} rows in {TABLE}")


if __name__ == "__main__":
    main()
