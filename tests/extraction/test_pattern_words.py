"""The words that a pattern is tried for stand in all that it matches."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.relations.pattern_words import words_of
from extraction.relations.patterns import Pattern
from extraction.relations.patterns_en import ENGLISH_NOTE_PATTERNS, ENGLISH_PATTERNS
from extraction.relations.patterns_zh import CHINESE_NOTE_PATTERNS, CHINESE_PATTERNS

PATTERNS = (*ENGLISH_PATTERNS, *ENGLISH_NOTE_PATTERNS, *CHINESE_PATTERNS, *CHINESE_NOTE_PATTERNS)
WORDED = [one for one in PATTERNS if one.words]


def test_nearly_all_patterns_have_words():
    assert len(WORDED) > 0.9 * len(PATTERNS)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(WORDED).flatmap(lambda one: st.tuples(st.just(one), st.from_regex(one.regex, fullmatch=True))))
def test_every_match_holds_a_word_of_its_pattern(found: tuple[Pattern, str]):
    pattern, text = found
    assert any(word in text for word in pattern.words)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (r"(?:one|two)? three", {" three"}),
        (r"(?:one|\w+)", set()),
        (r"colou?r+ful", {"colo"}),
        (r"(?:a(?:bc|de)|fgh)", {"bc", "de", "fgh"}),
        (r"(?! not)(?<!x)\bgo(?P<x>ing) ", {"ing"}),
        (r"[(|]{1,2}x{0,3}yes", {"yes"}),
        (r"one|two", {"one", "two"}),
    ],
)
def test_words_of_a_pattern(source, words):
    assert words_of(source) == words
