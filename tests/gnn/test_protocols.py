"""Protocols: what is held out together, that nothing of it stays behind, and how systems are compared."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gnn.benchmark import EvaluationConfig
from gnn.dataset import LinkDataset, contains
from gnn.evaluate import HEAD, TAIL, rank_queries
from gnn.protocol import FitOptions
from gnn.protocols.areas import areas_above, disease_areas
from gnn.protocols.compare import compared_figures, pooled_figures, run_trials
from gnn.protocols.evaluate import Protocol, ProtocolConfig, evaluate_protocol, protocol_figures
from gnn.protocols.trials import (
    all_edges_of,
    area_trials,
    edge_folds,
    hold_out,
    share_trial,
    tail_folds,
    without_relations,
)
from gnn.registry import model_class
from kg.errors import InputError, NotFoundError, SourceError
from kg.snapshot import Snapshot


@pytest.fixture
def dataset(gnn_snapshot: Snapshot) -> LinkDataset:
    return LinkDataset.from_snapshot(gnn_snapshot, ["treats"])


@settings(max_examples=15)
@given(folds=st.integers(2, 5), repeat=st.integers(0, 3))
def test_folds_divide_the_edges(folds: int, repeat: int) -> None:
    """Each edge is tested once; no tested edge is in the graph or the supervision of its trial."""
    rows = [(f"D:{i}", "treats", f"M:{i % 7}") for i in range(17)] + [("D:0", "binds", "D:1")]
    nodes = {node: "Drug" if node[0] == "D" else "Disease" for row in rows for node in (row[0], row[2])}
    dataset = LinkDataset.from_snapshot(Snapshot.from_triples(rows, nodes), ["treats"])
    for trials in (edge_folds(dataset, folds, repeat), tail_folds(dataset, folds, repeat)):
        tested = np.concatenate([trial.dataset.test for trial in trials])
        assert np.array_equal(np.unique(tested, axis=0), dataset.train)
        assert len(tested) == len(dataset.train)
        for trial in trials:
            held = trial.dataset
            assert not contains(held.graph, held.test).any()
            assert contains(held.graph, held.train).all()
            assert len(held.graph) + len(held.test) == len(dataset.graph)


def test_tail_folds_leave_no_edge_of_a_tested_tail(dataset: LinkDataset) -> None:
    """A tested disease has no drug in training."""
    for trial in tail_folds(dataset, 3):
        assert not np.isin(trial.dataset.train[:, 2], trial.dataset.test[:, 2]).any()


def test_folds_are_fixed_by_ids(dataset: LinkDataset) -> None:
    """The same division again; another repeat is another one."""
    one, same, other = (edge_folds(dataset, 3, repeat)[0].dataset.test for repeat in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_share_is_held_out(dataset: LinkDataset) -> None:
    """Of 18 edges a third are six."""
    (trial,) = share_trial(dataset, 1 / 3)
    assert len(trial.dataset.test) == 6


def test_areas_are_held_out_whole(dataset: LinkDataset) -> None:
    """All edges to the members, also of one that two areas share; an area without an edge is passed over."""
    areas = [("one", ["MONDO:000", "MONDO:001"]), ("two", ["MONDO:001"]), ("none", ["MONDO:010", "MONDO:999"])]
    trials = area_trials(dataset, areas)
    assert [trial.name for trial in trials] == ["one", "two"]
    for trial, (_, members) in zip(trials, areas, strict=False):
        held = {dataset.node_ids[tail] for tail in trial.dataset.test[:, 2]}
        assert held == set(members)
        assert not {dataset.node_ids[tail] for tail in trial.dataset.train[:, 2]} & held


def test_labels_in_disguise_leave_the_graph(dataset: LinkDataset) -> None:
    """The named predicate is gone, the others stay; what is to be learned cannot be left out."""
    left = without_relations(dataset, ["binds"])
    names = {dataset.relations[relation] for relation in np.unique(left.graph[:, 1])}
    assert names == set(dataset.relations) - {"binds"}
    with pytest.raises(InputError, match="treats"):
        without_relations(dataset, ["treats"])
    with pytest.raises(NotFoundError, match="palliates"):
        without_relations(dataset, ["palliates"])


def test_held_out_edges_can_be_put_back(dataset: LinkDataset) -> None:
    """Holding out and taking all again gives the first dataset."""
    held = hold_out(dataset, dataset.train[:3])
    again = all_edges_of(held, "treats")
    assert np.array_equal(again.graph, np.unique(dataset.graph, axis=0))
    assert np.array_equal(again.train, dataset.train)
    assert not len(again.test)


def test_nothing_or_everything_cannot_be_held_out(dataset: LinkDataset) -> None:
    """Each with its count; too many folds too."""
    with pytest.raises(InputError, match="0 held-out"):
        hold_out(dataset, dataset.train[:0])
    with pytest.raises(InputError, match="leave 0"):
        hold_out(dataset, dataset.train)
    with pytest.raises(InputError, match="99 folds"):
        edge_folds(dataset, 99)


def test_ranks_are_pooled_over_trials(dataset: LinkDataset) -> None:
    """The pooled MRR is that of the trials' own rankings, an edge tested twice counted once."""
    trials = (*edge_folds(dataset, 3), *edge_folds(dataset, 3, 1))
    tested = run_trials("degree", trials, FitOptions())
    ranks = {}
    for side in (TAIL, HEAD):
        found: dict[tuple[int, ...], list[float]] = {}
        for trial in trials:
            model = model_class("degree")()
            model.fit(trial.dataset, FitOptions())
            for row, rank in zip(
                trial.dataset.test, rank_queries(model, trial.dataset, trial.dataset.test, side).ranks, strict=True
            ):
                found.setdefault(tuple(row), []).append(1 / rank)
        ranks[side.name] = np.mean([np.mean(values) for values in found.values()])
    value = {row.metric: row for row in pooled_figures(tested)}
    for side in (TAIL, HEAD):
        assert value[f"{side.name}_mrr"].value == pytest.approx(ranks[side.name])
        assert value[f"{side.name}_mrr"].n == len(dataset.train)


