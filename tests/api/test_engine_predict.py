"""Predictions through the engine, by a model that was really trained on the graph."""

import json
import shutil
from dataclasses import replace

import pytest

from api.cli import learn, main
from api.engine import Engine
from api.explain_claim import ExplainLimits
from api.records_explain import Standing
from gnn.checkpoint import save_model
from gnn.train import TrainConfig, train_model
from kg.errors import ModelMismatchError, NotFoundError
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation

DRUGS, DISEASES, GENES = 23, 17, 11


def claim(subject, predicate, thing):
    place = RecordLocation("testbase", f"{subject}|{thing}", "1")
    return Evidence(
        Curie(subject), predicate, Curie(thing), place, KnowledgeLevel.KNOWLEDGE_ASSERTION, AgentType.MANUAL_AGENT,
        "infores:testbase", "test/1",
    )  # fmt: skip


def trained_engine_graph(path, model, more=()):
    """A graph on disk with a trained model; ``more`` are further claims."""
    nodes = [Node(Curie(f"CHEBI:{i}"), "Drug", f"drug {i}") for i in range(DRUGS)]
    nodes += [Node(Curie(f"MONDO:{i}"), "Disease", f"disease {i}") for i in range(DISEASES)]
    nodes += [Node(Curie(f"HGNC:{i}"), "Gene", f"GENE{i}") for i in range(GENES)]
    claims = [claim(f"CHEBI:{i}", "binds", f"HGNC:{i % GENES}") for i in range(DRUGS)]
    claims += [claim(f"HGNC:{i % GENES}", "gene_associated_with_condition", f"MONDO:{i}") for i in range(DISEASES)]
    claims += [
        claim(f"CHEBI:{i}", "treats", f"MONDO:{j}") for i in range(DRUGS) for j in (i % GENES, (i * 3) % DISEASES)
    ]
    with Graph.create(path) as graph:
        records = tuple(NodeRecord(node, "testbase") for node in nodes)
        graph.add(Batch(nodes=records, evidence=(*claims, *more)))
        graph.merge()
        trained = train_model(graph.snapshot(), TrainConfig(model=model, baselines=(), budget=0.4))
        save_model(trained.predictor, trained.card, graph.layout.models / model)
    return path


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    path = trained_engine_graph(tmp_path_factory.mktemp("predict") / "graph", "path_counts")
    with Engine(path, verifier=lambda sentence, facts: ()) as opened:
        yield opened


def test_predict_heads(engine):
    found = engine.predict("treats", tail="disease 3", k=5)
    assert found.model == "path_counts"
    assert found.missing == "head"
    assert len(found) == 5
    assert {one.node.category for one in found} == {"Drug"}
    known = {one.node.id for one in engine.neighbors("disease 3", "treats")}
    assert not known & {one.node.id for one in found}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_predict_tails_by_name_of_the_model(engine):
    found = engine.predict("treats", head="CHEBI:2", k=3, model="path_counts")
    assert {one.node.category for one in found} == {"Disease"}
    assert "hypotheses" in str(found)


def test_a_misspelt_model_gets_its_near_name(engine):
    with pytest.raises(NotFoundError, match="Did you mean path_counts"):
        engine.predict("treats", head="CHEBI:2", model="pathcount")


def test_it_says_that_known_links_are_hidden_and_ranks_count_them(engine):
    found = engine.predict("treats", tail="disease 3", k=50)
    known = {one.node.id for one in engine.neighbors("disease 3", "treats")}
    assert found.hidden == len(known) > 0
    assert f"{found.hidden} links that the graph already holds are not shown; ranks count them." in str(found)
    assert max(one.rank for one in found) > len(found)
    assert all(found.views()[0].columns)


