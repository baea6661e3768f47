"""The link predictors by name, loaded on first use."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module

from gnn.protocol import LinkPredictor
from kg.errors import InputError, NotFoundError

_HOMES = {
    "degree": ("gnn.models.degree", "DegreePredictor"),
    "path_counts": ("gnn.models.path_counts", "PathCountPredictor"),
    "complex": ("gnn.models.complex", "ComplExPredictor"),
    "distmult": ("gnn.models.distmult", "DistMultPredictor"),
    "rotate": ("gnn.models.rotate", "RotatEPredictor"),
    "compgcn": ("gnn.models.compgcn", "CompGCNPredictor"),
    "rules": ("gnn.models.rules", "RulePredictor"),
    "ensemble": ("gnn.models.ensemble", "EnsemblePredictor"),
    "nbfnet": ("gnn.models.nbfnet", "NBFNetPredictor"),
    "hybrid": ("gnn.models.hybrid", "HybridPredictor"),
    "combined": ("gnn.models.combined", "CombinedPredictor"),
    "neighbours": ("gnn.models.neighbours", "NeighbourPredictor"),
    "constant": ("gnn.models.constant", "ConstantPredictor"),
}

MODEL_NAMES = tuple(_HOMES)

TRAINED_TOGETHER = frozenset({"complex", "distmult", "rotate", "compgcn", "ensemble", "nbfnet", "combined"})
"""Those whose training is shared by all processes that ``torchrun`` started, and waits for each of them."""

PRUNING = ("nbfnet", "combined")
"""Names of the models that can prune what they read."""

READING_FEATURES = ("hybrid", "neighbours", "combined")
"""Names of the models that read features of nodes."""


def check_pruning(names: Collection[str], prune: int | None) -> None:
    """Refuses to prune where none of the models does.

    Raises:
        InputError: pruning is asked for, and no model does it.
    """
    if prune is not None and not set(names) & set(PRUNING):
        raise InputError(
            f"There is nothing to prune in {', '.join(names)}.",
            f"Models that prune: {', '.join(PRUNING)}. Leave --prune out.",
        )


def check_features(name: str, features: Collection[str]) -> None:
    """Refuses features of nodes for a model that reads none.

    Raises:
        InputError: features are named, and the model does not read them.
    """
    if features and name not in READING_FEATURES:
        raise InputError(
            f"The model {name} reads no features of nodes.",
            f"Models that read them: {', '.join(READING_FEATURES)}. Leave --feature out.",
        )


def model_class(name: str) -> type[LinkPredictor]:
    """The class of a model; called without arguments it makes an untrained one with default settings.

    Raises:
        NotFoundError: no model of that name; the message lists the known ones.
    """
    if name not in _HOMES:
        raise NotFoundError(f"There is no model {name!r}.", f"Known: {', '.join(MODEL_NAMES)}.")
    module, attribute = _HOMES[name]
    found: type[LinkPredictor] = getattr(import_module(module), attribute)
    return found
