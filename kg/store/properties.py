"""A record's properties as every store holds them, so that one query text reads the same in all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from kg.records import Edge, Node
from kg.schema import category, predicate
from kg.severity import SEVERITY, severities
from kg.status import STATUS, most_current

Properties: TypeAlias = "dict[str, bool | int | float | str | list[str]]"

NODE_KEYS = ("id", "name", "name_zh", "synonyms", "xrefs")
EDGE_KEYS = (
    "id", "predicate", "negated", "belief", "support", "against", "knowledge_level", "agent_type",
    "primary_knowledge_source", "sources", "licences", "qualifiers", STATUS, SEVERITY,
)  # fmt: skip
# An engine answers these with values of its own making, so a record's property of that name gets another one.
ENGINE_KEYS = frozenset(("title", "type", "label", "labels", "node_type"))
_TAKEN = ENGINE_KEYS | frozenset(NODE_KEYS)
_NEGATION = "not_"


def property_key(key: str) -> str:
    """The name that a node's further property has in a store.

    >>> property_key("smiles"), property_key("type")
    ('smiles', 'type_')
    """
    return f"{key}_" if key in _TAKEN else key


def clean(text: str) -> str:
    """Text that every engine takes: lone surrogates become question marks.

    >>> clean("糖尿病"), clean("a" + chr(0xD800))
    ('糖尿病', 'a?')
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def node_label(node: Node) -> str:
    """The node's label, checked against the schema.

    Raises:
        SchemaError: a category that the schema does not know.
    """
    return category(node.category).value


def node_properties(node: Node) -> Properties:
    """The properties of a node; a key that stands twice in ``node.properties`` has its values joined by ``; ``."""
    found: Properties = {
        "id": clean(node.id),
        "name": clean(node.name or node.id),
        "name_zh": clean(node.name_zh),
        "synonyms": [clean(name) for name in node.synonyms],
        "xrefs": [clean(xref) for xref in node.xrefs],
    }
    for key, value in node.properties:
        name = property_key(clean(key))
        found[name] = f"{found[name]}; {clean(value)}" if name in found else clean(value)
    return found


def edge_type(edge: Edge) -> str:
    """The edge's relationship type, its predicate checked against the schema.

    Raises:
        SchemaError: a predicate that the schema does not know.
    """
    predicate(edge.predicate)
    return edge.relationship_type


def opposite_type(relationship_type: str) -> str:
    """The type that the same edge has when all its evidence turns round.

    >>> opposite_type("treats"), opposite_type("not_treats")
    ('not_treats', 'treats')
    """
    if relationship_type.startswith(_NEGATION):
        return relationship_type.removeprefix(_NEGATION)
    return _NEGATION + relationship_type


def told_status(qualifiers: Iterable[Sequence[str]]) -> str:
    """The property ``status`` of what a case takes, from ``(key, value, source)``; empty where there is none."""
    return most_current(value for key, value, _ in qualifiers if key == STATUS)


def told_severity(qualifiers: Iterable[Sequence[str]]) -> list[str]:
    """The property ``severity`` of an interaction, strongest first; see :mod:`kg.severity`."""
    return [str(one) for one in severities(qualifiers)]


def edge_properties(edge: Edge) -> Properties:
    """The properties of a relationship; a qualifier reads ``key=value|source``.

    ``status`` and ``severity`` are there only where the qualifiers tell them.
    """
    triples = [(one.key, one.value, one.source) for one in edge.qualifiers]
    told: Properties = {STATUS: clean(told_status(triples)), SEVERITY: [clean(one) for one in told_severity(triples)]}
    return {
        "id": edge.id,
        "predicate": edge.predicate,
        "negated": edge.negated,
        "belief": float(edge.belief),
        "support": int(edge.support),
        "against": int(edge.against),
        "knowledge_level": str(edge.knowledge_level),
        "agent_type": str(edge.agent_type),
        "primary_knowledge_source": clean(edge.primary_knowledge_source),
        "sources": [clean(source) for source in edge.sources],
        "licences": [clean(licence) for licence in edge.licences],
        "qualifiers": [clean(f"{one.key}={one.value}|{one.source}") for one in edge.qualifiers],
        **{key: value for key, value in told.items() if value},
    }
