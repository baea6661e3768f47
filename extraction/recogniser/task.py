"""The task ``entities``: trained, cross-validated and scored by the generic commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from extraction.corpora.records import AnnotatedDocument
from extraction.evaluation.entities import entity_mistakes, score_entities
from extraction.learning.task import Advance, TrainedModel, TrainingOptions, silent
from extraction.recogniser.labels import type_of
from extraction.recogniser.model import TASK, Recogniser
from extraction.recogniser.tagger import ALONE, MODEL, train_tagger
from extraction.recogniser.united import UnitedRecogniser
from extraction.scoring import Mistake
from kg.errors import ModelMismatchError
from kg.figures import Figure

_Train = Callable[[Sequence[AnnotatedDocument], TrainingOptions, Advance], TrainedModel]


def _united(documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance) -> TrainedModel:
    return UnitedRecogniser(train_tagger(documents, options, advance).recogniser)


def _alone(documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance) -> TrainedModel:
    trained = train_tagger(documents, options, advance).recogniser
    return trained.named(ALONE)


MODELS: dict[str, _Train] = {MODEL: _united, ALONE: _alone}
"""What can be trained, by name; the first is the default: the tagger joined with the vocabulary, or by itself."""


class EntityTask:
    """Finding entities in text."""

    name = TASK

    def train(
        self, documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance = silent
    ) -> TrainedModel:
        """Trains on these documents; see :class:`extraction.learning.task.Task`.

        Raises:
            ModelMismatchError: an unknown model name, or no annotated entities.
        """
        model = options.model or next(iter(MODELS))
        if model not in MODELS:
            raise ModelMismatchError(f"There is no recogniser {model!r}.", f"Choose one of: {', '.join(MODELS)}.")
        return MODELS[model](documents, options, advance)

    def load(self, directory: Path) -> TrainedModel:
        """Reads a trained recogniser; errors as :meth:`extraction.recogniser.model.Recogniser.load`."""
        recogniser = Recogniser.load(directory)
        return recogniser if recogniser.card.model == ALONE else UnitedRecogniser(recogniser)

    def score(
        self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0
    ) -> tuple[Figure, ...]:
        """As :func:`extraction.evaluation.entities.score_entities`, NCBI's four kinds of disease as one type."""
        return score_entities(_levelled(gold), _levelled(predicted), seed)

    def mistakes(self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterable[Mistake]:
        """What was missed, invented, mistyped or cut wrongly."""
        return entity_mistakes(_levelled(gold), _levelled(predicted))


def _levelled(documents: Sequence[AnnotatedDocument]) -> list[AnnotatedDocument]:
    """The documents with the types that models learn."""
    return [
        replace(one, entities=tuple(replace(entity, type=type_of(entity.type)) for entity in one.entities))
        for one in documents
    ]