def test_a_training_of_few_minutes_ends_and_says_so(dataset: LinkDataset) -> None:
    """The same limit for all; what has no epochs is not ended, and without a limit nothing is counted."""
    trials, hurried = edge_folds(dataset, 2), FitOptions(device="cpu", minutes=1e-9)
    ended = {name: run_trials(name, trials, hurried).out_of_time for name in ("complex", "degree")}
    assert ended == {"complex": 2, "degree": 0}
    told = {row.metric: row for row in pooled_figures(run_trials("complex", trials, hurried))}
    assert (told["trainings_out_of_time"].value, told["trainings_out_of_time"].n) == (2.0, 2)
    assert "trainings_out_of_time" not in {
        row.metric for row in pooled_figures(run_trials("degree", trials, FitOptions()))
    }


def test_a_better_system_is_called_better(dataset: LinkDataset) -> None:
    """Path counts know the mechanism and degree does not: p below 0.05 one way, the same p and less the other."""
    trials = edge_folds(dataset, 3)
    paths, degree = (run_trials(name, trials, FitOptions()) for name in ("path_counts", "degree"))
    there = {row.metric: row.value for row in compared_figures(paths, degree)}
    back = {row.metric: row.value for row in compared_figures(degree, paths)}
    assert there["tail_mrr_over_degree"] > 0.2
    assert there["tail_mrr_over_degree_p"] < 0.05
    assert back["tail_mrr_over_path_counts"] == pytest.approx(-there["tail_mrr_over_degree"])


def test_each_pair_of_systems_is_compared_once(dataset: LinkDataset) -> None:
    """The later named with the earlier, wherever path counts stand."""
    trials = edge_folds(dataset, 3)
    for names in (("degree", "path_counts", "constant"), ("path_counts", "constant", "degree")):
        rows = protocol_figures([run_trials(name, trials, FitOptions()) for name in names])
        told = [(row.system, row.metric.split("_over_")[1]) for row in rows if "tail_mrr_over_" in row.metric]
        pairs = [one for one in told if not one[1].endswith("_p")]
        assert pairs == [(names[1], names[0]), (names[2], names[0]), (names[2], names[1])]


def test_areas_above_a_term() -> None:
    """Only what stands right below the root; a term without a way up is in no area."""
    parents = {"flu": ["infection", "lung"], "infection": ["root"], "lung": ["organ"], "organ": ["root"]}
    assert areas_above("flu", parents, "root") == {"infection", "organ"}
    assert areas_above("nothing", parents, "root") == frozenset()


