"""Explanations judged by curated mechanisms, and by what becomes of the score without their paths."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gnn.dataset import LinkDataset
from gnn.evaluate_explanations import mechanism_figures, rank_mechanisms
from gnn.faithfulness import FaithfulnessOptions, faithfulness_figures, measure_faithfulness
from gnn.mechanisms import MechanismPair, PlacedMechanisms, place_mechanisms
from gnn.models.degree import DegreePredictor
from gnn.models.hybrid import HybridPredictor
from gnn.models.hybrid_training import HybridConfig
from gnn.models.path_counts import PathCountConfig, PathCountPredictor
from gnn.path_order import PathOrder, carriers, order_paths
from gnn.path_scores import ScoredPaths, score_paths
from gnn.protocol import FitOptions
from gnn.splits import hashed_split
from gnn.typed import TypedRelation
from kg.errors import InputError, SourceError
from kg.identifiers import Curie
from kg.schema import Category
from kg.snapshot import Snapshot
from kg.sources.drugmechdb import MECHANISMS_FILE, Mechanism, drugbank_curie, read_mechanisms
from kg.vocabulary import Term, Vocabulary

_BINDS = TypedRelation("Drug", "binds", "Gene", True)
_BEHIND = TypedRelation("Gene", "gene_associated_with_condition", "Disease", True)
_LIKE = TypedRelation("Drug", "similar_to", "Drug", True)
_TREATS = TypedRelation("Drug", "treats", "Disease", True)


@pytest.fixture(scope="module")
def explained() -> tuple[PathCountPredictor, LinkDataset]:
    """Path counts on a graph where drugs bind two genes, the first of which is behind what they treat."""
    triples = [(f"D:{i:03d}", "binds", f"G:{i % 6}") for i in range(48)]
    triples += [(f"D:{i:03d}", "binds", f"G:{6 + i % 4}") for i in range(48)]
    triples += [(f"G:{i}", "gene_associated_with_condition", f"S:{i}") for i in range(6)]
    triples += [(f"G:{6 + i % 4}", "gene_associated_with_condition", f"S:{(i + 1) % 6}") for i in range(12)]
    triples += [(f"D:{i:03d}", "treats", f"S:{i % 6}") for i in range(48)]
    kinds = {name: {"D": "Drug", "G": "Gene", "S": "Disease"}[name[0]] for one in triples for name in (one[0], one[2])}
    dataset = hashed_split(Snapshot.from_triples(triples, kinds), "treats", 0.0, 0.25)
    model = PathCountPredictor(PathCountConfig(negatives=2000))
    model.fit(dataset, FitOptions())
    return model, dataset


def _record(**changes: object) -> str:
    graph = {"_id": "one", "disease": "Gout", "disease_mesh": "MESH:D1", "drugbank": "DB:DB00001", **changes}
    nodes = [{"id": "MESH:D1", "name": "gout, acute"}, {"id": "UniProt:P1", "name": "XDH"}, {"id": "GO:1", "name": "x"}]
    return json.dumps({"graph": graph, "nodes": nodes, "links": []})


def test_slips_in_drug_numbers_are_repaired(tmp_path: Path) -> None:
    """A letter too few, a prefix or a zero too many; what is no number is reported."""
    slips = ("DB:B02362", "DB:DB00002", "DB:DBDB08902", "DB:DB010473")
    assert [str(drugbank_curie(one))[-7:] for one in slips] == ["DB02362", "DB00002", "DB08902", "DB10473"]
    lines = [_record(), _record(drugbank="DB:DBSALT001065"), _record(disease_mesh="gout")]
    (tmp_path / MECHANISMS_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    found, dropped = read_mechanisms(tmp_path)
    assert found == (
        Mechanism(
            "one", Curie("DRUGBANK:DB00001"), Curie("MESH:D1"), ("Gout", "gout, acute"), (Curie("UniProtKB:P1"),)
        ),
    )
    assert [one.detail.split()[-3:] for one in dropped] == [["no", "DrugBank", "number"], ["no", "MeSH", "number"]]


def test_broken_mechanisms_are_named_by_line(tmp_path: Path) -> None:
    """A missing file, and a line that lacks a field."""
    with pytest.raises(SourceError, match=MECHANISMS_FILE):
        read_mechanisms(tmp_path)
    (tmp_path / MECHANISMS_FILE).write_text(_record() + '\n{"graph": {}}\n', encoding="utf-8")
    with pytest.raises(SourceError, match=":2 is no mechanism"):
        read_mechanisms(tmp_path)


def test_mechanisms_are_placed_by_cross_reference_and_by_name(gnn_snapshot: Snapshot) -> None:
    """Mechanisms of one pair are one; each lost pair has its reason."""
    dataset = LinkDataset.from_snapshot(gnn_snapshot, ["treats"])
    vocabulary = Vocabulary(
        [
            Term(Curie("HGNC:001"), Category.GENE, "A", xrefs=("UniProtKB:P1",)),
            Term(Curie("HGNC:002"), Category.GENE, "B", close_xrefs=("UniProtKB:P2",)),
            Term(Curie("HGNC:777"), Category.GENE, "C", xrefs=("UniProtKB:P3",)),
            Term(Curie("MONDO:001"), Category.DISEASE, "gout", xrefs=("MESH:D1",)),
            Term(Curie("MONDO:002"), Category.DISEASE, "liver cancer"),
            Term(Curie("MONDO:888"), Category.DISEASE, "liver neoplasm", xrefs=("MESH:D2",)),
        ]
    )

    def one(drug: str, disease: str, *proteins: str) -> Mechanism:
        return Mechanism("x", Curie(drug), Curie(disease), ("?",), tuple(Curie(name) for name in proteins))

    placed = place_mechanisms(
        [
            one("DRUGBANK:003", "MESH:D1", "UniProtKB:P1"), one("DRUGBANK:003", "MESH:D1", "UniProtKB:P2"),
            one("DRUGBANK:004", "MESH:D2", "UniProtKB:P2"), one("DRUGBANK:777", "MESH:D1", "UniProtKB:P1"),
            one("DRUGBANK:005", "MESH:D9", "UniProtKB:P1"), one("DRUGBANK:005", "MESH:D1"),
            one("DRUGBANK:006", "MESH:D1", "UniProtKB:P3"), one("HGNC:001", "MESH:D1", "UniProtKB:P1"),
        ],
        dataset, dataset.targets[0], vocabulary,
    )  # fmt: skip
    named = [
        (dataset.node_ids[p.drug], dataset.node_ids[p.disease], [dataset.node_ids[g] for g in p.genes])
        for p in placed.pairs
    ]
    assert named == [
        ("DRUGBANK:003", "MONDO:001", ["HGNC:001", "HGNC:002"]),
        ("DRUGBANK:004", "MONDO:002", ["HGNC:002"]),
    ]
    assert [one.detail.split()[1] for one in placed.dropped] == ["drug", "disease", "mechanism", "protein's", "drug"]


def _paths(contributions: list[float], genes: list[int]) -> ScoredPaths:
    """Paths of two steps from node 0 to node 9 over genes, or over the drug 5 where the gene is -1."""
    nodes = np.array([[0, gene if gene >= 0 else 5, 9, -1] for gene in genes])
    kind = np.array([0 if gene >= 0 else 1 for gene in genes])
    values = np.array(contributions)
    return ScoredPaths(((_BINDS, _BEHIND), (_LIKE, _TREATS)), kind, nodes, values, values, exact=True)


def test_each_gene_comes_once_before_any_comes_again() -> None:
    """Genes by all their paths, so that two paths of 0.5 are worth more than one of 0.9; then the rest."""
    paths = replace(_paths([2.0, 0.9, 0.5, 0.5, -1.0], [-1, 1, 2, 2, 3]), weights=np.ones(5))
    assert carriers(paths).tolist() == [-1, 1, 2, 2, 3]
    assert order_paths(paths, PathOrder.CONTRIBUTION).tolist() == [0, 1, 2, 3, 4]
    assert order_paths(paths, PathOrder.MECHANISM).tolist() == [2, 1, 4, 0, 3]
    unsaid = replace(paths, contributions=np.zeros(5))
    assert order_paths(unsaid, PathOrder.MECHANISM, paths.contributions).tolist() == [2, 1, 4, 0, 3]
    common = replace(paths, weights=np.array([1.0, 1.0, 0.01, 0.01, 1.0]))
    assert order_paths(common, PathOrder.MECHANISM).tolist() == [1, 2, 4, 0, 3]
    last = np.array([5.0, 4.0, 3.0, 2.0, 1.0])
    assert order_paths(unsaid, PathOrder.CONTRIBUTION, None, last).tolist() == [4, 3, 2, 1, 0]


def test_ranks_of_curated_genes_are_found(explained: tuple[PathCountPredictor, LinkDataset]) -> None:
    """The gene behind the disease comes first; a pair whose gene lies on no path counts 0 for every way."""
    model, dataset = explained
    at = dataset.positions
    pairs = (
        MechanismPair(at["D:006"], at["S:0"], (at["G:0"],)),
        MechanismPair(at["D:007"], at["S:1"], (at["G:1"],)),
        MechanismPair(at["D:007"], at["S:1"], (at["G:5"], at["S:5"])),
    )
    ranks = rank_mechanisms(model, dataset, pairs, dataset.targets[0])
    assert ranks.reachable.tolist() == [True, True, False] and (ranks.paths > 1).all()
    assert ranks.reciprocal[:2, 0].tolist() == [1.0, 1.0] and not ranks.reciprocal[2].any()
    assert (ranks.reciprocal[0] <= 1).all()
    figures = {(row.system, row.metric): row.value for row in mechanism_figures(ranks, PlacedMechanisms(pairs, ()))}
    assert figures["path counts alone", "mrr"] == pytest.approx(ranks.reciprocal[:, 2].mean())
    assert figures["mapping", "reachable"] == 2
    assert 0 < figures["path_counts > random", "p"] <= 1


def test_a_score_rests_on_its_paths(explained: tuple[PathCountPredictor, LinkDataset]) -> None:
    """Without them it falls by more, with them alone more is left; the model is attached to its graph again."""
    model, dataset = explained
    before = model.score_tails(dataset.test[:1, 0], int(dataset.test[0, 1]))
    found = measure_faithfulness(model, dataset, FaithfulnessOptions(paths=3, links=8))
    assert len(found.whole) >= 5
    assert (found.whole - found.deleted).mean() > (found.whole - found.deleted_random).mean()
    assert (found.restored - found.cut).mean() > (found.restored_random - found.cut).mean()
    assert (found.deleted <= found.whole).all()
    np.testing.assert_allclose(model.score_tails(dataset.test[:1, 0], int(dataset.test[0, 1])), before)


def test_faithfulness_has_paired_tests(explained: tuple[PathCountPredictor, LinkDataset]) -> None:
    """One row of differences and one of p for each of the three tests."""
    rows = faithfulness_figures(*explained, FaithfulnessOptions(paths=2, links=4))
    tests = {row.metric for row in rows if row.system == "path_counts > random paths"}
    assert {"drop_difference", "drop_p", "restored_p", "bare_p"} <= tests


def test_contributions_of_the_hybrid_are_its_score(explained: tuple[PathCountPredictor, LinkDataset]) -> None:
    """Of one that reads paths and direct edges alone: all of them and the bias are the log-odds, exactly."""
    names = explained[1].node_ids
    triples = [(names[h], explained[1].relations[r], names[t]) for h, r, t in explained[1].graph]
    triples += [(f"D:{i:03d}", "applied_to_treat", f"S:{i % 6}") for i in range(0, 48, 5)]
    kinds = {name: {"D": "Drug", "G": "Gene", "S": "Disease"}[name[0]] for one in triples for name in (one[0], one[2])}
    dataset = hashed_split(Snapshot.from_triples(triples, kinds), "treats", 0.0, 0.1)
    model = HybridPredictor(HybridConfig(parts=("paths", "edges")))
    model.fit(dataset, FitOptions())
    relation, direct = dataset.targets[0], 0
    regression = model.tail_regression(_TREATS)
    assert regression is not None
    for drug in ("D:005", "D:010", "D:011"):
        scores = model.score_tails(np.array([dataset.positions[drug]]), relation)[0]
        for illness in range(6):
            ends = dataset.positions[drug], dataset.positions[f"S:{illness}"]
            paths = score_paths(model, dataset, (ends[0], relation, ends[1]))
            assert paths.contributions.sum() + regression.bias == pytest.approx(float(scores[ends[1]]), abs=1e-4)
            direct += int((paths.lengths() == 1).sum())
    assert paths.exact and direct


def test_a_model_without_paths_is_refused(explained: tuple[PathCountPredictor, LinkDataset]) -> None:
    """It has nothing to show."""
    model = DegreePredictor()
    model.attach(explained[1])
    with pytest.raises(InputError, match="does not read paths"):
        score_paths(model, explained[1], (0, 0, 1))
