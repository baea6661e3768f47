"""What the neighbours of a node say: nodes that are alike in their other relations, and the partners that those have.

Alike means the cosine between two nodes' rows of a typed relation, columns weighed by the logarithm of how rare they
are. A node never counts as its own neighbour, so a pair's own edge says nothing of the pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from gnn.dataset import Ids
from gnn.metapaths import inverse
from gnn.typed import TypedGraph, TypedRelation

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]

RIDGE = 1.0
_MOST_PAIRS = 60_000
_LEAST_PAIRS = 10
_INVERSE_PENALTY = 0.1


@dataclass(frozen=True, eq=False)
class Profiles:
    """Unit rows of each typed relation out of a category.

    Attributes:
        relations: what two nodes may be alike in.
        rows: by relation, CSR [nodes, anything] with rows of length 1, or empty ones.
    """

    relations: tuple[TypedRelation, ...]
    rows: tuple[Any, ...]

    @classmethod
    def build(cls, graph: TypedGraph, category: str, relations: Sequence[TypedRelation]) -> Profiles:
        """The profiles of a category's nodes; relations and features that the graph lacks give empty rows."""
        place = {relation: position for position, relation in enumerate(graph.relations)}
        features, empty = dict(graph.features), sp.csr_matrix((graph.size(category), 1), dtype=np.float32)
        rows = tuple(
            _unit(graph.matrices[place[one]], within=one.source == one.target)
            if one in place
            else features.get(one, empty)
            for one in relations
        )
        return cls(tuple(relations), rows)


def profile_relations(graph: TypedGraph, category: str, own: TypedRelation) -> tuple[TypedRelation, ...]:
    """The typed relations out of a category, those that are asked for left out, and its features."""
    asked = {own, inverse(own, graph)}
    read = (*graph.relations, *(relation for relation, _ in graph.features))
    return tuple(one for one in read if one.source == category and one not in asked)


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """One end's nodes, and the partners of those that have any.

    Attributes:
        profiles: of the category at this end.
        own: CSR [nodes, nodes of the other end], ones; who is linked to whom.
    """

    profiles: Profiles
    own: Any

    @cached_property
    def labelled(self) -> Ids:
        """The nodes with a partner, ascending."""
        return np.flatnonzero(np.diff(self.own.indptr)).astype(np.int64)

    @cached_property
    def partners(self) -> Any:
        """CSC [labelled, nodes of the other end]."""
        return self.own[self.labelled].tocsc()

    def near(self, nodes: Ids, others: Ids) -> Matrix:
        """How alike nodes are; float32 [relations, len(nodes), len(others)], 0 to 1, 0 between a node and itself."""
        found = np.zeros((len(self.profiles.rows), len(nodes), len(others)), np.float32)
        for place, rows in enumerate(self.profiles.rows):
            found[place] = (rows[nodes] @ rows[others].T).toarray()
        found[:, meets_itself(nodes, others)] = 0.0
        return found

    def ridge_rows(self, nodes: Ids) -> Matrix:
        """Kernel ridge regression on the mean likeness: what it says of every node of the other end.

        A node with partners is predicted as if it had none (leave one out, in closed form).

        Returns:
            float32 [len(nodes), nodes of the other end]; near 1 where all who are alike have the partner.
        """
        found: Matrix = np.zeros((len(nodes), self.own.shape[1]), np.float32)
        if not len(self.labelled):
            return found
        inside = np.isin(nodes, self.labelled)
        found[~inside] = self._mean_near(nodes[~inside]) @ self._solved
        places = np.searchsorted(self.labelled, nodes[inside])
        linked = self.partners.tocsr()[places].toarray()
        found[inside] = linked - self._solved[places] / np.diag(self._inverse)[places, None]
        return found

    def ridge_columns(self, others: Ids) -> Matrix:
        """As :meth:`ridge_rows`, for all nodes of this end and some of the other; float32 [nodes, len(others)]."""
        found: Matrix = np.zeros((self.own.shape[0], len(others)), np.float32)
        if not len(self.labelled):
            return found
        weights = self._solved[:, others]
        for rows in self.profiles.rows:
            found += (rows @ (rows[self.labelled].T @ weights)) / len(self.profiles.rows)
        linked = self.partners[:, others].toarray()
        found[self.labelled] = linked - weights / np.diag(self._inverse)[:, None]
        return found

    @cached_property
    def mean_likeness(self) -> Matrix:
        """The mean of the likenesses of all nodes to those with partners; float32 [nodes, labelled]."""
        return self._mean_near(np.arange(self.own.shape[0]))

    def _mean_near(self, nodes: Ids) -> Matrix:
        found: Matrix = np.zeros((len(nodes), len(self.labelled)), np.float32)
        for rows in self.profiles.rows:
            found += (rows[nodes] @ rows[self.labelled].T).toarray() / len(self.profiles.rows)
        found[meets_itself(nodes, self.labelled)] = 0.0
        return found

    @cached_property
    def _inverse(self) -> Floats:
        count = len(self.labelled)
        kernel = (1 + RIDGE) * np.eye(count) + self._mean_near(self.labelled)
        found: Floats = np.linalg.inv(kernel)
        return found

    @cached_property
    def _solved(self) -> Matrix:
        solved: Matrix = np.ascontiguousarray((self.partners.T.tocsr() @ self._inverse).T, dtype=np.float32)
        return solved  # the inverse is symmetric


