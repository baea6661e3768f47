"""Odd graphs and features: nothing of them makes a score that is no number, and what cannot be used is named."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from api.cli import main
from gnn.dataset import LinkDataset, contains
from gnn.features.described import Describer, Feature, with_features
from gnn.protocol import FitOptions
from gnn.protocols.ablation import COUNTED, NONE
from gnn.registry import model_class
from kg.errors import InputError
from kg.identifiers import Curie
from kg.records import Node
from kg.results import count_by_reason
from kg.snapshot import Snapshot

LOOPS = [("DRUGBANK:003", "interacts_with", "DRUGBANK:003"), ("MONDO:002", "subclass_of", "MONDO:002")]
ONCE = ("DRUGBANK:004", "contraindicated_in", "MONDO:009")


def _with(snapshot: Snapshot, *more: tuple[str, str, str]) -> Snapshot:
    """The graph with further edges."""
    names = snapshot.node_ids
    rows = zip(snapshot.heads.tolist(), snapshot.relations.tolist(), snapshot.tails.tolist(), strict=True)
    triples = [(names[head], snapshot.predicates[relation], names[tail]) for head, relation, tail in rows]
    kinds = {name: snapshot.categories[code] for name, code in zip(names, snapshot.node_category, strict=True)}
    return Snapshot.from_triples([*triples, *more], kinds)


@pytest.fixture
def odd(gnn_snapshot: Snapshot) -> LinkDataset:
    """Two self loops, and a relation with one edge that is to be learned too."""
    return LinkDataset.from_snapshot(_with(gnn_snapshot, *LOOPS, ONCE), ["treats", "contraindicated_in"])


@pytest.mark.parametrize("name", ["degree", "path_counts", "hybrid", "nbfnet", "complex"])
def test_loops_and_a_relation_with_one_edge_break_no_model(odd: LinkDataset, name: str) -> None:
    """What was learned is scored in numbers; a relation of one edge is scored or said not to be placed, -inf."""
    model = model_class(name)()
    model.fit(odd, FitOptions(budget=0.1, device="cpu", prune=5 if name == "nbfnet" else None))
    drugs = np.array([place for place, one in enumerate(odd.node_ids) if one.startswith("DRUGBANK:")])
    illnesses = np.array([place for place, one in enumerate(odd.node_ids) if one.startswith("MONDO:")])
    for relation in odd.targets:
        scores = model.score_tails(drugs, relation)[:, illnesses]
        assert not np.isnan(scores).any()
        if odd.relations[relation] == "treats":
            assert np.isfinite(scores).all()
        assert not np.isnan(model.score_heads(illnesses, relation)).any()


def test_a_loop_is_kept_as_an_edge(odd: LinkDataset) -> None:
    """Nothing is lost on the way to the matrices."""
    relation = odd.relations.index("interacts_with")
    place = odd.positions["DRUGBANK:003"]
    assert contains(odd.graph, np.array([[place, relation, place]])).all()


@pytest.mark.parametrize("name", ["path_counts", "hybrid", "nbfnet"])
def test_one_edge_alone_is_too_little(gnn_snapshot: Snapshot, name: str) -> None:
    """Said with the number that is needed."""
    alone = LinkDataset.from_snapshot(_with(gnn_snapshot, ONCE), ["contraindicated_in"])
    with pytest.raises(InputError, match="training edges"):
        model_class(name)().fit(alone, FitOptions(device="cpu"))


def test_structures_that_do_not_parse_are_counted(odd: LinkDataset) -> None:
    """And those that do are features; a feature that nearly nobody has is none."""
    pytest.importorskip("rdkit")
    smiles = {"DRUGBANK:001": "CCO", "DRUGBANK:002": "CCN", "DRUGBANK:003": "C1CC", "DRUGBANK:004": "?"}
    nodes = {one: Node(Curie(one), "Drug", one, properties=(("smiles", written),)) for one, written in smiles.items()}
    categories = [odd.categories[place] for place in odd.node_category]
    made = Describer(nodes).describe(odd.node_ids, categories, [Feature.FINGERPRINTS])
    assert count_by_reason(made.dropped) == {"unreadable": 2}
    assert "'C1CC'" in made.dropped[0].detail
    assert [(one.name, int((np.diff(one.rows.indptr) > 0).sum())) for one in made.features] == [("fingerprints", 2)]
    few = {one: nodes[one] for one in ("DRUGBANK:001", "DRUGBANK:003")}
    assert Describer(few).describe(odd.node_ids, categories, [Feature.FINGERPRINTS]).features == ()


def test_no_feature_leaves_the_dataset_without_any(odd: LinkDataset) -> None:
    """Also when it had some."""
    assert with_features(odd, (), Describer())[0].features == ()


@pytest.mark.slow
def test_the_ablation_compares_with_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All, without each, and none on the same queries; read from the command line."""
    drugs = "".join(f"Compound::DB{i:05d}\tc{i}\tCompound\n" for i in range(1, 41))
    names = ["DOID:2841", "DOID:1612", "DOID:9352", "DOID:10763", "DOID:3393", "DOID:7148", "DOID:1936"]
    ills = "".join(f"Disease::{one}\t{one}\tDisease\n" for one in names)
    (tmp_path / "nodes.tsv").write_text(f"id\tname\tkind\n{drugs}{ills}Gene::1\tg1\tGene\nGene::2\tg2\tGene\n")
    lines = [f"Compound::DB{i:05d}\tCtD\tDisease::{names[(i + k) % 7]}" for i in range(1, 41) for k in range(1 + i % 2)]
    lines += [f"Compound::DB{i:05d}\tCbG\tGene::{1 + i % 2}" for i in range(1, 41)]
    lines += [f"Disease::{one}\tDaG\tGene::{1 + place % 2}" for place, one in enumerate(names)]
    with gzip.open(tmp_path / "hetionet_core_edges.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(["source\tmetaedge\ttarget", *lines]) + "\n")
    command = ["evaluate", "features", "--data", str(tmp_path), "--feature", "ontology", "--first", "1", "--json"]
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert not ended.value.code
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {row["system"] for row in rows} == {COUNTED, NONE, "all features"}
    assert any(row["metric"] == f"head_mrr_over_{NONE}_p" for row in rows)
