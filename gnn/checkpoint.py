"""A trained model on disk: weights, settings, card and the nodes it knew, in one directory, switched in atomically."""

from __future__ import annotations

from pathlib import Path

import torch

from gnn.card import ModelCard
from gnn.dataset import LinkDataset
from gnn.protocol import LinkPredictor, ModelState
from gnn.registry import model_class
from kg.errors import ModelMismatchError, NotFoundError
from kg.files import put_back, whole_folder
from kg.tensors import read_tensors, write_tensors

WEIGHTS_FILE = "weights.safetensors"
SETTINGS_FILE = "settings.json"
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
    with whole_folder(directory) as aside:
        state = model.state()
        arrays = {name: tensor.detach().cpu().numpy() for name, tensor in state.tensors.items()}
        write_tensors(aside / WEIGHTS_FILE, arrays)
        (aside / SETTINGS_FILE).write_text(state.settings + "\n", encoding="utf-8")
        if nodes:
            (aside / NODES_FILE).write_text("\n".join(nodes) + "\n", encoding="utf-8")
        (aside / CARD_FILE).write_text(card.to_json() + "\n", encoding="utf-8")


def stored_models(folder: Path) -> tuple[Path, ...]:
    """The directories of a folder that hold a model, sorted; what a killed :func:`save_model` left aside is none."""
    put_back(folder)
    return tuple(path.parent for path in sorted(folder.glob(f"[!.]*/{CARD_FILE}")))


def load_card(directory: Path) -> ModelCard:
    """The card of a stored model.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: the card cannot be read.
    """
    path = directory / CARD_FILE
    put_back(directory.parent)
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
    state = _read_state(directory)
    read = {name for name, count in card.edges if count}
    lacking = sorted(({*card.relations} | read) - set(dataset.relations))
    if lacking:
        raise ModelMismatchError(
            f"The model in {directory} was trained on {', '.join(lacking)}, of which this graph has no edge.",
            "Use the graph that it was trained on, or train it again.",
        )
    try:
        return model_class(card.model).restore(state, dataset), card
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise _broken(directory / SETTINGS_FILE, error) from error


def _read_state(directory: Path) -> ModelState:
    arrays = read_tensors(directory / WEIGHTS_FILE).arrays
    path = directory / SETTINGS_FILE
    try:
        settings = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(path, error) from error
    return ModelState({name: torch.from_numpy(array) for name, array in arrays.items()}, settings)


def _broken(path: Path, error: Exception) -> ModelMismatchError:
    return ModelMismatchError(f"{path} cannot be read: {error}.", "Train the model again.")
