"""Explanations: what is gathered, in what order, and what is dropped."""

import pytest

from api.engine import Engine
from api.explain_facts import FactBook
from api.facts import Language
from api.records_explain import DISCLAIMER, SourceCount, Standing
from api.render import Shown
from kg.errors import InputError, NotFoundError, SchemaError
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation


def accept(sentence, facts):
    return ()


@pytest.fixture(scope="module")
def engine(answer_graph):
    with Engine(answer_graph, verifier=accept) as opened:
        yield opened


def texts(explanation):
    return [sentence.text for sentence in explanation.sentences]


def test_a_supported_claim(engine):
    found = engine.explain("metformin", "treats", "T2DM")
    assert found.standing is Standing.SUPPORTED
    assert texts(found)[0] == "Metformin treats type 2 diabetes mellitus."
    assert found.fact(1).citations[0].quote == "row 1"
    assert found.disclaimer == DISCLAIMER[Language.ENGLISH]
    assert "not a prescription" in found.disclaimer
    assert found.wording == "template"


def test_facts_are_numbered_and_every_sentence_cites_them(engine):
    found = engine.explain("metformin", "treats", "T2DM")
    assert [fact.number for fact in found.facts] == list(range(1, len(found.facts) + 1))
    assert all(
        sentence.cites and set(sentence.cites) <= {f.number for f in found.facts} for sentence in found.sentences
    )
    assert all(found.fact(number).citations for path in found.paths for number in path.facts)


def test_what_the_notes_say_is_quoted(engine):
    found = engine.explain("metformin", "treats", "T2DM")
    quotes = {citation.quote for fact in found.facts for citation in fact.citations if citation.document}
    assert "Medications: metformin 500 mg." in quotes
    assert "Type 2 diabetes mellitus is well controlled." in quotes
    assert any("In 1 clinical note, metformin was given to treat" in text for text in texts(found))


def test_a_note_is_named_by_its_document_alone(engine):
    said = " ".join(texts(engine.explain("metformin", "treats", "T2DM")))
    assert "In the note clinic.txt, the patient takes metformin" in said
    assert "Case clinic.txt" not in said


def test_cases_with_a_subtype_count(engine):
    found = engine.explain("metformin", "treats", "diabetes mellitus")
    assert any("and has type 2 diabetes mellitus" in text for text in texts(found))
    assert found.notes


def test_a_denied_claim_comes_out_denied(engine):
    found = engine.explain("metformin", "treats", "MONDO:0005044")
    assert found.standing is Standing.DENIED
    assert texts(found)[0] == "Metformin does not treat hypertension."
    assert found.fact(1).negated


def test_both_sides_of_a_disputed_claim_are_shown_and_the_denial_first(engine):
    found = engine.explain("aspirin", "treats", "diabetes mellitus")
    assert found.standing is Standing.DISPUTED
    said = texts(found)
    assert said[0] == "Aspirin does not treat diabetes mellitus."
    assert "Aspirin treats diabetes mellitus." in said
    quotes = {fact.negated: fact.citations[0].quote for fact in found.facts if fact.predicate == "treats"}
    assert quotes == {True: "row 4", False: "row 3"}


@pytest.mark.parametrize(
    ("drug", "disease", "english", "chinese"),
    [
        ("metformin", "T2DM", "1 source supports the claim, none denies it.", "有1个来源支持该陈述，无来源否定。"),
        ("metformin", "MONDO:0005044", "1 source denies the claim, none supports it.", "有1个来源否定该陈述"),
        ("warfarin", "T2DM", "No evidence for the claim itself", "尚无直接证据"),
    ],
)
def test_the_standing_counts_sources(engine, drug, disease, english, chinese):
    assert english in str(engine.explain(drug, "treats", disease))
    assert chinese in str(engine.explain(drug, "treats", disease, language="zh"))


