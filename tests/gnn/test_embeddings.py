"""The loss against torch's, the formulas against their definitions, batches that hold every triple once."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from gnn.course import Learner
from gnn.dataset import LinkDataset, relation_id, triple_ids
from gnn.distributed import World
from gnn.models import embedding_training
from gnn.models.complex import ComplEx, ComplExPredictor
from gnn.models.distmult import DistMult
from gnn.models.embedding_batches import FullBatches, SampledBatches, both_ways, training_rows
from gnn.models.embedding_loss import grouped_cross_entropy
from gnn.models.embedding_training import EmbeddingConfig, Setting, Trainer
from gnn.models.rotate import RotatE
from gnn.precision import Precision
from gnn.protocol import FitOptions
from kg.snapshot import Snapshot

NODES, RELATIONS, RANK = 11, 3, 5


def _dataset(snapshot: Snapshot) -> LinkDataset:
    held = triple_ids(snapshot, [("DRUGBANK:001", "treats", "MONDO:001"), ("DRUGBANK:002", "treats", "MONDO:002")])
    return LinkDataset.from_snapshot(snapshot, ["treats"], held[:1], held[1:])


@pytest.mark.parametrize("biased", [False, True])
def test_grouped_loss_is_cross_entropy_of_every_answer(biased: bool) -> None:
    """Value and gradients."""
    generator = torch.Generator().manual_seed(1)
    rows, columns = torch.tensor([0, 0, 1, 2, 2, 2]), torch.tensor([1, 4, 0, 2, 3, 4])
    found = []
    for ours in (True, False):
        generator.manual_seed(1)
        queries, candidates = (torch.randn(n, 7, generator=generator).requires_grad_() for n in (3, 5))
        bias = torch.randn(5, generator=generator).requires_grad_() if biased else None
        if ours:
            loss = grouped_cross_entropy(queries, candidates, bias, (rows, columns))
        else:
            scores = queries @ candidates.T + (bias if biased else 0.0)
            loss = torch.nn.functional.cross_entropy(scores[rows], columns, reduction="sum")
        (2.5 * loss).backward()
        parts = [loss.detach(), queries.grad, candidates.grad] + ([bias.grad] if bias is not None else [])
        found.append(parts)
    for ours, theirs in zip(*found, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-5)


def test_complex_is_its_definition() -> None:
    """Re sum h r conj(t), with complex numbers."""
    numbers = np.random.default_rng(2)
    parts = numbers.standard_normal((3, 2, RANK))
    head, relation, tail = (part[0] + 1j * part[1] for part in parts)
    rows = [torch.from_numpy(part.reshape(1, -1)) for part in parts]
    expected = (head * relation * tail.conj()).real.sum()
    assert float(ComplEx().query(rows[0], rows[1]) @ rows[2].T) == pytest.approx(expected)
    assert float(ComplEx().cubes(rows[0])) == pytest.approx((np.abs(head) ** 3).sum())


def test_rotate_orders_tails_by_distance() -> None:
    """Scores differ from -|h r - t|^2 / 2 by the same number for all tails."""
    numbers = np.random.default_rng(3)
    formula = RotatE()
    nodes, weights = formula.initial(NODES, RELATIONS, RANK, numbers)
    turned = formula.query(nodes[:1], formula.relations(weights)[:1])
    scores = (turned @ nodes.T + formula.bias(nodes))[0]
    distance = ((turned - nodes) ** 2).sum(dim=1)
    assert float((scores + distance / 2).std()) == pytest.approx(0, abs=1e-5)
    moduli = [row.square().unflatten(-1, (2, RANK)).sum(dim=-2) for row in (turned, nodes[:1])]
    assert torch.allclose(*moduli, atol=1e-5)


@pytest.mark.parametrize("formula", [ComplEx(), DistMult(), RotatE()])
def test_asking_for_the_relation_gives_the_same_scores(formula) -> None:
    """pair(h, t) @ r is query(h, r) @ t."""
    nodes, weights = formula.initial(NODES, RELATIONS, RANK, np.random.default_rng(4))
    relations = formula.relations(weights)
    heads, tails = nodes[:RELATIONS], nodes[-RELATIONS:]
    tail_wise = (formula.query(heads, relations) * tails).sum(dim=-1)
    assert torch.allclose(tail_wise, (formula.pair(heads, tails) * relations).sum(dim=-1), atol=1e-6)


@pytest.mark.parametrize("size", [5, 1000])
def test_full_batches_hold_every_triple_once(gnn_snapshot: Snapshot, size: int) -> None:
    """In both directions; and every pair is asked for its relations once."""
    dataset = _dataset(gnn_snapshot)
    expected = training_rows(dataset)
    tails, relations = [], []
    for batch in FullBatches(dataset, size).epoch(np.random.default_rng(5), relations=True):
        one = batch.tails
        tails += list(zip(one.left[one.rows], one.right[one.rows], one.columns, strict=True))
        if batch.relations is not None:
            two = batch.relations
            relations += list(zip(two.left[two.rows], two.columns, two.right[two.rows], strict=True))
    assert sorted(tails) == sorted(map(tuple, both_ways(expected, dataset.num_relations)))
    assert sorted(relations) == sorted(map(tuple, expected))


def test_sampled_batches_hold_every_triple_once(gnn_snapshot: Snapshot) -> None:
    """Besides the targets' triples, which come up in between; relations are asked for in the graph's direction."""
    dataset = _dataset(gnn_snapshot)
    expected = {tuple(row) for row in both_ways(training_rows(dataset), dataset.num_relations)}
    found, forward = [], set()
    for batch in SampledBatches(dataset, 7, 6).epoch(np.random.default_rng(6), relations=True):
        one, nodes = batch.tails, batch.nodes
        heads, tails = nodes[one.left[one.rows]], nodes[batch.first + one.columns]
        found += list(zip(heads, one.right[one.rows], tails, strict=True))
        if batch.relations is not None:
            two = batch.relations
            forward |= set(zip(nodes[two.left], two.columns, nodes[two.right], strict=True))
    assert set(found) == expected
    assert forward == {tuple(row) for row in training_rows(dataset)}


def test_sampled_training_learns_too(gnn_snapshot: Snapshot) -> None:
    """The mechanism's disease comes first for the drugs without one, on a graph that counts as large."""
    dataset = LinkDataset.from_snapshot(gnn_snapshot, ["treats"])
    config = EmbeddingConfig(rank=32, full_nodes=0, batch_large=16, negatives=16, visits=3000)
    model = ComplExPredictor(config)
    model.fit(dataset, FitOptions(device="cpu"))
    relation = relation_id(dataset.relations, "treats")
    tails = dataset.candidates(relation).tails
    hidden = [i for i in range(23) if i % 5 == 0]
    heads = np.array([dataset.positions[f"DRUGBANK:{i:03d}"] for i in hidden])
    best = tails[model.score_tails(heads, relation)[:, tails].argmax(axis=1)]
    right = [dataset.node_ids[node] == f"MONDO:{i % 7:03d}" for node, i in zip(best, hidden, strict=True)]
    assert np.mean(right) >= 0.8


