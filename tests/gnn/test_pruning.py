"""Pruned propagation: the same as unpruned where nothing is pruned, bounded where something is, and explained."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from gnn.dataset import LinkDataset
from gnn.metapaths import damp, inverse
from gnn.models.nbfnet import NBFNetPredictor
from gnn.models.nbfnet_batches import Queries
from gnn.models.nbfnet_training import NBFNetConfig
from gnn.path_scores import score_paths
from gnn.propagation import make_plan
from gnn.protocol import FitOptions, ModelState
from gnn.pruning import PrunedPlan, Pruner
from gnn.registry import check_pruning
from gnn.splits import hashed_split
from gnn.train import TrainConfig, train_model
from gnn.typed import TypedGraph, TypedRelation
from kg.errors import InputError
from kg.snapshot import Snapshot

CPU = torch.device("cpu")
DEPTH, FEW, ALL = 3, 2, 1000
OWN = TypedRelation("Drug", "treats", "Disease", True)


@pytest.fixture
def dataset(gnn_snapshot: Snapshot) -> LinkDataset:
    """A split of the graph of mechanisms."""
    return hashed_split(gnn_snapshot, "treats")


def _trained(dataset: LinkDataset, prune: int = 0, budget: float = 0.2) -> NBFNetPredictor:
    predictor = NBFNetPredictor(NBFNetConfig(prune=prune))
    predictor.fit(dataset, FitOptions(budget=budget))
    return predictor


def _with(predictor: NBFNetPredictor, dataset: LinkDataset, prune: int) -> NBFNetPredictor:
    """The same weights, pruned otherwise."""
    state = predictor.state()
    settings = json.loads(state.settings)
    settings["config"]["prune"] = prune
    return NBFNetPredictor.restore(ModelState(state.tensors, json.dumps(settings)), dataset)


def _pruned(dataset: LinkDataset, nodes: int, starts: np.ndarray) -> tuple[TypedGraph, PrunedPlan]:
    graph = TypedGraph.build(dataset)
    plan = make_plan(graph, (OWN, inverse(OWN, graph)), DEPTH, None)
    return graph, Pruner(graph, nodes).prune(plan, [damp(matrix) for matrix in graph.matrices], starts, CPU)


@pytest.mark.parametrize("forced", [False, True])
def test_as_many_nodes_as_the_graph_has_change_no_score(
    dataset: LinkDataset, forced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For both ends, also when it goes the way of what is pruned; and a few nodes do change it."""
    predictor = _trained(dataset)
    if forced:
        monkeypatch.setattr(Pruner, "cuts", lambda pruner, plan: True)
    same, fewer = (_with(predictor, dataset, prune) for prune in (ALL, FEW))
    heads, tails = np.unique(dataset.train[:, 0]), np.unique(dataset.train[:, 2])
    relation = int(dataset.train[0, 1])
    for whole, pruned in (
        (predictor.score_tails(heads, relation), same.score_tails(heads, relation)),
        (predictor.score_heads(tails, relation), same.score_heads(tails, relation)),
    ):
        np.testing.assert_allclose(pruned, whole, atol=1e-4)
    assert not np.allclose(fewer.score_tails(heads, relation), predictor.score_tails(heads, relation), atol=1e-3)


