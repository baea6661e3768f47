"""What medkg knows of a Neo4j database besides the graph: which graph it holds, and whether all of it is medkg's.

The state is kept as the name of a constraint on a label that no node bears, not as a node: so no query sees a node
that the graph does not have, and the same query gives the same rows as on the embedded store.
"""

from __future__ import annotations

from kg.errors import StoreError
from kg.schema import Category
from kg.store.change import Run
from kg.store.protocol import Counts

_PREFIX = "medkg_state_"
_DONE = f"{_PREFIX}done_"
_PENDING = f"{_PREFIX}pending_"
_SHOW = "SHOW CONSTRAINTS YIELD name WHERE name STARTS WITH $prefix RETURN name"
_OTHERS_NODES = (
    "MATCH (n) WHERE size(labels(n)) <> 1 OR NOT labels(n)[0] IN $labels OR n.id IS NULL OR n.name IS NULL "
    "OR n.synonyms IS NULL OR n.xrefs IS NULL RETURN labels(n) AS kind, count(*) AS c ORDER BY c DESC LIMIT 5"
)
_OTHERS_EDGES = (
    "MATCH ()-[r]->() WHERE r.id IS NULL OR r.predicate IS NULL OR r.knowledge_level IS NULL "
    "RETURN type(r) AS kind, count(*) AS c ORDER BY c DESC LIMIT 5"
)


def quoted(name: str) -> str:
    """A name in back-quotes, as Cypher takes it.

    >>> quoted("a`b")
    '`a``b`'
    """
    return "`" + name.replace("`", "``") + "`"


def content_hash(run: Run) -> str:
    """The hash of the last finished load or apply; empty when there was none or one was broken off."""
    names = [row["name"] for row in run(_SHOW, {"prefix": _PREFIX})]
    if any(name.startswith(_PENDING) for name in names):
        return ""
    return max((name.removeprefix(_DONE) for name in names), default="")


def set_pending(run: Run, content_hash: str) -> None:
    """From now on, until :func:`set_done`, the database counts as holding no whole graph."""
    _replace(run, _PENDING + content_hash)


def set_done(run: Run, content_hash: str) -> None:
    """The database holds this graph."""
    _replace(run, _DONE + content_hash)


def state_constraint(content_hash: str) -> str:
    """The statement that marks a database, filled by ``neo4j-admin``, as holding this graph."""
    return _create(_DONE + content_hash)


def _create(name: str) -> str:
    property_name = quoted(name.removeprefix(_PREFIX))
    return f"CREATE CONSTRAINT {quoted(name)} IF NOT EXISTS FOR (n:MedkgState) REQUIRE n.{property_name} IS UNIQUE"


def _replace(run: Run, name: str) -> None:
    run(_create(name), {})
    for row in run(_SHOW, {"prefix": _PREFIX}):
        if row["name"] != name:
            run(f"DROP CONSTRAINT {quoted(row['name'])} IF EXISTS", {})


def create_constraint(run: Run, label: str) -> None:
    """Makes ``id`` unique among the nodes of ``label``."""
    name = quoted(f"medkg_{label}_id")
    run(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.id IS UNIQUE", {})


def refuse_others(run: Run, where: str) -> None:
    """Checks that a replacing load destroys nothing that medkg did not write.

    Raises:
        StoreError: the database holds nodes or relationships of another shape; the message counts them.
    """
    for what, text in (("nodes", _OTHERS_NODES), ("relationships", _OTHERS_EDGES)):
        found = run(text, {"labels": list(Category)})
        if found:
            kinds = ", ".join(f"{row['c']} of {_kind(row['kind'])}" for row in found)
            raise StoreError(
                f"The Neo4j database at {where} holds {what} that medkg did not write ({kinds}).",
                "Publish into a database of its own, or empty this one first.",
            )


def _kind(kind: str | list[str]) -> str:
    return kind if isinstance(kind, str) else ":".join(kind) or "no label"


def counts(run: Run) -> Counts:
    """Counted by the server, in nodes of the schema's labels."""
    row = _count(run)
    edges = int(row.pop("edges"))
    return Counts(sum(map(int, row.values())), edges)


def labels(run: Run) -> list[str]:
    """The schema's labels that some node bears."""
    return [label for label, number in _count(run).items() if number and label != "edges"]


def _count(run: Run) -> dict[str, int]:
    per_label = ", ".join(f"COUNT {{ (:{quoted(label)}) }} AS {quoted(label)}" for label in Category)
    return run(f"RETURN {per_label}, COUNT {{ ()-->() }} AS edges", {})[0]
