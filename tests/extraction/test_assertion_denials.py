"""Negations in many words: verbs through which a denial passes, short words for no, answers of lists."""

from __future__ import annotations

import re

import pytest

from extraction.assertion import assertion_engine
from extraction.sections import find_sections
from extraction.sentences import split_sentences
from kg.records import Certainty

_MARKED = re.compile(r"\[([^\[\]]+)\]")

PASSED = [
    ("Not complaining of [chest pain].", "n"),
    ("She is not currently complaining of any [nausea] or [vomiting].", "n n"),
    ("Did not present with [fever].", "n"),
    ("Not endorsing [hallucinations].", "n"),
    ("He has not reported any [seizures], [falls].", "n n"),
    ("No new reports of [chest pain].", "n"),
    ("She is without complaint of [headache].", "n"),
    ("Denies complaints of [headache].", "n"),
    ("Has never experienced [angina].", "n"),
    ("He never developed [diabetes].", "n"),
    ("He has not yet developed [diabetes].", "n"),
    ("CT has not demonstrated [metastasis].", "n"),
    ("Not significant for [anemia].", "n"),
    ("He wasn't given [aspirin].", "n"),
    ("She was not started on [metformin].", "n"),
    ("He was not treated with [vancomycin] or [heparin].", "n n"),
    ("Biopsy failed to demonstrate [lymphoma].", "n"),
    ("No findings consistent with [pneumonia].", "n"),
    ("Was not found to have [sepsis].", "n"),
    ("I do not think she has [pneumonia].", "n"),
    ("Denies that he has [asthma].", "n"),
]
NOT_PASSED = [
    ("Without [fever], reports [cough].", "n ."),
    ("No [fever] reported [cough].", "n ."),
    ("She has no [fever] and has [cough].", "n ."),
    ("Was not admitted, developed [sepsis] later.", "."),
    ("Fever: no reports [cough].", "."),
    ("No treatment given [renal failure].", "."),
    ("Denies [fever] but states that she has [cough].", "n ."),
    ("He presented with [cough], no [fever].", ". n"),
    ("[Seizures] not reported, [falls] noted.", "n ."),
]

STRAIGHT = [
    ("未[呕吐]。", "n"),
    ("患者未[发热]，未[咳嗽]。", "n n"),
    ("伤后未[昏迷]，未再有[抽搐]。", "n n"),
    ("未明显[咳嗽]，未行[手术]。", "n n"),
    ("不[咳嗽]，不[发热]、[头晕]，[乏力]3天。", "n n n ."),
    ("从不[咳嗽]，偶有[气促]。", "n ."),
    ("[发热]，不[咳嗽]。", ". n"),
    ("上腹部不适，[呕吐]；不适[呕吐]。", ". ."),
    ("不规则[发热]，不明原因[腹痛]。", ". ."),
    ("未控制[高血压]，未治疗[糖尿病]。", ". ."),
    ("病情不稳[发热]，不时[头痛]。", ". ."),
    ("不仅[发热]，而且[咳嗽]。", ". ."),
    ("不得不[手术]。", "."),
    ("忍不住[咳嗽]。", "."),
    ("是不是[发热]。", "."),
    ("未[分化癌]，未[破裂动脉瘤]，不[全流产]。", ". . ."),
    ("不排除[肺炎]。", "u"),
]