def test_one_source_of_several_that_denies_is_counted(tmp_path):
    nodes = Node(Curie("CHEBI:1"), "Drug", "aspirin"), Node(Curie("MONDO:1"), "Disease", "diabetes mellitus")
    evidence = tuple(
        Evidence(
            Curie("CHEBI:1"), "treats", Curie("MONDO:1"), RecordLocation("testbase", f"row {row}", "1"),
            KnowledgeLevel.KNOWLEDGE_ASSERTION, AgentType.MANUAL_AGENT, f"infores:base{row}", "test/1",
            negated=row == 4,
        )
        for row in (1, 2, 3, 4)
    )  # fmt: skip
    with Graph.create(tmp_path / "g") as graph:
        graph.add(Batch(nodes=tuple(NodeRecord(node, "testbase") for node in nodes), evidence=evidence))
        graph.merge()
    with Engine(tmp_path / "g", verifier=accept) as opened:
        found = opened.explain("aspirin", "treats", "diabetes mellitus")
        also = opened.explain("aspirin", "treats", "diabetes mellitus", language="zh")
    assert found.standing is Standing.DISPUTED
    assert found.sources == SourceCount(4, 3, 1)
    assert "1 of 4 sources denies the claim, 3 support it." in str(found)
    assert "4个来源中，1个否定该陈述，3个支持" in str(also)


def test_an_adverse_reaction_in_a_note_is_a_warning(engine):
    said = texts(engine.explain("aspirin", "treats", "diabetes mellitus"))
    assert said[1] == "In the note clinic.txt, the patient had an adverse reaction to aspirin."


def test_a_contraindication_comes_first_though_nothing_supports_the_claim(engine):
    found = engine.explain("warfarin", "treats", "MONDO:0005044")
    assert found.standing is Standing.NO_EVIDENCE
    assert texts(found)[0] == "Warfarin is contraindicated in hypertension."


def test_a_prediction_is_hedged_and_cites_its_model(engine):
    found = engine.explain("warfarin", "treats", "T2DM")
    assert found.standing is Standing.PREDICTED
    assert texts(found)[0] == "A model predicts that warfarin may treat type 2 diabetes mellitus."
    assert found.fact(1).knowledge_level is KnowledgeLevel.PREDICTION
    assert found.fact(1).citations[0].document_name == "model:test"
    assert "model:test" in str(found)


def test_a_path_over_a_disputed_edge_is_not_given(engine):
    found = engine.explain("warfarin", "treats", "T2DM")
    assert not any("aspirin treats" in text.lower() for text in texts(found))


def test_severities_that_disagree_are_both_given(engine):
    (said,) = texts(engine.explain("aspirin", "interacts_with", "warfarin"))
    assert "major according to testbase" in said
    assert "moderate according to otherbase" in said


def test_chinese(engine):
    found = engine.explain("二甲双胍", "treats", "2型糖尿病", language="zh")
    assert texts(found)[0] == "二甲双胍用于治疗2型糖尿病。"
    assert all(text.endswith("。") for text in texts(found))
    assert found.disclaimer == DISCLAIMER[Language.CHINESE]
    assert "有1个来源支持该陈述，无来源否定。" in str(found)


def test_a_chinese_answer_is_chinese_but_for_names(engine):
    """Heading, levels and headings of tables; names that have no Chinese one, ids and sources stay."""
    found = engine.explain("metformin", "treats", "T2DM", language="zh")
    answer, facts = found.views()[:2]
    assert answer.title == "二甲双胍用于治疗2型糖尿病？"
    assert {row[2] for row in facts.rows} >= {"知识断言", "观察"}
    assert all(name == "" or not name.isascii() for name in facts.columns)
    assert not any(level.value in str(found) for level in KnowledgeLevel)


