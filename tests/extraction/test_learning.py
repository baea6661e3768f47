"""Training, cards, folds and trials on the quickest real task, sections, and on corpora written for the test."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest

from extraction.corpora.read import read_corpus
from extraction.evaluation.learned import Evaluation, evaluate_learned
from extraction.learning.card import ModelCard
from extraction.learning.directory import CARD_FILE
from extraction.learning.folds import fold_of, split_fold
from extraction.learning.registry import SECTIONS, TASK_NAMES, model_directory, shipped_model, task_for
from extraction.learning.task import TrainingOptions
from extraction.learning.training import Gold, check_directory, train_model
from extraction.sections_learned.model import SectionClassifier, canonical_section
from extraction.sections_learned.task import SectionTask
from kg.errors import InputError, ModelMismatchError, NotFoundError

WORDS = {
    "ALLERGY": "penicillin sulfa latex shellfish reaction hives none known drug allergies",
    "MEDICATIONS": "metformin lisinopril aspirin tablet mg daily twice morning bedtime dose",
    "ROS": "denies fever chills cough nausea vomiting negative shortness breath pain",
}


def table(path: Path, count: int, seed: int) -> Path:
    drawn = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("ID", "section_header", "section_text", "dialogue"))
        for number in range(count):
            label = sorted(WORDS)[number % len(WORDS)]
            text = " ".join(drawn.choices(WORDS[label].split(), k=11))
            writer.writerow((number, label, text, f"dialogue {seed} {number}"))
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sections")
    table(folder / "train.csv", 59, 1)
    table(folder / "test.csv", 23, 2)
    return folder


@pytest.fixture(scope="module")
def trained(files) -> Path:
    train_model(SECTIONS, Gold((files / "train.csv",), licence="CC0-1.0"), TrainingOptions(), files / "model")
    return files / "model"


def values(done) -> dict[tuple[str, str], float]:
    return {(row.system, row.metric): row.value for row in done.figures.rows}


def test_the_card_says_what_trained_the_model(files, trained):
    card = ModelCard.from_json((trained / CARD_FILE).read_text(encoding="utf-8"))
    corpus = read_corpus(files / "train.csv")
    (use,) = card.corpora
    assert (use.name, use.sha256, use.licence, use.documents) == ("train.csv", corpus.sha256, "CC0-1.0", 59)
    assert set(card.documents) == {one.name for one in corpus.documents}
    assert card.types == ("ALLERGY", "MEDICATIONS", "ROS") and card.task == SECTIONS and card.seed == 0
    assert dict(card.versions).keys() >= {"python", "medkg", "numpy"}


def test_a_stored_model_predicts_as_the_trained_one_and_training_is_repeatable(files, tmp_path):
    documents = read_corpus(files / "train.csv").documents
    texts = [one.text for one in read_corpus(files / "test.csv").documents]
    first, second = (SectionTask().train(documents, TrainingOptions(seed=3)) for _ in range(2))
    np.testing.assert_array_equal(first.scores(texts), second.scores(texts))
    first.save(tmp_path / "m")
    stored = SectionClassifier.load(tmp_path / "m")
    assert [one.label for one in stored.predict(read_corpus(files / "test.csv").documents)] == [
        one.label for one in first.predict(read_corpus(files / "test.csv").documents)
    ]


def test_a_stored_model_is_scored_on_unseen_documents(files, trained):
    done = evaluate_learned(Evaluation(SECTIONS, Gold((files / "test.csv",)), TrainingOptions(model=str(trained))), "0")
    assert values(done)["linear", "accuracy"] > 0.9 > values(done)["majority", "accuracy"]
    assert values(done)["corpus", "documents"] == 23
    assert done.figures.documents_per_second > 0


def test_documents_that_trained_the_model_are_counted_and_refused(files, trained, tmp_path):
    mixed = tmp_path / "mixed.csv"
    lines = (files / "train.csv").read_text(encoding="utf-8").splitlines()
    others = (files / "test.csv").read_text(encoding="utf-8").splitlines()
    mixed.write_text("\n".join([*others, *lines[1:8]]) + "\n", encoding="utf-8")
    asked = Evaluation(SECTIONS, Gold((mixed,)), TrainingOptions(model=str(trained)))
    with pytest.raises(InputError, match="7 of the 30 gold documents trained") as caught:
        evaluate_learned(asked, "0")
    assert "--allow-seen" in caught.value.remedy and caught.value.exit_code == 2
    done = evaluate_learned(
        Evaluation(SECTIONS, Gold((mixed,)), TrainingOptions(model=str(trained)), allow_seen=True), "0"
    )
    assert values(done)["corpus", "seen_documents"] == 7


def test_training_on_what_is_scored_is_refused_before_it_trains(files):
    gold = Gold((files / "test.csv",))
    with pytest.raises(InputError, match="23 of the 23"):
        evaluate_learned(Evaluation(SECTIONS, gold, train=gold), "0")


def test_train_and_test_in_one(files, tmp_path):
    errors = tmp_path / "wrong.tsv"
    train, gold = Gold((files / "train.csv",)), Gold((files / "test.csv",))
    done = evaluate_learned(Evaluation(SECTIONS, gold, train=train, errors=errors), "0")
    assert values(done)["linear", "accuracy"] > 0.9
    assert done.figures.split == "trained on 59 other documents"
    assert errors.read_text(encoding="utf-8").startswith("kind\tmetric\tdocument")


def test_folds_score_every_document_once_with_a_model_that_has_not_seen_it(files):
    done = evaluate_learned(Evaluation(SECTIONS, Gold((files / "train.csv",)), folds=5), "0")
    assert values(done)["corpus", "documents"] == 59
    assert {row.n for row in done.figures.rows if row.metric == "accuracy"} == {59}
    documents = read_corpus(files / "train.csv").documents
    tested: list[str] = []
    for fold in range(5):
        train, test = split_fold(documents, fold, 5)
        assert not {one.name for one in train} & {one.name for one in test}
        tested += [one.name for one in test]
    assert sorted(tested) == sorted(one.name for one in documents)


def test_excluded_documents_train_nothing(files, tmp_path):
    names = [one.name for one in read_corpus(files / "train.csv").documents][:13]
    (tmp_path / "never.tsv").write_text("pmid\n" + "\n".join(names) + "\n", encoding="utf-8")
    gold = Gold((files / "train.csv",), exclude=tmp_path / "never.tsv")
    training = train_model(SECTIONS, gold, TrainingOptions(), tmp_path / "m")
    assert not set(training.model.card.documents) & set(names)
    done = evaluate_learned(Evaluation(SECTIONS, gold, folds=3), "0")
    assert values(done)["corpus", "documents"] == 59  # they are scored, as nothing else has seen them


def test_options_that_contradict_each_other_are_refused(files):
    gold = Gold((files / "test.csv",))
    for asked in (
        Evaluation(SECTIONS, gold, train=Gold((files / "train.csv",)), folds=3),
        Evaluation(SECTIONS, gold, folds=1),
        Evaluation(SECTIONS, gold, end_to_end=True),
    ):
        with pytest.raises(InputError):
            evaluate_learned(asked, "0")


def test_a_model_replaces_a_model_and_nothing_else(tmp_path, files):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("words", encoding="utf-8")
    with pytest.raises(InputError, match="holds no model"):
        train_model(SECTIONS, Gold((files / "train.csv",)), TrainingOptions(), tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").is_file()
    check_directory(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    check_directory(tmp_path / "empty")


def test_damaged_and_foreign_models_are_told(files, trained, tmp_path):
    for name, damage in (("weights.npz", b"PK\x03\x04 no archive"), (CARD_FILE, b"{}")):
        copy = tmp_path / name
        copy.mkdir()
        for file in trained.iterdir():
            (copy / file.name).write_bytes(damage if file.name == name else file.read_bytes())
        with pytest.raises(ModelMismatchError):
            SectionTask().load(copy)
    gold = Gold((files / "test.csv",))
    with pytest.raises(NotFoundError, match="neither a folder with a model"):
        evaluate_learned(Evaluation(SECTIONS, gold, TrainingOptions(model="no-such")), "0")
    with pytest.raises(ModelMismatchError, match="'tagger'"):
        evaluate_learned(Evaluation(SECTIONS, gold, TrainingOptions(model="tagger"), folds=2), "0")


def test_one_label_is_nothing_to_learn(files):
    documents = [one for one in read_corpus(files / "train.csv").documents if one.label == "ROS"]
    with pytest.raises(ModelMismatchError, match="two labels; there are 1"):
        SectionTask().train(documents, TrainingOptions())


def test_two_labels_are_told_apart(files):
    documents = [one for one in read_corpus(files / "train.csv").documents if one.label != "ROS"]
    model = SectionTask().train(documents, TrainingOptions())
    assert [one.label for one in model.predict(documents)] == [one.label for one in documents]


def test_tasks_are_found_by_name():
    assert set(TASK_NAMES) == {"entities", "linking", "relations", "sections"}
    assert task_for(SECTIONS, ()).name == SECTIONS
    with pytest.raises(NotFoundError, match="'parsing'"):
        task_for("parsing", ())
    assert model_directory("no-such-model") is None


def test_the_shipped_classifier_of_sections_reads_plain_texts():
    model = SectionTask().load(shipped_model(SECTIONS, ()))
    texts = ("She has no known drug allergies.", "Metformin 500 mg twice daily and lisinopril 10 mg daily.")
    said = [canonical_section(model.card.types[place]) for place in model.scores(texts).argmax(axis=1)]
    assert said == ["allergies", "medications"]
    assert "CC BY 4.0" in model.card.corpora[0].licence


def test_folds_go_by_name_alone():
    names = [str(number) for number in range(997)]
    sizes = np.bincount([fold_of(one, 5) for one in names], minlength=5)
    assert sizes.min() > 150 and sizes.sum() == 997
