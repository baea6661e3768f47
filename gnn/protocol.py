"""What every link predictor can do, and the records of its training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from gnn.dataset import Ids, LinkDataset

Scores = NDArray[np.float32]


class Step(NamedTuple):
    """Where a training stands: steps done of total, the latest loss, the latest validation metric (nan before one)."""

    done: int
    total: int
    loss: float
    metric: float


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class FitOptions:
    """What a training takes beside the model's own settings.

    Attributes:
        seed: of every random choice; on a CPU the same seed gives the same model.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:1``.
        budget: multiplies the model's epochs, for quick runs (0.2) and thorough ones (3).
        precision: ``auto``, ``32``, ``bf16`` or ``16``, see :class:`gnn.precision.Precision`.
        checkpoints: folder where epochs are kept, so that a killed training goes on; None keeps none.
        restart: take no notice of a checkpoint that lies there.
        notify: takes what the user should know at once, a sentence each.
        prune: nodes that the path network keeps for a query after each step, 0 for all; None takes the model's own
            setting. Other models have nothing to prune.
        minutes: of processor time, all threads together, after which a training of epochs ends with the weights that it
            has then; its cheaper search for settings before comes on top. None sets no end.
    """

    seed: int = 0
    device: str = "auto"
    budget: float = 1.0
    precision: str = "auto"
    checkpoints: Path | None = None
    restart: bool = False
    notify: Callable[[str], None] | None = None
    prune: int | None = None
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class FitReport:
    """How a training went.

    Attributes:
        seconds: wall clock, that of interrupted runs included; seconds_before: theirs alone.
        steps: Step records, one an epoch.
        best: best validation metric (mean of tail and head MRR), nan when nothing was held out to validate.
        stopped_early: ended before its last epoch because the metric no longer rose.
        resumed_after: epochs that an earlier run, which was interrupted, had done.
        precision: what products were computed in: ``32``, ``bf16`` or ``16``.
        out_of_time: ended because its minutes were over.
    """

    seconds: float
    steps: tuple[Step, ...]
    best: float
    stopped_early: bool
    resumed_after: int = 0
    seconds_before: float = 0.0
    precision: str = "32"
    out_of_time: bool = False


@dataclass(frozen=True, slots=True)
class ModelState:
    """A trained model as it is stored: tensors by name, and its settings as JSON."""

    tensors: dict[str, torch.Tensor]
    settings: str


class LinkPredictor(Protocol):
    """Scores every node as the missing end of a triple.

    Attributes:
        name: its name in the registry.
        inductive: it scores nodes that came after its training.
    """

    name: str
    inductive: bool

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Learns the dataset's targets from ``train``, tunes on ``valid``, never reads ``test`` or ``negatives``."""
        ...

    def attach(self, dataset: LinkDataset) -> None:
        """Scores on this dataset's graph from now on.

        Raises:
            ModelMismatchError: the model was trained on other relations.
        """
        ...

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes], higher is more plausible; -inf where the model cannot place a node."""
        ...

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """float32 [len(tails), num_nodes], as :meth:`score_tails` for the other end."""
        ...

    def state(self) -> ModelState:
        """All that :meth:`restore` needs."""
        ...

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> LinkPredictor:
        """The stored model, attached to a dataset.

        Raises:
            ModelMismatchError: the model was trained on other relations.
        """
        ...
