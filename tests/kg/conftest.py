"""Makers of small graphs for the tests of the graph directory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.graph import Graph
from kg.identifiers import Curie, content_hash
from kg.records import (
    AgentType,
    Batch,
    DocumentKind,
    Evidence,
    KnowledgeLevel,
    Node,
    NodeRecord,
    RecordLocation,
    StoredDocument,
    TextLocation,
    TextSpan,
)

MakeFact = Callable[..., Evidence]
MakeNote = Callable[..., Batch]

FINDINGS = ("HP:0001945", "HP:0002315", "HP:0012378", "HP:0002829", "HP:0002014", "HP:0002027", "HP:0001250")


def fact(subject="CHEBI:6801", predicate="treats", obj="MONDO:0005148", *, record="1", **changes) -> Evidence:
    """One record of a reference source."""
    fields = {
        "location": RecordLocation(changes.pop("source", "shipped"), record, "2026-01"),
        "knowledge_level": KnowledgeLevel.KNOWLEDGE_ASSERTION,
        "agent_type": AgentType.MANUAL_AGENT,
        "primary_knowledge_source": "infores:drugcentral",
        "extractor": "shipped/1",
        "licence": "CC0-1.0",
        **changes,
    }
    return Evidence(Curie(subject), predicate, Curie(obj), **fields)


def note(number=0, findings=3, extractor="sentence-patterns/1") -> Batch:
    """A note of invented findings, with its evidence and the nodes it names."""
    name = f"notes.csv#{number}"
    chosen = [FINDINGS[(number + i) % len(FINDINGS)] for i in range(findings)]
    text = "姓名 ### " + "; ".join(f"finding {one}" for one in chosen) + f". Seen by number {number}."
    document = Curie("doc:" + content_hash(name, text))
    case = Curie(f"case:note-{number}")
    evidence = []
    nodes = [NodeRecord(Node(case, "Case", name), document)]
    for one in chosen:
        start = text.index(one)
        span = TextSpan(start, start + len(one), one)
        nodes.append(NodeRecord(Node(Curie(one), "PhenotypicFeature", f"name of {one}"), document))
        evidence.append(
            Evidence(
                case, "has_phenotype", Curie(one), TextLocation(document, "assessment", (6, len(text)), None, span),
                KnowledgeLevel.OBSERVATION, AgentType.TEXT_MINING_AGENT, "infores:medkg", extractor, score=0.9,
            )
        )  # fmt: skip
    stored = StoredDocument(document, name, text, DocumentKind.NOTE, "en", case, ((3, 6, "NAME"),))
    return Batch((stored,), tuple(nodes), tuple(evidence))


@pytest.fixture
def make_fact() -> MakeFact:
    return fact


@pytest.fixture
def make_note() -> MakeNote:
    return note


@pytest.fixture
def graph(tmp_path: Path):
    """An empty graph of 16 buckets, opened for writing."""
    with Graph.create(tmp_path / "graph", buckets=16) as made:
        yield made
