"""Sources for a user's own copy of UMLS, RxNorm and SNOMED CT, on invented rows in the documented formats."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.records import Evidence, Node
from kg.results import DropReason
from kg.schema import check_claim
from kg.sources.protocol import Source
from kg.sources.rxnorm import RxNormSource
from kg.sources.snomed import SnomedSource
from kg.sources.umls import UmlsSource


def read(source: Source) -> tuple[dict[str, Node], list[Evidence]]:
    nodes: dict[str, Node] = {}
    evidence: list[Evidence] = []
    for batch in source.batches():
        nodes.update((record.node.id, record.node) for record in batch.nodes)
        evidence.extend(batch.evidence)
        assert {record.origin for record in batch.nodes} <= {source.name}
        assert {one.origin for one in batch.evidence} <= {source.name}
    for one in evidence:
        if one.subject in nodes and one.object in nodes:
            check_claim(nodes[one.subject].category, one.predicate, nodes[one.object].category)
    return nodes, evidence


def claims(evidence: Iterable[Evidence]) -> set[tuple[str, str, str]]:
    return {(one.subject, one.predicate, one.object) for one in evidence}


def conso(
    concept: str, name: str, *, language="ENG", status="P", preferred="Y", source="MSH", kind="MH", off="N"
) -> str:
    fields = [
        concept,
        language,
        status,
        "L1",
        "PF",
        "S1",
        preferred,
        "A1",
        "",
        "",
        "",
        source,
        kind,
        "X",
        name,
        "0",
        off,
        "",
    ]
    return "|".join(fields) + "|"


def rel(first: str, second: str, attribute: str, *, number="R1", source="MSH", off="N") -> str:
    fields = [first, "A1", "CUI", "RO", second, "A2", "CUI", attribute, number, "", source, source, "", "", off, ""]
    return "|".join(fields) + "|"


@pytest.fixture
def umls(tmp_path: Path) -> Path:
    (tmp_path / "MRCONSO.RRF").write_text(
        "\n".join(
            [
                conso("C0000001", "Inventitis"),
                conso("C0000001", "Inventitis NOS", status="S", preferred="N"),
                conso("C0000001", "虚构炎", language="CHI"),
                conso("C0000001", "Inventite", language="FRE"),
                conso("C0000001", "old name", off="O"),
                conso("C0000002", "Fictamol", kind="NM"),
                conso("C0000003", "Concept without a type"),
                conso("C0000004", "Disease of inventions"),
            ]
        )
        + "\n",
        encoding="utf-8",
    )
    (tmp_path / "MRSTY.RRF").write_text(
        "C0000001|T047|B2.2.1.2.1|Disease or Syndrome|AT1|256|\n"
        "C0000002|T121|A1.4.1.1.1|Pharmacologic Substance|AT2|256|\n"
        "C0000004|T047|B2.2.1.2.1|Disease or Syndrome|AT3|256|\n",
        encoding="utf-8",
    )
    (tmp_path / "MRREL.RRF").write_text(
        "\n".join(
            [
                rel("C0000001", "C0000002", "may_treat", number="R11"),
                rel("C0000002", "C0000001", "may_treat", number="R12"),
                rel("C0000004", "C0000001", "isa", number="R13"),
                rel("C0000001", "C0000004", "sibling_of", number="R14"),
                rel("C0000001", "C0000004", "isa", number="R15", off="O"),
            ]
        )
        + "\n",
        encoding="utf-8",
    )
    return tmp_path


def test_umls_concepts_and_relationships(umls: Path) -> None:
    source = UmlsSource(umls, release="2026AA")
    nodes, evidence = read(source)
    assert set(nodes) == {"UMLS:C0000001", "UMLS:C0000002", "UMLS:C0000004"}
    inventitis = nodes["UMLS:C0000001"]
    assert (inventitis.name, inventitis.name_zh, inventitis.synonyms) == ("Inventitis", "虚构炎", ("Inventitis NOS",))
    assert claims(evidence) == {
        ("UMLS:C0000002", "treats", "UMLS:C0000001"),
        ("UMLS:C0000001", "subclass_of", "UMLS:C0000004"),
    }
    assert {one.location.release for one in evidence} == {"2026AA"}
    assert [one.reason for one in source.dropped] == [DropReason.UNKNOWN_CATEGORY, DropReason.DOMAIN_OR_RANGE]
    assert "MRREL.RRF, line 2" in source.dropped[1].item


def test_umls_of_chosen_vocabularies_only(umls: Path) -> None:
    nodes, evidence = read(UmlsSource(umls, vocabularies=frozenset(("OMIM",))))
    assert (nodes, evidence) == ({}, [])


def test_umls_with_other_columns_is_refused(umls: Path) -> None:
    (umls / "MRCONSO.RRF").write_text("C0000001|ENG|\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"MRCONSO.RRF, line 1: 2 fields where 18 belong"):
        read(UmlsSource(umls))
    (umls / "MRSTY.RRF").unlink()
    with pytest.raises(SourceError, match=r"MRSTY\.RRF"):
        read(UmlsSource(umls))


def test_umls_that_is_not_utf8_is_refused(umls: Path) -> None:
    (umls / "MRCONSO.RRF").write_bytes(b"\xff\xfe broken")
    with pytest.raises(SourceError, match="not UTF-8"):
        read(UmlsSource(umls))


@pytest.fixture
def rxnorm(tmp_path: Path) -> Path:
    rows = [
        conso("11", "fictamol", source="RXNORM", kind="IN"),
        conso("11", "fictamolum", source="RXNORM", kind="SY", status="S"),
        conso("12", "Invental", source="RXNORM", kind="BN"),
        conso("13", "fictamol 5 MG Oral Tablet", source="RXNORM", kind="SCD"),
        conso("14", "old drug", source="RXNORM", kind="IN", off="O"),
        conso("15", "Fictamol", source="MMSL", kind="IN"),
    ]
    (tmp_path / "RXNCONSO.RRF").write_text("\n".join(rows) + "\n", encoding="utf-8")
    relations = [
        rel("11", "12", "tradename_of", source="RXNORM", number="21"),
        rel("11", "13", "has_ingredient", source="RXNORM", number="22"),
        rel("14", "12", "isa", source="RXNORM", number="23"),
    ]
    (tmp_path / "RXNREL.RRF").write_text("\n".join(relations) + "\n", encoding="utf-8")
    return tmp_path


def test_rxnorm_joins_the_graph_through_its_cross_reference(rxnorm: Path) -> None:
    source = RxNormSource(rxnorm, canonical={"RXCUI:11": "CHEBI:1"})
    nodes, evidence = read(source)
    assert set(nodes) == {"CHEBI:1", "RXCUI:12", "RXCUI:13"}
    assert nodes["CHEBI:1"].synonyms == ("fictamolum",)
    assert claims(evidence) == {("RXCUI:12", "subclass_of", "CHEBI:1")}
    assert [one.reason for one in source.dropped] == [DropReason.UNMAPPED]


def test_rxnorm_without_relationships_gives_nodes(rxnorm: Path) -> None:
    (rxnorm / "RXNREL.RRF").unlink()
    nodes, evidence = read(RxNormSource(rxnorm, term_types=frozenset(("IN",))))
    assert (set(nodes), evidence) == ({"RXCUI:11"}, [])


def write_table(path: Path, header: str, *rows: str) -> None:
    path.write_text("\r\n".join([header, *rows]).replace(" | ", "\t") + "\r\n", encoding="utf-8")


@pytest.fixture
def snomed(tmp_path: Path) -> Path:
    write_table(
        tmp_path / "sct2_Concept_Snapshot_INT_20260901.txt",
        "id | effectiveTime | active | moduleId | definitionStatusId",
        *(
            f"{number} | 20260901 | {active} | 9 | 9"
            for number, active in ((101, 1), (102, 1), (103, 0), (104, 1), (105, 1))
        ),
    )
    full, synonym = "900000000000003001", "900000000000013009"
    names = [
        ("101", "en", full, "Inventitis (disorder)"), ("101", "en", synonym, "Inventitis"),
        ("101", "en", synonym, "Inventive inflammation"), ("101", "zh", synonym, "虚构炎"),
        ("102", "en", full, "Inventory structure (body structure)"), ("103", "en", full, "Old (disorder)"),
        ("104", "en", full, "Acute inventitis (disorder)"), ("105", "en", full, "Nothing of use (qualifier value)"),
    ]  # fmt: skip
    write_table(
        tmp_path / "sct2_Description_Snapshot-en_INT_20260901.txt",
        "id | effectiveTime | active | moduleId | conceptId | languageCode | typeId | term | caseSignificanceId",
        *(f"1 | 20260901 | 1 | 9 | {concept} | {code} | {kind} | {term} | 9" for concept, code, kind, term in names),
    )
    links = [("201", "1", "104", "101", "116680003"), ("202", "1", "101", "102", "363698007"),
             ("203", "0", "101", "104", "116680003"), ("204", "1", "101", "105", "116680003"),
             ("205", "1", "102", "101", "363698007")]  # fmt: skip
    write_table(
        tmp_path / "sct2_Relationship_Snapshot_INT_20260901.txt",
        "id | effectiveTime | active | moduleId | sourceId | destinationId | relationshipGroup | typeId",
        *(f"{one} | 20260901 | {active} | 9 | {a} | {b} | 0 | {kind}" for one, active, a, b, kind in links),
    )
    return tmp_path


def test_snomed_concepts_and_relationships(snomed: Path) -> None:
    source = SnomedSource(snomed, release="20260901")
    nodes, evidence = read(source)
    assert set(nodes) == {"SNOMEDCT:101", "SNOMEDCT:102", "SNOMEDCT:104"}
    assert nodes["SNOMEDCT:101"].name == "Inventitis"
    assert nodes["SNOMEDCT:101"].name_zh == "虚构炎"
    assert nodes["SNOMEDCT:101"].synonyms == ("Inventive inflammation",)
    assert claims(evidence) == {
        ("SNOMEDCT:104", "subclass_of", "SNOMEDCT:101"),
        ("SNOMEDCT:101", "located_in", "SNOMEDCT:102"),
    }
    reasons = [one.reason for one in source.dropped]
    assert reasons == [DropReason.UNKNOWN_CATEGORY, DropReason.UNMAPPED, DropReason.DOMAIN_OR_RANGE]


def test_snomed_without_a_column_or_a_file_is_refused(snomed: Path) -> None:
    concepts = next(snomed.glob("sct2_Concept*"))
    write_table(concepts, "id | effectiveTime | moduleId", "101 | 20260901 | 9")
    with pytest.raises(SourceError, match="no column active"):
        read(SnomedSource(snomed))
    concepts.unlink()
    with pytest.raises(SourceError, match="sct2_Concept_Snapshot"):
        read(SnomedSource(snomed))
