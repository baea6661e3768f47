"""``medkg train drugtarget`` and ``medkg predict --relation targets`` on families of structures with their targets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cli_calls import Ended, Run

from gnn.drugtarget.answers import TargetQuery, ask_targets
from gnn.drugtarget.cells import FEATURES, Asked, cell_features
from gnn.drugtarget.data import FeatureChoice, read_targets
from gnn.drugtarget.model import Kind, LineOptions, hidden_links
from gnn.drugtarget.reference import Reference
from gnn.drugtarget.stored import ARRAYS_FILE, CARD_FILE, load_targets, save_targets, targets_directory
from gnn.drugtarget.training import TrainOptions, train_targets
from kg.errors import InputError, ModelMismatchError, NotFoundError
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation

Chem = pytest.importorskip("rdkit.Chem")

ALCOHOLS = ["C" * length + "O" for length in range(4, 17)]
SULFONAMIDES = [f"NS(=O)(=O)c1ccc({'C' * length})cc1" for length in range(1, 14)]
FAMILIES = (("alcohol", ALCOHOLS, (0, 1, 2)), ("sulfonamide", SULFONAMIDES, (3, 4, 5)))
BARE = "CHEBI:900"
UNKNOWN_TO_MODEL = "CHEBI:901"


def claim(subject: str, thing: str, level: KnowledgeLevel = KnowledgeLevel.KNOWLEDGE_ASSERTION) -> Evidence:
    place = RecordLocation("testbase", f"{subject}|binds|{thing}|{level}", "1")
    return Evidence(
        Curie(subject), "binds", Curie(thing), place, level, AgentType.MANUAL_AGENT, "infores:testbase", "test/1"
    )


def batch() -> Batch:
    nodes = [Node(Curie(f"HGNC:{one}"), "Gene", f"{'AB'[one // 3]}LK{one}") for one in range(6)]
    claims = []
    for family, (name, structures, targets) in enumerate(FAMILIES):
        for number, smiles in enumerate(structures):
            curie = f"CHEBI:{family}{number:02d}"
            nodes.append(Node(Curie(curie), "Drug", f"{name} {number}", properties=(("smiles", smiles),)))
            claims += [claim(curie, f"HGNC:{one}") for one in targets if (number + one) % 4]
    nodes.append(Node(Curie(BARE), "Drug", "antibody"))
    nodes.append(Node(Curie(UNKNOWN_TO_MODEL), "Drug", "mystery", properties=(("smiles", "C1CC"),)))
    claims.append(claim(BARE, "HGNC:0"))
    claims.append(claim("CHEBI:000", "HGNC:5", KnowledgeLevel.PREDICTION))
    return Batch(nodes=tuple(NodeRecord(node, "testbase") for node in nodes), evidence=tuple(claims))


@pytest.fixture(scope="module")
def trained_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drugtarget") / "graph"
    with Graph.create(path, buckets=4) as graph:
        graph.add(batch())
        graph.merge()
        options = TrainOptions(fit=LineOptions(inner=3))
        save_targets(train_targets(graph, options), targets_directory(graph.layout.models, "binds"))
    return path


def predict(run: Run, graph: Path, *more: str) -> Ended:
    return run("predict", "--graph", graph, "--relation", "targets", *more)


def test_predictions_and_links_of_cases_are_not_read(trained_graph):
    with Graph.open(trained_graph) as graph:
        data = read_targets(graph, "binds")
    row, column = data.drugs.index("CHEBI:000"), data.targets.index("HGNC:5")
    assert data.links[row, column] == 0
    assert data.prints[data.drugs.index(BARE)].nnz == 0


def test_features_can_be_left_out(trained_graph):
    with Graph.open(trained_graph) as graph:
        bare = read_targets(graph, "binds", FeatureChoice(structures=False, pathways=False, families=False))
        named = read_targets(graph, "binds", FeatureChoice(structures=False))
    assert not bare.prints.nnz
    assert not bare.alike.any()
    assert named.alike[0, 1] > named.alike[0, 5]


def test_known_drugs_keep_a_link_and_new_drugs_none(trained_graph):
    with Graph.open(trained_graph) as graph:
        data = read_targets(graph, "binds")
    for kind in Kind:
        asked_for = []
        for rows, shown in hidden_links(data, kind, LineOptions(inner=10), np.random.default_rng(0)):
            assert (shown <= data.links).all()
            assert shown[rows].any(1).all() == (kind is Kind.KNOWN)
            assert kind is Kind.KNOWN or not shown[rows].any()
            asked_for.append(rows)
        if kind is Kind.NEW:
            structured = np.flatnonzero(np.asarray(data.prints.sum(1)).ravel())
            np.testing.assert_array_equal(np.sort(np.concatenate(asked_for)), structured)


def test_what_is_read_of_a_link_never_derives_from_itself(trained_graph):
    with Graph.open(trained_graph) as graph:
        data = read_targets(graph, "binds")
    row, column = (int(one[0]) for one in np.nonzero(data.links))
    rows = np.array([row])
    own = data.links[rows].copy()
    without = own.copy()
    without[0, column] = 0
    reference = Reference.solve(data)
    places = [FEATURES.index(name) for name in ("own_targets_alike", "company", "drug_degree")]
    told, again = (cell_features(reference, Asked(data.prints[rows], one, rows))[0, column] for one in (own, without))
    np.testing.assert_array_equal(told[places], again[places])


def test_a_drug_is_no_neighbour_of_itself(trained_graph):
    with Graph.open(trained_graph) as graph:
        data = read_targets(graph, "binds")
    reference = Reference.solve(data)
    rows = np.arange(len(data.drugs))
    similar = reference.similarities(data.prints, rows)
    assert not np.diag(similar).any()
    assert cell_features(reference, Asked(data.prints, data.links, rows)).shape == (*data.links.shape, len(FEATURES))


def test_a_structure_that_the_graph_lacks_gets_its_family_s_targets(trained_graph, run):
    ended = predict(run, trained_graph, "--smiles", "CC(C)CCCCCCCCO", "-k", "3", "--json")
    told = ended.json()
    assert ended.code == 0
    assert {one["target"] for one in told["answer"]["candidates"]} == {"HGNC:0", "HGNC:1", "HGNC:2"}
    assert told["answer"]["kind"] == "new"
    assert all(one["name"].startswith("alcohol") for one in told["answer"]["nearest"])
    assert all(one["drugs"] for one in told["answer"]["candidates"])
    assert not told["graph_changed"]


def test_known_targets_are_left_out_and_the_last_of_the_family_comes_first(trained_graph, run):
    told = predict(run, trained_graph, "--drug", "sulfonamide 1", "-k", "4", "--json").json()
    assert told["answer"]["candidates"][0]["target"] == "HGNC:3"
    assert not {"HGNC:4", "HGNC:5"} & {one["target"] for one in told["answer"]["candidates"]}
    assert told["answer"]["kind"] == "known"


def test_a_table_says_what_it_rests_on(trained_graph, run):
    printed = predict(run, trained_graph, "--drug", "CHEBI:101").out
    assert "bound by sulfonamide" in printed
    assert "predictions, not facts" in printed


def test_it_abstains_for_what_is_unlike_everything_known(trained_graph):
    with Graph.open(trained_graph) as graph:
        trained = load_targets(targets_directory(graph.layout.models, "binds"))
    object.__setattr__(trained.card, "abstain_below", 0.3)
    answer = ask_targets(trained, TargetQuery(smiles="FC1=C(F)C(F)=C(F)C(F)=C1F"))
    assert not answer.candidates
    assert "0.30 is needed" in answer.abstained


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--smiles", "C1CC"), "does not parse"),
        (("--drug", "mystery"), "neither a structure nor a target"),
        (("--drug", "nobody"), "no node called"),
        ((), "needs a drug"),
        (("--drug", "antibody", "--tail", "HGNC:1"), "without --tail"),
        (("--drug", "antibody", "--model", "nbfnet"), "--model drugtarget"),
        (("--relation", "treats", "--smiles", "CCO"), "treats"),
    ],
)
def test_what_cannot_be_asked_is_told(trained_graph, run, more, said):
    ended = predict(run, trained_graph, *more)
    assert ended.code == 2
    assert said in ended.err


def test_a_structure_that_the_graph_has_is_its_drug(trained_graph, run):
    """However it is written; the known targets are named, and not ranked."""
    own, told = (
        predict(run, trained_graph, *asked, "--json").json()
        for asked in (("--drug", "alcohol 3"), ("--smiles", other_writing(ALCOHOLS[3])))
    )
    assert told["recognised"] and not own["recognised"]
    assert told["drug"]["name"] == "alcohol 3"
    assert told["answer"]["candidates"] == own["answer"]["candidates"]
    assert told["known"] == own["known"] != []
    printed = predict(run, trained_graph, "--smiles", other_writing(ALCOHOLS[3])).out
    assert "This structure is alcohol 3" in printed and told["known"][0] in printed
    assert "Weak grounds" not in printed or "not trained on this drug" not in printed


def other_writing(smiles):
    """The same molecule from its last atom on."""
    molecule = Chem.MolFromSmiles(smiles)
    written = Chem.MolToSmiles(molecule, rootedAtAtom=molecule.GetNumAtoms() - 1, canonical=False)
    assert written != smiles
    return written


def test_a_structure_goes_with_targets_alone(trained_graph, run):
    ended = run("predict", "--graph", trained_graph, "--smiles", "CCO")
    assert ended.code == 2
    assert "--smiles is read with --relation targets" in ended.err


def test_a_drug_without_structure_is_answered_from_its_targets(trained_graph, run):
    told = predict(run, trained_graph, "--drug", "antibody", "-k", "2", "--json").json()
    assert {one["target"] for one in told["answer"]["candidates"]} == {"HGNC:1", "HGNC:2"}
    assert told["answer"]["nearest"] == []


def test_a_stored_model_answers_as_before_and_a_broken_one_is_refused(trained_graph, tmp_path):
    with Graph.open(trained_graph) as graph:
        trained = load_targets(targets_directory(graph.layout.models, "binds"))
    save_targets(trained, tmp_path / "copy")
    query = TargetQuery(smiles=ALCOHOLS[3])
    assert ask_targets(load_targets(tmp_path / "copy"), query) == ask_targets(trained, query)
    whole = (tmp_path / "copy" / ARRAYS_FILE).read_bytes()
    (tmp_path / "copy" / ARRAYS_FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelMismatchError, match="cannot be read"):
        load_targets(tmp_path / "copy")
    (tmp_path / "copy" / CARD_FILE).write_text("{}")
    with pytest.raises(ModelMismatchError, match="no model card"):
        load_targets(tmp_path / "copy")
    with pytest.raises(NotFoundError, match="medkg train drugtarget"):
        load_targets(tmp_path / "nowhere")


def test_training_tells_figures_beside_baselines(tmp_path, run):
    path = tmp_path / "graph"
    with Graph.create(path, buckets=4) as graph:
        graph.add(batch())
        graph.merge()
    ended = run("train", "drugtarget", "--graph", path, "--json")
    told = ended.json()
    assert ended.code == 0
    metrics = {(row["system"], row["metric"]): row["value"] for row in told["rows"]}
    assert metrics["drugtarget", "new_mrr"] > metrics["degree", "new_mrr"]
    assert {system for system, _ in metrics} >= {"degree", "neighbours", "kronecker", "nrlmf", "drugtarget"}
    with Graph.open(path, write=True) as graph:
        graph.add(Batch(evidence=(claim(BARE, "HGNC:1"),)))
        graph.merge()
    assert predict(run, path, "--drug", "antibody", "--json").json()["graph_changed"]


def test_too_few_links_and_unknown_relations_are_told(tmp_path, run):
    path = tmp_path / "graph"
    with Graph.create(path, buckets=4) as graph:
        graph.add(Batch(evidence=(claim("CHEBI:1", "HGNC:1"),), nodes=batch().nodes))
        graph.merge()
    assert "edges 'binds'" in run("train", "drugtarget", "--graph", path).err
    assert "no edge 'treats'" in run("train", "drugtarget", "--graph", path, "--relation", "treats").err
    with pytest.raises(InputError), Graph.open(path) as graph:
        train_targets(graph, TrainOptions())


def test_a_graph_that_has_lost_the_links_is_refused(trained_graph, tmp_path, run):
    """Whether a drug or a structure is asked for; predictions of the relation are no links."""
    with Graph.open(trained_graph) as graph:
        trained = load_targets(targets_directory(graph.layout.models, "binds"))
    path = tmp_path / "graph"
    with Graph.create(path, buckets=4) as graph:
        guess = claim("CHEBI:000", "HGNC:5", KnowledgeLevel.PREDICTION)
        graph.add(Batch(nodes=batch().nodes, evidence=(guess,)))
        graph.merge()
        save_targets(trained, targets_directory(graph.layout.models, "binds"))
    for asked in (("--drug", "alcohol 3"), ("--smiles", ALCOHOLS[3])):
        ended = predict(run, path, *asked)
        assert ended.code == 2
        assert "trained on binds, of which this graph has no edge" in ended.err


def test_weak_grounds_and_hidden_targets_are_said(trained_graph, run):
    """Beside the ranking: a drug that did not train, without targets, unlike most; and nothing of a usual one."""
    strange = predict(run, trained_graph, "--smiles", "OCCC1CC1")
    assert "Weak grounds: The model was not trained on this drug. No target of it is known" in strange.out
    usual = predict(run, trained_graph, "--drug", "sulfonamide 5")
    assert "Weak grounds" not in usual.out
    assert "Known targets, which are not ranked: BLK" in usual.out
    told = predict(run, trained_graph, "--drug", "antibody", "--json").json()["answer"]
    assert (told["hidden"], told["weak"]) == (1, [])
