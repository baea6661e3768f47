"""Lists of what a patient is allergic to, of which the vocabulary knows only some."""

from __future__ import annotations

import pytest

from extraction.annotations import Mention
from extraction.relations.allergies import allergens, reactions
from extraction.relations.sentence import ReducedSentence, reduce_sentence
from kg.identifiers import Curie
from kg.schema import Category

_CHEMICALS = ("latex", "codeine", "penicillin", "sulfa", "aspirin", "metformin", "青霉素", "头孢曲松", "阿司匹林")
_CONDITIONS = ("nausea", "hives", "asthma", "高血压")

LISTS = [
    ("Allergic to peanuts, bee stings, latex, codeine (nausea).", "latex codeine"),
    ("She is allergic to sulfa drugs & shellfish.", "sulfa"),
    ("Allergic to codeine (nausea), aspirin (hives).", "codeine aspirin"),
    ("Allergies to shellfish, iodide and penicillin.", "penicillin"),
    ("Allergic to peanuts, aspirin 81 mg daily.", ""),
    ("Allergic to pollen, takes metformin, aspirin.", ""),
    ("Allergic to penicillin and has asthma, aspirin.", "penicillin"),
    ("Allergic to penicillin, on aspirin.", "penicillin"),
    ("否认青霉素、头孢曲松过敏", "青霉素 头孢曲松"),
    ("否认青霉素、磺胺类药物过敏史。", "青霉素"),
    ("对海鲜、青霉素过敏，服用阿司匹林。", "青霉素"),
    ("否认高血压，服用阿司匹林。", ""),
]


def _reduced(text: str) -> ReducedSentence:
    mentions = [
        Mention(text.lower().index(name), text.lower().index(name) + len(name), name, category, Curie("X:1"), name, 1.0)
        for names, category in ((_CHEMICALS, Category.DRUG), (_CONDITIONS, Category.DISEASE))
        for name in names
        if name in text.lower()
    ]
    return reduce_sentence(text, (0, len(text)), sorted(mentions, key=lambda one: one.start), "")


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_the_drugs_of_a_list(text: str, expected: str) -> None:
    found = [one.text for match in allergens(_reduced(text)) for one in match.objects]
    assert " ".join(found) == expected


def test_a_reaction_in_brackets_is_of_the_last_of_a_list() -> None:
    sentence = _reduced("Allergic to latex, codeine (nausea).")
    found = reactions(sentence)
    assert [one.text for place, one in sentence.mentions.items() if found.get(place)] == ["codeine"]
