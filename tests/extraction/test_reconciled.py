"""Drugs of the story that the list of medications after it lacks."""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline
from kg.records import DocumentKind

_LIST = "\n- metformin 500 mg BID\n- lisinopril 10 mg daily\n- aspirin 81 mg daily\n"
COMPLETED = {
    f"HPI: In June he was given clarithromycin 500 mg BID for pneumonia.\n\nMedications:{_LIST}": {"clarithromycin"},
    f"HPI: Lorazepam 2 mg IV was given for seizures.\n\nMeds:{_LIST}": {"lorazepam"},
    f"HPI: She was treated with prednisone 40 mg daily.\n\nDischarge medications:{_LIST}": {"prednisone"},
    f"HPI: He was given metformin for diabetes.\n\nMedications:{_LIST}": set(),
    f"HPI: He takes clarithromycin for pneumonia.\n\nMedications:{_LIST}": set(),
    f"HPI: Sildenafil 20 mg TID was begun in May.\n\nMedications:{_LIST}": set(),
    f"HPI: Sildenafil 20 mg TID was begun in May.\n\nMedications:{_LIST}\nAllergies: sildenafil (rash)": {"sildenafil"},
    f"HPI: He was given heparin.\n\nMedications on admission:{_LIST}": set(),
    f"HPI: He was given heparin.\n\nMedications:{_LIST}\nPlan: continue heparin drip.": set(),
    "HPI: He was given heparin.\n\nMedications:\n- metformin 500 mg BID\n": set(),
    f"Medications:{_LIST}\nHospital course: He was given heparin.": set(),
}


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


@pytest.mark.parametrize("text", COMPLETED)
def test_a_drug_given_before_the_list_that_lacks_it_is_completed(pipeline, text):
    relations = pipeline.annotate(Document.make("n.txt", text, DocumentKind.NOTE))._.medkg_relations
    over = {one.object.text.lower() for one in relations if ("status", "completed") in one.qualifiers}
    assert over == COMPLETED[text]
    assert {one.object.text.lower() for one in relations if one.predicate == "takes"} >= over | {"metformin"}
