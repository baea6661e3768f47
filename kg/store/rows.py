"""From what an engine returns to the values of :mod:`kg.store.protocol`, the same for both stores."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from kg.store.properties import ENGINE_KEYS
from kg.store.protocol import EdgeValue, MapValue, NodeValue, PathValue, Value

_NODE_KEYS = {"id", "labels", "properties"}
_EDGE_KEYS = {"id", "start", "end", "type", "properties"}
_PATH_KEYS = {"nodes", "relationships"}
# properties(n) and properties(r) come as maps with the engine's own keys in them; these give such a map away.
_NODE_MARKS = {"id", "name", "title", "type", "synonyms", "xrefs"}
_EDGE_MARKS = {"id", "predicate", "belief", "support", "type"}


def scalar(value: object) -> Value:
    """A single value: NaN becomes null (engines differ in it), dates and times their ISO text.

    >>> scalar(float("nan")), scalar(2.0), scalar(date(2026, 1, 2))
    (None, 2.0, '2026-01-02')
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    to_native = getattr(value, "to_native", None)  # the Neo4j driver's times, which count nanoseconds
    if callable(to_native):
        value = to_native()
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value)


def property_pairs(properties: Mapping[str, Any], strip: frozenset[str] = frozenset()) -> tuple[tuple[str, Value], ...]:
    """Properties as sorted pairs, nulls and the keys in ``strip`` left out."""
    return tuple(
        (key, tuple(scalar(one) for one in value) if isinstance(value, list | tuple) else scalar(value))
        for key, value in sorted(properties.items())
        if value is not None and key not in strip
    )


class EmbeddedRows:
    """Turns kglite's dictionaries into values.

    Args:
        ids: from the engine's node number to the node's CURIE; relationships name their ends by number.
    """

    def __init__(self, ids: Mapping[int, str]) -> None:
        self._ids = ids

    def value(self, raw: Any) -> Value:
        """One value of a row."""
        if isinstance(raw, dict):
            return self._from_dict(raw)
        if isinstance(raw, list | tuple):
            return tuple(self.value(one) for one in raw)
        return scalar(raw)

    def _from_dict(self, raw: dict[str, Any]) -> Value:
        keys = raw.keys()
        if keys == _NODE_KEYS and isinstance(raw["id"], int):
            return self._node(raw)
        if keys == _EDGE_KEYS and isinstance(raw["start"], int):
            return self._edge(raw)
        if keys == _PATH_KEYS:
            return PathValue(tuple(map(self._node, raw["nodes"])), tuple(map(self._edge, raw["relationships"])))
        strip = ENGINE_KEYS if keys >= _NODE_MARKS else {"type"} if keys >= _EDGE_MARKS else frozenset()
        return MapValue(tuple((key, self.value(one)) for key, one in sorted(raw.items()) if key not in strip))

    def _node(self, raw: dict[str, Any]) -> NodeValue:
        properties = raw["properties"]
        return NodeValue(str(properties["id"]), raw["labels"][0], property_pairs(properties, ENGINE_KEYS))

    def _edge(self, raw: dict[str, Any]) -> EdgeValue:
        ends = (self._ids.get(raw["start"], ""), self._ids.get(raw["end"], ""))
        return EdgeValue(ends[0], raw["type"], ends[1], property_pairs(raw["properties"], ENGINE_KEYS))


def edge_ends(raw: Any) -> Iterable[int]:
    """The node numbers that kglite's relationships in ``raw`` name as their ends."""
    if isinstance(raw, dict):
        if raw.keys() == _EDGE_KEYS and isinstance(raw["start"], int):
            yield raw["start"]
            yield raw["end"]
            return
        for one in raw.values():
            yield from edge_ends(one)
    elif isinstance(raw, list | tuple):
        for one in raw:
            yield from edge_ends(one)
