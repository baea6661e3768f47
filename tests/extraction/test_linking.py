"""Linking: normal forms, candidates, features, the reranker as a task, answers in other name spaces."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.learning.task import TrainingOptions
from extraction.linking import Answers, normal
from extraction.linking.aliases import Aliases
from extraction.linking.candidates import CandidateFinder, level
from extraction.linking.concepts import concepts_of
from extraction.linking.features import NAMES, Describer, Place
from extraction.linking.figures import calibration_error
from extraction.linking.index import build_index
from extraction.linking.model import WEIGHTS, load_reranker
from extraction.linking.rewriting import CHEMICAL, CONDITION, parts, reduced
from extraction.linking.short_forms import short_forms
from extraction.linking.task import LinkingTask
from kg.errors import ModelMismatchError, NotFoundError
from kg.identifiers import Curie
from kg.schema import Category
from kg.vocabulary import Term, Vocabulary

TERMS = (
    Term(Curie("MONDO:1"), Category.DISEASE, "kidney failure", synonyms=("renal failure",), xrefs=("MESH:D1",)),
    Term(Curie("MONDO:2"), Category.DISEASE, "chronic kidney failure", xrefs=("MESH:D2", "OMIM:2")),
    Term(Curie("MONDO:3"), Category.DISEASE, "liver failure", synonyms=("hepatic failure",), xrefs=("MESH:D3",)),
    Term(Curie("MESH:D4"), Category.DISEASE, "Toxicity"),
    Term(Curie("CHEBI:5"), Category.DRUG, "metformin", synonyms=("Glucophage",), xrefs=("MESH:D5", "DRUGBANK:DB5")),
    Term(Curie("CHEBI:6"), Category.CHEMICAL_ENTITY, "Toxicity", xrefs=("MESH:D6",)),
    Term(Curie("HGNC:7"), Category.GENE, "INS"),
)


@pytest.fixture(scope="module")
def finder() -> CandidateFinder:
    concepts = concepts_of(TERMS)
    return CandidateFinder(concepts, build_index(concepts))


def found(finder: CandidateFinder, text: str, kind: str = CONDITION, expansion: str = "") -> list[str]:
    return [str(finder.concepts.curie(one.concept)) for one in finder.find(text, kind, expansion)]


def document(name: str, *mentions: tuple[str, str, tuple[str, ...]]) -> AnnotatedDocument:
    text, entities = "", []
    for number, (words, kind, identifiers) in enumerate(mentions):
        entities.append(Entity(f"T{number}", len(text), len(text) + len(words), words, kind, identifiers))
        text += f"{words}. "
    return AnnotatedDocument(name, text, tuple(entities))


CORPUS = tuple(
    document(
        str(number),
        ("renal failures", "Disease", ("MESH:D1",)),
        ("kidneys gone", "Disease", ("MESH:D1",)),
        ("metformin hydrochloride", "Chemical", ("MESH:D5",)),
        ("failure of the liver", "Disease", ("MESH:D3",)),
        ("sadness", "Disease", ()),
    )
    for number in range(7)
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kidney Failure, Chronic", "chronic kidney failures"),
        ("oesophageal tumours", "tumor esophageal"),
        ("diabetes type II", "type 2 diabetes"),
        ("ischaemia of the heart", "heart ischemia"),
    ],
)
def test_spelling_number_and_order_do_not_count_in_the_loose_form(one: str, other: str) -> None:
    assert normal.loose(one) == normal.loose(other)


def test_digests_are_the_same_in_every_process() -> None:
    assert normal.digest("asthma") == 235095184970


def test_a_name_goes_before_its_rewritings(finder: CandidateFinder) -> None:
    assert found(finder, "renal failure")[0] == "MONDO:1"
    assert found(finder, "Chronic renal failure")[:2] == ["MONDO:2", "MONDO:1"]
    assert found(finder, "acute hepatic failure")[0] == "MONDO:3"


def test_kinds_are_kept_apart_and_genes_left_out(finder: CandidateFinder) -> None:
    assert found(finder, "toxicity") == ["MESH:D4"]
    assert found(finder, "toxicity", CHEMICAL) == ["CHEBI:6"]
    assert found(finder, "INS", CHEMICAL) == []


def test_a_misspelled_name_is_found_by_its_trigrams(finder: CandidateFinder) -> None:
    option = finder.find("metfornin", CHEMICAL)[0]
    assert finder.concepts.curie(option.concept) == "CHEBI:5"
    assert 0.35 < option.cosine < 1.0 and option.levels == 0


def test_an_abbreviation_is_found_by_its_long_form(finder: CandidateFinder) -> None:
    assert found(finder, "CRF", CONDITION, "chronic renal failure")[0] == "MONDO:2"


def test_parts_of_a_composite_are_completed(finder: CandidateFinder) -> None:
    assert {"MONDO:1", "MONDO:3"} <= set(found(finder, "hepatic and renal failure"))


def test_a_strict_agreement_is_marked_as_such(finder: CandidateFinder) -> None:
    by_curie = {str(finder.concepts.curie(one.concept)): one for one in finder.find("Kidney-failure", CONDITION)}
    assert by_curie["MONDO:1"].levels >> level(0, 0, True) & 1
    assert by_curie["MONDO:1"].cosine == 1.0


def test_rewritings_take_off_modifiers_and_salts() -> None:
    assert list(reduced("drug-induced nephrotoxicity", CONDITION)) == ["kidney diseases", "nephrotoxicity"]
    assert list(reduced("warfarin sodium", CHEMICAL)) == ["warfarin"]
    assert list(parts("asthma")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chronic kidney disease (CKD) and", {"CKD": "chronic kidney disease"}),
        ("it rose (P < 0.05) in all (see above)", {}),
        ("(ABC) at the start", {}),
    ],
)
def test_short_forms_are_those_that_the_text_defines(text: str, expected: dict[str, str]) -> None:
    assert short_forms(text) == expected


def test_short_forms_end_in_linear_time() -> None:
    assert short_forms("(" * 50_000 + "a(AB) " * 5_000) is not None


def test_a_document_does_not_learn_its_own_aliases_while_it_trains() -> None:
    every, own = Aliases(), Aliases()
    every.add(CONDITION, "sadness", 3)
    every.add(CONDITION, "sadness", 5)
    own.add(CONDITION, "sadness", 3)
    assert dict(every.of(CONDITION, "sadness", own)) == {5: 1}
    assert every.prior(3, own) == 0 and every.prior(5, own) == 1


def test_features_end_with_the_outcome_no_link(finder: CandidateFinder) -> None:
    choices = Describer(finder, Aliases()).describe([Place("renal failure", CONDITION)], "renal failure")[0]
    assert choices.features.shape == (len(choices.concepts) + 1, len(NAMES))
    assert choices.features[:-1, NAMES.index("no link")].sum() == 0
    assert choices.features[-1, NAMES.index("no link")] == 1


def test_training_learns_aliases_and_no_link_and_survives_storage(finder: CandidateFinder, tmp_path: Path) -> None:
    task = LinkingTask(finder)
    model = task.train(CORPUS, TrainingOptions(budget=3.0))
    asked = document("new", ("kidneys gone", "Disease", ()), ("sadness", "Disease", ()), ("aspirin", "Drug", ()))
    entities = model.predict([asked])[0].entities
    assert entities[0].identifiers == ("MONDO:1", "MESH:D1")
    assert 0.5 < entities[0].score <= 1.0
    assert entities[1].identifiers == ()
    model.save(tmp_path / "linking")
    again = task.load(tmp_path / "linking")
    assert again.predict([asked]) == model.predict([asked])
    assert again.card.documents == tuple(str(number) for number in range(7))


def test_training_twice_gives_the_same_predictions(finder: CandidateFinder) -> None:
    first, second = (LinkingTask(finder).train(CORPUS, TrainingOptions(seed=3)).predict(CORPUS) for _ in range(2))
    assert first == second


def test_predictions_do_not_read_the_gold_identifiers(finder: CandidateFinder) -> None:
    model = LinkingTask(finder).train(CORPUS, TrainingOptions())
    bare = [replace(one, entities=tuple(replace(e, identifiers=()) for e in one.entities)) for one in CORPUS]
    assert model.predict(bare) == model.predict(CORPUS)


def test_the_baseline_links_names_alone(finder: CandidateFinder, tmp_path: Path) -> None:
    task = LinkingTask(finder)
    model = task.train(CORPUS, TrainingOptions(model="exact"))
    asked = document("new", ("Glucophage", "Chemical", ()), ("kidneys gone", "Disease", ()))
    assert [one.identifiers[:1] for one in model.predict([asked])[0].entities] == [("CHEBI:5",), ()]
    model.save(tmp_path / "exact")
    assert task.load(tmp_path / "exact").card.model == "exact"


def test_scores_count_gold_without_identifier_apart(finder: CandidateFinder) -> None:
    task = LinkingTask(finder)
    wrong = [replace(one, entities=tuple(replace(e, identifiers=("MESH:D1",)) for e in one.entities)) for one in CORPUS]
    values = {one.metric: one.value for one in task.score(CORPUS, wrong)}
    assert values["accuracy"] == pytest.approx(2 / 4)
    assert values["accuracy_with_nil"] == pytest.approx(2 / 5)
    assert values["accuracy_primary_disease"] == pytest.approx(2 / 3)


def test_the_primary_number_is_the_first_of_its_space(finder: CandidateFinder) -> None:
    gold = [document("d", ("x", "Disease", ("MESH:D9",)))]
    answered = [document("d", ("x", "Disease", ("MONDO:1", "MESH:D1", "MESH:D9")))]
    values = {one.metric: one.value for one in LinkingTask(finder).score(gold, answered)}
    assert values["accuracy"] == 1.0 and values["accuracy_primary"] == 0.0


def test_calibration_error_is_the_gap_between_chance_and_truth() -> None:
    assert calibration_error([0.9] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.4)


def test_errors_say_what_is_wrong(finder: CandidateFinder, tmp_path: Path) -> None:
    task = LinkingTask(finder)
    with pytest.raises(ModelMismatchError, match="no linker 'magic'"):
        task.train(CORPUS, TrainingOptions(model="magic"))
    with pytest.raises(ModelMismatchError, match="identifier that the vocabularies know"):
        task.train([document("d", ("sadness", "Disease", ()))], TrainingOptions())
    with pytest.raises(NotFoundError):
        task.load(tmp_path)
    task.train(CORPUS, TrainingOptions()).save(tmp_path / "m")
    (tmp_path / "m" / WEIGHTS).write_bytes(b"nothing")
    with pytest.raises(ModelMismatchError, match="cannot be read"):
        load_reranker(tmp_path / "m", finder)


def test_answers_in_other_name_spaces() -> None:
    answers = Answers(Vocabulary(TERMS))
    assert answers.answers("MONDO:2", "MESH") == "MESH:D2"
    assert answers.answers("MESH:D2", "MONDO") == "MONDO:2"
    assert answers.answers("CHEBI:5", "DRUGBANK") == "DRUGBANK:DB5"
    assert answers.answers("MONDO:1", "OMIM") is None
    assert answers.all("MESH:D4") == ("MESH:D4",)


def test_similar_names_agree_with_a_brute_force_cosine(finder: CandidateFinder) -> None:
    rows, scores = finder.index.similar("renalfailure", 3)
    assert finder.concepts.name(int(rows[0])) == "renal failure"
    assert scores[0] == pytest.approx(1.0, abs=1e-5)
    assert np.all(np.diff(scores) <= 0)
