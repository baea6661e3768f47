"""CompGCN as a link predictor: trained on sampled neighbourhoods, scoring with the states of the whole graph."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import torch
from torch import Tensor

from gnn.course import Course, Learner, Rules
from gnn.dataset import Ids, LinkDataset
from gnn.device import choose_device
from gnn.evaluate import validation_metric
from gnn.models.compgcn_network import CompGCN, in_parts
from gnn.models.compgcn_training import CompGCNConfig, EdgeBatches, train_compgcn
from gnn.precision import Precision
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores
from gnn.resume import run_identity
from gnn.sampling.adjacency import CompressedAdjacency
from kg.errors import InputError, ModelMismatchError


class CompGCNPredictor:
    """A graph convolution with composed relations and DistMult as its decoder.

    A node that came after the training starts at zero, as a share of the nodes does in training, and takes its state
    from its neighbours.

    Args:
        config: settings; None takes the defaults.
    """

    name = "compgcn"
    inductive = True

    def __init__(self, config: CompGCNConfig | None = None) -> None:
        self.config = config or CompGCNConfig()
        self.device = torch.device("cpu")
        self._nodes: tuple[str, ...] = ()
        self._relations: tuple[str, ...] = ()
        self._network: CompGCN | None = None
        self._dataset: LinkDataset | None = None
        self._states: tuple[Tensor, Tensor] | None = None

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Cross-entropy of each answer against drawn candidates, the batch's own edges hidden; tuned on ``valid``.

        Raises:
            InputError: the graph has no edge.
        """
        if not len(dataset.graph):
            raise InputError("There is no edge to train on.", "Import some first.")
        self.device = choose_device(options.device)
        self._nodes, self._relations = dataset.node_ids, dataset.relations
        config = replace(self.config, epochs=max(1, round(self.config.epochs * options.budget)))
        network = self._new_network(torch.Generator().manual_seed(options.seed)).to(self.device)
        self._network = network
        learner = Learner(
            network,
            torch.optim.AdamW(network.parameters(), lr=config.rate, weight_decay=config.decay),
            np.random.default_rng(options.seed),
            Precision(options.precision, self.device),
        )
        rules = Rules(self.name, run_identity(self.name, config, dataset, options), config.epochs, config.patience)
        course = Course(learner, rules, options, progress)
        adjacency = CompressedAdjacency.of(dataset.graph, dataset.num_nodes, dataset.num_relations)
        report = train_compgcn(
            learner, course, EdgeBatches(dataset, config), adjacency, config, lambda: self._validated(dataset)
        )
        self.attach(dataset)
        return report

    def attach(self, dataset: LinkDataset) -> None:
        """Scores on another graph; its relations that the training had not carry no message.

        Raises:
            ModelMismatchError: the graph has a target that was not trained.
        """
        lacking = {dataset.relations[relation] for relation in dataset.targets} - set(self._relations)
        if lacking:
            raise ModelMismatchError(
                f"The compgcn model was not trained on {', '.join(sorted(lacking))}.", "Train it again on this graph."
            )
        self._dataset = dataset
        known = {name: number for number, name in enumerate(self._relations)}
        number = np.array([known.get(name, -1) for name in dataset.relations], np.int64)
        rows = dataset.graph[number[dataset.graph[:, 1]] >= 0]
        relations = number[rows[:, 1]]
        parts = in_parts(
            np.concatenate([rows[:, 0], rows[:, 2]]),
            np.concatenate([rows[:, 2], rows[:, 0]]),
            np.concatenate([relations, relations + len(self._relations)]),
        )
        network = self.network.eval()
        with torch.no_grad():
            first = self._first_states(dataset)
            self._states = network.encode(first, lambda: ((a.to(self.device), b.to(self.device), c.to(self.device))
                                                          for a, b, c in parts()))  # fmt: skip

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes]."""
        return self._score(heads, relation, reciprocal=False)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`, through the reciprocal relation."""
        return self._score(tails, relation, reciprocal=True)

    def state(self) -> ModelState:
        """The network's tensors; nodes and relations as JSON."""
        tensors = {name: tensor.detach().cpu() for name, tensor in self.network.state_dict().items()}
        names = {"nodes": self._nodes, "relations": self._relations}
        return ModelState(tensors, json.dumps({"config": asdict(self.config), **names}, ensure_ascii=False))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> CompGCNPredictor:
        """The stored model on a dataset; see :meth:`attach`."""
        settings = json.loads(state.settings)
        given = settings["config"]
        model = cls(CompGCNConfig(**{**given, "fanouts": tuple(given["fanouts"])}))
        model._nodes, model._relations = tuple(settings["nodes"]), tuple(settings["relations"])
        model._network = model._new_network(torch.Generator())
        model._network.load_state_dict(state.tensors)
        model.attach(dataset)
        return model

    @property
    def network(self) -> CompGCN:
        """The trained network.

        Raises:
            InputError: there is none yet.
        """
        if self._network is None:
            raise InputError("The compgcn model is not trained.", "Fit it, or restore a stored one.")
        return self._network

    def _new_network(self, generator: torch.Generator) -> CompGCN:
        config = self.config
        shape = (len(self._nodes), len(self._relations), config.dim, config.layers)
        return CompGCN(shape, config.dropout, config.unnamed, generator)

    def _first_states(self, dataset: LinkDataset) -> Tensor:
        learnt = self.network.node.detach()
        if dataset.node_ids == self._nodes:
            return learnt
        place = {node: number for number, node in enumerate(self._nodes)}
        found = np.array([place.get(node, -1) for node in dataset.node_ids], np.int64)
        states = learnt[torch.from_numpy(np.maximum(found, 0))].clone()
        states[torch.from_numpy(found < 0)] = 0.0
        return states

    def _validated(self, dataset: LinkDataset) -> float:
        if not len(dataset.valid):
            return float("nan")
        self.attach(dataset)
        return validation_metric(self, dataset)

    def _score(self, given: Ids, relation: int, *, reciprocal: bool) -> Scores:
        assert self._dataset is not None
        assert self._states is not None
        number = self._relations.index(self._dataset.relations[relation])
        states, relations = self._states
        turn = relations[number + (len(self._relations) if reciprocal else 0)]
        found: Scores = ((states[torch.from_numpy(given)] * turn) @ states.T).float().cpu().numpy()
        return found
