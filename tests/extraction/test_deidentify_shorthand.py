"""What stands beside a name and belongs to it, what is only named after somebody, and the shorthand of charts."""

from __future__ import annotations

import pytest

from extraction.deidentify import mask
from extraction.deidentify.names import stray_names
from extraction.deidentify.rules import Span
from extraction.deidentify.shorthand import dated, is_shorthand, without_possessive, without_prose
from extraction.deidentify.tagger import shipped_tagger
from extraction.deidentify.whole_names import whole_name, with_words

LISTS = shipped_tagger("en").lists


def _span(text: str, piece: str, kind: str = "name") -> Span:
    start = text.index(piece)
    return Span(start, start + len(piece), kind)


def _piece(text: str, span: Span) -> str:
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("We met Will Smith today", "Smith", "Will Smith"),
        ("seen with Mark Young and", "Young", "Mark Young"),
        ("seen with Rose Long.", "Rose", "Rose Long"),
        ("seen with Jacob Young.", "Jacob", "Jacob Young"),
        ("Jacob Young 45", "Jacob", "Jacob"),
        ("Jacob Turner syndrome", "Jacob", "Jacob"),
        ("Foley Smith", "Smith", "Smith"),
        ("will Smith", "Smith", "Smith"),
        ("Jacob Hand: normal", "Jacob", "Jacob"),
    ],
)
def test_a_word_that_is_a_name_joins_the_name_beside_it(text: str, found: str, whole: str) -> None:
    assert _piece(text, with_words(text, _span(text, found), LISTS)) == whole


def test_hyphens_and_initials_belong_to_a_name() -> None:
    text = "per J. R. Abdul-Karim today"
    assert _piece(text, whole_name(text, _span(text, "Abdul"))) == "J. R. Abdul-Karim"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("John Foster test positive", ["John Foster"]),
        ("John Foster's disease", ["John Foster"]),
        ("Mary Ashcombe score 5", ["Mary Ashcombe"]),
        ("Anna Turner syndrome", ["Anna Turner"]),
        ("Anna Marfan syndrome", ["Anna"]),
        ("Charles Bonnet syndrome", []),
        ("Paul Bunnell test", []),
        ("Lou Gehrig disease", []),
    ],
)
def test_a_given_name_makes_an_unknown_eponym_a_person(text: str, names: list[str]) -> None:
    start = text.split()[0]
    found = stray_names(text, [(0, len(start))], LISTS)
    assert [_piece(text, one).removesuffix("'s") for one in found] == names


@pytest.mark.parametrize(
    "text",
    [
        "Foster Kennedy syndrome was found.",
        "Parkinson disease, Wilson's disease and Hodgkin lymphoma.",
        "A Jackson-Pratt drain was placed.",
    ],
)
def test_eponyms_stay(text: str) -> None:
    assert mask(text, "en").text == text


@pytest.mark.parametrize("text", ["Discussed with Will Smith today.", "John Foster test positive."])
def test_people_go(text: str) -> None:
    masked = mask(text, "en").text
    assert "Will" not in masked
    assert "Smith" not in masked
    assert "Foster" not in masked


@pytest.mark.parametrize(
    ("text", "piece", "kind", "short"),
    [
        ("on PS 10/5 overnight", "PS", "name", True),
        ("PS 10/5/2020", "PS", "name", False),
        ("PS agreed", "PS", "name", False),
        ("NSVD, 3420 g", "NSVD, 3420 g", "address", True),
        ("SW 12345", "SW 12345", "address", False),
        ("Toco/fetal trace", "Toco", "name", True),
        ("Smith/Jones", "Smith", "name", False),
        ("Lundqvist/RN", "Lundqvist", "name", False),
    ],
)
def test_shorthand_is_no_name(text: str, piece: str, kind: str, short: bool) -> None:
    words = [word for word in piece.replace(",", " ").split() if word.isalpha()]
    assert is_shorthand(text, _span(text, piece, kind), words, LISTS) is short


def test_words_beside_names_and_dates_are_left() -> None:
    text = "Ahlgren reports pain; ahlgren ylva; Maria van Dam; EDD March 3; Ahlgren's"
    assert _piece(text, without_prose(text, _span(text, "Ahlgren reports"))) == "Ahlgren"
    assert _piece(text, without_prose(text, _span(text, "ahlgren ylva"))) == "ahlgren ylva"
    assert _piece(text, without_prose(text, _span(text, "Maria van Dam"))) == "Maria van Dam"
    assert _piece(text, dated(text, _span(text, "EDD March 3", "date"))) == "March 3"
    assert _piece(text, without_possessive(text, _span(text, "Ahlgren's"))) == "Ahlgren"


@pytest.mark.parametrize("text", ["At 8 a.m. she woke.", "seen this AM again", "G3P2002 at 34w5d.", "AC 450 x 18"])
def test_times_weeks_and_sizes_stay(text: str) -> None:
    assert mask(text, "en").text == text


def test_a_sentence_behind_an_initial_is_no_name() -> None:
    assert mask("Seen by Dr. Q. She is well.", "en").text.endswith("She is well.")


@pytest.mark.parametrize(
    "text",
    [
        "Takes apixaban 5 mg BD for AF.",
        "Ramipril 5 mg OM, furosemide 40mg BD po.",
        "Lisinopril 10 mg qd po.",
        "Aspirin | 75 mg | OD",
        "Isn't on warfarin.",
        "Aren't any seizures. Weren't any falls.",
    ],
)
def test_how_a_drug_is_given_and_denials_stay(text: str) -> None:
    assert mask(text, "en").text == text


@pytest.mark.parametrize(("text", "initials"), [("Notes taken by BD.", "BD"), ("Signed: OM", "OM")])
def test_the_same_letters_are_initials_where_no_dose_stands(text: str, initials: str) -> None:
    assert initials not in mask(text, "en").text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("> 12 Elm Gate\n> Apt. 342\n> Norway", "342"),
        ("Lives alone, suite 1204, second floor.", "1204"),
        ("Flat 7B, no lift.", "7B"),
    ],
)
def test_the_number_of_a_flat_goes_without_its_street(text: str, number: str) -> None:
    assert number not in mask(text, "en").text


@pytest.mark.parametrize("text", ["Flat affect, T wave flat 2 mm.", "Apt to fall. 2 falls.", "A suite of 4 tests."])
def test_what_is_no_flat_stays(text: str) -> None:
    assert mask(text, "en").text == text
