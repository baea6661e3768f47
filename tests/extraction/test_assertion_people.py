"""Whose finding it is: a hundred sentences of the rules' author, a hundred of somebody who had not seen the rules."""

from __future__ import annotations

import csv
import re
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
        ("bib mother for wheezing and cough", "mother", None),
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


OTHERS = [
    ("Seen with his carer, who has [epilepsy].", True),
    ("Her nurse had [influenza].", True),
    ("His teacher has [tuberculosis].", True),
    ("The babysitter was diagnosed with [influenza].", True),
    ("Her ex has [HIV].", True),
    ("Foster carer has [tuberculosis].", True),
    ("Landlord died of [COVID].", True),
    ("Her in-laws have [influenza].", True),
    ("Another resident with [scabies].", True),
    ("A fellow passenger tested positive for [measles].", True),
    ("[Scabies] in another resident.", True),
    ("Their social worker has recently tested positive for [COVID].", True),
    ("Needlestick from [HIV] positive patient.", True),
    ("Needlestick from an [HIV positive] patient.", True),
    ("Bitten by a [hepatitis C]-infected patient.", True),
    ("Contact with a patient with [tuberculosis].", True),
    ("Exposed to a child who had [chickenpox].", True),
    ("[Measles] outbreak at school.", True),
    ("Outbreak of [norovirus] on the ward.", True),
    ("A nurse reports that the patient has a [fever].", False),
    ("Her nurse reports that the patient has a [fever].", False),
    ("Her nurse has noticed a [fever].", False),
    ("The nurse documented [wheeze].", False),
    ("His teacher is concerned about [inattention].", False),
    ("His carer says he has [cough].", False),
    ("The carer has difficulty with his [dementia].", False),
    ("Carer reports [confusion].", False),
    ("Resident notes [wheeze].", False),
    ("Teacher by profession, has [diabetes].", False),
    ("Works as a nurse, has [asthma].", False),
    ("Interpreter used, has [chest pain].", False),
    ("Seen with the interpreter, has [chest pain].", False),
    ("The student has [asthma].", False),
    ("The resident has [dementia].", False),
    ("Nursing home resident with [fever].", False),
    ("Restrained passenger with [neck pain].", False),
    ("52-year-old teacher with [asthma].", False),
    ("[HIV] positive patient with [fever].", False),
    ("Caught [influenza] from her teacher.", False),
    ("Her teacher has [influenza] and the patient has [fever].", False),
    ("Presents with [influenza] during an outbreak.", False),
]
OTHERS_ZH = [
    ("同病房患者确诊[流感]", True),
    ("邻床患者确诊[新冠肺炎]", True),
    ("室友有[乙型肝炎]", True),
    ("护工患有[流感]", True),
    ("老师患有[肺结核]", True),
    ("保姆有[乙肝]", True),
    ("前夫有[HIV感染]", True),
    ("患者为老师，有[糖尿病]", False),
    ("患者系保姆有[高血压]", False),
    ("学校[流感]暴发", True),
    ("[肝炎]暴发性", False),
    ("护工诉患者[发热]", False),
    ("护士发现[发热]", False),
    ("老师发现其[抽搐]", False),
]


@pytest.mark.parametrize(
    ("language", "marked", "other"),
    [("en", *one) for one in OTHERS] + [("zh", *one) for one in OTHERS_ZH],
)
def test_people_by_what_they_are_to_the_patient(language, marked, other):
    *before, name, after = re.split(r"[\[\]]", marked)
    start = len("".join(before))
    said = assess_alone("".join([*before, name, after]), (start, start + len(name)), language)
    assert (said.experiencer == Experiencer.OTHER) == other
