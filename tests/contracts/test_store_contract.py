"""What every store must do; each test runs on each store. A new store is added to ``STORES`` in conftest.py."""

import threading
import time
from dataclasses import replace

import pytest

from kg.errors import QueryError, QueryTimeoutError, SchemaError, StoreError
from kg.identifiers import Curie
from kg.records import Difference, Node
from kg.store.protocol import Counts, EdgeValue, MapValue, NodeValue, PathValue, QueryLimits, Store

METFORMIN, DIABETES = Curie("CHEBI:6801"), Curie("MONDO:0005148")
TRIPLES = "MATCH (a)-[r]->(b) RETURN a.id AS s, type(r) AS t, b.id AS o, r.knowledge_level AS l, r.belief AS b"
NODES = "MATCH (n) RETURN n.id AS id, labels(n)[0] AS category, n.name AS name, n.synonyms AS synonyms, n.smiles AS x"


def triples(store):
    return sorted(store.query(TRIPLES))


def expected_triples(edges):
    return sorted((e.subject, e.relationship_type, e.object, str(e.knowledge_level), e.belief) for e in edges)


def test_it_is_a_store(store):
    assert isinstance(store, Store)


def test_an_empty_store(store):
    assert store.counts() == Counts(0, 0)
    assert store.content_hash() == ""
    assert list(store.query("MATCH (n) RETURN n")) == []
    assert list(store.query("MATCH (n)-[r]->(m) RETURN count(r) AS c")) == [(0,)]


def test_an_empty_graph_is_a_graph(store):
    assert store.load((), (), "empty") == Counts(0, 0)
    assert store.content_hash() == "empty"


def test_load_holds_every_node_and_edge(store, store_graph):
    told = []
    counts = store.load(store_graph.nodes, store_graph.edges, "h1", lambda done, total: told.append(done))
    assert counts == store.counts() == Counts(len(store_graph.nodes), len(store_graph.edges))
    assert store.content_hash() == "h1"
    assert triples(store) == expected_triples(store_graph.edges)
    found = sorted(store.query(NODES), key=lambda row: row[0])
    assert found == sorted(
        (n.id, n.category, n.name, n.synonyms, dict(n.properties).get("smiles")) for n in store_graph.nodes
    )
    assert told == sorted(told) and told[-1] == sum((counts.nodes, counts.edges))


def test_load_replaces_everything(loaded_store, store_graph, store_edge):
    nodes = store_graph.nodes[:3]
    edge = store_edge(nodes[1].id, "subclass_of", nodes[0].id)
    assert loaded_store.load(nodes, (edge,), "h2") == Counts(3, 1)
    assert triples(loaded_store) == expected_triples((edge,))
    assert loaded_store.content_hash() == "h2"


def test_a_load_twice_is_the_same(loaded_store, store_graph):
    before = triples(loaded_store)
    loaded_store.load(store_graph.nodes, store_graph.edges, "h1")
    assert triples(loaded_store) == before


def test_an_edge_without_its_node_is_refused(store, store_graph, store_edge):
    with pytest.raises(StoreError, match="MONDO:404") as caught:
        store.load(store_graph.nodes, (store_edge("CHEBI:6801", "treats", "MONDO:404"),), "h")
    assert caught.value.remedy
    assert store.content_hash() != "h"


def test_a_category_that_the_schema_lacks_is_refused(store, store_graph):
    with pytest.raises(SchemaError, match="Spaceship"):
        store.load((replace(store_graph.nodes[0], category="Spaceship` {x: 1}) //"),), (), "h")


