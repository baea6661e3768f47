"""A trained model on disk: weights, card and the nodes it knew, in a directory of its own, switched in atomically."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from pathlib import Path

import torch

from gnn.card import ModelCard
from gnn.dataset import LinkDataset
from gnn.protocol import LinkPredictor, ModelState
from gnn.registry import model_class
from kg.errors import ModelMismatchError, NotFoundError

WEIGHTS_FILE = "weights.pt"
CARD_FILE = "card.json"
NODES_FILE = "nodes.txt"


def save_model(model: LinkPredictor, card: ModelCard, directory: Path, nodes: tuple[str, ...] = ()) -> None:
    """Writes all files aside and puts the directory in place at once; an older model of that name is replaced.

    Args:
        model: a trained model.
        card: its card.
        directory: such as ``GRAPH/models/nbfnet``; its parent is made when it is missing.
        nodes: what could stand at the ends of its relations, so that nodes that come later are told; none keeps none.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        state = model.state()
        torch.save({"tensors": state.tensors, "settings": state.settings}, aside / WEIGHTS_FILE)
        if nodes:
            (aside / NODES_FILE).write_text("\n".join(nodes) + "\n", encoding="utf-8")
        (aside / CARD_FILE).write_text(card.to_json() + "\n", encoding="utf-8")
        old = Path(f"{aside}.old")
        if directory.exists():
            directory.replace(old)
        aside.replace(directory)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def load_card(directory: Path) -> ModelCard:
    """The card of a stored model.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: the card cannot be read.
    """
    path = directory / CARD_FILE
    if not path.is_file():
        raise NotFoundError(f"No model lies in {directory}.", "Train one first: medkg train linkprediction.")
    return ModelCard.from_json(path.read_text(encoding="utf-8"))


def load_nodes(directory: Path) -> frozenset[str] | None:
    """The nodes that could stand at the ends of a stored model's relations in training; None when none were kept."""
    path = directory / NODES_FILE
    return frozenset(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else None


def load_model(directory: Path, dataset: LinkDataset) -> tuple[LinkPredictor, ModelCard]:
    """The stored model, attached to a dataset, and its card.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: it is broken, or was trained on relations that the dataset lacks.
    """
    card = load_card(directory)
    try:
        raw = torch.load(directory / WEIGHTS_FILE, map_location="cpu", weights_only=True)
        state = ModelState(raw["tensors"], raw["settings"])
    except (OSError, RuntimeError, KeyError, EOFError, pickle.UnpicklingError) as error:
        raise ModelMismatchError(f"{directory / WEIGHTS_FILE} cannot be read: {error}.", "Train it again.") from error
    lacking = sorted(set(card.relations) - set(dataset.relations))
    if lacking:
        raise ModelMismatchError(
            f"The model in {directory} predicts {', '.join(lacking)}, of which this graph has no edge.",
            "Use the graph that it was trained on, or train it again.",
        )
    return model_class(card.model).restore(state, dataset), card
