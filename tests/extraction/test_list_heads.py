"""What the words over a list make of the drugs under it, and what a sentence says of one that is taken again."""

from __future__ import annotations

import time

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline
from extraction.relations.list_heads import heads_of
from kg.records import DocumentKind

STATES = {
    "Stopped: lisinopril 10": {"lisinopril": "stopped"},
    "Not taking: metformin 500 BID, aspirin 81": {"metformin": "not-taken", "aspirin": "not-taken"},
    "Hold: aspirin 81": {"aspirin": "on-hold"},
    "Held: warfarin 5, aspirin 81": {"warfarin": "on-hold", "aspirin": "on-hold"},
    "Discontinued: atorvastatin 40 mg nightly": {"atorvastatin": "stopped"},
    "Stopped: atorvastatin 40 mg nightly, aspirin 81 mg daily": {"atorvastatin": "stopped", "aspirin": "stopped"},
    "STOP taking the following:\n- lisinopril 10\n- aspirin 81": {"lisinopril": "stopped", "aspirin": "stopped"},
    "Medications discontinued:\n1. Metformin 1000 BID": {"metformin": "stopped"},
    "Medications discontinued: 1. Metformin 1000 BID 2. Aspirin 81": {"metformin": "stopped", "aspirin": "stopped"},
    "Tried and failed: topiramate 50; propranolol 20": {"topiramate": "stopped", "propranolol": "stopped"},
    "Medications: aspirin 81. Stopped: lisinopril 10.": {"aspirin": "taken", "lisinopril": "stopped"},
    "Plan:\n1. Stop:\n  - lisinopril 10\n2. Aspirin 81": {"lisinopril": "stopped", "aspirin": "taken"},
    "Held: warfarin 5 mg daily; continue metformin 500 mg BID": {"warfarin": "on-hold", "metformin": "taken"},
    "Discontinue: furosemide\nContinue: aspirin 81": {"furosemide": "stopped", "aspirin": "taken"},
    "Allergic to: aspirin 81 mg; ibuprofen 400": {},
    "Allergy list\nAspirin oral": {},
    "Past meds: sertraline 50": {},
    "Past medications:\n- sertraline 50 mg daily\n- trazodone 50": {},
    "Wife takes: metformin 500 mg BID; aspirin 81": {},
    "Urine: morphine 300; fentanyl 2": {},
    "Tox screen:\n- morphine 300\n- fentanyl 2": {},
    "Oxygen 95.": {},
    "Aspirin 1, 2, 3.": {},
    "Methamphetamine daily.": {},
    "Nicotine daily.": {},
    "LSD weekly": {},
    "Nicotine patch daily": {"nicotine": "taken"},
    "Meds: aspirin 81; ramipril 10": {"aspirin": "taken", "ramipril": "taken"},
    "HTN: lisinopril 10": {"lisinopril": "taken"},
    "Cardiac medications: aspirin 81, ramipril 10": {"aspirin": "taken", "ramipril": "taken"},
    "Mother takes: metformin 500 mg BID; aspirin 81 mg daily": {},
    "Plan:\nRaised lipids:\n- atorvastatin 40": {"atorvastatin": "taken"},
    "Home medications\nAspirin 81\nLisinopril 10": {"aspirin": "taken", "lisinopril": "taken"},
    "Medications on discharge:\n\n1. Aspirin 81\n2. Lisinopril 10": {"aspirin": "taken", "lisinopril": "taken"},
    "Aspirin held before surgery and resumed on discharge.": {"aspirin": "taken"},
    "Held aspirin on admission, restarted yesterday.": {"aspirin": "taken"},
    "Aspirin was held and will be resumed on discharge.": {"aspirin": "on-hold"},
    "Aspirin was stopped and not restarted.": {"aspirin": "stopped"},
    "Held aspirin and resumed metformin.": {"aspirin": "on-hold", "metformin": "taken"},
    "Did not tolerate metformin as a child.": {"metformin": "denied"},
}


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


@pytest.mark.parametrize("text", STATES)
def test_what_a_list_or_sentence_says_of_its_drugs(pipeline, text):
    document = Document.make("note.txt", text, DocumentKind.NOTE)
    said = {
        one.object.text.lower(): dict(one.qualifiers).get("status", "denied") if one.negated else "taken"
        for one in pipeline.annotate(document)._.medkg_relations
        if one.predicate == "takes"
    }
    assert said == STATES[text]


@pytest.mark.parametrize("piece", ["\n", ": ", "- \n", "stopped: ", "1. ", "Held:\n", "a, "])
def test_no_text_is_slow(pipeline, piece):
    (drug,) = pipeline.annotate(Document.make("note.txt", "aspirin", DocumentKind.NOTE))._.medkg_mentions
    text = piece * (100_000 // len(piece))
    moved = type(drug)(len(text), len(text) + 7, "aspirin", drug.category, drug.curie, drug.name, 1.0)
    started = time.process_time()
    heads_of(text + "aspirin", (0, len(text) + 7), [moved])
    assert time.process_time() - started < 5  # linear: a runaway takes minutes
