"""The read guard refuses every payload and passes every honest query."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.guard import MAX_HOPS, MAX_QUERY_LENGTH, check_query
from api.guard.tokens import tokenize
from kg.errors import GuardError

ROOT = Path(__file__).parents[2]
DOCUMENTED = re.compile(r"```cypher\n(.*?)\n```", re.DOTALL)


def lines(name):
    text = (ROOT / "tests" / "gold" / name).read_text("utf-8")
    return [line.replace("\\n", "\n") for line in text.splitlines() if line and not line.startswith("#")]


PAYLOADS = lines("guard_payloads.txt")
HONEST = lines("honest_queries.txt")


def test_the_lists_are_long_enough():
    assert len(set(PAYLOADS)) >= 60
    assert len(set(HONEST)) >= 45
    assert not set(PAYLOADS) & set(HONEST)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_refused_with_its_place_or_reason(payload):
    with pytest.raises(GuardError) as refused:
        check_query(payload)
    assert len(refused.value.message) > 20


@pytest.mark.parametrize("query", HONEST)
def test_an_honest_query_passes(query):
    check_query(query)


@pytest.mark.parametrize("query", DOCUMENTED.findall((ROOT / "docs" / "queries.md").read_text("utf-8")))
def test_a_documented_query_passes(query):
    check_query(query)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("MATCH (n:Drug)\nSET n.a = 1", ("SET at line 2, column 1", "only read")),
        ("MATCH (n:Drugs) RETURN n", ("label 'Drugs'", "Near: Drug")),
        ("MATCH ()-[r:treat]->() RETURN r", ("relationship type 'treat'", "treats")),
        ("MATCH (n) RETURN toUper(n.name)", ("function 'toUper'", "toupper")),
        ("CALL db.labels()", ("procedure at line 1, column 1", "subquery")),
        ("MATCH (a)-[*]-(b) RETURN a", ("no longest length", str(MAX_HOPS))),
        ("MATCH (a)-[*..99]-(b) RETURN a", ("99 steps", f"*..{MAX_HOPS}")),
        ("RETURN 1; RETURN 2", ("second statement", "column 11")),
        ("MATCH (n:Drug RETURN n", ("RETURN", "line 1, column 15")),
        ("", ("empty", "MATCH")),
        ("   // only a comment", ("empty", "MATCH")),
        ("ＭＡＴＣＨ (n) RETURN n", ("only look like", "'MATCH'")),
    ],
)
def test_a_refusal_says_what_where_and_what_instead(query, words):
    with pytest.raises(GuardError) as refused:
        check_query(query)
    for word in words:
        assert word in str(refused.value)


def test_the_checked_query_holds_no_comment_and_keeps_places():
    query = "MATCH (n:Drug) /* one */ WHERE n.a = '/* kept */' // two\nRETURN n.name ;"
    checked = check_query(query)
    assert "one" not in checked.text and "two" not in checked.text
    assert checked.text.index("RETURN") == query.index("RETURN")
    assert "'/* kept */'" in checked.text
    assert checked.text.endswith("n.name")
    assert (checked.labels, checked.types) == (("Drug",), ())


def test_types_and_labels_are_listed():
    checked = check_query("MATCH (:Drug)-[:treats|not_treats]->(d) WHERE d:Disease RETURN d")
    assert checked.labels == ("Disease", "Drug")
    assert checked.types == ("not_treats", "treats")


def test_a_long_or_deep_query_is_refused():
    with pytest.raises(GuardError, match="characters"):
        check_query("RETURN " + "1 + " * MAX_QUERY_LENGTH + "1")
    with pytest.raises(GuardError, match="nested"):
        check_query("RETURN " + "(" * 500 + "1" + ")" * 500)
    with pytest.raises(GuardError, match="nested"):
        check_query("RETURN " + "[" * 3000 + "]" * 3000)


@pytest.mark.parametrize("word", ["CREATE", "MERGE", "SET", "DELETE", "DETACH DELETE", "REMOVE", "LOAD CSV FROM"])
@pytest.mark.parametrize("query", HONEST[:25])
def test_a_writing_clause_at_any_gap_is_refused(query, word):
    tokens, _ = tokenize(query)
    for token in tokens[1:-1]:
        broken = f"{query[: token.start]} {word} (x:Drug) {query[token.start :]}"
        try:
            checked = check_query(broken)
        except GuardError:
            continue
        pytest.fail(f"passed: {checked.text}")


@given(st.text(alphabet=st.sampled_from("MATCHRETURNnd(){}[]:,.|*-><=/'\"`\\;$ \n\u200b１"), max_size=60))
def test_any_text_passes_or_is_refused_and_never_crashes(text):
    try:
        check_query(text)
    except GuardError as refused:
        assert refused.message


@given(st.integers(min_value=0, max_value=10**6))
def test_lengths_of_paths_are_bounded(high):
    query = f"MATCH (a)-[*1..{high}]->(b) RETURN a"
    if high <= MAX_HOPS:
        check_query(query)
    else:
        with pytest.raises(GuardError):
            check_query(query)
