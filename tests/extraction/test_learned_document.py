"""The document-level relation classifier: its view of a text, features, denials, trees, files."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.ensemble import GradientBoostingClassifier

from extraction.corpora.records import AnnotatedDocument, Entity, Relation
from extraction.learning.card import ModelCard
from extraction.learning.task import TrainingOptions
from extraction.relations.learned.document_baselines import Baseline
from extraction.relations.learned.document_boosting import TreeSettings, boost
from extraction.relations.learned.document_denial import denies
from extraction.relations.learned.document_identifiers import in_name_spaces
from extraction.relations.learned.document_knowledge import Knowledge
from extraction.relations.learned.document_model import WEIGHTS_FILE, DocumentModel
from extraction.relations.learned.document_pairs import Pair, PairScheme, nearest, same_sentence
from extraction.relations.learned.document_rates import Rates
from extraction.relations.learned.document_scores import RIVALRY, rivalry
from extraction.relations.learned.document_shape import SHAPE, Kin, kin_of, shapes
from extraction.relations.learned.document_stages import best_threshold, probability
from extraction.relations.learned.document_task import DocumentRelationTask
from extraction.relations.learned.document_trees import BoostedTrees
from extraction.relations.learned.document_view import View, view_of, view_of_document
from extraction.relations.learned.document_words import HEAD, TAIL, blinded, sentence_words
from kg.errors import ModelMismatchError, NotFoundError

KNOWLEDGE = Knowledge(
    {"MESH:D1": ("C10.1",), "MESH:D2": ("C10.1.5", "C23.2"), "MESH:D3": ("C10.15",)},
    {"MESH:C1": frozenset(["MESH:D1"])},
)
DRUGS = ("alphazine", "betamol", "gammacin", "deltaprim")
CONDITIONS = ("rash", "nausea", "tremor", "anuria", "ataxia")


def annotate(text: str, names: dict[str, tuple[str, tuple[str, ...]]]) -> tuple[Entity, ...]:
    """Every place of the names; a name's value is its type and identifiers."""
    found = []
    for name, (kind, identifiers) in names.items():
        start = text.find(name)
        while start >= 0:
            found.append((start, start + len(name), name, kind, identifiers))
            start = text.find(name, start + 1)
    return tuple(Entity(f"T{index}", *one) for index, one in enumerate(sorted(found)))


def pair_view(text: str) -> View:
    names = {"Drug": ("Chemical", ("MESH:C1",)), "fever": ("Disease", ("MESH:D1",))}
    return view_of(text, annotate(text, names), [(0, len(text))])


def synthetic(count: int) -> list[AnnotatedDocument]:
    """Abstracts in which one drug induces one condition, and treats another."""
    draws = np.random.default_rng(7)
    found = []
    for index in range(count):
        drug, other = draws.choice(DRUGS, 2, replace=False)
        effect, target, third = draws.choice(CONDITIONS, 3, replace=False)
        text = (
            f"Case {index} of {drug}-induced {effect}.\nA patient with {target} took {drug}. "
            f"After {drug} the patient developed {effect}. Therapy with {other} for {target} went on. "
            f"No {third} was seen."
        )
        names = {one: ("Chemical", (f"MESH:C{DRUGS.index(one)}",)) for one in (drug, other)}
        names |= {one: ("Disease", (f"MESH:D{CONDITIONS.index(one)}",)) for one in (effect, target, third)}
        relation = Relation("CID", f"MESH:C{DRUGS.index(drug)}", f"MESH:D{CONDITIONS.index(effect)}")
        found.append(AnnotatedDocument(str(index), text, annotate(text, names), concept_relations=(relation,)))
    return found


@pytest.fixture(scope="module")
def model() -> DocumentModel:
    trained = DocumentRelationTask(KNOWLEDGE).train(synthetic(60), TrainingOptions(budget=0.2))
    assert isinstance(trained, DocumentModel)
    return trained


def test_a_view_holds_each_mention_as_one_word_of_its_sentence() -> None:
    text = "Ocular and aural harm by Drug 5. Drug and fever."
    names = {
        "Ocular and aural harm": ("Disease", ("MESH:D1", "MESH:D2")),
        "aural harm": ("Disease", ("MESH:D2",)),
        "Drug": ("Chemical", ("MESH:C1",)),
        "fever": ("Disease", ()),
    }
    view = view_of(text, annotate(text, names), [(0, 32), (33, len(text))])
    assert view.words == ("disease", "by", "chemical", "0", ".", "chemical", "and", "disease", ".")
    assert view.bounds == ((0, 5), (5, 9))
    both, aural, drug = view.concepts
    assert (both.id, aural.id, drug.id) == ("MESH:D1", "MESH:D2", "MESH:C1")
    assert [one.word for one in aural.places] == [0, 0]
    assert [(one.sentence, one.word) for one in drug.places] == [(0, 2), (1, 5)]
    assert same_sentence(both, drug) == [0]


