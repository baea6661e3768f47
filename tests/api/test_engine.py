"""The engine on a small graph on disk."""

from importlib.util import find_spec

import pytest
from rich.console import Console

from api.engine import Engine
from api.records import MatchKind
from kg.errors import GraphDirectoryError, GuardError, InputError, NotFoundError, SchemaError
from kg.graph import Graph
from kg.identifiers import Curie
from kg.paths import PathLimits
from kg.records import Batch, Node, NodeRecord
from kg.store.protocol import QueryLimits


def accept(sentence, facts):
    return ()


@pytest.fixture(scope="module")
def engine(answer_graph):
    with Engine(answer_graph, verifier=accept) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "first", "kind"),
    [
        ("metformin", "CHEBI:6801", MatchKind.NAME),
        ("METFORMIN ", "CHEBI:6801", MatchKind.NAME),
        ("glucophage", "CHEBI:6801", MatchKind.SYNONYM),
        ("二甲双胍", "CHEBI:6801", MatchKind.NAME),
        ("甲双", "CHEBI:6801", MatchKind.WORDS),
        ("CHEBI:6801", "CHEBI:6801", MatchKind.IDENTIFIER),
        ("DRUGBANK:DB00331", "CHEBI:6801", MatchKind.IDENTIFIER),
        ("diabetes", "MONDO:0005015", MatchKind.PREFIX),
        ("mellitus type", "MONDO:0005148", MatchKind.WORDS),
        ("Ｔ２ＤＭ", "MONDO:0005148", MatchKind.SYNONYM),
    ],
)
def test_find(engine, text, first, kind):
    hit = engine.find(text)[0]
    assert (hit.node.id, hit.kind) == (first, kind)
    assert 0 < hit.score <= 1


def test_find_orders_whole_names_before_beginnings_before_words(engine):
    hits = engine.find("diabetes mellitus").hits
    assert [hit.node.id for hit in hits] == ["MONDO:0005015", "MONDO:0005148"]
    assert hits[0].score > hits[1].score


def test_a_misspelt_name_comes_alone(engine):
    assert [hit.node.id for hit in engine.find("metfromin")] == ["CHEBI:6801"]
    assert engine.find("Metfromin")[0].kind is MatchKind.SPELLING


def test_a_note_s_name_is_its_case(engine):
    assert engine.node("clinic.txt").id == "case:clinic-1"


@pytest.mark.parametrize(("name", "told"), [("metformin", "--drug"), ("CHEBI:6801", "--drug"), ("PRKAA1", "Gene")])
def test_a_node_of_another_category_is_named(engine, name, told):
    with pytest.raises(NotFoundError, match=r"is (CHEBI:6801, a Drug|HGNC:9376, a Gene); a Disease") as refused:
        engine.predict("treats", tail=name, category="Disease")
    assert told in str(refused.value)


def test_find_by_category_and_limit(engine):
    assert {hit.node.category for hit in engine.find("hypertension")} == {"Disease", "PhenotypicFeature"}
    assert [hit.node.id for hit in engine.find("hypertension", category="Disease")] == ["MONDO:0005044"]
    assert len(engine.find("hypertension", limit=1)) == 1
    with pytest.raises(SchemaError, match="Illness"):
        engine.find("x", category="Illness")


@pytest.mark.parametrize("text", ["", "  ", "—", "no such thing anywhere", "a\x00b", "%.*"])
def test_find_nothing(engine, text):
    assert len(engine.find(text)) == 0


def test_a_name_of_a_disease_and_a_phenotype_is_the_disease(engine):
    assert engine.node("hypertension").id == "MONDO:0005044"
    assert engine.node("高血压").id == "MONDO:0005044"
    assert engine.node("hypertension", category="PhenotypicFeature").id == "HP:0000822"
    assert engine.explain("metformin", "treats", "hypertension").question.object.id == "MONDO:0005044"


