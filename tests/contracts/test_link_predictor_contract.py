"""One suite for every link predictor; a model that the registry names is in it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gnn.card import ModelCard
from gnn.checkpoint import CARD_FILE, load_card, load_model, save_model
from gnn.dataset import LinkDataset, relation_id
from gnn.protocol import FitOptions, Step
from gnn.registry import MODEL_NAMES, model_class
from kg.errors import ModelMismatchError, NotFoundError
from kg.snapshot import Snapshot

DRUGS, GENES = 23, 7
LEARNED = tuple(name for name in MODEL_NAMES if name not in ("constant", "degree"))
_QUICK = FitOptions(budget=0.1)


def _triples() -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """Drug i binds gene i mod 7, which is behind disease i mod 7, which the drug treats but for every fifth drug."""
    categories = {f"DRUGBANK:{i:03d}": "Drug" for i in range(DRUGS)}
    categories |= {f"HGNC:{i:03d}": "Gene" for i in range(GENES)}
    categories |= {f"MONDO:{i:03d}": "Disease" for i in range(GENES)}
    triples = [(f"DRUGBANK:{i:03d}", "binds", f"HGNC:{i % GENES:03d}") for i in range(DRUGS)]
    triples += [(f"HGNC:{i:03d}", "gene_associated_with_condition", f"MONDO:{i:03d}") for i in range(GENES)]
    triples += [(f"DRUGBANK:{i:03d}", "treats", f"MONDO:{i % GENES:03d}") for i in range(DRUGS) if i % 5]
    triples += [(f"DRUGBANK:{i:03d}", "interacts_with", f"DRUGBANK:{i + 1:03d}") for i in range(0, DRUGS - 1, 3)]
    return triples, categories


def _dataset() -> LinkDataset:
    return LinkDataset.from_snapshot(Snapshot.from_triples(*_triples()), ["treats"])


def _card(name: str, dataset: LinkDataset) -> ModelCard:
    return ModelCard(name, ("treats",), dataset.relations, dataset.data_hash, "", (1, 0, 0), (), "", 0, "cpu", 0.0, ())


def _scores(model, dataset: LinkDataset) -> np.ndarray:
    relation = relation_id(dataset.relations, "treats")
    sets = dataset.candidates(relation)
    tails, heads = model.score_tails(sets.heads, relation), model.score_heads(sets.tails, relation)
    return np.concatenate([tails[:, sets.tails].ravel(), heads[:, sets.heads].ravel()])


@pytest.fixture(params=MODEL_NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_scores_have_the_documented_shape(name: str) -> None:
    """float32 [given, num_nodes]; every candidate of the right category is placed."""
    dataset = _dataset()
    model = model_class(name)()
    model.fit(dataset, _QUICK)
    relation = relation_id(dataset.relations, "treats")
    sets = dataset.candidates(relation)
    for scores, given, asked in (
        (model.score_tails(sets.heads, relation), sets.heads, sets.tails),
        (model.score_heads(sets.tails, relation), sets.tails, sets.heads),
    ):
        assert scores.dtype == np.float32
        assert scores.shape == (len(given), dataset.num_nodes)
        assert np.isfinite(scores[:, asked]).all()


def test_same_seed_same_scores(name: str) -> None:
    """Two trainings on a CPU agree to the last bit."""
    found = []
    for _ in range(2):
        dataset = _dataset()
        model = model_class(name)()
        model.fit(dataset, FitOptions(seed=5, device="cpu", budget=0.05))
        found.append(_scores(model, dataset))
    assert np.array_equal(*found)


def test_order_of_triples_does_not_matter(name: str) -> None:
    """The snapshot is sorted, so a shuffled input gives the same model."""
    triples, categories = _triples()
    found = []
    for order in (triples, triples[::-1]):
        dataset = LinkDataset.from_snapshot(Snapshot.from_triples(order, categories), ["treats"])
        model = model_class(name)()
        model.fit(dataset, FitOptions(budget=0.05))
        found.append(_scores(model, dataset))
    assert np.array_equal(*found)


def test_saved_model_scores_the_same(name: str, tmp_path: Path) -> None:
    """Also when an older model lay there; nothing is left aside."""
    dataset = _dataset()
    model = model_class(name)()
    model.fit(dataset, _QUICK)
    for _ in range(2):
        save_model(model, _card(name, dataset), tmp_path / "models" / name)
    loaded, card = load_model(tmp_path / "models" / name, dataset)
    assert card == _card(name, dataset)
    assert np.array_equal(_scores(loaded, dataset), _scores(model, dataset))
    assert [path.name for path in (tmp_path / "models").iterdir()] == [name]
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "file").touch()
    assert (tmp_path / "models" / name).stat().st_mode == plain.stat().st_mode  # whoever reads the graph reads it
    for file in (tmp_path / "models" / name).iterdir():
        assert file.stat().st_mode == (plain / "file").stat().st_mode


def test_another_relation_is_refused(name: str, tmp_path: Path) -> None:
    """A graph without the relation that the model predicts."""
    dataset = _dataset()
    model = model_class(name)()
    model.fit(dataset, _QUICK)
    save_model(model, _card(name, dataset), tmp_path / name)
    triples, categories = _triples()
    others = Snapshot.from_triples([t for t in triples if t[1] != "treats"], categories)
    with pytest.raises(ModelMismatchError, match="treats"):
        load_model(tmp_path / name, LinkDataset.from_snapshot(others))


def test_a_graph_without_a_relation_that_was_read_is_refused(name: str, tmp_path: Path) -> None:
    """Not only those that it predicts; one relation more is no matter."""
    dataset = _dataset()
    model = model_class(name)()
    model.fit(dataset, _QUICK)
    save_model(model, replace(_card(name, dataset), edges=(("binds", 23), ("causes", 0))), tmp_path / name)
    triples, categories = _triples()
    fewer = Snapshot.from_triples([t for t in triples if t[1] != "binds"], categories)
    with pytest.raises(ModelMismatchError, match="binds"):
        load_model(tmp_path / name, LinkDataset.from_snapshot(fewer))
    more = Snapshot.from_triples([*triples, ("DRUGBANK:001", "causes", "MONDO:002")], categories)
    load_model(tmp_path / name, LinkDataset.from_snapshot(more, ["treats"]))


@pytest.mark.parametrize("name", LEARNED)
def test_it_learns_the_mechanism(name: str) -> None:
    """The fifth drugs bind the gene behind one disease: that disease comes first for most of them."""
    dataset = _dataset()
    model = model_class(name)()
    report = model.fit(dataset, FitOptions(budget=1.0))
    relation = relation_id(dataset.relations, "treats")
    tails = dataset.candidates(relation).tails
    hidden = [i for i in range(DRUGS) if i % 5 == 0]
    heads = np.array([dataset.positions[f"DRUGBANK:{i:03d}"] for i in hidden])
    best = tails[model.score_tails(heads, relation)[:, tails].argmax(axis=1)]
    right = [dataset.node_ids[node] == f"MONDO:{i % GENES:03d}" for node, i in zip(best, hidden, strict=True)]
    assert np.mean(right) >= 0.8
    assert report.seconds > 0


@pytest.mark.parametrize("name", LEARNED)
def test_progress_is_reported(name: str) -> None:
    """Steps count up to their total, with a finite loss."""
    steps: list[Step] = []
    report = model_class(name)().fit(_dataset(), _QUICK, steps.append)
    assert [step.done for step in steps] == list(range(1, len(steps) + 1))
    assert all(np.isfinite(step.loss) and step.done <= step.total for step in steps)
    assert report.steps == tuple(steps)


@pytest.mark.parametrize("name", [n for n in MODEL_NAMES if model_class(n).inductive])
def test_a_node_that_came_later_is_scored(name: str) -> None:
    """The model reads the new node's edges; one that cannot says -inf, see the test below."""
    dataset = _dataset()
    model = model_class(name)()
    model.fit(dataset, _QUICK)
    model.attach(_grown())
    grown = _grown()
    head = grown.positions["DRUGBANK:999"]
    relation = relation_id(grown.relations, "treats")
    scores = model.score_tails(np.array([head]), relation)[0]
    assert np.isfinite(scores[grown.candidates(relation).tails]).all()


