"""Whose finding it is: a hundred sentences of the rules' author, a hundred of somebody who had not seen the rules."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extraction.assertion import assess_alone
from extraction.assertion_people import PEOPLE, bearing
from extraction.assertion_rules import Direction
from kg.records import Experiencer

GOLD = Path(__file__).parents[1] / "gold"


def rows(name: str) -> list[tuple[str, int, int, bool]]:
    with (GOLD / f"experiencer_{name}.tsv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in found:
        assert row["sentence"][int(row["start"]) : int(row["end"])] == row["condition"]
    return [(row["sentence"], int(row["start"]), int(row["end"]), row["experiencer"] == "Other") for row in found]


def f1(*names: str) -> float:
    given = [row for name in names for row in rows(name)]
    assert len(given) == 100 * len(names)
    said = [assess_alone(text, (start, end)).experiencer == Experiencer.OTHER for text, start, end, _ in given]
    gold = [other for *_, other in given]
    both = sum(one and other for one, other in zip(said, gold, strict=True))
    return 2 * both / (sum(said) + sum(gold))


def test_sentences_on_which_the_rules_were_written():
    assert f1("author") >= 0.97


def test_sentences_of_somebody_who_had_not_seen_the_rules():
    assert f1("blind") >= 0.88
    assert f1("author", "blind") >= 0.92


@pytest.mark.parametrize(
    ("text", "word", "direction"),
    [
        ("her mother has asthma", "mother", Direction.AFTER),
        ("asthma in her mother", "mother", Direction.BEFORE),
        ("asthma (mother, aunt)", "mother", Direction.BEFORE),
        ("on the maternal side there is asthma", "maternal", Direction.AFTER),
        ("two of his cousins have asthma", "cousins", Direction.AFTER),
        ("aspirin was given to his wife for pain", "wife", Direction.BOTH),
        ("her mother says he has asthma", "mother", None),
        ("her mother, at bedside, says he has asthma", "mother", None),
        ("lives with her mother", "mother", None),
        ("brought in by her mother, who is worried", "mother", None),
        ("she is a mother of two with asthma", "mother", None),
        ("her mother's death", "mother", None),
        ("donor site infection", "donor", None),
    ],
)
def test_role_of_a_word_for_a_person(text, word, direction):
    found = bearing(text, text.index(word), text.index(word) + len(word))
    assert (found.direction if found else None) == direction


@pytest.mark.parametrize(
    ("text", "end"),
    [("his mother died and she wept", None), ("his mother died and he wept", "and he"), ("her mother died", None)],
)
def test_a_pronoun_of_the_other_sex_turns_back_to_the_patient(text, end):
    found = bearing(text, 4, 10)
    assert found is not None
    assert found.end == (text.index(end) if end else len(text))


def test_words_for_people_are_in_lower_case_and_once():
    assert len(PEOPLE) == len(set(PEOPLE))
    assert all(one == one.lower() for one in PEOPLE)
