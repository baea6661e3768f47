"""Procedures in notes and in literature: what is found, how it is meant, and what it leaves alone."""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline
from extraction.procedures import ProcedureFinder, shipped_procedures
from kg.records import DocumentKind, Temporality
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
        "The lesion was biopsied.", "X-ray of the chest showed an effusion.", "RESULTS:\nMRI right knee: normal.\n",
        "PSH: TURP, CABG\n", "She also had a negative mammogram in 2021.", "Colonoscopy in 2018 was normal.",
        "Appendectomy 1998.", "CT scan three days ago.", "The patient is on hemodialysis.",
        "PMH: gout, cholecystectomy.", "Healed scar from prior knee surgery.", "An x-ray was done today.",
        "Echocardiography: normal", "Chest x-ray: clear.", "CT head: no acute bleed.", "EGD - mild erythema.",
        "Tonsillectomy in childhood", "Tonsillectomy as an infant.", "Hysterectomy in her forties.",
        "Hernia repair in his 30s.", "Laparoscopic appendectomy was uneventful.", "Operation: appendectomy.",
        "The appendectomy was performed without complications.", "Following appendectomy she developed ileus.",
        "Pain since the arthroscopy began slowly.", "He is two days post appendectomy.",
        "Taken to the operating room for appendectomy.", "She had a repeat MRI performed.",
    ],
)  # fmt: skip
def test_a_verb_a_result_a_past_date_and_a_history_say_that_it_was_done(pipeline, text):
    assert {(predicate, negated) for predicate, _, negated in facts(pipeline, text)} == {("underwent", False)}


@pytest.mark.parametrize(
    "text",
    [
        "EGD was cancelled.", "Colonoscopy was refused.", "Colonoscopy was deferred.", "MRI was not done.",
        "CT could not be performed.", "She has not had a vasectomy.", "He has never had a colonoscopy.",
        "Liver biopsy refused.", "Colonoscopy cancelled.", "Colonoscopy: declined.", "CT and MRI were not done.",
        "The patient denies he has done any physical therapy.",
    ],
)  # fmt: skip
def test_what_was_not_done_is_denied(pipeline, text):
    assert {(predicate, negated) for predicate, _, negated in facts(pipeline, text)} == {("underwent", True)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S/p CABG 2019, colonoscopy planned next month.", {("underwent", False), ("mentions", False)}),
        ("S/p CABG 2019, hip replacement refused.", {("underwent", False), ("underwent", True)}),
        ("S/p appendectomy, cholecystectomy to be done in May.", {("underwent", False), ("mentions", False)}),
    ],
)
def test_one_item_of_a_list_says_nothing_of_the_next(pipeline, text, expected):
    assert {(predicate, negated) for predicate, _, negated in facts(pipeline, text)} == expected


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("MRI was not done, CT is planned.", "MRI"), ("CT is planned, MRI was not done.", "MRI"),
        ("A CT is scheduled and the MRI was not performed.", "MRI"), ("MRI not done; CT planned.", "MRI"),
        ("MRI was cancelled and a CT has been ordered.", "MRI"), ("A CT has been ordered, the MRI was refused.", "MRI"),
        ("No fever, CT is planned.", ""),
    ],
)  # fmt: skip
def test_what_is_planned_and_what_was_not_done_stay_apart(pipeline, text, denied):
    doc = pipeline.annotate(Document.make("a.txt", text))
    said = {one.text: one.assertion for one in doc._.medkg_mentions if one.category == Category.PROCEDURE}
    assert {name for name, one in said.items() if one.negated} == ({denied} if denied else set())
    assert said["CT"].temporality == Temporality.PLANNED


@pytest.mark.parametrize(
    "text",
    [
        "Return after the MRI.", "We will see her after the MRI.", "Resume warfarin after colonoscopy.",
        "After colonoscopy, start aspirin.", "Post colonoscopy instructions were given.", "Colonoscopy: pending.",
        "Planned hysterectomy for fibroids.", "No MRI is planned.",
        "MRI is contraindicated.", "Contraindications: MRI.", "Overdue for mammogram.", "colonoscopy in 5 years",
        "Plan: 1. MRI knee. 2. Physical therapy.", "Let's get an ultrasound.", "MRI is indicated.",
        "Ask about laparoscopy if symptoms persist.", "Patient is a surgeon who performs appendectomy.",
        "He will return in 2 weeks for a follow-up x-ray.", "Follow up once the MRI results are available.",
        "He will follow up when the EMG results are available.", "The lesion will be biopsied.",
        "A typical approach is chemotherapy.", "PLAN:\n• Pap smear.\n", "She is employed as an x-ray technician.",
        "He was seen by the physical therapy staff.",
        "CT surgery was consulted.", "I do not believe this is related to his colonoscopy.",
        "PROCEDURES:\nColonoscopy to be scheduled.\n", "Results: MRI pending.", "He had questions about a colonoscopy.",
        "She had labs prior to the colonoscopy.", "History of back pain, here to discuss a laminectomy.",
        "Hope (sister) had a thyroidectomy.",
    ],
)  # fmt: skip
def test_what_is_not_said_to_be_done_is_only_mentioned(pipeline, text):
    assert {predicate for predicate, _, _ in facts(pipeline, text)} == {"mentions"}


@pytest.mark.parametrize(
    "text",
    [
        "Full resuscitation status.", "Admitted to telemetry.", "Neurosurgery was consulted.",
        "He was seen by plastic surgery and vascular surgery.", "Bilateral CTS confirmed.", "ST elevation in AVR.",
        "AMBULATES WITH AID OF WALKER", "FINGER TIPS ARE COOL", "Patient has TENS with skin sloughing.",
        "PATIENT WAS GIVEN ECT OF HIS OWN WISH",
    ],
)  # fmt: skip
def test_departments_wards_and_words_in_capitals_are_no_procedures(text):
    assert shipped_procedures().find(text) == []


@pytest.mark.parametrize("kind", ["cts", "CTS", "mris", "ecgs", "ekgs", "eegs", "emgs", "tkas", "pfts", "turps"])
def test_a_plural_of_an_abbreviation_is_an_abbreviation(kind):
    assert shipped_procedures().find(f"Bilateral {kind} were found.") == []
    assert shipped_procedures().find("CTs and MRIs were normal.", note=False) == []
    assert len(shipped_procedures().find("CTs and MRIs were normal.")) == 2


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