@pytest.mark.parametrize(
    ("calibrated", "heading"), [(True, "probability (calibrated)"), (False, "share of candidates ranked lower")]
)
def test_the_score_says_what_it_is(engine, calibrated, heading):
    found = engine.predict("treats", tail="disease 3", k=2)
    assert len({one.probability is None for one in found}) == 1
    assert all((one.probability is None) != (one.share_ranked_lower is None) for one in found)
    numbers = {"probability": 0.5, "share_ranked_lower": None} if calibrated else {"probability": None}
    named = replace(found, candidates=tuple(replace(one, **{"share_ranked_lower": 0.5} | numbers) for one in found))
    (view,) = named.views()
    assert heading in view.columns
    assert heading in str(named)


def test_a_predicted_claim_is_explained_with_its_rank(engine):
    best = engine.predict("treats", tail="disease 3", k=1)[0]
    found = engine.explain(best.node.id, "treats", "disease 3")
    assert found.standing is Standing.PREDICTED
    assert 0 <= found.fact(1).belief <= best.score + 1e-9
    assert found.sentences[0].text.startswith("A model predicts that drug ")
    citation = found.fact(1).citations[0]
    assert citation.document_name == "model:path_counts"
    assert "subjects for this object" in citation.quote
    assert citation.release
    chinese = engine.explain(best.node.id, "treats", "disease 3", language="zh")
    assert "候选" in chinese.fact(1).citations[0].quote and "rank" not in str(chinese)


def walked(found, path):
    """The nodes that a path's facts lead through, from the question's subject."""
    at = [found.question.subject.id]
    for number in path.facts:
        ends = {found.fact(number).subject.id, found.fact(number).object.id}
        assert at[-1] in ends
        at += ends - {at[-1]}
    return tuple(at)


def test_a_prediction_rests_on_the_models_own_paths(engine):
    most = ExplainLimits(paths=40)
    asked = [(one.node.id, f"MONDO:{i}") for i in range(9) for one in engine.predict("treats", tail=f"MONDO:{i}", k=2)]
    answers = [engine.explain(drug, "treats", disease, limits=most) for drug, disease in asked]
    assert {answer.standing for answer in answers} == {Standing.PREDICTED}
    resting = [answer for answer in answers if any(path.by_model for path in answer.paths)]
    assert resting
    for found in resting:
        own = [path for path in found.paths if path.by_model]
        assert found.paths[: len(own)] == tuple(own)
        assert all(path.score > 0 for path in own)
        assert [path.score for path in own] == sorted((path.score for path in own), reverse=True)
        ways = [walked(found, path) for path in found.paths]
        assert len(set(ways)) == len(ways)
        assert {way[-1] for way in ways} == {found.question.object.id}
        assert found.notes[0].startswith("Paths that the model itself rests on: [")
    asked = resting[0].question
    few = engine.explain(asked.subject.id, "treats", asked.object.id, limits=ExplainLimits(paths=1))
    assert [path.by_model for path in few.paths] == [True]


def test_a_direct_edge_that_the_model_rests_on_is_a_path_and_said_once(tmp_path):
    treated = {(i, j) for i in range(DRUGS) for j in (i % GENES, (i * 3) % DISEASES)}
    fresh = [(i, (i + 5) % DISEASES) for i in range(DRUGS) if (i, (i + 5) % DISEASES) not in treated][:6]
    given = [claim(f"CHEBI:{i}", "applied_to_treat", f"MONDO:{j}") for i, j in (*treated, *fresh)]
    path = trained_engine_graph(tmp_path / "graph", "nbfnet", given)
    with Engine(path, verifier=lambda sentence, facts: ()) as opened:
        found = [opened.explain(f"CHEBI:{i}", "treats", f"MONDO:{j}") for i, j in fresh]
    found = [one for one in found if one.standing is Standing.PREDICTED]
    resting = 0
    for one in found:
        ends = one.question.subject.id, one.question.object.id
        facts = [fact for fact in one.facts if fact.predicate == "applied_to_treat"]
        (direct,) = [fact.number for fact in facts if (fact.subject.id, fact.object.id) == ends]
        assert sum(sentence.cites == (direct,) for sentence in one.sentences) == 1
        steps = [path for path in one.paths if len(path.facts) == 1]
        assert all(path.by_model and path.facts == (direct,) for path in steps)
        assert len(steps) <= 1
        resting += len(steps)
        assert not steps or f"[{direct}]" in one.notes[0]
    assert resting


