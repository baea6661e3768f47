"""Whole generated notes of many kinds, and the clean paragraphs of notes that de-identification is trained on."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest

from extraction.deidentify_gold import CLINICAL_TERM, must_go
from tools.identifiers.charts import KEPT, KINDS, chart
from tools.identifiers.clean_notes import Spelling, clean_paragraphs, note_words
from tools.identifiers.note import NoteOptions, make_notes

_LEFT = re.compile(r"\[\[|\]\]|[{}]|^(?:---|\|\|)$", re.MULTILINE)


@pytest.mark.parametrize("held_out", [False, True])
def test_every_slot_is_filled_and_every_offset_true(held_out: bool) -> None:
    for note in make_notes(NoteOptions(60, seed=2, held_out=held_out, charts=True)):
        assert _LEFT.search(note.text) is None
        assert all(note.text[one.start : one.end] == one.text for one in note.entities)
        assert any(must_go(one) for one in note.entities)


def test_equal_seeds_write_equal_charts() -> None:
    options = NoteOptions(10, seed=4, held_out=False, charts=True)
    assert make_notes(options) == make_notes(options)


def test_terms_of_charts_are_marked_in_their_spellings() -> None:
    notes = make_notes(NoteOptions(80, seed=2, held_out=False, charts=True))
    terms = {one.text for note in notes for one in note.entities if one.type == CLINICAL_TERM}
    assert any(one.isupper() for one in terms)
    assert any(one.istitle() and " " in one for one in terms)
    assert any(one.islower() for one in terms)


def test_kept_kinds_share_no_line_with_those_of_training() -> None:
    kept, trained = (
        {line for kind in kinds for line in kind.splitlines() if len(line) > 40} for kinds in (KEPT, KINDS)
    )
    assert kept
    assert not kept & trained


def test_a_note_has_the_first_and_the_last_block_of_its_kind() -> None:
    for seed in range(30):
        text = chart(random.Random(seed), kept=False)
        assert text.strip()
        assert "# " not in text


_SPELLING = Spelling(
    names=frozenset(("rose", "walker", "jane")),
    prose=frozenset(re.findall(r"\w+", "she was seen in the and has pain rose will start denies of knee plan")),
    clinical=frozenset(("asthma", "edema")),
)


def _table(folder: Path, *texts: str) -> Path:
    path = folder / "mts-dialog" / "train.csv"
    path.parent.mkdir()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("ID", "section_header", "section_text", "dialogue"))
        writer.writerows((number, "GENHX", text, "") for number, text in enumerate(texts))
    return path


@pytest.mark.parametrize(
    "text",
    [
        "She was seen in Wichita and has pain.",
        "She was seen with Jane and has pain.",
        "Walker has pain in the knee.",
        "Dr. X was seen and has pain.",
        "Seen 01/02/2003 and has pain.",
        "She is a 93-year-old with asthma.",
    ],
)
def test_a_paragraph_that_may_name_somebody_is_left_out(tmp_path: Path, text: str) -> None:
    path = _table(tmp_path, text, "Denies pain of the knee.")
    assert [one.text for one in clean_paragraphs([path], _SPELLING)[path]] == ["Denies pain of the knee."]


def test_clean_paragraphs_stand_once_and_add_words(tmp_path: Path) -> None:
    path = _table(tmp_path, "Rose in edema; NSVD, trach.\n\nNSVD and trach and NSVD.", "Rose in edema; NSVD, trach.")
    notes = clean_paragraphs([path], _SPELLING)[path]
    assert [one.text for one in notes] == ["Rose in edema; NSVD, trach.", "NSVD and trach and NSVD."]
    plain, short = note_words(notes, _SPELLING)
    assert "trach" in plain
    assert "nsvd" in short
    assert "rose" not in plain | short
