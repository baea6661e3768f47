"""Writes a graph as RDF N-Quads: each claim in a named graph of its own, whose provenance stands in the default graph.

A denied claim is written with a predicate of its own (``medkg:not_treats``), so that no reader takes it for the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from kg.formats.output import Output, Written
from kg.records import Edge, Node
from kg.schema import predicate
from kg.store.protocol import Counts

BIOLINK = "https://w3id.org/biolink/vocab/"
MEDKG = "urn:medkg:"
_OBO = "http://purl.obolibrary.org/obo/"
PREFIXES = {
    "MONDO": f"{_OBO}MONDO_", "HP": f"{_OBO}HP_", "CHEBI": f"{_OBO}CHEBI_", "GO": f"{_OBO}GO_",
    "UBERON": f"{_OBO}UBERON_", "CL": f"{_OBO}CL_", "DOID": f"{_OBO}DOID_", "HGNC": "http://identifiers.org/hgnc/",
    "DRUGBANK": "http://identifiers.org/drugbank/", "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
    "biolink": BIOLINK, "medkg": f"{MEDKG}vocab:", "doc": f"{MEDKG}doc:", "case": f"{MEDKG}case:",
}  # fmt: skip
_OTHERS = "https://bioregistry.io/"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r'[\\"\n\r]')


def write_nquads(nodes: Iterable[Node], edges: Iterable[Edge], path: Path) -> Written:
    """Writes one file.

    Raises:
        GraphDirectoryError: the disk is full, or the directory cannot be written.
    """
    with Output(path.parent) as output:
        file = output.open(path.name)
        node_count = edge_count = 0
        for node in nodes:
            file.writelines(_node_lines(node))
            node_count += 1
        for edge in edges:
            file.writelines(_edge_lines(edge))
            edge_count += 1
        files = output.files
    return Written(Counts(node_count, edge_count), files)


def iri(curie: str) -> str:
    """The IRI of a CURIE, in angle brackets.

    >>> iri("MONDO:0005148"), iri("MESH:D003920")
    ('<http://purl.obolibrary.org/obo/MONDO_0005148>', '<https://bioregistry.io/MESH:D003920>')
    """
    prefix, _, reference = curie.partition(":")
    start = PREFIXES.get(prefix) or f"{_OTHERS}{prefix}:"
    return f"<{start}{quote(reference, safe='-._~:/?#@!$&()*+,;=', errors='replace')}>"


def literal(text: str, language: str = "") -> str:
    """A literal, with a language tag when there is one.

    >>> literal('say "hi"', "en")
    '"say \\\\"hi\\\\""@en'
    """
    body = _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text)
    return f'"{body}"@{language}' if language else f'"{body}"'


def _typed(text: object, kind: str) -> str:
    return f'"{text}"^^<{_XSD}{kind}>'


def _node_lines(node: Node) -> Iterator[str]:
    subject = iri(node.id)
    yield f"{subject} {_TYPE} <{BIOLINK}{node.category}> .\n"
    yield f"{subject} {_LABEL} {literal(node.name, 'en')} .\n"
    if node.name_zh:
        yield f"{subject} {_LABEL} {literal(node.name_zh, 'zh')} .\n"
    for synonym in node.synonyms:
        yield f"{subject} <{BIOLINK}synonym> {literal(synonym)} .\n"
    for xref in node.xrefs:
        yield f"{subject} <{BIOLINK}xref> {literal(xref)} .\n"
    for key, value in node.properties:
        yield f"{subject} {iri(f'medkg:{key}')} {literal(value)} .\n"


def _edge_lines(edge: Edge) -> Iterator[str]:
    graph = f"<{MEDKG}edge:{edge.id}>"
    name = f"medkg:{edge.relationship_type}" if edge.negated else predicate(edge.predicate).curie
    yield f"{iri(edge.subject)} {iri(name)} {iri(edge.object)} {graph} .\n"
    facts = [
        ("biolink:negated", _typed("true" if edge.negated else "false", "boolean")),
        ("biolink:knowledge_level", literal(edge.knowledge_level)),
        ("biolink:agent_type", literal(edge.agent_type)),
        ("biolink:primary_knowledge_source", literal(edge.primary_knowledge_source)),
        ("medkg:belief", _typed(repr(float(edge.belief)), "double")),
        ("medkg:support", _typed(edge.support, "integer")),
        ("medkg:against", _typed(edge.against, "integer")),
        *(("medkg:source", literal(source)) for source in edge.sources),
        *(("medkg:licence", literal(licence)) for licence in edge.licences),
        *(("medkg:qualifier", literal(f"{one.key}={one.value}|{one.source}")) for one in edge.qualifiers),
    ]
    for key, value in facts:
        yield f"{graph} {iri(key)} {value} .\n"
