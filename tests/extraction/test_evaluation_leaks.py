"""No evaluation lets a model see what it is scored on."""

from __future__ import annotations

import pytest

from extraction.corpora.mixing import overlap
from extraction.corpora.records import AnnotatedDocument
from extraction.learning.card import ModelCard
from extraction.learning.folds import fold_of, split_fold
from extraction.linking import component
from extraction.recogniser.component import shipped_recogniser
from extraction.recogniser.united import UnitedRecogniser

LONG = "Aspirin caused gastric bleeding in an old man who took it every day against the pain in his knees. " * 2


def test_a_recogniser_joined_with_the_vocabulary_asks_no_shipped_linker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise AssertionError("the shipped linker was loaded")

    monkeypatch.setattr(component, "load_reranker", refuse)
    [found] = UnitedRecogniser(shipped_recogniser()).predict([AnnotatedDocument("1", LONG)])
    assert ("Aspirin", "Chemical") in {(one.text, one.type) for one in found.entities}


def test_equal_texts_under_other_names_are_never_parted_by_folds() -> None:
    documents = [AnnotatedDocument(f"d{number}", f"{LONG} {number // 4}") for number in range(40)]
    documents += [AnnotatedDocument("spaced", f"{LONG}\n\n0"), AnnotatedDocument("alone", f"{LONG} alone")]
    tested: list[str] = []
    for fold in range(5):
        train, test = split_fold(documents, fold, 5)
        assert not overlap(train, test)
        assert len(train) + len(test) == len(documents)
        tested += [one.name for one in test]
    assert sorted(tested) == sorted(one.name for one in documents)
    assert any(one.name == "alone" for one in split_fold(documents, fold_of("alone", 5), 5)[1])


def test_a_pubmed_id_is_the_same_document_with_and_without_its_prefix() -> None:
    card = ModelCard("entities", "m", (), (), ("123", "PMID:456"), 0, 0.0, "cpu")
    assert card.seen(("PMID:123", "456", "789")) == ("PMID:123", "456")
    assert overlap([AnnotatedDocument("123", "a")], [AnnotatedDocument("PMID:123", "b")]) == ("PMID:123",)
