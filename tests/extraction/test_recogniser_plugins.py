"""Users' own models behind the one protocol: spaCy, Hugging Face, GLiNER."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast

from extraction.recogniser.plugin_gliner import GlinerFinder
from extraction.recogniser.plugin_spacy import SpacyFinder
from extraction.recogniser.plugin_transformers import TransformersFinder, _entities
from extraction.recogniser.plugins import load_finder
from extraction.recogniser.spans import RecognisedSpan, SpanFinder
from kg.errors import MissingDependencyError, ModelMismatchError, NotFoundError

TEXT = "aspirin helps pain"
LABELS = ("O", "B-DRUG", "I-DRUG")


@pytest.fixture(scope="module")
def spacy_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "CHEMICAL", "pattern": "aspirin"}])  # type: ignore[attr-defined]
    directory = tmp_path_factory.mktemp("models") / "ruler"
    nlp.to_disk(directory)
    return directory


@pytest.fixture(scope="module")
def hugging_face_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("models") / "bert"
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    special = ["[UNK]", "[PAD]", "[CLS]", "[SEP]"]
    tokenizer.train_from_iterator([TEXT] * 20, trainers.WordPieceTrainer(special_tokens=special, vocab_size=60))
    ends = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=ends)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
    )
    fast.model_max_length = 32
    fast.save_pretrained(directory)
    config = BertConfig(
        vocab_size=len(fast),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=32,
        id2label=dict(enumerate(LABELS)),
        label2id={name: number for number, name in enumerate(LABELS)},
    )
    model = BertForTokenClassification(config)
    model.classifier.weight.data.zero_()
    model.classifier.bias.data = model.classifier.bias.data * 0
    model.classifier.bias.data[1] = 9.0
    model.save_pretrained(directory)
    return directory


def test_a_spacy_pipeline_is_loaded_by_path_with_the_default_labels(spacy_directory: Path) -> None:
    finder: SpanFinder = load_finder(str(spacy_directory))
    assert isinstance(finder, SpacyFinder)
    assert finder.spans([TEXT, "nothing"]) == ((RecognisedSpan(0, 7, "Chemical", 1.0),), ())
    assert finder.types == ("Chemical",)


def test_a_users_labels_replace_the_default_ones_and_leave_others_out(spacy_directory: Path) -> None:
    assert load_finder(f"spacy:{spacy_directory}", {"CHEMICAL": "Drug"}).spans([TEXT])[0][0].label == "Drug"
    assert load_finder(str(spacy_directory), {"DISEASE": "Disease"}).spans([TEXT]) == ((),)


def test_spacy_reads_a_long_text_in_windows(spacy_directory: Path) -> None:
    text = "no aspirin today. " * 12_000
    spans = load_finder(str(spacy_directory)).spans([text])[0]
    assert len(spans) == 12_000
    assert all(text[one.start : one.end] == "aspirin" for one in spans)


def test_a_hugging_face_directory_is_read_to_the_end_of_a_long_text(hugging_face_directory: Path) -> None:
    finder = load_finder(str(hugging_face_directory))
    assert isinstance(finder, TransformersFinder)
    assert finder.types == ("Chemical",)
    text = " ".join([TEXT] * 100)
    spans = finder.spans([text])[0]
    assert [text[one.start : one.end] for one in spans] == text.split()
    assert all(one.label == "Chemical" and 0.9 < one.score <= 1 for one in spans)


def test_pieces_of_one_word_stay_together_and_types_part() -> None:
    places = [(0, 3), (3, 7), (8, 12), (13, 15)]
    found = list(_entities(places, ["B-A", "B-A", "B-A", "I-B"], [1.0, 0.5, 0.8, 0.9]))
    assert found == [(0, 7, "A", 0.75), (8, 12, "A", 0.8), (13, 15, "B", 0.9)]


class _Gliner:
    def predict_entities(self, text: str, labels: list[str], threshold: float) -> list[dict[str, Any]]:
        at = text.find("aspirin")
        found = {"start": at, "end": at + 7, "label": labels[0], "score": 0.7}
        return [found, {**found, "start": at, "end": at + 3, "score": 0.9}] if at >= 0 and threshold <= 0.7 else []


def test_gliner_is_asked_for_the_users_labels() -> None:
    finder = GlinerFinder(_Gliner(), {"medicine": "Chemical"})
    text = f"{'word ' * 500}{TEXT}"
    assert finder.spans([text]) == ((RecognisedSpan(2500, 2507, "Chemical", 0.7),),)


def test_a_missing_package_is_named_with_its_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extraction.recogniser.plugin_gliner.find_spec", lambda name: None)
    with pytest.raises(MissingDependencyError, match="pip install gliner"):
        load_finder("gliner:somewhere")


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"config\.cfg"):
        load_finder(str(tmp_path))
    with pytest.raises(NotFoundError, match="spaCy"):
        load_finder("no_such_pipeline")
    with pytest.raises(NotFoundError, match="directory"):
        load_finder("transformers:nowhere")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelMismatchError, match="token classifier"):
        load_finder(str(tmp_path))
