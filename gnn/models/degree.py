"""The degree baseline: a node is plausible as an end of a relation when it often is one."""

from __future__ import annotations

import numpy as np

from gnn.dataset import Ids, LinkDataset
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores


class DegreePredictor:
    """Scores log(1 + edges of this relation) plus, to order the rest, a hundredth of log(1 + all edges).

    It reads the graph alone, so there is nothing to learn and nothing to store.
    """

    name = "degree"
    inductive = True

    def __init__(self) -> None:
        self._graph = np.empty((0, 3), np.int64)
        self._any = np.empty(0, np.float32)

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Counts."""
        self.attach(dataset)
        return FitReport(0.0, (), float("nan"), stopped_early=False)

    def attach(self, dataset: LinkDataset) -> None:
        """Counts the edges of another graph."""
        self._graph = dataset.graph
        ends = np.bincount(dataset.graph[:, [0, 2]].ravel(), minlength=dataset.num_nodes)
        self._any = (0.01 * np.log1p(ends)).astype(np.float32)

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes]; the same row for every head."""
        return self._rows(heads, relation, 2)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """float32 [len(tails), num_nodes]; the same row for every tail."""
        return self._rows(tails, relation, 0)

    def state(self) -> ModelState:
        """Empty."""
        return ModelState({}, "{}")

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> DegreePredictor:
        """A new one that has counted the dataset."""
        model = cls()
        model.attach(dataset)
        return model

    def _rows(self, given: Ids, relation: int, column: int) -> Scores:
        ends = self._graph[self._graph[:, 1] == relation, column]
        row = np.log1p(np.bincount(ends, minlength=len(self._any))).astype(np.float32) + self._any
        return np.repeat(row[None, :], len(given), axis=0)