@pytest.fixture(scope="module")
def ambiguous(tmp_path_factory):
    """Names that several nodes bear: gold (drug, chemical), gout (disease, two phenotypes), flu (two diseases), ion."""
    path = tmp_path_factory.mktemp("ambiguous") / "graph"
    nodes = [Node(Curie(node), *rest) for node, *rest in map(filled, AMBIGUOUS)]
    with Graph.create(path) as graph:
        graph.add(Batch(nodes=tuple(NodeRecord(node, "testbase") for node in nodes)))
        graph.merge()
    with Engine(path, verifier=accept) as opened:
        yield opened


def filled(row):
    """Id, category, name, Chinese name, synonyms."""
    node, category, name, synonym, name_zh = (*row, "", "")[:5]
    return node, category, name, name_zh, (synonym,) if synonym else ()


AMBIGUOUS = (
    ("CHEBI:1", "Drug", "gold"), ("CHEBI:2", "ChemicalEntity", "Gold"),
    ("MONDO:1", "Disease", "gout"), ("HP:1", "PhenotypicFeature", "Gout"), ("HP:2", "PhenotypicFeature", "gout"),
    ("MONDO:2", "Disease", "flu"), ("MONDO:3", "Disease", "flu"), ("HP:3", "PhenotypicFeature", "flu"),
    ("MONDO:4", "Disease", "multiple sclerosis", "MS"), ("HP:5", "PhenotypicFeature", "mitral stenosis", "MS"),
    ("MONDO:5", "Disease", "migraine disorder", "migraine", "偏头痛"),
    ("HP:6", "PhenotypicFeature", "Migraine", "", "偏头痛"),
    ("MONDO:8", "Disease", "hemifacial hypertrophy", "asymmetry"), ("HP:8", "PhenotypicFeature", "Asymmetry"),
    ("MONDO:6", "Disease", "tic disorder", "tics"), ("MONDO:7", "Disease", "Tourette syndrome", "tics"),
    ("HP:7", "PhenotypicFeature", "Tics"), ("CHEBI:3", "Drug", "ion"), ("HP:4", "PhenotypicFeature", "ion"),
)  # fmt: skip


def test_a_name_of_a_drug_and_a_chemical_is_the_drug(ambiguous):
    assert ambiguous.node("gold").id == "CHEBI:1"
    assert ambiguous.node("gold", category="ChemicalEntity").id == "CHEBI:2"
    assert ambiguous.node("gout").id == "MONDO:1"


@pytest.mark.parametrize(
    ("name", "listed"), [("flu", r"HP:3.*MONDO:2.*MONDO:3"), ("ion", r"CHEBI:3.*HP:4"), ("MS", r"HP:5.*MONDO:4")]
)
def test_other_names_of_several_nodes_list_them(ambiguous, name, listed):
    with pytest.raises(NotFoundError, match=listed):
        ambiguous.node(name)


def test_a_phenotypes_name_that_is_one_diseases_synonym_is_the_disease(ambiguous):
    assert ambiguous.node("migraine").id == "MONDO:5"
    assert ambiguous.node("migraine", category="PhenotypicFeature").id == "HP:6"
    assert ambiguous.node("tics").id == "HP:7"
    assert ambiguous.node("asymmetry").id == "HP:8"


def test_two_phenotypes_are_not_chosen_between(ambiguous):
    with pytest.raises(NotFoundError, match=r"HP:1.*HP:2"):
        ambiguous.node("gout", category="PhenotypicFeature")


def test_an_unknown_name_lists_what_is_near(engine):
    with pytest.raises(NotFoundError, match="MONDO:0005148"):
        engine.node("diabetes type")
    with pytest.raises(NotFoundError, match="find"):
        engine.node("zzz")
    with pytest.raises(InputError, match="empty"):
        engine.node(" ")


