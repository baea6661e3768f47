"""No evaluation lets a model see what it is scored on, nor scores what has nothing to do with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.corpora.mixing import overlap
from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.evaluation.learned import Evaluation, evaluate_learned
from extraction.learning.card import ModelCard
from extraction.learning.folds import fold_of, split_fold
from extraction.learning.registry import RELATIONS, task_for
from extraction.learning.task import TrainingOptions
from extraction.learning.training import Gold
from extraction.linking import component
from extraction.recogniser.component import shipped_recogniser
from extraction.recogniser.united import UnitedRecogniser
from extraction.relations.learned.document_task import DocumentRelationTask
from kg.errors import InputError

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


def test_a_model_whose_types_the_gold_standard_lacks_is_told(tmp_path: Path) -> None:
    gold = tmp_path / "gold.pubtator"
    gold.write_text("31|t|Merlin came.\n31|a|And went.\n31\t0\t6\tMerlin\tWizard\tW1\n", encoding="utf-8")
    with pytest.raises(InputError, match="finds Chemical, Disease; the gold documents have Wizard"):
        evaluate_learned(Evaluation("entities", Gold((gold,)), TrainingOptions("entities")), "0")


def test_linked_documents_without_any_relation_are_still_about_concepts() -> None:
    linked = AnnotatedDocument("1", "aspirin", (Entity("T1", 0, 7, "aspirin", "Chemical", ("MESH:D001241",)),))
    assert isinstance(task_for(RELATIONS, [linked]), DocumentRelationTask)