def test_a_setting_is_chosen_on_the_validation_triples(gnn_snapshot: Snapshot) -> None:
    """A penalty that leaves nothing of the weights loses, wherever it stands; without validation the first is taken."""
    good, bad = Setting(0.01), Setting(50.0)
    config = EmbeddingConfig(rank=8, settings=(bad, good), updates=40)
    model = ComplExPredictor(config)
    model.fit(_dataset(gnn_snapshot), FitOptions(device="cpu"))
    assert model.setting == good
    model.fit(LinkDataset.from_snapshot(gnn_snapshot, ["treats"]), FitOptions(device="cpu"))
    assert model.setting == bad


def test_lower_precision_trains() -> None:
    """bfloat16 products give gradients close to those of float32."""
    queries, candidates = (torch.randn(n, 16, generator=torch.Generator().manual_seed(n)) for n in (5, 9))
    answers = (torch.arange(5), torch.arange(5) + 1)
    found = []
    for lower in (False, True):
        leaf = queries.clone().requires_grad_()
        with torch.autocast("cpu", torch.bfloat16, enabled=lower):
            grouped_cross_entropy(leaf, candidates, None, answers).backward()
        found.append(leaf.grad)
    assert found[1].dtype == torch.float32
    assert not torch.equal(*found)
    assert torch.allclose(*found, atol=0.05)


def test_the_shares_of_two_processes_add_up_to_one(gnn_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mean of their gradients is the gradient of the whole batch, dropout included."""
    dataset = _dataset(gnn_snapshot)
    trainer = Trainer(ComplEx(), dataset, EmbeddingConfig(rank=RANK))
    setting = Setting(0.01, 0.5, 0.25)
    batch = next(FullBatches(dataset, 17).epoch(np.random.default_rng(8), relations=True))
    found = []
    for here in (World(0, 1), World(0, 2), World(1, 2)):
        monkeypatch.setattr(embedding_training, "world", lambda here=here: here)
        numbers = np.random.default_rng(9)
        weights = trainer.embeddings(np.random.default_rng(10))
        learner = Learner(weights, trainer.optimizer(weights), numbers, Precision("32", torch.device("cpu")))
        loss = trainer._loss((weights.node, weights.relation), batch, setting, learner)
        loss.backward()
        found.append((float(loss.detach()), weights.node.grad, weights.relation.grad))
    for whole, *parts in zip(*found, strict=True):
        mean = sum(parts) / 2
        assert np.allclose(np.asarray(whole), np.asarray(mean), atol=1e-6)
