"""The pipeline scored on annotated corpora: broken places, shared documents, documents that trained a model."""

from __future__ import annotations

import pytest

from extraction.corpora.read import read_corpus
from extraction.evaluate_entities import EntityOptions, evaluate_pipeline
from extraction.learning.directory import read_card
from extraction.learning.registry import RELATIONS, shipped_models
from extraction.pipeline import Pipeline
from kg.errors import DocumentError
from kg.results import DropReason
from kg.vocabulary import Term, Vocabulary

GOLD = (
    "21|t|Lithium tremor.\n21|a|Tremor came and went.\n"
    "21\t0\t7\tLithium\tChemical\tD008094\n21\t8\t14\ttremor\tDisease\tD014202\n"
    "21\t99\t105\tTremor\tDisease\tD014202\n"
)
VOCABULARY = Vocabulary(
    [
        Term("CHEBI:30145", "Drug", "lithium", xrefs=("MESH:D008094",)),
        Term("HP:0001337", "PhenotypicFeature", "tremor", xrefs=("MESH:D014202",)),
    ],
    version="test/2",
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(vocabulary=VOCABULARY)


def test_a_broken_place_is_counted_and_told_and_the_rest_is_scored(tmp_path, pipeline):
    (tmp_path / "gold").write_text(GOLD, encoding="utf-8")
    done = evaluate_pipeline([read_corpus(tmp_path / "gold")], pipeline)
    values = {(row.system, row.metric): row.value for row in done.figures.rows}
    assert values["corpus", "broken"] == 1 and values["corpus", "entities"] == 2
    assert values["medkg", "strict_recall"] == 1.0 and values["medkg", "strict_precision"] == pytest.approx(2 / 3)
    assert values["medkg", "document_ids_f1"] == 1.0
    (lost,) = done.dropped
    assert lost.reason == DropReason.WRONG_OFFSETS and "line 5" in lost.item
    assert "'Tremor' does not stand at code points 99 to 105" in lost.detail


def test_a_document_in_another_language_is_dropped_and_not_scored(tmp_path, pipeline):
    french = "Le patient est suivi pour une hypertension. Il est fumeur et ne prend pas de traitement."
    foreign = f"22|t|{french}\n22\t30\t42\thypertension\tDisease\tD006973\n"
    (tmp_path / "both").write_text(f"{GOLD}\n{foreign}", encoding="utf-8")
    (tmp_path / "french").write_text(foreign, encoding="utf-8")
    done = evaluate_pipeline([read_corpus(tmp_path / "both")], pipeline)
    values = {(row.system, row.metric): row.value for row in done.figures.rows}
    assert values["corpus", "documents"] == 1 and values["corpus", "entities"] == 2
    lost = [one for one in done.dropped if one.reason == DropReason.OTHER_LANGUAGE]
    assert [one.item for one in lost] == ["22"]
    with pytest.raises(DocumentError, match="no document in English or Chinese"):
        evaluate_pipeline([read_corpus(tmp_path / "french")], pipeline)


def test_other_formats_are_scored_alike(tmp_path, pipeline):
    (tmp_path / "gold").write_text("Lithium B-Chemical\ncaused O\ntremor B-Disease\n", encoding="utf-8")
    done = evaluate_pipeline([read_corpus(tmp_path / "gold")], pipeline, EntityOptions(seed=1))
    values = {(row.system, row.metric): row.value for row in done.figures.rows}
    assert values["medkg", "strict_f1"] == 1.0


def test_cards_of_shipped_models_name_the_documents_that_they_have_seen():
    for directory, card in shipped_models(RELATIONS):
        assert read_card(directory, RELATIONS) == card
        assert card.documents and all(one.licence for one in card.corpora)
        assert card.seen((card.documents[0], "no such document")) == (card.documents[0],)
