"""The recogniser: words, tags, decoding, and a small model trained end to end."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.learning.task import TrainingOptions
from extraction.lexicon_table import build_table
from extraction.recogniser.component import shipped_recogniser
from extraction.recogniser.crf import negative_log_likelihood
from extraction.recogniser.decoding import Decoder
from extraction.recogniser.features import FEATURES
from extraction.recogniser.inference import _in_a_row
from extraction.recogniser.labels import allowed_transitions, conventions_of, tags_of
from extraction.recogniser.model import Recogniser, windows
from extraction.recogniser.network import Network, Shape, TypeBatch
from extraction.recogniser.preparing import prepare, type_batch, word_batch
from extraction.recogniser.subwords import Subwords
from extraction.recogniser.tagger import train_tagger
from extraction.recogniser.task import EntityTask
from extraction.recogniser.tokens import TypeTable
from extraction.recogniser.training import Schedule
from extraction.recogniser.united import UnitedRecogniser
from extraction.recogniser.vocabulary import NameTable, VocabularyFeatures
from extraction.recogniser.wordtypes import spell
from kg.errors import ModelMismatchError, NotFoundError
from kg.identifiers import Curie
from kg.schema import Category
from kg.vocabulary import Term, Vocabulary

DRUGS = ("zolparib", "metrovane", "cardiloxin", "benzatine", "fluprotide")
DISEASES = ("gastric murexia", "dermal plenosis", "renal tarditis")
FRAMES = (
    "{drug} was given for {disease}.",
    "Patients with {disease} received {drug} daily.",
    "Severe {disease} followed {drug}.",
)


def _document(number: int, drug: str, disease: str, frame: str) -> AnnotatedDocument:
    text = frame.format(drug=drug, disease=disease)
    places = ((text.index(drug), drug, "Chemical"), (text.index(disease), disease, "Disease"))
    entities = tuple(
        Entity(f"T{at}", start, start + len(name), name, kind)
        for at, (start, name, kind) in enumerate(sorted(places), 1)
    )
    return AnnotatedDocument(f"d{number}", text, entities)


DOCUMENTS = tuple(_document(number, *parts) for number, parts in enumerate(itertools.product(DRUGS, DISEASES, FRAMES)))


@pytest.fixture(scope="module")
def names() -> NameTable:
    terms = [Term(Curie("MONDO:0000001"), Category.DISEASE, "gastric murexia")]
    return NameTable(build_table(Vocabulary(terms)))


@pytest.fixture(scope="module")
def model(names: NameTable) -> Recogniser:
    return train_tagger(DOCUMENTS, TrainingOptions(seed=3), names=names, schedule=Schedule(epochs=25)).recogniser


@given(st.text())
def test_words_tile_the_text_with_exact_offsets(text: str) -> None:
    tokens = TypeTable().tokenize(text)
    pieces = [text[start:end] for start, end in zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)]
    assert "".join(pieces) == "".join(text.split())


def test_the_same_word_has_the_same_number_in_every_text() -> None:
    table = TypeTable()
    first, second = table.tokenize("fever\r\nand fever"), table.tokenize("no fever")
    assert first.types[0] == first.types[2] == second.types[1]
    assert first.gaps.tolist() == [2, 2, 1]


def test_of_overlapping_annotations_the_longest_stays_and_the_rest_is_returned() -> None:
    document = AnnotatedDocument(
        "1",
        "breast cancer",
        (Entity("T1", 0, 13, "breast cancer", "Disease"), Entity("T2", 7, 13, "cancer", "Disease")),
    )
    tags, dropped = tags_of(document, TypeTable().tokenize(document.text), ("Disease",))
    assert tags.tolist() == [1, 3]
    assert [one.item for one in dropped] == ["1 7-13"]


def test_conventions_are_told_by_the_types() -> None:
    ncbi = AnnotatedDocument("n", "colon cancer", (Entity("T1", 0, 12, "colon cancer", "SpecificDisease"),))
    conventions, numbers = conventions_of([*DOCUMENTS[:3], ncbi])
    assert [(one.name, one.types) for one in conventions] == [
        ("bc5cdr", ("Chemical", "Disease")),
        ("ncbi", ("Disease",)),
    ]
    assert numbers == [0, 0, 0, 1]


def _paths(count: int, steps: int) -> list[tuple[int, ...]]:
    possible = allowed_transitions(count)
    every = itertools.product(range(count), repeat=steps)
    return [one for one in every if all(possible[a, b] for a, b in itertools.pairwise((0, *one, 0)))]


def _path_score(path: tuple[int, ...], emissions: torch.Tensor, transitions: torch.Tensor) -> torch.Tensor:
    steps = sum(transitions[a, b] for a, b in itertools.pairwise((0, *path, 0)))
    return emissions[torch.arange(len(path)), list(path)].sum() + steps


def test_the_field_agrees_with_the_sum_over_all_paths() -> None:
    torch.manual_seed(1)
    count, steps = 5, 4
    emissions = torch.randn(1, steps, count, dtype=torch.double, requires_grad=True)
    transitions = torch.randn(count, count, dtype=torch.double, requires_grad=True)
    allowed = torch.ones(1, steps, count, dtype=torch.bool)
    allowed[0, 0, 1:] = False
    allowed[0, 2, 0] = False
    paths = _paths(count, steps)
    fitting = [one for one in paths if all(bool(allowed[0, at, tag]) for at, tag in enumerate(one))]
    every, some = (
        torch.logsumexp(torch.stack([_path_score(one, emissions[0], transitions) for one in listed]), 0)
        for listed in (paths, fitting)
    )
    wanted = torch.autograd.grad(every - some, (emissions, transitions))
    loss = negative_log_likelihood(emissions, transitions, torch.from_numpy(allowed_transitions(count)), allowed)
    found = torch.autograd.grad(loss, (emissions, transitions))
    assert loss.item() == pytest.approx((every - some).item())
    assert all(torch.allclose(one, other) for one, other in zip(wanted, found, strict=True))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_decoding_finds_the_best_path(seed: int) -> None:
    generator = np.random.default_rng(seed)
    emissions = generator.normal(0, 2, (5, 5)).astype(np.float32)
    transitions = generator.normal(0, 1, (5, 5)).astype(np.float32)
    scores = {
        one: float(_path_score(one, torch.from_numpy(emissions), torch.from_numpy(transitions))) for one in _paths(5, 5)
    }
    best = max(scores, key=lambda one: scores[one])
    found = Decoder(transitions, allowed_transitions(5))(emissions, np.array([0]), np.array([5]))
    tags = np.zeros(5, int)
    for first, last in zip(found.firsts.tolist(), found.lasts.tolist(), strict=True):
        tags[first : last + 1] = 2
        tags[first], tags[last] = 1, 3
        if first == last:
            tags[first] = 4
    assert ((found.scores > 0) & (found.scores <= 1)).all()
    assert tuple(tags.tolist()) == best


def test_vocabulary_features_find_names_over_hyphens_and_plurals(names: NameTable) -> None:
    table = TypeTable()
    features = VocabularyFeatures(names, table)
    tokens = table.tokenize("of Gastric-murexias in")
    found = features(tokens)
    assert [bool(row.any()) for row in found] == [False, True, True, True, False]
    assert not features(table.tokenize("gastric\nmurexia")).any()


def test_numpy_reads_as_torch_does(model: Recogniser, names: NameTable) -> None:
    weights = model._weights
    table = TypeTable()
    features = VocabularyFeatures(names, table)
    conventions, _ = conventions_of(DOCUMENTS)
    document = DOCUMENTS[4]
    prepared, _ = prepare(document, (0, conventions[0]), weights.types, table, features)
    shape = Shape(len(weights.arrays["out.bias"]), 1, len(weights.words), FEATURES)
    network = Network(shape).eval()
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.arrays.items()})
    assert weights.subwords is not None
    known = {word: at for at, word in enumerate(weights.words, 1)}
    spelt = spell(table.words, known, weights.subwords.of_words(table.words))
    words, distinct, begins = word_batch([prepared])
    types: TypeBatch = type_batch(spelt, distinct)
    with torch.no_grad():
        scores = network(types, words).numpy()[begins[0] : begins[0] + len(prepared.tokens)]
    model.spans([document.text])
    reader = model._reader
    assert reader is not None
    tokens = reader._vectors.table.tokenize(document.text)
    row = _in_a_row(np.array([len(tokens)]))
    mine = reader._emissions(tokens, row)[row.places]
    assert np.allclose(mine, scores, atol=0.1)  # whole numbers keep about eight bits
    assert np.abs(mine - scores).mean() < 0.02


def test_a_small_model_learns_and_generalises_to_a_new_name(model: Recogniser) -> None:
    text = "Patients with nasal murexia received trelovane daily."
    spans = model.spans([text])[0]
    assert ("received" not in {text[one.start : one.end] for one in spans}) and len(spans) >= 1
    again = model.predict(DOCUMENTS)
    right = sum(
        {(one.start, one.end, one.type) for one in wanted.entities}
        == {(one.start, one.end, one.type) for one in found.entities}
        for wanted, found in zip(DOCUMENTS, again, strict=True)
    )
    assert right >= 0.9 * len(DOCUMENTS)


def test_a_stored_model_answers_the_same(model: Recogniser, names: NameTable, tmp_path: Path) -> None:
    model.save(tmp_path / "one")
    loaded = Recogniser.load(tmp_path / "one", names)
    texts = [one.text for one in DOCUMENTS]
    assert loaded.spans(texts) == model.spans(texts)
    assert loaded.card == model.card
    assert loaded.card.documents == tuple(sorted(one.name for one in DOCUMENTS))


def test_a_model_without_word_pieces_is_stored_and_read(names: NameTable, tmp_path: Path) -> None:
    options = TrainingOptions(seed=7)
    bare = train_tagger(DOCUMENTS, options, names=names, schedule=Schedule(epochs=8), pieces=False).recogniser
    bare.save(tmp_path / "bare")
    texts = [one.text for one in DOCUMENTS]
    found = Recogniser.load(tmp_path / "bare", names).spans(texts)
    assert found == bare.spans(texts)
    assert any(found)


def test_a_model_without_measured_peaks_is_refused(model: Recogniser, names: NameTable, tmp_path: Path) -> None:
    model.save(tmp_path / "old")
    weights = tmp_path / "old" / "weights.safetensors"
    arrays = load_file(weights)
    del arrays["peaks"]
    save_file(arrays, weights)
    with pytest.raises(ModelMismatchError, match="older"):
        Recogniser.load(tmp_path / "old", names)


def test_training_is_deterministic(names: NameTable) -> None:
    trained = [
        train_tagger(DOCUMENTS, TrainingOptions(seed=7), names=names, schedule=Schedule(epochs=2)).recogniser
        for _ in range(2)
    ]
    first, second = (one._weights.arrays for one in trained)
    assert all(np.array_equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize(
    "before",
    ["\x00\x07", "👩‍⚕️ ", "\u202eabc\u202c ", "line\r\nline\r\n", "\ud83d", "\t\t", "中文，", "e\u0301 ", "\u2028"],
)
def test_offsets_are_exact_after_odd_characters(model: Recogniser, before: str) -> None:
    text = "zolparib was given for gastric murexia."
    for one in model.spans([before + text])[0]:
        assert (before + text)[one.start : one.end].strip() == (before + text)[one.start : one.end]
    named = {(before + text)[one.start : one.end] for one in model.spans([before + " " + text])[0]}
    assert isinstance(named, set)


def test_a_long_text_is_read_in_windows_to_its_end(model: Recogniser) -> None:
    line = "zolparib was given for gastric murexia.\n"
    text = line * 3000
    spans = model.spans([text])[0]
    single = len(model.spans([line])[0])
    assert single > 0
    assert len(spans) > 0.9 * single * 3000
    assert text[spans[-1].start : spans[-1].end] in line
    assert spans[-1].start > len(text) - len(line)
    assert list(spans) == sorted(spans)


@given(st.text(max_size=300), st.integers(2, 50))
def test_windows_tile_a_text(text: str, size: int) -> None:
    cut = list(windows(text, size))
    assert "".join(text[start:end] for start, end in cut) == text
    assert all(0 < end - start <= size for start, end in cut)


def test_empty_texts_have_no_entities(model: Recogniser) -> None:
    assert model.spans([]) == ()
    assert model.spans(["", "  \n ", "zolparib was given."])[:2] == ((), ())


def test_errors_name_the_remedy(model: Recogniser, names: NameTable, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="medkg train entities"):
        Recogniser.load(tmp_path)
    with pytest.raises(ModelMismatchError, match="bc5cdr"):
        Recogniser(model._weights, model.card, names, "ncbi")
    with pytest.raises(ModelMismatchError, match="tagger"):
        EntityTask().train(DOCUMENTS, TrainingOptions(model="oracle"))
    with pytest.raises(ModelMismatchError, match="annotated"):
        train_tagger([AnnotatedDocument("1", "fever")], TrainingOptions(), names=names)
    model.save(tmp_path / "cut")
    (tmp_path / "cut" / "weights.safetensors").write_bytes(b"short")
    with pytest.raises(ModelMismatchError, match=r"cut/weights\.safetensors cannot be read"):
        Recogniser.load(tmp_path / "cut")


def test_the_score_takes_the_four_kinds_of_disease_as_one() -> None:
    gold = AnnotatedDocument("1", "colon cancer", (Entity("T1", 0, 12, "colon cancer", "Modifier"),))
    found = AnnotatedDocument("1", "colon cancer", (Entity("T1", 0, 12, "colon cancer", "Disease"),))
    figures = {one.metric: one.value for one in EntityTask().score([gold], [found])}
    assert figures["strict_f1"] == 1.0
    assert list(EntityTask().mistakes([gold], [found])) == []


def test_subwords_split_from_the_left_and_skip_unknown_letters() -> None:
    pieces = Subwords({"ab": 0, "##c": 1}, np.array([[10, 0], [0, 20]], np.int8), 0.5)
    assert pieces.of_words(["ABC", "x"]).tolist() == [[2.5, 5.0], [0.0, 0.0]]


def test_the_task_joins_the_recogniser_with_the_vocabulary(model: Recogniser, tmp_path: Path) -> None:
    model.save(tmp_path / "united")
    united = EntityTask().load(tmp_path / "united")
    assert isinstance(united, UnitedRecogniser)
    found = united.predict(DOCUMENTS[:3])
    assert [one.name for one in found] == [one.name for one in DOCUMENTS[:3]]
    assert {entity.type for one in found for entity in one.entities} <= {"Chemical", "Disease"}
    model.named("tagger-alone").save(tmp_path / "alone")
    assert isinstance(EntityTask().load(tmp_path / "alone"), Recogniser)


def test_the_shipped_model_knows_its_documents_and_reads_a_plain_sentence() -> None:
    shipped = shipped_recogniser()
    assert shipped.types == ("Chemical", "Disease")
    assert shipped.conventions[0] == "bc5cdr"
    assert len(shipped.card.documents) == 979
    text = "Naloxone reversed the hypotension that clonidine had caused."
    found = {(text[one.start : one.end], one.label) for one in shipped.spans([text])[0]}
    assert found == {("Naloxone", "Chemical"), ("hypotension", "Disease"), ("clonidine", "Chemical")}
