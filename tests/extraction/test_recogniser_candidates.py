"""Of a note, the words around possible new names alone are read; names that no vocabulary has are still found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from extraction.documents import Document
from extraction.pipeline import Pipeline
from extraction.recogniser.candidates import Candidates, Excerpt
from extraction.recogniser.component import SHIPPED
from extraction.recogniser.model import Recogniser
from extraction.recogniser.vocabulary import shipped_names
from kg.records import DocumentKind
from kg.shipped import data_path

FILLER = "She walks every day and sleeps well at home with her family and has no other complaints today. "


@pytest.fixture(scope="module")
def shipped() -> Recogniser:
    return Recogniser.load(data_path("models", SHIPPED), shipped_names())


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def _judge(words: Sequence[str]) -> NDArray[np.float32]:
    return np.array([one.startswith("x") for one in words], np.float32)


def test_names_outside_the_vocabulary_are_found_in_a_note(pipeline: Pipeline) -> None:
    text = f"{FILLER}She was treated with oxaliprazole and developed nephritosis.\n{FILLER}"
    doc = pipeline.annotate(Document.make("note", text, kind=DocumentKind.NOTE, language="en"))
    assert {"oxaliprazole", "nephritosis"} <= {one.text for one in doc._.medkg_mentions}


def test_little_of_a_note_without_new_names_is_read(shipped: Recogniser) -> None:
    assert shipped.new_names(5 * FILLER, []) == ()
    text = f"{5 * FILLER}After torvadipine she had severe cardioneuritis. {5 * FILLER}"
    made = Candidates(lambda words: shipped._made().alone(words)).excerpt(text, [])
    assert made is not None
    assert "torvadipine she had severe cardioneuritis" in made.text
    assert len(made.text) < len(text) / 5


def test_spans_are_those_of_the_whole_text(shipped: Recogniser) -> None:
    text = f"{2 * FILLER}After torvadipine she rested. {3 * FILLER}\nShe developed nephritosis.\n{FILLER}"
    found = shipped.new_names(text, [])
    assert [text[one.start : one.end] for one in found] == ["torvadipine", "nephritosis"]
    whole = shipped.spans([text])[0]
    assert [(one.start, one.end, one.label) for one in found] == [(one.start, one.end, one.label) for one in whole]
    at = text.index("torvadipine")
    assert [one.start for one in shipped.new_names(text, [(at, at + 11)])] == [text.index("nephritosis")]


def test_what_is_found_does_not_depend_on_earlier_texts(shipped: Recogniser) -> None:
    notes = [path.read_text(encoding="utf-8") for path in sorted(data_path("notes", "en").glob("*.txt"))][:8]
    forwards = [shipped.new_names(one, []) for one in notes]
    other = Recogniser.load(data_path("models", SHIPPED), shipped_names())
    assert [other.new_names(one, []) for one in notes[::-1]][::-1] == forwards
    assert list(other.new_names_of([(one, []) for one in notes])) == forwards
    assert any(forwards)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab x\n,.\x1c\u2003", max_size=200), st.integers(0, 60), st.integers(1, 20))
def test_excerpts_hold_every_free_candidate_with_its_words(text: str, start: int, length: int) -> None:
    covered = [(start, start + length)]
    made = Candidates(_judge).excerpt(text, covered)
    places = () if made is None else made.places
    assert all(text[one:other].startswith("x") and other <= len(text) for one, other in places)
    assert all(other <= start or start + length <= one for one, other in places)
    if made is not None:
        parts = made.text.split("\n") if "\n" not in text else []
        assert all(part in text for part in parts)
        for part, offset in zip(made.begins, made.offsets, strict=True):
            assert made.text[part] == text[part + offset]


def test_a_span_over_two_parts_is_none() -> None:
    made = Excerpt.of("xa bb xc", [(0, 2), (6, 8)], [(0, 2), (6, 8)])
    assert made.text == "xa\nxc"
    assert made.within(3, 5) == (6, 8)
    assert made.within(0, 5) is None


def test_many_long_words_are_forgotten_again() -> None:
    candidates = Candidates(_judge)
    for number in range(30):
        made = candidates.excerpt(f"x{chr(97 + number % 26)} " + "b" * 200_000 + str(number), [])
        assert made is not None
    assert sum(map(len, candidates._places)) < 4_000_000
