"""Sections: headings of notes and abstracts, and that sections tile the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.headings import CHINESE, ENGLISH
from extraction.sections import find_sections, section_at


def _names(text, language="en"):
    return [section.name for section in find_sections(text, language)]


def test_notes():
    text = (
        "Patient: X\n\nCC: cough\nHPI: Two weeks of cough.\n\nPAST MEDICAL HISTORY\nasthma\nFH: none\n"
        "Current Medications:\n- aspirin\nALLERGIES\r\nnone\r\nAssessment and Plan\n1. Asthma\n"
    )
    assert _names(text) == [
        "header", "chief_complaint", "history_of_present_illness", "past_medical_history", "family_history",
        "medications", "allergies", "assessment_and_plan",
    ]  # fmt: skip


def test_words_of_a_sentence_are_no_headings():
    assert _names("He has a family history of gout.\nThe plan was changed. Exam tomorrow.\nsh: no") == [""]


def test_unknown_capitals_end_a_section():
    text = "FAMILY HISTORY\nMother had gout.\nPROCEDURE NOTE TODAY\nHe has asthma.\n"
    sections = find_sections(text, "en")
    assert section_at(sections, text.index("gout")) == "family_history"
    assert section_at(sections, text.index("asthma")) == "other"


def test_structured_abstract():
    text = "Title of it.\nOBJECTIVE: To see. METHODS: Rats were fed. RESULTS: None. CONCLUSIONS: Nothing."
    assert _names(text) == ["", "background", "methods", "results", "conclusions"]


def test_chinese():
    text = "姓名：某\n主诉：咳嗽3天。\n【既往史】高血压。家族史：父亲糖尿病。\n一、诊断：\n肺炎\n处理\n抗感染"
    assert _names(text, "zh") == ["", "chief_complaint", "past_medical_history", "family_history", "assessment", "plan"]


def test_each_heading_has_one_name():
    for headings in (ENGLISH, CHINESE):
        titles = [title for titles in headings.values() for title in titles.split("|")]
        assert len(titles) == len(set(titles))


_LINES = st.lists(
    st.sampled_from(
        ["HPI: cough", "PLAN", "", "  FH: x", "主诉：咳嗽", "【诊断】肺炎", "A B C", "text. METHODS: y", "\r", "•  z"]
    )
    | st.text(max_size=20),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(_LINES, st.sampled_from(["en", "zh"]))
def test_sections_tile_the_text(lines, language):
    text = "\n".join(lines)
    sections = find_sections(text, language)
    assert "".join(text[section.start : section.end] for section in sections) == text
    assert all(section.start < section.end for section in sections)
    assert all(section.title in text[section.start : section.end] for section in sections)


@pytest.mark.parametrize("title", ["不良反应史", "过敏及不良反应", "药物过敏及不良反应史"])
def test_a_chinese_allergy_heading_ends_the_family_history(title):
    text = f"家族史：母亲患哮喘。\n{title}：青霉素（皮疹）。\n"
    assert [one.name for one in find_sections(text, "zh")] == ["family_history", "allergies"]


def test_run_on_headings_within_a_line():
    assert _names("PMH: HTN, DM. Meds: metformin 500 mg. Allergies: none. Family history: mother had gout.") == [
        "past_medical_history", "medications", "allergies", "family_history",
    ]  # fmt: skip
    assert _names("We measured it. Results: none were seen. Treatment: rest.") == [""]
    assert _names("PAST MEDICAL HISTORY: PHYSICAL EXAM: well.") == ["past_medical_history", "physical_exam"]


def test_advice_about_the_future_has_sections_of_its_own():
    text = "RETURN PRECAUTIONS: fever.\nPatient Education: asthma.\nInstructions: rest.\n"
    assert _names(text) == ["return_precautions", "patient_education", "instructions"]
