"""The task ``linking``: gold places and types in, identifiers out."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np

from extraction.corpora.records import AnnotatedDocument
from extraction.evaluation.linking import linking_mistakes, score_linking
from extraction.learning.card import ModelCard
from extraction.learning.directory import read_card
from extraction.learning.task import Advance, TrainedModel, TrainingOptions, silent
from extraction.linking import baseline
from extraction.linking.baseline import ExactLinker, load_exact
from extraction.linking.candidates import KINDS, CandidateFinder, shipped_finder
from extraction.linking.features import Describer
from extraction.linking.figures import linking_figures
from extraction.linking.model import TASK, Reranker, load_reranker
from extraction.linking.places import places_of
from extraction.linking.training import EPOCHS, MEMBERS, UNITS, best_threshold, collect_aliases, examples_of, fit
from extraction.scoring import Mistake
from kg.errors import ModelMismatchError
from kg.figures import Figure

RERANKER = "reranker"


def _train_reranker(
    documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance, finder: CandidateFinder
) -> TrainedModel:
    started = time.perf_counter()
    advance("counting aliases", 0, 1)
    aliases, single = collect_aliases(documents, finder)
    examples = examples_of(documents, Describer(finder, aliases), finder, aliases, single)
    if not any(one.right[:-1].any() for one in examples):
        told = "No chemical or disease of these documents has an identifier that the vocabularies know."
        raise ModelMismatchError(told, "Train on documents that are linked to MeSH, OMIM or the like.")
    weights = fit(examples, options.seed, options.budget, advance)
    threshold = best_threshold(examples, weights)
    settings = (
        ("budget", str(options.budget)),
        ("epochs", str(EPOCHS)),
        ("networks", str(MEMBERS)),
        ("units", str(UNITS)),
    )
    card = _card(RERANKER, documents, options, round(time.perf_counter() - started, 1), settings)
    return Reranker(finder, aliases, weights, threshold, card)


def _train_exact(
    documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance, finder: CandidateFinder
) -> TrainedModel:
    return ExactLinker(finder, _card(baseline.MODEL, (), options, 0.0, ()))


def _card(
    model: str, documents: Sequence[AnnotatedDocument], options: TrainingOptions, seconds: float,
    settings: tuple[tuple[str, str], ...],
) -> ModelCard:  # fmt: skip
    versions = (("numpy", np.__version__), ("python", platform.python_version()), ("torch", version("torch")))
    names = tuple(sorted({one.name for one in documents}))
    return ModelCard(TASK, model, KINDS, (), names, options.seed, seconds, "cpu", settings, versions=versions)


_Train = Callable[[Sequence[AnnotatedDocument], TrainingOptions, Advance, CandidateFinder], TrainedModel]
MODELS: dict[str, _Train] = {RERANKER: _train_reranker, baseline.MODEL: _train_exact}
"""Architectures that can be trained, by name; the first is the default."""


class LinkingTask:
    """Linking mentions of chemicals and diseases.

    Args:
        finder: of candidates; None for that of the shipped vocabularies.
    """

    name = TASK

    def __init__(self, finder: CandidateFinder | None = None) -> None:
        self._finder = finder

    @property
    def finder(self) -> CandidateFinder:
        """Where candidates come from; the shipped one is made when it is first needed."""
        if self._finder is None:
            self._finder = shipped_finder()
        return self._finder

    def train(
        self, documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance = silent
    ) -> TrainedModel:
        """Trains on these documents; see :class:`extraction.learning.task.Task`.

        Raises:
            ModelMismatchError: an unknown model name, or no mention with an identifier that the vocabularies know.
        """
        model = options.model or RERANKER
        if model not in MODELS:
            raise ModelMismatchError(f"There is no linker {model!r}.", f"Choose one of: {', '.join(MODELS)}.")
        return MODELS[model](documents, options, advance, self.finder)

    def load(self, directory: Path) -> TrainedModel:
        """Reads a stored linker of either architecture.

        Raises:
            NotFoundError: no model lies there.
            ModelMismatchError: it is one of another task or a newer format, or its weights are damaged.
        """
        if read_card(directory, TASK).model == baseline.MODEL:
            return load_exact(directory, self.finder)
        return load_reranker(directory, self.finder)

    def score(
        self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0
    ) -> tuple[Figure, ...]:
        """As :func:`extraction.evaluation.linking.score_linking`, by kind, with those of :func:`linking_figures`."""
        wanted, found = _linked_only(gold), _linked_only(predicted)
        return (*score_linking(wanted, found, seed), *linking_figures(wanted, found))

    def mistakes(self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterable[Mistake]:
        """Wrong, missing and needless links."""
        return linking_mistakes(_linked_only(gold), _linked_only(predicted))


def _linked_only(documents: Sequence[AnnotatedDocument]) -> list[AnnotatedDocument]:
    """The documents with the mentions of linked kinds alone, the kind as their type."""
    return [
        replace(one, entities=tuple(replace(entity, type=place.kind) for entity, place in places_of(one)))
        for one in documents
    ]
