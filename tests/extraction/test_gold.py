"""Readers of annotated corpora: the NegEx table and the project's annotated notes."""

from __future__ import annotations

import hashlib
import json

import pytest

from extraction.gold import read_gold_notes, read_negex
from kg.errors import DocumentError
from kg.records import Assertion, Experiencer
from kg.results import DropReason

HEADER = "line number\tCondition\tsentence\tnegation\ttemporality\texperiencer\n"


def test_negex_rows_and_what_is_dropped(tmp_path):
    path = tmp_path / "a.tsv"
    rows = [
        "1\trash\tShe has no RASH today.\tNegated\tRecent\tPatient",
        "2\tasthma\tAsthma in her mother.\tAffirmed\tHistorical\tOther",
        "3\tcough\tNothing of that kind.\tAffirmed\tRecent\tPatient",
        "4\ttoo few columns",
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    items, dropped = read_negex(path)
    assert [(one.sentence[one.start : one.end], one.negated, one.historical, one.other) for one in items] == [
        ("RASH", True, False, False),
        ("Asthma", False, True, True),
    ]
    assert [one.reason for one in dropped] == [DropReason.WRONG_OFFSETS, DropReason.MISSING_FIELD]


def test_a_table_without_items_is_refused(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(HEADER, encoding="utf-8")
    with pytest.raises(DocumentError, match="no annotated sentence"):
        read_negex(path)
    with pytest.raises(DocumentError, match="no file"):
        read_negex(tmp_path / "none.tsv")


def write_gold(folder, text="No fever in her mother.", **changes):
    (folder / "en").mkdir()
    (folder / "en" / "a.txt").write_text(text, encoding="utf-8")
    mention = {"start": 3, "end": 8, "text": "fever", "category": "PhenotypicFeature", "curie": "HP:0001945"}
    mention |= {"negated": True, "experiencer": "other"} | changes
    digest = hashlib.sha256(text.encode()).hexdigest()
    line = {"note": "en/a.txt", "sha256": digest, "mentions": [mention]}
    line["relations"] = [{"subject": None, "predicate": "mentions", "object": 0}]
    path = folder / "gold.jsonl"
    path.write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    return path


def test_gold_notes_come_with_their_text(tmp_path):
    ((note, text),) = read_gold_notes(write_gold(tmp_path))
    assert text[note.mentions[0].start : note.mentions[0].end] == "fever"
    assert note.mentions[0].assertion == Assertion(negated=True, experiencer=Experiencer.OTHER)
    assert note.relations[0].subject is None


def test_gold_at_the_wrong_place_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="does not stand at"):
        read_gold_notes(write_gold(tmp_path, start=4, end=9))


def test_a_changed_note_is_refused(tmp_path):
    path = write_gold(tmp_path)
    (tmp_path / "en" / "a.txt").write_text("No fever in her father.", encoding="utf-8")
    with pytest.raises(DocumentError, match="has changed"):
        read_gold_notes(path)


def test_a_malformed_line_names_its_number(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"note": 1}\n', encoding="utf-8")
    with pytest.raises(DocumentError, match="line 1"):
        read_gold_notes(path)
