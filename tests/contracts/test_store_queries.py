"""The queries of docs/queries.md give the same rows on every store, and at least one."""

import json
import re
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.store.dialect import for_embedded
from kg.store.embedded import EmbeddedStore
from kg.store.neo4j import Neo4jStore
from kg.store.protocol import EdgeValue, MapValue, NodeValue, PathValue

DOC = Path(__file__).parents[2] / "docs" / "queries.md"
SECTION = re.compile(r"^## (?P<title>.+?)\n(?P<text>.*?)```cypher\n(?P<cypher>.*?)\n```", re.MULTILINE | re.DOTALL)
PARAMETERS = re.compile(r"^Parameters: `(.*)`$", re.MULTILINE)


def documented():
    for found in SECTION.finditer(DOC.read_text("utf-8")):
        given = PARAMETERS.search(found["text"])
        yield pytest.param(found["cypher"], json.loads(given[1]) if given else {}, id=found["title"])


QUERIES = list(documented())
REFUSED = [
    "MATCH p = (a)((x)-[:treats]->(y)){1,3}(b) RETURN p",
    "MATCH p = ((a)-[:treats]->(b))+ RETURN p",
    "MATCH p = (a:Drug)-[:treats]->+(b) RETURN p",
    "MATCH p = SHORTEST 1 (a:Drug)-[:treats]-+(b:Drug) RETURN p",
    "MATCH (a:Drug) RETURN COLLECT { MATCH (a)-[:treats]->(d) RETURN d.id }",
    "MATCH (a:Drug WHERE a.id = 'CHEBI:6801') RETURN a",
    "MATCH (a:Drug)-[t:treats WHERE t.belief > 0.5]->(d) RETURN d",
    "MATCH (n:!Drug) RETURN n.id",
    "MATCH (n:Drug) RETURN keys(n)",
    "MATCH (n:Drug) RETURN elementId(n)",
    "MATCH (n:Drug)-[r:treats]->() RETURN startNode(r)",
    "MATCH (n:Drug) RETURN n.title",
    "MATCH (n)-[r]->() RETURN r.type",
    "MATCH (a)-[r:treats]->() RETURN r{.belief}",
    "RETURN timestamp()",
    "MATCH (n)-[r]->() RETURN percentileCont(r.belief, 0.5)",
    "MATCH (a:Drug {id: 'CHEBI:6801'}), p = shortestPath((a)-[*..3]-(b:Gene)) RETURN p",
]
ALLOWED = [
    "MATCH (a:Drug) RETURN count(a) + (1) AS n",
    "MATCH (n:Drug) WITH collect({type: labels(n)[0]}) AS items UNWIND items AS i RETURN i.type AS type",
    "MATCH (n:Drug) RETURN [s IN n.synonyms WHERE size(s) > 2 | s] AS names",
    "MATCH (n:Drug) WHERE n.name = 'id(n) SHORTEST 1 ((a)-->(b))+' RETURN n // keys(n)",
    "MATCH (n:Drug) RETURN n{.id, .name} AS drug",
    "MATCH (n:Drug) WHERE any(s IN n.synonyms WHERE s = 'aspirin') RETURN n.type_ AS type",
    "MATCH (n)-[r]->(m) RETURN startNode(r).id AS id;",
    "MATCH (n:Drug) RETURN [(n)-[:binds]->(g) WHERE g.id <> '' | g.id] AS genes",
    "MATCH (n:Drug) RETURN COUNT { (n)-[:binds]->(g) WHERE g.id <> '' } AS genes",
]
# Beyond the documented ones: constructs that a user may combine, each with rows on the small graph.
PROBES = [
    "MATCH (a:Drug)-[r:treats]->(d:Disease) RETURN a, r, d",
    "MATCH p = (a:Drug)-[*1..2]-(b:Gene) RETURN p",
    "MATCH (n:Drug) RETURN properties(n) AS p",
    "MATCH ()-[r:binds]->() RETURN properties(r) AS p",
    "MATCH (n:Drug) RETURN collect(n) AS all, count(*) AS n",
    "MATCH (n:Drug)-[r:binds]->(g) WITH n, collect(r) AS rs, collect(g) AS gs RETURN n.id, rs, gs",
    "RETURN 1 AS a, 1.0 AS b, 'x' AS c, true AS d, null AS e, [1, [2, null]] AS f, {b: 1, a: {c: 'd'}} AS g",
    "RETURN 7 / 2 AS a, 7.0 / 2 AS b, -7 % 3 AS c, 2 ^ 3 AS d, round(2.5) AS e, toInteger('3') AS f, 'a' + 1 AS g",
    "RETURN range(1, 5) AS r, reverse([1, 2]) AS v, [1, 2, 3][1..] AS s, size('糖尿病') AS z, split('a,b', ',') AS p",
    "RETURN toString(1.0) AS a, toFloat('2.5') AS b, trim(' x ') AS c, substring('abc', 1) AS d",
    "RETURN 0.0 / 0.0 AS nan, date('2026-01-02') AS d, datetime('2026-01-02T03:04:05Z') AS t",
    "RETURN null = null AS a, null IS NULL AS b, coalesce(null, 2) AS c, 1 IN [1, null] AS d, 3 IN [1, null] AS e",
    "MATCH (n:Disease) RETURN min(n.id) AS a, max(n.id) AS b, count(DISTINCT n.name) AS c",
    "MATCH (:Drug)-[r:treats]->() RETURN sum(r.support) AS s, avg(r.support) AS a, collect(DISTINCT r.negated) AS n",
    "MATCH (n:Drug) WHERE n.name CONTAINS 'a' AND n.name ENDS WITH 'n' RETURN n.name",
    "MATCH (n:Drug) WHERE n.name =~ '(?i)MET.*' RETURN n.name",
    "MATCH (n) WHERE n:Drug OR n:Gene RETURN labels(n) AS l, n.id AS id",
    "MATCH (n:Drug|Gene) RETURN n.id AS id",
    "MATCH (c:Case) CALL { WITH c MATCH (c)-[:takes]->(d) RETURN count(d) AS n } RETURN c.id, n",
    "MATCH (n:Drug) WHERE COUNT { (n)-[:binds]->() } > 1 RETURN n.id",
    "MATCH (a:Disease) OPTIONAL MATCH (a)<-[t:treats]-(d) RETURN a.id, t, d",
    "MATCH (n:Drug) RETURN n.smiles AS s, n.type_ AS t, n.nothing AS x",
    "MATCH (n:Drug) RETURN n.id AS id ORDER BY n.name DESC SKIP 2 LIMIT 3",
    "UNWIND [3, 1, 2] AS x WITH x ORDER BY x RETURN collect(x) AS xs",
    "MATCH (n:Drug {id: 'CHEBI:6801'})-[r]->(m) RETURN type(r), startNode(r).id, endNode(r).id, m.id",
    "MATCH (a:Case)-[:takes]->(d) WITH a, d ORDER BY d.id RETURN a.id AS a, collect(d.id) AS drugs ORDER BY a",
    "MATCH (n:Drug) RETURN reduce(t = '', s IN n.synonyms | t + s) AS names",
    "MATCH p = shortestPath((a:Case {id: 'case:a1'})-[*..6]-(b:Case {id: 'case:b2'})) RETURN length(p) AS n",
    "MATCH (n:Case) RETURN all(x IN [1, 2] WHERE x > 0) AS a, none(x IN [1] WHERE x > 1) AS b",
    "MATCH (d:Drug) RETURN EXISTS { (d)-[:treats]->(:Disease) } AS treats, d.id AS id",
]  # fmt: skip


