"""The protocol of a task that can be trained, cross-validated and scored by one command each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extraction.corpora.records import AnnotatedDocument
from extraction.learning.card import ModelCard
from extraction.scoring import Mistake
from kg.figures import Figure

Advance = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much."""


def silent(what: str, done: int, total: int) -> None:
    """An :data:`Advance` that shows nothing."""


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How to train.

    Attributes:
        model: name in the task's registry; empty for its default.
        seed: of everything that draws.
        device: ``auto``, ``cpu`` or ``cuda``.
        budget: multiplies the epochs, above 0; 1 is the documented training.
    """

    model: str = ""
    seed: int = 0
    device: str = "auto"
    budget: float = 1.0


class TrainedModel(Protocol):
    """A model that was trained or loaded."""

    @property
    def card(self) -> ModelCard:
        """What it is and what it has seen."""
        ...

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The same documents, in order, with the task's annotations replaced by predicted ones.

        It reads no more of the annotations than the task gives: none for entities, the gold places for linking, the
        gold entities (and the pairs asked about) for relations.
        """
        ...

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes weights and ``card.json``, switched in atomically; ``card`` replaces its own when given."""
        ...


class Task(Protocol):
    """A family of models with one training and one scoring."""

    @property
    def name(self) -> str:
        """As it is typed: ``entities``, ``linking``, ``relations``, ``sections``."""
        ...

    def train(
        self, documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance = silent
    ) -> TrainedModel:
        """Trains on these documents; the same documents, options and machine give the same model.

        The card's ``corpora`` are empty here: the command that read the files adds them
        when it saves the model.

        Raises:
            ModelMismatchError: an unknown model name, or documents without the annotations that the task needs.
        """
        ...

    def load(self, directory: Path) -> TrainedModel:
        """Reads what :meth:`TrainedModel.save` wrote.

        Raises:
            NotFoundError: no model lies there.
            ModelMismatchError: it is one of another task or a newer format, or its weights are damaged.
        """
        ...

    def score(
        self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0
    ) -> tuple[Figure, ...]:
        """Figures with 95 % bootstrap intervals over documents, baselines beside them where they need no data."""
        ...

    def mistakes(self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterable[Mistake]:
        """What was missed, invented or confused, fit for a readable file."""
        ...
