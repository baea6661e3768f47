"""Medication lines and prose: dose, route, frequency, form, duration, and what a drug is taken for when needed."""

from __future__ import annotations

import re
import time

import pytest

from extraction.annotations import Mention
from extraction.relations.dosage import DOSAGE_SPAN, dosages
from kg.identifiers import Curie

CATEGORIES = {"D": "Drug", "P": "PhenotypicFeature"}


def read(marked):
    """The dosage of each drug, ``{D aspirin}``, by its name, without the span, which is checked."""
    mentions, text = [], ""
    for piece in re.split(r"(\{\w [^}]*\})", marked):
        if found := re.fullmatch(r"\{(\w) ([^}]*)\}", piece):
            span = (len(text), len(text) + len(found[2]))
            curie = Curie(f"T:{found[2].replace(' ', '_')}")
            mentions.append(Mention(*span, found[2], CATEGORIES[found[1]], curie, found[2], 1.0))
            text += found[2]
        else:
            text += piece
    told = {}
    for start, dosage in dosages(text, (0, len(text)), mentions).items():
        pairs = dict(dosage.qualifiers)
        first, last = map(int, pairs.pop(DOSAGE_SPAN).split("-"))
        assert text[first:last].strip() == text[first:last] != ""
        name = next(one.text for one in mentions if one.start == start)
        told[name] = pairs
    return told


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{D metformin} 500 mg BID", "dose_value=500 dose_unit=mg frequency=BID times_per_day=2"),
        ("{D lisinopril} 10mg PO daily #30 refills 3",
         "dose_value=10 dose_unit=mg route=oral frequency=daily times_per_day=1 quantity=30 refills=3"),
        ("{D glargine} 20 units at bedtime", "dose_value=20 dose_unit=units frequency=at+bedtime times_per_day=1"),
        ("{D albuterol} inhaler 2 puffs q4h prn {P wheezing}",
         "form=inhaler dose_value=2 dose_unit=puffs frequency=q4h times_per_day=6 as_needed=true "
         "as_needed_for=T:wheezing"),
        ("{D Tylenol} 500-1000 mg every 6 hours as needed for pain",
         "dose_value=500-1000 dose_unit=mg frequency=every+6+hours times_per_day=4 as_needed=true as_needed_for=pain"),
        ("takes 20 mg of {D lisinopril} once a day", "dose_value=20 dose_unit=mg frequency=once+a+day times_per_day=1"),
        ("Raise {D ramipril} from 5 mg to 10 mg a day.",
         "dose_value=10 dose_unit=mg frequency=a+day times_per_day=1"),
        ("{D prednisone} 40 mg daily x 5 days",
         "dose_value=40 dose_unit=mg frequency=daily times_per_day=1 duration=5+days"),
        ("{D amoxicillin} 500 mg, one capsule by mouth three times\ndaily for 10 days, no refills",
         "dose_value=500 dose_unit=mg dose_count=one+capsule form=capsule route=oral frequency=three+times+daily "
         "times_per_day=3 duration=10+days refills=no"),
        ("{D methotrexate} 15 mg weekly", "dose_value=15 dose_unit=mg frequency=weekly times_per_day=1/7"),
        ("{D furosemide} 40 mg IV q12h", "dose_value=40 dose_unit=mg route=intravenous frequency=q12h times_per_day=2"),
        ("{D 二甲双胍} 0.5 g 每日2次 口服", "dose_value=0.5 dose_unit=g frequency=每日2次 times_per_day=2 route=oral"),
    ],
)  # fmt: skip
def test_one_drug(marked, expected):
    wanted = dict(pair.replace("+", " ").split("=", 1) for pair in expected.split())
    if "\n" in marked:
        wanted["frequency"] = "three times daily"
    assert list(read(marked).values()) == [wanted]


def test_each_drug_of_a_list_has_its_own():
    told = read("{D digoxin} 125 mcg daily, {D apixaban} 5 mg twice a day, and {D ramipril} 10 mg a day.")
    assert {name: (one["dose_value"], one["times_per_day"]) for name, one in told.items()} == {
        "digoxin": ("125", "1"), "apixaban": ("5", "2"), "ramipril": ("10", "1"),
    }  # fmt: skip


def test_both_parts_of_a_combination_share_it():
    told = read("{D hydrocodone}/{D acetaminophen} 5/325 mg q6h prn")
    assert told["hydrocodone"] == told["acetaminophen"]
    assert told["hydrocodone"]["dose_value"] == "5/325"


@pytest.mark.parametrize(
    "marked",
    [
        "She is on {D warfarin} and {D aspirin}.",
        "{D potassium} 4.2 mEq/L",
        "{D Lithium}. 300 mg of salt",
        "{D digoxin} level 0.8",
    ],
)
def test_no_dosage(marked):
    assert read(marked) == {}


@pytest.mark.parametrize("piece", ["500 mg ", "once or ", "every 6 ", "1,000,", "prn for a ", "x 5 - ", "one ", "#30 "])
def test_no_text_is_slow(piece):
    text = "aspirin " + (piece * (100_000 // len(piece)))
    drug = Mention(0, 7, "aspirin", "Drug", Curie("T:aspirin"), "aspirin", 1.0)
    last = Mention(len(text), len(text) + 7, "aspirin", "Drug", Curie("T:aspirin"), "aspirin", 1.0)
    started = time.process_time()
    dosages(text + "aspirin", (0, len(text) + 7), [drug, last])
    assert time.process_time() - started < 5  # linear: a runaway takes minutes
