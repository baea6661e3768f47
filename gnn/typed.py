"""The graph as one sparse matrix a typed relation: (category, predicate, category), and its inverse.

Rows and columns are numbered within their category, so that matrices hold no empty blocks and a metapath that the
schema does not allow costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset
from gnn.features.nodes import NodeFeatures
from kg.errors import InputError
from kg.schema import PREDICATES

FEATURE = "feature:"
"""Begins the name under which a feature of nodes stands among the typed relations that two nodes may share."""


class TypedRelation(NamedTuple):
    """``forward`` is False when the step goes from the predicate's object to its subject."""

    source: str
    predicate: str
    target: str
    forward: bool


@dataclass(frozen=True, eq=False)
class TypedGraph:
    """Sparse matrices by typed relation.

    Attributes:
        categories: names, as in the dataset.
        category: int16 [num_nodes], indexes them.
        local: int64 [num_nodes], a node's number within its category.
        members: by category, int64 node ids; ``members[c][local[i]] == i``.
        relations: sorted; ``matrices[k]`` is a scipy CSR of shape [|source|, |target|] with ones.
        features: what nodes may be alike in beside their relations, in rows as :class:`gnn.features.nodes.NodeFeatures`
            has them; each stands as a relation ``feature:name`` from its category, which no path takes.
    """

    categories: tuple[str, ...]
    category: NDArray[np.int16]
    local: Ids
    members: tuple[Ids, ...]
    relations: tuple[TypedRelation, ...]
    matrices: tuple[Any, ...]
    features: tuple[tuple[TypedRelation, Any], ...] = ()

    @classmethod
    def build(cls, dataset: LinkDataset) -> TypedGraph:
        """The typed matrices of a dataset's message-passing graph; a symmetric predicate is its own inverse.

        Raises:
            InputError: a feature has not one row a node of its category.
        """
        local = np.zeros(dataset.num_nodes, np.int64)
        members = tuple(np.flatnonzero(dataset.node_category == code) for code in range(len(dataset.categories)))
        for nodes in members:
            local[nodes] = np.arange(len(nodes))
        found: dict[TypedRelation, Any] = {}
        for kind, rows in _by_kind(dataset):
            source, relation, target = kind
            shape = (len(members[source]), len(members[target]))
            name = dataset.relations[relation]
            ends = (local[rows[:, 0]], local[rows[:, 2]])
            matrix = sp.csr_matrix((np.ones(len(rows), np.float32), ends), shape=shape)
            names = (dataset.categories[source], dataset.categories[target])
            if source == target and is_symmetric(name):
                found[TypedRelation(names[0], name, names[1], True)] = _binary(matrix + matrix.T)
                continue
            found[TypedRelation(names[0], name, names[1], True)] = matrix
            found[TypedRelation(names[1], name, names[0], False)] = matrix.T.tocsr()
        ordered = tuple(sorted(found))
        for one in dataset.features:
            _check_size(one, int((dataset.node_category == _code(dataset, one.category)).sum()))
        features = tuple(
            (TypedRelation(one.category, f"{FEATURE}{one.name}", one.name, True), one.rows) for one in dataset.features
        )
        matrices = tuple(found[name] for name in ordered)
        return cls(dataset.categories, dataset.node_category, local, members, ordered, matrices, features)

    def size(self, category: str) -> int:
        """How many nodes a category has."""
        return len(self.nodes(category))

    def nodes(self, category: str) -> Ids:
        """The node ids of a category, in local order."""
        return self.members[self.categories.index(category)] if category in self.categories else np.empty(0, np.int64)

    def category_of(self, node: int) -> str:
        """The category of a node."""
        return self.categories[int(self.category[node])]


def _code(dataset: LinkDataset, category: str) -> int:
    return dataset.categories.index(category) if category in dataset.categories else -1


def _check_size(feature: NodeFeatures, size: int) -> None:
    if feature.rows.shape[0] != size:
        raise InputError(
            f"The feature {feature.name!r} has {feature.rows.shape[0]} rows for {size} nodes of {feature.category}.",
            "Give one row a node of the category, in the order of their ids.",
        )


def all_linked(own: TypedRelation) -> InputError:
    """The error of a training that finds no unlinked pair."""
    return InputError(
        f"Every {own.source} is linked to every {own.target} by {own.predicate!r}: no pair is left to tell from the "
        "linked ones.",
        "Train on a graph with more nodes of these categories.",
    )


def is_symmetric(predicate: str) -> bool:
    """Whether the schema says so; a predicate that it does not know is not."""
    known = PREDICATES.get(predicate)
    return known is not None and known.symmetric


def _by_kind(dataset: LinkDataset) -> list[tuple[tuple[int, int, int], Ids]]:
    graph = dataset.graph
    ends = dataset.node_category[graph[:, [0, 2]]].astype(np.int64)
    code = (ends[:, 0] * dataset.num_relations + graph[:, 1]) * len(dataset.categories) + ends[:, 1]
    order = np.argsort(code, kind="stable")
    values, starts = np.unique(code[order], return_index=True)
    kinds = []
    for value, rows in zip(values, np.split(graph[order], starts[1:]), strict=True):
        rest, tail = divmod(int(value), len(dataset.categories))
        head, relation = divmod(rest, dataset.num_relations)
        kinds.append(((head, relation, tail), rows))
    return kinds


def _binary(matrix: Any) -> Any:
    matrix = matrix.tocsr()
    matrix.data[:] = 1.0
    return matrix
