"""A small graph with everything that an answer can meet: evidence for and against, notes, predictions, paths."""

import pytest
from cli_calls import Ended, Run

from api.cli import main
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

NODES = (
    Node(Curie("CHEBI:6801"), "Drug", "metformin", "二甲双胍", ("Glucophage",), ("DRUGBANK:DB00331",)),
    Node(Curie("CHEBI:15365"), "Drug", "aspirin", "阿司匹林", ("ASA",)),
    Node(Curie("CHEBI:10033"), "Drug", "warfarin", "华法林"),
    Node(Curie("MONDO:0005148"), "Disease", "type 2 diabetes mellitus", "2型糖尿病", ("T2DM",)),
    Node(Curie("MONDO:0005015"), "Disease", "diabetes mellitus", "糖尿病"),
    Node(Curie("MONDO:0005044"), "Disease", "hypertension", "高血压"),
    Node(Curie("HP:0000822"), "PhenotypicFeature", "hypertension", "高血压"),
    Node(Curie("HP:0001250"), "PhenotypicFeature", "Seizures", "癫痫发作"),
    Node(Curie("HGNC:9376"), "Gene", "PRKAA1"),
    Node(Curie("REACT:1"), "Pathway", "AMPK signaling"),
)
TEXT = (
    "Medications: metformin 500 mg. Type 2 diabetes mellitus is well controlled. "
    "No seizures. <b>Rash</b> after aspirin."
)
NOTE = StoredDocument(
    Curie(f"doc:{content_hash('clinic.txt', TEXT)}"),
    "clinic.txt",
    TEXT,
    DocumentKind.NOTE,
    "en",
    Curie("case:clinic-1"),
)


def record(subject, predicate, thing, row, **more):
    """Evidence of a reference source."""
    settings = {
        "knowledge_level": KnowledgeLevel.KNOWLEDGE_ASSERTION,
        "agent_type": AgentType.MANUAL_AGENT,
        "primary_knowledge_source": "infores:testbase",
    } | more
    place = RecordLocation(settings.pop("source", "testbase"), f"row {row}", "2026")
    return Evidence(Curie(subject), predicate, Curie(thing), place, extractor="test/1", licence="CC0-1.0", **settings)


def said(subject, predicate, thing, words, **more):
    """Evidence of the note: ``words`` stands in it."""
    start = TEXT.index(words)
    sentence = (TEXT.rfind(". ", 0, start) + 2 if ". " in TEXT[:start] else 0, TEXT.find(".", start) + 1)
    span = TextSpan(start, start + len(words), words)
    place = TextLocation(NOTE.id, "", sentence, None, span)
    return Evidence(
        Curie(subject), predicate, Curie(thing), place, KnowledgeLevel.OBSERVATION, AgentType.TEXT_MINING_AGENT,
        "infores:medkg", "test/1", **more,
    )  # fmt: skip


EVIDENCE = (
    record("CHEBI:6801", "treats", "MONDO:0005148", 1),
    record("CHEBI:6801", "treats", "MONDO:0005044", 2, negated=True),
    record("CHEBI:15365", "treats", "MONDO:0005015", 3),
    record("CHEBI:15365", "treats", "MONDO:0005015", 4, negated=True),
    record("CHEBI:10033", "interacts_with", "CHEBI:15365", 5, qualifiers=(("severity", "major"),)),
    record(
        "CHEBI:10033", "interacts_with", "CHEBI:15365", 6,
        qualifiers=(("severity", "moderate"),), primary_knowledge_source="infores:otherbase",
    ),
    record("CHEBI:10033", "contraindicated_in", "MONDO:0005044", 7),
    record("CHEBI:6801", "binds", "HGNC:9376", 8),
    record("HGNC:9376", "participates_in", "REACT:1", 9),
    record("HGNC:9376", "gene_associated_with_condition", "MONDO:0005148", 10),
    record("HGNC:9376", "gene_associated_with_condition", "MONDO:0005015", 11),
    record("MONDO:0005148", "subclass_of", "MONDO:0005015", 12),
    record(
        "CHEBI:10033", "treats", "MONDO:0005148", 13, knowledge_level=KnowledgeLevel.PREDICTION,
        agent_type=AgentType.COMPUTATIONAL_MODEL, score=0.7, source="model:test",
    ),
    said(
        "case:clinic-1", "takes", "CHEBI:6801", "metformin",
        qualifiers=(("dose_unit", "mg"), ("dose_value", "500"), ("frequency", "daily"), ("times_per_day", "1")),
    ),
    said("case:clinic-1", "has_condition", "MONDO:0005148", "Type 2 diabetes mellitus"),
    said("case:clinic-1", "has_phenotype", "HP:0001250", "seizures", negated=True),
    said("case:clinic-1", "had_adverse_reaction_to", "CHEBI:15365", "aspirin"),
    said("CHEBI:6801", "applied_to_treat", "MONDO:0005148", "Type 2 diabetes mellitus"),
)  # fmt: skip


def make_graph(path):
    """The graph on disk, merged and closed."""
    case = Node(NOTE.subject, "Case", f"Case {NOTE.name}")
    nodes = (*(NodeRecord(node, "testbase") for node in NODES), NodeRecord(case, NOTE.id))
    with Graph.create(path) as graph:
        graph.add(Batch((NOTE,), nodes, EVIDENCE))
        graph.merge()
    return path


@pytest.fixture(scope="session")
def answer_graph(tmp_path_factory):
    """The directory of the small graph; read only."""
    return make_graph(tmp_path_factory.mktemp("answers") / "graph")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command; whatever it does, it prints no traceback."""

    def call(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return call
