"""Evaluation on notes annotated by offsets alone: text from a corpus folder, counts by hand."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from pathlib import Path

import pytest

from extraction.evaluate_notes import NoteOptions, evaluate_notes
from extraction.gold_shared import read_shared_notes
from extraction.pipeline import Pipeline
from kg.errors import DocumentError

SHARED = Path(__file__).parents[1] / "gold" / "notes_shared.jsonl"
NOTE = "She takes lisinopril 20 mg daily. She denies cough. A1c was 7.8%."


def mention(text, category, curie, **more):
    start = NOTE.index(text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return {"start": start, "end": start + len(text), "hash": digest, "category": category, "curie": curie, **more}


@pytest.fixture
def corpora(tmp_path):
    folder = tmp_path / "aci-bench"
    folder.mkdir()
    with (folder / "train.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([("encounter_id", "note"), ("N1", NOTE)])
    return tmp_path


def written(folder, mentions, relations, digest=""):
    digest = digest or hashlib.sha256(NOTE.encode()).hexdigest()
    note = {"corpus": "aci-bench/train.csv", "row": "N1", "sha256": digest, "split": "open", "mentions": mentions,
            "relations": relations}  # fmt: skip
    path = folder / "gold.jsonl"
    path.write_text(json.dumps(note), encoding="utf-8")
    return path


def test_what_is_found_missed_and_invented(corpora, tmp_path):
    mentions = [
        mention("lisinopril", "Drug", "CHEBI:43755"),
        mention("cough", "PhenotypicFeature", "HP:0012735"),
        mention("A1c", "ClinicalMeasurement", "medkg.measurement:hemoglobin_a1c"),
        mention("She", "Procedure", None),
    ]
    taken = {"subject": None, "predicate": "takes", "object": 0,
             "qualifiers": [["dose_unit", "mg"], ["dose_value", "20"], ["frequency", "daily"]]}  # fmt: skip
    value = {"subject": None, "predicate": "has_attribute", "object": 2,
             "qualifiers": [["has_quantitative_value", "7.9"]]}  # fmt: skip
    gold = written(corpora, mentions, [taken, value])
    errors = tmp_path / "errors.tsv"
    result = evaluate_notes(gold, Pipeline(), NoteOptions(errors=errors, corpora=corpora))
    found = {one.metric: one.value for one in result.rows if one.system == "open"}
    assert found["mentions_strict_f1"] == found["code_accuracy"] == found["dose_f1"] == found["frequency_f1"] == 1.0
    assert found["relations_takes_f1"] == 1.0
    assert found["procedure_strict_recall"] == found["values_f1"] == 0.0
    assert found["assertion_accuracy"] == pytest.approx(2 / 3)  # cough is denied
    lines = errors.read_text(encoding="utf-8").splitlines()
    assert sum("assertion" in line for line in lines) == 1


def test_a_changed_text_and_a_wrong_place_are_refused(corpora):
    with pytest.raises(DocumentError, match="no row N1 with that text"):
        read_shared_notes(written(corpora, [], [], "0" * 64), corpora)
    wrong = mention("cough", "PhenotypicFeature", "HP:0012735") | {"start": 0, "end": 5}
    with pytest.raises(DocumentError, match="another text stands at 0-5"):
        read_shared_notes(written(corpora, [wrong], []), corpora)


def test_the_shipped_annotations_hold_no_text():
    rows = [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 20
    assert {row["split"] for row in rows} == {"open", "held_out"}
    assert all("text" not in one for row in rows for one in row["mentions"])


def test_the_shipped_annotations_fit_their_corpora():
    folder = os.environ.get("MEDKG_CORPORA")
    if not folder:
        pytest.skip("Set MEDKG_CORPORA to the folder of the corpora.")
    assert len(read_shared_notes(SHARED, Path(folder))) == 20
