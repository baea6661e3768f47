"""Training on corpora from files: what is read, mixed and left out, and the model's directory with its card."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extraction.corpora.mixing import Mixture, Part, mix, read_ids
from extraction.corpora.read import read_corpus
from extraction.learning.card import CorpusUse, ModelCard, library_versions
from extraction.learning.directory import CARD_FILE
from extraction.learning.registry import task_for
from extraction.learning.seen import SeenStrings
from extraction.learning.task import Advance, TrainedModel, TrainingOptions, silent
from kg.errors import DocumentError, InputError
from kg.figures import Figure

CORPUS = "corpus"
"""The system of rows that count what was read."""

NO_LICENCE = "not stated"


@dataclass(frozen=True, slots=True)
class Gold:
    """Which annotated documents to read.

    Attributes:
        paths: files or folders; of a document that several have, the first one's annotation counts.
        format: of all of them; None to go by the content.
        exclude: a table of documents that must not train, or None.
        licence: of the corpora, in words, for the card.
    """

    paths: tuple[Path, ...]
    format: str | None = None
    exclude: Path | None = None
    licence: str = NO_LICENCE


@dataclass(frozen=True, slots=True)
class Training:
    """What a training made.

    Attributes:
        directory: where the model lies.
        model: the trained model.
        card: as it was written, with corpora and versions.
        mixture: what was read.
    """

    directory: Path
    model: TrainedModel
    card: ModelCard
    mixture: Mixture


def read_gold(gold: Gold, *, excluding: bool = True) -> Mixture:
    """Reads and mixes the corpora.

    Args:
        excluding: take out the documents that must not train.

    Raises:
        DocumentError: a file cannot be read, or no document is left.
    """
    excluded = read_ids(gold.exclude) if gold.exclude is not None and excluding else frozenset[str]()
    mixture = mix([read_corpus(path, gold.format) for path in gold.paths], excluded)
    if not mixture.documents:
        raise DocumentError("No document is left to read.", "Look at what --exclude names, and at the files.")
    return mixture


def train_model(
    name: str, gold: Gold, options: TrainingOptions, directory: Path, advance: Advance = silent
) -> Training:
    """Trains the task of that name, and writes the model with its card and the strings that it has seen.

    Raises:
        InputError: the directory holds something that is no model.
        DocumentError: a corpus cannot be read.
        ModelMismatchError: the documents lack the annotations that the task needs, or the model's name is unknown.
    """
    check_directory(directory)
    mixture = read_gold(gold)
    model = task_for(name, mixture.documents, options.model).train(mixture.documents, options, advance)
    card = complete_card(model.card, mixture, gold.licence)
    model.save(directory, card)
    strings = SeenStrings.of(mixture.documents)
    if len(strings):
        strings.save(directory)
    return Training(directory, model, card, mixture)


def check_directory(directory: Path) -> None:
    """A model takes the place of a model, and of nothing else; told before anything is trained.

    Raises:
        InputError: something else is there, or no folder can be made there.
    """
    above = next((one for one in directory.absolute().parents if one.exists()), None)
    if above is not None and not (above.is_dir() and os.access(above, os.W_OK | os.X_OK)):
        told = "may not be written" if above.is_dir() else "is no folder"
        raise InputError(f"{above} {told}, so no model can lie in {directory}.", "Give another folder with --out.")
    if directory.is_dir() and not any(directory.iterdir()):
        return
    if directory.exists() and not (directory / CARD_FILE).is_file():
        raise InputError(f"{directory} is there already, and holds no model.", "Give a new folder with --out.")


def complete_card(card: ModelCard, mixture: Mixture, licence: str) -> ModelCard:
    """The card with the corpora that trained the model, and with versions if its task has named none."""
    uses = tuple(
        CorpusUse(one.corpus.path.name, one.corpus.sha256, licence, len(one.documents)) for one in mixture.parts
    )
    return replace(card, corpora=uses, versions=card.versions or library_versions("medkg"))


def count_rows(mixture: Mixture) -> tuple[Figure, ...]:
    """What was read, as rows of the system :data:`CORPUS`.

    ``documents``, ``entities``, ``relations`` and ``broken`` (annotations or lines that could not be used); over
    several corpora, or when some must not train, also ``shared`` and ``excluded`` documents.
    """
    documents = mixture.documents
    counts = {
        "documents": len(documents),
        "entities": sum(len(one.entities) for one in documents),
        "relations": sum(
            sum(bool(relation.type) for relation in (*one.relations, *one.concept_relations)) for one in documents
        ),
        "broken": len(mixture.dropped),
        "shared": _total(mixture.parts, "shared"),
        "excluded": _total(mixture.parts, "excluded"),
    }
    kept = {"documents", "broken"}
    return tuple(counted(name, value) for name, value in counts.items() if value or name in kept)


def counted(name: str, value: int) -> Figure:
    """A count as a row."""
    return Figure(CORPUS, name, float(value), float(value), float(value), value)


def _total(parts: Sequence[Part], name: str) -> int:
    return sum(len(one.shared if name == "shared" else one.excluded) for one in parts)