def meets_itself(nodes: Ids, others: Ids) -> NDArray[np.bool_]:
    """Where both are the same node; bool [len(nodes), len(others)]."""
    same: NDArray[np.bool_] = nodes[:, None] == others[None, :]
    return same


def strongest(near: Matrix, partners: Any) -> Matrix:
    """The likeness of the nearest neighbour that has each partner.

    Args:
        near: [nodes, neighbours], 0 or more.
        partners: CSC [neighbours, m].

    Returns:
        float32 [nodes, m]; 0 where no neighbour has the partner.
    """
    found: Matrix = np.zeros((len(near), partners.shape[1]), np.float32)
    starts = partners.indptr[:-1]
    held = np.flatnonzero(np.diff(partners.indptr))
    if len(held) and len(near):
        found[:, held] = np.maximum.reduceat(near.T[partners.indices], starts[held], axis=0).T
    return found


@dataclass(frozen=True, eq=False)
class LearnedLikeness:
    """The chance that two nodes share a partner, from how alike they are in each relation.

    Attributes:
        weights: float64 [2 * relations + 1], of the likenesses, of their square roots, and a constant.
    """

    weights: Floats

    @classmethod
    def fit(cls, neighbourhood: Neighbourhood, generator: np.random.Generator) -> LearnedLikeness:
        """Logistic regression over pairs of nodes that have partners; all zero but the constant for too few pairs."""
        labelled, count = neighbourhood.labelled, len(neighbourhood.profiles.rows)
        places = np.stack(np.triu_indices(len(labelled), 1))
        if places.shape[1] > _MOST_PAIRS:
            places = places[:, np.sort(generator.choice(places.shape[1], _MOST_PAIRS, replace=False))]
        weights = np.zeros(2 * count + 1)
        if places.shape[1] < 2 * _LEAST_PAIRS:
            weights[-1] = -np.inf
            return cls(weights)
        partners = neighbourhood.partners.tocsr()
        shared = np.asarray((partners @ partners.T)[places[0], places[1]]).ravel() > 0
        if not count or shared.sum() < _LEAST_PAIRS or (~shared).sum() < _LEAST_PAIRS:
            weights[-1] = -np.inf
            return cls(weights)
        near = np.stack(
            [(rows[labelled] @ rows[labelled].T).toarray()[*places] for rows in neighbourhood.profiles.rows]
        )
        features = np.concatenate([near, np.sqrt(near)]).T
        spread = features.std(axis=0) + 1e-6
        regression = LogisticRegression(C=_INVERSE_PENALTY, max_iter=300).fit(features / spread, shared)
        weights[:-1], weights[-1] = regression.coef_[0] / spread, regression.intercept_[0]
        return cls(weights)

    def of(self, near: Matrix, itself: NDArray[np.bool_]) -> Matrix:
        """The chances, float32 [nodes, others], 0 to 1.

        Args:
            near: likenesses [relations, nodes, others].
            itself: bool [nodes, others], where a node meets itself; the chance is 0 there.
        """
        count = len(near)
        if not count or not np.isfinite(self.weights[-1]):
            return np.zeros(near.shape[1:], np.float32)
        logits = np.tensordot(self.weights[:count].astype(np.float32), near, axes=1)
        logits += np.tensordot(self.weights[count:-1].astype(np.float32), np.sqrt(near), axes=1)
        chance: Matrix = 1.0 / (1.0 + np.exp(-(logits + np.float32(self.weights[-1]))))
        chance[itself] = 0.0
        return chance


def _unit(matrix: Any, *, within: bool) -> Any:
    rows = (matrix + sp.identity(matrix.shape[0], format="csr")).tocsr() if within else matrix.tocsr()
    held = np.asarray((rows > 0).sum(axis=0)).ravel()
    weighed = rows @ sp.diags(np.log((rows.shape[0] + 1) / (held + 1)))
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return (sp.diags(1 / np.maximum(length, 1e-9)) @ weighed).tocsr().astype(np.float32)
