"""The front half as spaCy components: their entry points, and the vocabulary that they are given."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from spacy.language import Language

from extraction.documents import Document
from extraction.front import COMPONENTS, make_front
from extraction.lexicon import Lexicon
from extraction.pipeline import Pipeline
from kg.vocabulary import Term, Vocabulary

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
INVENTED = Vocabulary([Term("MONDO:9999999", "Disease", "zyzzogeton fever", synonyms=("zyzzo",))], "invented/1")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_component_of_the_pipeline_is_an_entry_point(language):
    table = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]["spacy_factories"]
    for name, target in table.items():
        module, _, function = target.partition(":")
        assert callable(getattr(import_module(module), function))
        assert Language.has_factory(name)
    nlp = Pipeline(vocabulary=INVENTED)._languages[language]
    english_only = {"medkg_misspellings", "medkg_recogniser"}
    assert set(nlp.pipe_names) == set(table) - (english_only if language == "zh" else set())
    assert set(COMPONENTS) < set(table)


def test_a_vocabulary_of_ones_own_reaches_matcher_and_linker():
    pipeline = Pipeline(vocabulary=INVENTED)
    (done,) = pipeline.process([Document.make("a.txt", "He has zyzzogeton fever and asthma.")])
    assert [(one.object, one.vocabulary) for one in done.batch.evidence] == [("MONDO:9999999", "invented/1")]


def test_a_front_of_ones_own_takes_a_lexicon():
    nlp = make_front("en", Lexicon.of(INVENTED))
    found = nlp("No zyzzo today, no pneumonia.")._.medkg_mentions
    assert [(one.text, one.curie, one.matcher) for one in found] == [
        ("zyzzo", "MONDO:9999999", "vocabulary"), ("pneumonia", None, "recogniser"),
    ]  # fmt: skip
    assert nlp.tokenizer.max_cache_size > 10_000


def test_a_document_is_masked_once(monkeypatch):
    pipeline = Pipeline(vocabulary=INVENTED)
    seen = []
    original = pipeline.mask
    monkeypatch.setattr(pipeline, "mask", lambda document: seen.append(document.name) or original(document))
    list(pipeline.process([Document.make("a.txt", "Zyzzo in Mr. Brennan.")]))
    assert seen == ["a.txt"]
