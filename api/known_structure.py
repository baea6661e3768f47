"""The nodes of a graph that have a given chemical structure."""

from __future__ import annotations

import re
from collections import Counter

from gnn.features.structures import SMILES, canonical, parses
from kg.columns import values
from kg.evidence_table import text_to_pairs
from kg.graph import Graph
from kg.records import Node
from kg.schema import Category

_ATOM = re.compile(
    r"\[\d*(?P<bracketed>[A-Z][a-z]?|se|as|te|[bcnops])[^\]]*\]|(?P<plain>Cl|Br|[BCNOPSFI]|[bcnops])"
)  # as OpenSMILES has them, http://opensmiles.org/opensmiles.html


def nodes_of_structure(graph: Graph, smiles: str) -> tuple[Node, ...]:
    """The nodes whose structure is the same molecule, stereochemistry included; drugs first, then by id.

    Args:
        graph: opened for reading.
        smiles: a structure that parses.

    Raises:
        MissingDependencyError: RDKit is not installed.
    """
    wanted, atoms = canonical(smiles), _atoms(smiles)
    table = graph.node_table()
    found = []
    for node_id, text in zip(values(table["id"]), values(table["properties"]), strict=True):
        if f'"{SMILES}"' not in text:
            continue
        own = dict(text_to_pairs(text))[SMILES]
        if _atoms(own) == atoms and parses(own) and canonical(own) == wanted:
            found.append(node_id)
    nodes = [node for node in map(graph.node, found) if node]
    return tuple(sorted(nodes, key=lambda node: (node.category != Category.DRUG, node.id)))


def _atoms(smiles: str) -> Counter[str]:
    """How many heavy atoms of each kind there are: the same for every way to write a molecule, and quick to count.

    >>> _atoms("C1=CC=CC=C1Cl") == _atoms("Clc1ccccc1"), _atoms("C[C@H]([NH3+])C") == _atoms("CC(C)[NH3+]")
    (True, True)
    >>> sorted(_atoms("[H]O[H].[Na+]").items())
    [('Na', 1), ('O', 1)]
    """
    found = Counter((one["bracketed"] or one["plain"]).capitalize() for one in _ATOM.finditer(smiles))
    del found["H"]
    return found
