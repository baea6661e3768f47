"""Trials of a model on gold documents: in folds, trained on other documents, or as it lies in a directory."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extraction.corpora.mixing import is_named, overlap
from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Relation
from extraction.evaluation.entities import Seen
from extraction.learning.directory import read_card
from extraction.learning.folds import split_fold
from extraction.learning.registry import LINKING, RELATIONS, task_of_model
from extraction.learning.seen import SeenStrings
from extraction.learning.task import Advance, Task, TrainedModel, TrainingOptions, silent
from kg.errors import InputError

_FEWEST_FOLDS = 2
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """Predictions for gold documents.

    Attributes:
        task: what scores them.
        system: name of the model.
        gold, predicted: the same documents in the same order.
        seen: strings that trained the model which read each document; None when that is not known.
        leaked: names of gold documents that trained it.
        split: how it was trained and tested, in words.
        seconds: of predicting.
        device: on which the model was trained.
    """

    task: Task
    system: str
    gold: tuple[AnnotatedDocument, ...]
    predicted: tuple[AnnotatedDocument, ...]
    seen: Seen | None
    leaked: tuple[str, ...]
    split: str
    seconds: float
    device: str


def try_folds(
    task: Task,
    gold: Sequence[AnnotatedDocument],
    options: TrainingOptions,
    folds: int,
    excluded: frozenset[str] = frozenset(),
    advance: Advance = silent,
) -> Trial:
    """Trains on all folds but one and predicts that one, for each; the predictions are pooled.

    Args:
        task: of the models.
        excluded: names of documents that train nothing; they are predicted like the others.

    Raises:
        InputError: fewer than two folds, or too few documents to fill them.
    """
    if folds < _FEWEST_FOLDS:
        raise InputError(f"{folds} folds part nothing.", "Give --folds 2 or more.")
    predicted: dict[str, AnnotatedDocument] = {}
    seen: dict[str, SeenStrings] = {}
    seconds, system, device = 0.0, options.model, options.device
    for fold in range(folds):
        train, test = split_fold(gold, fold, folds)
        train = tuple(one for one in train if not is_named(one.name, excluded))
        if not train:
            raise InputError(f"{len(gold)} documents are too few for {folds} folds.", "Give more, or fewer folds.")
        if not test:
            continue
        model = task.train(train, options, in_fold(advance, fold, folds))
        found, took = timed(model, test)
        predicted.update({one.name: one for one in found})
        seen.update(dict.fromkeys((one.name for one in test), SeenStrings.of(train)))
        seconds, system, device = seconds + took, model.card.model, model.card.device
    pooled = tuple(predicted[one.name] for one in gold)
    split = f"{folds} folds by document, seed {options.seed}"
    return Trial(task, system, tuple(gold), pooled, seen, (), split, seconds, device)


def try_training(
    task: Task,
    train: Sequence[AnnotatedDocument],
    gold: Sequence[AnnotatedDocument],
    options: TrainingOptions,
    advance: Advance = silent,
    *,
    allow_seen: bool = False,
) -> Trial:
    """Trains on some documents and predicts others.

    Raises:
        InputError: some documents are among both, and ``allow_seen`` is not set.
    """
    leaked = overlap(train, gold)
    refuse_seen(leaked, len(gold), "this model", allowed=allow_seen)
    model = task.train(train, options, advance)
    found, seconds = timed(model, gold)
    strings = SeenStrings.of(train)
    seen = dict.fromkeys((one.name for one in gold), strings)
    split = f"trained on {len(train)} {'documents' if leaked else 'other documents'}"
    return Trial(task, model.card.model, tuple(gold), found, seen, leaked, split, seconds, model.card.device)


def try_model(name: str, directory: Path, gold: Sequence[AnnotatedDocument], *, allow_seen: bool = False) -> Trial:
    """Predicts with a stored model.

    Raises:
        InputError: it was trained on some of the documents, and ``allow_seen`` is not set.
        NotFoundError: no model lies there.
        ModelMismatchError: it is one of another task, or damaged.
    """
    card = read_card(directory, name)
    task = task_of_model(name, card)
    leaked = card.seen(tuple(one.name for one in gold))
    refuse_seen(leaked, len(gold), f"the model in {directory}", allowed=allow_seen)
    found, seconds = timed(task.load(directory), gold)
    strings = SeenStrings.load(directory)
    seen = None if strings is None else dict.fromkeys((one.name for one in gold), strings)
    return Trial(task, card.model, tuple(gold), found, seen, leaked, f"model {directory.name}", seconds, card.device)


def refuse_seen(leaked: Sequence[str], total: int, who: str, *, allowed: bool) -> None:
    """Refuses to score documents that trained the model.

    Raises:
        InputError: there are some, and they are not allowed.
    """
    if leaked and not allowed:
        some = ", ".join(leaked[:_NAMED]) + (", …" if len(leaked) > _NAMED else "")
        raise InputError(
            f"{len(leaked):,} of the {total:,} gold documents trained {who} ({some}).",
            "Score other documents, or say --allow-seen to score these all the same.",
        )


def timed(model: TrainedModel, documents: Sequence[AnnotatedDocument]) -> tuple[tuple[AnnotatedDocument, ...], float]:
    """Predictions for documents whose answers are hidden, and the seconds that they took."""
    hidden = blind(model.card.task, documents)
    started = time.perf_counter()
    found = model.predict(hidden)
    return found, time.perf_counter() - started


def blind(task: str, documents: Iterable[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
    """The documents as a model of that task may see them: without what it is to predict.

    Linking keeps places and types; relations keep the linked entities and the pairs that the corpus asks about, not
    whether and how they are related.
    """
    hide = {LINKING: _without_links, RELATIONS: _without_relations}.get(task, _without_anything)
    return tuple(hide(one) for one in documents)


def _without_anything(document: AnnotatedDocument) -> AnnotatedDocument:
    return replace(document, entities=(), relations=(), concept_relations=(), label="")


def _without_links(document: AnnotatedDocument) -> AnnotatedDocument:
    entities = tuple(replace(one, identifiers=()) for one in document.entities)
    return replace(document, entities=entities, relations=(), concept_relations=())


def _without_relations(document: AnnotatedDocument) -> AnnotatedDocument:
    asked = dict.fromkeys((one.head, one.tail) for one in document.relations)
    relations = tuple(Relation(NO_RELATION, *ends) for ends in asked)
    return replace(document, relations=relations, concept_relations=())


def in_fold(advance: Advance, fold: int, folds: int) -> Advance:
    """The same progress, with the fold told before it."""
    return lambda what, done, total: advance(f"fold {fold + 1} of {folds}: {what}", done, total)
