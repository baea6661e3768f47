"""What is no allergen, no reaction and no onset, though it stands in the place of one."""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline
from kg.records import DocumentKind


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


def annotated(pipeline, text):
    return pipeline.annotate(Document.make("note.txt", text, DocumentKind.NOTE, language="en"))


ALLERGENS = {
    "Allergies: peanuts -> anaphylaxis (has EpiPen).": "",
    "Allergies: Shellfish -> swelling (carries EpiPen)": "",
    "Allergies: bee stings - anaphylaxis, carries epinephrine auto-injector": "",
    "Allergies: Tree nuts. Carries an EpiPen.": "",
    "Allergies: Penicillin: anaphylaxis requiring epinephrine.": "penicillin",
    "Allergies: penicillin - hives, treated with prednisone; sulfa.": "penicillin sulfa",
    "Allergies: shrimp (hives, used diphenhydramine), aspirin (wheeze)": "aspirin",
    "Allergies: Iodine contrast - hives, premedicated with prednisone": "iodine contrast",
    "Allergies: Peanut (anaphylaxis; has epinephrine at home), Codeine (nausea)": "codeine",
    "Allergies: aspirin -> asthma exacerbation, uses albuterol": "aspirin",
    "Allergies: codeine - itching, takes oxycodone without problems": "codeine",
    "Allergies: Reports rash to amoxicillin and was given Bactrim with hives.": "amoxicillin bactrim",
    "Allergies: given penicillin -> hives": "penicillin",
    "Allergies: Hives after she took amoxicillin.": "amoxicillin",
    "Allergies: Rash with cephalexin": "cephalexin",
    "Allergies: Rash - had penicillin as a child": "penicillin",
    "Allergies: has penicillin allergy": "penicillin",
    "Allergies: sulfa drugs (rash), was given penicillin and developed hives": "sulfa drugs penicillin",
}
REACTED = {
    "Metformin was held for AKI.": False,
    "Metformin stopped due to renal failure.": False,
    "Methotrexate held for pneumonia.": False,
    "Stopped lisinopril because of acute kidney injury.": False,
    "Off methotrexate because of recurrent infections.": False,
    "Lisinopril stopped due to cough.": True,
    "Spironolactone held for hyperkalemia.": True,
    "Clindamycin stopped due to Clostridium difficile infection.": True,
    "Ibuprofen-induced AKI, ibuprofen stopped.": True,
}
TIMES = {
    "Gout - no flares since 2019": {},
    "Asthma, symptom-free since 2015": {},
    "Asthma well controlled since 2018": {},
    "Eczema without flares for two years": {},
    "Back pain since 2019": {"onset": "2019"},
    "Hypertension since 2010, well controlled": {"onset": "2010"},
    "Cough not improving for 2 weeks": {"duration": "2 weeks"},
    "Headache with no relief since yesterday": {"onset": "yesterday"},
}


@pytest.mark.parametrize(("text", "allergens"), ALLERGENS.items())
def test_what_is_used_against_a_reaction_is_no_allergen(pipeline, text, allergens):
    told = [one for one in annotated(pipeline, text)._.medkg_relations if one.predicate == "allergic_to"]
    assert " ".join(one.object.text.lower() for one in told) == allergens


@pytest.mark.parametrize(("text", "reacted"), REACTED.items())
def test_an_illness_that_stops_a_drug_is_no_reaction_to_it(pipeline, text, reacted):
    told = {one.predicate for one in annotated(pipeline, text)._.medkg_relations}
    assert ("had_adverse_reaction_to" in told) == reacted
    assert "applied_to_treat" not in told


@pytest.mark.parametrize(("text", "expected"), TIMES.items())
def test_how_long_a_finding_was_away_is_no_onset(pipeline, text, expected):
    finding = next(one for one in annotated(pipeline, text)._.medkg_mentions if one.start == 0)
    assert {key: value for key, value in finding.qualifiers if key in ("onset", "duration")} == expected
