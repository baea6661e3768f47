"""Evaluations on annotated text: the NegEx kit (when the corpora are there) and notes written for the test."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from extraction.evaluate_assertion import AssertionOptions, evaluate_assertion, is_held_out
from extraction.evaluate_notes import NoteOptions, evaluate_notes
from extraction.pipeline import Pipeline
from kg.errors import DocumentError
from kg.vocabulary import Term, Vocabulary

HEADER = "line number\tCondition\tsentence\tnegation\ttemporality\texperiencer\n"
NOTE = "Anna has a rash due to aspirin.\nNo fever. Call 555-013-4472.\n"
MENTIONS = (
    {"start": 11, "end": 15, "text": "rash", "category": "PhenotypicFeature", "curie": "HP:0000988"},
    {"start": 23, "end": 30, "text": "aspirin", "category": "Drug", "curie": "CHEBI:15365"},
    {"start": 35, "end": 40, "text": "fever", "category": "PhenotypicFeature", "curie": None, "negated": True},
)


@pytest.fixture(scope="module")
def corpora() -> Path:
    folder = os.environ.get("MEDKG_CORPORA", "")
    if not folder:
        pytest.skip("Set MEDKG_CORPORA to the folder of the corpora.")
    return Path(folder)


def values(result):
    return {(row.system, row.metric): row.value for row in result.rows}


def test_assertion_of_a_small_table(tmp_path):
    gold = tmp_path / "a.tsv"
    rows = (
        "1\trash\tNo RASH.\tNegated\tRecent\tPatient\n"
        "2\tcough\tNo fever but a COUGH.\tAffirmed\tRecent\tPatient\n"
        "3\tasthma\tHer mother had ASTHMA.\tAffirmed\tRecent\tOther\n"
    )
    gold.write_text(HEADER + rows, encoding="utf-8")
    errors = tmp_path / "errors.tsv"
    found = values(evaluate_assertion(gold, AssertionOptions(errors=errors)))
    assert found["medkg", "negated_f1"] == found["medkg", "other_f1"] == 1.0
    assert found["nearest-no", "negated_precision"] == 0.5
    assert len(errors.read_text(encoding="utf-8").splitlines()) == 1


def test_the_parts_divide_the_table(tmp_path):
    gold = tmp_path / "a.tsv"
    rows = [f"{n}\trash\tNo RASH on day {n}.\tNegated\tRecent\tPatient\n" for n in range(60)]
    gold.write_text(HEADER + "".join(rows), encoding="utf-8")
    sizes = [evaluate_assertion(gold, AssertionOptions(part=part)).rows[0].n for part in ("development", "held_out")]
    assert sum(sizes) == 60
    assert min(sizes) > 0
    assert is_held_out("No RASH.") == is_held_out(" no rash. ")


def test_an_empty_table_is_refused(tmp_path):
    gold = tmp_path / "a.tsv"
    gold.write_text(HEADER, encoding="utf-8")
    with pytest.raises(DocumentError):
        evaluate_assertion(gold)


def test_negation_on_the_negex_kit(corpora):
    found = values(evaluate_assertion(corpora / "negex" / "annotations.tsv"))
    assert found["medkg", "negated_f1"] > 0.93
    assert found["medkg", "negated_f1"] > found["nearest-no", "negated_f1"]
    assert found["medkg", "historical_f1"] > 0.6


def test_notes_are_judged_on_all_that_is_annotated(tmp_path):
    (tmp_path / "a.txt").write_text(NOTE, encoding="utf-8")
    line = {
        "note": "a.txt",
        "mentions": MENTIONS,
        "relations": [{"subject": None, "predicate": "had_adverse_reaction_to", "object": 1},
                      {"subject": 1, "predicate": "causes", "object": 0}],
        "identifiers": [{"start": 47, "end": 59, "kind": "phone"}],
    }  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(line) + "\n", encoding="utf-8")
    terms = [Term("HP:0000988", "PhenotypicFeature", "rash"), Term("CHEBI:15365", "Drug", "aspirin")]
    result = evaluate_notes(gold, Pipeline(vocabulary=Vocabulary(terms, "test/1")), NoteOptions(language="en"))
    found = {metric: value for (_, metric), value in values(result).items()}
    assert found["strict_recall"] == 1.0  # the recogniser finds the fever that this vocabulary lacks
    assert found["linking_accuracy"] == found["assertion_negated_f1"] == found["relations_causes_f1"] == 1.0
    assert found["relations_had_adverse_reaction_to_f1"] == 1.0
    assert found["identifiers_recall"] == found["identifier_characters_recall"] == 1.0
