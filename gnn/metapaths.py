"""Degree-weighted counts of simple paths by metapath, up to three steps, the query's own edge left out exactly.

The weight of a path is the product over its steps of (out-degree x in-degree)^-0.4 within the step's typed relation
(DWPC, doi:10.1371/journal.pcbi.1004259). A simple path of two or more steps never takes the edge between its ends, so
that edge enters only through the degrees of the two ends; they are lowered by one where it exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from gnn.dataset import Ids
from gnn.typed import TypedGraph, TypedRelation

Metapath = tuple[TypedRelation, ...]

DAMPING = 0.4


@dataclass(frozen=True, eq=False)
class PathCounter:
    """Counts paths in one graph; the arrays it keeps are as large as the graph."""

    graph: TypedGraph

    @cached_property
    def place(self) -> dict[TypedRelation, int]:
        """The position of each typed relation."""
        return {relation: position for position, relation in enumerate(self.graph.relations)}

    @cached_property
    def damped(self) -> tuple[Any, ...]:
        """By typed relation, the CSR matrix of step weights."""
        return tuple(damp(matrix) for matrix in self.graph.matrices)

    def metapaths(self, source: str, target: str, max_length: int = 3) -> tuple[Metapath, ...]:
        """Every chain of 2 to ``max_length`` typed relations that leads from one category to the other."""
        out: dict[str, list[TypedRelation]] = defaultdict(list)
        for relation in self.graph.relations:
            out[relation.source].append(relation)
        chains: list[Metapath] = [(relation,) for relation in out[source]]
        found: list[Metapath] = []
        for _ in range(max_length - 1):
            chains = [(*chain, step) for chain in chains for step in out[chain[-1].target]]
            found += [chain for chain in chains if chain[-1].target == target]
        return tuple(found)

    def rows(self, starts: Ids, metapaths: Sequence[Metapath], own: TypedRelation) -> Iterator[tuple[int, Any]]:
        """The counts from each start to every node of the target category.

        Args:
            starts: local ids within the metapaths' source category.
            metapaths: all of one source and one target category.
            own: the query's typed relation, from source to target; its edge is left out for each pair.

        Yields:
            (position in ``metapaths``, CSR [len(starts), |target|]), in an order that shares prefixes; metapaths over
            relations that the graph lacks are passed over.
        """
        edges = self._own_edges(starts, own)
        order = sorted(range(len(metapaths)), key=lambda position: metapaths[position])
        prefix: Metapath = ()
        blocks: list[Any] = []
        for position in order:
            metapath = metapaths[position]
            if any(step not in self.place for step in metapath):
                continue
            shared = _shared(prefix, metapath[:-1])
            blocks = blocks[:shared]
            for step in metapath[shared:-1]:
                matrix = self.damped[self.place[step]]
                blocks.append(matrix[starts] if not blocks else blocks[-1] @ matrix)
            prefix = metapath[:-1]
            counts = self._simple(blocks, starts, metapath)
            if counts.nnz:
                yield position, self._without_own(counts, starts, metapath, own, edges)

    def _simple(self, blocks: list[Any], starts: Ids, metapath: Metapath) -> Any:
        last = self.damped[self.place[metapath[-1]]]
        counts = (blocks[-1] @ last).tocsr()
        if len(metapath) != 3:
            return counts
        middle = self.damped[self.place[metapath[1]]]
        through_end = metapath[0].target == metapath[2].target
        through_start = metapath[1].target == metapath[0].source
        if through_end:
            loops = np.asarray(middle.multiply(last.T).sum(axis=1)).ravel()
            counts = counts - blocks[0].multiply(loops[None, :]).tocsr()
        if through_start:
            loops = np.asarray(blocks[0].multiply(middle.T.tocsr()[starts]).sum(axis=1)).ravel()
            counts = counts - sp.diags(loops) @ last[starts]
        if through_end and through_start:
            counts = counts + blocks[0].multiply(middle.T.tocsr()[starts]).multiply(last[starts])
        counts = counts.tocsr()
        counts.data[counts.data < 1e-9] = 0.0
        counts.eliminate_zeros()
        return counts

    def _own_edges(self, starts: Ids, own: TypedRelation) -> Any:
        return self.graph.matrices[self.place[own]][starts] if own in self.place else None

    def _without_own(self, counts: Any, starts: Ids, metapath: Metapath, own: TypedRelation, edges: Any) -> Any:
        first, last = metapath[0] == own, metapath[-1] == own
        if edges is None or not (first or last):
            return counts
        matrix = self.graph.matrices[self.place[own]]
        hit = counts.multiply(edges).tocoo()
        factor = np.ones(hit.nnz)
        if first:
            factor *= _less_one(np.asarray(matrix.sum(axis=1)).ravel())[starts[hit.row]]
        if last:
            factor *= _less_one(np.asarray(matrix.sum(axis=0)).ravel())[hit.col]
        change = sp.csr_matrix((hit.data * (factor - 1), (hit.row, hit.col)), shape=counts.shape)
        return (counts + change).tocsr()


def inverse(relation: TypedRelation, graph: TypedGraph) -> TypedRelation:
    """The same step taken backwards; a symmetric predicate's is itself."""
    back = TypedRelation(relation.target, relation.predicate, relation.source, not relation.forward)
    return back if back in graph.relations else relation


def reverse(metapath: Metapath, graph: TypedGraph) -> Metapath:
    """The metapath read from its end."""
    return tuple(inverse(step, graph) for step in reversed(metapath))


def damp(matrix: Any) -> Any:
    """Step weights (out-degree x in-degree)^-0.4 in the place of ones; same CSR shape."""
    weights = []
    for axis in (1, 0):
        degree = np.asarray(matrix.sum(axis=axis), dtype=np.float64).ravel()
        weights.append(np.where(degree > 0, np.maximum(degree, 1) ** -DAMPING, 0.0))
    return (sp.diags(weights[0]) @ matrix @ sp.diags(weights[1])).tocsr()


def _less_one(degree: NDArray[np.float32]) -> NDArray[np.float64]:
    lowered = (np.maximum(degree - 1, 1) / np.maximum(degree, 1)) ** -DAMPING
    return np.where(degree > 1, lowered, 0.0).astype(np.float64)


def _shared(one: Metapath, other: Metapath) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