@pytest.mark.parametrize("name", ["complex", "distmult", "rotate"])
def test_embeddings_cannot_place_a_node_that_came_later(name: str) -> None:
    """-inf, never a made-up score."""
    model = model_class(name)()
    model.fit(_dataset(), _QUICK)
    grown = _grown()
    model.attach(grown)
    relation = relation_id(grown.relations, "treats")
    assert np.isneginf(model.score_tails(np.array([grown.positions["DRUGBANK:999"]]), relation)).all()


def _grown() -> LinkDataset:
    triples, categories = _triples()
    triples.append(("DRUGBANK:999", "binds", "HGNC:003"))
    return LinkDataset.from_snapshot(Snapshot.from_triples(triples, {**categories, "DRUGBANK:999": "Drug"}))


def test_path_counts_do_not_read_the_query_edge() -> None:
    """A pair's score is the same whether or not its own edge is in the graph."""
    dataset = _dataset()
    model = model_class("path_counts")()
    model.fit(dataset, _QUICK)
    relation = relation_id(dataset.relations, "treats")
    head, tail = dataset.positions["DRUGBANK:001"], dataset.positions["MONDO:001"]
    with_edge = model.score_tails(np.array([head]), relation)[0, tail]
    row = (dataset.graph == (head, relation, tail)).all(axis=1)
    model.attach(replace(dataset, graph=dataset.graph[~row]))
    assert model.score_tails(np.array([head]), relation)[0, tail] == pytest.approx(with_edge, abs=1e-5)


def test_unknown_model_lists_the_known() -> None:
    """The message helps."""
    with pytest.raises(NotFoundError, match="nbfnet"):
        model_class("transe")


def test_broken_files_are_refused(tmp_path: Path) -> None:
    """No model, a card that is none, truncated weights: each a clear error."""
    dataset = _dataset()
    with pytest.raises(NotFoundError):
        load_card(tmp_path)
    model = model_class("complex")()
    model.fit(dataset, _QUICK)
    save_model(model, _card("complex", dataset), tmp_path / "m")
    for name in ("settings.json", "weights.safetensors"):
        file = tmp_path / "m" / name
        file.write_bytes(file.read_bytes()[:100])
        with pytest.raises(ModelMismatchError, match=re.escape(name)):
            load_model(tmp_path / "m", dataset)
    file.unlink()
    with pytest.raises(ModelMismatchError, match=r"weights\.safetensors"):
        load_model(tmp_path / "m", dataset)
    (tmp_path / "m" / CARD_FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(ModelMismatchError, match="no model card"):
        load_card(tmp_path / "m")