def comparable(value):
    """A value fit for comparison between stores: floats rounded to 12 digits."""
    if isinstance(value, float):
        return ("float", float(f"{value:.12g}"))
    if isinstance(value, bool | int | str) or value is None:
        return (type(value).__name__, value)
    if isinstance(value, tuple):
        return ("list", *(comparable(one) for one in value))
    if isinstance(value, NodeValue):
        return ("node", value.id, value.category, comparable_pairs(value.properties))
    if isinstance(value, EdgeValue):
        return ("edge", value.subject, value.type, value.object, comparable_pairs(value.properties))
    if isinstance(value, PathValue):
        return ("path", *map(comparable, value.nodes), *map(comparable, value.edges))
    assert isinstance(value, MapValue)
    return ("map", comparable_pairs(value.items))


def comparable_pairs(pairs):
    return tuple((key, comparable(value)) for key, value in pairs)


def unordered(value):
    """The same with the elements of lists sorted, for collect() without an order."""
    if isinstance(value, tuple):
        inner = [unordered(one) for one in value]
        return (inner[0], *sorted(inner[1:], key=repr)) if inner and inner[0] == "list" else tuple(inner)
    return value


def answers(store, cypher, parameters):
    found = store.query(cypher, parameters)
    rows = [tuple(unordered(comparable(value)) for value in row) for row in found]
    return found.columns, rows if "ORDER BY" in cypher else sorted(rows, key=repr)


@pytest.fixture(scope="module")
def both_stores(tmp_path_factory, neo4j_server, store_graph):
    embedded = EmbeddedStore(tmp_path_factory.mktemp("embedded"))
    neo4j = Neo4jStore(neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    for store in (embedded, neo4j):
        store.load(store_graph.nodes, store_graph.edges, "small")
    yield embedded, neo4j
    embedded.close()
    neo4j.close()


def test_there_are_enough_of_them():
    assert len(QUERIES) >= 25
    assert len({query.id for query in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize(("cypher", "parameters"), QUERIES)
def test_a_documented_query_gives_the_same_rows(both_stores, cypher, parameters):
    embedded, neo4j = (answers(store, cypher, parameters) for store in both_stores)
    assert embedded == neo4j
    assert embedded[1], "a documented query must find something"


@pytest.mark.parametrize("cypher", PROBES)
def test_a_probe_gives_the_same_rows(both_stores, cypher):
    embedded, neo4j = (answers(store, cypher, {}) for store in both_stores)
    assert embedded == neo4j
    assert embedded[1]


@pytest.mark.parametrize("cypher", REFUSED)
def test_what_only_neo4j_can_is_refused_by_the_embedded_store(both_stores, cypher):
    embedded, neo4j = both_stores
    with pytest.raises(QueryError, match="Neo4j"):
        embedded.query(cypher)
    neo4j.query(cypher)


@pytest.mark.parametrize("cypher", ALLOWED)
def test_what_only_looks_like_it_is_allowed(both_stores, cypher):
    for_embedded(cypher)
    embedded, neo4j = (answers(store, cypher, {}) for store in both_stores)
    assert embedded == neo4j


def test_what_only_the_embedded_store_can_is_said_by_neo4j(both_stores):
    with pytest.raises(QueryError, match="embedded store"):
        both_stores[1].query("MATCH (n:Drug) RETURN n.id AS a INTERSECT MATCH (n:Drug) RETURN n.id AS a")
