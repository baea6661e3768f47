"""Phenotypes: every current term of the Human Phenotype Ontology, labels and synonyms unaltered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.schema import Category

from inputs import Inputs
from mesh import Mesh
from tables import TermRow

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
    """The current terms of ``hp.obo`` by id."""
    return {term.id: term for term in _stanzas(inputs.hpo_lines("hp.obo"))}


def phenotype_rows(terms: dict[str, HpoTerm], mesh: Mesh) -> list[TermRow]:
    """All terms below "All", modifiers and modes of inheritance included, with MeSH's names on its own xrefs."""
    rows = []
    for term in terms.values():
        row = TermRow(term.id, Category.PHENOTYPIC_FEATURE, term.name)
        row.synonyms = set(term.exact)
        row.candidates = set(term.mesh)
        row.close_xrefs = set(term.alternative)
        for xref in term.mesh if len(term.mesh) == 1 else ():
            if mesh.label.get(xref, "").casefold() in {name.casefold() for name in (term.name, *term.exact)}:
                row.synonyms |= mesh.names(xref)
        rows.append(row)
    return rows


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