def test_as_many_nodes_as_the_graph_has_change_no_gradient(
    dataset: LinkDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a batch whose edges are masked."""
    predictor = _trained(dataset)
    monkeypatch.setattr(Pruner, "cuts", lambda pruner, plan: True)
    kind = predictor.kinds.index(OWN)
    heads, tails = predictor.reader.answers(kind)
    starts = np.unique(heads)[3:8]
    mine = np.isin(heads, starts)
    queries = Queries(kind, starts, np.searchsorted(starts, heads[mine]), tails[mine])
    found = []
    for one in (predictor, _with(predictor, dataset, ALL)):
        one.network.zero_grad()
        scores = one.network(one.reader.batch(queries, one.reader.plan(kind)))
        scores.square().sum().backward()
        found.append([weight.grad for weight in one.network.parameters() if weight.grad is not None])
    for whole, pruned in zip(*found, strict=True):
        torch.testing.assert_close(pruned, whole, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("nodes", [1, FEW, 5, 11])
def test_a_query_keeps_no_more_than_it_may(dataset: LinkDataset, nodes: int) -> None:
    """Nodes over all categories, and edges; the candidates stay whole."""
    starts = np.array([1, 2, 7])
    graph, pruned = _pruned(dataset, nodes, starts)
    for layer in pruned.plan.layers[:-1]:
        queries = np.concatenate([pairs // graph.size(name) for name, pairs in layer.nodes.items()])
        assert 0 < np.bincount(queries).max() <= nodes
    for layer in pruned.plan.layers[1:]:
        for step in layer.steps:
            rows = step.backward.crow_indices()
            assert int(rows[-1]) <= 32 * nodes * len(starts)
    last = pruned.plan.layers[-1].nodes
    assert {name: len(pairs) for name, pairs in last.items()} == {"Disease": len(starts) * graph.size("Disease")}


def test_the_best_nodes_are_those_with_most_mass_that_can_go_on(dataset: LinkDataset) -> None:
    """Against dense matrix powers of the whole graph."""
    start, size = 7, dataset.num_nodes
    graph, pruned = _pruned(dataset, FEW, np.array([start]))
    walk = np.eye(size)
    for relation, matrix in zip(graph.relations, graph.matrices, strict=True):
        walk[np.ix_(graph.nodes(relation.source), graph.nodes(relation.target))] += damp(matrix).toarray()
    aim = np.zeros(size)
    aim[graph.nodes("Disease")] = 1.0
    needed = make_plan(graph, (OWN, inverse(OWN, graph)), DEPTH, None).layers[0].nodes
    allowed = np.zeros(size)
    for name, nodes in needed.items():
        allowed[graph.nodes(name)[nodes]] = 1.0
    priority = walk[graph.nodes("Drug")[start]] * (walk @ walk @ aim) * allowed
    assert (priority > 0).sum() > FEW
    best = set(np.argsort(-priority, kind="stable")[:FEW].tolist())
    kept = {int(graph.nodes(name)[pair]) for name, pairs in pruned.plan.layers[0].nodes.items() for pair in pairs}
    assert min(priority[list(kept)]) >= min(priority[list(best)]) - 1e-12


def test_queries_are_pruned_apart_from_each_other(dataset: LinkDataset) -> None:
    """A query's scores do not depend on what else is asked in the same batch."""
    predictor = _trained(dataset, prune=FEW)
    heads, relation = np.unique(dataset.train[:, 0]), int(dataset.train[0, 1])
    together = predictor.score_tails(heads, relation)
    for place in (0, 3):
        alone = predictor.score_tails(heads[[place]], relation)[0]
        np.testing.assert_allclose(together[place], alone, atol=1e-4)


def test_a_path_through_a_pruned_node_contributes_nothing(dataset: LinkDataset) -> None:
    """And paths through kept nodes do."""
    whole = _trained(dataset)
    head, relation, tail = (int(one) for one in dataset.train[-1])
    triple = (head, relation, tail)
    pruned = _with(whole, dataset, FEW)
    paths = score_paths(pruned, dataset, triple)
    graph, reader = pruned.reader.graph, pruned.reader
    kind = pruned.kinds.index(OWN)
    one = Queries(kind, graph.local[[triple[0]]], np.zeros(1, np.int64), graph.local[[triple[2]]])
    layers = reader.batch(one, reader.plan(kind)).plan.layers
    kept = {
        int(graph.nodes(name)[node]) for layer in layers[:-1] for name, nodes in layer.nodes.items() for node in nodes
    }
    inner = [set(row[row >= 0][1:-1].tolist()) for row in paths.nodes]
    lost = np.array([not nodes <= kept for nodes in inner])
    assert lost.any()
    assert not lost.all()
    assert (paths.contributions[lost] == 0).all()
    assert np.abs(paths.contributions[~lost]).max() > 0


def test_a_model_of_before_prunes_nothing(dataset: LinkDataset) -> None:
    """Its settings do not say how it prunes."""
    predictor = _trained(dataset, budget=0.05)
    state = predictor.state()
    settings = json.loads(state.settings)
    del settings["config"]["prune"]
    assert NBFNetPredictor.restore(ModelState(state.tensors, json.dumps(settings)), dataset).config.prune == 0
    assert NBFNetPredictor().config.prune > 0


def test_how_it_prunes_is_kept_with_the_model(dataset: LinkDataset) -> None:
    """A stored model scores as the one that was stored."""
    predictor = _trained(dataset, prune=FEW)
    again = NBFNetPredictor.restore(predictor.state(), dataset)
    heads, relation = np.unique(dataset.train[:, 0]), int(dataset.train[0, 1])
    assert again.config.prune == FEW
    np.testing.assert_allclose(again.score_tails(heads, relation), predictor.score_tails(heads, relation), atol=1e-5)


def test_an_option_of_the_training_prunes(gnn_snapshot: Snapshot) -> None:
    """And a model that has nothing to prune says so before it trains."""
    trained = train_model(gnn_snapshot, TrainConfig(model="nbfnet", baselines=(), budget=0.05, prune=FEW))
    assert isinstance(trained.predictor, NBFNetPredictor)
    assert trained.predictor.config.prune == FEW
    with pytest.raises(InputError, match="nothing to prune in path_counts"):
        train_model(gnn_snapshot, TrainConfig(model="path_counts", baselines=(), prune=FEW))
    check_pruning(("path_counts", "nbfnet"), FEW)
