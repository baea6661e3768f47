"""Files that hold no plain text are told by their format, never with the advice to name an encoding."""

import bz2
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
    (bz2.compress(b"Fever."), "bzip2"),
    (bz2.compress(b"", 1), "bzip2"),
    (b"PAR1\x15\x04\x15\x28\x15\x26\x4c\x15\x04", "Parquet"),
    (b"PAR1\x2c\x01\x00\x00" + b"\xe2" * 300, "Parquet"),  # an encrypted column, its length before it
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


@pytest.mark.parametrize("name", ["x.pdf", "x.txt"])
def test_random_bytes_are_no_text_of_another_encoding(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(random.Random(3).randbytes(5000))
    (dropped,) = read_documents(path)
    assert "it is no text" in dropped.detail
    assert "--encoding" not in dropped.detail


def test_random_rows_with_nul_are_no_text_of_another_encoding(tmp_path):
    """Each row is judged by itself: one without NUL may be text of another encoding."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(random.Random(3).randbytes(5000))
    rows = path.read_bytes().split(b"\n")
    told = {one.item: one.detail for one in read_documents(path)}
    assert list(told) == [f"x.jsonl#{number}" for number in range(1, len(rows) + 1)]
    assert 0 < sum(b"\0" in row for row in rows) < len(rows)
    for row, detail in zip(rows, told.values(), strict=True):
        assert ("it is no text" in detail) == (b"\0" in row)
        assert ("--encoding" in detail) == (b"\0" not in row)


@pytest.mark.parametrize("data", [b"Fever.", "发热。".encode(), b"BMI 31, PKU, II* stenosis", b"{fever}", b""])
def test_text_is_text(data):
    assert format_in(data) is None


@pytest.mark.parametrize(
    "text",
    [
        "PAR1 antagonists such as vorapaxar lower the risk.", "PAR1\nPAR4\n", "PAR1", "PAR1拮抗剂。", "PAR1-PAR1",
        "BZhou et al. found fever.", "BZh9 is a mark.", f"{'Fever. ':128.128}DICM, not DICOM.",
        "GIF8 and PARP1", "MM* II*",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_that_begins_with_the_letters_of_a_format_is_read(tmp_path, text, encoding):
    path = tmp_path / "note.txt"
    path.write_text(text, encoding=encoding)
    (document,) = read_documents(path, ReadOptions(encoding=encoding))
    assert document.text.strip() == text.strip()


def test_text_in_another_encoding_is_still_told_how_to_be_read(tmp_path):
    path = tmp_path / "note.txt"
    for encoding, advice in (("gb18030", "Name its encoding"), ("utf-16", "--encoding utf-16")):
        path.write_bytes("患者发热三天。".encode(encoding))
        (dropped,) = read_documents(path)
        assert advice in dropped.detail
