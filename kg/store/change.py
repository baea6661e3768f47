"""A difference as plain rows, applied through Cypher that every store runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from kg.errors import StoreError
from kg.records import Difference, Edge, Node
from kg.store.properties import edge_properties, edge_type, node_label, node_properties, opposite_type

NodeRow: TypeAlias = tuple[str, dict[str, Any]]  # label, properties
EdgeRow: TypeAlias = tuple[str, str, str, dict[str, Any]]  # subject, type, object, properties
Run: TypeAlias = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]  # Cypher, parameters -> rows
_T = TypeVar("_T")
_K = TypeVar("_K", bound=Hashable)

BATCH = 10_000
_ENDS = "UNWIND $rows AS row MATCH (a:`{head}` {{id: row.s}}) MATCH (b:`{tail}` {{id: row.o}}) "
MERGE_NODES = "UNWIND $rows AS row MERGE (n:`{label}` {{id: row.id}}) SET n = row.p"
MERGE_EDGES = _ENDS + "MERGE (a)-[r:`{type}` {{id: row.p.id}}]->(b) SET r = row.p"
CREATE_EDGES = _ENDS + "CREATE (a)-[r:`{type}`]->(b) SET r = row.p"
_DELETE_EDGES = (
    "UNWIND $rows AS row MATCH (a:`{head}` {{id: row.s}})-[r:`{type}`]->(b:`{tail}` {{id: row.o}}) "
    "WHERE r.id = row.p.id DELETE r"
)
_DELETE_NODES = "UNWIND $rows AS row MATCH (n:`{label}` {{id: row}}) DETACH DELETE n"
_LABELS_OF = "UNWIND $rows AS row MATCH (n:`{label}` {{id: row}}) RETURN n.id AS id"
_INCIDENT = (
    "MATCH (a:`{label}` {{id: $id}})-[r]-() WITH DISTINCT r "
    "RETURN startNode(r).id AS s, type(r) AS t, endNode(r).id AS o, properties(r) AS p"
)


def node_row(node: Node) -> NodeRow:
    """A node as a row. Raises SchemaError for an unknown category."""
    return (node_label(node), dict(node_properties(node)))


def edge_row(edge: Edge) -> EdgeRow:
    """An edge as a row. Raises SchemaError for an unknown predicate."""
    return (str(edge.subject), edge_type(edge), str(edge.object), dict(edge_properties(edge)))


def groups(rows: Iterable[_T], key: Callable[[_T], _K]) -> dict[_K, list[_T]]:
    """Rows by key, in the order in which each key first came."""
    found: dict[_K, list[_T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def batches(rows: Iterable[_T], size: int = BATCH) -> Iterator[list[_T]]:
    """Rows in lists of at most ``size``.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def edges_by_ends(rows: Iterable[EdgeRow], labels: Mapping[str, str]) -> dict[tuple[str, str, str], list[EdgeRow]]:
    """Edges by (subject's label, type, object's label).

    Raises:
        StoreError: an edge names a node without a label.
    """
    try:
        return groups(rows, lambda row: (labels[row[0]], row[1], labels[row[2]]))
    except KeyError as error:
        raise StoreError(
            f"An edge names node {error.args[0]}, which is not in the store.", "Load all nodes of the graph."
        ) from None


def write_edges(run: Run, text: str, rows: Sequence[EdgeRow]) -> None:
    """Runs ``text`` over rows ``{s, o, p}`` in batches."""
    for batch in batches(rows):
        run(text, {"rows": [{"s": row[0], "o": row[2], "p": row[3]} for row in batch]})


def labels_of(run: Run, ids: Iterable[str], present: Iterable[str]) -> dict[str, str]:
    """The label of each of these nodes that the store holds, among the labels ``present``."""
    wanted = sorted(set(ids))
    found: dict[str, str] = {}
    for label in present:
        for batch in batches(wanted):
            found.update((row["id"], label) for row in run(_LABELS_OF.format(label=label), {"rows": batch}))
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What to change. Applying it twice is the same as once."""

    nodes: list[NodeRow]
    gone_nodes: list[str]
    edges: list[EdgeRow]
    gone_edges: list[EdgeRow]

    @classmethod
    def of(cls, difference: Difference) -> Change:
        """The difference as rows."""
        return cls(
            [node_row(node) for node in difference.added_nodes],
            [str(node_id) for node_id in difference.removed_nodes],
            [edge_row(edge) for edge in difference.added_edges],
            [edge_row(edge) for edge in difference.removed_edges],
        )

    def __len__(self) -> int:
        return len(self.nodes) + len(self.gone_nodes) + len(self.edges) + len(self.gone_edges)

    def apply(self, run: Run, present: Sequence[str]) -> None:
        """Removes, then adds; a node that changed its category keeps its relationships.

        Args:
            run: runs one writing statement.
            present: the labels that the store's nodes bear.

        Raises:
            StoreError: an added edge names a node that neither the store nor the change holds.
        """
        ends = [end for row in (*self.edges, *self.gone_edges) for end in (row[0], row[2])]
        labels = labels_of(run, [*ends, *self.gone_nodes, *(properties["id"] for _, properties in self.nodes)], present)
        gone = [(s, kind, o, p) for s, t, o, p in self.gone_edges for kind in (t, opposite_type(t))]
        turned = [(s, opposite_type(t), o, p) for s, t, o, p in self.edges]
        known = (row for row in (*gone, *turned) if row[0] in labels and row[2] in labels)
        for (head, kind, tail), rows in edges_by_ends(known, labels).items():
            write_edges(run, _DELETE_EDGES.format(head=head, type=kind, tail=tail), rows)
        for label, ids in groups((i for i in self.gone_nodes if i in labels), labels.__getitem__).items():
            for batch in batches(ids):
                run(_DELETE_NODES.format(label=label), {"rows": batch})
        for node_id in self.gone_nodes:
            labels.pop(node_id, None)
        kept = self._merge_nodes(run, labels)
        if kept:
            labels |= {**labels_of(run, (end for row in kept for end in (row[0], row[2])), present), **labels}
        for (head, kind, tail), rows in edges_by_ends((*kept, *self.edges), labels).items():
            write_edges(run, MERGE_EDGES.format(head=head, type=kind, tail=tail), rows)

    def _merge_nodes(self, run: Run, labels: dict[str, str]) -> list[EdgeRow]:
        """Adds or changes nodes; returns the relationships of those that had to be made anew under another label."""
        kept: list[EdgeRow] = []
        for label, properties in self.nodes:
            node_id = properties["id"]
            old = labels.get(node_id, label)
            if old != label:
                for row in run(_INCIDENT.format(label=old), {"id": node_id}):
                    own = {key: value for key, value in row["p"].items() if key != "type"}  # kglite adds it
                    kept.append((row["s"], row["t"], row["o"], own))
                run(_DELETE_NODES.format(label=old), {"rows": [node_id]})
            labels[node_id] = label
        for label, rows in groups(self.nodes, lambda row: row[0]).items():
            merge_nodes(run, label, rows)
        return kept


def merge_nodes(run: Run, label: str, rows: Sequence[NodeRow]) -> None:
    """Adds or changes nodes of one label, in batches."""
    for batch in batches(rows):
        keyed = [{"id": properties["id"], "p": properties} for _, properties in batch]
        run(MERGE_NODES.format(label=label), {"rows": keyed})
