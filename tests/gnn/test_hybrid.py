"""The hybrid model: its features leave the pair's own edge out, both directions agree, each part can stand alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

import gnn.models.hybrid as hybrid_module
from gnn.benchmark import EvaluationConfig
from gnn.dataset import LinkDataset, relation_id
from gnn.models.hybrid import HybridPredictor
from gnn.models.hybrid_choice import FRESH, KNOWN, learn, usable
from gnn.models.hybrid_counts import CountSample
from gnn.models.hybrid_features import PARTS, Layout, Metric, PairFeatures
from gnn.models.hybrid_regression import Recipe
from gnn.models.hybrid_training import HybridConfig, PairLearner, training_kinds, without_pairs
from gnn.neighbours import LearnedLikeness
from gnn.protocol import FitOptions
from gnn.protocols.evaluate import Protocol, ProtocolConfig, evaluate_protocol
from gnn.typed import TypedGraph, TypedRelation
from kg.errors import InputError, ModelMismatchError
from kg.snapshot import Snapshot

OWN = TypedRelation("Drug", "treats", "Disease", True)


@pytest.fixture
def dataset(gnn_snapshot: Snapshot) -> LinkDataset:
    return LinkDataset.from_snapshot(gnn_snapshot, ["treats"])


def _metric(layout: Layout) -> Metric:
    generator = np.random.default_rng(3)
    ends = (layout.head_relations, layout.tail_relations)
    return Metric(*(LearnedLikeness(generator.normal(size=2 * len(one) + 1)) for one in ends))


def _table(features: PairFeatures, metric: Metric, *, forward: bool) -> np.ndarray:
    """All features of all pairs, [heads, tails, features]."""
    own = features.layout.own
    sizes = features.graph.size(own.source), features.graph.size(own.target)
    table = np.zeros((*sizes, features.layout.count))
    for feature, values in features.blocks(np.arange(sizes[0 if forward else 1]), metric, forward=forward):
        dense = values.toarray() if sp.issparse(values) else values
        table[:, :, feature] = dense if forward else dense.T
    return table


def test_both_directions_give_the_same_features(dataset: LinkDataset) -> None:
    """Heads asked for tails, tails asked for heads."""
    graph = TypedGraph.build(dataset)
    features = PairFeatures.build(graph, Layout.build(graph, OWN, 1000))
    metric = _metric(features.layout)
    there, back = (_table(features, metric, forward=forward) for forward in (True, False))
    assert there == pytest.approx(back, abs=1e-5)
    starts = features.layout.starts
    assert len(starts) == len(PARTS) + 1
    for part, first, last in zip(PARTS, starts, starts[1:], strict=False):
        assert there[:, :, first:last].any() == (part != "edges"), part


def test_no_feature_reads_the_pairs_own_edge(dataset: LinkDataset) -> None:
    """For every linked pair the features are the same without its edge."""
    graph = TypedGraph.build(dataset)
    layout = Layout.build(graph, OWN, 1000)
    whole = PairFeatures.build(graph, layout)
    metric = _metric(layout)
    table = _table(whole, metric, forward=True)
    for head, tail in np.argwhere(whole.ends[0].own.toarray()):
        cut = replace(whole, graph=without_pairs(graph, OWN, np.array([[head, tail]])))
        assert table[head, tail] == pytest.approx(_table(cut, metric, forward=True)[head, tail], abs=1e-5)


def test_a_symmetric_relation_loses_both_directions() -> None:
    """An edge of one category to itself is taken out once and for all."""
    triples = [(f"D:{i}", "interacts_with", f"D:{(i + 1) % 7}") for i in range(7)]
    snapshot = Snapshot.from_triples(triples, {f"D:{i}": "Drug" for i in range(7)})
    graph = TypedGraph.build(LinkDataset.from_snapshot(snapshot))
    (own,) = graph.relations
    left = without_pairs(graph, own, np.array([[0, 1]])).matrices[0].toarray()
    assert left.sum() == graph.matrices[0].sum() - 2
    assert left[0, 1] == left[1, 0] == 0


def test_training_reads_no_edge_that_it_predicts(dataset: LinkDataset) -> None:
    """A fold's features are those of the graph without the fold: a positive's degree is that of what is left."""
    graph = TypedGraph.build(dataset)
    ((own, pairs),) = training_kinds(dataset, graph, 10)
    layout = Layout.build(graph, own, 1000)
    learner = PairLearner(graph, layout, pairs, HybridConfig(folds=len(pairs)), np.random.default_rng(0))
    tails, heads, fresh = learner.materials()
    assert len(tails.own) == len(heads.own) == len(tails.folds) == len(pairs)
    assert tails.other == heads.own
    heads_degree = layout.starts[PARTS.index("degrees")]
    for sample in tails.own:
        assert sample.linked.sum() == 1
        assert not sample.features[sample.linked, heads_degree].any()  # each drug treats one disease
    for sample in fresh.own:
        assert not sample.features[sample.linked, heads_degree + 2].any()  # tails without any edge


def test_path_counts_of_a_fold_did_not_learn_from_it(dataset: LinkDataset) -> None:
    """Its edges are left out of the regression, and the scores that its sample holds are by those weights."""
    graph = TypedGraph.build(dataset)
    ((own, pairs),) = training_kinds(dataset, graph, 10)
    learner = PairLearner(graph, Layout.build(graph, own, 1000), pairs, HybridConfig(), np.random.default_rng(0))
    tails, _, _ = learner.materials()
    everything = learner.scaled[1]
    paths = learner.layout.starts[1]
    assert everything[:paths].any()
    assert not everything[paths : learner.layout.starts[-2]].any()  # paths and degrees alone
    for fold, sample in zip(tails.folds, tails.own, strict=True):
        assert not np.allclose(fold.counts, everything)
        assert sample.counted == pytest.approx(sample.features @ fold.counts, abs=1e-4)


def test_without_edges_path_counts_learn_from_the_others(dataset: LinkDataset) -> None:
    """Leaving all edges out leaves nothing; leaving none out is the same as asking for none."""
    graph = TypedGraph.build(dataset)
    ((own, pairs),) = training_kinds(dataset, graph, 10)
    whole = PairFeatures.build(graph, Layout.build(graph, own, 1000))
    sample = CountSample.draw(whole, pairs, np.random.default_rng(0))
    assert sample.linked.sum() == len(pairs)
    assert not sample.weights(without=pairs).any()
    assert np.array_equal(sample.weights(without=pairs[:0]), sample.weights())


def test_recipes_without_paths_are_told_apart_by_what_is_left() -> None:
    """Path counts leave with the paths, and what then is the same is tried once."""
    found = usable(KNOWN, ("neighbours", "degrees"), 1.0)
    assert not any(one.counts for one in found)
    assert all(one.parts == ("neighbours", "degrees") for one in found)
    assert len({(one.both, one.penalty) for one in found}) == len(found) == 4
    assert [one.penalty for one in usable(FRESH, PARTS, 3.0)] == [3.0, 6.0]
    assert len(usable(FRESH, ("paths",), 1.0)) == 1


def test_what_was_chosen_is_stored(dataset: LinkDataset) -> None:
    """The recipes' names, and the same scores from the stored model."""
    model = HybridPredictor()
    model.fit(dataset, FitOptions())
    again = HybridPredictor.restore(model.state(), dataset)
    assert len(model.pairs[0].recipes) == 3
    assert again.pairs[0].recipes == model.pairs[0].recipes
    relation = relation_id(dataset.relations, "treats")
    heads = dataset.candidates(relation).heads
    assert np.array_equal(model.score_tails(heads, relation), again.score_tails(heads, relation))


