"""The graph as compressed sparse rows of integers: what paths and models read.

Plain numpy, immutable, the same for the same graph. Edges are sorted by (head, relation, tail), so the edges out of a
node are one slice; the edges into a node are reached through ``in_edges``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kg.columns import values
from kg.errors import NotFoundError
from kg.records import KnowledgeLevel
from kg.schema import Category

_T = TypeVar("_T", bound=np.generic)
_CASE_LIKE = (str(Category.CASE), str(Category.PUBLICATION))


@dataclass(frozen=True)
class Selection:
    """Which edges enter a snapshot.

    Attributes:
        predicates: names; None means all.
        levels: knowledge levels; None means all but ``prediction``.
        case_facts: also what notes and publications say of their own case.
        sources: an edge enters when one of its sources is among them; None means all.
    """

    predicates: frozenset[str] | None = None
    levels: frozenset[KnowledgeLevel] | None = None
    case_facts: bool = False
    sources: frozenset[str] | None = None


@dataclass(frozen=True)
class Triples:
    """Edges by position: ``rows`` is int64 [n, 3] of (head, relation, tail), ``beliefs`` float32 [n]."""

    rows: NDArray[np.int64]
    beliefs: NDArray[np.float32]
    negatives: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An immutable picture of (part of) a graph.

    A triple is there once: the same triple on several knowledge levels keeps the highest belief, and a triple that one
    selected edge supports is no negative, even if another denies it.

    Attributes:
        node_ids: sorted; a node's index is its place here. Nodes without an edge are there too.
        categories: names, sorted; ``node_category`` (int16 [num_nodes]) indexes them.
        predicates: names, sorted; ``relations`` indexes them.
        heads, relations, tails: int32, int16, int32 [num_edges], sorted by (head, relation, tail), no duplicates.
        beliefs: float32 [num_edges], 0 to 1, higher is surer.
        negatives: int32 [n, 3], (head, relation, tail) of negated edges, sorted.
        content_hash: of ids, categories and triples; beliefs do not enter it.
    """

    node_ids: tuple[str, ...]
    categories: tuple[str, ...]
    node_category: NDArray[np.int16]
    predicates: tuple[str, ...]
    heads: NDArray[np.int32]
    relations: NDArray[np.int16]
    tails: NDArray[np.int32]
    beliefs: NDArray[np.float32]
    negatives: NDArray[np.int32]
    content_hash: str

    @property
    def num_nodes(self) -> int:
        """How many nodes."""
        return len(self.node_ids)

    @property
    def num_edges(self) -> int:
        """How many distinct triples, negatives apart."""
        return len(self.heads)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The index of every node id."""
        return {node: position for position, node in enumerate(self.node_ids)}

    def index(self, node_id: str) -> int:
        """The index of a node.

        Raises:
            NotFoundError: the snapshot does not hold it.
        """
        found = self.positions.get(node_id)
        if found is None:
            raise NotFoundError(
                f"The snapshot of {self.num_nodes} nodes holds no {node_id!r}.",
                "Look the node up by name first, or take a snapshot whose selection holds it.",
            )
        return found

    @cached_property
    def out_indptr(self) -> NDArray[np.int64]:
        """int64 [num_nodes + 1]: the edges out of ``i`` are positions ``out_indptr[i]`` to ``out_indptr[i + 1]``."""
        return _indptr(self.heads, self.num_nodes)

    @cached_property
    def in_indptr(self) -> NDArray[np.int64]:
        """int64 [num_nodes + 1]: the edges into ``i`` are ``in_edges[in_indptr[i]:in_indptr[i + 1]]``."""
        return _indptr(self.tails, self.num_nodes)

    @cached_property
    def in_edges(self) -> NDArray[np.int64]:
        """int64 [num_edges]: edge positions sorted by (tail, head, relation)."""
        return _frozen(np.argsort(self.tails, kind="stable").astype(np.int64))

    @classmethod
    def from_triples(
        cls,
        triples: Iterable[tuple[str, str, str]],
        categories: Mapping[str, str],
        negatives: Iterable[tuple[str, str, str]] = (),
    ) -> Snapshot:
        """A snapshot of bare (subject, predicate, object) triples, belief 1.

        Args:
            triples: any predicate names, those of no schema too; duplicates count once.
            categories: node id to category; its ids are nodes even without an edge, ids that it lacks are NamedThing.
            negatives: denied triples.
        """
        positive, denied = _columns(triples), _columns(negatives)
        subjects, relations, objects = (a + b for a, b in zip(positive, denied, strict=True))
        nodes = tuple(sorted({*subjects, *objects, *categories}))
        names = [str(categories.get(node, Category.NAMED_THING)) for node in nodes]
        predicates = tuple(sorted(set(relations)))
        place = {node: i for i, node in enumerate(nodes)}
        rank = {name: i for i, name in enumerate(predicates)}
        rows = np.empty((len(subjects), 3), np.int64)
        rows[:, 0] = [place[node] for node in subjects]
        rows[:, 1] = [rank[name] for name in relations]
        rows[:, 2] = [place[node] for node in objects]
        split = len(positive[0])
        return assemble(nodes, names, predicates, Triples(rows[:split], np.ones(split, np.float32), rows[split:]))

    @classmethod
    def from_tables(cls, nodes: pa.Table, edges: pa.Table, selection: Selection | None = None) -> Snapshot:
        """A snapshot of merged tables.

        Args:
            nodes: columns ``id`` and ``category``, each id once.
            edges: columns ``subject``, ``predicate``, ``object``, ``knowledge_level``, ``negated``, ``belief`` and
                ``sources``; every end is in ``nodes``.
            selection: which edges enter; None means the defaults of :class:`Selection`.
        """
        chosen = selection or Selection()
        nodes = selected_nodes(nodes, chosen)
        ids = nodes["id"].combine_chunks()
        edges = selected_edges(edges, chosen, ids)
        predicates = tuple(sorted(edges["predicate"].unique().to_pylist()))
        triples = triples_of(edges, ids, predicates)
        return assemble(tuple(values(ids)), values(nodes["category"]), predicates, triples)


def selected_nodes(nodes: pa.Table, selection: Selection) -> pa.Table:
    """The nodes that a selection lets in: columns ``id`` and ``category``, sorted by id."""
    if not selection.case_facts:
        nodes = nodes.filter(pc.invert(pc.is_in(nodes["category"], pa.array(_CASE_LIKE))))
    return nodes.select(["id", "category"]).sort_by("id")


def triples_of(edges: pa.Table, ids: pa.Array, predicates: tuple[str, ...]) -> Triples:
    """Selected edges by position in ``ids`` and ``predicates``."""
    rows = np.empty((edges.num_rows, 3), np.int64)
    rows[:, 0] = pc.index_in(edges["subject"], ids).to_numpy()
    rows[:, 1] = pc.index_in(edges["predicate"], pa.array(predicates, pa.string())).to_numpy()
    rows[:, 2] = pc.index_in(edges["object"], ids).to_numpy()
    denied = edges["negated"].to_numpy()
    beliefs = edges["belief"].to_numpy().astype(np.float32)
    return Triples(rows[~denied], beliefs[~denied], rows[denied])


def assemble(
    node_ids: tuple[str, ...], node_categories: list[str], predicates: tuple[str, ...], triples: Triples
) -> Snapshot:
    """A snapshot of integer triples: sorted, each once, negatives that are supported left out.

    Args:
        node_ids: sorted, each once.
        node_categories: as long as ``node_ids``.
        predicates: sorted, each once.
        triples: positions in the two above, in any order.
    """
    categories = tuple(sorted(set(node_categories)))
    code = {name: i for i, name in enumerate(categories)}
    node_category = np.fromiter((code[name] for name in node_categories), np.int16, len(node_categories))
    keys = _keys(triples.rows, len(predicates), len(node_ids))
    order = np.lexsort((-triples.beliefs, keys))
    keys, first = np.unique(keys[order], return_index=True)
    rows, beliefs = triples.rows[order][first], triples.beliefs[order][first]
    denied, first = np.unique(_keys(triples.negatives, len(predicates), len(node_ids)), return_index=True)
    negatives = triples.negatives[first][~np.isin(denied, keys)].reshape(-1, 3).astype(np.int32)
    columns = (rows[:, 0].astype(np.int32), rows[:, 1].astype(np.int16), rows[:, 2].astype(np.int32))
    digest = _digest((node_ids, categories, predicates), (node_category, *columns, negatives))
    return Snapshot(
        node_ids, categories, _frozen(node_category), predicates, _frozen(columns[0]), _frozen(columns[1]),
        _frozen(columns[2]), _frozen(beliefs), _frozen(negatives), digest,
    )  # fmt: skip


def _columns(triples: Iterable[tuple[str, str, str]]) -> tuple[list[str], list[str], list[str]]:
    columns: tuple[list[str], list[str], list[str]] = ([], [], [])
    for subject, relation, obj in triples:
        columns[0].append(subject)
        columns[1].append(relation)
        columns[2].append(obj)
    return columns


def selected_edges(edges: pa.Table, selection: Selection, ids: pa.Array) -> pa.Table:
    """The edges that a selection lets in and whose ends are both in ``ids``."""
    levels = selection.levels
    if levels is None:
        levels = frozenset(KnowledgeLevel) - {KnowledgeLevel.PREDICTION}
    keep = pc.is_in(edges["knowledge_level"], pa.array(sorted(map(str, levels)), pa.string()))
    if selection.predicates is not None:
        keep = pc.and_(keep, pc.is_in(edges["predicate"], pa.array(sorted(selection.predicates), pa.string())))
    if selection.sources is not None:
        wanted = selection.sources
        from_them = [not wanted.isdisjoint(sources) for sources in values(edges["sources"])]
        keep = pc.and_(keep, pa.chunked_array([pa.array(from_them, pa.bool_())]))
    edges = edges.filter(keep)
    inside = pc.and_(pc.is_in(edges["subject"], ids), pc.is_in(edges["object"], ids))
    return edges.filter(inside)


def _keys(rows: NDArray[np.int64], predicates: int, nodes: int) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = (rows[:, 0] * max(predicates, 1) + rows[:, 1]) * max(nodes, 1) + rows[:, 2]
    return keys


def _indptr(ends: NDArray[np.int32], nodes: int) -> NDArray[np.int64]:
    counts = np.bincount(ends, minlength=nodes)
    return _frozen(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))


def _frozen(array: NDArray[_T]) -> NDArray[_T]:
    array = np.ascontiguousarray(array)
    array.setflags(write=False)
    return array


def _digest(names: Iterable[tuple[str, ...]], arrays: Iterable[NDArray[Any]]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for group in names:
        digest.update(f"{len(group)}\n".encode())
        digest.update("\n".join(group).encode("utf-8", "surrogatepass"))
    for array in arrays:
        digest.update(f"\n{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