def test_apply_adds_changes_and_removes(loaded_store, store_graph, store_edge):
    aspirin, warfarin = Curie("CHEBI:15365"), Curie("CHEBI:10033")
    new = Node(Curie("CHEBI:999"), "Drug", "new drug", "新药", ("x",), (), (("smiles", "C"),))
    renamed = replace(next(n for n in store_graph.nodes if n.id == METFORMIN), name="Metformin", properties=())
    changed = replace(next(e for e in store_graph.edges if e.predicate == "binds"), belief=0.123)
    added = store_edge(new.id, "treats", DIABETES)
    gone = next(e for e in store_graph.edges if {e.subject, e.object} == {aspirin, warfarin})
    difference = Difference((new, renamed), (Curie("PMID:100"),), (added, changed), (gone,))
    for _ in range(2):
        counts = loaded_store.apply(difference, "h2")
        left = [
            e
            for e in store_graph.edges
            if "PMID:100" not in (e.subject, e.object) and e.id not in (gone.id, changed.id)
        ]
        assert triples(loaded_store) == expected_triples([*left, added, changed])
        assert counts == loaded_store.counts() == Counts(len(store_graph.nodes), len(left) + 2)
        assert loaded_store.content_hash() == "h2"
    found = loaded_store.query("MATCH (n:Drug {id: $id}) RETURN n.name, n.smiles", {"id": METFORMIN})
    assert found.rows == (("Metformin", None),)
    assert loaded_store.query("MATCH (n:Drug {id: 'CHEBI:999'}) RETURN n.name_zh").rows == (("新药",),)


def test_apply_turns_an_edge_round_when_its_evidence_does(loaded_store, store_graph):
    edge = next(e for e in store_graph.edges if e.negated and e.predicate == "treats")
    affirmed = replace(edge, negated=False, belief=0.9, support=3)
    loaded_store.apply(Difference((), (), (affirmed,), ()), "h2")
    found = loaded_store.query("MATCH (a)-[r]->(b) WHERE r.id = $id RETURN type(r), r.negated", {"id": edge.id})
    assert found.rows == (("treats", False),)


def test_apply_moves_a_node_to_another_category_with_its_edges(loaded_store, store_graph):
    moved = replace(next(n for n in store_graph.nodes if n.id == METFORMIN), category="ChemicalEntity")
    before = triples(loaded_store)
    loaded_store.apply(Difference((moved,), (), (), ()), "h2")
    assert triples(loaded_store) == before
    found = loaded_store.query("MATCH (n {id: $id}) RETURN labels(n)", {"id": METFORMIN})
    assert found.rows == ((("ChemicalEntity",),),)


def test_apply_brings_an_empty_store_to_a_graph_and_back(store, store_graph):
    store.apply(Difference(store_graph.nodes, (), store_graph.edges, ()), "full")
    assert triples(store) == expected_triples(store_graph.edges)
    store.apply(Difference((), tuple(n.id for n in store_graph.nodes), (), store_graph.edges), "none")
    assert store.counts() == Counts(0, 0)
    assert list(store.query("MATCH (n) RETURN labels(n)[0] AS category, count(*) AS c")) == []


def test_values_of_every_type(reading_store):
    row = reading_store.query(
        "MATCH p = (n:Drug {id: $id})-[r:treats {knowledge_level: 'knowledge_assertion'}]->(m) "
        "RETURN n, r, p, {b: 1, a: [n.name, null]} AS m, 1 AS i, 1.5 AS f, true AS t, null AS x, 'ä糖' AS s, [1, 2]",
        {"id": METFORMIN},
    ).rows[0]
    node, edge, path, mapping = row[:4]
    assert isinstance(node, NodeValue) and (node.id, node.category) == (METFORMIN, "Drug")
    assert dict(node.properties) == {
        "id": METFORMIN, "name": "metformin", "name_zh": "二甲双胍", "synonyms": ("Glucophage",),
        "xrefs": ("DRUGBANK:DB00331",), "smiles": "CN(C)C(=N)NC(=N)N", "type_": "small molecule",
    }  # fmt: skip
    assert isinstance(edge, EdgeValue) and (edge.subject, edge.type, edge.object) == (METFORMIN, "treats", DIABETES)
    assert sorted(dict(edge.properties)) == sorted(
        ("id", "predicate", "negated", "belief", "support", "against", "knowledge_level", "agent_type",
         "primary_knowledge_source", "sources", "licences", "qualifiers")
    )  # fmt: skip
    assert isinstance(path, PathValue) and [n.id for n in path.nodes] == [METFORMIN, DIABETES] and path.edges == (edge,)
    assert mapping == MapValue((("a", ("metformin", None)), ("b", 1)))
    assert row[4:] == (1, 1.5, True, None, "ä糖", (1, 2))
    assert [type(value) for value in row[4:8]] == [int, float, bool, type(None)]


