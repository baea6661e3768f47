"""What link prediction learns from: the graph for message passing, and the triples to train, tune and test on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from gnn.features.nodes import NodeFeatures
from kg.errors import InputError, NotFoundError
from kg.identifiers import content_hash
from kg.snapshot import Snapshot

Ids = NDArray[np.int64]

_SHARE_OF_ENDS = 0.01
_MOST_NODES, _MOST_RELATIONS = 2**24, 2**16


@dataclass(frozen=True, slots=True)
class Candidates:
    """The nodes that may stand at each end of a relation, ascending, int64."""

    heads: Ids
    tails: Ids


@dataclass(frozen=True, eq=False)
class LinkDataset:
    """Integers only; rows of every triple array are (head, relation, tail).

    Attributes:
        node_ids: the CURIEs; a node's id is its place.
        categories: names; ``node_category`` int16 [num_nodes] indexes them.
        relations: predicate names; a relation's id is its place.
        graph: int64 [E, 3], the edges that messages may take; never holds a row of ``valid`` or ``test``.
        train: int64 [n, 3], supervision, each of them also in ``graph``.
        valid, test: int64 [n, 3], held out.
        negatives: int64 [n, 3], denied triples; they never train.
        data_hash: of the snapshot and of what is held out.
        features: what is known of nodes beside the graph, for models that read it.
        apart: int64 [n, 3], true, but neither trained, tuned nor tested on: only the filter of a ranking reads them.
    """

    node_ids: tuple[str, ...]
    categories: tuple[str, ...]
    node_category: NDArray[np.int16]
    relations: tuple[str, ...]
    graph: Ids
    train: Ids
    valid: Ids
    test: Ids
    negatives: Ids
    data_hash: str
    features: tuple[NodeFeatures, ...] = ()
    apart: Ids = field(default_factory=lambda: _rows(None))

    @classmethod
    def from_snapshot(
        cls, snapshot: Snapshot, targets: Sequence[str] | None = None, valid: Ids | None = None, test: Ids | None = None
    ) -> LinkDataset:
        """The whole snapshot as the graph, less what is held out.

        Args:
            snapshot: all edges but those of ``valid`` and ``test``, or with them: they are taken out.
            targets: predicates to learn; None means all.
            valid, test: int64 [n, 3] held out; None means none.

        Raises:
            NotFoundError: a target that the snapshot has no edge of.
        """
        held = [_rows(valid), _rows(test)]
        graph = np.stack([snapshot.heads, snapshot.relations, snapshot.tails], axis=1).astype(np.int64)
        graph = graph[~contains(np.concatenate(held), graph)]
        wanted = [relation_id(snapshot.predicates, name) for name in targets or snapshot.predicates]
        train = graph[np.isin(graph[:, 1], wanted)]
        return cls(
            snapshot.node_ids, snapshot.categories, snapshot.node_category, snapshot.predicates, graph, train,
            held[0], held[1], snapshot.negatives.astype(np.int64), _hash(snapshot.content_hash, held),
        )  # fmt: skip

    @property
    def num_nodes(self) -> int:
        """How many nodes."""
        return len(self.node_ids)

    @property
    def num_relations(self) -> int:
        """How many relations, inverses not counted."""
        return len(self.relations)

    @cached_property
    def targets(self) -> tuple[int, ...]:
        """The relations that ``train`` holds, ascending."""
        return tuple(int(relation) for relation in np.unique(self.train[:, 1]))

    @cached_property
    def positions(self) -> dict[str, int]:
        """The id of every CURIE."""
        return {node: position for position, node in enumerate(self.node_ids)}

    @cached_property
    def known(self) -> Ids:
        """All known true: graph, train, valid, test and apart, each once; what the filter of a ranking leaves out."""
        rows = np.concatenate([self.graph, self.train, self.valid, self.test, self.apart])
        return rows[np.unique(keys(rows), return_index=True)[1]]

    @cached_property
    def blind(self) -> LinkDataset:
        """The same without its test part, so that nothing that is chosen on ``valid`` can depend on it."""
        return replace(self, test=self.test[:0]) if len(self.test) else self

    def candidates(self, relation: int) -> Candidates:
        """Every node of the categories that stand at the relation's ends, those that fill under 1 % of them apart.

        Raises:
            NotFoundError: when the relation has no edge.
        """
        rows = self.known[self.known[:, 1] == relation]
        if not len(rows):
            raise NotFoundError(
                f"The graph holds no edge {self.relations[relation]!r} to learn from.", "Import some, or name another."
            )
        return Candidates(self._alike(rows[:, 0]), self._alike(rows[:, 2]))

    def _alike(self, ends: Ids) -> Ids:
        counts = np.bincount(self.node_category[ends], minlength=len(self.categories))
        return np.flatnonzero((counts >= _SHARE_OF_ENDS * len(ends))[self.node_category])

    def to_pyg(self) -> Any:
        """The message-passing graph as a PyG ``HeteroData``: one store a category, one a typed relation.

        Each node store holds ``node_id`` (int64, the ids here); each edge store ``edge_index`` int64 [2, e], local.
        """
        from torch_geometric.data import HeteroData

        data = HeteroData()
        local = np.zeros(self.num_nodes, np.int64)
        for code, name in enumerate(self.categories):
            members = np.flatnonzero(self.node_category == code)
            local[members] = np.arange(len(members))
            data[name].node_id = torch.from_numpy(members)
            data[name].num_nodes = len(members)
        ends = self.node_category[self.graph[:, [0, 2]]].astype(np.int64)
        kinds = np.stack([ends[:, 0], self.graph[:, 1], ends[:, 1]], axis=1)
        for head, relation, tail in np.unique(kinds, axis=0):
            rows = self.graph[(kinds == (head, relation, tail)).all(axis=1)]
            store = data[self.categories[head], self.relations[relation], self.categories[tail]]
            store.edge_index = torch.from_numpy(np.stack([local[rows[:, 0]], local[rows[:, 2]]]))
        return data


def relation_id(relations: Sequence[str], name: str) -> int:
    """The id of a relation.

    Raises:
        NotFoundError: when there is none of that name; the message lists the known ones.
    """
    if name not in relations:
        raise NotFoundError(f"The graph has no edge {name!r}.", f"It has: {', '.join(relations) or 'none'}.")
    return list(relations).index(name)


def triple_ids(snapshot: Snapshot, triples: Sequence[tuple[str, str, str]]) -> Ids:
    """Named triples as int64 [n, 3].

    Raises:
        InputError: names that the snapshot does not hold; the message shows the first three.
    """
    relations = {name: position for position, name in enumerate(snapshot.predicates)}
    nodes = snapshot.positions
    missing = [t for t in triples if t[0] not in nodes or t[1] not in relations or t[2] not in nodes]
    if missing:
        raise InputError(
            f"{len(missing)} of {len(triples)} triples name nodes or relations that the graph lacks: {missing[:3]}.",
            "Give the graph that the split was made from.",
        )
    rows = [(nodes[head], relations[relation], nodes[tail]) for head, relation, tail in triples]
    return np.array(rows, np.int64).reshape(-1, 3)


def keys(rows: Ids) -> NDArray[np.uint64]:
    """One integer a triple; equal for equal triples only.

    Raises:
        InputError: a node's id from 2^24 on, or a relation's from 2^16 on, which would make different triples equal.
    """
    if len(rows):
        largest = rows.max(axis=0)
        if max(largest[0], largest[2]) >= _MOST_NODES or largest[1] >= _MOST_RELATIONS:
            raise InputError(
                f"Node {max(largest[0], largest[2])} and relation {largest[1]} go beyond the {_MOST_NODES:,} nodes "
                f"and {_MOST_RELATIONS:,} relations that one training can tell apart.",
                "Train on a part of the graph: leave out sources or predicates.",
            )
    columns = rows.astype(np.uint64)
    joined: NDArray[np.uint64] = (columns[:, 0] << np.uint64(40)) | (columns[:, 1] << np.uint64(24)) | columns[:, 2]
    return joined


def pair_keys(rows: Ids) -> Ids:
    """One integer for the head and tail of a triple, whatever joins them; int64 [len(rows)]."""
    pairs: Ids = (rows[:, 0] << 32) | rows[:, 2]
    return pairs


def contains(rows: Ids, queries: Ids) -> NDArray[np.bool_]:
    """For each of ``queries``, whether it is among ``rows``; bool [len(queries)]."""
    found: NDArray[np.bool_] = np.isin(keys(queries), keys(rows))
    return found


def _rows(rows: Ids | None) -> Ids:
    return np.empty((0, 3), np.int64) if rows is None else rows.astype(np.int64).reshape(-1, 3)


def _hash(content: str, held: list[Ids]) -> str:
    return content_hash(content, *(np.sort(keys(rows)).tobytes().hex() for rows in held))
