"""Assertion: cues, scopes, stops, sections, in English and Chinese."""

from __future__ import annotations

import re

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extraction.annotations import Mention, Section
from extraction.assertion import assertion_engine
from extraction.extensions import register_extensions
from kg.identifiers import Curie
from kg.records import Assertion, Certainty, Experiencer, Temporality


def read(marked: str, language: str = "en", section: str = "") -> str:
    """The assertions of the mentions in square brackets, one word a mention: n, u, h, y, o, or a dot."""
    spans, text = [], ""
    for piece in re.split(r"(\[.*?\])", marked):
        if piece.startswith("["):
            spans.append((len(text), len(text) + len(piece) - 2))
            text += piece[1:-1]
        else:
            text += piece
    results = assertion_engine(language).assess(text, (0, len(text)), spans, section)
    return " ".join(letters(result) for result in results)


def letters(assertion: Assertion) -> str:
    marks = (
        ("n", assertion.negated),
        ("u", assertion.certainty == Certainty.UNCERTAIN),
        ("h", assertion.temporality == Temporality.HISTORICAL),
        ("y", assertion.temporality == Temporality.HYPOTHETICAL),
        ("o", assertion.experiencer == Experiencer.OTHER),
    )
    return "".join(letter for letter, holds in marks if holds) or "."


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("She has no [fever], [chills] or [cough].", "n n n"),
        ("She denies [chest pain] but reports [dyspnea].", "n ."),
        ("[Nausea] without [vomiting].", ". n"),
        ("No [edema] except for mild [ankle swelling].", "n ."),
        ("[Pneumonia] was ruled out.", "n"),
        ("[Murphy sign] is absent.", "n"),
        ("[Rash]: none.", "n"),
        ("No increase in [dyspnea].", "."),
        ("Cannot rule out [pulmonary embolism].", "u"),
        ("No findings suspicious for [metastasis].", "n"),
        ("No [fever], possible [influenza].", "n u"),
        ("Possible [pneumonia].", "u"),
        ("Avoid NSAIDs given [chronic kidney disease].", "."),
        ("Avoid NSAIDs in [asthma].", "n"),
        ("She was not given [aspirin].", "n"),
        ("[Pericarditis] is unlikely.", "nu"),
        ("History of [asthma] and [eczema].", "h h"),
        ("Status post [cholecystectomy].", "h"),
        ("History of present illness: [cough].", "."),
        ("[Migraine] in childhood.", "h"),
        ("Return if [chest pain] or [dyspnea] develops.", "y y"),
        ("Should she develop [fever], call us.", "y"),
        ("Her mother had [breast cancer].", "o"),
        ("Mother reports that he has [fever].", "."),
        ("No family history of [colon cancer].", "no"),
        ("Her husband has [influenza]; the patient has [cough].", "o ."),
    ],
)
def test_english_rules(marked, expected):
    assert read(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("无[发热]、[咳嗽]，伴[头痛]。", "n n ."),
        ("3天前无明显诱因出现[胸痛]。", "."),
        ("双肺未闻及[干湿性啰音]，心脏未闻及[杂音]。", "n n"),
        ("考虑[肺炎]可能，[肺结核]待排。", "u u"),
        ("父亲患[高血压]。", "o"),
        ("既往[高血压]10年，现口服[二甲双胍]。", "h ."),
        ("若出现[胸痛]、[气促]，请立即就诊。", "y y"),
        ("曾患[肺结核]。", "h"),
        ("[Murphy征](-)。", "n"),
        ("不排除[肺栓塞]。", "u"),
        ("[乏力]、[纳差]，无[恶心]、[呕吐]，无[腹痛]。", ". . n n n"),
        ("母亲代诉患儿[发热]3天。", "."),
        ("无[发热]，[咳嗽]3天。", "n ."),
    ],
)
def test_chinese_rules(marked, expected):
    assert read(marked, "zh") == expected


def test_sections_speak_for_their_findings():
    assert read("[Asthma].", section="past_medical_history") == "h"
    assert read("[Diabetes].", section="family_history") == "o"
    assert read("[Asthma].", section="assessment") == "."


def test_white_space_does_not_matter():
    assert read("There is   no\n  evidence   of\t[pneumonia].") == "n"


def test_a_cue_within_a_mention_is_no_cue():
    assert read("[Absence seizures without aura] continue, [nausea].") == ". ."


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_text_gets_one_assertion_a_span(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    for language in ("en", "zh"):
        assert len(assertion_engine(language).assess(text, (0, len(text)), [(start, end)])) == 1


def test_component_reads_sentences_and_sections():
    register_extensions()
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("medkg_assertion")
    text = "No fever. Cough. FAMILY HISTORY Asthma."
    doc = nlp.make_doc(text)
    places = {word: text.index(word) for word in ("fever", "Cough", "Asthma")}
    doc._.medkg_mentions = tuple(
        Mention(at, at + len(word), word, "PhenotypicFeature", Curie("HP:1"), word, 1.0) for word, at in places.items()
    )
    doc._.medkg_sections = (Section("", "", 0, 17), Section("family_history", "FAMILY HISTORY", 17, len(text)))
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [letters(one.assertion) for one in doc._.medkg_mentions] == ["n", ".", "o"]
