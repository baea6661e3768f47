"""Training of the shipped architecture: from annotated documents to a recogniser."""

from __future__ import annotations

import platform
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

import numpy as np
import torch

from extraction.corpora.records import AnnotatedDocument
from extraction.learning.card import ModelCard
from extraction.learning.task import Advance, TrainingOptions, silent
from extraction.recogniser.features import FEATURES
from extraction.recogniser.inference import Weights
from extraction.recogniser.labels import conventions_of, tag_count
from extraction.recogniser.model import TASK, Recogniser
from extraction.recogniser.network import Network, Shape
from extraction.recogniser.preparing import Prepared, prepare
from extraction.recogniser.storage import read_subwords
from extraction.recogniser.subwords import Subwords
from extraction.recogniser.tokens import TypeTable
from extraction.recogniser.training import Schedule, fit
from extraction.recogniser.vocabulary import NameTable, VocabularyFeatures, shipped_names
from extraction.recogniser.wordtypes import normalised, spell
from kg.errors import ModelMismatchError
from kg.results import Dropped
from kg.shipped import data_path

MODEL, ALONE = "tagger", "tagger-alone"
_LEAST_SEEN = 2


@dataclass(frozen=True, slots=True)
class Learnt:
    """A recogniser with what its training could not use."""

    recogniser: Recogniser
    dropped: tuple[Dropped, ...]


def train_tagger(
    documents: Sequence[AnnotatedDocument],
    options: TrainingOptions,
    advance: Advance = silent,
    names: NameTable | None = None,
    schedule: Schedule | None = None,
    *,
    pieces: bool = True,
) -> Learnt:
    """Trains on documents of one corpus or of several with different conventions.

    Args:
        names: the vocabulary; None for the shipped one.
        schedule: None for the documented one; ``options`` sets its seed and multiplies its epochs.
        pieces: whether the pretrained vectors of word pieces take part.

    Raises:
        ModelMismatchError: no document has an annotated entity.
    """
    began = time.perf_counter()
    conventions, numbers = conventions_of(documents)
    types = sorted({name for one in conventions for name in one.types})
    if not types:
        raise ModelMismatchError("No document has an annotated entity.", "Give a corpus with entities.")
    table = TypeTable()
    features = VocabularyFeatures(names or shipped_names(), table)
    prepared: list[Prepared] = []
    dropped: list[Dropped] = []
    for document, number in zip(documents, numbers, strict=True):
        one, lost = prepare(document, (number, conventions[number]), types, table, features)
        dropped += lost
        if len(one.tokens):
            prepared.append(one)
    known = _known_words(prepared, table)
    subwords = read_subwords(data_path("models", "wordpieces")) if pieces else None
    dimensions = subwords.dimensions if subwords else 0
    shape = Shape(tag_count(types), len(conventions), len(known), FEATURES, dimensions)
    plan = schedule or Schedule()
    plan = replace(plan, epochs=plan.epochs * options.budget, seed=options.seed)
    vectors = subwords.of_words(table.words) if subwords else np.zeros((len(table), 0), np.float32)
    spellings = spell(table.words, {word: at for at, word in enumerate(known, 1)}, vectors)
    network = fit(prepared, spellings, shape, plan, advance)
    weights = _weights(network, known, tuple(types), tuple(one.name for one in conventions), subwords)
    card = _card(documents, weights, plan, time.perf_counter() - began)
    return Learnt(Recogniser(weights, card, names), tuple(dropped))


def _known_words(documents: Sequence[Prepared], table: TypeTable) -> tuple[str, ...]:
    counts = Counter(normalised(table.words[one]) for document in documents for one in document.tokens.types.tolist())
    return tuple(sorted(word for word, count in counts.items() if count >= _LEAST_SEEN))


def _weights(
    network: Network,
    known: tuple[str, ...],
    types: tuple[str, ...],
    conventions: tuple[str, ...],
    subwords: Subwords | None,
) -> Weights:
    arrays = {name: one.detach().to(torch.float32).cpu().numpy() for name, one in network.state_dict().items()}
    # what is stored in half precision is used in half precision from the first, so that a saved model answers the same
    arrays = {name: one.astype(np.float16).astype(np.float32) for name, one in arrays.items()}
    return Weights(arrays, known, types, conventions, network.shape.dilations, subwords)


def _card(documents: Sequence[AnnotatedDocument], weights: Weights, plan: Schedule, seconds: float) -> ModelCard:
    settings = (
        ("conventions", " ".join(weights.conventions)),
        ("epochs", f"{plan.epochs:g}"),
        ("known_words", str(len(weights.words))),
        ("rate", f"{plan.rate:g}"),
        ("width", str(len(weights.arrays["out.weight"][0]))),
    )
    return ModelCard(
        task=TASK,
        model=MODEL,
        types=weights.types,
        corpora=(),
        documents=tuple(sorted({one.name for one in documents})),
        seed=plan.seed,
        seconds=round(seconds, 1),
        device="cpu",
        settings=settings,
        versions=(("numpy", np.__version__), ("python", platform.python_version()), ("torch", version("torch"))),
    )
