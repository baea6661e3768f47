"""DrugBank's XML as a source, on an invented drug in the documented format."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.results import DropReason
from kg.sources.drugbank import DrugBankSource

XML = """<?xml version="1.0" encoding="UTF-8"?>
<drugbank xmlns="http://www.drugbank.ca" version="5.99" exported-on="2026-01-01">
<drug type="small molecule">
  <drugbank-id>EXPT0001</drugbank-id>
  <drugbank-id primary="true">DB99001</drugbank-id>
  <name>Fictamol</name>
  <groups><group>approved</group></groups>
  <synonyms><synonym language="english">Fictamolum</synonym><synonym>Fictamol</synonym></synonyms>
  <drug-interactions>
    <drug-interaction><drugbank-id>DB99002</drugbank-id><name>Inventol</name></drug-interaction>
    <drug-interaction><drugbank-id>DB99001</drugbank-id><name>Fictamol</name></drug-interaction>
  </drug-interactions>
  <targets>
    <target><id>BE0001</id><organism>Humans</organism><actions><action>inhibitor</action></actions>
      <polypeptide id="P1"><name>Inventase</name><gene-name>INVT</gene-name><external-identifiers>
        <external-identifier><resource>HUGO Gene Nomenclature Committee (HGNC)</resource>
        <identifier>HGNC:99</identifier></external-identifier></external-identifiers></polypeptide>
      <polypeptide id="P2"><name>Nameless</name></polypeptide></target>
    <target><id>BE0002</id><organism>Escherichia coli</organism>
      <polypeptide id="P3"><name>x</name></polypeptide></target>
  </targets>
  <products><product><name>Brand</name></product></products>
</drug>
<drug type="biotech"><drugbank-id primary="true">DB99002</drugbank-id><name>Inventol</name>
  <drug-interactions>
    <drug-interaction><drugbank-id>DB99001</drugbank-id></drug-interaction>
  </drug-interactions>
</drug>
<drug type="small molecule"><drugbank-id primary="true">DB99003</drugbank-id></drug>
</drugbank>
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    written = tmp_path / "full database.xml"
    written.write_text(XML, encoding="utf-8")
    return written


def test_drugs_interactions_and_human_targets(path: Path) -> None:
    source = DrugBankSource(path, canonical={"DRUGBANK:DB99002": "CHEBI:2"})
    batches = list(source.batches())
    nodes = {record.node.id: record.node for batch in batches for record in batch.nodes}
    evidence = [one for batch in batches for one in batch.evidence]
    assert set(nodes) == {"DRUGBANK:DB99001", "CHEBI:2", "HGNC:99"}
    assert nodes["DRUGBANK:DB99001"].synonyms == ("Fictamolum",)
    assert nodes["DRUGBANK:DB99001"].properties == (("drugbank_groups", "approved"),)
    assert nodes["CHEBI:2"].xrefs == ("DRUGBANK:DB99002",)
    assert {(one.subject, one.predicate, one.object, one.qualifiers) for one in evidence} == {
        ("CHEBI:2", "interacts_with", "DRUGBANK:DB99001", ()),
        ("DRUGBANK:DB99001", "binds", "HGNC:99", (("action", "inhibitor"),)),
    }
    assert {one.location.release for one in evidence} == {"5.99"}
    assert len({one.id for one in evidence}) == 2  # the pair stands at both drugs and is one record
    assert [one.reason for one in source.dropped] == [
        DropReason.SELF_LOOP, DropReason.UNMAPPED, DropReason.MISSING_FIELD,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [("<other/>", "not with DrugBank"), (XML[:700], "no well-formed XML"), ("", "no well-formed XML")],
)
def test_another_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        list(DrugBankSource(path).batches())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.xml"):
        list(DrugBankSource(tmp_path / "absent.xml").batches())