def test_paths_that_are_not_the_models_are_called_so(engine):
    found = [engine.explain(f"drug {i}", "treats", "disease 9") for i in range(DRUGS)]
    ranked = [one for one in found if one.standing is Standing.PREDICTED and one.paths and not one.paths[0].by_model]
    assert ranked
    assert all(one.notes[0].startswith("The model itself gives no path") for one in ranked)


def test_a_known_claim_has_no_paths_by_the_model(engine):
    assert not any(path.by_model for path in engine.explain("drug 3", "treats", "disease 3").paths)


def test_a_known_claim_is_not_called_a_prediction(engine):
    assert engine.explain("drug 3", "treats", "disease 3").standing is Standing.SUPPORTED


def test_models_that_are_not_there(engine):
    with pytest.raises(NotFoundError, match="no_such_model"):
        engine.predict("treats", tail="disease 3", model="no_such_model")
    with pytest.raises(NotFoundError, match="path_counts"):
        engine.predict("binds", head="drug 3")
    with pytest.raises(ModelMismatchError, match="binds"):
        engine.predict("binds", head="drug 3", model="path_counts")


def test_no_candidate_is_left_and_the_model_is_still_named(tmp_path):
    everything = [claim("CHEBI:0", "treats", f"MONDO:{j}") for j in range(DISEASES)]
    path = trained_engine_graph(tmp_path / "graph", "path_counts", everything)
    with Engine(path, verifier=lambda sentence, facts: ()) as opened:
        found = opened.predict("treats", head="CHEBI:0")
    assert (len(found), found.model) == (0, "path_counts")
    assert "Ranked by path_counts." in str(found)


def test_predictions_are_saved_before_they_are_printed(tmp_path, monkeypatch):
    path = trained_engine_graph(tmp_path / "graph", "path_counts")
    held = []

    def emit(record, as_json):
        with Graph.open(path) as graph:
            held.append((graph.sources(), len(record)))

    monkeypatch.setattr(learn, "emit", emit)
    with pytest.raises(SystemExit) as ended:
        main(["predict", "--tail", "disease 3", "-k", "2", "--save", "--json", "--graph", str(path)])
    assert not ended.value.code
    ((sources, candidates),) = held
    assert "model:path_counts" in sources and candidates == 2


def test_the_number_of_a_prediction_is_named_and_one_in_ranking_graph_and_answer(tmp_path, capsys):
    path = trained_engine_graph(tmp_path / "graph", "path_counts")
    with pytest.raises(SystemExit):
        main(["predict", "--tail", "disease 3", "-k", "2", "--save", "--json", "--graph", str(path)])
    best = json.loads(capsys.readouterr().out)["candidates"][0]
    assert "score" not in best
    given = {key: best[key] for key in ("probability", "share_ranked_lower") if best[key] is not None}
    ((name, number),) = given.items()
    with Engine(path, verifier=lambda sentence, facts: ()) as opened:
        found = opened.explain(best["node"]["id"], "treats", "disease 3")
        (edge,) = opened.graph.edge(best["node"]["id"], "treats", "MONDO:3")
    (fact,) = (one for one in found.facts if one.predicate == "treats" and one.object.id == "MONDO:3"
               and one.subject.id == best["node"]["id"])  # fmt: skip
    assert fact.belief == edge.belief == round(number, 6)
    assert fact.scale == {"probability": "calibrated_probability"}.get(name, name)
    assert not fact.qualifiers
    row = next(row for row in found.views()[1].rows if row[0] == str(fact.number))
    assert row[3].endswith(" (probability)" if name == "probability" else " (share ranked lower)")


