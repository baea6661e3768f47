"""What one graph has that another lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from kg.bucket_files import BucketFiles, schema_of
from kg.graph import Graph
from kg.ledger import EDGES, NODES
from kg.records import Difference
from kg.table_difference import TableDifference, compare_tables, to_difference


@dataclass(frozen=True, slots=True)
class Change:
    """How many nodes of a category, or edges of a predicate, were added, removed and changed."""

    kind: str
    name: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class GraphDifference:
    """What a second graph has that a first one lacks, and the other way round.

    Attributes:
        same: the content hashes are equal.
        changes: by category (kind ``nodes``) and by predicate (kind ``edges``), sorted; rows of zeros are left out.
        difference: the records; applied to the first graph it gives the second.
    """

    same: bool
    changes: tuple[Change, ...]
    difference: Difference


def compare_graphs(first: Graph, second: Graph) -> GraphDifference:
    """What ``second`` has that ``first`` lacks, and the other way round; buckets of equal hash are not read."""
    nodes = list(_bucket_differences(first, second, NODES))
    edges = list(_bucket_differences(first, second, EDGES))
    changes = (*_changes(nodes, NODES, "category"), *_changes(edges, EDGES, "predicate"))
    return GraphDifference(first.content_hash() == second.content_hash(), changes, to_difference(nodes, edges))


def _bucket_differences(first: Graph, second: Graph, kind: str) -> Iterator[TableDifference]:
    if first.layout.buckets != second.layout.buckets:
        tables = [graph.node_table() if kind == NODES else graph.edge_table() for graph in (first, second)]
        yield compare_tables(*(table.drop_columns(["bucket"]) for table in tables))
        return
    one, other = (BucketFiles(graph.layout, graph.ledger) for graph in (first, second))
    rows, other_rows = first.ledger.buckets(kind), second.ledger.buckets(kind)
    for key in sorted({*rows, *other_rows}):
        row, other_row = rows.get(key), other_rows.get(key)
        if row and other_row and row.hash == other_row.hash:
            continue
        empty: pa.Table = schema_of(kind).empty_table()
        yield compare_tables(one.read(row) if row else empty, other.read(other_row) if other_row else empty)


def _changes(differences: list[TableDifference], kind: str, column: str) -> Iterator[Change]:
    counts: dict[str, Counter[str]] = {"added": Counter(), "removed": Counter(), "changed": Counter()}
    for one in differences:
        for what, table in (("added", one.added), ("removed", one.removed), ("changed", one.changed)):
            counts[what].update(table[column].to_pylist())
    for name in sorted(set().union(*counts.values())):
        yield Change(kind, name, counts["added"][name], counts["removed"][name], counts["changed"][name])
