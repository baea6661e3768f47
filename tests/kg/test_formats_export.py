"""GraphML, N-Quads and neo4j-admin CSV, read back by other programs' readers; nothing half-written on failure."""

import csv
import re

import networkx as nx
import pytest

from kg.errors import GraphDirectoryError
from kg.formats.graphml import write_graphml
from kg.formats.kgx import write_kgx
from kg.formats.neo4j_admin import write_neo4j_admin
from kg.formats.nquads import iri, write_nquads
from kg.identifiers import Curie
from kg.records import AgentType, Edge, KnowledgeLevel, Node, Qualifier, edge_id

A = Node(
    Curie("CHEBI:6801"),
    "Drug",
    'met"form<in> & co',
    "二甲双胍",
    ("one", "two"),
    (),
    (("smiles", "C\\C"), ("x", "\x01")),
)
B = Node(Curie("MONDO:0005148"), "Disease", "type 2\ndiabetes, mellitus")
C = Node(Curie("case:a%b"), "Case", "a case")


def claim(subject, predicate, obj, level, negated=False):
    return Edge(
        edge_id(subject.id, predicate, obj.id, level), subject.id, predicate, obj.id, level, negated, 0.75, 3, 1,
        AgentType.MANUAL_AGENT, "infores:test", ("a", "b"), ("CC0-1.0",), (Qualifier("dose", "5 mg", "a"),),
    )  # fmt: skip


EDGES = (
    claim(A, "treats", B, KnowledgeLevel.KNOWLEDGE_ASSERTION),
    claim(A, "treats", B, KnowledgeLevel.OBSERVATION, negated=True),
    claim(C, "has_condition", B, KnowledgeLevel.OBSERVATION),
)
WRITERS = [
    (write_kgx, "."),
    (write_neo4j_admin, "."),
    (write_graphml, "graph.graphml"),
    (write_nquads, "graph.nq"),
]


def test_graphml_is_what_networkx_reads(tmp_path):
    written = write_graphml((A, B, C), EDGES, tmp_path / "g.graphml")
    graph = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (3, 3) == (written.counts.nodes, written.counts.edges)
    assert graph.nodes["CHEBI:6801"]["name"] == A.name and graph.nodes["CHEBI:6801"]["name_zh"] == "二甲双胍"
    assert graph.nodes["MONDO:0005148"]["name"] == B.name
    types = sorted(data["type"] for _, _, data in graph.edges(data=True))
    assert types == ["has_condition", "not_treats", "treats"]
    data = graph.edges["CHEBI:6801", "MONDO:0005148", EDGES[0].id]
    assert (data["belief"], data["support"], data["negated"], data["sources"]) == (0.75, 3, False, "a|b")


QUAD = re.compile(
    r'(<[^<>"{}|^`\\\x00-\x20]+>) (<[^<>"{}|^`\\\x00-\x20]+>) '
    r'(<[^<>"{}|^`\\\x00-\x20]+>|"(?:[^"\\\n\r]|\\.)*"(?:@[a-z]+|\^\^<[^<>]+>)?)(?: (<[^<>\s]+>))? \.'
)


def test_nquads_are_well_formed_and_deny_nothing_as_a_claim(tmp_path):
    write_nquads((A, B, C), EDGES, tmp_path / "g.nq")
    lines = (tmp_path / "g.nq").read_text("utf-8").split("\n")[:-1]
    quads = [QUAD.fullmatch(line) for line in lines]
    assert all(quads), [line for line, quad in zip(lines, quads, strict=True) if not quad]
    claims = [quad.groups() for quad in quads if quad[4]]
    assert len(claims) == 3 and len({graph for *_, graph in claims}) == 3
    assert sum("vocab/treats>" in predicate for _, predicate, _, _ in claims) == 1
    assert sum("not_treats>" in predicate for _, predicate, _, _ in claims) == 1
    assert iri("case:a%b") == "<urn:medkg:case:a%25b>"
    about = [quad for quad in quads if quad[1] == claims[0][3]]
    assert len(about) == 11


def test_neo4j_admin_files_hold_every_column(tmp_path):
    written = write_neo4j_admin((A, B, C), EDGES, tmp_path / "out", "abc")
    with (tmp_path / "out" / "nodes-Drug.csv").open(encoding="utf-8", newline="") as file:
        header, row = csv.reader(file)
    assert header[0] == "id:ID" and "synonyms:string[]" in header and "smiles" in header
    assert row[header.index("synonyms:string[]")] == "one\x1ftwo"
    with (tmp_path / "out" / "relationships-not_treats.csv").open(encoding="utf-8", newline="") as file:
        header, row = csv.reader(file)
    assert dict(zip(header, row, strict=True))["negated:boolean"] == "true"
    assert "--nodes=Disease=" in written.note and "--relationships=has_condition=" in written.note
    assert "medkg_state_done_abc" in (tmp_path / "out" / "after-import.cypher").read_text()


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_a_failure_leaves_the_files_of_before(tmp_path, write, name):
    target = tmp_path / "out" / name
    write((A, B), EDGES[:2], target)
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}

    def broken():
        yield EDGES[0]
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError):
        write((A, B, C), broken(), target)
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_a_place_that_cannot_be_written(tmp_path, write, name):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GraphDirectoryError, match="cannot be written"):
        write((A, B), EDGES[:2], tmp_path / "file" / name)


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_an_empty_graph_is_written(tmp_path, write, name):
    written = write((), (), tmp_path / "out" / name)
    assert (written.counts.nodes, written.counts.edges) == (0, 0)
    assert all(path.exists() for path in written.files)


def test_the_same_graph_gives_the_same_bytes(tmp_path):
    for place in ("one", "two"):
        for write, name in WRITERS:
            write((A, B, C), EDGES, tmp_path / place / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
