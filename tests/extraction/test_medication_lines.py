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