def test_neighbors_both_ways(engine):
    found = engine.neighbors("type 2 diabetes mellitus")
    seen = {(one.edge.relationship_type, one.node.name, one.outgoing) for one in found}
    assert ("treats", "metformin", False) in seen
    assert ("subclass_of", "diabetes mellitus", True) in seen
    assert found.total == len(found)
    assert all(not one.outgoing for one in engine.neighbors("T2DM", direction="in"))
    assert {one.edge.predicate for one in engine.neighbors("T2DM", "treats")} == {"treats"}


def test_neighbors_show_denied_claims_and_predictions(engine):
    denied = [one for one in engine.neighbors("metformin", "treats") if one.edge.negated]
    assert [one.node.id for one in denied] == ["MONDO:0005044"]
    levels = {str(one.edge.knowledge_level) for one in engine.neighbors("warfarin")}
    assert "prediction" in levels


def test_neighbors_tell_severity_and_status(engine):
    (warfarin,) = engine.neighbors("warfarin", "interacts_with").views()
    assert warfarin.rows[0][-1] == "major (testbase); moderate (otherbase)"
    (case,) = engine.neighbors("case:clinic-1", "takes").views()
    assert (case.columns[-1], case.rows[0][-1]) == ("status or severity", "active")
    (metformin,) = engine.neighbors("metformin", "binds").views()
    assert "status or severity" not in metformin.columns


def test_an_answer_about_what_is_taken_has_the_dosage(engine):
    answer = explain_taking(engine, "en")
    assert "takes metformin (dosage: 500 mg daily)" in answer
    assert "medkg" not in answer
    assert "用法用量：500 mg daily" in explain_taking(engine, "zh")


def explain_taking(engine, language):
    found = engine.explain("case:clinic-1", "takes", "metformin", language=language)
    assert not found.dropped
    return " ".join(sentence.text for sentence in found.sentences)


def test_a_limit_gives_every_predicate_its_turn(engine):
    found = engine.neighbors("metformin", limit=4)
    assert len({(one.edge.predicate, one.outgoing) for one in found}) == 4
    assert found.total > 4


def test_neighbors_bad_input(engine):
    with pytest.raises(InputError, match="sideways"):
        engine.neighbors("metformin", direction="sideways")
    with pytest.raises(SchemaError, match="heals"):
        engine.neighbors("metformin", "heals")


def test_paths(engine):
    found = engine.paths("metformin", "糖尿病", PathLimits(max_length=2))
    assert found[0].nodes == ("CHEBI:6801", "MONDO:0005148", "MONDO:0005015")
    assert found.exhausted
    hops = {hop.predicate for path in found for hop in path.hops}
    assert "takes" not in hops
    assert dict(found.names)["HGNC:9376"] == "PRKAA1"


def test_predictions_are_on_no_path(engine):
    for path in engine.paths("warfarin", "T2DM", PathLimits(max_length=3)):
        assert ("CHEBI:10033", "treats") not in {(hop.subject, hop.predicate) for hop in path.hops}


def test_evidence_quotes_the_words_of_the_note(engine):
    (edge,) = engine.graph.edge("CHEBI:6801", "applied_to_treat", "MONDO:0005148")
    (item,) = engine.evidence(edge)
    text = engine.document("clinic.txt").document.text
    assert text[item.citation.start : item.citation.end] == "Type 2 diabetes mellitus"
    assert item.citation.quote == "Type 2 diabetes mellitus is well controlled."
    assert item.citation.document == engine.document("clinic.txt").document.id


def test_evidence_for_and_against(engine):
    (edge,) = engine.graph.edge("CHEBI:15365", "treats", "MONDO:0005015")
    assert [item.denies for item in engine.evidence(edge)] == [False, True]


@pytest.mark.parametrize(
    ("relation", "meant"), [("cures", "treats"), ("treat", "treats"), ("interact_with", "interacts")]
)
def test_an_unknown_relation_gets_near_names(engine, relation, meant):
    with pytest.raises(SchemaError, match=f"Did you mean {meant}"):
        engine.predict(relation, tail="T2DM")


