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
        ("Family history: mother with breast cancer. He takes metformin.", "He takes metformin."),
        ("Family history: mother died of lupus. She takes warfarin.", "She takes warfarin."),
        ("Family history: no lupus. She takes warfarin.", "She takes warfarin."),
        ("FH: father - stroke. The patient has gout.", "The patient has gout."),
        ("FH: father - stroke. Pt is on warfarin.", "Pt is on warfarin."),
        ("Family history: noncontributory. Takes warfarin daily.", "Takes warfarin daily."),
        ("Family history: late uncle had lupus. Currently taking warfarin.", "Currently taking warfarin."),
        ("Family history: grandmother had lupus, he takes warfarin.", "he takes warfarin."),
        ("Family history: sister with lupus. He underwent CABG.", "He underwent CABG."),
        ("FAMILY HISTORY\nSister: lupus.\n\nThe patient presents with gout.", "The patient presents with gout."),
        ("Family history: father died of a stroke. He takes warfarin.", "He takes warfarin."),
        ("Allergies: penicillin. She takes warfarin 5 mg daily.", "She takes warfarin 5 mg daily."),
        ("Allergies: none. On aspirin 81 mg daily and warfarin 5 mg.", "On aspirin 81 mg daily and warfarin 5 mg."),
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
        "Family history: Mother has CHF. On digoxin.",
        "Family history:\nMother:\nOn digoxin and furosemide.",
        "Family history:\nUncle CHF\n- on digoxin\nFather MI",
        "Family history: lupus in an aunt. Takes warfarin daily.",
        "Family history: grandmother with AF. She takes warfarin.",
        "Family history: Mother - RA. She takes methotrexate.",
        "FH: brother epilepsy; he is on keppra.",
        "FH: mother, diabetes; she is on insulin.",
        "Family history: father with gout, he takes allopurinol.",
        "FH: MGM with AF. She takes warfarin.",
        "Family history: He has two brothers with lupus.",
        "Family history: The patient has a strong history of lupus.",
        "Family history: The patient has a maternal uncle with lupus.",
        "Family history: He denies lupus. The patient reports no strokes.",
        "Family history: lupus. The patient's sister takes warfarin.",
        "Allergies: penicillin. She takes aspirin and develops hives.",
        "Allergies: penicillin. He had a rash.",
        "Allergies: penicillin (rash). Patient takes aspirin and gets hives.",
        "Allergies: codeine. Patient was started on amoxicillin 500 mg and had a rash.",
        "Allergies: penicillin. Taking bactrim made her itch.",
        "Allergies: none. Patient was started on bactrim: hives.",
        "Allergies: none. He takes codeine 30 mg daily with itching.",
        "Allergies: none. He takes aspirin 81 mg daily. Developed hives.",
        "Allergies: NKDA. She takes lisinopril daily which gives her a cough.",
        "Patient education: fever. Taking ibuprofen with food is advised.",
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
        ("家族史：母亲患狼疮，患者长期口服华法林。", "患者长期口服华法林。"),
        ("家族史：母亲患狼疮；目前口服华法林。", ""),
        ("家族史：父亲患高血压，长期服用氨氯地平。", ""),
        ("家族史：患者母亲患糖尿病，长期口服二甲双胍。", ""),
        ("家族史：患者祖父患糖尿病。长期使用胰岛素。", ""),
        ("过敏史：青霉素。目前规律服用华法林5mg，每日一次。", "目前规律服用华法林5mg，每日一次。"),
        ("过敏史：青霉素。目前规律服用华法林。", ""),
        ("过敏史：青霉素。患者口服阿司匹林100mg，出现皮疹。", ""),
        ("家族史：母亲患狼疮。患者否认狼疮。", ""),
        ("家族史：母亲患狼疮，患者父亲有痛风。", ""),
        ("过敏史：青霉素。患者口服阿司匹林后出现皮疹。", ""),
    ],
)
def test_chinese_sections_turn_as_well(text, rest):
    assert turned(text, "zh") == rest


@pytest.mark.parametrize(
    ("text", "language", "rest"),
    [
        (
            "FH: aunt with lupus. He takes warfarin. Uncle - gout. On allopurinol.",
            "en",
            "Uncle - gout. On allopurinol.",
        ),
        ("FH: aunt with lupus. He takes warfarin. His mother says he coughs.", "en", ""),
        ("Allergies: none. He takes aspirin 81 mg daily. Penicillin: hives.", "en", ""),
        ("Allergies: sulfa. He takes aspirin 81 mg daily. Peanuts.", "en", "Peanuts."),
        ("家族史：母亲患狼疮。患者有痛风。父亲糖尿病。长期使用胰岛素。", "zh", "父亲糖尿病。长期使用胰岛素。"),
        ("过敏史：青霉素。患者口服华法林5mg，每日一次。磺胺。", "zh", "磺胺。"),
    ],
)
def test_a_section_goes_on_where_its_subject_returns(text, language, rest):
    sections = find_sections(text, language)
    assert "".join(text[one.start : one.end] for one in sections[2:]) == rest
    assert all(one.name == sections[0].name for one in sections[2:])


def test_the_next_heading_opens_a_section_again():
    text = "Family history: lupus. He takes warfarin. Social history: smoker."
    sections = find_sections(text, "en")
    assert [one.name for one in sections] == ["family_history", "", "social_history"]
    assert section_at(sections, text.index("warfarin")) == ""


def test_many_sentences_that_do_not_turn_are_read_in_linear_time():
    text = "Family history: " + "brother with lupus. He has gout. " * 3_000
    tangled = "Family history: " + "He takes warfarin. Brother with lupus. She is here. " * 3_000
    started = time.process_time()
    assert turn_of("family_history", text, 0, len(text), "en") == len(text)
    assert len(find_sections(tangled, "en")) < 100
    assert time.process_time() - started < 10  # quadratic time would be minutes
