"""What the models of a graph say of a claim, for explanations."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from api.engine_views import Views
from api.explain_claim import Claim, ModelPath, ModelPrediction, UnreadModel
from kg.errors import MissingDependencyError, ModelMismatchError, NotFoundError


def predicting() -> ModuleType:
    """The module that loads torch, on first use."""
    return import_module("api.engine_predict")


def opened_model(directory: Path, views: Views) -> Any:
    """A stored model, kept until the graph or its card changes.

    Raises:
        ModelMismatchError: it cannot be read.
        MissingDependencyError: what it reads needs a package that is not installed.
    """
    key = f"model {directory.name} {(directory / 'card.json').stat().st_mtime_ns}"
    return views.hold(key, lambda: predicting().open_model(directory, views.selected))


def readable_model(folder: Path, views: Views, relation: str, name: str | None) -> tuple[Any, tuple[UnreadModel, ...]]:
    """The first model that predicts a relation and can be opened, and those before it that cannot be read.

    Args:
        folder: the graph's models.
        views: keep what was opened.
        relation: that it has to predict.
        name: of the one model to take; None for any.

    Raises:
        NotFoundError: there is none.
        ModelMismatchError: the named one, or every one, cannot be read or predicts something else.
        MissingDependencyError: it reads what needs a package that is not installed.
    """
    able, unread = predicting().models_to_ask(folder, relation, name)
    for directory in able[:-1]:
        try:
            return opened_model(directory, views), unread
        except (ModelMismatchError, MissingDependencyError) as error:
            unread = (*unread, UnreadModel(directory.name, str(error)))
    return opened_model(able[-1], views), unread


class ModelVoice:
    """The first model that can be read, by preference; those before it that cannot are named in :attr:`unread`.

    Args:
        folder: the graph's models.
        views: keep what was opened.
    """

    def __init__(self, folder: Path, views: Views) -> None:
        self._folder, self._views = folder, views
        self._unread: dict[str, UnreadModel] = {}

    def unread(self) -> tuple[UnreadModel, ...]:
        """The models that were passed over so far, and why."""
        return tuple(self._unread.values())

    def predicted(self, claim: Claim) -> ModelPrediction | None:
        """What the model says of a claim; None where none can say anything."""
        found = self._ask(claim, lambda tools, model: tools.predicted_claim(model, claim))
        return cast("ModelPrediction | None", found)

    def paths(self, claim: Claim, most: int) -> tuple[ModelPath, ...]:
        """The model's own paths, at most so many, best first."""
        found = self._ask(claim, lambda tools, model: tools.model_paths(model, claim, most))
        return cast("tuple[ModelPath, ...]", found or ())

    def _ask(self, claim: Claim, ask: Callable[[ModuleType, Any], object]) -> object:
        if not any(self._folder.glob("[!.]*/card.json")):
            return None  # torch is not loaded for nothing
        tools = predicting()
        able, unread = tools.models_for(self._folder, claim.predicate)
        self._unread |= {one.name: one for one in unread}
        for directory in able:
            try:
                return ask(tools, opened_model(directory, self._views))
            except NotFoundError:
                return None  # one of the ends came after its training
            except (ModelMismatchError, MissingDependencyError) as error:
                self._unread[directory.name] = UnreadModel(directory.name, str(error))
        return None
