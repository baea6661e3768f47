"""Corpora of all formats: recognised by content, broken places told by line, the rest kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from extraction.corpora.formats import CorpusFormat, recognise
from extraction.corpora.read import read_corpus
from kg.errors import DocumentError
from kg.results import DropReason

PUBTATOR = (
    "11|t|Aspirin rash.\n11|a|A rash came.\n"
    "11\t0\t7\tAspirin\tChemical\tD001241\n11\t8\t12\trash\tDisease\tD005076\n11\tCID\tD001241\tD005076\n\n"
)
IOB = "Aspirin\tB-Chemical\ncauses\tO\na\tO\nskin\tB-Disease\nrash\tI-Disease\n\nNo\tO\nfever\tB-Disease\n"
DDI = (
    '<?xml version="1.0"?><document id="d1"><sentence id="d1.s0" text="Aspirin raises warfarin.">'
    '<entity id="d1.s0.e0" charOffset="0-6" type="drug" text="Aspirin"/>'
    '<entity id="d1.s0.e1" charOffset="15-22" type="drug" text="warfarin"/>'
    '<pair id="d1.s0.p0" e1="d1.s0.e0" e2="d1.s0.e1" ddi="true" type="effect"/></sentence></document>'
)
ADE = "17|Aspirin caused a rash.|rash|17|21|Aspirin|0|7\n"
CHEMPROT = json.dumps({"text": "<< Aspirin >> blocks [[ COX1 ]].", "label": "INHIBITOR"}) + "\n"
NEGEX = "1\tfever\tNo FEVER.\tNegated\tRecent\tPatient\n2\tcough\tOld COUGH.\tAffirmed\tHistorical\tPatient\n"
NEGEX_HEADER = "line number\tCondition\tsentence\tnegation_status\ttemporality\texperiencer\n"
PRESIDIO = json.dumps(
    [
        {
            "full_text": "Call Ann.",
            "template_id": 3,
            "spans": [{"entity_type": "PERSON", "entity_value": "Ann", "start_position": 5, "end_position": 8}],
        }
    ]
)
MTS = (
    'ID,section_header,section_text,dialogue\n0,ALLERGY,"None, so far.",Doctor: Any?\n1,ROS,No cough.,Doctor: Cough?\n'
)
ACI = 'dataset,encounter_id,dialogue,note\nv,D1,hi,"CHIEF COMPLAINT\n\nCough.\n\nPLAN:\n\nRest.\nHIV\n"\n'
TEXTS = {
    CorpusFormat.PUBTATOR: PUBTATOR,
    CorpusFormat.IOB: IOB,
    CorpusFormat.DDI: DDI,
    CorpusFormat.ADE: ADE,
    CorpusFormat.CHEMPROT: CHEMPROT,
    CorpusFormat.NEGEX: NEGEX_HEADER + NEGEX,
    CorpusFormat.PRESIDIO: PRESIDIO,
    CorpusFormat.MTS_DIALOG: MTS,
    CorpusFormat.ACI_BENCH: ACI,
}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", sorted(set(CorpusFormat) - {CorpusFormat.BRAT}))  # whose text lies beside it
def test_each_format_is_told_by_its_content_whatever_the_name(kind, tmp_path):
    path = write(tmp_path / "corpus.data", TEXTS[kind])
    assert recognise(path) == kind
    corpus = read_corpus(path)
    assert (corpus.format, corpus.dropped) == (kind, ())
    for document in corpus.documents:
        assert all(document.text[one.start : one.end] == one.text for one in document.entities)
    assert read_corpus(path, str(kind)).documents == corpus.documents


def test_a_byte_order_mark_and_windows_lines_change_nothing(tmp_path):
    plain = read_corpus(write(tmp_path / "a", PUBTATOR)).documents
    marked = tmp_path / "b"
    marked.write_bytes(b"\xef\xbb\xbf" + PUBTATOR.replace("\n", "\r\n").encode())
    assert read_corpus(marked).documents == plain


def test_columns_become_text_with_entities(tmp_path):
    first, second = read_corpus(write(tmp_path / "a.conll", IOB)).documents
    assert first.text == "Aspirin causes a skin rash"
    assert [(one.text, one.type) for one in first.entities] == [("Aspirin", "Chemical"), ("skin rash", "Disease")]
    assert second.entities[0].start == 3 and first.name != second.name


def test_documents_of_columns_keep_their_names_and_sentences(tmp_path):
    text = "-DOCSTART- (doc7)\n\nAspirin NN B-Drug\n\nwarfarin NN S-Drug\nnow RB O\n-DOCSTART- (doc8)\n\nrest NN O\n"
    first, second = read_corpus(write(tmp_path / "a", text)).documents
    assert (first.name, second.name) == ("doc7", "doc8")
    assert first.text == "Aspirin\nwarfarin now"
    assert first.sentences == ((0, 7), (8, 20))
    assert [one.text for one in first.entities] == ["Aspirin", "warfarin"]


def test_tags_of_other_schemes_part_entities_alike(tmp_path):
    texts = {
        "iob1": "a I-X\nb I-X\nc B-X\nd O\n",
        "iob2": "a B-X\nb I-X\nc B-X\nd O\n",
        "bioes": "a B-X\nb E-X\nc S-X\nd O\n",
        "bilou": "a B-X\nb L-X\nc U-X\nd O\n",
    }
    found = {name: read_corpus(write(tmp_path / name, text)).documents[0].entities for name, text in texts.items()}
    assert {tuple((one.start, one.end) for one in entities) for entities in found.values()} == {((0, 3), (4, 5))}


def test_broken_annotations_are_told_by_line_and_the_rest_is_kept(tmp_path):
    broken = PUBTATOR.replace("11\t8\t12\trash", "11\t9\t13\trash").replace("11\t0\t7", "11\t-1\t7")
    corpus = read_corpus(write(tmp_path / "gold.pubtator", broken))
    assert len(corpus.documents) == 1 and corpus.documents[0].entities == ()
    assert len(corpus.documents[0].concept_relations) == 1
    first, second = corpus.dropped
    assert "gold.pubtator" in first.item and "line 3" in first.item
    assert (second.reason, "line 4" in second.item) == (DropReason.WRONG_OFFSETS, True)
    assert "'rash'" in second.detail and "'ash." in second.detail


def test_a_column_without_a_tag_is_told_by_line(tmp_path):
    corpus = read_corpus(write(tmp_path / "a", IOB.replace("causes\tO", "causes").replace("a\tO", "a\tZZ")))
    assert [(one.item, one.reason) for one in corpus.dropped] == [
        ("a#line 2", DropReason.MISSING_FIELD), ("a#line 3", DropReason.UNREADABLE),
    ]  # fmt: skip
    assert corpus.documents[0].text == "Aspirin a skin rash"


def test_a_document_that_comes_twice_counts_once(tmp_path):
    corpus = read_corpus(write(tmp_path / "a", PUBTATOR + PUBTATOR))
    assert [one.name for one in corpus.documents] == ["11"]
    assert [one.reason for one in corpus.dropped] == [DropReason.DUPLICATE]


def test_a_folder_is_one_corpus_and_other_files_are_named(tmp_path):
    write(tmp_path / "c" / "one.xml", DDI)
    write(tmp_path / "c" / "deep" / "two.xml", DDI.replace("d1", "d2"))
    note = write(tmp_path / "c" / "SOURCE.txt", "Where it is from.\n")
    corpus = read_corpus(tmp_path / "c")
    assert {one.name for one in corpus.documents} == {"d1", "d2"}
    assert corpus.left_out == (note,)
    before = corpus.sha256
    write(tmp_path / "c" / "deep" / "two.xml", DDI.replace("d1", "d3"))
    assert read_corpus(tmp_path / "c").sha256 != before


def test_a_folder_of_two_formats_asks_which(tmp_path):
    write(tmp_path / "c" / "a", PUBTATOR)
    write(tmp_path / "c" / "b", MTS)
    with pytest.raises(DocumentError, match="several formats: mts-dialog, pubtator"):
        read_corpus(tmp_path / "c")
    assert read_corpus(tmp_path / "c", "pubtator").documents[0].name == "11"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"\n  \n", "is empty"),
        (PUBTATOR.encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not UTF-8"),
        ("Fi\u00e8vre.\n".encode("latin-1"), "not UTF-8"),
        (b"Just some words.\nAnd some more.\n", "no known format"),
        (PRESIDIO[:-20].encode(), "cannot be read as JSON"),
        (DDI[:-40].encode(), "no whole XML"),
        ((MTS + '2,ROS,"No end').encode(), "truncated"),
    ],
)
def test_files_that_cannot_be_read_say_why(data, told, tmp_path):
    path = tmp_path / "gold"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=told) as caught:
        read_corpus(path)
    assert str(path) in str(caught.value) and caught.value.remedy


def test_an_unknown_format_lists_the_known_ones(tmp_path):
    path = write(tmp_path / "gold", "Nothing known.\n")
    with pytest.raises(DocumentError) as caught:
        read_corpus(path)
    assert all(str(one) in caught.value.remedy for one in CorpusFormat)
    with pytest.raises(DocumentError, match="'inception'"):
        read_corpus(path, "inception")
    with pytest.raises(DocumentError, match="no file or folder"):
        read_corpus(tmp_path / "none")


def test_negex_rows_say_how_they_are_meant(tmp_path):
    first, second = read_corpus(write(tmp_path / "a", NEGEX_HEADER + NEGEX)).documents
    assert (first.label, second.label) == ("negated", "historical")
    assert first.entities[0].text == "FEVER"


def test_sections_are_named_after_their_row_and_not_after_its_number(tmp_path):
    first = read_corpus(write(tmp_path / "a", MTS)).documents
    moved = read_corpus(write(tmp_path / "b", MTS.replace("\n1,", "\n1,"))).documents
    assert [one.name for one in first] == [one.name for one in moved]
    assert [one.label for one in first] == ["ALLERGY", "ROS"]
    other = read_corpus(write(tmp_path / "c", MTS.replace("No cough.", "Some cough."))).documents
    assert first[0].name == other[0].name and first[1].name != other[1].name


def test_headings_are_lines_in_capitals_after_a_blank_line(tmp_path):
    (note,) = read_corpus(write(tmp_path / "a", ACI)).documents
    assert [one.text for one in note.entities] == ["CHIEF COMPLAINT", "PLAN:"]


def test_the_published_corpora_are_read_whole():
    folder = os.environ.get("MEDKG_CORPORA", "")
    if not folder:
        pytest.skip("Set MEDKG_CORPORA to the folder of the corpora.")
    corpus = read_corpus(Path(folder) / "bc5cdr" / "dev.pubtator")
    assert (len(corpus.documents), sum(len(one.entities) for one in corpus.documents)) == (500, 9591)
    assert sum(len(one.concept_relations) for one in corpus.documents) == 1012
    assert not corpus.dropped
    sections = read_corpus(Path(folder) / "mts-dialog" / "train.csv")
    assert len(sections.documents) == len({one.name for one in sections.documents}) == 1201
