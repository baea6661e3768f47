"""Files that hold no plain text are told by their format, never with the advice to name an encoding."""

import io
import random
import zipfile

import pytest

from extraction.readers import ReadOptions, read_documents
from extraction.readers.binary import format_in
from kg.errors import DocumentError
from kg.results import Dropped, DropReason


def _zip(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


FILES = [
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    (rb"{\rtf1\ansi Fever.}", "RTF"),
    (_zip("[Content_Types].xml", "word/document.xml"), "a Word file (.docx)"),
    (_zip("[Content_Types].xml", "xl/workbook.xml"), "an Excel file (.xlsx)"),
    (_zip("a.txt"), "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "an old Office file (.doc, .xls)"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
    (b"\x1f\x8b\x08\x00", "gzip"),
    (bytes(128) + b"DICM", "DICOM"),
]


@pytest.mark.parametrize(("data", "name"), FILES)
@pytest.mark.parametrize("suffix", [".txt", ".bin", ".csv", ".jsonl"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_binary_format_is_named(tmp_path, data, name, suffix, encoding):
    path = tmp_path / f"file{suffix}"
    path.write_bytes(data)
    with pytest.raises(DocumentError) as told:
        list(read_documents(path, ReadOptions(encoding=encoding)))
    assert f"is {name}, which is not read" in told.value.message
    assert "encoding" not in str(told.value)


def test_in_a_folder_it_is_one_drop(tmp_path):
    (tmp_path / "a.txt").write_text("Fever and cough.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4")
    read = list(read_documents(tmp_path))
    assert [one.reason for one in read if isinstance(one, Dropped)] == [
        DropReason.UNREADABLE, DropReason.NOT_A_DOCUMENT,
    ]  # fmt: skip
    assert len(read) == 3


@pytest.mark.parametrize("name", ["x.pdf", "x.txt", "x.jsonl"])
def test_random_bytes_are_no_text_of_another_encoding(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(random.Random(3).randbytes(5000))
    told = [one.detail for one in read_documents(path)]
    assert "it is no text" in told[0] or name.endswith("jsonl")
    assert all("--encoding" not in one for one in told if "NUL" in one)


@pytest.mark.parametrize("data", [b"Fever.", "发热。".encode(), b"BMI 31, PKU, II* stenosis", b"{fever}", b""])
def test_text_is_text(data):
    assert format_in(data) is None


def test_text_in_another_encoding_is_still_told_how_to_be_read(tmp_path):
    path = tmp_path / "note.txt"
    for encoding, advice in (("gb18030", "Name its encoding"), ("utf-16", "--encoding utf-16")):
        path.write_bytes("患者发热三天。".encode(encoding))
        (dropped,) = read_documents(path)
        assert advice in dropped.detail
