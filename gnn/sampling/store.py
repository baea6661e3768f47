"""Neighbour sampling straight from a store that answers Cypher: only what is drawn from is fetched, and then kept."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids
from gnn.sampling.adjacency import Drawn, draw_places
from gnn.sampling.typed import NodeTypes
from kg.errors import StoreError
from kg.store.protocol import Parameter, QueryLimits, Store

FACTS = "NOT r.negated AND r.knowledge_level <> 'prediction'"
"""What messages may take, of a relationship ``r``: no denied claim, and no prediction."""

PAGE = 20_000
_CACHED_NODES = 1_000_000
_ASKED_AT_ONCE = 2_000
_SECONDS = 600.0
_MOST_ROWS = 50_000_000
_NAME = re.compile(r"\w+")
_LABELS = "MATCH (n) RETURN DISTINCT labels(n)[0] AS label ORDER BY label"
_PREDICATES = f"MATCH ()-[r]->() WHERE {FACTS} RETURN DISTINCT r.predicate AS predicate ORDER BY predicate"
_NODES = "MATCH (n:{label}) WHERE n.id > $after RETURN n.id AS id ORDER BY id LIMIT $page"
_INTO = "UNWIND $ids AS i MATCH (n:{label} {{id: i}})<-[r]-(m) WHERE {facts} RETURN i, r.predicate AS p, m.id AS m"
_OUT_OF = "UNWIND $ids AS i MATCH (n:{label} {{id: i}})-[r]->(m) WHERE {facts} RETURN i, r.predicate AS p, m.id AS m"


@dataclass(frozen=True, eq=False)
class StoreIndex:
    """The nodes of a store by number.

    Attributes:
        node_ids: CURIEs, sorted; a node's id is its place.
        types: categories and relations, and which node is of which category.
        positions: the id of every CURIE.
    """

    node_ids: tuple[str, ...]
    types: NodeTypes
    positions: Mapping[str, int]

    @classmethod
    def read(cls, store: Store) -> StoreIndex:
        """Reads every node's CURIE and category, page by page.

        Raises:
            StoreError: the store cannot be reached, or holds labels that medkg does not write.
        """
        labels = [checked(str(row[0])) for row in rows_of(store, _LABELS)]
        relations = tuple(checked(str(row[0])) for row in rows_of(store, _PREDICATES))
        named = sorted((node, code) for code, label in enumerate(labels) for node in _nodes(store, label))
        node_ids = tuple(node for node, _ in named)
        codes = np.fromiter((code for _, code in named), np.int16, len(named))
        types = NodeTypes(tuple(labels), codes, relations)
        return cls(node_ids, types, {node: place for place, node in enumerate(node_ids)})


class StoreAdjacency:
    """An :class:`gnn.sampling.adjacency.Adjacency` whose rows come from a store when they are first drawn from.

    Args:
        store: Neo4j, or the embedded one.
        index: of its nodes.
        cached_nodes: how many nodes' edges are kept; the least recently used go first.

    Attributes:
        fetched: how many nodes' edges were asked from the store so far.
    """

    def __init__(self, store: Store, index: StoreIndex, cached_nodes: int = _CACHED_NODES) -> None:
        self.num_nodes = len(index.node_ids)
        self.num_relations = len(index.types.relations)
        self.fetched = 0
        self._store, self._index, self._most = store, index, cached_nodes
        self._rows: OrderedDict[int, NDArray[np.int64]] = OrderedDict()
        self._relation = {name: number for number, name in enumerate(index.types.relations)}

    def draw(self, nodes: Ids, fanout: int, generator: np.random.Generator) -> Drawn:
        """See :class:`gnn.sampling.adjacency.Adjacency`; an edge's number is a hash of its triple."""
        rows = self._of(nodes)
        degrees = np.fromiter(map(len, rows), np.int64, len(rows))
        targets, within = draw_places(degrees, fanout, generator)
        if not len(targets):
            return Drawn(targets, targets, targets, targets)
        begins = np.cumsum(degrees) - degrees
        picked = np.concatenate(rows)[begins[targets] + within]
        return Drawn(targets, picked[:, 0], picked[:, 1], self.edge_numbers(nodes[targets], picked))

    def edge_numbers(self, nodes: Ids, rows: NDArray[np.int64]) -> Ids:
        """The numbers of edges between ``nodes`` and the ends in ``rows`` (source, relation); both ways are equal."""
        back = rows[:, 1] >= self.num_relations
        head = np.where(back, nodes, rows[:, 0])
        tail = np.where(back, rows[:, 0], nodes)
        relation = np.where(back, rows[:, 1] - self.num_relations, rows[:, 1])
        numbers: Ids = (head * self.num_relations + relation) * self.num_nodes + tail
        return numbers

    def _of(self, nodes: Ids) -> list[NDArray[np.int64]]:
        """int64 [degree, 2] of (source, relation) for each node."""
        asked = nodes.tolist()
        missing = [node for node in dict.fromkeys(asked) if node not in self._rows]
        fresh = dict(self._fetch(missing))
        found = [fresh[node] if node in fresh else self._rows[node] for node in asked]
        for node in asked:
            if node in self._rows:
                self._rows.move_to_end(node)
        self._rows.update(fresh)
        while len(self._rows) > self._most:
            self._rows.popitem(last=False)
        return found

    def _fetch(self, nodes: list[int]) -> Iterator[tuple[int, NDArray[np.int64]]]:
        codes = self._index.types.node_category
        for start in range(0, len(nodes), _ASKED_AT_ONCE):
            batch = nodes[start : start + _ASKED_AT_ONCE]
            rows: dict[int, list[tuple[int, int]]] = {node: [] for node in batch}
            for code in sorted({int(codes[node]) for node in batch}):
                label = self._index.types.categories[code]
                ids = [self._index.node_ids[node] for node in batch if codes[node] == code]
                for query, shift in ((_INTO, 0), (_OUT_OF, self.num_relations)):
                    text = query.format(label=label, facts=FACTS)
                    for given, predicate, other in rows_of(self._store, text, {"ids": ids}):
                        edge = self._place(other), self._relation[str(predicate)] + shift
                        rows[self._place(given)].append(edge)
            self.fetched += len(batch)
            for node, edges in rows.items():
                yield node, np.array(sorted(set(edges)), np.int64).reshape(-1, 2)

    def _place(self, curie: Any) -> int:
        found = self._index.positions.get(str(curie))
        if found is None:
            raise StoreError(f"The store holds {curie!r}, which came after its index.", "Read the index anew.")
        return found


def rows_of(store: Store, cypher: str, parameters: Mapping[str, Parameter] | None = None) -> tuple[Any, ...]:
    """All rows of a query; none is cut off.

    Raises:
        StoreError: the store cannot be reached, or gave more rows than can be held.
    """
    found = store.query(cypher, parameters, QueryLimits(_SECONDS, _MOST_ROWS))
    if found.truncated:
        raise StoreError(f"The store has over {_MOST_ROWS:,} rows for one query.", "Ask for fewer nodes at once.")
    return found.rows


def checked(name: str) -> str:
    """A label or predicate that may stand in a query as it is.

    Raises:
        StoreError: it holds other characters than letters, digits and underscores.
    """
    if not _NAME.fullmatch(name):
        raise StoreError(f"The store holds the label or predicate {name!r}, which medkg does not write.",
                         "Point it at a store that medkg filled.")  # fmt: skip
    return name


def _nodes(store: Store, label: str) -> Iterator[str]:
    after = ""
    while True:
        page = rows_of(store, _NODES.format(label=label), {"after": after, "page": PAGE})
        yield from (str(row[0]) for row in page)
        if len(page) < PAGE:
            return
        after = str(page[-1][0])
