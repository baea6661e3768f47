"""Sentences of notes: lists, wraps, abbreviations, decimals, Chinese; and that they cover the text in order."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.front import make_front
from extraction.sections import find_sections
from extraction.sentences import MAXIMUM_SENTENCE, split_sentences


def _sentences(text, language="en"):
    return [text[start:end] for start, end in split_sentences(text, language, find_sections(text, language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Lee saw Mr. J. Smith. BP 142/84.", ["Dr. Lee saw Mr. J. Smith.", "BP 142/84."]),
        ("Metformin 2.5 g p.o. b.i.d. daily. No fever", ["Metformin 2.5 g p.o. b.i.d. daily.", "No fever"]),
        ("1. Metformin 500 mg\n2. Aspirin 81 mg", ["1. Metformin 500 mg", "2. Aspirin 81 mg"]),
        (
            "trastuzumab 6 mg/kg\nanastrozole 1 mg\namlodipine",
            ["trastuzumab 6 mg/kg", "anastrozole 1 mg", "amlodipine"],
        ),
        ("PLAN\nStop it.", ["PLAN", "Stop it."]),
        ("No cough\n\nNo fever", ["No cough", "No fever"]),
        ("Is it gout? Yes! Treat.", ["Is it gout?", "Yes!", "Treat."]),
    ],
)
def test_english(text, expected):
    assert _sentences(text) == expected


def test_wrapped_lines_are_one_sentence():
    text = "She denies fever, chest pain, hemoptysis, night sweats and any weight\nloss. Her husband has not been ill."
    assert _sentences(text) == [
        "She denies fever, chest pain, hemoptysis, night sweats and any weight\nloss.",
        "Her husband has not been ill.",
    ]


def test_chinese():
    text = "无发热。有咳嗽；痰多！体温36.5℃，血压138/84mmHg。\n诊断：肺炎"
    assert _sentences(text, "zh") == ["无发热。", "有咳嗽；", "痰多！", "体温36.5℃，血压138/84mmHg。", "诊断：肺炎"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("否认冠心病、\n脑卒中病史。无肝炎。", ["否认冠心病、\n脑卒中病史。", "无肝炎。"]),
        ("肺炎（考虑\n细菌性）\n高血压", ["肺炎（考虑\n细菌性）", "高血压"]),
        ("诊断：1. 2型糖尿病 2. 高血压病2级", ["诊断：", "1. 2型糖尿病", "2. 高血压病2级"]),
        ("处理：1、吸氧；2、抗感染。", ["处理：", "1、吸氧；", "2、抗感染。"]),
        ("术后2、3月复查，每日0.5g。", ["术后2、3月复查，每日0.5g。"]),
        ("发热\n咳嗽\n头痛", ["发热", "咳嗽", "头痛"]),
    ],
)
def test_chinese_lines_and_items(text, expected):
    assert _sentences(text, "zh") == expected


def test_a_wrapped_chinese_line_goes_on_where_the_next_character_would_not_have_fitted():
    text = "现病史：患者5年前因口干、多饮、多尿就诊，确诊2型糖尿病，予BMI检查。体重近半年\n下降2kg。无发热。\n无咳嗽"
    assert _sentences(text, "zh")[-3:] == ["体重近半年\n下降2kg。", "无发热。", "无咳嗽"]


def test_a_text_without_ends_is_cut():
    pieces = _sentences("word " * 3000)
    assert len(pieces) > 5
    assert max(map(len, pieces)) <= MAXIMUM_SENTENCE


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab C.。;；\n\r\t 1)-•?：患者"), max_size=200), st.sampled_from(["en", "zh"]))
def test_sentences_cover_the_text_in_order(text, language):
    spans = split_sentences(text, language, find_sections(text, language))
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_component_sets_the_sentences_of_the_doc(language):
    nlp = spacy.blank(language)
    nlp.add_pipe("medkg_sections")
    nlp.add_pipe("medkg_sentences")
    doc = nlp("HPI: Cough. No fever.\n1. Gout\n")
    assert [span.text.strip() for span in doc.sents] == ["HPI: Cough.", "No fever.", "1. Gout"]
    assert [span.text for span in nlp(" ").sents] == [" "]
    assert list(nlp("").sents) == []


def test_front_names_its_components():
    names = make_front("en").pipe_names
    assert names[:3] == ["medkg_sections", "medkg_sentences", "medkg_mentions"]
    assert names[-1] == "medkg_linker"