def test_a_document_without_entities_has_no_pairs(model: DocumentModel) -> None:
    for text in ("", "Nothing.", "\n"):
        (read,) = model.predict([AnnotatedDocument("1", text)])
        assert read.concept_relations == ()


def test_pairs_follow_the_types_and_orders_of_the_corpus() -> None:
    text = "Drug, Gene and fever; other Gene2."
    names = {
        "Drug": ("Chemical", ("C",)),
        "Gene,": ("Gene", ("G",)),
        "Gene ": ("Gene", ("G",)),
        "Gene2": ("Gene", ("G2",)),
        "fever": ("Disease", ("D",)),
    }
    entities = annotate(text, names)
    mixed = AnnotatedDocument(
        "1",
        text,
        entities,
        concept_relations=(Relation("A", "D", "G"), Relation("B", "G", "D"), Relation("A", "G", "G2")),
    )
    scheme = PairScheme.of([mixed])
    assert not scheme.directed
    assert scheme.ends == (("Disease", "Gene"), ("Gene", "Gene"))
    view = view_of_document(mixed)
    found = {scheme.key(view.concepts[one.head].id, view.concepts[one.tail].id) for one in scheme.pairs(view)}
    assert found == {("D", "G"), ("D", "G2"), ("G", "G2")}
    directed = PairScheme.of([AnnotatedDocument("2", text, entities, concept_relations=(Relation("CID", "C", "D"),))])
    assert directed.directed
    assert len(directed.pairs(view)) == 1


def test_words_are_blinded_and_say_the_order() -> None:
    view = pair_view("Drug caused fever in Drug users.")
    head, tail = view.concepts
    assert blinded(view, head, tail, 0, 4) == [HEAD, "caused", TAIL, "in"]
    assert "<m caused" in sentence_words(view, head, tail, 0)
    passive = pair_view("fever was caused by Drug.")
    tail, head = passive.concepts
    assert {">s cause", ">s cause by", ">e by"} <= sentence_words(passive, head, tail, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Drug did not induce fever in rats.",
        "Drug does not appear to cause severe fever.",
        "Drug failed to produce fever.",
        "fever was not associated with use of Drug.",
        "There was no fever after treatment with Drug.",
        "We found no association between Drug and fever.",
        "There is no increased risk of fever in users of Drug.",
    ],
)
def test_denials_are_found(text: str) -> None:
    view = pair_view(text)
    by_id = {one.id: one for one in view.concepts}
    assert denies(view, by_id["MESH:C1"], by_id["MESH:D1"], 0)


@pytest.mark.parametrize(
    "text",
    [
        "Drug induced fever.",
        "Drug induced fever, which was not treated.",
        "Patients not on aspirin developed fever after Drug.",
        "Drug caused fever without rash.",
        "No patient died. Drug caused fever.",
        "Drug did not reduce fever.",
    ],
)
def test_what_is_no_denial(text: str) -> None:
    view = pair_view(text)
    by_id = {one.id: one for one in view.concepts}
    assert not denies(view, by_id["MESH:C1"], by_id["MESH:D1"], 0)


def test_knowledge_of_the_hierarchy_and_of_treatments(tmp_path) -> None:
    assert KNOWLEDGE.is_broader("MESH:D1", "MESH:D2")
    assert not KNOWLEDGE.is_broader("MESH:D1", "MESH:D3")
    assert not KNOWLEDGE.is_broader("MESH:D2", "MESH:D1")
    assert KNOWLEDGE.branches("MESH:D2") == ("C10", "C10.1", "C10.1.5", "C23", "C23.2")
    assert [KNOWLEDGE.treats("MESH:C1", one) for one in ("MESH:D1", "MESH:D2", "MESH:D3", "X:1")] == [2, 1, 0, 0]
    KNOWLEDGE.save(tmp_path)
    assert Knowledge.load(tmp_path) == KNOWLEDGE
    assert Knowledge.load(tmp_path / "nowhere") == Knowledge()


def test_shapes_have_a_column_for_each_name() -> None:
    document = synthetic(1)[0]
    view = view_of_document(document)
    pairs = PairScheme.of([document]).pairs(view)
    rows = shapes(view, pairs, kin_of(view, pairs, KNOWLEDGE), KNOWLEDGE)
    assert rows.shape == (6, len(SHAPE))
    title = rows[:, SHAPE.index("both_in_title")]
    assert title.sum() == 1
    wanted = document.concept_relations[0]
    best = pairs[int(title.argmax())]
    assert (view.concepts[best.head].id, view.concepts[best.tail].id) == (wanted.head, wanted.tail)


