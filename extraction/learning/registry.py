"""The tasks that can be trained, by name; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from extraction.corpora.records import AnnotatedDocument
from extraction.learning.card import ModelCard
from extraction.learning.directory import CARD_FILE
from extraction.learning.task import Task
from kg.errors import ModelMismatchError, NotFoundError
from kg.shipped import data_path

ENTITIES, LINKING, RELATIONS, SECTIONS = "entities", "linking", "relations", "sections"
MODELS_FOLDER = "models"


MENTIONS, CONCEPTS, END_TO_END = "mentions", "concepts", "end-to-end"
"""Kinds of relations: between mentions, between concepts of a document, and between mentions that are found first."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a task lives.

    Attributes:
        task: as it is typed; those of relations share it and differ in ``kind``.
        module, name: of the class, made without arguments.
        kind: of relations; empty for other tasks.
    """

    task: str
    module: str
    name: str
    kind: str = ""


_ENTRIES = (
    _Entry(ENTITIES, "extraction.recogniser.task", "EntityTask"),
    _Entry(LINKING, "extraction.linking.task", "LinkingTask"),
    _Entry(RELATIONS, "extraction.relations.learned.sentence_task", "SentenceRelationTask", MENTIONS),
    _Entry(RELATIONS, "extraction.relations.learned.document_task", "DocumentRelationTask", CONCEPTS),
    _Entry(RELATIONS, "extraction.relations.learned.end_to_end", "EndToEndTask", END_TO_END),
    _Entry(SECTIONS, "extraction.sections_learned.task", "SectionTask"),
)
_KINDS = {"document": CONCEPTS, END_TO_END: END_TO_END}
"""Kinds of the architectures of relations; all others relate mentions."""

TASK_NAMES = tuple(sorted({one.task for one in _ENTRIES}))


def task_for(name: str, documents: Iterable[AnnotatedDocument], model: str = "") -> Task:
    """The task of that name.

    Args:
        documents: of the tasks for relations, the one whose annotations they have is meant.
        model: an architecture that another of these tasks may own.

    Raises:
        NotFoundError: no such task.
    """
    return _task(name, _kind(documents, model) if name == RELATIONS else "")


def task_of_model(name: str, card: ModelCard) -> Task:
    """The task that trained a model.

    Raises:
        NotFoundError: no such task.
        ModelMismatchError: the card is one of another task.
    """
    if card.task != name:
        raise ModelMismatchError(f"The model is one for {card.task}, not for {name}.", "Give another model.")
    return _task(name, _KINDS.get(card.model, MENTIONS) if name == RELATIONS else "")


def _kind(documents: Iterable[AnnotatedDocument], model: str) -> str:
    if model in _KINDS:
        return _KINDS[model]
    listed = tuple(documents)
    if any(one.concept_relations for one in listed):
        return CONCEPTS
    linked = any(entity.identifiers for one in listed for entity in one.entities)
    return CONCEPTS if linked and not any(one.relations for one in listed) else MENTIONS


def _task(name: str, kind: str) -> Task:
    entry = next((one for one in _ENTRIES if (one.task, one.kind) == (name, kind)), None)
    if entry is None:
        raise NotFoundError(f"There is no task {name!r}.", f"Choose one of: {', '.join(TASK_NAMES)}.")
    made: Task = getattr(import_module(entry.module), entry.name)()
    return made


def model_directory(name: str) -> Path | None:
    """The directory of a model, given by its path or by the name of a shipped one; None when there is neither."""
    for directory in (Path(name), data_path(MODELS_FOLDER, name)):
        if (directory / CARD_FILE).is_file():
            return directory
    return None


def shipped_models(name: str) -> tuple[tuple[Path, ModelCard], ...]:
    """Directories and cards of all models of a task that ship, sorted by directory."""
    folder = data_path(MODELS_FOLDER)
    found = sorted(one.parent for one in folder.glob(f"*/{CARD_FILE}")) if folder.is_dir() else []
    cards = [(one, ModelCard.from_json((one / CARD_FILE).read_text(encoding="utf-8"))) for one in found]
    return tuple((one, card) for one, card in cards if card.task == name)


def shipped_model(name: str, documents: Iterable[AnnotatedDocument], model: str = "") -> Path:
    """The directory of the shipped model of a task; of relations, of the kind that :func:`task_for` means.

    Raises:
        NotFoundError: none ships.
    """
    kind = _kind(documents, model)
    for directory, card in shipped_models(name):
        if name != RELATIONS or _KINDS.get(card.model, MENTIONS) == kind:
            return directory
    told = f"No model for {name} ships that fits these documents."
    raise NotFoundError(told, f"Give one with --model DIR, train one with medkg train {name}, or use --folds.")
