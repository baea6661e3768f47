"""Readers: what comes out of good input, and how bad input is told."""

from __future__ import annotations

import csv
import io
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.documents import MAXIMUM_CHARACTERS, Document
from extraction.readers import ReadOptions, read_documents
from extraction.readers.records import read_records
from kg.errors import DocumentError, InputError
from kg.records import DocumentKind
from kg.results import Dropped, DropReason


def _read(path, **options):
    return list(read_documents(path, ReadOptions(**options)))


def _reasons(items):
    return [item.reason for item in items if isinstance(item, Dropped)]


def _texts(items):
    return [item.text for item in items if isinstance(item, Document)]


def test_text_keeps_newlines_and_drops_the_mark(tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(b"\xef\xbb\xbfCough.\r\nNo fever \xe2\x89\xa5 38.\r\n")
    (document,) = _read(path)
    assert document.text == "Cough.\r\nNo fever ≥ 38.\r\n"
    assert (document.kind, document.language, document.name) == (DocumentKind.NOTE, "en", "note.txt")


def test_ids_do_not_depend_on_the_folder(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "note.txt").write_text("Cough.")
    first, second = _read(tmp_path)
    assert first.id == second.id == _read(tmp_path / "a" / "note.txt")[0].id


def test_csv_with_quoted_lines_and_broken_rows(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_bytes(
        b'id,note\r\nA1,"CC: ""cough""\r\n\r\nHPI: fever, chills"\r\nA2,\r\nA3,"open" end\r\nA4,one,two\r\n'
        b"A5\r\nA6,bad \xff byte\r\nA7,fine\r\nA7,fine\r\nA7,other\r\n"
    )
    items = _read(path)
    assert _texts(items) == ['CC: "cough"\r\n\r\nHPI: fever, chills', "fine", "other"]
    assert _reasons(items) == [
        DropReason.EMPTY,
        DropReason.UNREADABLE,
        DropReason.UNREADABLE,
        DropReason.MISSING_FIELD,
        DropReason.UNREADABLE,
        DropReason.DUPLICATE,
    ]
    assert [item.name for item in items if isinstance(item, Document)] == [
        "notes.csv#A1",
        "notes.csv#A7",
        "notes.csv#A7.2",
    ]
    offset = path.read_bytes().index(b"\xff")
    assert f"byte {offset:,}" in next(item.detail for item in items if "0xff" in getattr(item, "detail", ""))


def test_quote_that_never_closes_costs_one_row(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text('id,text\n1,"never closed\n2,fine\n3,also fine\n')
    items = _read(path)
    assert _texts(items) == ["fine", "also fine"]
    assert _reasons(items) == [DropReason.UNREADABLE]
    assert "line 2" in items[0].detail


def test_missing_column_names_those_found(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("encounter;comment\n1;Cough\n")
    with pytest.raises(DocumentError, match="'encounter', 'comment'"):
        _read(path)
    with pytest.raises(DocumentError, match="no column 'note'"):
        _read(path, text_column="note")
    assert _texts(_read(path, text_column="comment")) == ["Cough"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r")), min_size=2, max_size=5),
        min_size=1,
        max_size=5,
    )
)
def test_records_agree_with_the_standard_writer(rows):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    data = out.getvalue().encode()
    if data.startswith(b"\xef\xbb\xbf"):
        return
    assert [list(record.fields) for record in read_records(io.BytesIO(data), ",")] == rows


@pytest.mark.parametrize("encoding", ["latin-1", "gb18030"])
def test_in_a_mixed_folder_a_file_in_utf_8_is_read_as_that(tmp_path, encoding):
    (tmp_path / "one.txt").write_text("Sjögren 热", encoding="utf-8")
    (tmp_path / "two.txt").write_bytes("Müller".encode(encoding))
    texts = {made.text for made in _read(tmp_path, encoding=encoding) if not isinstance(made, Dropped)}
    assert texts == {"Sjögren 热", "Müller"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl", "a.pubtator"])
def test_the_encoding_of_a_file_changes_nothing_else(tmp_path, encoding, name):
    texts = {
        "a.txt": "患者无发热。\r\nKnown for hay fever.",
        "a.csv": 'id,text\r\n1,"患者 ""无"" 发热。\n"\r\n',
        "a.jsonl": json.dumps({"id": 7, "text": "患者无发热。"}, ensure_ascii=False) + "\n",
        "a.pubtator": "12|t|发热\n12|a|Fever.\n12\t0\t2\t发热\tDisease\tD005334\n",
    }
    for folder, used in (("one", "utf-8"), ("two", encoding)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(texts[name].encode(used))
    plain = _read(tmp_path / "one" / name)
    other = _read(tmp_path / "two" / name, encoding=encoding)
    assert [(one.id, one.text, one.annotations) for one in plain] == [
        (one.id, one.text, one.annotations) for one in other
    ]


def test_bytes_that_the_encoding_lacks_are_told_by_their_place(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes("热".encode("gb18030") * 700_000 + "\n发热".encode("gb18030") + b"\xff\xff")
    (dropped,) = _read(path, encoding="gb18030")
    assert dropped.reason is DropReason.UNREADABLE and "Not gb18030 at line 2, character 3." in dropped.detail


@pytest.mark.parametrize(
    ("encoding", "bad"),
    [("utf-8", b"\xff"), ("gb18030", b"\xff"), ("gb18030", b"\x81"), ("gbk", b"\x80"), ("utf-16-le", b"\x00\xd8")],
)
def test_a_bad_byte_loses_its_row_alone(tmp_path, encoding, bad):
    rows = ["id,text\n", "1,发热。\n", "2,咳嗽", "\n3,“胸痛”\n"]
    head, first, second, third = (row.encode(encoding) for row in rows)
    path = tmp_path / "notes.csv"
    path.write_bytes(head + first + second + bad + third)
    found = _read(path, encoding=encoding)
    assert _texts(found) == ["发热。", "“胸痛”"]
    (dropped,) = [one for one in found if isinstance(one, Dropped)]
    assert (dropped.item, dropped.reason) == ("notes.csv#2", DropReason.UNREADABLE)
    assert encoding == "utf-8" or f"Not {encoding} at line 3, character 5." in dropped.detail
    lines = [json.dumps({"id": 7, "text": one}, ensure_ascii=False).encode(encoding) for one in ("热", "痛")]
    path = tmp_path / "notes.jsonl"
    path.write_bytes(lines[0] + bad + "\n".encode(encoding) + lines[1])
    assert _texts(_read(path, encoding=encoding)) == ["痛"]


def test_a_file_that_is_not_in_the_encoding_at_all(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("id,text\n1,Fever.\n", "ascii")
    with pytest.raises(DocumentError, match="utf-16"):
        _read(path, encoding="utf-16")
    path.write_bytes("编号,病历文本\n1,发热\n".encode("gb18030"))
    with pytest.raises(DocumentError, match=r"header cannot be read\. Not ascii at line 1"):
        _read(path, encoding="ascii")


@pytest.mark.parametrize("name", ["base64", "undefined", "utf-8\0", "rot13", "idna", "punycode", "", "Windows"])
def test_what_is_no_encoding_of_text(name):
    with pytest.raises(InputError, match="no encoding of text"):
        ReadOptions(encoding=name)


def test_jsonl_reports_each_broken_line(tmp_path):
    path = tmp_path / "notes.jsonl"
    lines = [
        json.dumps({"id": 7, "text": "患者无发热。", "kind": "literature"}),
        "{broken",
        json.dumps({"body_text": "x"}),
        '{"text": "half \\ud800 pair"}',
        json.dumps({"text": "Cough", "language": "fr"}),
        "[1]",
        json.dumps({"id": "7", "text": "Cough", "language": "en-US"}),
    ]
    path.write_text("\n".join(lines) + "\n")
    items = _read(path)
    assert [(item.name, item.language, item.kind) for item in items if isinstance(item, Document)] == [
        ("notes.jsonl#7", "zh", DocumentKind.LITERATURE),
        ("notes.jsonl#7.2", "en", DocumentKind.NOTE),
    ]
    assert _reasons(items) == [
        DropReason.UNREADABLE,
        DropReason.MISSING_FIELD,
        DropReason.UNREADABLE,
        DropReason.UNREADABLE,
        DropReason.UNREADABLE,
    ]
    assert "body_text" in items[2].detail


def test_pubtator_checks_offsets(tmp_path):
    path = tmp_path / "abstracts.txt"
    path.write_text(
        "12|t|Aspirin and asthma.\n12|a|Asthma after aspirin.\n12\t0\t7\tAspirin\tChemical\tD001241\n"
        "12\t20\t26\tAsthma\tDisease\tD001249|D9\n12\t21\t27\tAsthma\tDisease\tD001249\n12\tCID\tD001241\tD001249\n"
    )
    dropped, document = _read(path)
    assert dropped.reason is DropReason.WRONG_OFFSETS
    assert document.name == document.subject == "PMID:12"
    assert document.kind is DocumentKind.LITERATURE
    assert [document.text[one.start : one.end] for one in document.annotations] == ["Aspirin", "Asthma"]
    assert document.annotations[1].identifiers == ("D001249", "D9")


def test_bad_files(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n\n")
    (tmp_path / "latin.txt").write_bytes("Fièvre".encode("latin-1"))
    (tmp_path / "wide.txt").write_bytes("Cough".encode("utf-16"))
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    items = _read(tmp_path)
    assert {item.item: item.reason for item in items} == {
        "blank.txt": DropReason.EMPTY,
        "empty.txt": DropReason.EMPTY,
        "latin.txt": DropReason.UNREADABLE,
        "scan.pdf": DropReason.NOT_A_DOCUMENT,
        "wide.txt": DropReason.UNREADABLE,
    }
    assert "UTF-16" in next(item.detail for item in items if item.item == "wide.txt")
    with pytest.raises(DocumentError, match="no such file"):
        _read(tmp_path / "absent.txt")


def test_rows_without_a_text_at_the_start_of_a_file_in_a_folder_do_not_hide_the_rest(tmp_path):
    """However many there are, they are dropped one by one, as from the file named by itself."""
    path = tmp_path / "notes.jsonl"
    lines = [json.dumps({"note": number}) for number in range(250)]
    path.write_text("\n".join([*lines, json.dumps({"text": "Cough"}), lines[0]]) + "\n")
    items = _read(tmp_path)
    assert items == _read(path)
    assert _texts(items) == ["Cough"]
    assert _reasons(items) == [DropReason.MISSING_FIELD] * 251


def test_a_file_in_a_folder_of_which_no_row_has_a_text_is_one_drop(tmp_path):
    (tmp_path / "labels.jsonl").write_text("\n".join(json.dumps({"label": number}) for number in range(250)) + "\n")
    (dropped,) = _read(tmp_path)
    assert (dropped.item, dropped.reason) == ("labels.jsonl", DropReason.NOT_A_DOCUMENT)
    assert "No row has a text" in dropped.detail and "label" in dropped.detail


@pytest.mark.parametrize("name", ["long.txt", "long.csv", "long.jsonl", "long.pubtator", "lines.csv"])
def test_fifty_megabytes_in_one_document_end_in_seconds(tmp_path, name):
    body = "a" * 50_000_000 if name != "lines.csv" else ("a" * 99 + "\n") * 500_000
    whole = {
        "long.txt": body,
        "long.csv": f'id,text\n1,"{body}"\n2,fine\n',
        "lines.csv": f'id,text\n1,"{body}"\n2,fine\n',
        "long.jsonl": f'{{"text":"{body}"}}\n{{"text":"fine"}}\n',
        "long.pubtator": f"1|t|x\n1|a|{body}\n\n2|t|fine\n",
    }
    (tmp_path / name).write_text(whole[name])
    started = time.process_time()
    items = _read(tmp_path / name)
    assert time.process_time() - started < 5
    assert _reasons(items) == [DropReason.TOO_LONG]
    assert _texts(items) == ([] if name == "long.txt" else ["fine"])


def test_limit_is_inclusive(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("患" * MAXIMUM_CHARACTERS, encoding="utf-8")
    assert len(_texts(_read(path))[0]) == MAXIMUM_CHARACTERS
    path.write_text("a" * (MAXIMUM_CHARACTERS + 1))
    assert _reasons(_read(path)) == [DropReason.TOO_LONG]
