"""Merged edges as an Arrow table, named as in KGX as far as its columns apply."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from kg.columns import values
from kg.evidence_table import text_to_pairs
from kg.identifiers import Curie
from kg.records import AgentType, Edge, KnowledgeLevel, Qualifier

EDGE_SCHEMA = pa.schema(
    [
        ("bucket", pa.int16()),
        ("id", pa.string()),
        ("subject", pa.string()),
        ("predicate", pa.string()),
        ("object", pa.string()),
        ("knowledge_level", pa.string()),
        ("negated", pa.bool_()),
        ("belief", pa.float64()),
        ("support", pa.int32()),
        ("against", pa.int32()),
        ("agent_type", pa.string()),
        ("primary_knowledge_source", pa.string()),
        ("sources", pa.list_(pa.string())),
        ("licences", pa.list_(pa.string())),
        ("qualifiers", pa.string()),
    ]
)
_LEVELS = {str(level): level for level in KnowledgeLevel}
_AGENTS = {str(agent): agent for agent in AgentType}


def table_to_edges(table: pa.Table) -> Iterator[Edge]:
    """The edges of the rows, in their order."""
    for batch in table.to_batches(max_chunksize=65_536):
        columns = [values(batch.column(name)) for name in EDGE_SCHEMA.names[1:]]
        for row in zip(*columns, strict=True):
            (edge, subject, predicate, obj, level, negated, belief, support, against, agent, primary) = row[:11]
            sources, licences, qualifiers = row[11:]
            yield Edge(
                edge, Curie(subject), predicate, Curie(obj), _LEVELS[level], negated, belief, support, against,
                _AGENTS[agent], primary, sources, licences,
                tuple(Qualifier(*one) for one in text_to_pairs(qualifiers)) if qualifiers else (),
            )  # fmt: skip
