"""What is known of genes and their proteins: pathways and gene ontology in the graph, families from their names.

The HGNC names a gene after its family and its place in it (cytochrome P450 family 2 subfamily B member 6; the symbols
of a family share a stem, CYP), so words and stems stand for families and enzyme classes where no table of them is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from kg.records import Node
from kg.snapshot import Snapshot

PARTICIPATES = "participates_in"
_WORD = re.compile(r"[a-z][a-z-]{2,}|p450")
_STEM = re.compile(r"^[A-Z]{2,}(?=\d)|^[A-Z]{3}")
_SAYS_NOTHING = frozenset(
    {"family", "subfamily", "member", "type", "subunit", "and", "the", "like", "protein", "group"}
)


def participation(snapshot: Snapshot, genes: Sequence[str]) -> csr_matrix:
    """Pathways, processes, functions and places of the genes; float32 [genes, nodes of the graph], 0 and 1.

    Empty where the graph has no ``participates_in``. A gene that the snapshot lacks has a row of zeros.
    """
    rows: list[int] = []
    columns: list[int] = []
    if PARTICIPATES in snapshot.predicates:
        relation = snapshot.predicates.index(PARTICIPATES)
        for row, gene in enumerate(genes):
            place = snapshot.positions.get(gene)
            if place is not None:
                edges = slice(snapshot.out_indptr[place], snapshot.out_indptr[place + 1])
                taken = snapshot.tails[edges][snapshot.relations[edges] == relation]
                columns.extend(taken.tolist())
                rows.extend([row] * len(taken))
    return csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(genes), snapshot.num_nodes))


def families(nodes: Sequence[Node]) -> csr_matrix:
    """Words of the genes' full names and stems of their symbols; float32 [genes, words], 0 and 1."""
    found = [family_words(node) for node in nodes]
    places = {word: place for place, word in enumerate(sorted(set().union(*found)))} if found else {}
    rows = [row for row, words in enumerate(found) for _ in words]
    columns = [places[word] for words in found for word in sorted(words)]
    return csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(nodes), max(len(places), 1)))


def family_words(node: Node) -> frozenset[str]:
    """The stem of the symbol, and the words of the longest name.

    >>> node = Node("HGNC:2615", "Gene", "CYP2B6", synonyms=("cytochrome P450 family 2 subfamily B member 6",))
    >>> sorted(family_words(node))
    ['=CYP', 'cytochrome', 'p450']
    """
    longest = max((node.name, *node.synonyms), key=len)
    words: Iterable[str] = _WORD.findall(longest.lower()) if " " in longest else ()
    stem = _STEM.search(node.name)
    return frozenset({*words} - _SAYS_NOTHING | ({f"={stem[0]}"} if stem else set()))
