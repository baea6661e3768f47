"""A path network of NBFNet's family (Zhu et al. 2021, arXiv:2106.06935): it reads the paths between a query's ends.

The query's node sends messages along typed relations; after as many layers as a path may have steps, every candidate is
scored from what reached it. Nothing is learned about single nodes, so nodes that come later are scored too. The edges
that a batch asks for are taken out of the graph while it is computed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import torch

from gnn.course import Course, Learner, Rules
from gnn.dataset import Ids, LinkDataset
from gnn.device import choose_device
from gnn.evaluate import validation_metric
from gnn.metapaths import inverse
from gnn.models.nbfnet_batches import PathReader, Queries
from gnn.models.nbfnet_network import PathNetwork
from gnn.models.nbfnet_training import NBFNetConfig, Supervision, count_epochs, train_network
from gnn.precision import Precision
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores
from gnn.resume import run_identity
from gnn.typed import TypedGraph, TypedRelation
from kg.errors import InputError, ModelMismatchError

_SCORED_AT_ONCE = 32
_LEAST_EDGES = 5


class NBFNetPredictor:
    """Scores are log-odds among a query's candidates, up to a constant of the query."""

    name = "nbfnet"
    inductive = True

    def __init__(self, config: NBFNetConfig | None = None) -> None:
        self.config = config or NBFNetConfig()
        self.device = torch.device("cpu")
        self.kinds: tuple[TypedRelation, ...] = ()
        self._network: PathNetwork | None = None
        self._reader: PathReader | None = None
        self._dataset: LinkDataset | None = None

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Cross-entropy of each masked edge against all candidates that are no known ends, in both directions.

        Raises:
            InputError: no relation has enough training edges.
        """
        self.device = choose_device(options.device)
        if options.prune is not None:
            self.config = replace(self.config, prune=options.prune)
        graph = TypedGraph.build(dataset)
        supervision = self._supervision(dataset, graph)
        self._dataset = dataset
        self._reader = self._read(dataset, None)
        torch_state = torch.random.get_rng_state()
        torch.manual_seed(options.seed)
        network = self._new_network(len(graph.relations))
        torch.random.set_rng_state(torch_state)
        self._network = network
        config = replace(self.config, updates=max(1, round(self.config.updates * options.budget)))
        learner = Learner(
            network,
            torch.optim.AdamW(network.parameters(), lr=config.rate, weight_decay=config.decay),
            np.random.default_rng(options.seed),
            Precision(options.precision, self.device),
        )
        identity = run_identity(self.name, config, dataset, options)
        rules = Rules(self.name, identity, count_epochs(supervision, config), config.patience)
        course = Course(learner, rules, options, progress)
        return train_network(learner, course, self._reader, supervision, config, lambda: self._validated(dataset))

    def attach(self, dataset: LinkDataset) -> None:
        """Reads the paths of another graph; typed relations that the training had not are not read.

        Raises:
            ModelMismatchError: the graph lacks a relation that the model predicts.
        """
        self._bind(dataset, self._trained_relations())

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes]; -inf for candidates of categories that were not trained."""
        return self._score(heads, relation, forward=True)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`, for the other end."""
        return self._score(tails, relation, forward=False)

    def state(self) -> ModelState:
        """The network's tensors, its settings and the typed relations that it knows."""
        tensors = {name: tensor.detach().cpu() for name, tensor in self.network.state_dict().items()}
        settings = {"config": asdict(self.config), "relations": self._trained_relations(), "kinds": self.kinds}
        return ModelState(tensors, json.dumps(settings))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> NBFNetPredictor:
        """The stored model on a dataset; see :meth:`attach`."""
        settings = json.loads(state.settings)
        model = cls(NBFNetConfig(**{"prune": 0} | settings["config"]))  # a model of before pruned nothing
        relations = tuple(TypedRelation(*one) for one in settings["relations"])
        model.kinds = tuple(TypedRelation(*one) for one in settings["kinds"])
        model._network = model._new_network(len(relations)).eval()
        model._network.load_state_dict(state.tensors)
        model._bind(dataset, relations)
        return model

    @staticmethod
    def can_learn(dataset: LinkDataset) -> bool:
        """Whether some relation has enough training edges between two categories."""
        kinds = dataset.node_category[dataset.train[:, [0, 2]]].astype(np.int64)
        typed = np.column_stack([kinds, dataset.train[:, 1]])
        return int(np.unique(typed, axis=0, return_counts=True)[1].max(initial=0)) >= _LEAST_EDGES

    @property
    def network(self) -> PathNetwork:
        """The trained network.

        Raises:
            InputError: there is none yet.
        """
        if self._network is None:
            raise InputError("The nbfnet model is not trained.", "Fit it, or restore a stored one.")
        return self._network

    @property
    def reader(self) -> PathReader:
        """What makes batches on the attached graph.

        Raises:
            InputError: the model has no graph yet.
        """
        if self._reader is None:
            raise InputError("The nbfnet model has no graph.", "Fit it, or restore a stored one.")
        return self._reader

    def kinds_of(self, relation: str, *, forward: bool) -> tuple[int, ...]:
        """The kinds of query that ask for the tails (or heads) of a predicate."""
        return tuple(
            number
            for number, own in enumerate(self.kinds)
            if own.predicate == relation and (own.forward == forward or inverse(own, self.reader.graph) == own)
        )

    def _new_network(self, relations: int) -> PathNetwork:
        return PathNetwork(len(self.kinds), relations, self.config.dim, self.config.depth).to(self.device)

    def _validated(self, dataset: LinkDataset) -> float:
        return validation_metric(self, dataset) if len(dataset.valid) else float("nan")

    def _trained_relations(self) -> tuple[TypedRelation, ...]:
        return self.reader.relations

    def _bind(self, dataset: LinkDataset, relations: tuple[TypedRelation, ...]) -> None:
        lacking = {own.predicate for own in self.kinds} - set(dataset.relations)
        if lacking:
            raise ModelMismatchError(
                f"The nbfnet model predicts {', '.join(sorted(lacking))}, of which this graph has no edge.",
                "Train it again on this graph.",
            )
        self._dataset = dataset
        self._reader = self._read(dataset, relations)

    def _read(self, dataset: LinkDataset, relations: tuple[TypedRelation, ...] | None) -> PathReader:
        return PathReader(dataset, self.kinds, relations, self.config.depth, self.device, self.config.prune)

    def _supervision(self, dataset: LinkDataset, graph: TypedGraph) -> tuple[Supervision, ...]:
        ends = [(graph.category_of(head), relation, graph.category_of(tail)) for head, relation, tail in dataset.train]
        names = np.array(["\t".join((head, str(relation), tail)) for head, relation, tail in ends])
        kinds: list[TypedRelation] = []
        found: list[Supervision] = []
        for name in np.unique(names):
            rows = dataset.train[names == name]
            if len(rows) < _LEAST_EDGES:
                continue
            source, relation, target = str(name).split("\t")
            own = TypedRelation(source, dataset.relations[int(relation)], target, True)
            heads, tails = graph.local[rows[:, 0]], graph.local[rows[:, 2]]
            back = inverse(own, graph)
            if back == own:
                heads, tails = np.concatenate([heads, tails]), np.concatenate([tails, heads])
            found.append(Supervision(len(kinds), heads, tails))
            kinds.append(own)
            if back != own:
                found.append(Supervision(len(kinds), tails, heads))
                kinds.append(back)
        if not found:
            raise InputError(
                f"No relation has {_LEAST_EDGES} training edges between two categories.", "Train on another relation."
            )
        self.kinds = tuple(kinds)
        return tuple(found)

    def _score(self, given: Ids, relation: int, *, forward: bool) -> Scores:
        dataset, graph, reader = self._dataset, self.reader.graph, self.reader
        assert dataset is not None
        scores = np.full((len(given), dataset.num_nodes), -np.inf, np.float32)
        for kind in self.kinds_of(dataset.relations[relation], forward=forward):
            own = self.kinds[kind]
            rows = np.flatnonzero([graph.category_of(node) == own.source for node in given])
            for start in range(0, len(rows), _SCORED_AT_ONCE):
                block = rows[start : start + _SCORED_AT_ONCE]
                none = np.empty(0, np.int64)
                batch = reader.batch(Queries(kind, graph.local[given[block]], none, none), reader.plan(kind))
                with torch.no_grad():
                    found = self.network(batch).float().cpu().numpy()
                scores[np.ix_(block, graph.nodes(own.target))] = found
        return scores
