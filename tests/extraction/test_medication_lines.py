"""Medication lines as they are scribbled: a drug with nothing but a dosage, in any section and in running text."""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline
from kg.records import DocumentKind

_SHOWN = ("dose_value", "dose_unit", "route", "form", "frequency", "times_per_day", "as_needed")


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


def taken(pipeline, text, language="en"):
    """Each drug that is said to be taken, in small letters, with its dosage as ``key=value``."""
    document = Document.make("note.txt", text, DocumentKind.NOTE, language=language)
    return {
        one.object.text.lower(): {f"{key}={value}" for key, value in one.qualifiers if key in _SHOWN}
        for one in pipeline.annotate(document)._.medkg_relations
        if one.predicate == "takes" and not one.negated
    }


LINES = {
    "Salbutamol prn.": {"as_needed=true"},
    "Aspirin 81": {"dose_value=81"},
    "ramipril 10 daily": {"dose_value=10", "frequency=daily", "times_per_day=1"},
    "Metformin bid": {"frequency=bid", "times_per_day=2"},
    "Ibuprofen as needed for pain": {"as_needed=true"},
    "Amoxicillin capsules po tid": {"form=capsule", "route=oral", "frequency=tid", "times_per_day=3"},
    "Furosemide po": {"route=oral"},
    "Metoprolol XL 50 bid": {"dose_value=50", "frequency=bid", "times_per_day=2"},
    "Lidocaine patch daily": {"form=patch", "frequency=daily", "times_per_day=1"},
    "Hydrocortisone cream bid to hands": {"form=cream", "frequency=bid", "times_per_day=2"},
    "Norco 5/325 q6h prn": {"dose_value=5/325", "frequency=q6h", "times_per_day=4", "as_needed=true"},
}  # fmt: skip


@pytest.mark.parametrize("before", ["", "Medications:\n", "Plan:\n- ", "Assessment: cough. ", "Seen today.\n"])
@pytest.mark.parametrize("line", LINES)
def test_a_drug_with_nothing_but_a_dosage_is_taken(pipeline, line, before):
    name = line.split()[0].lower()
    assert taken(pipeline, before + line) == {name: LINES[line]}


@pytest.mark.parametrize(
    "text",
    [
        "Current meds are aspirin 81, salbutamol prn and ramipril 10 daily.",
        "His home medications include aspirin 81, salbutamol prn, ramipril 10 daily.",
        "Aspirin 81, salbutamol prn, ramipril 10 daily", "Aspirin 81\nSalbutamol prn\nRamipril 10 daily",
        "1. Aspirin 81 2. Salbutamol prn 3. Ramipril 10 daily",
    ],
)  # fmt: skip
def test_items_of_a_list_keep_their_own_dosage(pipeline, text):
    assert taken(pipeline, text) == {
        "aspirin": {"dose_value=81"}, "salbutamol": {"as_needed=true"},
        "ramipril": {"dose_value=10", "frequency=daily", "times_per_day=1"},
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "No salbutamol prn.", "We discussed aspirin 81.", "Aspirin 2019", "Alcohol daily.", "Salbutamol.",
        "Social history: nicotine daily.", "Tacrolimus 8.1", "Glucose 98 in the morning", "Hydrocortisone cream",
        "Results: digoxin 0.9", "His brother: aspirin 81 daily", "We recommend ibuprofen prn.",
    ],
)  # fmt: skip
def test_levels_years_habits_and_mere_names_are_not_taken(pipeline, text):
    assert taken(pipeline, text) == {}


def test_a_drug_without_a_name_in_the_vocabulary_does_not_break_a_list(pipeline):
    assert set(taken(pipeline, "She takes warfarin, zyzzamab and furosemide.")) == {"warfarin", "furosemide"}


def test_the_reason_stands_in_the_line_of_its_drug(pipeline):
    document = Document.make("note.txt", "Salbutamol prn\nramipril 10 daily", DocumentKind.NOTE)
    pairs = [dict(one.qualifiers) for one in pipeline.annotate(document)._.medkg_relations]
    assert [one.get("as_needed_for") for one in pairs] == [None, None]


