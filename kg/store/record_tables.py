"""Records as the tables that a columnar store loads, for callers that have no merged tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import pyarrow as pa

from kg.edge_table import EDGE_SCHEMA
from kg.evidence_table import pairs_to_text
from kg.node_table import NODE_SCHEMA
from kg.records import Edge, Node, Qualifier
from kg.store.change import batches
from kg.store.properties import clean

_NODES = pa.schema([field for field in NODE_SCHEMA if field.name != "bucket"])
_EDGES = pa.schema([field for field in EDGE_SCHEMA if field.name != "bucket"])


def nodes_to_table(nodes: Iterable[Node]) -> pa.Table:
    """Nodes in columns :data:`kg.node_table.NODE_SCHEMA` without ``bucket``."""
    return pa.concat_tables([_NODES.empty_table(), *(_nodes(batch) for batch in batches(nodes))])


def edges_to_table(edges: Iterable[Edge]) -> pa.Table:
    """Edges in columns :data:`kg.edge_table.EDGE_SCHEMA` without ``bucket``."""
    return pa.concat_tables([_EDGES.empty_table(), *(_edges(batch) for batch in batches(edges))])


def _nodes(nodes: Sequence[Node]) -> pa.Table:
    return pa.table(
        [
            _strings([node.id for node in nodes]),
            _strings([node.category for node in nodes]),
            _strings([node.name for node in nodes]),
            _strings([node.name_zh for node in nodes]),
            _lists([node.synonyms for node in nodes]),
            _lists([node.xrefs for node in nodes]),
            _strings([pairs_to_text(node.properties) for node in nodes]),
        ],
        schema=_NODES,
    )


def _edges(edges: Sequence[Edge]) -> pa.Table:
    return pa.table(
        [
            _strings([edge.id for edge in edges]),
            _strings([edge.subject for edge in edges]),
            _strings([edge.predicate for edge in edges]),
            _strings([edge.object for edge in edges]),
            _strings([str(edge.knowledge_level) for edge in edges]),
            pa.array([edge.negated for edge in edges], pa.bool_()),
            pa.array([float(edge.belief) for edge in edges], pa.float64()),
            pa.array([int(edge.support) for edge in edges], pa.int32()),
            pa.array([int(edge.against) for edge in edges], pa.int32()),
            _strings([str(edge.agent_type) for edge in edges]),
            _strings([edge.primary_knowledge_source for edge in edges]),
            _lists([edge.sources for edge in edges]),
            _lists([edge.licences for edge in edges]),
            _strings([_qualifiers(edge.qualifiers) for edge in edges]),
        ],
        schema=_EDGES,
    )


@lru_cache(10_000)
def _qualifiers(qualifiers: tuple[Qualifier, ...]) -> str:
    return pairs_to_text([(one.key, one.value, one.source) for one in qualifiers])


def _strings(texts: Sequence[str]) -> pa.Array:
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        return pa.array([clean(text) for text in texts], pa.string())


def _lists(texts: Sequence[Sequence[str]]) -> pa.Array:
    try:
        return pa.array(texts, pa.list_(pa.string()))
    except UnicodeEncodeError:
        return pa.array([[clean(text) for text in one] for one in texts], pa.list_(pa.string()))
