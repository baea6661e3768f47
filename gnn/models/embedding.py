"""What ComplEx, DistMult and RotatE have in common: reciprocal relations, scores of all nodes, and their storage.

Every triple is asked in both directions, the second through a relation of its own. On small graphs an answer competes
with all nodes, on large ones with a sample; see :mod:`gnn.models.embedding_batches`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Self

import numpy as np
import torch
from torch import nn

from gnn.course import Course, Learner, Rules
from gnn.dataset import Ids, LinkDataset
from gnn.device import choose_device
from gnn.evaluate import validation_metric
from gnn.models.embedding_formula import Formula
from gnn.models.embedding_training import (
    EmbeddingConfig,
    Embeddings,
    Setting,
    Trainer,
    rank_settings,
    train_embeddings,
)
from gnn.precision import Precision
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores
from gnn.resume import run_identity
from kg.errors import InputError, ModelMismatchError

_VALIDATED = 2_000


class EmbeddingPredictor:
    """One row of weights a node; nodes that came after the training cannot be scored.

    Attributes:
        name: in the registry.
        formula: the model.
        setting: what was chosen on the validation triples.
        ranked: it and the settings that came after it; empty in a restored model.
    """

    name: str
    formula: Formula
    inductive = False

    def __init__(self, config: EmbeddingConfig | None = None) -> None:
        self.config = config or EmbeddingConfig()
        self.setting: Setting | None = None
        self.ranked: tuple[Setting, ...] = ()
        self.device = torch.device("cpu")
        self._nodes: dict[str, int] = {}
        self._relations: dict[str, int] = {}
        self._weights: Embeddings | None = None
        self._dataset: LinkDataset | None = None
        self._place = torch.empty(0, dtype=torch.int64)

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Trains on all edges of the graph, tunes on the targets' validation edges.

        Raises:
            InputError: the graph has no edge.
        """
        if not len(dataset.graph):
            raise InputError("There is no edge to train on.", "Import some first.")
        self.device = choose_device(options.device)
        self._nodes = {node: place for place, node in enumerate(dataset.node_ids)}
        self._relations = {name: place for place, name in enumerate(dataset.relations)}
        trainer = Trainer(self.formula, dataset, self.config)

        def begin() -> Learner:
            numbers = np.random.default_rng(options.seed)
            weights = trainer.embeddings(numbers).to(self.device)
            return Learner(weights, trainer.optimizer(weights), numbers, Precision(options.precision, self.device))

        def validate(weights: nn.Module) -> float:
            assert isinstance(weights, Embeddings)
            self._weights = weights
            return validation_metric(self, dataset, _VALIDATED) if len(dataset.valid) else float("nan")

        self.attach(dataset)
        self.ranked = (
            rank_settings(trainer, begin, validate, options.budget) if len(dataset.valid) else self.config.settings
        )
        self.setting = self.ranked[0]
        learner = begin()
        assert isinstance(learner.module, Embeddings)
        self._weights = learner.module
        identity = run_identity(self.name, (self.config, self.setting), dataset, options)
        total = trainer.epochs(options.budget)
        course = Course(learner, Rules(self.name, identity, total, self.config.patience), options, progress)
        train_embeddings(trainer, (course, learner, total), self.setting, validate)
        return course.finish()

    def attach(self, dataset: LinkDataset) -> None:
        """Scores the nodes of another dataset; those it was not trained on get -inf.

        Raises:
            ModelMismatchError: no relation in common, or a target that was not trained.
        """
        lacking = {dataset.relations[relation] for relation in dataset.targets} - set(self._relations)
        if lacking:
            raise ModelMismatchError(
                f"The {self.name} model was not trained on {', '.join(sorted(lacking))}.",
                "Train it again on this graph.",
            )
        self._dataset = dataset
        places = [self._nodes.get(node, -1) for node in dataset.node_ids]
        self._place = torch.tensor(places, dtype=torch.int64, device=self.device)

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes]; -inf for nodes that came after the training."""
        return self._score(heads, relation, reciprocal=False)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`, through the reciprocal relation."""
        return self._score(tails, relation, reciprocal=True)

    def state(self) -> ModelState:
        """Weights as tensors; the setting, node ids and relation names as JSON."""
        assert self.setting is not None
        settings = {"setting": asdict(self.setting), "nodes": list(self._nodes), "relations": list(self._relations)}
        tensors = {name: tensor.detach().cpu() for name, tensor in self.weights.state_dict().items()}
        return ModelState(tensors, json.dumps(settings, ensure_ascii=False))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> Self:
        """The stored model on a dataset; see :meth:`attach`.

        Raises:
            ModelMismatchError: it was stored by a version with other settings, or trained on other relations.
        """
        settings = json.loads(state.settings)
        if set(state.tensors) != {"node", "relation"} or "setting" not in settings:
            raise ModelMismatchError(f"The stored {cls.name} model is of another version.", "Train it again.")
        model = cls()
        model.setting = Setting(**settings["setting"])
        model._nodes = {node: place for place, node in enumerate(settings["nodes"])}
        model._relations = {name: place for place, name in enumerate(settings["relations"])}
        model._weights = Embeddings(state.tensors["node"], state.tensors["relation"])
        model.attach(dataset)
        return model

    @property
    def weights(self) -> Embeddings:
        """The trained weights.

        Raises:
            InputError: there are none yet.
        """
        if self._weights is None:
            raise InputError(f"The {self.name} model is not trained.", "Fit it, or restore a stored one.")
        return self._weights

    @torch.no_grad()
    def _score(self, given: Ids, relation: int, *, reciprocal: bool) -> Scores:
        assert self._dataset is not None
        number = self._relations[self._dataset.relations[relation]] + (len(self._relations) if reciprocal else 0)
        places = self._place[torch.from_numpy(given).to(self.device)]
        scores = np.full((len(given), self._dataset.num_nodes), -np.inf, np.float32)
        old, known = self._place >= 0, places >= 0
        if not known.any():
            return scores
        table = self.weights.node[self._place[old]]
        turn = self.formula.relations(self.weights.relation[number : number + 1])
        found = self.formula.query(self.weights.node[places[known]], turn) @ table.T
        bias = self.formula.bias(table)
        if bias is not None:
            found += bias
        scores[np.ix_(known.cpu().numpy(), old.cpu().numpy())] = found.cpu().numpy()
        return scores
