"""Drugs that were switched, begun on a date, or given in a past that is dated."""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline
from kg.records import DocumentKind
from kg.status import Statement, statuses_of


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


def statuses(pipeline, text):
    """The status of each drug of a note, by its name in small letters."""
    document = Document.make("note.txt", text, DocumentKind.NOTE, language="en")
    said: dict[str, list[Statement]] = {}
    for one in pipeline.annotate(document)._.medkg_relations:
        if one.predicate == "takes":
            historical = one.object.assertion.temporality == "historical"
            statement = Statement("note", one.object.start, one.negated, historical, "x", one.qualifiers)
            said.setdefault(one.object.text.lower(), []).append(statement)
    return {name: status for name, given in said.items() for status, _ in statuses_of(given)}


SWITCHED = {
    "He was on natalizumab; it was switched to ocrelizumab in 2022.": "natalizumab stopped, ocrelizumab active",
    "She took fingolimod before and was switched to cladribine in 2021.": "fingolimod stopped, cladribine active",
    "Switched from warfarin to apixaban in 2022.": "warfarin stopped, apixaban active",
    "Switched to apixaban from warfarin in 2022.": "apixaban active, warfarin stopped",
    "We switched warfarin to apixaban in 2022.": "warfarin stopped, apixaban active",
    "He was on warfarin, then changed to apixaban in March 2020.": "warfarin stopped, apixaban active",
    "Transitioned from adalimumab to ustekinumab in 2019 and then to vedolizumab in 2021.": (
        "adalimumab stopped, ustekinumab stopped, vedolizumab active"
    ),
    "Was on lisinopril but this was changed to losartan due to cough.": "lisinopril stopped, losartan active",
    "Levetiracetam was started in 2019 and changed to lamotrigine in May 2021.": (
        "levetiracetam stopped, lamotrigine active"
    ),
    "She was given ceftriaxone in the ED, then switched to cefdinir.": "ceftriaxone stopped, cefdinir active",
    "Switched to ocrelizumab in 2022.": "ocrelizumab active",
    "He was switched to cladribine in 2021, which was stopped in 2022.": "cladribine stopped",
    "She takes aspirin and was switched to apixaban in 2021.": "aspirin active, apixaban active",
    "He was on aspirin and was switched to apixaban from warfarin.": (
        "aspirin active, apixaban active, warfarin stopped"
    ),
    "He was on natalizumab and will be switched to ocrelizumab in 2022.": "natalizumab active",
}
BEGUN = {
    "He was started on metformin in 2019.": "metformin active",
    "Started on methotrexate last year.": "methotrexate active",
    "He was started on prednisone in 2018 for two weeks.": "prednisone completed",
    "He was started on levofloxacin in 2018 for pneumonia.": "levofloxacin completed",
    "Simvastatin stopped due to myalgia; rosuvastatin 10 mg started.": "simvastatin stopped, rosuvastatin active",
    "Lisinopril stopped, amlodipine 5 mg daily started today.": "lisinopril stopped, amlodipine active",
    "Metformin not started.": "",
    "If metformin started, recheck creatinine.": "",
    "Off lisinopril started feeling better.": "lisinopril stopped",
}
DATED = {
    "One episode in 2018, treated with methylprednisolone.": "methylprednisolone completed",
    "Last winter was treated with doxycycline.": "doxycycline completed",
    "In 2015 she was treated with rituximab.": "rituximab completed",
    "In March 2024 she was treated with nitrofurantoin.": "nitrofurantoin completed",
    "Two years ago he had pneumonia treated with levofloxacin.": "levofloxacin completed",
    "Relapse last summer, treated with prednisone.": "prednisone completed",
    "Last month was treated with doxycycline, which she continues.": "doxycycline active",
    "Since last winter treated with doxycycline.": "doxycycline active",
    "Diabetes diagnosed in 2018, treated with metformin.": "metformin active",
    "Diagnosed in 2018, on metformin.": "metformin active",
    "Last year diagnosed with RA, treated with methotrexate.": "methotrexate active",
    "In 2018 he developed hypertension, treated with lisinopril.": "lisinopril active",
}


@pytest.mark.parametrize(("text", "expected"), [*SWITCHED.items(), *BEGUN.items(), *DATED.items()])
def test_status_of_a_switched_begun_or_once_given_drug(pipeline, text, expected):
    wanted = dict(one.rsplit(" ", 1) for one in expected.split(", ") if one)
    assert statuses(pipeline, text) == wanted
