"""Publishing to a real Neo4j: counts agree, differences and deletions arrive, faults leave something to go on from."""

from __future__ import annotations

from pathlib import Path

import pytest
from neo4j_server import Neo4jServer

from api.jobs.publishing import Target, open_target, publish
from kg.errors import StoreAuthenticationError, StoreError, StoreUnavailableError
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation


def _add(graph: Graph, source: str, pairs: list[tuple[str, str]]) -> None:
    nodes = {one: "Drug" for one, _ in pairs} | {other: "Disease" for _, other in pairs}
    records = tuple(NodeRecord(Node(Curie(i), category, i.lower()), source) for i, category in nodes.items())
    evidence = tuple(
        Evidence(
            Curie(one), "treats", Curie(other), RecordLocation(source, f"{one}-{other}", "1"),
            KnowledgeLevel.KNOWLEDGE_ASSERTION, AgentType.MANUAL_AGENT, "infores:test", "test/1",
        )
        for one, other in pairs
    )  # fmt: skip
    graph.add(Batch(nodes=records, evidence=evidence), source)
    graph.merge()


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph"
    with Graph.create(path) as graph:
        _add(graph, "first", [(f"CHEBI:{n}", f"MONDO:{n % 3}") for n in range(7)])
    return path


@pytest.fixture
def target(neo4j_server: Neo4jServer) -> Target:
    target = Target(neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    store = open_target(target)
    store.load((), (), "")
    store.close()
    return target


def test_counts_agree_after_a_retraction_and_a_second_publish(graph: Path, target: Target) -> None:
    first = publish(graph, target)
    assert (first.how, first.nodes, first.edges) == ("load", 10, 7)
    assert publish(graph, target).how == "unchanged"
    with Graph.open(graph, write=True) as opened:
        _add(opened, "second", [("CHEBI:1", "MONDO:9"), ("CHEBI:50", "MONDO:1")])
    second = publish(graph, target)
    assert (second.how, second.nodes, second.edges, second.edges_written) == ("difference", 12, 9, 2)
    with Graph.open(graph, write=True) as opened:
        opened.retract("first")
        opened.merge()
    third = publish(graph, target)
    assert (third.how, third.nodes, third.edges, third.edges_removed) == ("difference", 4, 2, 7)


def test_a_database_that_somebody_else_emptied_is_loaded_again(graph: Path, target: Target) -> None:
    publish(graph, target)
    store = open_target(target)
    store.load((), (), "0" * 32)
    store.close()
    assert publish(graph, target).how == "load"


def test_wrong_password(graph: Path, target: Target) -> None:
    with pytest.raises(StoreAuthenticationError) as error:
        publish(graph, Target(target.uri, target.user, "wrong"))
    assert "wrong" not in repr(Target(target.uri, target.user, "wrong"))
    assert error.value.exit_code == 5


def test_nobody_listens(graph: Path) -> None:
    with pytest.raises(StoreUnavailableError):
        publish(graph, Target("bolt://127.0.0.1:9", "neo4j", "x"))


def test_a_database_with_other_peoples_nodes_is_refused(graph: Path, target: Target) -> None:
    import neo4j

    with neo4j.GraphDatabase.driver(target.uri, auth=(target.user, target.password)) as driver:
        driver.execute_query("CREATE (:Invoice {number: 7})")
        try:
            with pytest.raises(StoreError, match="Invoice"):
                publish(graph, target)
        finally:
            driver.execute_query("MATCH (n:Invoice) DELETE n")