def test_rivalry_equals_a_count_by_hand() -> None:
    pairs = [Pair(0, 2), Pair(0, 3), Pair(1, 2), Pair(1, 3)]
    scores = np.asarray([2.0, -1.0, 3.0, 0.5])
    rows = rivalry(pairs, scores, Kin({2: [3], 3: []}, {2: [], 3: [2]}))
    column = {name: rows[:, place].tolist() for place, name in enumerate(RIVALRY)}
    assert column["best_of_head"] == [-1.0, 2.0, 0.5, 3.0]
    assert column["best_of_tail"] == [3.0, 0.5, 2.0, -1.0]
    assert column["behind_best"] == [1.0, 4.0, 0.0, 2.5]
    assert column["rank_of_head"] == [0, 1, 0, 1]
    assert column["rank_of_tail"] == [1, 1, 0, 0]
    assert column["narrower"] == [-9.0, 2.0, -9.0, 3.0]
    assert column["broader"] == [-1.0, -9.0, 0.5, -9.0]


def test_rates_shrink_to_the_prior() -> None:
    rates = Rates.of([("c", "d"), ("c", "e"), ("f", "d"), ("f", "e")], [True, True, False, False])
    seen, unseen = rates.rows([("c", "d"), ("x", "y")])
    assert seen[0] == pytest.approx((2 + 1.5) / 5)
    assert unseen.tolist() == [0.5, 0, 0.5, 0, 0.5, 0]


def test_stored_trees_say_what_scikit_learn_says() -> None:
    draws = np.random.default_rng(0)
    rows = draws.normal(size=(400, 5)).astype(np.float32)
    labels = rows[:, 0] * rows[:, 1] + 0.3 * draws.normal(size=400) > 0
    settings = TreeSettings(trees=20, seeds=1, examples=1.0, features=1.0)
    ours = boost(rows, labels, settings, seed=0)
    theirs = GradientBoostingClassifier(
        n_estimators=20, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=20, max_features=1.0, init="zero",
        random_state=0,
    ).fit(rows, labels)  # fmt: skip
    np.testing.assert_allclose(ours.log_odds(rows), theirs.decision_function(rows), atol=1e-5)
    again = BoostedTrees.of_arrays(ours.arrays())
    np.testing.assert_array_equal(again.log_odds(rows), ours.log_odds(rows))
    assert len(ours.log_odds(rows[:0])) == 0


def test_trees_that_lead_nowhere_are_refused() -> None:
    rows = np.arange(100, dtype=np.float32)[:, None]
    arrays = boost(rows, rows[:, 0] > 50, TreeSettings(trees=2, seeds=1), 0).arrays()
    with pytest.raises(ModelMismatchError, match="does not have"):
        BoostedTrees.of_arrays(arrays | {"trees_left": np.asarray(arrays["trees_left"]) + 100})
    with pytest.raises(ModelMismatchError, match="shape"):
        BoostedTrees.of_arrays(arrays | {"trees_value": np.zeros((1, 1))})


def test_the_threshold_is_where_f1_is_best() -> None:
    scores = np.concatenate([np.full(50, 0.8), np.full(200, 0.3)])
    related = np.arange(250) < 50
    assert 0.3 < best_threshold(scores, related, 50) <= 0.8
    assert probability(np.asarray([0.0, 100.0])).tolist() == pytest.approx([0.5, 1.0])


def test_it_learns_what_induces_from_what_treats(model: DocumentModel) -> None:
    held_out = synthetic(90)[60:]
    stripped = [AnnotatedDocument(one.name, one.text, one.entities) for one in held_out]
    predicted = model.predict(stripped)
    right = sum(
        {(one.head, one.tail) for one in found.concept_relations}
        == {(one.head, one.tail) for one in gold.concept_relations}
        for found, gold in zip(predicted, held_out, strict=True)
    )
    assert right >= 27
    assert all(model.threshold <= one.score <= 1 for found in predicted for one in found.concept_relations)


def test_training_again_gives_the_same_model(model: DocumentModel) -> None:
    again = DocumentRelationTask(KNOWLEDGE).train(synthetic(60), TrainingOptions(budget=0.2))
    documents = synthetic(70)[60:]
    assert again.predict(documents) == model.predict(documents)


def test_a_stored_model_predicts_the_same(model: DocumentModel, tmp_path) -> None:
    task = DocumentRelationTask(KNOWLEDGE)
    model.save(tmp_path / "model")
    loaded = task.load(tmp_path / "model")
    documents = synthetic(70)[60:]
    for found, kept in zip(loaded.predict(documents), model.predict(documents), strict=True):
        assert [one.tail for one in found.concept_relations] == [one.tail for one in kept.concept_relations]
        scores = ([one.score for one in side.concept_relations] for side in (found, kept))
        assert next(scores) == pytest.approx(next(scores), abs=0.02)
    assert loaded.card == model.card
    assert len(loaded.card.documents) == 60