def test_predict_without_a_model(engine):
    with pytest.raises(NotFoundError, match="train"):
        engine.predict("treats", tail="T2DM")
    with pytest.raises(InputError, match="exactly one"):
        engine.predict("treats")
    with pytest.raises(InputError, match="exactly one"):
        engine.predict("treats", head="metformin", tail="T2DM")


@pytest.mark.parametrize("question", ["find", "neighbors", "paths", "document"])
def test_answers_print(engine, question, capsys):
    arguments = {"paths": ("metformin", "T2DM"), "document": ("clinic.txt",)}.get(question, ("aspirin",))
    answer = getattr(engine, question)(*arguments)
    assert len(str(answer)) > 20
    Console().print(answer)
    assert capsys.readouterr().out.strip()
    html = answer._repr_html_()
    assert "<b>" not in html
    if question == "document":
        assert "&lt;b&gt;Rash&lt;/b&gt;" in html


def test_markup_in_names_stays_text(engine):
    assert "[bold]x[/bold]" in str(engine.find("[bold]x[/bold]"))


def test_a_change_by_another_process_is_seen(tmp_path):
    path = tmp_path / "graph"
    with Graph.create(path) as graph:
        graph.add(Batch(nodes=(NodeRecord(Node(Curie("CHEBI:1"), "Drug", "first"), "s"),)))
        graph.merge()
    with Engine(path, verifier=accept) as engine:
        assert engine.find("second").hits == ()
        with Graph.open(path, write=True) as graph:
            graph.add(Batch(nodes=(NodeRecord(Node(Curie("CHEBI:2"), "Drug", "second"), "s"),)))
            graph.merge()
        assert engine.find("second")[0].node.id == "CHEBI:2"


def test_no_graph(tmp_path):
    with pytest.raises(GraphDirectoryError):
        Engine(tmp_path, verifier=accept)


def test_closing_twice(answer_graph):
    engine = Engine(answer_graph, verifier=accept)
    engine.close()
    engine.close()


@pytest.fixture(scope="module")
def own_store(tmp_path_factory):
    """A graph of its own, since the engine builds the store inside it."""
    if find_spec("kglite") is None:  # not imported: it runs in a worker process
        pytest.skip("the embedded store needs kglite")
    path = tmp_path_factory.mktemp("cypher") / "graph"
    with Graph.create(path) as graph:
        drug, disease = Node(Curie("CHEBI:1"), "Drug", "first"), Node(Curie("MONDO:1"), "Disease", "illness")
        graph.add(Batch(nodes=(NodeRecord(drug, "s"), NodeRecord(disease, "s"))))
        graph.merge()
    with Engine(path, verifier=accept) as engine:
        yield engine


def test_cypher_on_the_graphs_own_store(own_store):
    answer = own_store.cypher(
        "MATCH (d:Drug {name: $name}) RETURN d.id AS id, d", {"name": "first"}, QueryLimits(rows=5)
    )
    assert answer.columns == ("id", "d")
    assert answer[0][0] == "CHEBI:1"
    assert "(Drug CHEBI:1 first)" in str(answer)
    assert not answer.truncated


def test_the_store_follows_the_graph(own_store):
    with Graph.open(own_store.graph.path, write=True) as graph:
        graph.add(Batch(nodes=(NodeRecord(Node(Curie("CHEBI:2"), "Drug", "second"), "s"),)))
        graph.merge()
    assert own_store.cypher("MATCH (d:Drug) RETURN count(d)")[0] == (2,)


@pytest.mark.parametrize(
    "query", ["MATCH (n) DELETE n", "LOAD CSV FROM 'file:///x' AS r RETURN r", "CALL db.labels()", ""]
)
def test_a_refused_query_never_reaches_a_store(answer_graph, query):
    class Never:
        name = "never"

        def query(self, *arguments):
            pytest.fail("the store was asked")

    with Engine(answer_graph, store=Never(), verifier=accept) as engine, pytest.raises(GuardError):
        engine.cypher(query)
