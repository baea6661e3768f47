"""A trained model on disk: its files and ``card.json`` in a directory of their own, switched in atomically."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extraction.learning.card import ModelCard
from kg.errors import ModelMismatchError, NotFoundError
from kg.files import put_back, whole_folder

CARD_FILE = "card.json"


@contextmanager
def writing_model(directory: Path, card: ModelCard) -> Iterator[Path]:
    """A directory to write the weights into; it takes the place of ``directory`` when the block ends without error."""
    with whole_folder(directory) as aside:
        (aside / CARD_FILE).write_text(card.to_json() + "\n", encoding="utf-8")
        yield aside


def read_card(directory: Path, task: str) -> ModelCard:
    """The card of a stored model of that task.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: the card cannot be read, or is of another task.
    """
    path = directory / CARD_FILE
    put_back(directory.parent)
    if not path.is_file():
        raise NotFoundError(f"No model lies in {directory}.", f"Train one first: medkg train {task}.")
    card = ModelCard.from_json(path.read_text(encoding="utf-8"))
    if card.task != task:
        raise ModelMismatchError(f"{directory} holds a model for {card.task}, not for {task}.", "Give another folder.")
    return card
