"""The gold sentences are well formed, and the two halves are apart."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from kg.identifiers import Curie
from kg.records import KnowledgeLevel
from kg.schema import category as category_named
from kg.schema import check_claim, ordered_ends

FOLDER = Path(__file__).parent
SPLITS = ("dev", "test")
FILES = (*SPLITS, "extra")
WHY = {
    "subject_swapped", "direction_flipped", "predicate_changed", "negation_dropped", "negation_added",
    "unrelated_entity", "wrong_citation", "hedge_dropped", "number_invented",
}  # fmt: skip


def read(split: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"sentences_{split}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def names(entity: dict[str, Any]) -> list[str]:
    return [name.lower() for name in (entity["name"], entity["name_zh"], *entity["synonyms"]) if name]


@pytest.mark.parametrize("split", SPLITS)
def test_split_follows_from_the_text(split):
    for row in read(split):
        parity = int(hashlib.sha256(row["text"].encode()).hexdigest(), 16) % 2
        assert row["split"] == split == SPLITS[parity]


@pytest.mark.parametrize("split", FILES)
def test_facts_fit_the_schema(split):
    for row in read(split):
        assert [fact["number"] for fact in row["facts"]] == list(range(1, len(row["facts"]) + 1))
        for fact in row["facts"]:
            subject, obj = fact["subject"], fact["object"]
            check_claim(category_named(subject["category"]), fact["predicate"], category_named(obj["category"]))
            ends = (Curie.parse(subject["id"]), Curie.parse(obj["id"]))
            assert ordered_ends(fact["predicate"], *ends) == ends
            assert KnowledgeLevel(fact["knowledge_level"])
            assert 0 <= fact["belief"] <= 1


@pytest.mark.parametrize("split", FILES)
def test_honest_sentences_name_what_they_cite(split):
    for row in read(split):
        assert row["cites"]
        facts = {fact["number"]: fact for fact in row["facts"]}
        cited = [facts[number] for number in row["cites"]]
        assert row["honest"] == ("why" not in row)
        if row["honest"]:
            for entity in (fact[end] for fact in cited for end in ("subject", "object")):
                assert any(name in row["text"].lower() for name in names(entity)), row["text"]
        else:
            assert row["why"] in WHY


def test_there_are_enough_of_each():
    rows = read("dev") + read("test")
    honest = [row["language"] for row in rows if row["honest"]]
    assert honest.count("en") >= 120
    assert honest.count("zh") >= 80
    assert {row["why"] for row in rows if not row["honest"]} == WHY
    keys = [(row["text"], tuple(row["cites"])) for row in rows]
    assert len(set(keys)) == len(keys)
