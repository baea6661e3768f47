"""De-identification of generated notes that nothing was trained or written on, and of strings made to run away."""

from __future__ import annotations

import time

import pytest

from extraction.deidentify import mask
from extraction.deidentify.tagger import WEIGHTS_FILE, Weights, shipped_tagger
from extraction.deidentify.tokens import FEATURES, ROWS, features, tokenize
from extraction.evaluate_deidentify import outcome, score_deidentify
from tools.identifiers.note import NoteOptions, make_notes

LEAST_RECALL = {"en": 0.93, "zh": 0.9}
MOST_TERMS = {"en": 0.04, "zh": 0.03}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_held_out_notes(language):
    notes = make_notes(NoteOptions(60, language, seed=5, held_out=True))
    found = [outcome(one, mask(one.text, language).spans) for one in notes]
    figures = {one.metric: one.value for one in score_deidentify("medkg", found)}
    assert figures["recall"] > LEAST_RECALL[language]
    assert figures["terms_removed"] < MOST_TERMS[language]


def test_notes_are_made_again_and_share_nothing():
    options = NoteOptions(12, "en", seed=3, held_out=True)
    assert make_notes(options) == make_notes(options)
    held, other = make_notes(options), make_notes(NoteOptions(12, "en", seed=3, held_out=False))
    names = [{one.text for note in notes for one in note.entities if one.type == "NURSE"} for notes in (held, other)]
    assert names[0]
    assert not names[0] & names[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_offsets_of_the_notes_are_true(language):
    for note in make_notes(NoteOptions(20, language, seed=1)):
        assert note.entities
        assert all(note.text[one.start : one.end] == one.text and one.text for one in note.entities)


@pytest.mark.parametrize(
    "piece", ["John ", "1-", "a.", "Dr. ", "12/", "患者", "1月", "路1号", "Mary-", "http://a", "St "]
)
def test_no_string_runs_away(piece):
    text = piece * (100_000 // len(piece))
    language = "zh" if piece[-1] > "\u3000" else "en"
    mask(piece, language)
    begun = time.process_time()
    mask(text, language)
    assert time.process_time() - begun < 2


def test_long_texts_are_tagged_as_their_parts():
    tagger = shipped_tagger("en")
    part = "Seen by Dr. Olu Adeyemi at Norwick Hospital on 3 May 2021. No fever, no cough.\n" * 3
    tokens = tokenize(part * 90)
    assert len(tokens) > 4096
    labels = tagger.labels(tokens)
    length = len(tokens) // 90
    assert (labels[5 * length : 55 * length].reshape(50, length) == labels[5 * length : 6 * length]).all()


def test_features_stay_in_the_table():
    lists = shipped_tagger("en").lists
    for key in ("Li", "a", "123456789", "¹", "患者|", "|王|", "É", ".", "\n", "x" * 80):
        rows = features(key, lists)
        assert len(rows) <= FEATURES
        assert all(0 < row < ROWS for row in rows)


def test_weights_are_read_back(tmp_path):
    weights = shipped_tagger("zh")._weights
    weights.save(tmp_path / WEIGHTS_FILE)
    again = Weights.load(tmp_path / WEIGHTS_FILE)
    assert again.lists == weights.lists
    assert (again.table == weights.table).all()
