"""Message passing from a query's node to its candidates, as fused sparse products within typed relations.

A message is ``weight * h[source] * w[relation]``, so a relation's messages are ``(A @ h) * w``: one sparse product, and
no tensor of edges x dimensions. What cannot reach a candidate in the steps that are left is never computed: a plan
holds, for each layer, the nodes that are still needed and the matrices cut to them.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
import torch
from numpy.typing import NDArray
from torch import Tensor

from gnn.dataset import Ids
from gnn.metapaths import damp
from gnn.typed import TypedGraph, TypedRelation


@dataclass(frozen=True, eq=False)
class SparseStep:
    """A relation's step within one layer.

    Attributes:
        relation: position in the graph's typed relations.
        source, target: category names.
        forward, backward: sparse CSR tensors [targets, sources] and its transpose, which the gradient takes.
    """

    relation: int
    source: str
    target: str
    forward: Tensor
    backward: Tensor


@dataclass(frozen=True, eq=False)
class Layer:
    """What one layer computes: the nodes it needs by category (local ids, ascending) and the steps into them."""

    nodes: dict[str, Ids]
    steps: tuple[SparseStep, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """All layers between two categories.

    Attributes:
        source, target: categories of the query's node and of the candidates.
        layers: first to last; the first starts at single nodes, so it has no sparse steps, only ``first``.
        first: positions of the typed relations out of ``source`` that the first layer takes.
        own: positions of the query's relation and its inverse: cut anew for every batch, see :meth:`with_own`.
    """

    source: str
    target: str
    layers: tuple[Layer, ...]
    first: tuple[int, ...]
    own: tuple[int, ...]


def make_plan(
    graph: TypedGraph,
    own: Sequence[TypedRelation],
    depth: int,
    device: torch.device | None,
    candidates: Ids | None = None,
) -> Plan:
    """The plan of ``depth`` layers for a query over ``own[0]``.

    Args:
        graph: the typed graph.
        own: the query's typed relation from the query's node to the candidates, and its inverse (perhaps the same).
        depth: how many steps a path may take, 2 or more.
        device: where the matrices lie; None makes none, for a plan that is pruned before it is used.
        candidates: local ids to score, ascending; None means the whole category.
    """
    source, target = own[0].source, own[0].target
    reach = _reachable(graph, source, depth)
    needed: list[dict[str, Ids]] = [{target: np.arange(graph.size(target)) if candidates is None else candidates}]
    for level in range(depth - 1, 0, -1):
        needed.insert(0, _predecessors(graph, needed[0], reach[level]))
    place = {relation: position for position, relation in enumerate(graph.relations)}
    own_places = tuple(sorted({place[relation] for relation in own if relation in place}))
    layers = [Layer(needed[0], ())]
    for level in range(1, depth):
        before, here = needed[level - 1], needed[level]
        steps = tuple(
            make_step(graph, position, damp(graph.matrices[position]), (before, here), device)
            for position, relation in enumerate(graph.relations)
            if device and relation.source in before and relation.target in here and position not in own_places
        )
        layers.append(Layer(here, steps))
    first = tuple(
        position
        for position, relation in enumerate(graph.relations)
        if relation.source == source and relation.target in needed[0]
    )
    return Plan(source, target, tuple(layers), first, own_places)


def make_step(
    graph: TypedGraph, position: int, matrix: Any, ends: tuple[dict[str, Ids], dict[str, Ids]], device: torch.device
) -> SparseStep:
    """A relation's weights, cut to the nodes of the layer before and of this layer."""
    relation = graph.relations[position]
    cut = matrix[ends[0][relation.source]][:, ends[1][relation.target]].tocsr()
    forward, backward = sparse_tensor(cut.T.tocsr(), device), sparse_tensor(cut, device)
    return SparseStep(position, relation.source, relation.target, forward, backward)


def own_steps(
    graph: TypedGraph, plan: Plan, masked: dict[int, Any], device: torch.device
) -> tuple[tuple[SparseStep, ...], ...]:
    """By layer, the steps of the query's own relation and its inverse after masking.

    Args:
        graph, plan: as the plan was made.
        masked: by position, the damped matrix that is left after the batch's edges are taken out.
        device: where the matrices lie.
    """
    found: list[tuple[SparseStep, ...]] = [()]
    for before, layer in zip(plan.layers, plan.layers[1:], strict=False):
        found.append(
            tuple(
                make_step(graph, position, matrix, (before.nodes, layer.nodes), device)
                for position, matrix in masked.items()
                if graph.relations[position].source in before.nodes and graph.relations[position].target in layer.nodes
            )
        )
    return tuple(found)


def without(matrix: Any, rows: Ids, columns: Ids) -> Any:
    """A copy of a CSR matrix of ones without the entries at (rows, columns)."""
    if not len(rows):
        return matrix
    taken = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=matrix.shape)
    taken.data[:] = 1.0
    left = (matrix - matrix.multiply(taken)).tocsr()
    left.eliminate_zeros()
    return left


def first_messages(
    graph: TypedGraph, plan: Plan, matrices: dict[int, Any], starts: Ids
) -> dict[str, tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]]:
    """The first layer's edges, by target category.

    Args:
        graph, plan: as the plan was made.
        matrices: damped matrices by position, those of the query's own relation already masked.
        starts: local ids of the queries' nodes.

    Returns:
        By category: flat places ``node * len(starts) + query`` in the layer's nodes, the relations, and the weights.
    """
    found: dict[str, list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]]] = {}
    for position in plan.first:
        target = graph.relations[position].target
        nodes = plan.layers[0].nodes[target]
        rows = matrices[position][starts][:, nodes].tocoo()
        flat = rows.col.astype(np.int64) * len(starts) + rows.row
        relation = np.full(len(flat), position, np.int64)
        found.setdefault(target, []).append((flat, relation, rows.data.astype(np.float32)))
    return {
        target: (
            np.concatenate([part[0] for part in parts]),
            np.concatenate([part[1] for part in parts]),
            np.concatenate([part[2] for part in parts]),
        )
        for target, parts in found.items()
    }


def _reachable(graph: TypedGraph, source: str, depth: int) -> list[set[str]]:
    reach = [{source}]
    for _ in range(depth):
        reach.append(reach[-1] | {step.target for step in graph.relations if step.source in reach[-1]})
    return reach


def _predecessors(graph: TypedGraph, needed: dict[str, Ids], reachable: set[str]) -> dict[str, Ids]:
    wanted = {name: np.zeros(graph.size(name), bool) for name in graph.categories}
    for name, nodes in needed.items():
        wanted[name][nodes] = True
    marks = {name: mask.copy() for name, mask in wanted.items()}
    for relation, matrix in zip(graph.relations, graph.matrices, strict=True):
        if relation.target in needed:
            marks[relation.source] |= (matrix @ wanted[relation.target].astype(np.float32)) > 0
    return {name: np.flatnonzero(mask) for name, mask in marks.items() if mask.any() and name in reachable}


def sparse_tensor(matrix: Any, device: torch.device) -> Tensor:
    """A scipy CSR matrix as torch's, float32 with 32-bit indices."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls its CSR layout beta
        made: Tensor = torch.sparse_csr_tensor(
            torch.from_numpy(matrix.indptr.astype(np.int32)),
            torch.from_numpy(matrix.indices.astype(np.int32)),
            torch.from_numpy(matrix.data.astype(np.float32)),
            size=matrix.shape,
        )
        return made.to(device)
