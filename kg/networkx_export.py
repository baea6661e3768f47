"""The graph for networkx."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx

from kg.graph import Graph
from kg.records import Edge


def to_networkx(graph: Graph, keep: Callable[[Edge], bool] | None = None) -> nx.MultiDiGraph:
    """A ``networkx.MultiDiGraph`` of the merged tables.

    Nodes are known by their CURIE and carry ``category``, ``name``, ``name_zh``, ``synonyms``, ``xrefs`` and their
    properties. Edges are keyed by their id and carry ``predicate``, ``knowledge_level``, ``negated``, ``belief``,
    ``support``, ``against``, ``agent_type``, ``primary_knowledge_source``, ``sources``, ``licences`` and ``qualifiers``
    (tuples of key, value, source).

    Args:
        graph: opened.
        keep: which edges to take; None takes all, negated ones and predictions too.
    """
    result = nx.MultiDiGraph(content_hash=graph.content_hash())
    for node in graph.nodes():
        attributes: dict[str, object] = dict(node.properties)
        attributes.update(
            category=node.category, name=node.name, name_zh=node.name_zh, synonyms=node.synonyms, xrefs=node.xrefs
        )
        result.add_node(str(node.id), **attributes)
    for edge in graph.edges():
        if keep is None or keep(edge):
            result.add_edge(str(edge.subject), str(edge.object), key=edge.id, **_attributes(edge))
    return result


def _attributes(edge: Edge) -> dict[str, object]:
    return {
        "predicate": edge.predicate,
        "knowledge_level": str(edge.knowledge_level),
        "negated": edge.negated,
        "belief": edge.belief,
        "support": edge.support,
        "against": edge.against,
        "agent_type": str(edge.agent_type),
        "primary_knowledge_source": edge.primary_knowledge_source,
        "sources": edge.sources,
        "licences": edge.licences,
        "qualifiers": tuple((one.key, one.value, one.source) for one in edge.qualifiers),
    }
