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


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a task lives.

    Attributes:
        task: as it is typed; two entries may share it, told apart by ``concepts``.
        module, name: of the class, made without arguments.
        concepts: of relations, whether it learns those between concepts, said of whole documents.
    """

    task: str
    module: str
    name: str
    concepts: bool = False


_ENTRIES = (
    _Entry(ENTITIES, "extraction.recogniser.task", "EntityTask"),
    _Entry(LINKING, "extraction.linking.task", "LinkingTask"),
    _Entry(RELATIONS, "extraction.relations.learned.sentence_task", "SentenceRelationTask"),
    _Entry(RELATIONS, "extraction.relations.learned.document_task", "DocumentRelationTask", concepts=True),
    _Entry(SECTIONS, "extraction.sections_learned.task", "SectionTask"),
)
_CONCEPT_MODELS = frozenset(("document",))
"""Architectures of relations between concepts; those between mentions are all others."""

TASK_NAMES = tuple(sorted({one.task for one in _ENTRIES}))


def task_for(name: str, documents: Iterable[AnnotatedDocument]) -> Task:
    """The task of that name; of the two for relations, the one whose annotations the documents have.

    Raises:
        NotFoundError: no such task.
    """
    concepts = name == RELATIONS and any(one.concept_relations for one in documents)
    return _task(name, concepts)


def task_of_model(name: str, card: ModelCard) -> Task:
    """The task that trained a model.

    Raises:
        NotFoundError: no such task.
        ModelMismatchError: the card is one of another task.
    """
    if card.task != name:
        raise ModelMismatchError(f"The model is one for {card.task}, not for {name}.", "Give another model.")
    return _task(name, card.model in _CONCEPT_MODELS)


def _task(name: str, concepts: bool) -> Task:
    entry = next((one for one in _ENTRIES if (one.task, one.concepts) == (name, concepts)), None)
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


def shipped_model(name: str, documents: Iterable[AnnotatedDocument]) -> Path:
    """The directory of the shipped model of a task; of relations, of the kind that the documents have.

    Raises:
        NotFoundError: none ships.
    """
    concepts = any(one.concept_relations for one in documents)
    for directory, card in shipped_models(name):
        if name != RELATIONS or (card.model in _CONCEPT_MODELS) == concepts:
            return directory
    told = f"No model for {name} ships that fits these documents."
    raise NotFoundError(told, f"Give one with --model DIR, train one with medkg train {name}, or use --folds.")