def test_diseases_are_placed_by_the_shipped_ontology() -> None:
    """Breast, lung and skin cancer and melanoma are cancers, asthma is not; an unknown id is in no area."""
    cancers = ["DOID:1612", "DOID:1324", "DOID:4159", "DOID:1909"]
    areas = dict(disease_areas([*cancers, "DOID:2841", "DOID:0"]))
    assert set(areas["cancer or benign tumor"]) == set(cancers)
    assert not any("DOID:2841" in members or "DOID:0" in members for members in areas.values())


def _hetionet(folder: Path) -> Path:
    data = folder / "hetionet"
    data.mkdir()
    kinds = {"Compound::DB": 29, "Disease::DOID:": 7, "Gene::": 7}
    nodes = [f"{name}{i}\tn\t{name.split('::')[0]}" for name, count in kinds.items() for i in range(count)]
    (data / "nodes.tsv").write_text("\n".join(["id\tname\tkind", *nodes]) + "\n", encoding="utf-8")
    edges = [(f"Compound::DB{i}", "CtD", f"Disease::DOID:{i % 7}") for i in range(29)]
    edges += [(f"Compound::DB{i}", "CbG", f"Gene::{i % 7}") for i in range(29)]
    edges += [(f"Compound::DB{i}", "CpD", f"Disease::DOID:{i % 7}") for i in range(0, 29, 3)]
    edges += [(f"Disease::DOID:{i}", "DaG", f"Gene::{i}") for i in range(7)]
    lines = ["source\tmetaedge\ttarget", *("\t".join(edge) for edge in edges)]
    (data / "hetionet_core_edges.tsv.gz").write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    return data


@pytest.mark.parametrize("protocol", [Protocol.REPEATED, Protocol.COLD_DISEASE, Protocol.BINDS])
def test_protocols_on_hetionets_layout(protocol: Protocol, tmp_path: Path) -> None:
    """Each gives figures of every system and the comparison, the split named with what was left out."""
    config = ProtocolConfig(
        protocol, EvaluationConfig(("degree", "path_counts")), ("ameliorates_condition",), folds=2, repeats=2
    )
    told: list[str] = []
    figures = evaluate_protocol(_hetionet(tmp_path), None, config, lambda name, step: told.append(name))
    found = json.loads(figures.to_json())
    assert found["split"] == f"{protocol}; without ameliorates_condition"
    rows = {(row["system"], row["metric"]) for row in found["rows"]}
    for metric in (
        "tail_mrr",
        "head_mrr",
        "head_recall@100",
    ):
        assert ("degree", metric) in rows
    for metric in ("tail_mrr_over_degree", "head_mrr_over_degree_p"):
        assert ("path_counts", metric) in rows
    assert not any("_over_path_counts" in metric for _, metric in rows)  # the same test, told the other way round
    assert len(told) == 2 * {Protocol.REPEATED: 4, Protocol.COLD_DISEASE: 2, Protocol.BINDS: 1}[protocol]


def test_a_protocol_wants_hetionets_folder(tmp_path: Path) -> None:
    """Not plain triples; and the published one wants its split."""
    with pytest.raises(SourceError, match="hetionet_core_edges"):
        evaluate_protocol(tmp_path, None, ProtocolConfig(Protocol.AREAS))
    with pytest.raises(SourceError, match="--split"):
        evaluate_protocol(_hetionet(tmp_path), None, ProtocolConfig(Protocol.PUBLISHED))


@pytest.mark.slow
def test_published_protocol_scores_the_non_indications(gnn_corpora: Path) -> None:
    """Path counts and degree on 151 edges and 243 denied pairs."""
    config = ProtocolConfig(Protocol.PUBLISHED, EvaluationConfig(("degree", "path_counts")), ("has_side_effect",))
    figures = evaluate_protocol(gnn_corpora / "hetionet", gnn_corpora / "hetionet-treats", config)
    rows = {(row.system, row.metric): row for row in figures.rows}
    assert rows["path_counts", "auroc_non_indications"].n == 151 + 243
    assert rows["path_counts", "tail_mrr"].value > rows["degree", "tail_mrr"].value
