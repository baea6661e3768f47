"""The example notes and their gold annotation hold together."""

import hashlib
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.records import Certainty, Experiencer, Temporality
from kg.schema import Category, check_claim
from kg.shipped import data_path
from kg.vocabulary import Vocabulary

CATEGORIES = {Category.DISEASE, Category.PHENOTYPIC_FEATURE, Category.DRUG}
KINDS = {"name", "date", "id", "phone", "address", "email", "organization"}
CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


def notes(language: str) -> list[Path]:
    return sorted(data_path("notes", language).glob("*.txt"))


def gold() -> list[dict[str, Any]]:
    lines = data_path("notes", "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def text_of(row: dict[str, Any]) -> str:
    return data_path("notes").joinpath(row["note"]).read_bytes().decode("utf-8")


GOLD = pytest.mark.parametrize("row", gold(), ids=lambda row: row["note"])


def test_there_are_enough_notes():
    assert len(notes("en")) >= 32
    assert len(notes("zh")) >= 12


@pytest.mark.parametrize("path", notes("en") + notes("zh"), ids=lambda path: path.stem)
def test_note_is_clean_text_of_a_fair_length(path):
    text = path.read_bytes().decode("utf-8")
    assert re.fullmatch(r"\d\d-[a-z0-9-]+\.txt", path.name)
    assert "\t" not in text
    assert "\r" not in text
    assert text.endswith("\n")
    size = len(text.split()) if path.parent.name == "en" else len(re.sub(r"\s", "", text))
    low, high = (250, 460) if path.parent.name == "en" else (550, 900)
    assert low <= size <= high


def test_identity_numbers_are_invalid():
    numbers = [
        number for path in notes("zh") for number in re.findall(r"\d{17}[\dX]", path.read_text(encoding="utf-8"))
    ]
    assert len(numbers) >= 4
    for number in numbers:
        total = sum(int(digit) * weight for digit, weight in zip(number[:17], CHECK_WEIGHTS, strict=True))
        assert number[-1] != CHECK_DIGITS[total % 11]


def test_gold_covers_ten_notes_and_every_kind_of_statement():
    rows = gold()
    languages = Counter(row["note"].partition("/")[0] for row in rows)
    assert languages["en"] >= 7
    assert languages["zh"] >= 3
    mentions = [mention for row in rows for mention in row["mentions"]]
    assert len(mentions) >= 500
    assert {mention["category"] for mention in mentions} == CATEGORIES
    assert {mention["temporality"] for mention in mentions} >= set(Temporality) - {Temporality.PLANNED}
    assert {mention["certainty"] for mention in mentions} == set(Certainty)
    assert {mention["experiencer"] for mention in mentions} == set(Experiencer)
    assert {mention["negated"] for mention in mentions} == {True, False}


@GOLD
def test_gold_stands_where_it_says(row):
    text = text_of(row)
    assert hashlib.sha256(text.encode("utf-8")).hexdigest() == row["sha256"]
    for mention in row["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"] == mention["text"].strip() != ""
    for identifier in row["identifiers"]:
        assert identifier["kind"] in KINDS
        assert text[identifier["start"] : identifier["end"]].strip()
    for spans in (row["mentions"], row["identifiers"]):
        assert all(left["end"] <= right["start"] for left, right in pairwise(spans))


@GOLD
def test_gold_relations_fit_the_schema(row):
    mentions = row["mentions"]
    for relation in row["relations"]:
        subject = relation["subject"]
        category = Category.CASE if subject is None else Category(mentions[subject]["category"])
        check_claim(category, relation["predicate"], Category(mentions[relation["object"]]["category"]))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    if not data_path("manifest.json").is_file():
        pytest.skip("no shipped vocabulary: build it with tools/ first")
    return Vocabulary.shipped()


@GOLD
def test_gold_curies_ship(row, vocabulary):
    for mention in row["mentions"]:
        for curie in filter(None, [mention["curie"], *mention["also"]]):
            term = vocabulary.term(curie)
            assert term is not None, (mention["text"], curie)
            if curie == mention["curie"]:
                # ChEBI files some medicines (mixtures, classes) as chemicals.
                same = term.category == mention["category"] or {term.category, mention["category"]} == {
                    Category.DRUG,
                    Category.CHEMICAL_ENTITY,
                }
                assert same, (mention["text"], curie, term.category)
