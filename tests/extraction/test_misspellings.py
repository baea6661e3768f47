"""Misspelt names: what is meant, and what is left alone."""

from __future__ import annotations

from functools import partial
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.annotations import Mention, Section
from extraction.documents import Document
from extraction.front import make_front
from extraction.lexicon import Lexicon, shipped_lexicon
from extraction.misspellings import MATCHER, MOST_LOOKED, MisspellingFinder
from extraction.spelling import SpellingIndex, is_ordinary, shipped_index
from kg.records import DocumentKind
from kg.results import DropReason
from kg.vocabulary import Term, Vocabulary

TERMS = [
    Term("MONDO:1", "Disease", "pneumonia"),
    Term("MONDO:2", "Disease", "diabetes mellitus", synonyms=("diabetes",)),
    Term("MONDO:3", "Disease", "diabetic ketoacidosis"),
    Term("MONDO:4", "Disease", "chronic kidney disease"),
    Term("MONDO:5", "Disease", "kidney disease"),
    Term("CHEBI:1", "Drug", "metformin", synonyms=("Zuvadex",)),
    Term("CHEBI:2", "Drug", "clomipramine"),
    Term("CHEBI:3", "Drug", "clomipranine"),
]


@pytest.fixture(scope="module")
def finder():
    return MisspellingFinder(Lexicon.of(Vocabulary(TERMS, "invented/1")))


@pytest.fixture(scope="module")
def shipped():
    return MisspellingFinder(shipped_lexicon(), shipped_index())


def told(found):
    return [(one.text, one.name) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Treated for pnuemonia.", [("pnuemonia", "pneumonia")]),
        ("Pneumona resolved.", [("Pneumona", "pneumonia")]),
        ("PMH: PNEUMONNIA", [("PNEUMONNIA", "pneumonia")]),
        ("metfromin/pneumoniia", [("metfromin", "metformin"), ("pneumoniia", "pneumonia")]),
        ("has diabetis mellitus", [("diabetis mellitus", "diabetes mellitus")]),
        ("has diabetis ketoacidosis", [("diabetis ketoacidosis", "diabetic ketoacidosis")]),
    ],
)
def test_one_slip_away(finder, text, expected):
    assert told(finder.find(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "pneumoonnia",  # two slips
        "neumonia dneumonia",  # the first letter stays
        "clomipraxine",  # two names are as near
        "zuvadix",  # a brand has namesakes
        "treated by Dr. Smith and Pneumoni yesterday",  # capitalised within a sentence
        "pnuemonia@example.org www.pnuemonia.org pnuemonia_2 ███pnuemonia",
        "diabetology",
        "",
    ],
)
def test_what_is_left_alone(finder, text):
    assert finder.find(text) == ()


def test_capitals_count_in_a_list_of_drugs_and_before_a_dose(finder):
    text = "taking Metfromin daily"
    assert finder.find(text) == ()
    assert told(finder.find(text, sections=(Section("medications", "", 0, len(text)),))) == [("Metfromin", "metformin")]
    assert told(finder.find("taking Metfromin 500 mg daily")) == [("Metfromin", "metformin")]


def test_a_wider_name_takes_the_place_of_what_it_holds(finder):
    text = "has chronicc kidney disease now"
    inner = Mention(13, 27, "kidney disease", "", None, "", 0.0)
    assert told(finder.find(text, [inner])) == [("chronicc kidney disease", "chronic kidney disease")]
    around = Mention(4, 31, text[4:31], "", None, "", 0.0)
    assert finder.find(text, [around]) == (around,)


def test_a_name_does_not_run_over_a_sentence(finder):
    text = "Seen for diabetis. Mellitus"
    assert told(finder.find(text, sentences=[(0, 18), (19, 27)])) == [("diabetis", "diabetes")]


def test_words_that_notes_use_are_no_slips(shipped):
    words = (
        "dermatome mucocyst tympanitic normocephalic afebrile hypertensive laparoscopic euvolemic anicteric hospitalist"
    )
    assert shipped.find(f"There is {words} today.") == ()


def test_real_names_are_never_slips_of_others(shipped):
    names = "hydroxyzine hydralazine prednisone prednisolone clonidine Klonopin glipizide glyburide Endodan triptan"
    assert shipped.find(f"He takes {names.lower()} daily.") == ()


def test_what_is_ordinary():
    words = ("blood", "nontender", "metformins", "hypertension", "stopped")
    assert all(map(is_ordinary, words))
    assert not any(map(is_ordinary, ("pnuemonia", "metfromin", "hypertenson")))
    assert is_ordinary("kowalski", capital=True)


WORDS = ("pneumonia", "hypertension", "metformin", "lisinopril")
INDEX = partial(SpellingIndex, Lexicon.of(Vocabulary([Term(f"MONDO:{n}", "Disease", w) for n, w in enumerate(WORDS)])))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(WORDS), st.integers(1, 8), st.sampled_from(ascii_lowercase), st.sampled_from("idrs"))
def test_every_slip_finds_its_word(word, place, letter, kind):
    head, tail = word[:place], word[place:]
    slip = {"i": head + letter + tail, "d": head + tail[1:], "r": head + letter + tail[1:],
            "s": head + tail[1:2] + tail[:1] + tail[2:]}[kind]  # fmt: skip
    assert word in INDEX().meant(slip)


@pytest.mark.parametrize(
    ("kind", "language", "expected"),
    [(DocumentKind.NOTE, "en", 1), (DocumentKind.LITERATURE, "en", 0), (DocumentKind.NOTE, "zh", 0)],
)
def test_the_component_reads_english_notes(kind, language, expected):
    nlp = make_front(language, Lexicon.of(Vocabulary(TERMS, "invented/1")), recognised=False)
    doc = nlp.make_doc("Treated for pnuemonia.")
    doc._.medkg_document = Document.make("a.txt", doc.text, kind=kind, language=language)
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [(one.curie, one.matcher, one.score) for one in doc._.medkg_mentions] == [
        ("MONDO:1", MATCHER, 0.7)
    ] * expected


def test_what_is_not_looked_at_is_counted():
    words = [f"qx{''.join(ascii_lowercase[int(digit)] for digit in f'{n:05}')}" for n in range(MOST_LOOKED + 20)]
    nlp = make_front("en", Lexicon.of(Vocabulary(TERMS, "invented/1")), recognised=False)
    doc = nlp.make_doc(f"{' '.join(words)} pnuemonia.")
    doc._.medkg_document = Document.make("a.txt", doc.text, language="en")
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert doc._.medkg_mentions == ()
    (dropped,) = doc._.medkg_dropped
    assert dropped.reason is DropReason.TOO_LONG
    assert "21 unknown words" in dropped.detail
    assert words[-1] not in f"{dropped.item} {dropped.detail}"
