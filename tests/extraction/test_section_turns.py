"""A heading in front of running text holds until a sentence speaks of the patient.

Expected are the pieces of text that belong to the patient again, from where the section turns.
"""

from __future__ import annotations

import time

import pytest

from extraction.section_turns import turn_of
from extraction.sections import find_sections, section_at


def turned(text: str, language: str = "en") -> str:
    """What the first section of a text leaves to the patient."""
    first = find_sections(text, language)[0]
    return text[first.end :]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Family history: aunt with lupus. He takes warfarin.", "He takes warfarin."),
        ("Family history: mother with lupus. She takes warfarin.", "She takes warfarin."),
        ("FH: father - stroke. The patient has gout.", "The patient has gout."),
        ("FH: father - stroke. Pt is on warfarin.", "Pt is on warfarin."),
        ("Family history: lupus in an aunt. Takes warfarin daily.", "Takes warfarin daily."),
        ("Family history: lupus in an aunt. Currently taking warfarin.", "Currently taking warfarin."),
        ("Family history: grandmother had lupus, he takes warfarin.", "he takes warfarin."),
        ("Family history: sister with lupus. He underwent CABG.", "He underwent CABG."),
        ("FAMILY HISTORY\nSister: lupus.\n\nThe patient presents with gout.", "The patient presents with gout."),
        ("Family history: father died of a stroke. He takes warfarin.", "He takes warfarin."),
        ("Allergies: penicillin. She takes warfarin for a clot.", "She takes warfarin for a clot."),
        ("Differential diagnosis: gout, lupus. He is on warfarin.", "He is on warfarin."),
    ],
)
def test_a_sentence_about_the_patient_ends_the_section(text, rest):
    assert turned(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "Family history: mother with lupus. Father died of a stroke.",
        "Family history: mother with lupus. She died at 60.",
        "Family history: Her mother has lupus. She takes warfarin.",
        "Family history: brother with lupus. He has asthma too.",
        "Family history: He has two brothers with lupus.",
        "Family history: The patient has a strong history of lupus.",
        "Family history: The patient has a maternal uncle with lupus.",
        "Family history: He denies lupus. The patient reports no strokes.",
        "Family history: lupus. The patient's sister takes warfarin.",
        "Allergies: penicillin. She takes aspirin and develops hives.",
        "Allergies: penicillin. He had a rash.",
    ],
)
def test_what_may_be_of_a_relative_stays_in_the_section(text):
    assert turned(text) == ""


@pytest.mark.parametrize("text", ["Plan: rest. He takes warfarin.", "PMH: gout. The patient has asthma."])
def test_a_section_about_the_patient_has_no_turn(text):
    assert turned(text) == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("家族史：母亲患狼疮。患者长期服用华法林。", "患者长期服用华法林。"),
        ("家族史：母亲患狼疮。患者有痛风。", "患者有痛风。"),
        ("家族史：母亲患狼疮；目前口服华法林。", "目前口服华法林。"),
        ("过敏史：青霉素。目前规律服用华法林。", "目前规律服用华法林。"),
        ("家族史：母亲患狼疮。患者否认狼疮。", ""),
        ("家族史：母亲患狼疮，患者父亲有痛风。", ""),
        ("过敏史：青霉素。患者口服阿司匹林后出现皮疹。", ""),
    ],
)
def test_chinese_sections_turn_as_well(text, rest):
    assert turned(text, "zh") == rest


def test_the_next_heading_opens_a_section_again():
    text = "Family history: lupus. He takes warfarin. Social history: smoker."
    sections = find_sections(text, "en")
    assert [one.name for one in sections] == ["family_history", "", "social_history"]
    assert section_at(sections, text.index("warfarin")) == ""


def test_many_sentences_that_do_not_turn_are_read_in_linear_time():
    text = "Family history: " + "brother with lupus. He has gout. " * 3_000
    started = time.process_time()
    assert turn_of("family_history", text, 0, len(text), "en") == len(text)
    assert time.process_time() - started < 10  # quadratic time would be minutes
