"""One evaluation of a trained part, whichever way its model is made: figures, mistakes, what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from extraction.corpora.mixing import Mixture, read_ids
from extraction.corpora.records import AnnotatedDocument
from extraction.evaluation.chains import Stages, chain_folds, chain_stored, chain_trained
from extraction.evaluation.entities import score_by_string
from extraction.evaluation.finders import try_finder
from extraction.evaluation.linking import score_document_ids
from extraction.evaluation.trials import Trial, try_folds, try_model, try_training
from extraction.learning.directory import read_card
from extraction.learning.registry import END_TO_END, ENTITIES, RELATIONS, model_directory, shipped_model, task_for
from extraction.learning.task import Advance, TrainingOptions, silent
from extraction.learning.training import Gold, count_rows, counted, read_gold
from extraction.recogniser.labels import type_of
from extraction.scoring import write_mistakes
from kg.errors import InputError, NotFoundError
from kg.figures import Figure, Figures, peak_megabytes
from kg.results import Dropped

PLACEHOLDER = "model"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What to evaluate.

    Attributes:
        task: ``entities``, ``linking``, ``relations`` or ``sections``.
        gold: what is scored.
        training: options; its ``model`` is an architecture where something is trained, else a directory or the name
            of a shipped model, empty for the task's own.
        train: what trains the model that is scored, or None.
        folds: in how many folds the gold documents train and are scored; 0 for none.
        end_to_end: relations only: entities and identifiers are predicted too.
        stages: end to end: stored models for the stages before.
        labels: entities only: pairs from the labels of a user's own model to the gold standard's.
        allow_seen: score documents that trained the model all the same.
        errors: a TSV file for the mistakes, or None.
    """

    task: str
    gold: Gold
    training: TrainingOptions = field(default_factory=TrainingOptions)
    train: Gold | None = None
    folds: int = 0
    end_to_end: bool = False
    stages: Stages = field(default_factory=Stages)
    labels: tuple[tuple[str, str], ...] = ()
    allow_seen: bool = False
    errors: Path | None = None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Figures, and the annotations or lines of the gold files that could not be used."""

    figures: Figures
    dropped: tuple[Dropped, ...]


def evaluate_learned(asked: Evaluation, version: str, advance: Advance = silent) -> Evaluated:
    """Makes or loads the model, predicts the gold documents and scores them.

    Besides the task's own rows: ``corpus`` rows that count what was read and what the model has seen; for entities,
    the strict score on seen and on unseen strings; end to end, the entities' and identifiers' own scores.

    Raises:
        InputError: the options contradict each other, or the model has seen some of the documents.
        DocumentError: a corpus cannot be read.
        NotFoundError: there is no such model.
        ModelMismatchError: the model is one of another task or damaged, or the documents lack what trains it.
    """
    if asked.folds and asked.train is not None:
        raise InputError("--folds and --train are both given.", "Folds train on the gold documents: leave one out.")
    mixture = read_gold(asked.gold, excluding=False)
    trial = _trial(asked, mixture, advance)
    advance("scoring", 0, 1)
    rows = [*count_rows(mixture)]
    if trial.leaked or asked.allow_seen:
        rows.append(counted("seen_documents", len(trial.leaked)))
    rows += _scores(asked, trial)
    if asked.errors is not None:
        write_mistakes(asked.errors, trial.task.mistakes(trial.gold, trial.predicted))
    figures = Figures(
        task=asked.task,
        data=", ".join(one.name for one in asked.gold.paths),
        split=trial.split,
        rows=tuple(rows),
        seconds=round(trial.seconds, 3),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=round(len(trial.gold) / trial.seconds, 1) if trial.seconds else None,
        seed=asked.training.seed,
        device=trial.device,
        version=version,
    )
    return Evaluated(figures, mixture.dropped)


def _trial(asked: Evaluation, mixture: Mixture, advance: Advance) -> Trial:
    gold, options = mixture.documents, asked.training
    if asked.end_to_end and asked.task != RELATIONS:
        raise InputError(f"{asked.task} has no end to end.", "Give --end-to-end to relations.")
    if asked.end_to_end and any(one.concept_relations for one in gold):
        return _chain(asked, mixture, advance)
    trains = bool(asked.folds) or asked.train is not None
    if trains:
        task = task_for(asked.task, gold, END_TO_END if asked.end_to_end else options.model)
        if asked.train is None:
            return try_folds(task, gold, options, asked.folds, _excluded(asked), advance)
        train = read_gold(asked.train).documents
        return try_training(task, train, gold, options, advance, allow_seen=asked.allow_seen)
    if asked.task == ENTITIES and _is_foreign(options.model):
        return try_finder(options.model, dict(asked.labels), gold)
    directory = _directory(asked, gold, END_TO_END if asked.end_to_end else "")
    if asked.end_to_end and read_card(directory, RELATIONS).model != END_TO_END:
        told = f"The model in {directory} relates entities that are given, and finds none."
        raise InputError(told, f"Train one with medkg train relations --model {END_TO_END}.")
    if asked.task == ENTITIES:
        _check_types(directory, gold)
    return try_model(asked.task, directory, gold, allow_seen=asked.allow_seen)


def _check_types(directory: Path, gold: tuple[AnnotatedDocument, ...]) -> None:
    """A model none of whose types the gold standard has would score 0 and say nothing of itself."""
    known = read_card(directory, ENTITIES).types
    wanted = sorted({type_of(one.type) for document in gold for one in document.entities})
    if wanted and not set(known) & set(wanted):
        told = f"The model in {directory} finds {', '.join(known)}; the gold documents have {', '.join(wanted)[:200]}."
        raise InputError(told, "Score documents with types of that name, or train a model on these with --folds 5.")


def _is_foreign(model: str) -> bool:
    """Whether a model's name is one of a kind that :func:`try_finder` reads: ``spacy:NAME``, or a folder of another."""
    return ":" in model or (bool(model) and Path(model).is_dir() and model_directory(model) is None)


