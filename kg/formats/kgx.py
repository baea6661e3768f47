"""Writes a graph as KGX TSV, ``nodes.tsv`` and ``edges.tsv``; :mod:`kg.formats.kgx_source` reads it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.formats.kgx_columns import EDGE_COLUMNS, EDGES_FILE, NODE_COLUMNS, NODES_FILE, cell, list_cell
from kg.formats.output import Output, Written
from kg.records import Edge, Node
from kg.schema import predicate
from kg.store.protocol import Counts

PROPERTIES = "properties"


def write_kgx(nodes: Iterable[Node], edges: Iterable[Edge], directory: Path) -> Written:
    """Writes both tables, or neither.

    Further properties of a node stand as ``key=value`` in the column ``properties``; a qualifier of an edge as
    ``key=value@source`` in ``qualifiers``.

    Raises:
        GraphDirectoryError: the disk is full, or the directory cannot be written.
    """
    with Output(directory) as output:
        node_file, edge_file = output.open(NODES_FILE), output.open(EDGES_FILE)
        node_file.write("\t".join((*NODE_COLUMNS, PROPERTIES)) + "\n")
        edge_file.write("\t".join(EDGE_COLUMNS) + "\n")
        node_count = edge_count = 0
        for node in nodes:
            node_file.write("\t".join(_node_cells(node)) + "\n")
            node_count += 1
        for edge in edges:
            edge_file.write("\t".join(_edge_cells(edge)) + "\n")
            edge_count += 1
        files = output.files
    return Written(Counts(node_count, edge_count), files)


def _node_cells(node: Node) -> tuple[str, ...]:
    return (
        node.id, f"biolink:{node.category}", cell(node.name), cell(node.name_zh), list_cell(node.synonyms),
        list_cell(node.xrefs), list_cell(f"{key}={value}" for key, value in node.properties),
    )  # fmt: skip


def _edge_cells(edge: Edge) -> tuple[str, ...]:
    return (
        edge.id, edge.subject, predicate(edge.predicate).curie, edge.object, "true" if edge.negated else "false",
        edge.knowledge_level, edge.agent_type, cell(edge.primary_knowledge_source), repr(float(edge.belief)),
        str(edge.support), str(edge.against), list_cell(edge.sources), list_cell(edge.licences),
        list_cell(f"{one.key}={one.value}@{one.source.replace('@', '%40')}" for one in edge.qualifiers),
    )  # fmt: skip
