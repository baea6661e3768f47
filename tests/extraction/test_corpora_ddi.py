"""The DDI corpus's XML."""

from pathlib import Path

import pytest

from extraction.corpora.ddi import read_ddi
from extraction.corpora.records import NO_RELATION
from kg.errors import DocumentError
from kg.results import DropReason

GOOD = """<?xml version="1.0"?>
<document id="D1">
 <sentence id="D1.s0" text="Loop or thiazide diuretics raise lithium."/>
 <sentence id="D1.s1" text="Loop or thiazide diuretics raise lithium.">
  <entity id="e0" charOffset="0-3;17-25" type="group" text="Loop diuretics"/>
  <entity id="e1" charOffset="8-25" type="group" text="thiazide diuretics"/>
  <entity id="e2" charOffset="33-39" type="drug" text="lithium"/>
  <pair id="p0" e1="e0" e2="e1" ddi="false"/>
  <pair id="p1" e1="e2" e2="e0" ddi="true" type="mechanism"/>
  <pair id="p2" e1="e1" e2="e2" ddi="true"/>
 </sentence>
 <sentence id="D1.s2" text=""/>
</document>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "drugbank").mkdir()
    (tmp_path / "drugbank" / "one.xml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_text_is_the_sentences_and_entities_stand_in_them(folder):
    (document,), dropped = read_ddi(folder)
    assert dropped == ()
    assert document.name == "D1"
    assert document.sentences == ((0, 41), (42, 83))
    assert [document.text[one.start : one.end] for one in document.entities] == [one.text for one in document.entities]
    assert [one.text for one in document.entities] == ["Loop or thiazide diuretics", "thiazide diuretics", "lithium"]


def test_pairs_follow_the_text_and_none_is_asked_too(folder):
    (document,), _ = read_ddi(folder)
    assert [(one.type, one.head, one.tail) for one in document.relations] == [
        (NO_RELATION, "e0", "e1"),
        ("mechanism", "e0", "e2"),
        ("int", "e1", "e2"),
    ]


def test_broken_files_and_offsets_are_reported_and_the_rest_is_read(folder):
    (folder / "bad.xml").write_text("<document id='x'><sentence", encoding="utf-8")
    (folder / "other.xml").write_text("<note/>", encoding="utf-8")
    (folder / "bomb.xml").write_text('<!DOCTYPE d [<!ENTITY a "b">]><document>&a;</document>', encoding="utf-8")
    wrong = GOOD.replace("33-39", "34-40").replace("D1", "D2").replace('"8-25"', '"eight"')
    (folder / "wrong.xml").write_text(wrong, encoding="utf-8")
    documents, dropped = read_ddi(folder)
    assert [one.name for one in documents] == ["D1", "D2"]
    reasons = [(one.item.split("#")[-1], one.reason) for one in dropped]
    assert reasons == [
        ("bad.xml", DropReason.UNREADABLE),
        ("bomb.xml", DropReason.UNREADABLE),
        ("other.xml", DropReason.UNREADABLE),
        ("e1", DropReason.MISSING_FIELD),
        ("e2", DropReason.WRONG_OFFSETS),
        ("p0", DropReason.MISSING_FIELD),
        ("p1", DropReason.MISSING_FIELD),
        ("p2", DropReason.MISSING_FIELD),
    ]
    assert documents[1].relations == ()


def test_nothing_there(tmp_path):
    with pytest.raises(DocumentError, match="no XML file"):
        read_ddi(tmp_path)
    (tmp_path / "a.xml").write_text("<x/>", encoding="utf-8")
    with pytest.raises(DocumentError, match="no document of the DDI corpus"):
        read_ddi(tmp_path)
