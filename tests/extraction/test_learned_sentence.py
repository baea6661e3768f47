"""Learned relations between mentions of one sentence: trained, stored, scored, used end to end and in the pipeline."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from extraction.annotations import Mention
from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Entity, Relation
from extraction.evaluation.pairing import SYSTEM
from extraction.learning.directory import CARD_FILE, read_card
from extraction.learning.registry import task_of_model
from extraction.learning.task import TrainingOptions
from extraction.recogniser.tagger import ALONE
from extraction.relations.learned.end_to_end import EndToEndOptions, EndToEndTask, bare, labelled, related_sentences
from extraction.relations.learned.sentence_asked import Asked
from extraction.relations.learned.sentence_batches import Encoded, WordIndex
from extraction.relations.learned.sentence_claims import CLAIMS, ENTITY_CATEGORIES
from extraction.relations.learned.sentence_model import SentenceRelationModel
from extraction.relations.learned.sentence_network import NetworkSize, PairNetwork
from extraction.relations.learned.sentence_neural import pretrained_vectors
from extraction.relations.learned.sentence_pairs import Candidates, asked_pairs, views
from extraction.relations.learned.sentence_pipeline import LearnedRelations
from extraction.relations.learned.sentence_stacked import StackedPairs
from extraction.relations.learned.sentence_task import MODELS, SentenceRelationTask
from extraction.relations.learned.sentence_tuning import Decision, tune
from kg.errors import ModelMismatchError, NotFoundError
from kg.identifiers import Curie
from kg.records import Assertion
from kg.schema import PREDICATES, Category, check_claim

NAMES = ("zolparib", "metrovane", "cardiloxin", "benzatine", "fluprotide", "andrazole", "quintemab")
FRAMES = (
    ("{0} increases the plasma levels of {1}.", "mechanism"),
    ("Levels of {1} were increased by {0}.", "mechanism"),
    ("{0} and {1} together cause bleeding.", "effect"),
    ("Bleeding was seen with {0} and {1}.", "effect"),
    ("{0} did not alter {1} in volunteers.", NO_RELATION),
    ("Patients took {0}, {1} or placebo.", NO_RELATION),
)


def corpus(names=NAMES):
    """One document a pair of names and a frame."""
    found = []
    for number, first in enumerate(names):
        second = names[(number + 1) % len(names)]
        for frame, (words, kind) in enumerate(FRAMES):
            text = words.format(first, second)
            places = sorted((text.index(one), one) for one in (first, second))
            entities = tuple(
                Entity(f"T{at}", start, start + len(one), one, "drug") for at, (start, one) in enumerate(places)
            )
            relations = (Relation(kind, "T0", "T1"),)
            found.append(AnnotatedDocument(f"{number}-{frame}", text, entities, relations, sentences=((0, len(text)),)))
    return found


UNSEEN = corpus(("oxarimab", "terolazine", "vinpramide"))
TASK = SentenceRelationTask()
SLOW = pytest.mark.slow


def asked(document):
    """The document without what the pairs are."""
    return replace(document, relations=tuple(replace(one, type=NO_RELATION) for one in document.relations))


def micro(gold, predicted):
    return {(one.system, one.metric): one.value for one in TASK.score(gold, predicted)}


@pytest.fixture(scope="module")
def linear():
    return TASK.train(corpus(), TrainingOptions(model="linear"))


@pytest.fixture(scope="module")
def stacked():
    return TASK.train(corpus(), TrainingOptions(model="stacked"))


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_registry_names_its_models():
    with pytest.raises(ModelMismatchError, match=MODELS[0]):
        TASK.train(corpus(), TrainingOptions(model="none such"))


def test_documents_without_pairs_are_refused():
    with pytest.raises(ModelMismatchError, match="lists a pair"):
        TASK.train([replace(one, relations=()) for one in corpus()], TrainingOptions(model="linear"))


@pytest.mark.parametrize(
    "model", ["linear", "stacked", pytest.param("neural", marks=SLOW), pytest.param("ensemble", marks=SLOW)]
)
def test_each_model_learns_and_comes_back_from_disk(model, tmp_path):
    trained = TASK.train(corpus(), TrainingOptions(model=model))
    questions = [asked(one) for one in UNSEEN]
    predicted = trained.predict(questions)
    found = micro(UNSEEN, predicted)
    assert found[SYSTEM, "relations_f1"] > 0.9 > found["same-sentence", "relations_f1"]
    trained.save(tmp_path / "model")
    again = TASK.load(tmp_path / "model")
    assert again.predict(questions) == predicted
    assert again.card == trained.card
    assert again.card.types == ("effect", "mechanism")


@pytest.mark.parametrize("model", ["stacked", pytest.param("ensemble", marks=SLOW)])
def test_training_is_reproducible(model):
    first, second = (TASK.train(corpus(), TrainingOptions(model=model, seed=3, budget=0.5)) for _ in range(2))
    assert first.predict(UNSEEN) == second.predict(UNSEEN)


def test_the_default_fits_what_the_corpus_lists():
    related = [one for one in corpus() if one.relations[0].type != NO_RELATION]
    assert TASK.train(corpus(), TrainingOptions()).card.model == "stacked"
    with pytest.raises(ModelMismatchError, match="only one of the two"):
        TASK.train(related, TrainingOptions(model="stacked"))


def test_without_unrelated_pairs_the_ensemble_is_the_default():
    related = [one for one in corpus() if one.relations[0].type != NO_RELATION]
    assert TASK.train(related, TrainingOptions(budget=0.1)).card.model == "ensemble"


def test_stacked_weights_that_are_lacking_are_refused(stacked):
    arrays = stacked.parts.stacked.arrays()
    del arrays["stacked.kinds.linear.weights"]
    with pytest.raises(ModelMismatchError, match="damaged"):
        StackedPairs.from_arrays(("drug",), 0, arrays)


def test_the_pairs_beside_a_pair_change_its_chances(stacked):
    text = "Zolparib increases the plasma levels of metrovane and metrovane."
    places = (0, 40, 54)
    ends = tuple(Entity(f"T{at}", one, one + (8, 9, 9)[at], text[one : one + (8, 9, 9)[at]], "drug")
                 for at, one in enumerate(places))  # fmt: skip
    document = AnnotatedDocument("d", text, ends, sentences=((0, len(text)),))
    pairs, _ = asked_pairs((document,), Candidates((("drug", "drug"),)))
    asked = Asked.of((document,), pairs)
    together = stacked.parts.stacked.probabilities(asked)
    assert together.shape == (3, len(stacked.parts.types))
    assert together.sum(axis=1) == pytest.approx(np.ones(3))
    counts = asked.company.numbers(np.array([2.0, 1.0, -1.0]))[:, 8:15]
    assert counts[:, -1].tolist() == [3, 3, 3]
    assert counts[:, 0].tolist() == [0, 1, 2]
    assert counts[:, 4].tolist() == [1, 1, 0]


@pytest.mark.parametrize("model", ["majority", "same-sentence"])
def test_baselines_read_no_word(model, tmp_path):
    trained = TASK.train(corpus(), TrainingOptions(model=model))
    kinds = {row.type for one in trained.predict(UNSEEN) for row in one.relations}
    assert len(kinds) == 1
    trained.save(tmp_path / "model")
    assert TASK.load(tmp_path / "model").predict(UNSEEN) == trained.predict(UNSEEN)


def test_predictions_do_not_read_the_gold_types(linear):
    shuffled = [replace(one, relations=(replace(one.relations[0], type="effect"),)) for one in UNSEEN]
    assert linear.predict(shuffled) == linear.predict([asked(one) for one in UNSEEN])


def test_unlisted_pairs_are_asked_and_scores_are_chances(linear):
    predicted = linear.predict([replace(one, relations=()) for one in UNSEEN])
    rows = [row for one in predicted for row in one.relations]
    assert len(rows) == len(UNSEEN)
    assert all(0 < row.score <= 1 for row in rows)


def test_two_mentions_of_one_name_are_never_related():
    repeated = [
        replace(one, entities=tuple(replace(entity, text="same") for entity in one.entities))
        for one in corpus()
        if one.relations[0].type == NO_RELATION
    ]
    named = [replace(one, name=f"same {one.name}") for one in repeated]
    model = TASK.train([*corpus(), *named], TrainingOptions(model="linear"))
    assert model.parts.filtered
    tempting = replace(UNSEEN[0], entities=tuple(replace(one, text="same") for one in UNSEEN[0].entities))
    assert [row.type for row in model.predict([tempting])[0].relations] == [NO_RELATION]


def test_damaged_models_are_refused(linear, tmp_path):
    with pytest.raises(NotFoundError):
        TASK.load(tmp_path / "none")
    linear.save(tmp_path / "model")
    (tmp_path / "model" / "weights.safetensors").write_bytes(b"\x00" * 64)
    with pytest.raises(ModelMismatchError, match="damaged"):
        TASK.load(tmp_path / "model")
    card = json.loads((tmp_path / "model" / CARD_FILE).read_text())
    card["settings"] = []
    (tmp_path / "model" / CARD_FILE).write_text(json.dumps(card))
    with pytest.raises(ModelMismatchError, match="no relation model of sentences"):
        TASK.load(tmp_path / "model")


def test_tuning_trades_precision_for_recall():
    chances = np.array([[0.6, 0.4], [0.6, 0.4], [0.9, 0.1]])
    decision = tune(chances, None, np.array([1, 1, 0]), 0)
    assert decision.combine(chances, None, 0).argmax(axis=1).tolist() == [1, 1, 0]
    neural = np.array([[0.1, 0.9], [0.1, 0.9], [0.9, 0.1]])
    assert tune(1 - neural, neural, np.array([1, 1, 0]), 0).mix > 0.5
    assert Decision().combine(chances, None, None).sum(axis=1) == pytest.approx([1, 1, 1])


def test_network_does_not_depend_on_padding_or_on_the_batch():
    documents = corpus()
    pairs, _ = asked_pairs(documents, Candidates.of(documents))
    seen = views(documents, pairs)
    encoded = Encoded(seen, WordIndex.of(seen), ("drug",), pretrained_vectors())
    torch.manual_seed(1)
    network = PairNetwork(NetworkSize(len(WordIndex.of(seen).words) + 2, 3, pretrained_vectors().dimensions)).eval()
    with torch.inference_mode():
        together = network(encoded.batch(np.arange(6)))
        alone = torch.cat([network(encoded.batch(np.array([number]))) for number in range(6)])
    assert torch.allclose(together, alone, atol=1e-5)


# --- in the pipeline ---


def mention(text, name, number, category=Category.DRUG, **assertion):
    start = text.index(name)
    curie = Curie.parse(f"CHEBI:{number}")
    return Mention(start, start + len(name), name, category, curie, name, 1.0, Assertion(**assertion))


def claims_of(learned, text, *mentions):
    return learned.find(text, [((0, len(text)), mentions)])[0]


def test_claims_carry_predicate_and_type(linear):
    text = "Oxarimab increases the plasma levels of terolazine."
    ends = mention(text, "Oxarimab", 1), mention(text, "terolazine", 2)
    (claim,) = claims_of(LearnedRelations(linear, least=0.0), text, *ends)
    assert (claim.predicate, claim.negated, claim.qualifiers) == (
        "interacts_with",
        False,
        (("relation_type", "mechanism"),),
    )
    assert claim.extractor == "learned-relations/1:linear"


def test_denied_relations_are_negated_evidence(linear):
    learned = LearnedRelations(linear, least=0.0)
    text = "Oxarimab increases the plasma levels of terolazine."
    ends = mention(text, "Oxarimab", 1, negated=True), mention(text, "terolazine", 2)
    assert [one.negated for one in claims_of(learned, text, *ends)] == [True]
    for text in ("Oxarimab did not alter terolazine in volunteers.", "Patients took Oxarimab, terolazine or placebo."):
        found = claims_of(learned, text, mention(text, "Oxarimab", 1), mention(text, "terolazine", 2))
        assert all(one.negated for one in found)


def test_questions_unlinked_mentions_and_one_concept_claim_nothing(linear):
    learned = LearnedRelations(linear, least=0.0)
    text = "Oxarimab increases the plasma levels of terolazine?"
    first, second = mention(text, "Oxarimab", 1), mention(text, "terolazine", 2)
    assert claims_of(learned, text, first, second) == ()
    text = text.replace("?", ".")
    assert claims_of(learned, text, first, replace(second, curie=None)) == ()
    assert claims_of(learned, text, first, replace(second, curie=first.curie)) == ()
    assert claims_of(learned, text, first, replace(second, category=Category.DISEASE)) == ()


def test_a_model_that_never_says_none_is_refused():
    related = [one for one in corpus() if one.relations[0].type != NO_RELATION]
    with pytest.raises(ModelMismatchError, match="never answers"):
        LearnedRelations(TASK.train(related, TrainingOptions(model="linear")))


def test_a_model_of_unknown_types_is_refused(linear):
    types = tuple("other" if one == "effect" else one and "more" for one in linear.parts.types)
    with pytest.raises(ModelMismatchError, match="mean nothing"):
        LearnedRelations(SentenceRelationModel(replace(linear.parts, types=types), linear.card))


def test_every_claim_fits_the_schema():
    for claim in CLAIMS.values():
        assert claim.predicate in PREDICATES
        for subject in claim.subjects:
            for obj in claim.objects:
                check_claim(subject, claim.predicate, obj)
    assert all(one for one in ENTITY_CATEGORIES.values())


# --- end to end ---


class Lexicon:
    """A recogniser that finds the names that it was trained on."""

    name = "entities"

    def __init__(self, names=()):
        self.names = names
        self.card = None

    def train(self, documents, options, advance=None):
        del options, advance
        return Lexicon(tuple(sorted({entity.text for one in documents for entity in one.entities})))

    def predict(self, documents):
        found = []
        for one in documents:
            assert not (one.entities or one.relations or one.concept_relations)
            places = sorted((one.text.index(name), name) for name in self.names if name in one.text)
            entities = (
                Entity(f"E{at}", start, start + len(name), name, "drug") for at, (start, name) in enumerate(places)
            )
            found.append(replace(one, entities=tuple(entities)))
        return tuple(found)


def test_end_to_end_reads_no_annotation_and_scores_strictly():
    task = EndToEndTask(Lexicon(), EndToEndOptions(relations=TrainingOptions(model="linear"), focused=False))
    model = task.train(corpus(), TrainingOptions())
    predicted = model.predict(corpus())
    found = {(one.system, one.metric): one.value for one in task.score(corpus(), predicted)}
    assert found[SYSTEM, "relations_f1"] > 0.9 > found["all-pairs", "relations_f1"]
    assert model.predict(UNSEEN) == tuple(bare(one) for one in UNSEEN)
    assert model.card.documents == tuple(sorted(one.name for one in corpus()))


def test_both_stages_are_trained_stored_and_loaded(tmp_path):
    options = EndToEndOptions(TrainingOptions(ALONE), TrainingOptions("linear"))
    task = EndToEndTask(options=options)
    model = task.train(corpus(), TrainingOptions(budget=0.5))
    questions = [bare(one) for one in corpus()]
    predicted = model.predict(questions)
    assert any(one.entities for one in predicted)
    model.save(tmp_path / "model")
    again = task_of_model("relations", read_card(tmp_path / "model", "relations")).load(tmp_path / "model")
    assert again.predict(questions) == predicted
    assert again.card == model.card
    with pytest.raises(ModelMismatchError, match="no end-to-end model"):
        task.load(tmp_path / "model" / "relations")


def test_relation_model_learns_from_false_finds():
    gold = corpus()[:1]
    found = Lexicon(("zolparib", "metrovane", "plasma")).predict([bare(gold[0])])
    (one,) = labelled(gold, found, Candidates.of(gold))
    names = {entity.id: entity.text for entity in one.entities}
    told = {(names[row.head], names[row.tail]): row.type for row in one.relations}
    assert told == {
        ("zolparib", "metrovane"): "mechanism",
        ("zolparib", "plasma"): NO_RELATION,
        ("plasma", "metrovane"): NO_RELATION,
    }
    focused = EndToEndTask(Lexicon(), EndToEndOptions(relations=TrainingOptions(model="linear"))).train(
        corpus(), TrainingOptions()
    )
    assert {row.type for one in focused.predict(corpus()) for row in one.relations} >= {"mechanism", "effect"}


def test_the_recogniser_is_taught_sentences_with_a_relation_alone():
    first, second = (next(one for one in corpus() if one.relations[0].type == kind) for kind in (NO_RELATION, "effect"))
    shift = len(first.text) + 1
    moved = [replace(one, id=f"U{one.id}", start=one.start + shift, end=one.end + shift) for one in second.entities]
    both = AnnotatedDocument(
        "both",
        f"{first.text}\n{second.text}",
        (*first.entities, *moved),
        (*first.relations, Relation("effect", "UT0", "UT1")),
        sentences=((0, len(first.text)), (shift, shift + len(second.text))),
    )
    taught = related_sentences(both)
    assert taught.text == second.text
    assert [taught.text[one.start : one.end] for one in taught.entities] == [one.text for one in second.entities]
    assert related_sentences(replace(both, relations=first.relations)).text == ""