ANSWERS = [
    ("[HTN]: N, [DM]: N, [CAD]: Y", "n n ."),
    ("[Diabetes] - N\n[Stroke] - N", "n n"),
    ("[DM] (n), [stroke] (n)", "n n"),
    ("[Hypertension] Y / [Diabetes] N", ". n"),
    ("[Asthma] N, [epilepsy] N", "n n"),
    ("[Diabetes]? N [Asthma]? Y", "n ."),
    ("[Fever]: 0. [Rash]: 0.", "n n"),
    ("[Diarrhoea] 0, [vomiting] 0, [fever] +", "n n ."),
    ("[DM]- [HTN]+ [asthma]-", "n . n"),
    ("[Asthma] nil.", "n"),
    ("[Gout] no, [stroke] no, [hypertension] yes.", "n n ."),
    ("[Nausea] (N), [vomiting] (V)", ". ."),
    ("[Gonorrhea]: N. gonorrhoeae isolated", "."),
    ("[DM]- [HTN]- [CAD]", ". . ."),
    ("[Fever] no [cough] no [chills]", ". n n"),
    ("[Pain]: 0/10, [ascites]: 0.5 litres", ". ."),
    ("[Fever] - no [cough]", ". n"),
    ("[Vomiting] 0, [temperature] 38", ". ."),
    ("[Influenza] A, [asthma] N95", ". ."),
    ("[HTN]: N/A", "u"),
    ("[Asthma]: N/K", "u"),
    ("[Asthma]: unknown", "u"),
    ("[Renal failure]: unclear etiology.", "."),
    ("[Asthma] (N/A), [gout]: N/A (no records)", "u u"),
    ("[HTN] N/A, [DM] N, [CAD] Y", "u n ."),
    ("[HTN]: N/A [DM]: N", "u n"),
    ("[Asthma]: Y/N", "u"),
    ("[HTN]: N/[DM]: Y", "n ."),
    ("[Cough]? No [Fever]? No", "n n"),
    ("[Cough]? No [Fever]? Yes", "n ."),
    ("[Cough] ( n ), [fever] (n )", "n n"),
]
CHINESE_ANSWERS = [
    ("[高血压]（无），[糖尿病]（有）", "n ."),
    ("[发热]-，[咳嗽]+，[咳痰]-", "n . n"),
    ("[糖尿病] 否 [高血压] 是", "n ."),
    ("[痔疮]无，[疝气]无。", "n n"),
    ("[发热]无[咳嗽]。", ". n"),
]
RESULTS = [
    ("[Fever] -ve, [rash] +ve", "n ."),
    ("[Chlamydia] -ve", "n"),
    ("-ve for [fever]", "n"),
    ("[COVID] swab neg", "n"),
    ("[TB] sputum culture neg.", "n"),
    ("[Chlamydia] NAAT neg on Monday", "n"),
    ("[RSV] neg, [influenza] pos", "n ."),
    ("Ø [fever], nil [oedema], zero [chest pain]", "n n n"),
    ("Neg: [fever], [cough]. Pos: [rash]", "n n ."),
    ("Neg: [fever], [cough], pos: [rash]", "n n ."),
    ("Day zero [chemotherapy]", "."),
    ("[HIV] non-reactive, [HCV] Ab positive", "n ."),
    ("[HBV] negative, [syphilis] positive", "n ."),
    ("No [fever], [cough] positive", "n ."),
    ("No [chills], [edema] present.", "n ."),
    ("Denies [hepatitis B] positive, [HIV] positive, or [syphilis] positive", "n n n"),
    ("Not [hepatitis B], [hepatitis C] or [HIV] positive", "n n n"),
    ("[Rash] -ve for [scabies]", ". n"),
]
FREE = [
    ("[Seizure]-free for 2 years", "n"),
    ("[Pain] free.", "n"),
    ("[Migraine]-free on topiramate", "n"),
    ("[Angina] free since CABG, [cough] today", "n ."),
    ("Not [seizure]-free", "."),
    ("Has never been [pain] free.", "."),
    ("[Ascites], free fluid; [cirrhosis] free air", ". ."),
]


def read(marked: str, language: str) -> str:
    """The assertions of the names in square brackets, sentence by sentence: n, u, both or a dot."""
    text, spans = "", []
    for number, piece in enumerate(_MARKED.split(marked)):
        if number % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    said = []
    for start, end in split_sentences(text, language, find_sections(text, language)):
        here = [span for span in spans if start <= span[0] < end]
        said += assertion_engine(language).assess(text, (start, max([end, *(stop for _, stop in here)])), here)
    return " ".join("n" * one.negated + "u" * (one.certainty == Certainty.UNCERTAIN) or "." for one in said)


@pytest.mark.parametrize(("marked", "expected"), STRAIGHT)
def test_a_chinese_denial_straight_before_the_name(marked: str, expected: str) -> None:
    assert read(marked, "zh") == expected


@pytest.mark.parametrize(("marked", "expected"), CHINESE_ANSWERS)
def test_chinese_answers(marked: str, expected: str) -> None:
    assert read(marked, "zh") == expected


@pytest.mark.parametrize(("marked", "expected"), ANSWERS + RESULTS + FREE)
def test_answers_and_results_belong_to_their_name(marked: str, expected: str) -> None:
    assert read(marked, "en") == expected


@pytest.mark.parametrize(("marked", "expected"), PASSED + NOT_PASSED)
def test_a_denial_passes_through_its_own_verb(marked: str, expected: str) -> None:
    assert read(marked, "en") == expected
