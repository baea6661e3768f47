"""Scores of annotated documents against counts by hand and by brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Entity, Relation
from extraction.evaluation.chains import in_name_spaces
from extraction.evaluation.entities import entity_mistakes, score_by_string, score_entities
from extraction.evaluation.labels import label_mistakes, score_labels
from extraction.evaluation.linking import linking_mistakes, score_document_ids, score_linking
from extraction.evaluation.relations import relation_mistakes, score_concept_relations, score_mention_relations
from extraction.evaluation.trials import blind
from extraction.learning.seen import SeenStrings
from kg.errors import DocumentError

TEXT = "aspirin and warfarin cause gastric bleeding or rash"
PLACES = {"aspirin": (0, 7), "warfarin": (12, 20), "gastric bleeding": (27, 43), "bleeding": (35, 43), "rash": (47, 51)}


def entity(text: str, kind: str, *identifiers: str, number: int = 0) -> Entity:
    start, end = PLACES[text]
    return Entity(f"T{number or start + 1}", start, end, text, kind, identifiers)


def document(*entities: Entity, name: str = "d1", **more: object) -> AnnotatedDocument:
    return replace(AnnotatedDocument(name, TEXT, tuple(entities)), **more)


def rows(figures):
    return {(one.system, one.metric): one.value for one in figures} | {one.metric: one.value for one in figures}


def test_entities_strict_partial_and_by_type():
    gold = [document(entity("aspirin", "Chemical"), entity("gastric bleeding", "Disease"), entity("rash", "Disease"))]
    found = [document(entity("aspirin", "Disease"), entity("bleeding", "Disease"), entity("rash", "Disease"))]
    values = rows(score_entities(gold, found))
    assert values["strict_f1"] == pytest.approx(1 / 3)
    assert values["strict_Disease_precision"] == pytest.approx(1 / 3)
    assert values["strict_Disease_recall"] == pytest.approx(1 / 2)
    assert values["strict_Chemical_recall"] == 0.0
    assert values["partial_f1"] == pytest.approx(2 / 3)
    assert values["untyped_f1"] == pytest.approx(2 / 3)


def test_entity_mistakes_say_what_went_wrong():
    gold = [document(entity("aspirin", "Chemical"), entity("gastric bleeding", "Disease"), entity("rash", "Disease"))]
    found = [document(entity("aspirin", "Disease"), entity("bleeding", "Disease"))]
    told = {(one.kind, one.metric, one.text) for one in entity_mistakes(gold, found)}
    assert told == {
        ("FN", "type", "aspirin"), ("FP", "type", "aspirin"), ("FN", "boundary", "gastric bleeding"),
        ("FP", "boundary", "bleeding"), ("FN", "strict", "rash"),
    }  # fmt: skip


def test_seen_and_unseen_strings_part_both_sides():
    trained = SeenStrings.of([AnnotatedDocument("t", "Aspirin  X", (Entity("T1", 0, 7, "ASPIRIN", "Chemical"),))])
    gold = [document(entity("aspirin", "Chemical"), entity("rash", "Disease"), entity("gastric bleeding", "Disease"))]
    found = [document(entity("aspirin", "Chemical"), entity("bleeding", "Disease"), entity("rash", "Disease"))]
    values = rows(score_by_string(gold, found, {"d1": trained}))
    assert values["strict_seen_f1"] == 1.0
    assert values["strict_unseen_precision"] == values["strict_unseen_recall"] == pytest.approx(1 / 2)
    assert values["unseen_share"] == pytest.approx(2 / 3)
    assert rows(score_by_string(gold, found, {}))["unseen_share"] == 1.0


def test_seen_strings_are_kept_as_hashes(tmp_path):
    strings = SeenStrings.of([document(entity("gastric bleeding", "Disease"), entity("rash", "Disease"))])
    strings.save(tmp_path)
    read = SeenStrings.load(tmp_path)
    assert "Gastric\n bleeding" in read and "bleeding" not in read and len(read) == 2
    assert b"rash" not in (tmp_path / "seen.npy").read_bytes()
    assert SeenStrings.load(tmp_path / "none") is None


def test_links_with_and_without_nil():
    gold = [
        document(
            entity("aspirin", "Chemical", "M:1", "M:9"), entity("rash", "Disease"), entity("bleeding", "Disease", "M:3")
        )
    ]
    found = [
        document(entity("aspirin", "Chemical", "M:9"), entity("rash", "Disease", "M:4"), entity("bleeding", "Disease"))
    ]
    values = rows(score_linking(gold, found))
    assert values["accuracy"] == pytest.approx(1 / 2)
    assert values["accuracy_Chemical"] == 1.0 and values["accuracy_Disease"] == 0.0
    assert values["accuracy_with_nil"] == pytest.approx(1 / 3)
    told = {(one.kind, one.text, one.label) for one in linking_mistakes(gold, found)}
    assert told == {("FP", "rash", "Disease: M:4 for none"), ("FN", "bleeding", "Disease: none for M:3")}


def test_document_ids_count_each_concept_once():
    gold = [document(entity("aspirin", "C", "M:1"), entity("warfarin", "C", "M:2"), entity("rash", "D", "M:3"))]
    found = [
        document(
            entity("aspirin", "C", "M:1", "X:1"), entity("rash", "D", "M:1", "X:1"), entity("bleeding", "D", "X:7")
        )
    ]
    values = rows(score_document_ids(gold, found))
    assert values["document_ids_precision"] == pytest.approx(1 / 2)
    assert values["document_ids_recall"] == pytest.approx(1 / 3)


def related(*relations: Relation, **more: object) -> AnnotatedDocument:
    ends = (entity("aspirin", "Drug", number=1), entity("warfarin", "Drug", number=2), entity("rash", "Drug", number=3))
    return document(*ends, relations=relations, **more)


def test_relations_between_mentions_go_by_place_and_type():
    gold = [related(Relation("effect", "T1", "T2"), Relation(NO_RELATION, "T1", "T3"), Relation("int", "T2", "T3"))]
    found = [related(Relation("effect", "T2", "T1"), Relation("effect", "T2", "T3"), Relation(NO_RELATION, "T1", "T3"))]
    values = rows(score_mention_relations(gold, found))
    assert (values["relations_f1"], values["pairs_f1"]) == (0.0, pytest.approx(1 / 2))
    assert rows(score_mention_relations(gold, found, directed=False))["relations_f1"] == pytest.approx(1 / 2)
    told = {(one.kind, one.label) for one in relation_mistakes(gold, found)}
    assert told == {("FN", "effect"), ("FN", "int"), ("FP", "effect"), ("FP", "effect (gold: int)")}


def test_relations_of_predicted_entities_need_their_places():
    gold = [related(Relation("effect", "T1", "T2"))]
    moved = document(
        entity("aspirin", "Drug", number=8), entity("gastric bleeding", "Drug", number=9),
        relations=(Relation("effect", "T8", "T9"),),
    )  # fmt: skip
    values = rows(score_mention_relations(gold, [moved]))
    assert values["relations_precision"] == values["relations_recall"] == 0.0
    renamed = document(
        entity("aspirin", "Drug", number=8), entity("warfarin", "Drug", number=9),
        relations=(Relation("effect", "T8", "T9"), Relation("effect", "T8", "T77")),
    )  # fmt: skip
    assert rows(score_mention_relations(gold, [renamed]))["relations_f1"] == 1.0


def test_relations_between_concepts_count_once_a_document():
    claims = (Relation("CID", "M:1", "M:2"), Relation("CID", "M:1", "M:2"), Relation("CID", "M:1", "M:3"))
    gold = [document(concept_relations=claims), document(name="d2", concept_relations=claims[:1])]
    found = [document(concept_relations=claims[:2]), document(name="d2", concept_relations=claims[2:])]
    values = rows(score_concept_relations(gold, found))
    assert values["relations_precision"] == pytest.approx(1 / 2)
    assert values["relations_recall"] == pytest.approx(1 / 3)


def test_labels_beside_the_majority():
    names = ["A", "A", "A", "B", "B", "C", "C"]
    said = ["A", "A", "B", "B", "B", "A", "Z"]
    gold = [AnnotatedDocument(str(place), "x", label=name) for place, name in enumerate(names)]
    found = [AnnotatedDocument(str(place), "x", label=name) for place, name in enumerate(said)]
    values = rows(score_labels(gold, found))
    assert values["model", "accuracy"] == pytest.approx(4 / 7)
    assert values["f1_A"] == pytest.approx(2 / 3) and values["f1_B"] == pytest.approx(4 / 5) and values["f1_C"] == 0.0
    assert values["model", "macro_f1"] == pytest.approx((2 / 3 + 4 / 5 + 0) / 3)
    assert values["majority", "accuracy"] == pytest.approx(3 / 7)
    assert [one.label for one in label_mistakes(gold, found)] == ["B for A", "A for C", "Z for C"]


def test_a_model_does_not_see_what_it_is_to_predict():
    gold = document(
        entity("aspirin", "Drug", "M:1", number=1), entity("rash", "Disease", "M:2", number=2), label="ROS",
        relations=(Relation("effect", "T1", "T2"), Relation("int", "T1", "T2")), sentences=((0, 51),),
        concept_relations=(Relation("CID", "M:1", "M:2"),),
    )  # fmt: skip
    for task in ("entities", "sections"):
        (seen,) = blind(task, [gold])
        assert seen == AnnotatedDocument("d1", TEXT, sentences=((0, 51),))
    (linking,) = blind("linking", [gold])
    assert [(one.start, one.type, one.identifiers) for one in linking.entities] == [
        (0, "Drug", ()),
        (47, "Disease", ()),
    ]
    assert not linking.relations and not linking.concept_relations
    (relations,) = blind("relations", [gold])
    assert relations.entities == gold.entities and not relations.concept_relations
    assert relations.relations == (Relation(NO_RELATION, "T1", "T2"),)


def test_a_linked_entity_is_one_concept_in_the_name_space_of_the_relations():
    found = document(entity("aspirin", "Drug", "CHEBI:1", "MESH:1", "MESH:2"), entity("rash", "Disease", "HP:1"))
    (one,) = in_name_spaces([found], frozenset(("MESH", "OMIM")))
    assert [entity.identifiers for entity in one.entities] == [("MESH:1",), ()]


def test_other_documents_than_the_gold_ones_are_refused():
    for found in ([], [document(name="d2")], [AnnotatedDocument("d1", "Other.")]):
        with pytest.raises(DocumentError):
            score_entities([document()], found)


SPANS = st.lists(st.tuples(st.integers(0, 11), st.integers(1, 5), st.sampled_from("XY")), max_size=7)


def annotated(spans) -> AnnotatedDocument:
    entities = (Entity(f"T{n}", a, a + size, "x", kind) for n, (a, size, kind) in enumerate(spans))
    return AnnotatedDocument("d", "x" * 20, tuple(sorted(entities, key=lambda one: (one.start, one.end))))


@settings(max_examples=40, deadline=None)
@given(SPANS, SPANS)
def test_strict_scores_agree_with_brute_force(one, other):
    gold, found = annotated(one), annotated(other)
    places = [{(e.start, e.end, e.type) for e in side.entities} for side in (gold, found)]
    right = sum(a == b for a, b in product(*places))
    values = rows(score_entities([gold], [found]))
    total = len(places[0]) + len(places[1])
    assert values["strict_f1"] == pytest.approx(2 * right / total if total else 0.0)
    assert values["partial_f1"] >= values["strict_f1"] - 1e-12


@settings(max_examples=20, deadline=None)
@given(SPANS)
def test_the_gold_standard_itself_is_perfect_and_nothing_is_seen_twice(spans):
    gold = annotated(spans)
    values = rows(score_entities([gold], [gold]))
    assert values["strict_f1"] == values["untyped_f1"] == (1.0 if spans else 0.0)
    assert not list(entity_mistakes([gold], [gold]))