def test_large_graphs_are_scored_in_blocks(dataset: LinkDataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same scores as when all are computed at once, also for a disease without any drug."""
    model = HybridPredictor()
    model.fit(dataset, FitOptions())
    relation = relation_id(dataset.relations, "treats")
    sets = dataset.candidates(relation)
    assert np.setdiff1d(sets.tails, dataset.train[:, 2]).size
    kept = model.score_tails(sets.heads, relation), model.score_heads(sets.tails, relation)
    monkeypatch.setattr(hybrid_module, "_KEPT_SCORES", 0)
    model.attach(dataset)
    assert model.score_tails(sets.heads, relation) == pytest.approx(kept[0], abs=1e-4)
    assert model.score_heads(sets.tails, relation) == pytest.approx(kept[1], abs=1e-4)


@pytest.mark.parametrize("part", [part for part in PARTS if part not in ("edges", "bridges")])
def test_each_part_can_stand_alone(dataset: LinkDataset, part: str) -> None:
    """Only its features weigh anything (this graph has no edge beside, and no disease is like another)."""
    graph = TypedGraph.build(dataset)
    ((own, pairs),) = training_kinds(dataset, graph, 10)
    layout, config = Layout.build(graph, own, 1000), HybridConfig(parts=(part,))
    learner = PairLearner(graph, layout, pairs, config, np.random.default_rng(0))
    recipe = Recipe("alone", (part,))
    regression, loss = learn(learner.materials()[0], recipe, learner.scaled)
    first, last = layout.starts[PARTS.index(part)], layout.starts[PARTS.index(part) + 1]
    assert regression.weights[first:last].any()
    assert not np.delete(regression.weights, slice(first, last)).any()
    assert np.isfinite(loss)


def test_draws_are_averaged(dataset: LinkDataset) -> None:
    """The weights of two draws are the mean of what each gives, on the same scale."""
    graph = TypedGraph.build(dataset)
    ((own, pairs),) = training_kinds(dataset, graph, 10)
    layout = Layout.build(graph, own, 1000)
    learner = PairLearner(graph, layout, pairs, HybridConfig(draws=2), np.random.default_rng(0))
    found = learner.learn()
    again = PairLearner(graph, layout, pairs, HybridConfig(), np.random.default_rng(0))
    recipe = next(one for one in KNOWN if one.name == found.recipes[0])
    each = [learn(again.materials()[0], recipe, again.scaled)[0] for _ in range(2)]
    assert found.regressions.tails.weights == pytest.approx((each[0].weights + each[1].weights) / 2)
    assert not np.allclose(each[0].weights, each[1].weights)


def test_fresh_tails_are_scored_by_two_recipes(dataset: LinkDataset) -> None:
    """Two shares of all features, one of neighbours alone."""
    graph = TypedGraph.build(dataset)
    ((own, pairs),) = training_kinds(dataset, graph, 10)
    layout = Layout.build(graph, own, 1000)
    found = PairLearner(graph, layout, pairs, HybridConfig(draws=1), np.random.default_rng(0)).learn()
    again = PairLearner(graph, layout, pairs, HybridConfig(), np.random.default_rng(0))
    fresh = again.materials()[2]
    each = [learn(fresh, recipe, again.scaled)[0] for recipe in FRESH]
    assert found.regressions.fresh.weights == pytest.approx((2 * each[0].weights + each[1].weights) / 3)
    assert found.recipes[2] == "all and neighbours"


def test_nothing_to_learn_from_is_said(dataset: LinkDataset) -> None:
    """No feature of the chosen part; too few edges."""
    with pytest.raises(InputError, match="edges"):
        HybridPredictor(HybridConfig(parts=("edges",))).fit(dataset, FitOptions())
    with pytest.raises(InputError, match="99 training edges"):
        HybridPredictor(HybridConfig(least_positives=99)).fit(dataset, FitOptions())
    with pytest.raises(InputError, match="no graph"):
        HybridPredictor().score_tails(np.array([0]), 0)


def test_a_graph_without_a_relation_that_is_read_is_refused(dataset: LinkDataset, gnn_snapshot: Snapshot) -> None:
    """The message names it."""
    model = HybridPredictor()
    model.fit(dataset, FitOptions())
    ids, names = gnn_snapshot.node_ids, gnn_snapshot.predicates
    rows = zip(gnn_snapshot.heads, gnn_snapshot.relations, gnn_snapshot.tails, strict=True)
    left = [(ids[head], names[relation], ids[tail]) for head, relation, tail in rows if names[relation] != "binds"]
    categories = {
        node: gnn_snapshot.categories[code] for node, code in zip(ids, gnn_snapshot.node_category, strict=True)
    }
    with pytest.raises(ModelMismatchError, match="binds"):
        model.attach(LinkDataset.from_snapshot(Snapshot.from_triples(left, categories)))


@pytest.mark.slow
def test_better_than_path_counts_on_hetionet(gnn_corpora: Path) -> None:
    """On the published split, where it was not tuned: the disease's rank at least 0.57, and above path counts."""
    config = ProtocolConfig(Protocol.PUBLISHED, EvaluationConfig(("path_counts", "hybrid")))
    figures = evaluate_protocol(gnn_corpora / "hetionet", gnn_corpora / "hetionet-treats", config)
    value = {(row.system, row.metric): row.value for row in figures.rows}
    assert value["hybrid", "tail_mrr"] >= 0.57
    assert value["hybrid", "tail_mrr_over_path_counts"] > 0


def test_the_first_queries_are_scored_alone_and_alike(dataset: LinkDataset) -> None:
    """As every pair at once, but for rounding; a graph is asked anew after it is attached."""
    model = HybridPredictor()
    model.fit(dataset, FitOptions())
    relation, heads = dataset.targets[0], np.unique(dataset.train[:, 0])
    whole = model.score_tails(heads, relation)
    model.attach(dataset)
    for place in range(6):
        alone = model.score_tails(heads[place : place + 1], relation)[0]
        np.testing.assert_allclose(alone, whole[place], atol=1e-4)
