"""The verifier's figures: mutants caught, gold sentences passed, and the template's own sentences."""

import random
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from mutations import OPERATORS, mutate
from shipped_facts import random_path

from api.facts import Language
from api.realise import realise_fact, realise_path
from api.verify import verify
from api.verify.evaluate import evaluate_explanations
from api.verify.gold import read_gold
from kg.errors import DocumentError

GOLD = Path(__file__).parents[1] / "gold"
MUTANTS = 200


def material(language):
    """Honest sentences with their facts: worded by hand, and paths over the shipped tables."""
    generator = random.Random(41)
    gold = [one for split in ("dev", "extra") for one in read_gold(GOLD / f"sentences_{split}.jsonl")]
    found = [one.read() for one in gold if one.honest and one.language is language]
    for _ in range(60):
        facts = random_path(generator, 2, chinese=language is Language.CHINESE)
        found.append((realise_path(facts, language), facts))
    return [(sentence, facts) for sentence, facts in found if verify(sentence, facts).ok]


@pytest.mark.parametrize("language", list(Language))
def test_mutants_are_caught(language):
    generator = random.Random(43)
    honest = material(language)
    missed, made = [], Counter()
    while made.total() < MUTANTS:
        kind = sorted(OPERATORS)[made.total() % len(OPERATORS)]
        mutant = mutate(kind, *generator.choice(honest), generator)
        if mutant is None:
            continue
        made[kind] += 1
        if verify(mutant.sentence, mutant.facts).ok:
            missed.append((kind, mutant.sentence.text))
    assert len(missed) <= 0.02 * MUTANTS, missed
    assert min(made.values()) >= MUTANTS // len(OPERATORS)


@pytest.mark.parametrize("language", list(Language))
def test_the_template_passes_on_random_paths(language):
    generator = random.Random(47)
    for number in range(500):
        facts = random_path(generator, 3, chinese=number % 2 == 0)
        for sentence in (realise_path(facts, language), realise_fact(facts[0], language)):
            verdict = verify(sentence, facts)
            assert verdict.ok, (sentence.text, verdict.problems)


def test_gold_sentences():
    # The test split is left for figures: a gate on it would turn it into a second development split.
    figures = evaluate_explanations(GOLD / "sentences_dev.jsonl")
    rates = {row.metric: row for row in figures.rows}
    assert rates["honest_pass_rate_en"].value >= 0.95
    assert rates["honest_pass_rate_zh"].value >= 0.95
    assert rates["dishonest_catch_rate"].value >= 0.95
    assert all(row.low <= row.value <= row.high for row in figures.rows)
    assert figures.split == "dev"


def test_the_extra_sentences_of_development():
    rates = {row.metric: row.value for row in evaluate_explanations(GOLD / "sentences_extra.jsonl").rows}
    assert rates["honest_pass_rate_en"] >= 0.95


def test_false_sentences_are_caught():
    rates = {row.metric: row.value for row in evaluate_explanations(GOLD / "sentences_false.jsonl").rows}
    assert rates["dishonest_catch_rate_en"] >= 0.95
    assert rates["dishonest_catch_rate_zh"] >= 0.95


def test_a_file_that_is_no_gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "x"}\n')
    with pytest.raises(DocumentError, match="line 1"):
        evaluate_explanations(path)
    path.write_text("")
    with pytest.raises(DocumentError, match="no sentences"):
        evaluate_explanations(path)
    with pytest.raises(DocumentError, match="cannot be read"):
        evaluate_explanations(tmp_path / "none.jsonl")
