"""A query that names what the graph lacks is answered, and says so."""

import json

import pytest

from api.cli.options import to_json
from api.engine import Engine
from api.guard import check_query


@pytest.fixture
def engine(answer_graph):
    with Engine(answer_graph) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("MATCH (d:Drug)-[t:treats]->(x) RETURN d.name, t.belif", "'belif'. Did you mean belief?"),
        ("MATCH (d:Drug) WHERE d.nosuch = 1 RETURN d.name", "a property 'nosuch'."),
        ("MATCH (d:Drug) RETURN d {.name, .synonims}", "'synonims'. Did you mean synonyms?"),
        ("MATCH (d:Drug)-[:coexpressed_with]->(e) RETURN d.name", "The graph holds no coexpressed_with edge."),
        ("MATCH (d)-[:affects_response_to]->(e) RETURN count(*) AS n", "edge; `medkg import shipped` brings them."),
    ],
)
def test_what_the_graph_lacks_is_named(engine, query, told):
    found = engine.cypher(query)
    (warning,) = found.warnings
    assert warning.endswith(told) or told in warning
    assert json.loads(to_json(found))["warnings"] == [warning]


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (d:Drug)-[t:treats]->(x) RETURN d.name_zh, t.status, t.severity, x.xrefs",
        "MATCH (d:Drug) WITH {foo: 1} AS m, d AS e RETURN m.foo, e.bar",
        "MATCH (d:Drug)-[t:treats]->(x) WHERE d.name = 'no such drug' RETURN d.name",
        "MATCH (d:Drug)-[t:treats|not_treats]->(x) WHERE t.belief > 2 RETURN d.name",
        "UNWIND [{key: 1}] AS row RETURN row.key",
    ],
)
def test_other_queries_say_nothing(engine, query):
    found = engine.cypher(query)
    assert found.warnings == ()
    assert "warnings" not in json.loads(to_json(found))


def test_the_guard_tells_the_properties_of_what_is_bound():
    checked = check_query("MATCH (a:Drug {id: $x})-[r:treats]->(b) WHERE b.name = 'x' RETURN r.belief, m.other")
    assert checked.properties == ("belief", "id", "name")
