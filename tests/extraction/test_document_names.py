"""Names of notes hold no person, and stay as they are where they hold none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extraction.document_names import hidden_path, is_identifying, name_of
from extraction.documents import Document
from extraction.readers.options import ReadOptions
from extraction.readers.reading import read_documents
from kg.records import DocumentKind
from kg.shipped import data_path

PEOPLE = (
    "note John Smith MRN 1234567", "john_smith", "SMITH_JOHN", "Kowalski_Piotr", "KOWALSKI PIOTR", "John-Smith.final",
    "j.smith@example.org", "555-123-4567", "MRN 1234567", "1234567", "张伟", "病历_张伟_2024", "欧阳娜娜",
)  # fmt: skip
PLAIN = (
    "05-wilson-disease", "train", "D2N001", "visits", "17", "ACI_0023", "24-epilepsy-stevens-johnson", "Wilson-Disease",
    "Discharge_Summary", "高血压", "白血病", "99999",
)  # fmt: skip


@pytest.mark.parametrize("part", PEOPLE)
def test_a_person_is_told(part):
    assert is_identifying(part)


@pytest.mark.parametrize("part", PLAIN)
def test_a_plain_name_is_told(part):
    assert not is_identifying(part)


def test_the_shipped_notes_keep_their_names():
    assert [path.name for path in data_path("notes").rglob("*.txt") if is_identifying(path.stem)] == []


def read(path: Path, **options) -> list[Document]:
    found = list(read_documents(path, ReadOptions(**options)))
    assert all(isinstance(one, Document) for one in found)
    return found


def test_a_file_named_after_a_patient(tmp_path):
    path = tmp_path / "note John Smith MRN 1234567.txt"
    path.write_text("No fever.")
    (tmp_path / "another Mary Jones.txt").write_text("No fever.")
    (alone,), together = read(path), read(tmp_path)
    assert alone in together and len({one.name for one in together}) == 2
    for one in together:
        assert one.name.startswith("doc-") and one.name.endswith(".txt") and len(one.name) == 16
        told = f"{one.id} {one.name} {one.subject}"
        assert not any(part in told for part in ("John", "Smith", "Mary", "Jones", "1234567"))
    assert alone.source == f"{tmp_path.as_posix()}/{hidden_path(path.name)}"


def test_rows_named_after_patients(tmp_path):
    path = tmp_path / "visits.csv"
    rows = ["id,text", "John Smith,No fever.", "D2N001,No fever.", "John Smith,A cough.", ",No fever."]
    path.write_text("\n".join(rows))
    first, plain, second, numbered = read(path)
    assert (plain.name, numbered.name) == ("visits.csv#D2N001", "visits.csv#4")
    assert plain.subject.startswith("case:visits.csv-D2N001-")
    assert first.name != second.name and all(one.name.endswith(".csv") for one in (first, second))
    path.write_text("\n".join([rows[0], *rows[:0:-1]]))
    assert first.name in [one.name for one in read(path)]


def test_the_same_row_twice_is_dropped_without_its_name(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text("id,text\nJohn Smith,No fever.\nJohn Smith,No fever.\n")
    one, dropped = read_documents(path)
    assert isinstance(one, Document) and dropped.item == one.name


def test_numbers_of_rows_and_publications_stay(tmp_path):
    assert name_of("visits.csv", "1234567", "x").startswith("doc-")
    path = tmp_path / "John Smith.jsonl"
    path.write_text('{"text": "No fever."}\n{"text": "No fever."}\n')
    one, two = read(path)
    assert one.name != two.name and "Smith" not in one.name + two.name
    (first, _) = read(path, kind=DocumentKind.LITERATURE)
    assert first.name == "John Smith.jsonl#1"


def test_a_path_hides_what_tells_of_a_person_and_is_found_again() -> None:
    told = hidden_path("ward/John Smith/SMITH_JOHN_2.txt")
    assert told.startswith("ward/name-") and told.endswith(".txt")
    assert not {"john", "smith"} & set(re.findall("[a-z]+", told.lower()))
    assert told.startswith(f"{hidden_path('ward/John Smith')}/")
    assert hidden_path("../ward/./05-wilson-disease.txt") == "../ward/./05-wilson-disease.txt"
    every = hidden_path("ward/05-wilson-disease.txt", everything=True)
    assert re.fullmatch(r"name-[0-9a-f]{8}/name-[0-9a-f]{8}\.txt", every)
    assert hidden_path("note.Smith, John", everything=True).count(".") == 0
