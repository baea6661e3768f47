"""TensorBoard logs of a training, where ``tensorboard`` is installed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from gnn.protocol import Step
from kg.errors import MissingDependencyError


class TrainingLog:
    """Writes a run a model: ``loss`` and ``valid_mrr`` by epoch.

    Args:
        folder: of the logs; each model gets a folder of its own in it.

    Raises:
        MissingDependencyError: ``tensorboard`` is not installed.
    """

    def __init__(self, folder: Path) -> None:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise MissingDependencyError.for_extra("tensorboard", "Writing TensorBoard logs") from error
        self._folder, self._make = folder, SummaryWriter
        self._writers: dict[str, Any] = {}

    def __call__(self, name: str, step: Step) -> None:
        """Takes one epoch; what an interrupted run had written of this epoch and later ones is taken back."""
        if name not in self._writers:
            self._writers[name] = self._make(str(self._folder / name), purge_step=step.done)
        writer = self._writers[name]
        writer.add_scalar("loss", step.loss, step.done)
        if not math.isnan(step.metric):
            writer.add_scalar("valid_mrr", step.metric, step.done)
        writer.flush()

    def close(self) -> None:
        """Ends all files."""
        for writer in self._writers.values():
            writer.close()