OFTEN = {
    "Paracetamol 1 g 6-hourly": ("1 g", "4"),
    "Amoxicillin 500 mg 8 hourly": ("500 mg", "3"),
    "Paracetamol 1 g 4-6 hourly": ("1 g", "4-6"),
    "Morphine 10 mg hourly": ("10 mg", "24"),
    "Denosumab 60 mg SC 6-monthly": ("60 mg", "1/180"),
    "Methotrexate 10 mg weekly": ("10 mg", "1/7"),
    "Methotrexate 15 mg on Mondays": ("15 mg", "1/7"),
    "She takes alendronate 70 mg on Sunday": ("70 mg", "1/7"),
    "Last dose of apixaban was on Tuesday": ("", ""),
    "Last took ibuprofen on Monday": ("", ""),
    "Warfarin 5 mg started on Monday, daily": ("5 mg", "1"),
}
SHORT = {
    "Ramipril 5 mg mane": ("5 mg", "1"),
    "Zopiclone 7.5 mg nocte": ("7.5 mg", "1"),
    "Aspirin 75 mg om": ("75 mg", "1"),
    "Simvastatin 40 mg on": ("40 mg", "1"),
    "Simvastatin 40mg ON for cholesterol": ("40 mg", "1"),
    "Methotrexate 10 mg ow": ("10 mg", "1/7"),
    "Acyclovir 200 mg 5x/day": ("200 mg", "5"),
    "Metformin 500 mg 1-0-1": ("500 mg", "2"),
    "Levodopa 1 tab 1-1-1": ("1 tab", "3"),
    "Aspirin 75 mg on admission": ("75 mg", ""),
}
CHANGED = {
    "Metformin increased from 500 mg BD to 1 g BD": ("1 g", "2"),
    "Bisoprolol reduced from 5 mg BID to 2.5 mg BID": ("2.5 mg", "2"),
    "Metformin from 500 mg daily to 1000 mg BID": ("1000 mg", "2"),
    "Atorvastatin 40 mg -> 80 mg OD": ("80 mg", "1"),
    "Ramipril 2.5 mg → 5 mg OD": ("5 mg", "1"),
    "Sertraline 50 mg increased to 100 mg": ("100 mg", ""),
    "Gabapentin 300 mg TDS increased to 600 mg TDS": ("600 mg", "3"),
    "Gabapentin 300 mg TDS increased to 600 mg": ("600 mg", "3"),
    "Ramipril uptitrated from 2.5 mg to 5 mg": ("5 mg", ""),
    "Prednisolone reduced to 5 mg from 10 mg": ("5 mg", ""),
    "Furosemide changed from 40 mg PO to 80 mg IV": ("80 mg", ""),
    "Gabapentin titrated up to 300 mg": ("300 mg", ""),
    "Lisinopril 5 mg increased to 10 mg then increased to 20 mg daily": ("20 mg", "1"),
    "Increased from 20 mg of lisinopril to 40 mg daily": ("40 mg", "1"),
    "Sertraline 50 mg, may be increased to 100 mg": ("50 mg", ""),
    "Insulin glargine increased from 20 to 24 units at night": ("24 units", "1"),
    "Ibuprofen 400 mg from 8 am to 6 pm": ("400 mg", ""),
}


@pytest.mark.parametrize("text", OFTEN | SHORT | CHANGED)
def test_the_dose_that_holds_now_and_how_often_it_is_taken(pipeline, text):
    (said,) = taken(pipeline, text).values()
    pairs = dict(one.split("=") for one in said)
    dose = f"{pairs.get('dose_value', '')} {pairs.get('dose_unit', '')}".strip()
    assert (dose, pairs.get("times_per_day", "")) == (OFTEN | SHORT | CHANGED)[text]


@pytest.mark.parametrize("text", ["PRN oxycodone 5 mg", "Paracetamol 1 g qds, PRN oxycodone 5 mg"])
def test_as_needed_may_stand_before_the_name(pipeline, text):
    said = taken(pipeline, text)
    assert "as_needed=true" in said["oxycodone"]
    assert "as_needed=true" not in said.get("paracetamol", ())


