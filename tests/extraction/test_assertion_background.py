"""Sentences without their document: bare names of lasting conditions, headings of a history within the sentence."""

from __future__ import annotations

import pytest

from extraction.assertion import assess_alone
from extraction.assertion_background import is_background
from kg.records import Experiencer, Temporality


def temporality(marked: str) -> str:
    before, name, after = marked.replace("]", "[").split("[")
    return str(assess_alone(before + name + after, (len(before), len(before) + len(name))).temporality)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[HYPERTENSION].", "historical"),
        ("- [Type 2 diabetes]", "historical"),
        ("[Appendectomy].", "historical"),
        ("[CHEST PAIN].", "recent"),
        ("03) [PULMONARY HYPERTENSION].", "recent"),
        ("[ACUTE HEART FAILURE].", "recent"),
        ("[SEVERE PULMONARY HYPERTENSION].", "recent"),
        ("She was treated for [hypertension].", "recent"),
        ("PAST MEDICAL HISTORY: The patient has [psoriasis], gout.", "historical"),
        ("PAST MEDICAL HISTORY: PHYSICAL EXAM: In no [acute distress].", "recent"),
        ("SOCIAL HISTORY: [Smoker].", "historical"),
        ("HISTORY OF PRESENT ILLNESS: A week of [cough].", "recent"),
    ],
)
def test_time_of_a_sentence_alone(marked, expected):
    assert temporality(marked) == expected


def test_a_family_history_within_the_sentence():
    said = assess_alone("FAMILY HISTORY: Positive for gout.", (29, 33))
    assert (said.experiencer, said.temporality) == (Experiencer.OTHER, Temporality.RECENT)


def test_words_around_the_name_make_it_no_bare_one():
    assert is_background("GOUT.", (0, 4))
    assert not is_background("GOUT and fever.", (0, 4))