def test_a_sentence_that_fails_is_dropped_counted_and_said_fact_by_fact(answer_graph):
    def no_paths(sentence, facts):
        return ("two claims at once",) if len(sentence.cites) > 1 else ()

    with Engine(answer_graph, verifier=no_paths) as engine:
        found = engine.explain("metformin", "treats", "T2DM")
    assert found.dropped_count > 0
    assert all(one.problems == ("two claims at once",) for one in found.dropped)
    assert all(len(sentence.cites) == 1 for sentence in found.sentences)
    cited = {number for sentence in found.sentences for number in sentence.cites}
    assert cited == {fact.number for fact in found.facts}
    assert "two claims at once" in str(found)


def test_a_verifier_that_refuses_everything_leaves_facts_but_no_sentence(answer_graph):
    with Engine(answer_graph, verifier=lambda sentence, facts: ("no",)) as engine:
        found = engine.explain("metformin", "treats", "T2DM")
    assert not found.sentences
    assert found.facts


def test_a_language_model_may_word_it(engine):
    class Model:
        name = "scripted"
        asked = ""

        def complete(self, prompt, system="", completion=None):
            self.asked += prompt
            return "Evidence shows that metformin treats type 2 diabetes mellitus [1].\nTake it daily."

        def close(self):
            pass

    model = Model()
    found = engine.explain("metformin", "treats", "T2DM", wording=model)
    assert texts(found)[0] == "Evidence shows that metformin treats type 2 diabetes mellitus."
    assert found.wording == "scripted"
    assert [one.text for one in found.dropped] == ["Take it daily."]
    assert "clinic.txt" not in model.asked
    assert any("the patient takes metformin" in text for text in texts(found))


def test_bad_input(engine):
    with pytest.raises(SchemaError, match="heals"):
        engine.explain("metformin", "heals", "T2DM")
    with pytest.raises(NotFoundError, match="nothing of the kind"):
        engine.explain("nothing of the kind", "treats", "T2DM")
    with pytest.raises(InputError, match="'fr' is no language"):
        engine.explain("metformin", "treats", "T2DM", language="fr")
    with pytest.raises(InputError, match="two different"):
        engine.explain("metformin", "interacts_with", "CHEBI:6801")


@pytest.mark.parametrize("sides", [(False,), (True, False)])
def test_the_scale_of_a_prediction_is_no_qualifier(tmp_path, sides):
    said = (("onset", "late"), ("scale", "calibrated_probability"))
    with Graph.create(tmp_path / "graph") as graph:
        evidence = tuple(
            Evidence(Curie("CHEBI:1"), "treats", Curie("MONDO:1"), RecordLocation("mine", str(denied), "1"),
                     KnowledgeLevel.PREDICTION, AgentType.COMPUTATIONAL_MODEL, "infores:mine", "mine/1", negated=denied,
                     qualifiers=said)
            for denied in sides
        )  # fmt: skip
        graph.add(Batch(evidence=evidence))
        graph.merge()
        facts = FactBook(graph).both_sides(*graph.edge("CHEBI:1", "treats", "MONDO:1"))
    assert [fact.negated for fact in facts] == list(sides)
    assert all([one.key for one in fact.qualifiers] == ["onset"] for fact in facts)
    assert all(fact.scale == "calibrated_probability" for fact in facts)


def test_an_answer_must_give_its_views():
    with pytest.raises(TypeError, match="views"):
        Shown()


def test_it_prints_in_a_notebook_escaped(engine):
    html = engine.explain("aspirin", "treats", "diabetes mellitus")._repr_html_()
    assert "&lt;b&gt;Rash&lt;/b&gt;" in html
    assert "<b>Rash" not in html


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "claim",
    [
        ("metformin", "treats", "T2DM"),
        ("metformin", "treats", "MONDO:0005044"),
        ("aspirin", "treats", "diabetes mellitus"),
        ("warfarin", "treats", "T2DM"),
        ("aspirin", "interacts_with", "warfarin"),
        ("warfarin", "treats", "MONDO:0005044"),
    ],
)
def test_the_real_verifier_drops_nothing_of_the_template(answer_graph, claim, language):
    with Engine(answer_graph) as engine:
        found = engine.explain(*claim, language=language)
    assert found.sentences
    assert found.dropped == ()
