"""Corpora that share documents: counted once, told apart by name and by text."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.corpora.formats import CorpusFormat
from extraction.corpora.mixing import duplicates, mix, overlap, read_ids
from extraction.corpora.read import Corpus
from extraction.corpora.records import AnnotatedDocument, Entity
from kg.errors import DocumentError

LONG = "Lithium carbonate toxicity in a newborn infant whose heart beat too fast and failed. " * 2


def corpus(name: str, *documents: AnnotatedDocument) -> Corpus:
    return Corpus(documents, (), CorpusFormat.PUBTATOR, Path(name), "0")


def document(name: str, text: str, kind: str = "Disease") -> AnnotatedDocument:
    return AnnotatedDocument(name, text, (Entity("T1", 0, 7, text[:7], kind),))


def test_a_shared_document_counts_once_with_the_first_annotation():
    first = corpus("a", document("1", LONG, "Chemical"), document("2", "Short."))
    second = corpus(
        "b", document("1", "Another text."), document("9", LONG.replace(" ", "\n")), document("3", "Short.")
    )
    mixture = mix([first, second])
    assert [(one.name, one.entities[0].type) for one in mixture.documents] == [
        ("1", "Chemical"), ("2", "Disease"), ("3", "Disease"),
    ]  # fmt: skip
    assert mixture.parts[1].shared == ("1", "9")
    assert [one.item for one in duplicates(mixture)] == ["b 1", "b 9"]


def test_short_texts_are_alike_by_chance():
    mixture = mix([corpus("a", document("1", "None known.")), corpus("b", document("2", "None known."))])
    assert len(mixture.documents) == 2


def test_documents_that_must_not_train_are_taken_out(tmp_path):
    path = tmp_path / "never.tsv"
    path.write_text("pmid\tin\n7\tbc5cdr\n8\tbiored\n", encoding="utf-8")
    documents = [document(name, f"Aspirin {name}.") for name in ("6", "7", "PMID:8")]
    mixture = mix([corpus("a", *documents)], read_ids(path))
    assert [one.name for one in mixture.documents] == ["6"]
    assert mixture.parts[0].excluded == ("7", "PMID:8")


@pytest.mark.parametrize("text", ["5\n7\n", "PMID:5\nPMID:7\n", "in\tPMID\nx\t5\ny\t7\n", "\ufeffpmid\n5\n7\n"])
def test_ids_are_a_column_or_a_list(text, tmp_path):
    path = tmp_path / "ids"
    path.write_text(text, encoding="utf-8")
    assert read_ids(path) == {"5", "7"}


def test_a_list_without_ids_is_refused(tmp_path):
    path = tmp_path / "ids"
    path.write_text("pmid\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="names no document"):
        read_ids(path)
    with pytest.raises(DocumentError, match="no file"):
        read_ids(tmp_path / "none")


def test_overlap_goes_by_name_and_by_text():
    train = [document("1", LONG), document("2", "Short one.")]
    test = [document("2", "Other."), document("5", f"  {LONG}"), document("6", "Short one.")]
    assert overlap(train, test) == ("2", "5")
