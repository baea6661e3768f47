"""brat's standoff: a folder of texts with their annotations, and what is broken in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.corpora.formats import CorpusFormat
from extraction.corpora.read import read_corpus
from kg.errors import DocumentError
from kg.results import DropReason

TEXT = "Patient takes aspirin\r\nfor 痛风 and hay fever."
LINES = (
    "T1\tDrug 14 21\taspirin",
    "T2\tDisease 27 29\t痛风",
    "T3\tDisease 34 37;38 43\thay fever",
    "T4\tDisease 34 42\thay fever",
    "N1\tReference T1 MESH:D001241\taspirin",
    "R1\tTREATS Arg1:T1 Arg2:T2",
    "R2\tTREATS Arg1:T1 Arg2:T4",
    "A1\tNegation T2",
    "#1\tAnnotatorNotes T2\tsure",
    "what is this",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "gold"
    (made / "a").mkdir(parents=True)
    (made / "a" / "1.txt").write_bytes(TEXT.encode())
    (made / "a" / "1.ann").write_bytes("\n".join(LINES).encode())
    (made / "2.txt").write_text("Nothing to see.")
    (made / "2.ann").touch()
    (made / "3.ann").write_text("T1\tDrug 0 1\tx\n")
    (made / "README.md").write_text("Notes.")
    return made


def test_a_folder_of_texts_and_annotations(folder: Path) -> None:
    corpus = read_corpus(folder)
    assert corpus.format is CorpusFormat.BRAT
    assert [one.name for one in corpus.documents] == ["2", "a/1"]
    empty, document = corpus.documents
    assert (empty.text, empty.entities) == ("Nothing to see.", ())
    assert document.text == TEXT
    assert [(one.id, one.text, one.type, one.identifiers) for one in document.entities] == [
        ("T1", "aspirin", "Drug", ("MESH:D001241",)), ("T2", "痛风", "Disease", ()),
    ]  # fmt: skip
    assert [(one.type, one.head, one.tail) for one in document.relations] == [("TREATS", "T1", "T2")]
    assert [one.name for one in corpus.left_out] == ["README.md"]


def test_what_is_broken_is_told(folder: Path) -> None:
    told = {(one.item, one.reason) for one in read_corpus(folder).dropped}
    assert told == {
        ("3.ann", DropReason.UNREADABLE),
        ("1.ann#line 3", DropReason.UNREADABLE),
        ("1.ann#line 4", DropReason.WRONG_OFFSETS),
        ("1.ann#line 10", DropReason.UNREADABLE),
        ("1.ann", DropReason.MISSING_FIELD),
    }


def test_the_text_counts_for_the_checksum(folder: Path) -> None:
    before = read_corpus(folder).sha256
    (folder / "2.txt").write_text("Nothing to see here.")
    assert read_corpus(folder).sha256 != before


def test_one_file_and_none(folder: Path) -> None:
    assert [one.name for one in read_corpus(folder / "a" / "1.ann").documents] == ["1"]
    with pytest.raises(DocumentError, match="no text"):
        read_corpus(folder / "3.ann")