def _excluded(asked: Evaluation) -> frozenset[str]:
    return read_ids(asked.gold.exclude) if asked.gold.exclude is not None else frozenset()


def _chain(asked: Evaluation, mixture: Mixture, advance: Advance) -> Trial:
    gold, options, stages = mixture.documents, asked.training, asked.stages
    if asked.folds:
        return chain_folds(gold, stages, options, asked.folds, _excluded(asked), advance)
    if asked.train is not None:
        train = read_gold(asked.train).documents
        return chain_trained(train, gold, stages, options, advance, allow_seen=asked.allow_seen)
    stages = replace(stages, relations=_directory(asked, gold))
    return chain_stored(gold, stages, allow_seen=asked.allow_seen)


def _directory(asked: Evaluation, gold: tuple[AnnotatedDocument, ...], kind: str = "") -> Path:
    """The stored model: given by path or name, or the one that ships, of that kind of relations."""
    name = asked.training.model
    if not name:
        return shipped_model(asked.task, gold, kind)
    directory = model_directory(name)
    if directory is None:
        told = f"{name!r} is neither a folder with a model nor a model that ships."
        raise NotFoundError(
            told, f"To train one of that name, add --folds 5 or --train FILE; see medkg train {asked.task}."
        )
    return directory


def _scores(asked: Evaluation, trial: Trial) -> Iterator[Figure]:
    seed = asked.training.seed
    yield from (_named(one, trial.system) for one in trial.task.score(trial.gold, trial.predicted, seed))
    if asked.task == ENTITIES and trial.seen is not None:
        gold, predicted = levelled(trial.gold), levelled(trial.predicted)
        yield from score_by_string(gold, predicted, trial.seen, seed, trial.system)
    if asked.end_to_end and any(one.identifiers for document in trial.gold for one in document.entities):
        yield from score_document_ids(trial.gold, trial.predicted, seed, trial.system)


def levelled(documents: tuple[AnnotatedDocument, ...]) -> tuple[AnnotatedDocument, ...]:
    """The documents with the types of entities that models learn."""
    return tuple(
        replace(one, entities=tuple(replace(entity, type=type_of(entity.type)) for entity in one.entities))
        for one in documents
    )


def _named(row: Figure, system: str) -> Figure:
    return replace(row, system=system) if row.system == PLACEHOLDER else row
