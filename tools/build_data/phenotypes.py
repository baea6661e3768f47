"""Phenotypes: the Human Phenotype Ontology below "Phenotypic abnormality", labels and synonyms unaltered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from inputs import Inputs
from mesh import Mesh
from names import key
from tables import TermRow

from kg.schema import Category

PHENOTYPIC_ABNORMALITY = "HP:0000118"
_SYNONYM = re.compile(r'synonym: "(.*?)" (EXACT|RELATED|NARROW|BROAD)')


@dataclass
class HpoTerm:
    """One stanza of ``hp.obo``."""

    id: str
    name: str = ""
    exact: set[str] = field(default_factory=set)
    related: set[str] = field(default_factory=set)
    alternative: set[str] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)
    mesh: set[str] = field(default_factory=set)


def hpo_terms(inputs: Inputs) -> dict[str, HpoTerm]:
    """The current terms below "Phenotypic abnormality", and it, by id.

    Modifiers, frequencies, onsets and modes of inheritance are no phenotypes, and their labels ("Right", "Severe")
    are ordinary words.
    """
    every = {term.id: term for term in _stanzas(inputs.hpo_lines("hp.obo"))}
    children = defaultdict(list)
    for term in every.values():
        for parent in term.parents:
            children[parent].append(term.id)
    found, open_ids = {}, [PHENOTYPIC_ABNORMALITY]
    while open_ids:
        curie = open_ids.pop()
        if curie not in found:
            found[curie] = every[curie]
            open_ids += children[curie]
    return found


def phenotype_rows(terms: dict[str, HpoTerm], mesh: Mesh) -> list[TermRow]:
    """One row a term, with MeSH's names where MeSH's label is a name of the term."""
    rows = []
    to_mesh = {target: curie for curie, target in mesh.mappings("HP").items()}
    by_label = mesh.conditions_by_label()
    for term in terms.values():
        row = TermRow(term.id, Category.PHENOTYPIC_FEATURE, term.name)
        row.synonyms = set(term.exact)
        row.own_keys = {key(name) for name in (term.name, *term.exact)}
        row.candidates = _own_mesh(term, mesh, to_mesh, by_label)
        row.close_xrefs = term.alternative | (term.mesh - row.candidates)
        for xref in row.candidates if len(row.candidates) == 1 else ():
            if mesh.label.get(xref, "").casefold() in {name.casefold() for name in (term.name, *term.exact)}:
                row.synonyms |= mesh.names(xref)
        rows.append(row)
    return rows


def _own_mesh(term: HpoTerm, mesh: Mesh, to_mesh: dict[str, str], by_label: dict[str, str]) -> set[str]:
    """HPO's own cross-references, of several the one with the term's name; else a curated mapping, else the label's."""
    names = {key(name) for name in (term.name, *term.exact)}
    same = {xref for xref in term.mesh if key(mesh.label.get(xref, "")) in names}
    if len(same) == 1 or term.mesh:
        return same if len(same) == 1 else set(term.mesh)
    found = to_mesh.get(term.id) or by_label.get(key(term.name))
    return {found} if found else set()


def _stanzas(lines: Iterator[str]) -> Iterator[HpoTerm]:
    term: HpoTerm | None = None
    obsolete = False
    for line in [*lines, "[End]"]:
        if line.startswith("["):
            if term is not None and not obsolete:
                yield term
            term, obsolete = None, False
        elif line.startswith("id: HP:"):
            term = HpoTerm(line[4:])
        elif term is None:
            continue
        elif line.startswith("name: "):
            term.name = line[6:]
        elif line.startswith("alt_id: "):
            term.alternative.add(line[8:])
        elif line.startswith("is_a: "):
            term.parents.add(line[6:16])
        elif line.startswith("xref: MSH:"):
            term.mesh.add("MESH:" + line[10:].split()[0])
        elif line == "is_obsolete: true":
            obsolete = True
        else:
            _synonym(term, line)


def _synonym(term: HpoTerm, line: str) -> None:
    match = _SYNONYM.match(line)
    if match and "HP:0034334" not in line and "obsolete_synonym" not in line:
        (term.exact if match.group(2) == "EXACT" else term.related).add(match.group(1).replace('\\"', '"'))
