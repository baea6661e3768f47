"""Procedures in notes and in literature: what is found, how it is meant, and what it leaves alone."""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline
from extraction.procedures import ProcedureFinder, shipped_procedures
from kg.records import DocumentKind
from kg.schema import Category
from kg.vocabulary import Term, Vocabulary


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def facts(pipeline: Pipeline, text: str, kind: DocumentKind = DocumentKind.NOTE) -> set[tuple[str, str, bool]]:
    (done,) = pipeline.process([Document.make("a.txt", text, kind=kind)])
    names = {node.node.id: node.node for node in done.batch.nodes}
    return {
        (one.predicate, names[one.object].name, one.negated)
        for one in done.batch.evidence
        if names[one.object].category == Category.PROCEDURE
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She underwent colonoscopy in 2019.", {("underwent", "Colonoscopy", False)}),
        ("PAST SURGICAL HISTORY:\nAppendectomy.\n", {("underwent", "Appendectomy", False)}),
        ("Status post renal transplant.", {("underwent", "Kidney Transplantation", False)}),
        (
            "He had a CABG and biopsies.",
            {("underwent", "Coronary Artery Bypass", False), ("underwent", "Biopsy", False)},
        ),
        ("He has had no colonoscopy.", {("underwent", "Colonoscopy", True)}),
        ("I will order an MRI of the knee.", {("mentions", "Magnetic Resonance Imaging", False)}),
        ("I recommended cardiac catheterization.", {("mentions", "Cardiac Catheterization", False)}),
        ("We may consider a hysterectomy if bleeding persists.", {("mentions", "Hysterectomy", False)}),
        ("Her mother had a mastectomy.", {("mentions", "Mastectomy", False)}),
    ],
)
def test_what_was_done_is_a_fact_of_the_case_and_what_is_not_is_mentioned(pipeline, text, expected):
    assert facts(pipeline, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Diagnosis and therapy were discussed.", "Surgery is not needed.", "The test and the history are negative.",
        "There was drainage from the wound.", "He lives in a cat cafe and has a pet.", "No anesthesia was needed.",
    ],
)  # fmt: skip
def test_words_that_mean_no_certain_procedure_are_none(text):
    assert shipped_procedures().find(text) == []


def test_abbreviations_count_in_notes_alone_and_as_they_are_written():
    finder = shipped_procedures()
    assert [one.name for one in finder.find("MRIs and an EGD; mri")] == [
        "Magnetic Resonance Imaging", "Digestive System Endoscopy",
    ]  # fmt: skip
    assert finder.find("MRI and EGD", note=False) == []
    assert [one.text for one in finder.find("magnetic resonance imaging (MRI)", note=False)] == [
        "magnetic resonance imaging"
    ]


def test_literature_mentions_what_it_names(pipeline):
    found = facts(pipeline, "We studied 30 patients after laparoscopic cholecystectomy.", DocumentKind.LITERATURE)
    assert found == {("mentions", "Laparoscopic Cholecystectomy", False)}


def test_a_condition_inside_a_procedure_stays_what_it_was(pipeline):
    doc = pipeline.annotate(Document.make("a.txt", "He is status post inguinal hernia repair."))
    found = {one.category: one.text for one in doc._.medkg_mentions}
    assert found[Category.PROCEDURE] == "inguinal hernia repair"
    assert "inguinal hernia" in {text for category, text in found.items() if category != Category.PROCEDURE}


def test_nothing_is_found_over_the_end_of_a_sentence(pipeline):
    doc = pipeline.annotate(Document.make("a.txt", "He had trouble with his hip.\n\nSurgery was put off."))
    assert [one for one in doc._.medkg_mentions if one.category == Category.PROCEDURE] == []


def test_a_vocabulary_of_ones_own_has_its_own_procedures():
    own = Vocabulary([Term("MESH:X1", "Procedure", "zyzzectomy")], "invented/1")
    (done,) = Pipeline(vocabulary=own).process([Document.make("a.txt", "She underwent zyzzectomy and colonoscopy.")])
    assert [(one.predicate, one.object) for one in done.batch.evidence] == [("underwent", "MESH:X1")]


def test_a_general_term_is_not_looked_for_and_a_heading_goes_before_a_synonym():
    general = Term("MESH:X2", "Procedure", "general zyzzing", properties=(("use", "linking"),))
    finder = ProcedureFinder([
        general, Term("MESH:X3", "Procedure", "zyzzotomy", synonyms=("zyzzoscopy",)),
        Term("MESH:X4", "Procedure", "zyzzoscopy"),
    ])  # fmt: skip
    assert [one.curie for one in finder.find("general zyzzing, zyzzoscopies, zyzzotomy")] == ["MESH:X4", "MESH:X3"]
