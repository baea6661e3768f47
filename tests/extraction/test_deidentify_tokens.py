"""Masks end where tokens end; times of day, ``c/o``, findings in capitals, stages; who is the subject of a sentence."""

from __future__ import annotations

import pytest

from extraction.deidentify import mask
from extraction.deidentify.findings import is_finding
from extraction.deidentify.rules import Span
from extraction.deidentify.whole_tokens import widened, without_kept
from kg.shipped import data_path
from tools.identifiers.note import NoteOptions, make_notes


def _masked(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in mask(text, "en").spans]


@pytest.mark.parametrize(
    "text",
    [
        "Pt c/o SOB, CP x3d",
        "Pt c/o CP, SOB x3d.",
        "Seen at 3pm",
        "Meds given at 8pm.",
        "Dressing changed at 10:30am, again 8am-5pm.",
        "s/p CABG, h/o DM, r/o MI, w/o fever, 45 y/o M",
        "Denies HA, N/V, CP, SOB.",
        "LE edema, UE weakness, ABD soft, BP 120/80",
        "Pt has LE swelling and CP; denies SOB.",
        "Ann Arbor stage II",
        "Hodgkin lymphoma, Ann Arbor IIIB, on ABVD",
        "Stage IIB (Ann Arbor) disease.",
    ],
)
def test_shorthand_times_and_stages_stay_whole(text: str) -> None:
    assert _masked(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("-- CP, RN", ["CP"]),
        ("Signed: CP", ["CP"]),
        ("Initials: LE", ["LE"]),
        ("Lives in Ann Arbor with his wife.", ["Ann Arbor"]),
    ],
)
def test_initials_that_sign_and_the_town_go(text: str, names: list[str]) -> None:
    assert _masked(text) == names


def test_findings_in_capitals_are_told_by_their_cue_or_list() -> None:
    for text, found in (("denies CP today", True), ("CP, SOB", True), ("seen with CP today", False), ("-- CP", False)):
        start = text.index("CP")
        assert is_finding(text, Span(start, start + 2, "name")) is found, text


@pytest.mark.parametrize(
    "text",
    [
        "Mark had a mark on his arm.",
        "Mark had chest pain.",
        "Doing well. Mark denies fever.",
        "Ross procedure done 2019. Ross is a 40M with AS.",
        "Epstein-Barr virus positive. Barr called back.",
        "Will denies pain.",
        "May reports headache.",
        "HPI\n- Rose is a 72 year old woman.",
        "Iris called for a refill.",
        "Hill is a 40M.",
    ],
)
def test_the_subject_of_a_verb_or_age_of_persons_is_one(text: str) -> None:
    (name,) = _masked(text)
    assert name in ("Mark", "Ross", "Barr", "Will", "May", "Rose", "Iris", "Hill")


@pytest.mark.parametrize(
    "text",
    [
        "Mark the site before surgery; a mark on the arm had faded.",
        "Will follow. Iris normal. Iris had a tear. May had been given.",
        "Still denies chest pain. Case reports exist. Iris was seen on the scan.",
        "Ross procedure had failed. Foley had drained 300 mL. Turner syndrome was seen.",
    ],
)
def test_the_same_words_stay_elsewhere(text: str) -> None:
    assert _masked(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mary Hill syndrome", ["Mary Hill"]),
        ("Anna Turner syndrome", ["Anna Turner"]),
        ("Anna Marfan syndrome", ["Anna"]),
        ("Foster Kennedy syndrome", []),
        ("Steven Johnson syndrome", []),
        ("Miller Fisher syndrome", []),
    ],
)
def test_a_given_name_before_an_eponym_that_people_bear_is_a_person(text: str, names: list[str]) -> None:
    assert _masked(text) == names


def test_spans_are_cut_and_widened_to_tokens() -> None:
    text = "MRN40718826 at 3pm c/o Quill"
    assert list(widened(text, [(3, 11, "id")])) == [(0, 11, "id")]
    assert list(widened("12Jan1950", [(0, 5, "date")])) == [(0, 5, "date")]
    assert list(widened("AbcdefG", [(0, 2, "name"), (4, 5, "id")])) == [(0, 7, "name")]
    assert list(without_kept(text, Span(16, 28, "name"))) == [Span(23, 28, "name")]
    assert list(without_kept(text, Span(16, 18, "name"))) == []


def _split(text: str) -> list[str]:
    """Masked pieces, but for dates and ages, that end within a token of letters and digits."""
    found = []
    for start, end, kind in mask(text, "en").spans:
        cut = [at for at in (start, end) if 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()]
        if any(kind not in ("date", "age") or text[at - 1 : at + 1].isalpha() for at in cut):
            found.append(text[max(0, start - 8) : end + 8])
    return found


def test_no_mask_splits_a_token_in_shipped_and_generated_notes() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(data_path("notes", "en").glob("*.txt"))]
    for held_out, charts in ((True, False), (False, True)):
        texts += [note.text for note in make_notes(NoteOptions(15, seed=9, held_out=held_out, charts=charts))]
    assert len(texts) > 40
    assert [piece for text in texts for piece in _split(text)] == []
