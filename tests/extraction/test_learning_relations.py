"""Relations through the generic commands' functions: which task a corpus or a model means, and end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.corpora.read import read_corpus
from extraction.evaluation.learned import Evaluation, evaluate_learned
from extraction.learning.directory import read_card
from extraction.learning.registry import RELATIONS, shipped_model, task_for, task_of_model
from extraction.learning.task import TrainingOptions
from extraction.learning.training import Gold, train_model
from kg.errors import InputError, ModelMismatchError

DRUGS = ("aspirin", "warfarin", "digoxin", "lithium", "heparin")
CONCEPTS = "31|t|Lithium tremor.\n31\t0\t7\tLithium\tChemical\tD1\n31\t8\t14\ttremor\tDisease\tD2\n31\tCID\tD1\tD2\n"


def ddi(folder: Path, count: int) -> Path:
    """Documents in which "raises" tells an interaction and "and" none."""
    folder.mkdir()
    for number in range(count):
        first, second = DRUGS[number % 5], DRUGS[(number + 1 + number % 3) % 5]
        verb, holds = ("raises", "true") if number % 2 else ("and", "false")
        text = f"{first} {verb} {second}."
        start = len(first) + len(verb) + 2
        (folder / f"{number}.xml").write_text(
            f'<document id="x{number}"><sentence id="s" text="{text}">'
            f'<entity id="x{number}.e0" charOffset="0-{len(first) - 1}" type="drug" text="{first}"/>'
            f'<entity id="x{number}.e1" charOffset="{start}-{start + len(second) - 1}" type="drug" text="{second}"/>'
            f'<pair id="p" e1="x{number}.e0" e2="x{number}.e1" ddi="{holds}" type="effect"/></sentence></document>',
            encoding="utf-8",
        )
    return folder


def values(done) -> dict[tuple[str, str], float]:
    return {(row.system, row.metric): row.value for row in done.figures.rows}


def test_the_corpus_and_the_card_say_which_relations_are_meant(tmp_path):
    (tmp_path / "c.pubtator").write_text(CONCEPTS, encoding="utf-8")
    concepts = read_corpus(tmp_path / "c.pubtator").documents
    mentions = read_corpus(ddi(tmp_path / "d", 2)).documents
    assert "Document" in type(task_for(RELATIONS, concepts)).__name__
    assert "Sentence" in type(task_for(RELATIONS, mentions)).__name__
    assert "EndToEnd" in type(task_for(RELATIONS, mentions, "end-to-end")).__name__
    shipped = read_card(shipped_model(RELATIONS, concepts), RELATIONS)
    assert "Document" in type(task_of_model(RELATIONS, shipped)).__name__
    with pytest.raises(ModelMismatchError, match="one for relations"):
        task_of_model("entities", shipped)


def test_relations_between_mentions_are_trained_stored_and_scored(tmp_path):
    train, gold = ddi(tmp_path / "train", 60), ddi(tmp_path / "gold", 23)
    for file in gold.glob("*.xml"):
        file.write_text(file.read_text(encoding="utf-8").replace('"x', '"y'), encoding="utf-8")
    options = TrainingOptions(model="linear", budget=0.2)
    training = train_model(RELATIONS, Gold((train,)), options, tmp_path / "m")
    assert training.card.corpora[0].documents == 60
    asked = Evaluation(
        RELATIONS, Gold((gold,)), TrainingOptions(model=str(tmp_path / "m")), errors=tmp_path / "wrong.tsv"
    )
    done = values(evaluate_learned(asked, "0"))
    assert done["corpus", "relations"] == 11
    assert done["linear", "relations_f1"] > done["same-sentence", "relations_f1"]
    ends = Evaluation(RELATIONS, Gold((gold,)), TrainingOptions(model=str(tmp_path / "m")), end_to_end=True)
    with pytest.raises(InputError, match="finds none"):
        evaluate_learned(ends, "0")


def test_the_shipped_model_refuses_documents_that_trained_it(tmp_path):
    card = read_card(shipped_model(RELATIONS, _concepts(tmp_path, "31")), RELATIONS)
    _concepts(tmp_path, card.documents[0])
    with pytest.raises(InputError, match="1 of the 1"):
        evaluate_learned(Evaluation(RELATIONS, Gold((tmp_path / f"{card.documents[0]}.pubtator",))), "0")
    done = values(evaluate_learned(Evaluation(RELATIONS, Gold((tmp_path / "31.pubtator",))), "0"))
    assert done["corpus", "relations"] == 1 and ("document", "relations_f1") in done


def _concepts(folder: Path, name: str):
    path = folder / f"{name}.pubtator"
    path.write_text(CONCEPTS.replace("31", name), encoding="utf-8")
    return read_corpus(path).documents
