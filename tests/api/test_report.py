"""The report page: what it escapes, where it draws, which words it lights."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.facts import Citation, Entity, Fact, Language, Sentence
from api.report.bars import groups, shown
from api.report.drawing import elements
from api.report.marks import mark_notes, words_of
from api.report.page import Highlight, ReportAnswer, ReportNote, ReportPage, render, write_page
from kg.figures import Figure, Figures
from kg.identifiers import Curie
from kg.records import KnowledgeLevel

HOSTILE = "</script><img src=x onerror=\"document.title='owned'\">{{ 7 * 7 }}&\u2028'"
NO_FIGURES = Figures("train", "treats", "none", (), 0.0, 0.0, None, 0, "cpu", "0")


def fact(number, subject, predicate, thing, **more):
    ends = [Entity(Curie(f"MONDO:{one}"), "Disease", f"name of {one}") for one in (subject, thing)]
    settings = {"negated": False, "knowledge_level": KnowledgeLevel.KNOWLEDGE_ASSERTION, "citations": ()} | more
    return Fact(number, ends[0], predicate, ends[1], belief=0.5, **settings)


def answer(*facts, **more):
    return ReportAnswer("Why?", "", (), facts, (), (), **more)


def drawn(one):
    data = [element["data"] for element in json.loads(elements(one))]
    return {item["id"]: item for item in data if "source" not in item}, [item for item in data if "source" in item]


def test_names_from_the_graph_stay_text(tmp_path):
    entity = Entity(Curie("MONDO:1"), HOSTILE, HOSTILE, HOSTILE, (HOSTILE,))
    place = Citation(HOSTILE, Curie("doc:1"), HOSTILE, 0, 4, HOSTILE, HOSTILE, HOSTILE)
    hostile = Fact(1, entity, HOSTILE, entity, False, KnowledgeLevel.OBSERVATION, 0.5, (place,))
    said = Sentence(HOSTILE, (1,), Language.ENGLISH)
    figures = replace(NO_FIGURES, data=HOSTILE, rows=(Figure(HOSTILE, HOSTILE, 0.5, 0.4, 0.6, 3),))
    note = ReportNote(HOSTILE, HOSTILE, (Highlight(0, 9, HOSTILE, False),), "doc:1")
    page = ReportPage(
        HOSTILE, ((HOSTILE, HOSTILE),), figures,
        (ReportAnswer(HOSTILE, HOSTILE, (), (hostile,), (said,), (said,)),), (note,),
    )  # fmt: skip
    path = tmp_path / "deep" / "page.html"
    write_page(page, path)
    text = path.read_text(encoding="utf-8")
    assert "<img" not in text and "&lt;img" in text
    assert "{{ 7 * 7 }}" in text
    assert text.count("</script>") == 3  # the facts, Cytoscape, and the page's own
    assert [one.name for one in path.parent.iterdir()] == ["page.html"]


def test_the_policy_lets_nothing_in_but_the_pages_own_scripts():
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', render(ReportPage("t", (), NO_FIGURES, (), ())))
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;;")
    assert "unsafe" not in policy[1] and "http" not in policy[1]


def test_facts_are_drawn_with_their_standing():
    one = answer(
        fact(1, 2, "treats", 3, knowledge_level=KnowledgeLevel.PREDICTION),
        fact(2, 2, "causes", 5, negated=True),
        fact(3, 5, "related_to", 3),
    )
    nodes, edges = drawn(one)
    assert {name: node["across"] for name, node in nodes.items()} == {"MONDO:2": 0, "MONDO:3": 1, "MONDO:5": 0.5}
    assert [edge["predicted"] for edge in edges] == [True, False, False]
    assert [edge["label"] for edge in edges] == ["treats", "not causes", "related to"]


def test_the_claim_decides_the_ends():
    nodes, _ = drawn(answer(fact(1, 7, "causes", 3), fact(2, 3, "causes", 2), subject="MONDO:7", object="MONDO:2"))
    assert {name: node["across"] for name, node in nodes.items()} == {"MONDO:7": 0, "MONDO:3": 0.5, "MONDO:2": 1}


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=30))
def test_nothing_lies_on_anything_else(pairs):
    facts = [fact(number, start, "related_to", end) for number, (start, end) in enumerate(pairs, 1)]
    nodes, edges = drawn(answer(*facts))
    assert len(edges) == len(pairs)
    places = sorted((node["lane"], node["across"]) for node in nodes.values())
    for (lane, left), (other, right) in pairwise(places):
        assert lane != other or right - left >= 0.25


@given(
    st.text(alphabet="ab█\n糖", max_size=40), st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=8)
)
def test_pieces_joined_are_the_note(text, spans):
    highlights = tuple(Highlight(min(span), max(span), "says", False) for span in spans)
    (marked,) = mark_notes((ReportNote("n", text, highlights),), ())
    assert "".join(piece.text for piece in marked.pieces) == text
    lit = {at for one in highlights for at in range(one.start, min(one.end, len(text)))}
    outside = {piece.start + at for piece in marked.pieces if not piece.id for at in range(len(piece.text))}
    if all(one.end <= len(text) for one in highlights):
        assert outside.isdisjoint(lit)


def test_a_citation_finds_its_words_under_overlapping_highlights():
    text = "Chronic kidney disease, stage 3."
    place = Citation("e", Curie("doc:1"), "n.txt", 8, 22, text, "infores:medkg")
    note = ReportNote(
        "n.txt", text, (Highlight(0, 22, "has condition", True), Highlight(8, 14, "mentions", False)), "doc:1"
    )
    other = replace(note, document="doc:2")
    marked = mark_notes((other, note), (answer(fact(1, 2, "causes", 3, citations=(place,))),))
    named = {piece.id: piece for one in marked for piece in one.pieces}
    words = [named[name] for name in words_of(place, marked)]
    assert "".join(piece.text for piece in words) == "kidney disease"
    assert all(piece.facts == ("a1f1",) and piece.negated for piece in words)
    assert not marked[0].cited and marked[1].cited


def test_bars_keep_to_their_axis():
    rows = (
        Figure("degree", "mean_rank", 40.0, 30.0, 50.0, 7), Figure("empty", "mean_rank", float("nan"), 0.0, 1.0, 0),
        Figure("degree", "auroc", 0.75, 0.75, 0.75, 7),
    )  # fmt: skip
    ranks, auroc = groups(replace(NO_FIGURES, rows=rows))
    assert (ranks.limit, [bar.length for bar in ranks.bars]) == (50.0, [80.0, 0.0])
    assert (auroc.limit, auroc.bars[0].length, auroc.bars[0].low) == (1.0, 75.0, None)
    assert shown(float("nan")) == "–"


def test_a_page_without_answers_or_notes_still_renders():
    text = render(ReportPage("Nothing yet", (), NO_FIGURES, (answer(),), ()))
    assert "holds no fact" in text and "<aside" not in text


def test_an_interrupted_write_leaves_the_old_page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    broken = ReportPage("lone \ud800 surrogate", (), NO_FIGURES, (), ())
    with pytest.raises(UnicodeEncodeError):
        write_page(broken, path)
    assert path.read_text(encoding="utf-8") == "old" and len(list(tmp_path.iterdir())) == 1
