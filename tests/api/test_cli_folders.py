"""A folder is built with whatever else lies in it: what is no document is skipped and counted, not an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main
from extraction.documents import Document
from extraction.readers import ReadOptions, read_documents
from kg.errors import DocumentError, NoTextColumnError
from kg.results import Dropped, DropReason
from kg.shipped import data_path


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """Two notes beside a README, annotations of them, a table of patients, and settings."""
    folder = tmp_path / "ward"
    (folder / "notes").mkdir(parents=True)
    (folder / "notes" / "1.txt").write_text("Patient has asthma and takes albuterol.\n")
    (folder / "visits.jsonl").write_text('{"id": "v1", "text": "No fever."}\n')
    (folder / "README.md").write_text("# Notes of a ward\n")
    (folder / "gold.jsonl").write_text('{"note": "notes/1.txt", "mentions": []}\n')
    (folder / "labels.jsonl").write_text('{"label": 1}\n{"label": 0}\n')
    (folder / "patients.csv").write_text("number,age\n1,70\n")
    (folder / "settings.json").write_text("{}\n")
    return folder


def dropped(folder: Path, options: ReadOptions | None = None) -> dict[str, DropReason]:
    return {one.item: one.reason for one in read_documents(folder, options) if isinstance(one, Dropped)}


def test_what_is_no_document_is_skipped_and_counted(ward: Path) -> None:
    documents = [one.name for one in read_documents(ward) if isinstance(one, Document)]
    assert len(documents) == 2
    found = dropped(ward)
    assert set(found.values()) == {DropReason.NOT_A_DOCUMENT}
    assert {name.split("#")[0] for name in found} == {
        "README.md", "gold.jsonl", "labels.jsonl", "patients.csv", "settings.json",
    }  # fmt: skip


def test_a_build_over_such_a_folder_ends_well(ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", str(ward), "--graph", str(tmp_path / "g"), "--json"])
    report = json.loads(capsys.readouterr().out)
    assert not ended.value.code
    assert report["added"] == 2 and not report["broken"]
    assert [(one["reason"], one["count"]) for one in report["dropped"] if one["reason"] == "not_a_document"] == [
        ("not_a_document", 5)
    ]


def test_a_broken_file_in_a_folder_is_still_told(ward: Path, tmp_path: Path) -> None:
    (ward / "torn.txt").write_bytes(b"caf\xe9 fever")
    assert dropped(ward)["torn.txt"] is DropReason.UNREADABLE
    with pytest.raises(SystemExit) as ended:
        main(["build", str(ward), "--graph", str(tmp_path / "g")])
    assert ended.value.code == 3


def test_a_table_without_the_column_that_was_named_is_broken(ward: Path) -> None:
    assert dropped(ward, ReadOptions(text_column="note"))["patients.csv"] is DropReason.UNREADABLE


def test_one_row_without_text_among_others_is_missing_its_field(ward: Path) -> None:
    (ward / "visits.jsonl").write_text('{"id": "v1", "text": "No fever."}\n{"id": "v2"}\n')
    assert dropped(ward)["visits.jsonl#2"] is DropReason.MISSING_FIELD


def test_the_same_files_named_by_themselves_are_read_or_an_error(ward: Path) -> None:
    assert isinstance(next(read_documents(ward / "README.md")), Document)
    with pytest.raises(NoTextColumnError, match="number"):
        list(read_documents(ward / "patients.csv"))
    with pytest.raises(DocumentError, match="JSON"):
        list(read_documents(ward / "settings.json"))


@pytest.mark.parametrize("text", ["notes/2.txt", "Seen on 3.4.", "x" * 5000 + ".txt", "Mr. Who.txt\nfever"])
def test_a_text_that_names_no_file_is_a_text(ward: Path, text: str) -> None:
    (ward / "visits.jsonl").write_text(json.dumps({"text": text}) + "\n")
    assert not any(name.startswith("visits") for name in dropped(ward))


def test_the_folder_of_shipped_notes_is_read_without_its_annotations() -> None:
    found = list(read_documents(data_path("notes")))
    assert len([one for one in found if isinstance(one, Document)]) == len(list(data_path("notes").rglob("*.txt")))
    assert {one.reason for one in found if isinstance(one, Dropped)} == {DropReason.NOT_A_DOCUMENT}