def test_broken_models_are_refused(model: DocumentModel, tmp_path) -> None:
    task = DocumentRelationTask(KNOWLEDGE)
    with pytest.raises(NotFoundError):
        task.load(tmp_path / "nowhere")
    model.save(tmp_path / "model")
    (tmp_path / "model" / WEIGHTS_FILE).write_bytes(b"no weights")
    with pytest.raises(ModelMismatchError, match="damaged"):
        task.load(tmp_path / "model")
    other = ModelCard("relations", "linear", (), (), (), 0, 0.0, "cpu")
    model.save(tmp_path / "other", other)
    with pytest.raises(ModelMismatchError, match="linear"):
        task.load(tmp_path / "other")


def test_documents_without_relations_train_nothing() -> None:
    bare = [AnnotatedDocument(one.name, one.text, one.entities) for one in synthetic(5)]
    with pytest.raises(ModelMismatchError, match="no relations"):
        DocumentRelationTask(KNOWLEDGE).train(bare, TrainingOptions())
    with pytest.raises(ModelMismatchError, match="no model"):
        DocumentRelationTask(KNOWLEDGE).train(synthetic(5), TrainingOptions(model="other"))


def test_relation_types_are_told_apart() -> None:
    documents = []
    for one in synthetic(60):
        gold = one.concept_relations[0]
        treated = next(e for e in one.entities if one.text[: e.start].endswith("patient with "))
        more = Relation("TREATS", gold.head, treated.identifiers[0])
        documents.append(AnnotatedDocument(one.name, one.text, one.entities, concept_relations=(gold, more)))
    model = DocumentRelationTask(KNOWLEDGE).train(documents[:45], TrainingOptions(budget=0.2))
    found = model.predict(documents[45:])
    wanted = {(d.name, r.type, r.head, r.tail) for d in documents[45:] for r in d.concept_relations}
    said = {(d.name, r.type, r.head, r.tail) for d in found for r in d.concept_relations}
    assert len(wanted & said) >= 0.8 * len(wanted | said)


def test_scores_stand_beside_the_baselines(model: DocumentModel) -> None:
    gold = synthetic(20)
    rows = DocumentRelationTask(KNOWLEDGE).score(gold, model.predict(gold))
    f1 = {(one.system, one.metric): one.value for one in rows}
    systems = {system for system, metric in f1 if metric == "relations_f1"}
    assert {"same document", "same sentence"} < systems
    assert f1["same document", "relations_f1"] == pytest.approx(2 * 20 / (20 * 6 + 20))
    assert f1["same sentence", "relations_recall"] == 1.0
    assert max(value for (_, metric), value in f1.items() if metric == "relations_f1") > 0.9
    mistakes = list(DocumentRelationTask(KNOWLEDGE).mistakes(gold, Baseline.of(gold, sentence=False).predict(gold)))
    assert {one.kind for one in mistakes} == {"FP"}


def test_a_linked_entity_is_one_concept_in_the_name_space_of_training(model: DocumentModel) -> None:
    (document,) = synthetic(1)
    linked = tuple(
        Entity(one.id, one.start, one.end, one.text, one.type, ("MONDO:7", *one.identifiers, "MESH:D99", "DOID:1"), 0.9)
        for one in document.entities
    )
    (plain,) = model.predict([document])
    (found,) = model.predict([AnnotatedDocument("1", document.text, linked)])
    assert plain.concept_relations
    assert [(one.head, one.tail) for one in found.concept_relations] == [
        (one.head, one.tail) for one in plain.concept_relations
    ]
    assert found.entities == linked


def test_annotated_composites_stay_several_concepts() -> None:
    composite = Entity("T1", 0, 4, "both", "Disease", ("MESH:D1", "MESH:D2"))
    foreign = Entity("T2", 5, 9, "else", "Disease", ("DOID:1",), 0.5)
    (found,) = in_name_spaces([AnnotatedDocument("1", "both else", (composite, foreign))], ["MESH"])
    assert [one.identifiers for one in found.entities] == [("MESH:D1", "MESH:D2"), ()]


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=6).map(sorted),
    st.lists(st.integers(0, 12), min_size=1, max_size=6).map(sorted),
)
def test_nearest_is_the_first_of_all_pairs_that_lie_closest(heads: list[int], tails: list[int]) -> None:
    pairs = [(one, other) for one in range(len(heads)) for other in range(len(tails))]
    assert nearest(heads, tails) == min(pairs, key=lambda pair: abs(heads[pair[0]] - tails[pair[1]]))
