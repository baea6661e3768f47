"""PyG's ``GraphStore`` and ``FeatureStore`` over a store that answers Cypher; reading only, with a cache."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch_geometric.data import EdgeAttr, FeatureStore, GraphStore, TensorAttr
from torch_geometric.data.graph_store import EdgeLayout

from gnn.sampling.store import FACTS, StoreIndex, checked, rows_of
from gnn.sampling.typed import REVERSED
from kg.errors import InputError
from kg.store.protocol import Store

_CACHED_ROWS = 1_000_000
_ASKED_AT_ONCE = 10_000
_KINDS = (
    f"MATCH (a)-[r]->(b) WHERE {FACTS} "
    "RETURN DISTINCT labels(a)[0] AS source, r.predicate AS predicate, labels(b)[0] AS target"
)
_EDGES = (
    "MATCH (a:{0})-[r]->(b:{2}) WHERE {facts} AND r.predicate = $predicate "
    "RETURN DISTINCT a.id AS source, b.id AS target ORDER BY source, target"
)
_VALUES = "UNWIND $ids AS i MATCH (n:{label} {{id: i}}) RETURN i, n.{name} AS value"
_READ_ONLY = "Change the graph with medkg build, import and publish."


class CypherGraphStore(GraphStore):
    """The edges of a store by type ``(category, predicate, category)``, as int64 COO, numbered within the categories.

    Each type also stands the other way round, ``(target, "rev_<predicate>", source)``, as the sampler walks it. Denied
    claims and predictions are no edges. A type is fetched when it is first asked for, and kept.

    Args:
        store: Neo4j, or the embedded one.
        index: of its nodes.
    """

    def __init__(self, store: Store, index: StoreIndex) -> None:
        super().__init__()
        self._store, self._index = store, index
        self._edges: dict[tuple[str, str, str], tuple[Tensor, Tensor]] = {}
        self._kinds: tuple[tuple[str, str, str], ...] | None = None

    def get_all_edge_attrs(self) -> list[EdgeAttr]:
        """The types that have an edge, each in COO layout."""
        if self._kinds is None:
            found = {tuple(checked(str(part)) for part in row) for row in rows_of(self._store, _KINDS)}
            self._kinds = tuple((one[0], one[1], one[2]) for one in sorted(found))
            self._kinds += tuple((one[2], f"{REVERSED}{one[1]}", one[0]) for one in self._kinds)
        return [EdgeAttr(kind, EdgeLayout.COO, False, self._size(kind)) for kind in self._kinds]

    def _get_edge_index(self, edge_attr: EdgeAttr) -> tuple[Tensor, Tensor] | None:
        if edge_attr.layout is not EdgeLayout.COO:
            return None
        kind = tuple(edge_attr.edge_type)
        if kind[1].startswith(REVERSED):
            whole = self._get_edge_index(EdgeAttr((kind[2], kind[1].removeprefix(REVERSED), kind[0]), EdgeLayout.COO))
            return whole and (whole[1], whole[0])
        if kind not in self._edges:
            text = _EDGES.format(*map(checked, kind), facts=FACTS)
            rows = rows_of(self._store, text, {"predicate": kind[1]})
            places = [(self._index.positions[str(a)], self._index.positions[str(b)]) for a, b in rows]
            ends = self._index.types.local[np.array(places, np.int64).reshape(-1, 2)]
            self._edges[kind] = (torch.from_numpy(ends[:, 0].copy()), torch.from_numpy(ends[:, 1].copy()))
        return self._edges[kind]

    def _size(self, kind: tuple[str, str, str]) -> tuple[int, int]:
        members = self._index.types.members
        return len(members[kind[0]]), len(members[kind[2]])

    def _put_edge_index(self, edge_index: Any, edge_attr: EdgeAttr) -> bool:
        raise InputError("A store's edges cannot be set from here.", _READ_ONLY)

    def _remove_edge_index(self, edge_attr: EdgeAttr) -> bool:
        raise InputError("A store's edges cannot be removed from here.", _READ_ONLY)


class CypherFeatureStore(FeatureStore):
    """Numbers and lists of numbers that nodes hold as properties, as float32 [nodes, width].

    Args:
        store: Neo4j, or the embedded one.
        index: of its nodes.
        properties: the names of the properties of each category.
        cached_rows: how many nodes' values are kept; the least recently used go first.

    Attributes:
        fetched: how many nodes' values were asked from the store so far.
    """

    def __init__(
        self,
        store: Store,
        index: StoreIndex,
        properties: Mapping[str, tuple[str, ...]],
        cached_rows: int = _CACHED_ROWS,
    ) -> None:
        super().__init__()
        self.fetched = 0
        self._store, self._index, self._most = store, index, cached_rows
        self._properties = {checked(group): tuple(map(checked, names)) for group, names in properties.items()}
        self._rows: OrderedDict[tuple[str, str, int], NDArray[np.float32]] = OrderedDict()

    def get_all_tensor_attrs(self) -> list[TensorAttr]:
        """Every named property of every category."""
        return [TensorAttr(group, name) for group, names in self._properties.items() for name in names]

    def _get_tensor(self, attr: TensorAttr) -> Tensor | None:
        group, name = str(attr.group_name), str(attr.attr_name)
        if name not in self._properties.get(group, ()):
            return None
        places = self._places(group, attr.index)
        keys = [(group, name, place) for place in places]
        fresh = self._fetch(
            group, name, [place for place in dict.fromkeys(places) if (group, name, place) not in self._rows]
        )
        rows = [fresh[key[2]] if key[2] in fresh else self._rows[key] for key in keys]
        for key in keys:
            if key in self._rows:
                self._rows.move_to_end(key)
        self._rows.update({(group, name, place): row for place, row in fresh.items()})
        while len(self._rows) > self._most:
            self._rows.popitem(last=False)
        return torch.from_numpy(np.stack(rows)) if rows else torch.empty(0, 0)

    def _get_tensor_size(self, attr: TensorAttr) -> tuple[int, ...]:
        first = self._get_tensor(TensorAttr(attr.group_name, attr.attr_name, torch.tensor([0])))
        members = len(self._index.types.members[str(attr.group_name)])
        return (members,) if first is None else (members, *first.shape[1:])

    def _put_tensor(self, tensor: Any, attr: TensorAttr) -> bool:
        raise InputError("A store's properties cannot be set from here.", _READ_ONLY)

    def _remove_tensor(self, attr: TensorAttr) -> bool:
        raise InputError("A store's properties cannot be removed from here.", _READ_ONLY)

    def _places(self, group: str, index: Any) -> list[int]:
        everything = torch.arange(len(self._index.types.members[group]))
        chosen = everything if index is None else everything[index]
        return [int(place) for place in chosen.reshape(-1)]

    def _fetch(self, group: str, name: str, places: list[int]) -> dict[int, NDArray[np.float32]]:
        members = self._index.types.members[group]
        ids = {self._index.node_ids[members[place]]: place for place in places}
        found: dict[int, NDArray[np.float32]] = {}
        named = list(ids)
        for start in range(0, len(named), _ASKED_AT_ONCE):
            text = _VALUES.format(label=group, name=name)
            for curie, value in rows_of(self._store, text, {"ids": named[start : start + _ASKED_AT_ONCE]}):
                found[ids[str(curie)]] = _numbers(str(curie), name, value)
        self.fetched += len(places)
        widths = {row.shape for row in found.values()}
        if len(widths) > 1 or len(found) < len(ids):
            raise InputError(
                f"The property {name!r} of {group} has widths {sorted(widths)}, and {len(ids) - len(found)} lack it.",
                "Write it for every node, always as many numbers.",
            )
        return found


def _numbers(curie: str, name: str, value: Any) -> NDArray[np.float32]:
    try:
        row = np.atleast_1d(np.asarray(value, dtype=np.float32))
    except (TypeError, ValueError):
        row = np.array([np.nan], np.float32)
    if not np.isfinite(row).all():
        raise InputError(f"{curie} has no finite numbers as {name!r}: {str(value)[:40]}.", "Write them for every node.")
    return row
