"""What a disease is: its ancestors in the ontology."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from kg.snapshot import Snapshot

SUBCLASS = "subclass_of"


def ancestors(snapshot: Snapshot, nodes: Sequence[str]) -> csr_matrix:
    """Each node and everything above it by ``subclass_of``; float32 [nodes, nodes of the graph], 0 and 1.

    Cycles end where they close. A node that the snapshot lacks has a row of zeros.
    """
    relation = snapshot.predicates.index(SUBCLASS) if SUBCLASS in snapshot.predicates else -1
    rows: list[int] = []
    columns: list[int] = []
    for row, name in enumerate(nodes):
        place = snapshot.positions.get(name)
        above = _above(snapshot, relation, place) if place is not None else frozenset()
        columns.extend(sorted(above))
        rows.extend([row] * len(above))
    return csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(nodes), snapshot.num_nodes))


def _above(snapshot: Snapshot, relation: int, place: int) -> frozenset[int]:
    seen = {place}
    waiting = [place]
    while waiting:
        here = waiting.pop()
        edges = slice(snapshot.out_indptr[here], snapshot.out_indptr[here + 1])
        parents = snapshot.tails[edges][snapshot.relations[edges] == relation]
        waiting += [one for one in parents.tolist() if one not in seen]
        seen.update(parents.tolist())
    return frozenset(seen)
