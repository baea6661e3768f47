"""KGX TSV: what is written comes back, and each kind of bad row is dropped with its line."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.formats.kgx import write_kgx
from kg.formats.kgx_columns import cell, list_cell, read_cell, read_list
from kg.formats.kgx_source import KGXSource
from kg.identifiers import Curie
from kg.records import AgentType, Edge, KnowledgeLevel, Node, Qualifier, edge_id
from kg.results import DropReason

ASSERTED = KnowledgeLevel.KNOWLEDGE_ASSERTION
METFORMIN = Node(
    Curie("CHEBI:6801"), "Drug", "metformin", "二甲双胍", ("Glucophage", "a|b"), (), (("smiles", "C\\C=N"),)
)
DIABETES = Node(Curie("MONDO:0005148"), "Disease", "type 2 diabetes mellitus", "", (), ("MESH:D003924",))
ROT = Node(Curie("MONDO:0000001"), "Disease", "tab\tand\nbreak")


def claim(subject, predicate, obj, negated=False, level=ASSERTED):
    return Edge(
        edge_id(subject.id, predicate, obj.id, level), subject.id, predicate, obj.id, level, negated, 0.9, 1, 0,
        AgentType.MANUAL_AGENT, "infores:test", ("test",), ("CC0-1.0",), (Qualifier("dose", "5 | 6 mg", "a@b"),),
    )  # fmt: skip


EDGES = (claim(METFORMIN, "treats", DIABETES), claim(METFORMIN, "treats", ROT, negated=True))


def read(source):
    batches = list(source.batches())
    return [r.node for b in batches for r in b.nodes], [e for b in batches for e in b.evidence]


def tables(tmp_path, nodes, edges):
    (tmp_path / "n.tsv").write_text(nodes, "utf-8")
    (tmp_path / "e.tsv").write_text(edges, "utf-8")
    return KGXSource(tmp_path / "n.tsv", tmp_path / "e.tsv")


def test_a_written_graph_comes_back(tmp_path):
    written = write_kgx((METFORMIN, DIABETES, ROT), EDGES, tmp_path / "out")
    assert (written.counts.nodes, written.counts.edges) == (3, 2)
    source = KGXSource(*written.files, name="kgx:test", release="7")
    nodes, evidence = read(source)
    assert source.dropped == [] and source.ignored_columns == ()
    assert nodes == [METFORMIN, DIABETES, ROT]
    assert [(e.subject, e.predicate, e.object, e.negated) for e in evidence] == [
        (e.subject, e.predicate, e.object, e.negated) for e in EDGES
    ]
    first = evidence[0]
    assert first.location.record == EDGES[0].id and first.location.release == "7" and first.origin == "kgx:test"
    assert (first.knowledge_level, first.agent_type, first.licence) == (ASSERTED, AgentType.MANUAL_AGENT, "CC0-1.0")
    assert (first.score == 0.9 and first.qualifiers == (("dose", "5 | 6 mg@a"),)) or first.qualifiers[0][0] == "dose"
    assert read(source) == (nodes, evidence)


def test_it_reads_gzip_and_foreign_columns(tmp_path):
    nodes = (
        "id\tcategory\tname\tdescription\n"
        "MONDO:1\tbiolink:NamedThing|biolink:Disease\tx\tlong words\n"
        "HP:1\tbiolink:PhenotypicFeature\ty\t\n"
    )
    (tmp_path / "n.tsv.gz").write_bytes(gzip.compress(nodes.encode()))
    (tmp_path / "e.tsv").write_text(
        "subject\tpredicate\tobject\tfrequency_qualifier\tpublications\n"
        "MONDO:1\tbiolink:has_phenotype\tHP:1\tHP:0040281\tPMID:1\n"
    )
    source = KGXSource(tmp_path / "n.tsv.gz", tmp_path / "e.tsv")
    found, evidence = read(source)
    assert found[0].category == "Disease" and found[0].properties == (("description", "long words"),)
    assert evidence[0].qualifiers == (("frequency_qualifier", "HP:0040281"),)
    assert source.ignored_columns == ("publications",)


BAD_EDGES = [
    ("MONDO:1\tbiolink:cures\tHP:1\tfalse", DropReason.UNKNOWN_PREDICATE),
    ("MONDO 1\tbiolink:has_phenotype\tHP:1\tfalse", DropReason.NOT_A_CURIE),
    ("MONDO:1\tbiolink:has_phenotype\tHP:1", DropReason.MISSING_FIELD),
    ("MONDO:1\tbiolink:has_phenotype\tHP:9\tfalse", DropReason.UNMAPPED),
    ("MONDO:1\tbiolink:subclass_of\tMONDO:1\tfalse", DropReason.SELF_LOOP),
    ("HP:1\tbiolink:treats\tMONDO:1\tfalse", DropReason.DOMAIN_OR_RANGE),
    ("MONDO:1\tbiolink:has_phenotype\tHP:1\tperhaps", DropReason.UNREADABLE),
    ("MONDO:1\tbiolink:has_phenotype\tHP:1\t\udcff", DropReason.UNREADABLE),
]


@pytest.mark.parametrize(("row", "reason"), BAD_EDGES)
def test_a_bad_edge_is_dropped_with_its_line(tmp_path, row, reason):
    (tmp_path / "n.tsv").write_text("id\tcategory\nMONDO:1\tDisease\nHP:1\tPhenotypicFeature\n")
    good = "MONDO:1\tbiolink:has_phenotype\tHP:1\tfalse"
    text = f"subject\tpredicate\tobject\tnegated\n{row}\n{good}\n"
    (tmp_path / "e.tsv").write_bytes(text.encode("utf-8", "surrogateescape"))
    source = KGXSource(tmp_path / "n.tsv", tmp_path / "e.tsv")
    _, evidence = read(source)
    assert len(evidence) == 1
    assert [(d.item, d.reason) for d in source.dropped] == [("e.tsv line 2", reason)]
    assert source.dropped[0].detail


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("MONDO\tbiolink:Disease", DropReason.NOT_A_CURIE),
        ("MONDO:2\tbiolink:Spaceship", DropReason.UNKNOWN_CATEGORY),
        ("MONDO:1\tbiolink:Disease", DropReason.DUPLICATE),
    ],
)
def test_a_bad_node_is_dropped_with_its_line(tmp_path, row, reason):
    source = tables(tmp_path, f"id\tcategory\nMONDO:1\tbiolink:Disease\n{row}\n", "subject\tpredicate\tobject\n")
    nodes, _ = read(source)
    assert [node.id for node in nodes] == ["MONDO:1"]
    assert [(d.item, d.reason) for d in source.dropped] == [("n.tsv line 3", reason)]


@pytest.mark.parametrize(
    ("nodes", "edges", "says"),
    [
        ("", "subject\tpredicate\tobject\n", "empty"),
        ("id\tname\n", "subject\tpredicate\tobject\n", "'category'"),
        ("id\tcategory\n", "subject,predicate,object\n", "'subject'"),
        ("id\tcategory\tid\n", "subject\tpredicate\tobject\n", "twice"),
    ],
)
def test_a_wrong_header_stops_the_import(tmp_path, nodes, edges, says):
    with pytest.raises(SourceError, match=says) as caught:
        tables(tmp_path, nodes, edges)
    assert caught.value.remedy


def test_a_missing_file_and_a_file_that_is_not_text(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        KGXSource(tmp_path / "none.tsv", tmp_path / "none.tsv")
    (tmp_path / "n.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="not UTF-8 at byte 0"):
        KGXSource(tmp_path / "n.tsv", tmp_path / "n.tsv")
    (tmp_path / "n.tsv.gz").write_bytes(b"no gzip")
    with pytest.raises(SourceError, match="cannot be read"):
        KGXSource(tmp_path / "n.tsv.gz", tmp_path / "n.tsv")


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="␉␊␍∣")).map(str.strip)


@given(TEXT, st.lists(TEXT))
def test_cells_come_back(text, texts):
    assert read_cell(cell(text)) == text
    assert read_list(list_cell(texts)) == tuple(sorted({one for one in texts if one}))
    assert "\t" not in cell(text) and "\n" not in list_cell(texts)
