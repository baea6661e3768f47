"""Why the answer to a query may be blank or empty: it names what the schema knows and the graph lacks."""

from __future__ import annotations

from collections.abc import Iterator

from api.engine_views import Views
from api.guard.check import CheckedQuery
from kg.errors import QueryError, QueryTimeoutError
from kg.near import did_you_mean, near_names
from kg.shipped import manifest
from kg.store.properties import EDGE_KEYS, NODE_KEYS
from kg.store.protocol import QueryLimits, Rows, Store

_FIXED = frozenset((*NODE_KEYS, *EDGE_KEYS))
_NOT = "not_"
_ONE = QueryLimits(seconds=5.0, rows=1)


def query_warnings(checked: CheckedQuery, rows: Rows, store: Store, views: Views) -> tuple[str, ...]:
    """Properties that no node or relationship has, and, of an empty answer, types that no relationship has.

    Args:
        checked: the query.
        rows: its answer; empty too when all that it holds is 0 or blank, as a count is.
        store: that answered it.
        views: of the graph.
    """
    found = list(_properties(checked, views))
    if all(not value for row in rows for value in row):
        found += _types(checked, store)
    return tuple(found)


def _properties(checked: CheckedQuery, views: Views) -> Iterator[str]:
    for key in sorted(set(checked.properties) - _FIXED):
        known = views.properties()
        if key not in known:
            meant = did_you_mean(near_names(key, known | _FIXED))
            yield f"No node or relationship of the graph has a property {key!r}. {meant}".rstrip()


def _types(checked: CheckedQuery, store: Store) -> Iterator[str]:
    for kind in checked.types:
        if _is_there(kind, store):
            continue
        if kind.removeprefix(_NOT) in checked.types and kind.startswith(_NOT):
            continue  # the claim and its denial are asked for together
        brought = any(kind in file.categories for file in manifest().of_kind("facts"))
        hint = "; `medkg import shipped` brings them" if brought else ""
        yield f"The graph holds no {kind} edge{hint}."


def _is_there(kind: str, store: Store) -> bool:
    """Whether a relationship has the type; when the store cannot tell in time, nothing is said of it."""
    try:
        return bool(store.query(f"MATCH ()-[r:{kind}]->() RETURN r.id AS id LIMIT 1", {}, _ONE).rows)
    except (QueryError, QueryTimeoutError):
        return True
