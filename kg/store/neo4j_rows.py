"""From the Neo4j driver's values to those of :mod:`kg.store.protocol`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.store.protocol import EdgeValue, MapValue, NodeValue, PathValue, Value
from kg.store.rows import property_pairs, scalar


class Neo4jRows:
    """Turns the driver's nodes, relationships, paths, maps and scalars into values.

    Args:
        ids: from an element id to the node's CURIE; a relationship's ends come without their properties.
    """

    def __init__(self, ids: Mapping[str, str]) -> None:
        from neo4j import graph

        self._ids = ids
        self._kinds = (graph.Node, graph.Relationship, graph.Path)

    def value(self, raw: Any) -> Value:
        """One value of a row."""
        node, relationship, path = self._kinds
        if isinstance(raw, node):
            return self._node(raw)
        if isinstance(raw, relationship):
            return self._edge(raw)
        if isinstance(raw, path):
            return PathValue(tuple(map(self._node, raw.nodes)), tuple(map(self._edge, raw.relationships)))
        if isinstance(raw, dict):
            return MapValue(tuple((key, self.value(one)) for key, one in sorted(raw.items())))
        if isinstance(raw, list | tuple) and not hasattr(raw, "srid"):
            return tuple(self.value(one) for one in raw)
        return scalar(raw)

    def _node(self, raw: Any) -> NodeValue:
        return NodeValue(str(raw.get("id", "")), min(raw.labels, default=""), property_pairs(dict(raw.items())))

    def _edge(self, raw: Any) -> EdgeValue:
        ends = [self._ids.get(end.element_id, "") for end in (raw.start_node, raw.end_node)]
        return EdgeValue(ends[0], raw.type, ends[1], property_pairs(dict(raw.items())))


def ends_of(raw: Any) -> Iterable[str]:
    """The element ids of the ends of every relationship in ``raw``."""
    if isinstance(raw, dict):
        for one in raw.values():
            yield from ends_of(one)
    elif isinstance(raw, list | tuple):
        for one in raw:
            yield from ends_of(one)
    elif hasattr(raw, "start_node") and hasattr(raw, "end_node"):
        for relationship in getattr(raw, "relationships", (raw,)):
            yield relationship.start_node.element_id
            yield relationship.end_node.element_id