def test_parameters_of_every_type(reading_store):
    given = {"a": 1, "b": 1.5, "c": "糖'\"`\\", "d": True, "e": None, "f": [1, [2]], "g": {"k": ["v"]}}
    row = reading_store.query("RETURN $a, $b, $c, $d, $e, $f, $g", given).rows[0]
    assert row == (1, 1.5, "糖'\"`\\", True, None, (1, (2,)), MapValue((("k", ("v",)),)))


def test_a_parameter_is_never_text_of_the_query(reading_store):
    evil = "x'}) DETACH DELETE n //"
    assert len(reading_store.query("MATCH (n:Drug {name: $name}) RETURN n", {"name": evil})) == 0
    assert reading_store.counts().nodes > 0


def test_the_row_limit_cuts_and_says_so(reading_store):
    cut = reading_store.query("MATCH (n) RETURN n.id AS id ORDER BY id", limits=QueryLimits(rows=5))
    assert cut.truncated and len(cut) == 5 and cut.columns == ("id",)
    whole = reading_store.query("MATCH (n) RETURN n.id AS id ORDER BY id LIMIT 5", limits=QueryLimits(rows=5))
    assert not whole.truncated and whole.rows == cut.rows


@pytest.mark.parametrize(
    "cypher",
    [
        "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c RETURN max(a + b + c)",
        "MATCH p = (a)-[*1..30]-(b) RETURN count(p)",
    ],
)
def test_a_runaway_query_is_ended_and_others_go_on(reading_store, cypher):
    start = time.monotonic()
    with pytest.raises(QueryTimeoutError) as caught:
        reading_store.query(cypher, limits=QueryLimits(seconds=1.0))
    assert time.monotonic() - start < 12
    assert caught.value.remedy
    assert reading_store.query("RETURN 1").rows == ((1,),)


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (n:Drug {id: 'X:1'})",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n:Drug) SET n.name = 'x' RETURN n",
        "MERGE (n:Drug {id: 'X:1'}) RETURN n",
        "MATCH (n:Drug) REMOVE n.name",
        "CREATE INDEX FOR (n:Drug) ON (n.name)",
    ],
)
def test_a_query_that_writes_is_refused(reading_store, cypher):
    before = triples(reading_store)
    with pytest.raises(QueryError) as caught:
        reading_store.query(cypher)
    assert caught.value.message
    assert triples(reading_store) == before


@pytest.mark.parametrize("cypher", ["", "MATCH (n RETURN n", "SELECT 1", "RETURN $missing", "RETURN m", "RETURN 1 / 0"])
def test_a_query_that_cannot_run_says_why(reading_store, cypher):
    with pytest.raises(QueryError) as caught:
        reading_store.query(cypher)
    assert len(caught.value.message) > 20


def test_a_missing_parameter_is_told_how_to_give(reading_store):
    with pytest.raises(QueryError) as caught:
        reading_store.query("MATCH (d:Disease {id: $disease}) RETURN d.name")
    assert "disease" in caught.value.message
    assert "--parameter" in caught.value.remedy


def test_several_readers_at_a_time(reading_store):
    found, errors = [], []

    def read():
        try:
            for _ in range(5):
                found.append(reading_store.query("MATCH (n:Drug) RETURN count(n) AS c").rows)
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors and found == [((6,),)] * 20


def test_ten_thousand_rows_and_more(store, store_edge):
    nodes = [Node(Curie(f"MONDO:{i:07d}"), "Disease", f"病 {i}") for i in range(12_007)]
    edges = [store_edge(nodes[i].id, "subclass_of", nodes[i // 2].id) for i in range(1, 2_003)]
    assert store.load(nodes, edges, "big") == Counts(12_007, 2_002)
    rows = store.query("MATCH (n:Disease) RETURN n.id, n.name ORDER BY n.id", limits=QueryLimits(rows=20_000))
    assert rows.rows == tuple((node.id, node.name) for node in nodes)
    assert not rows.truncated


def test_closing_twice_is_safe(store):
    store.close()
    store.close()
