"""Rules that were counted on the graph: a candidate is as plausible as the surest rules that lead to it."""

from __future__ import annotations

import json
import time

import numpy as np

from gnn.dataset import Ids, LinkDataset
from gnn.models.rule_mining import STEP_KINDS, MiningConfig, Rule, StepGraph, mine_rules
from gnn.protocol import FitOptions, FitReport, ModelState, Progress, Scores, Step
from kg.errors import InputError, ModelMismatchError

_POWER = 8
_LEAST = 1e-3


class RulePredictor:
    """Scores log of a power mean over -log(1 - confidence) of the rules that reach a node: higher is more plausible.

    The eighth power lets the surest rule decide, and others break its ties.
    """

    name = "rules"
    inductive = True

    def __init__(self, config: MiningConfig | None = None) -> None:
        self.config = config or MiningConfig()
        self._rules: dict[tuple[str, bool], tuple[Rule, ...]] = {}
        self._relations: tuple[str, ...] = ()
        self._steps: dict[int, int] = {}
        self._graph: StepGraph | None = None
        self._dataset: LinkDataset | None = None

    def fit(self, dataset: LinkDataset, options: FitOptions, progress: Progress | None = None) -> FitReport:
        """Counts rules for the targets in both directions on the graph; the loss of a step is 1 - best confidence.

        Raises:
            InputError: the graph has no edge.
        """
        if not len(dataset.graph):
            raise InputError("There is no edge to learn from.", "Import some first.")
        started = time.perf_counter()
        numbers = np.random.default_rng(options.seed)
        self._relations = dataset.relations
        graph = StepGraph(dataset)
        asked = [(relation, back) for relation in dataset.targets for back in (False, True)]
        steps: list[Step] = []
        for relation, back in asked:
            number = relation + (dataset.num_relations if back else 0)
            rules = mine_rules(graph, number, self.config, numbers)
            self._rules[dataset.relations[relation], back] = rules
            loss = 1.0 - max((rule.confidence for rule in rules), default=0.0)
            steps.append(Step(len(steps) + 1, len(asked), loss, float("nan")))
            if progress:
                progress(steps[-1])
        self.attach(dataset)
        return FitReport(time.perf_counter() - started, tuple(steps), float("nan"), stopped_early=False)

    def attach(self, dataset: LinkDataset) -> None:
        """Walks another graph from now on.

        Raises:
            ModelMismatchError: it lacks a relation that the rules read or lead to.
        """
        places = {name: place for place, name in enumerate(dataset.relations)}
        count = len(self._relations)
        read = {step % count for rules in self._rules.values() for rule in rules for step in rule.body}
        lacking = sorted({*(self._relations[step] for step in read), *(name for name, _ in self._rules)} - set(places))
        if lacking:
            raise ModelMismatchError(
                f"The rules read {', '.join(lacking)}, of which this graph has no edge.",
                "Use the graph that they were counted on, or train them again.",
            )
        self._steps = {
            kind * count + place: kind * len(places) + places[name]
            for place, name in enumerate(self._relations)
            for kind in range(STEP_KINDS)
            if name in places
        }
        self._dataset, self._graph = dataset, StepGraph(dataset)

    def score_tails(self, heads: Ids, relation: int) -> Scores:
        """float32 [len(heads), num_nodes]; the same least score for all that no rule reaches.

        No rule reaches anything in a relation that was no target.
        """
        return self._score(heads, relation, back=False)

    def score_heads(self, tails: Ids, relation: int) -> Scores:
        """As :meth:`score_tails`, by the rules of the reversed relation."""
        return self._score(tails, relation, back=True)

    def state(self) -> ModelState:
        """No tensors; rules and relation names as JSON."""
        rules = [[*key, [[rule.body, rule.confidence] for rule in found]] for key, found in self._rules.items()]
        return ModelState({}, json.dumps({"relations": self._relations, "rules": rules}, ensure_ascii=False))

    @classmethod
    def restore(cls, state: ModelState, dataset: LinkDataset) -> RulePredictor:
        """The stored rules on a dataset; see :meth:`attach`."""
        settings = json.loads(state.settings)
        model = cls()
        model._relations = tuple(settings["relations"])
        for name, back, found in settings["rules"]:
            model._rules[name, back] = tuple(Rule(tuple(body), confidence) for body, confidence in found)
        model.attach(dataset)
        return model

    def _score(self, given: Ids, relation: int, *, back: bool) -> Scores:
        assert self._graph is not None
        assert self._dataset is not None
        total = np.zeros((len(given), self._graph.nodes), np.float32)
        for rule in self._rules.get((self._dataset.relations[relation], back), ()):
            reached = self._graph.reach(given, tuple(self._steps[step] for step in rule.body))
            if reached is None:
                continue
            weight = -np.log1p(-min(rule.confidence, 0.999))
            rows = np.repeat(np.arange(len(given)), np.diff(reached.indptr))
            total[rows, reached.indices] += np.float32(weight**_POWER)  # a sparse product holds each place once
        scores: Scores = np.log(_LEAST + total ** (1 / _POWER)).astype(np.float32)
        return scores
