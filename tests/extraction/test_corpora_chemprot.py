"""ChemProt's marked sentences."""

import json

import pytest

from extraction.corpora.chemprot import read_chemprot
from kg.errors import DocumentError
from kg.results import DropReason

LINES = (
    {"text": "<< Aspirin >> blocks [[ COX-1 ]] and COX-2.", "label": "INHIBITOR"},
    {"text": "<< Aspirin >> blocks COX-1 and [[ COX-2 ]].", "label": "INHIBITOR"},
    {"text": "<< Aspirin >> blocks COX-1 and [[ COX-2 ]].", "label": "SUBSTRATE"},
    {"text": "x>>y (a [[b] c << zinc >> binds [[ the [[z] finger ]].", "label": "AGONIST"},
)


def write(path, lines):
    path.write_text(
        "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines) + "\n", encoding="utf-8"
    )
    return path


def test_lines_of_a_sentence_are_one_document(tmp_path):
    documents, dropped = read_chemprot(write(tmp_path / "a.jsonl", LINES))
    assert dropped == ()
    first, second = documents
    assert first.text == "Aspirin blocks COX-1 and COX-2."
    assert [first.text[one.start : one.end] for one in first.entities] == ["Aspirin", "COX-1", "COX-2"]
    assert [(one.type, one.head, one.tail) for one in first.relations] == [
        ("INHIBITOR", "T1", "T2"),
        ("INHIBITOR", "T1", "T3"),
        ("SUBSTRATE", "T1", "T3"),
    ]
    assert second.text == "x>>y (a [[b] c zinc binds the [[z] finger."
    assert [one.text for one in second.entities] == ["zinc", "the [[z] finger"]


def test_the_name_depends_on_the_sentence_alone(tmp_path):
    one = read_chemprot(write(tmp_path / "a.jsonl", LINES[:1]))[0][0].name
    other = read_chemprot(write(tmp_path / "b.jsonl", LINES[1:]))[0]
    assert one == other[0].name != other[1].name


def test_broken_lines_are_reported(tmp_path):
    lines = ("{", {"text": "<< a >> b", "label": "X"}, {"text": "<< a >> [[ b ]]"}, "[1]", LINES[0])
    documents, dropped = read_chemprot(write(tmp_path / "a.jsonl", lines))
    assert len(documents) == 1
    assert [(one.item, one.reason) for one in dropped] == [
        ("a.jsonl#line 1", DropReason.UNREADABLE),
        ("a.jsonl#line 2", DropReason.WRONG_OFFSETS),
        ("a.jsonl#line 3", DropReason.MISSING_FIELD),
        ("a.jsonl#line 4", DropReason.MISSING_FIELD),
    ]


def test_nothing_there(tmp_path):
    with pytest.raises(DocumentError, match="no file"):
        read_chemprot(tmp_path / "none.jsonl")
    with pytest.raises(DocumentError, match="no marked sentence"):
        read_chemprot(write(tmp_path / "a.jsonl", ("{}",)))
