"""Terms of medicine beside names, names within one sentence, texts in one case."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from extraction.deidentify.eponyms import EPONYMS
from extraction.deidentify.masking import mask
from extraction.deidentify.rules import Span
from extraction.deidentify.tagger import shipped_tagger
from extraction.deidentify.term_guard import Phrases, in_sentences, trimmed
from extraction.learning.card import ModelCard
from kg.shipped import data_path


def _masked(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in mask(text, "en").spans]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("asthma. Quillfeather", ["asthma", "Quillfeather"]),
        ("Dr. J. Quillfeather", ["Dr. J. Quillfeather"]),
        ("St. Anne Street. Murmur", ["St. Anne Street", "Murmur"]),
        ("DK-701875. Kimmelstiel", ["DK-701875", "Kimmelstiel"]),
        ("Quillfeather\n\nHand", ["Quillfeather", "Hand"]),
        ("Oct. 4 2021", ["Oct. 4 2021"]),
    ],
)
def test_a_span_ends_with_its_sentence(text: str, parts: list[str]) -> None:
    found = in_sentences(text, Span(0, len(text), "name"))
    assert [text[one.start : one.end] for one in found] == parts


def test_a_name_beside_a_drug_loses_the_drug_alone() -> None:
    lists = shipped_tagger("en").lists
    text = "Quillfeather Propranolol"
    short = trimmed(text, Span(0, len(text), "name"), lists)
    assert short is not None
    assert text[short.start : short.end] == "Quillfeather"
    assert trimmed("Propranolol", Span(0, 11, "name"), lists) is None


def test_what_stands_in_a_name_of_the_vocabulary_is_no_name_of_a_person() -> None:
    lists = shipped_tagger("en").lists
    text = "Seen for Smith-Magenis syndrome by Quillfeather"
    phrases = Phrases(text, lists)
    assert phrases.without(Span(9, 14, "name")) == []
    whole = Span(9, len(text), "name")
    assert [text[one.start : one.end] for one in phrases.without(whole)] == ["by Quillfeather"]


@pytest.mark.parametrize(
    "text",
    [
        "Hallpike and Rovsing positive, McBurney tenderness, Lachman negative.",
        "Braden 15, Morse 45, Norton 12, Katz 4.",
        "Vaccines today: Prevnar, Pentacel, Shingrix.",
        "Known Pierre Robin sequence and Prader-Willi syndrome.",
        "GLEASON 4+3. VENTURI MASK. CHEYNE-STOKES BREATHING.",
    ],
)
def test_things_named_after_people_stay(text: str) -> None:
    assert _masked(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ASSISTANT REMAINS. SEEN BY DR QUILLFEATHER TODAY.", "QUILLFEATHER"),
        ("dialysis at port quillwick hospital on mondays.", "port quillwick hospital"),
        ("he lives at 98 quillwick avenue with a dog.", "98 quillwick avenue"),
        ("PROGRESS NOTE\nPATIENT GEMMA QUILLFEATHER\nTEMP 37.", "GEMMA QUILLFEATHER"),
        ("Travels to Quillwick next month. Drain placed by Gemma Quillfeather.", "Gemma Quillfeather"),
        ("Chart 57691177; 132-2523 on the label.", "132-2523"),
    ],
)
def test_names_that_their_place_betrays(text: str, names: str) -> None:
    assert any(names in piece for piece in _masked(text))


def test_what_is_said_is_no_name() -> None:
    assert _masked("Doctor: How are you?\nPatient: Actually, it hurts.\nDoctor: Okay.\nPatient: Nothing else.") == []
    assert _masked("Patient: Quillfeather, seen today.") == ["Quillfeather"]


def test_eponyms_are_single_words_in_small_letters() -> None:
    assert all(re.fullmatch(r"[^\W\d_]+", word) and word == word.lower() for word in EPONYMS)


def test_spans_stay_in_order_and_apart() -> None:
    pieces = [
        "asthma. ",
        "Dr. ",
        "Quillfeather ",
        "Prader-Willi syndrome ",
        "Braden 15, ",
        "\n\n",
        "MR ",
        "98 ",
        "avenue ",
    ]
    chosen = random.Random(3)
    for _ in range(200):
        text = "".join(chosen.choices(pieces, k=12))
        for one in (text, text.upper(), text.lower()):
            spans = mask(one, "en").spans
            assert all(before[1] <= after[0] for before, after in pairwise(spans))
            assert all(one[start:end].strip() for start, end, _ in spans)


def test_the_card_names_the_documents_of_its_corpora_and_no_others() -> None:
    card = ModelCard.from_json(data_path("models", "deidentify_en", "card.json").read_text(encoding="utf-8"))
    assert len(card.documents) == sum(one.documents for one in card.corpora if one.sha256) > 2000
    assert not any(one.sha256 for one in card.corpora if one.name.startswith("generated"))


class _Counted(frozenset[int]):
    """A set that counts how often it is asked."""

    asked = 0

    def __contains__(self, item: object) -> bool:
        _Counted.asked += 1
        return super().__contains__(item)


def test_the_work_grows_with_the_words_however_many_spans_there_are() -> None:
    lists = replace(shipped_tagger("en").lists, phrases=_Counted((1,)))
    text = "John Smith " * 500
    phrases = Phrases(text, lists)
    _Counted.asked = 0
    for start in range(0, len(text) - 11, 11):
        phrases.without(Span(start, start + 10, "name"))
        phrases.without(Span(0, start + 10, "name"))
    assert _Counted.asked <= 8 * 1000


_FULL = ("John Foster", "Emily Clark", "Robert Smith", "Thuy Nguyen", "Ashley Jones", "David Wilson", "Sarah Bennett")
_SUFFERED = (
    "fever rash infection injury seizures dementia knee foot elbow toe heel polyps tachycardia tear reflux ulcers"
)


@pytest.mark.parametrize("pattern", ["{} {} for two days.", "{}'s {} is better.", "{}\n{} pain", "{} - {} pain"])
def test_who_suffers_is_masked(pattern: str) -> None:
    for name in _FULL:
        for word in _SUFFERED.split():
            found = " ".join(_masked(pattern.format(name, word)))
            assert all(part in found for part in name.split()), (name, word)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Smith's knee is swollen", ["Smith"]),
        ("Ashley's fever came back; Jacob's rash is new", ["Ashley", "Jacob"]),
        ("Thuy Nguyen has fever.", ["Thuy Nguyen"]),
        ("Wilson 45 y/o male", ["Wilson"]),
        ("Bennett 72 year old", ["Bennett"]),
        ("Jackson 30 yo M", ["Jackson"]),
        ("Marshall present at bedside", ["Marshall"]),
        ("Marshall was positive for flu", ["Marshall"]),
        ("Hamilton is 45", ["Hamilton"]),
        ("Kofi Mensah mask fitted", ["Kofi Mensah"]),
    ],
)
def test_a_patient_with_the_name_of_an_eponym_is_masked(text: str, names: list[str]) -> None:
    assert _masked(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Ortolani sign, Dieulafoy lesion, Mallory-Weiss tear, Peyer patches, Heller myotomy.",
        "Wernicke aphasia, Heinz bodies, Meckel diverticulum, Lewy body dementia, Ludwig angina.",
        "vitamin b12 5ug daily",
        "stage t2 5yr survival",
        "q8h 2hr before dialysis",
        "vitamin d3 1hr before food",
        "Pain raised from Five to Eight",
        "taken by Fine Needle aspiration",
        "Confirmed by Repeat Testing",
        "Assay constant 150-4321 of the kit",
    ],
)
def test_terms_and_doses_stay(text: str) -> None:
    assert _masked(text) == []


def test_a_postcode_in_small_letters_is_masked() -> None:
    assert any("ls1 4ap" in piece for piece in _masked("seen at home, 12 park road, ls1 4ap"))
