"""The scorer that knows nothing: every node is equally plausible. An evaluator must give it chance and no more."""

from __future__ import annotations

import numpy as np

from gnn.dataset import Ids, LinkDataset
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores


class ConstantPredictor:
    """Scores 0 everywhere."""

    name = "constant"
    inductive = True

    def __init__(self) -> None:
        self._nodes = 0

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Nothing to learn."""
        self.attach(dataset)
        return FitReport(0.0, (), float("nan"), stopped_early=False)

    def attach(self, dataset: LinkDataset) -> None:
        """Takes the number of nodes."""
        self._nodes = dataset.num_nodes

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """Zeros, float32 [len(heads), num_nodes]."""
        return np.zeros((len(heads), self._nodes), np.float32)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """Zeros, float32 [len(tails), num_nodes]."""
        return self.score_tails(tails, relation)

    def state(self) -> ModelState:
        """Empty."""
        return ModelState({}, "{}")

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> ConstantPredictor:
        """A new one."""
        model = cls()
        model.attach(dataset)
        return model
