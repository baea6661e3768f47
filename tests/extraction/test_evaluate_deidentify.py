"""What counts as found, and what the reader of annotated identifiers drops."""

from __future__ import annotations

import json

import pytest

from extraction.corpora.presidio import read_presidio, write_presidio
from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.deidentify_gold import must_go
from extraction.evaluate_deidentify import DeidentifyOptions, evaluate_deidentify, outcome, score_deidentify


def _entity(text, kind):
    return Entity("T0", 0, len(text), text, kind)


@pytest.mark.parametrize(
    ("text", "kind", "going"),
    [
        ("1984", "DATE_TIME", ""),
        ("Tuesday", "DATE_TIME", ""),
        ("2/19/1956", "DATE_TIME", "219"),
        ("2024年3月5日", "DATE", "3月5日"),
        ("85", "AGE", ""),
        ("92", "AGE", "92"),
        ("Norway", "GPE", ""),
        ("Dordrecht", "GPE", "Dordrecht"),
        ("12 Elm Road, CO", "STREET_ADDRESS", "12ElmRoad"),
        ("Czech", "NRP", ""),
        ("Ann Lee", "PERSON", "AnnLee"),
    ],
)
def test_what_must_go(text, kind, going):
    assert "".join(text[place] for place in must_go(_entity(text, kind))) == going


def test_half_a_name_is_not_found():
    document = AnnotatedDocument("d", "Ann Lee has fever", (_entity("Ann Lee", "PERSON"),))
    whole, half = outcome(document, [(0, 7, "name")]), outcome(document, [(0, 3, "name")])
    figures = {one.metric: one.value for one in score_deidentify("x", [half])}
    assert whole.hidden[0][1]
    assert (figures["recall"], figures["touched"], figures["precision"]) == (0.0, 1.0, 1.0)


def test_broken_rows_are_reported(tmp_path):
    rows = [
        {"full_text": "Ann came", "spans": [{"entity_type": "PERSON", "start_position": 0, "end_position": 3}]},
        {"full_text": "Bob", "spans": [{"entity_type": "PERSON", "start_position": 0, "end_position": 9}]},
        {"spans": []},
    ]
    path = tmp_path / "gold.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    documents, dropped = read_presidio(path)
    assert [len(one.entities) for one in documents] == [1, 0]
    assert [str(one.reason) for one in dropped] == ["wrong_offsets", "missing_field"]


def test_files_are_read_back_and_scored(tmp_path):
    text = "Patient: Theda Brannigan, MRN 40718826."
    entities = (Entity("T0", 9, 24, text[9:24], "PATIENT"), Entity("T1", 30, 38, text[30:38], "MRN"))
    path = tmp_path / "gold.json"
    write_presidio(path, [AnnotatedDocument("t-1", text, entities)])
    errors = tmp_path / "errors.tsv"
    figures = evaluate_deidentify(path, DeidentifyOptions(errors=errors))
    values = {(one.system, one.metric): one.value for one in figures.rows}
    assert values["medkg", "recall"] == 1.0
    assert errors.read_text(encoding="utf-8").startswith("kind\t")
