"""The pipeline: from a document to evidence, one failing document, annotations in place of the matcher."""

from __future__ import annotations

import pytest

from extraction.documents import Annotation, Document
from extraction.evaluate_entities import EntityOptions, ForeignIds, PreferredNames, evaluate_entities, label_of_type
from extraction.pipeline import Pipeline, PipelineConfig
from kg.errors import DocumentError
from kg.records import DocumentKind
from kg.results import DropReason
from kg.vocabulary import Term, Vocabulary

VOCABULARY = Vocabulary(
    [
        Term("HP:0001945", "PhenotypicFeature", "Fever", name_zh="发热", synonyms=("pyrexia",)),
        Term("MONDO:0004979", "Disease", "asthma", name_zh="哮喘", xrefs=("MESH:D001249",)),
        Term("CHEBI:15365", "Drug", "aspirin", name_zh="阿司匹林", xrefs=("MESH:D001241",)),
        Term("HP:0002315", "PhenotypicFeature", "headache", name_zh="头痛"),
    ],
    "test/1",
)
NOTE = "HISTORY OF PRESENT ILLNESS\nNo fever. He takes aspirin for headache.\n\nFAMILY HISTORY\nMother has asthma.\n"


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline(vocabulary=VOCABULARY)


def claims(processed):
    sign = {True: "not ", False: ""}
    return {f"{sign[one.negated]}{one.predicate} {one.object}" for one in processed.batch.evidence}


def test_a_note_becomes_facts_of_its_case(pipeline):
    (done,) = pipeline.process([Document.make("a.txt", NOTE)])
    assert claims(done) == {
        "not has_phenotype HP:0001945", "takes CHEBI:15365", "has_phenotype HP:0002315",
        "applied_to_treat HP:0002315", "mentions MONDO:0004979",
    }  # fmt: skip
    assert done.document_id == done.batch.documents[0].id


def test_a_chinese_note(pipeline):
    (done,) = pipeline.process(
        [Document.make("a.txt", "现病史：患者头痛，无发热，口服阿司匹林。\n家族史：母亲患哮喘。\n")]
    )
    assert claims(done) == {
        "has_phenotype HP:0002315", "not has_phenotype HP:0001945", "takes CHEBI:15365", "mentions MONDO:0004979",
    }  # fmt: skip


def test_every_offset_holds_in_the_stored_and_in_the_original_text(pipeline):
    document = Document.make("a.txt", NOTE)
    (done,) = pipeline.process([document])
    stored = done.batch.documents[0]
    assert len(stored.text) == len(document.text)
    for one in done.batch.evidence:
        for span in filter(None, (one.location.subject_span, one.location.object_span)):
            assert stored.text[span.start : span.end] == document.text[span.start : span.end] == span.text


def test_processing_does_not_depend_on_order(pipeline):
    documents = [Document.make("a.txt", NOTE), Document.make("b.txt", "He has asthma.")]
    forwards = {one.name: one.batch for one in pipeline.process(documents)}
    backwards = {one.name: one.batch for one in pipeline.process(documents[::-1])}
    assert forwards == backwards


def test_one_failing_document_does_not_stop_the_rest(pipeline):
    broken = Document.make("broken.txt", "x")
    object.__setattr__(broken, "text", None)
    done = list(pipeline.process([broken, Document.make("a.txt", NOTE)]))
    assert [one.reason for one in done[0].dropped] == [DropReason.FAILED]
    assert not done[0].batch.evidence
    assert done[1].batch.evidence


def test_annotations_stand_in_for_the_matcher():
    text = "Aspirin and asthma.\nNothing of note about fever."
    annotations = (
        Annotation(0, 7, "Aspirin", "Chemical", ("D001241",)),
        Annotation(12, 18, "asthma", "Disease", ("MESH:D001249",)),
        Annotation(20, 27, "Nothing", "Disease", ("D999999",)),
    )
    document = Document.make("PMID:1", text, DocumentKind.LITERATURE, annotations=annotations)
    pipeline = Pipeline(PipelineConfig(use_annotations=True), VOCABULARY)
    (done,) = pipeline.process([document])
    assert {f"{one.predicate} {one.object}" for one in done.batch.evidence} == {
        "mentions CHEBI:15365", "mentions MONDO:0004979", "occurs_together_in_literature_with MONDO:0004979",
    }  # fmt: skip
    assert [one.reason for one in done.dropped] == [DropReason.UNMAPPED]
    assert "annotations" in pipeline.version


def test_the_version_names_the_vocabulary_and_is_stable(pipeline):
    assert "test/1" in pipeline.version
    assert pipeline.version == Pipeline(vocabulary=VOCABULARY).version


PUBTATOR = (
    "1|t|Aspirin in asthma.\n1|a|A fever with pyrexia.\n"
    "1\t0\t7\tAspirin\tChemical\tD001241\n1\t11\t17\tasthma\tDisease\tD001249\n1\t21\t26\tfever\tDisease\tD005334\n\n"
)


def test_evaluation_of_entities(tmp_path, pipeline):
    gold = tmp_path / "gold.pubtator"
    gold.write_text(PUBTATOR, encoding="utf-8")
    errors = tmp_path / "errors.tsv"
    result = evaluate_entities(gold, pipeline, EntityOptions(errors=errors))
    rows = {(row.system, row.metric): row.value for row in result.rows}
    assert rows["medkg", "strict_recall"] == 1.0
    assert rows["medkg", "strict_precision"] == pytest.approx(3 / 4)
    assert rows["medkg", "linking_accuracy"] == pytest.approx(2 / 3)
    assert rows["exact-preferred-names", "strict_f1"] == 1.0
    assert result.documents_per_second > 0
    assert "pyrexia" in errors.read_text(encoding="utf-8")


def test_a_corpus_without_known_types_is_refused(tmp_path, pipeline):
    gold = tmp_path / "gold.pubtator"
    gold.write_text("1|t|Aspirin.\n1|a|None.\n1\t0\t7\tAspirin\tSpecies\t9606\n\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="no annotation of a known type"):
        evaluate_entities(gold, pipeline)


def test_the_baseline_matches_whole_words_and_the_longest():
    vocabulary = Vocabulary(
        [
            Term("MONDO:1", "Disease", "asthma"),
            Term("MONDO:2", "Disease", "asthma attack"),
            Term("HGNC:1", "Gene", "AS"),
        ]
    )
    names = PreferredNames(vocabulary, {"disease"})
    text = "Asthma attack, asthmatic, asthma; AS"
    found = [text[one.span.start : one.span.end] for one in names.match(text, ForeignIds(vocabulary))]
    assert found == ["Asthma attack", "asthma"]


def test_types_of_corpora():
    assert [label_of_type(one) for one in ("Chemical", "DiseaseClass", "Species")] == ["chemical", "disease", ""]