def test_as_needed_behind_a_drug_is_not_of_the_next(pipeline):
    assert taken(pipeline, "Salbutamol prn oxycodone 5 mg")["oxycodone"] == {"dose_value=5", "dose_unit=mg"}


@pytest.mark.parametrize("text", ["Potassium increased from 3.1 to 4.2", "Glucose increased to 180 mg/dL"])
def test_a_result_that_changes_is_no_dose(pipeline, text):
    assert taken(pipeline, text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("现服舍曲林50mg/日", {"舍曲林": {"dose_value=50", "dose_unit=mg", "frequency=/日", "times_per_day=1"}}),
        ("美托洛尔25mg/天", {"美托洛尔": {"dose_value=25", "dose_unit=mg", "frequency=/天", "times_per_day=1"}}),
        ("泼尼松30mg/d", {"泼尼松": {"dose_value=30", "dose_unit=mg", "frequency=/d", "times_per_day=1"}}),
        ("甲氨蝶呤10mg/周", {"甲氨蝶呤": {"dose_value=10", "dose_unit=mg", "frequency=/周", "times_per_day=1/7"}}),
        ("目前服二甲双胍", {"二甲双胍": set()}),
        ("现服舍曲林", {"舍曲林": set()}),
        ("血糖5.6mg/dl", {}),
        ("葡萄糖5.6mmol/L", {}),
    ],
)
def test_an_amount_a_day_is_a_dosage(pipeline, text, expected):
    assert taken(pipeline, text, "zh") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿司匹林肠溶片100mg口服每日一次。", {"阿司匹林": {"dose_value=100", "dose_unit=mg", "route=oral",
                                              "frequency=每日一次", "times_per_day=1"}}),
        ("予二甲双胍0.5g，每天三次。", {"二甲双胍": {"dose_value=0.5", "dose_unit=g", "frequency=每天三次",
                                             "times_per_day=3"}}),
        ("二甲双胍由0.5g增至1.0g，每日两次。", {"二甲双胍": {"dose_value=1.0", "dose_unit=g", "frequency=每日两次",
                                                   "times_per_day=2"}}),
        ("硝苯地平睡前口服。", {"硝苯地平": {"route=oral", "frequency=睡前", "times_per_day=1"}}),
        ("布洛芬按需。", {"布洛芬": {"as_needed=true"}}),
        ("布洛芬0.3g，必要时", {"布洛芬": {"dose_value=0.3", "dose_unit=g", "as_needed=true"}}),
        ("氨氯地平由5mg改为缬沙坦80mg每日1次", {"缬沙坦": {"dose_value=80", "dose_unit=mg", "frequency=每日1次",
                                                  "times_per_day=1"}}),
        ("美托洛尔25mg，必要时硝酸甘油0.5mg舌下含服", {"美托洛尔": {"dose_value=25", "dose_unit=mg"}}),
        ("美托洛尔25mg，需要时舌下含服硝酸甘油0.5mg", {"美托洛尔": {"dose_value=25", "dose_unit=mg"},
                                              "硝酸甘油": {"dose_value=0.5", "dose_unit=mg", "as_needed=true"}}),
        ("二甲双胍0.5g，每日监测血糖", {"二甲双胍": {"dose_value=0.5", "dose_unit=g"}}),
        ("二甲双胍0.5g，每天测血压", {"二甲双胍": {"dose_value=0.5", "dose_unit=g"}}),
        ("二甲双胍0.5g，每日口服", {"二甲双胍": {"dose_value=0.5", "dose_unit=g", "route=oral", "frequency=每日",
                                          "times_per_day=1"}}),
        ("对乙酰氨基酚0.5g需要时服用，每日不超过4次", {"对乙酰氨基酚": {"dose_value=0.5", "dose_unit=g",
                                                       "as_needed=true"}}),
        ("不宜将华法林加量至5mg", {}),
        ("未将华法林由3mg加至5mg", {}),
        ("将华法林由3mg加至5mg", {"华法林": {"dose_value=5", "dose_unit=mg"}}),
    ],
)  # fmt: skip
def test_chinese_dosages_need_no_blanks(pipeline, text, expected):
    assert taken(pipeline, text, "zh") == expected
