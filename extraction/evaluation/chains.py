"""Relations between concepts end to end: entities found, linked, then related; nothing gold is read.

Those between mentions have a task of their own, :mod:`extraction.relations.learned.end_to_end`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extraction.corpora.mixing import is_named, overlap
from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.evaluation.trials import Trial, blind, in_fold, refuse_seen
from extraction.learning.directory import read_card
from extraction.learning.folds import split_fold
from extraction.learning.registry import ENTITIES, LINKING, RELATIONS, shipped_model, task_for, task_of_model
from extraction.learning.task import Advance, TrainedModel, TrainingOptions, silent
from kg.errors import InputError, NotFoundError

_LABEL = "end to end"


@dataclass(frozen=True, slots=True)
class Stages:
    """The models that a document goes through, those given by their directories.

    Attributes:
        entities, linking, relations: a stored model; None to train one where there is something to train on, else
            for the shipped one.
    """

    entities: Path | None = None
    linking: Path | None = None
    relations: Path | None = None

    @property
    def named(self) -> tuple[tuple[str, Path | None], ...]:
        """The tasks in order."""
        return (ENTITIES, self.entities), (LINKING, self.linking), (RELATIONS, self.relations)


def chain_stored(gold: Sequence[AnnotatedDocument], stages: Stages, *, allow_seen: bool = False) -> Trial:
    """Predicts with stored or shipped models.

    Raises:
        InputError: one of them was trained on some of the documents, and ``allow_seen`` is not set.
        NotFoundError: a stage has no model.
    """
    models, leaked = _loaded(stages.named, gold, allow_seen=allow_seen)
    found, seconds = _predict(models, gold)
    last = models[-1].card
    split = f"{_LABEL}, stored models"
    return Trial(task_for(RELATIONS, gold), last.model, tuple(gold), found, None, leaked, split, seconds, last.device)


def chain_trained(
    train: Sequence[AnnotatedDocument],
    gold: Sequence[AnnotatedDocument],
    stages: Stages,
    options: TrainingOptions,
    advance: Advance = silent,
    *,
    allow_seen: bool = False,
) -> Trial:
    """Trains the stages that have no directory on some documents, and predicts others with all.

    Raises:
        InputError: some documents are among both, and ``allow_seen`` is not set.
    """
    leaked = overlap(train, gold)
    refuse_seen(leaked, len(gold), "these models", allowed=allow_seen)
    models, more = _made(train, gold, stages, options, advance, allow_seen=allow_seen)
    found, seconds = _predict(models, gold)
    task, last = task_for(RELATIONS, gold), models[-1].card
    split = f"{_LABEL}, trained on {len(train)} documents"
    return Trial(task, last.model, tuple(gold), found, None, leaked + more, split, seconds, last.device)


def chain_folds(
    gold: Sequence[AnnotatedDocument],
    stages: Stages,
    options: TrainingOptions,
    folds: int,
    excluded: frozenset[str] = frozenset(),
    advance: Advance = silent,
) -> Trial:
    """Trains all stages that have no directory on all folds but one, predicts that one, and pools.

    Raises:
        InputError: too few documents to fill the folds, or a stored model has seen some of them.
    """
    predicted: dict[str, AnnotatedDocument] = {}
    seconds, system, device = 0.0, options.model, options.device
    for fold in range(folds):
        train, test = split_fold(gold, fold, folds)
        train = tuple(one for one in train if not is_named(one.name, excluded))
        if not train or folds <= 1:
            raise InputError(f"{len(gold)} documents are too few for {folds} folds.", "Give more, or fewer folds.")
        models, _ = _made(train, test, stages, options, in_fold(advance, fold, folds), allow_seen=False)
        found, took = _predict(models, test)
        predicted.update({one.name: one for one in found})
        seconds, system, device = seconds + took, models[-1].card.model, models[-1].card.device
    pooled = tuple(predicted[one.name] for one in gold)
    split = f"{_LABEL}, {folds} folds by document, seed {options.seed}"
    return Trial(task_for(RELATIONS, gold), system, tuple(gold), pooled, None, (), split, seconds, device)


def _made(
    train: Sequence[AnnotatedDocument],
    gold: Sequence[AnnotatedDocument],
    stages: Stages,
    options: TrainingOptions,
    advance: Advance,
    *,
    allow_seen: bool,
) -> tuple[list[TrainedModel], tuple[str, ...]]:
    models: list[TrainedModel] = []
    leaked: tuple[str, ...] = ()
    for name, directory in stages.named:
        if directory is not None:
            loaded, more = _loaded(((name, directory),), gold, allow_seen=allow_seen)
            models, leaked = [*models, *loaded], leaked + more
        else:
            chosen = options if name == RELATIONS else replace(options, model="")
            models.append(task_for(name, train).train(train, chosen, advance))
    return models, leaked


def _loaded(
    stages: Sequence[tuple[str, Path | None]], gold: Sequence[AnnotatedDocument], *, allow_seen: bool
) -> tuple[list[TrainedModel], tuple[str, ...]]:
    models: list[TrainedModel] = []
    leaked: list[str] = []
    for name, given in stages:
        directory = given or shipped_model(name, gold)
        card = read_card(directory, name)
        seen = card.seen(tuple(one.name for one in gold))
        refuse_seen(seen, len(gold), f"the model in {directory}", allowed=allow_seen)
        leaked += seen
        models.append(task_of_model(name, card).load(directory))
    if not models:
        raise NotFoundError("There is no model to predict with.", "Give one with --model DIR.")
    return models, tuple(sorted(set(leaked)))


def _predict(
    models: Sequence[TrainedModel], gold: Sequence[AnnotatedDocument]
) -> tuple[tuple[AnnotatedDocument, ...], float]:
    prefixes = frozenset(
        end.partition(":")[0]
        for one in gold
        for relation in one.concept_relations
        for end in (relation.head, relation.tail)
    )
    started = time.perf_counter()
    documents: Sequence[AnnotatedDocument] = blind(ENTITIES, gold)
    for model in models:
        documents = model.predict(documents)
        if model.card.task == LINKING:
            documents = in_name_spaces(documents, prefixes)
    return tuple(documents), time.perf_counter() - started


def in_name_spaces(documents: Sequence[AnnotatedDocument], prefixes: frozenset[str]) -> tuple[AnnotatedDocument, ...]:
    """The documents with one identifier an entity: the first of the name spaces in which relations are told.

    A linker answers in several name spaces at once, and each identifier would count as a concept of its own. An
    entity without any in these name spaces is left without.
    """
    return tuple(
        replace(one, entities=tuple(_with_first(entity, prefixes) for entity in one.entities)) for one in documents
    )


def _with_first(entity: Entity, prefixes: frozenset[str]) -> Entity:
    chosen = next((one for one in entity.identifiers if one.partition(":")[0] in prefixes), None)
    return replace(entity, identifiers=() if chosen is None else (chosen,))
