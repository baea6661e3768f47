"""The shipped model of chemical-induced disease: its files, what it says of literature, its figures."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from extraction.corpora.pubtator import read_pubtator
from extraction.documents import Document
from extraction.learning.task import TrainingOptions
from extraction.pipeline import Pipeline
from extraction.relations.learned.document_relations import DENIAL_SCORE, DOCUMENT_CAUSES, DocumentRelations
from extraction.relations.learned.document_task import DocumentRelationTask
from extraction.to_evidence import to_batch
from kg.records import DocumentKind
from kg.shipped import data_path

MODEL = data_path("models", "cid")
MEGABYTE = 1024 * 1024

INDUCED = (
    "Haloperidol-induced catalepsy in rats.\n"
    "Haloperidol produced a dose-dependent catalepsy. Diazepam was given for seizures. "
    "After haloperidol all animals developed catalepsy."
)
DENIED = (
    "Safety of metformin.\n"
    "Of 210 volunteers half were given metformin. Metformin did not cause hypoglycemia in any of the volunteers."
)
ACROSS = (
    "Acute renal failure after treatment of an infection.\n"
    "A woman was treated with gentamicin. Two days later her urine output fell. Gentamicin was withdrawn. "
    "The acute renal failure resolved."
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def classifier(pipeline: Pipeline) -> DocumentRelations:
    return DocumentRelations.load(vocabulary=pipeline.vocabulary)


def corpora() -> Path:
    folder = os.environ.get("MEDKG_CORPORA")
    if not folder:
        pytest.skip("MEDKG_CORPORA does not name the folder of annotated corpora")
    return Path(folder)


def read(pipeline: Pipeline, text: str):
    return pipeline.annotate(Document.make("PMID:1", text, DocumentKind.LITERATURE))


def test_the_shipped_model_is_small() -> None:
    assert sum(one.stat().st_size for one in MODEL.iterdir()) < 3 * MEGABYTE


def test_its_card_names_what_trained_it(classifier: DocumentRelations) -> None:
    card = classifier.model.card
    assert (card.task, card.model, card.types) == ("relations", "document", ("CID",))
    assert len(card.documents) == sum(one.documents for one in card.corpora) > 900


def test_it_has_seen_no_sealed_document(classifier: DocumentRelations) -> None:
    with (corpora() / "never-train.tsv").open(encoding="utf-8") as file:
        sealed = {row["pmid"] for row in csv.DictReader(file, delimiter="\t")}
    assert not sealed & set(classifier.model.card.documents)


def test_what_a_drug_induces_becomes_evidence(pipeline: Pipeline, classifier: DocumentRelations) -> None:
    doc = read(pipeline, INDUCED)
    found = classifier.relations(doc)
    named = {(one.subject.text.lower(), one.object.text.lower()) for one in found if one.subject and not one.negated}
    assert ("haloperidol", "catalepsy") in named
    assert ("diazepam", "seizures") not in named
    for one in found:
        assert one.predicate == "causes"
        assert one.extractor == DOCUMENT_CAUSES
        assert classifier.model.threshold <= one.score <= 1
        for end in (one.subject, one.object):
            assert one.sentence[0] <= end.start < end.end <= one.sentence[1]
            assert INDUCED[end.start : end.end] == end.text
    doc._.medkg_relations = found
    batch, _ = to_batch(doc, pipeline.vocabulary)
    claims = [one for one in batch.evidence if one.extractor == DOCUMENT_CAUSES]
    assert len(claims) == len(found)
    assert all(one.knowledge_level == "knowledge_assertion" for one in claims)


def test_a_denied_relation_is_kept_as_negative(pipeline: Pipeline, classifier: DocumentRelations) -> None:
    found = classifier.relations(read(pipeline, DENIED))
    (one,) = [each for each in found if each.object.text == "hypoglycemia"]
    assert one.negated
    assert DENIED[slice(*one.sentence)].startswith("Metformin did not cause")
    assert one.score == DENIAL_SCORE


def test_a_pair_across_sentences_spans_both(pipeline: Pipeline, classifier: DocumentRelations) -> None:
    doc = read(pipeline, ACROSS)
    pairs = [one for one in classifier.relations(doc) if one.object.text.lower() == "acute renal failure"]
    assert pairs, "the only drug and the only disease of the text are related"
    (one,) = pairs
    span = ACROSS[slice(*one.sentence)]
    assert "gentamicin" in span.lower()
    assert "renal failure" in span
    assert ACROSS[one.sentence[0]].isupper()


def test_texts_without_both_kinds_say_nothing(pipeline: Pipeline, classifier: DocumentRelations) -> None:
    for text in (
        "",
        "Nothing at all.",
        "Metformin and insulin.",
        "Asthma and rash.",
        "Metformin \u202e\U0001f600 \x00.",
    ):
        assert classifier.relations(read(pipeline, text)) == ()


def test_the_same_text_gives_the_same_relations(pipeline: Pipeline, classifier: DocumentRelations) -> None:
    again = DocumentRelations.load(vocabulary=pipeline.vocabulary)
    assert again.relations(read(pipeline, INDUCED)) == classifier.relations(read(pipeline, INDUCED))


@pytest.mark.slow
def test_trained_on_train_it_beats_both_baselines_on_dev() -> None:
    folder = corpora() / "bc5cdr"
    train, _ = read_pubtator(folder / "train.pubtator")
    dev, _ = read_pubtator(folder / "dev.pubtator")
    task = DocumentRelationTask()
    model = task.train(train, TrainingOptions())
    f1 = {one.system: one.value for one in task.score(dev, model.predict(dev)) if one.metric == "relations_f1"}
    assert 0.31 < f1.pop("same document") < 0.34
    assert 0.42 < f1.pop("same sentence") < 0.45
    assert next(iter(f1.values())) >= 0.63