def test_a_models_name_is_no_path(tmp_path):
    path = trained_engine_graph(tmp_path / "graph", "path_counts")
    shutil.copytree(path / "models" / "path_counts", tmp_path / "outside")
    with Engine(path, verifier=lambda sentence, facts: ()) as opened:
        for name in ("../../outside", str(tmp_path / "outside"), "*", ""):
            with pytest.raises(NotFoundError, match="models: path_counts"):
                opened.predict("treats", tail="disease 3", model=name)


def _spoil_settings(folder):
    (folder / "settings.json").write_text("{}\n", encoding="utf-8")


def _spoil_features(folder):
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / "card.json").write_text(json.dumps({**card, "features": ["smells"]}), encoding="utf-8")


def _spoil_card(folder):
    (folder / "card.json").write_text("{}\n", encoding="utf-8")


@pytest.mark.parametrize("spoil", [_spoil_settings, _spoil_features, _spoil_card])
def test_a_model_that_cannot_be_read_is_passed_over_and_named(tmp_path, spoil):
    path = trained_engine_graph(tmp_path / "graph", "path_counts")
    folder = path / "models" / "path_counts"
    preferred = path / "models" / "hybrid-treats"
    shutil.copytree(folder, preferred)
    with Engine(path, verifier=lambda sentence, facts: ()) as opened:
        drug = next(iter(opened.predict("treats", tail="disease 3", model="path_counts"))).node.id
        card = json.loads((preferred / "card.json").read_text(encoding="utf-8"))
        (preferred / "card.json").write_text(json.dumps({**card, "model": "hybrid"}), encoding="utf-8")
        spoil(preferred)
        found = opened.explain(drug, "treats", "disease 3")
        chinese = opened.explain(drug, "treats", "disease 3", language="zh")
    assert found.standing is Standing.PREDICTED
    assert any(fact.citations[0].source == "model:path_counts" for fact in found.facts)
    assert sum("hybrid-treats cannot be read" in note for note in found.notes) == 1
    assert sum("hybrid-treats无法读取" in note for note in chinese.notes) == 1


@pytest.mark.parametrize("spoil", [_spoil_settings, _spoil_features, _spoil_card])
def test_predictions_go_on_without_a_model_that_cannot_be_read(tmp_path, spoil):
    path = trained_engine_graph(tmp_path / "graph", "path_counts")
    preferred = path / "models" / "hybrid-treats"
    shutil.copytree(path / "models" / "path_counts", preferred)
    card = json.loads((preferred / "card.json").read_text(encoding="utf-8"))
    (preferred / "card.json").write_text(json.dumps({**card, "model": "hybrid"}), encoding="utf-8")
    spoil(preferred)
    with Engine(path, verifier=lambda sentence, facts: ()) as opened:
        found = opened.predict("treats", tail="disease 3")
        assert found.model == "path_counts"
        assert [one.kind for one in found.support].count("unread_model") == 1
        assert "hybrid-treats cannot be read" in str(found).replace("\n", " ")
        with pytest.raises((ModelMismatchError, NotFoundError), match="hybrid"):
            opened.predict("treats", tail="disease 3", model="hybrid")
    spoil(path / "models" / "path_counts")
    with Engine(path, verifier=lambda sentence, facts: ()) as opened, pytest.raises(ModelMismatchError):
        opened.predict("treats", tail="disease 3")


def test_without_a_readable_model_an_explanation_stands(tmp_path):
    path = trained_engine_graph(tmp_path / "graph", "path_counts")
    _spoil_features(path / "models" / "path_counts")
    with Engine(path, verifier=lambda sentence, facts: ()) as opened:
        found = opened.explain("drug 2", "treats", "disease 3")
        with pytest.raises(ModelMismatchError, match="'smells' of nodes"):
            opened.predict("treats", tail="disease 3")
    assert found.standing is Standing.NO_EVIDENCE
    assert any("path_counts cannot be read" in note and "Update medkg" in note for note in found.notes)
