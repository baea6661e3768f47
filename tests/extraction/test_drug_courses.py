"""What a sentence says became of a drug: ended, put off, replaced, taken again, or only borne."""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline
from kg.records import DocumentKind
from kg.status import Statement, statuses_of


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


def statuses(pipeline, text, language="en"):
    """The status of each drug of a note, by its name in small letters."""
    document = Document.make("note.txt", text, DocumentKind.NOTE, language=language)
    said: dict[str, list[Statement]] = {}
    for one in pipeline.annotate(document)._.medkg_relations:
        if one.predicate == "takes":
            mention = one.object
            historical = mention.assertion.temporality == "historical"
            statement = Statement("note", mention.start, one.negated, historical, "x", one.qualifiers)
            said.setdefault(mention.text.lower(), []).append(statement)
    return {name: status for name, given in said.items() for status, _ in statuses_of(given)}


ENDED = {
    "Took linezolid last month for MRSA cellulitis, completed.": {"linezolid": "completed"},
    "Took doxycycline last month for acne.": {"doxycycline": "completed"},
    "Last dose of methotrexate was in 2020.": {"methotrexate": "stopped"},
    "Last infusion of infliximab two years ago.": {"infliximab": "stopped"},
    "Last dose of methotrexate was this morning.": {"methotrexate": "active"},
    "Metoprolol 25 mg held for HR 52": {"metoprolol": "on-hold"},
    "Lisinopril 10 mg daily held on admission.": {"lisinopril": "on-hold"},
    "Vancomycin 1 g IV infusion stopped": {"vancomycin": "stopped"},
    "Amitriptyline was given before and stopped because of urinary retention.": {"amitriptyline": "stopped"},
    "Bosentan was given for digital ulcers and was stopped after three months.": {"bosentan": "stopped"},
    "He took methotrexate 15 mg weekly in 2023; it was stopped after five months.": {"methotrexate": "stopped"},
    "He was given oxcarbazepine in the hospital for one day only.": {"oxcarbazepine": "completed"},
    "He takes metoprolol and stopped smoking.": {"metoprolol": "active"},
    "He started metformin 2 years ago.": {"metformin": "active"},
    "Metoprolol 25 mg BID (held for SBP <100).": {"metoprolol": "active"},
    "Mr. Low had been stable on azathioprine.": {"azathioprine": "active"},
    "She tolerates penicillin well.": {},
    "She tolerates metformin 500 mg BID well.": {"metformin": "active"},
}
REPLACED = {
    "Spironolactone -> eplerenone": {"spironolactone": "stopped", "eplerenone": "active"},
    "Enalapril 5 mg → losartan 50 mg daily": {"enalapril": "stopped", "losartan": "active"},
    "Nitroprusside -> thiocyanate toxicity": {},
    "Ciprofloxacin was replaced by nitrofurantoin.": {"ciprofloxacin": "stopped", "nitrofurantoin": "active"},
    "Ibuprofen replaced by celecoxib": {"ibuprofen": "stopped", "celecoxib": "active"},
    "Warfarin switched to apixaban 5 mg BID.": {"warfarin": "stopped", "apixaban": "active"},
}
AGAIN = {
    "Warfarin stopped 3 days before surgery and restarted yesterday.": {"warfarin": "active"},
    "She stopped aspirin but resumed it last week.": {"aspirin": "active"},
    "Aspirin restarted.": {"aspirin": "active"},
    "Lisinopril 10 mg resumed today.": {"lisinopril": "active"},
    "Aspirin was held, not restarted.": {"aspirin": "on-hold"},
    "Warfarin stopped, restarted in May and stopped again.": {"warfarin": "stopped"},
}
CHINESE = {
    "停用布洛芬，奥美拉唑40mg 静滴。": {"布洛芬": "stopped", "奥美拉唑": "active"},
    "停用布洛芬、华法林，维生素K1 10mg 静滴，奥美拉唑40mg 静滴": {
        "布洛芬": "stopped", "华法林": "stopped", "维生素k1": "active", "奥美拉唑": "active",
    },
    "停用华法林，阿司匹林。": {"华法林": "stopped", "阿司匹林": "stopped"},
    "暂停华法林、阿司匹林。": {"华法林": "on-hold", "阿司匹林": "on-hold"},
    "服药期间如患流感，立即停用阿司匹林。": {},
    "停阿司匹林，今日恢复使用。": {"阿司匹林": "active"},
    "硫唑嘌呤可继续，不与别嘌醇合用": {"硫唑嘌呤": "active"},
    "2022年服用复方磺胺甲噁唑后出现高热、皮疹": {"磺胺甲噁唑": "completed"},
    "2016年起服用卡马西平0.2g每日2次": {"卡马西平": "active"},
    "近2个月服用甲氨蝶呤后出现口腔溃疡。": {"甲氨蝶呤": "active"},
}  # fmt: skip


@pytest.mark.parametrize("text", ENDED | REPLACED | AGAIN)
def test_what_became_of_a_drug(pipeline, text):
    assert statuses(pipeline, text) == (ENDED | REPLACED | AGAIN)[text]


@pytest.mark.parametrize("text", CHINESE)
def test_what_became_of_a_drug_in_chinese(pipeline, text):
    assert statuses(pipeline, text, "zh") == CHINESE[text]
