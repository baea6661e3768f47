"""The ADE corpus's rows and sentences."""

from pathlib import Path

import pytest

from extraction.corpora.ade import CAUSES, DOSE, DOSE_OF, DRUG, EFFECT, read_ade
from extraction.corpora.records import NO_RELATION
from kg.errors import DocumentError
from kg.results import DropReason

SENTENCE = "Rash and fever after gold; later rash after zinc."
OTHER = "Nothing was wrong."


def row(effect: str, start: int, drug: str, drug_start: int, name: str = "7", sentence: str = SENTENCE) -> str:
    numbers = f"{start}|{start + len(effect)}|{drug}|{drug_start}|{drug_start + len(drug)}"
    return f"{name}|{sentence}|{effect}|{numbers}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = (
        row("Rash", 100, "gold", 121),
        row("fever", 109, "gold", 121),
        row("rash", 133, "zinc", 144),
        row("rash", 133, "zinc", 144),
    )
    (tmp_path / "DRUG-AE.rel").write_text("".join(rows), encoding="utf-8")
    (tmp_path / "ADE-NEG.txt").write_text(f"7 NEG {OTHER}\n7 NEG {OTHER}\n3 NEG {OTHER}\n", encoding="utf-8")
    return tmp_path


def test_a_document_is_an_id_with_its_distinct_sentences(folder):
    documents, dropped = read_ade(folder)
    assert [(one.name, one.text) for one in documents] == [("3", OTHER), ("7", f"{SENTENCE}\n{OTHER}")]
    assert [one.reason for one in dropped] == [DropReason.DUPLICATE]
    assert documents[1].sentences == ((0, len(SENTENCE)), (len(SENTENCE) + 1, len(SENTENCE) + 1 + len(OTHER)))


def test_every_pair_of_a_sentence_is_asked(folder):
    document = read_ade(folder)[0][1]
    names = {one.id: (one.text, one.type) for one in document.entities}
    told = {(names[one.head][0], names[one.tail][0]): one.type for one in document.relations}
    assert told == {
        ("gold", "Rash"): CAUSES,
        ("gold", "fever"): CAUSES,
        ("zinc", "rash"): CAUSES,
        ("gold", "rash"): NO_RELATION,
        ("zinc", "Rash"): NO_RELATION,
        ("zinc", "fever"): NO_RELATION,
    }
    assert {kind for _, kind in names.values()} == {DRUG, EFFECT}


def test_of_equal_texts_the_one_that_fits_the_other_offsets_is_taken(tmp_path):
    sentence = "Pain: gold gave pain, and pain again."
    text = row("pain", 526, "gold", 506, sentence=sentence)
    (tmp_path / "DRUG-AE.rel").write_text(text, encoding="utf-8")
    (document,), _ = read_ade(tmp_path)
    places = {one.type: one.start for one in document.entities}
    assert places[EFFECT] == sentence.rindex("pain")
    (tmp_path / "DRUG-AE.rel").write_text(text.replace("526|530", "516|520"), encoding="utf-8")
    (document,), _ = read_ade(tmp_path)
    assert next(one.start for one in document.entities if one.type == EFFECT) == sentence.index("pain")


def test_doses_only_when_asked_for(folder):
    dose = row("2 g", 540, "gold", 545, sentence="Take 2 g of gold.")
    (folder / "DRUG-DOSE.rel").write_text(dose, encoding="utf-8")
    assert not any(entity.type == DOSE for one in read_ade(folder)[0] for entity in one.entities)
    document = read_ade(folder, doses=True)[0][1]
    assert [one.type for one in document.relations].count(DOSE_OF) == 1


def test_broken_rows_are_reported_by_line(folder):
    with (folder / "DRUG-AE.rel").open("ab") as file:
        file.write(b"7|too few\n" + row("measles", 1, "gold", 2).encode() + b"\xff\xfe|\n")
    documents, dropped = read_ade(folder)
    assert len(documents) == 2
    assert [(one.item, one.reason) for one in dropped][:3] == [
        ("DRUG-AE.rel#line 5", DropReason.MISSING_FIELD),
        ("DRUG-AE.rel#line 6", DropReason.WRONG_OFFSETS),
        ("DRUG-AE.rel#line 7", DropReason.UNREADABLE),
    ]


def test_nothing_there(tmp_path):
    with pytest.raises(DocumentError, match="Nothing of the ADE corpus"):
        read_ade(tmp_path)
