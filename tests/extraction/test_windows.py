"""Long texts: where they are cut, and that their evidence is what one reading gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.annotated import between
from extraction.annotations import Mention
from extraction.documents import Annotation, Document
from extraction.pipeline import Pipeline, PipelineConfig
from extraction.windows import WINDOW, windows
from kg.vocabulary import Term, Vocabulary

VOCABULARY = Vocabulary(
    [
        Term("HP:0001945", "PhenotypicFeature", "Fever"),
        Term("MONDO:0004979", "Disease", "asthma", xrefs=("MESH:D001249",)),
        Term("MONDO:0005300", "Disease", "chronic kidney disease"),
        Term("CHEBI:15365", "Drug", "aspirin"),
    ],
    "test/1",
)
FILLER = "The weather was discussed at length, and nothing else came of it.\n"


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline(PipelineConfig(recogniser="none"), VOCABULARY)


@given(st.text(alphabet="ab .\n患。", max_size=200), st.integers(4, 50))
def test_windows_tile_a_text(text, size):
    found = list(windows(text, size))
    assert "".join(text[start:end] for start, end in found) == text
    assert all(end - start <= size for start, end in found)
    assert len(found) <= 1 + len(text) // max(1, int(size * 0.7))


def test_a_span_that_is_kept_whole_is_not_cut():
    text = "x" * 40
    assert list(windows(text, 10, [(8, 15)])) == [(0, 8), (8, 18), (18, 28), (28, 38), (38, 40)]
    assert next(windows(text, 10, [(0, 25)])) == (0, 25)
    assert list(windows(text, 10, [(30, 45)]))[-1] == (30, 40)


def test_a_span_that_holds_another_is_not_cut_either():
    text = "x" * 40
    assert list(windows(text, 10, [(5, 14), (6, 8), (12, 15)]))[:2] == [(0, 5), (5, 15)]


def long_note():
    filler = FILLER * (WINDOW // len(FILLER))
    return (
        "HISTORY OF PRESENT ILLNESS\nMr. Jonah Quillfeather has chronic kidney disease (CKD).\n"
        f"FAMILY HISTORY\n{filler}\nMother has asthma.\nThis was told to Quillfeather.\n{filler}\nMEDICATIONS\n"
        "Aspirin 81 mg daily for CKD. No fever.\n"
    )


def test_a_long_note_takes_its_section_abbreviations_and_names_along(pipeline):
    document = Document.make("long.txt", long_note(), language="en")
    assert len(document.text) > 2 * WINDOW
    (done,) = pipeline.process([document])
    stored = done.batch.documents[0]
    assert len(stored.text) == len(document.text)
    assert "Quillfeather" not in stored.text
    said = {(one.predicate, one.object, one.negated) for one in done.batch.evidence}
    assert ("takes", "CHEBI:15365", False) in said
    assert ("has_phenotype", "HP:0001945", True) in said
    assert ("mentions", "MONDO:0004979", False) in said  # of the mother, by the section that was still open
    assert ("has_condition", "MONDO:0004979", False) not in said
    kidney = [one.location.object_span for one in done.batch.evidence if one.object == "MONDO:0005300"]
    assert {span.text for span in kidney} == {"chronic kidney disease", "CKD"}
    assert max(span.start for span in kidney) > 2 * WINDOW
    for one in done.batch.evidence:
        span = one.location.object_span
        assert stored.text[span.start : span.end] == span.text == document.text[span.start : span.end]
    doses = {value for one in done.batch.evidence for key, value in one.qualifiers if key == "dosage_span"}
    assert {stored.text[slice(*map(int, one.split("-")))] for one in doses} == {"81 mg daily"}


def test_a_short_note_far_into_a_long_one_says_the_same(pipeline):
    note = "ASSESSMENT\nShe has asthma and takes aspirin 81 mg daily. No fever.\n"
    (short,) = pipeline.process([Document.make("a", note, language="en")])
    (long,) = pipeline.process([Document.make("a", FILLER * (3 * WINDOW // len(FILLER)) + note, language="en")])
    claims = [
        {(one.predicate, one.object, one.negated, one.location.section) for one in each.batch.evidence}
        for each in (short, long)
    ]
    assert claims[0] == claims[1]
    assert len(claims[0]) >= 3


def test_annotations_of_a_long_text_keep_their_places(pipeline):
    text = FILLER * (2 * WINDOW // len(FILLER)) + "Aspirin made asthma worse."
    places = [(text.index(name), name, identifier) for name, identifier in (("asthma", "D001249"),)]
    annotations = tuple(Annotation(at, at + len(name), name, "Disease", (one,)) for at, name, one in places)
    document = Document.make("PMID:1", text, language="en", annotations=annotations)
    reader = Pipeline(PipelineConfig(use_annotations=True, recogniser="none"), VOCABULARY)
    (done,) = reader.process([document])
    spans = [one.location.object_span for one in done.batch.evidence]
    assert [(span.start, span.text) for span in spans] == [(places[0][0], "asthma")]


def test_mentions_are_not_shared_between_windows():
    one = Mention(5, 8, "abc", "Disease", None, "", 1.0)
    assert [(each.start, each.end) for each in between([one], 5, 9)] == [(0, 3)]
    assert between([one], 6, 9) == between([one], 0, 7) == ()
