"""A graph directory's edges for sampling: what they are, what is left out, and that they are sorted once."""

from __future__ import annotations

import numpy as np
import pytest

from gnn.sampling.directory import index_directory
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation
from kg.snapshot import Selection

NODES = {"CHEBI:1": "Drug", "CHEBI:2": "Drug", "MONDO:1": "Disease", "MONDO:2": "Disease", "HGNC:1": "Gene"}


def fact(subject, predicate, obj, level=KnowledgeLevel.KNOWLEDGE_ASSERTION, *, negated=False):
    return Evidence(
        subject=Curie(subject), predicate=predicate, object=Curie(obj),
        location=RecordLocation("test", f"{subject}{predicate}{obj}{level}", "1"), knowledge_level=level,
        agent_type=AgentType.MANUAL_AGENT, primary_knowledge_source="infores:test", extractor="test/1", negated=negated,
    )  # fmt: skip


@pytest.fixture
def graph(tmp_path):
    evidence = (
        fact("CHEBI:1", "treats", "MONDO:1"),
        fact("CHEBI:1", "treats", "MONDO:1", KnowledgeLevel.OBSERVATION),
        fact("CHEBI:2", "treats", "MONDO:2"),
        fact("CHEBI:2", "treats", "MONDO:1", negated=True),
        fact("CHEBI:1", "treats", "MONDO:2", KnowledgeLevel.PREDICTION),
        fact("CHEBI:1", "binds", "HGNC:1"),
    )
    nodes = tuple(NodeRecord(Node(Curie(curie), kind, curie), "test") for curie, kind in NODES.items())
    with Graph.create(tmp_path / "graph", buckets=8) as made:
        made.add(Batch((), nodes, evidence))
        made.merge()
        yield made


def edges(index):
    adjacency = index.adjacency
    drawn = adjacency.draw(np.arange(adjacency.num_nodes), -1, np.random.default_rng(0))
    forward = drawn.relations < adjacency.num_relations
    return {
        (index.node_ids[source], index.relations[relation], index.node_ids[target])
        for source, relation, target in zip(
            drawn.sources[forward], drawn.relations[forward], drawn.targets[forward], strict=True
        )
    }


def test_facts_are_edges_once_and_denials_and_predictions_are_none(graph):
    index = index_directory(graph)
    assert edges(index) == {
        ("CHEBI:1", "treats", "MONDO:1"), ("CHEBI:2", "treats", "MONDO:2"), ("CHEBI:1", "binds", "HGNC:1"),
    }  # fmt: skip
    assert len(index.adjacency.sources) == 6
    assert [index.categories[code] for code in index.node_category] == [NODES[one] for one in index.node_ids]


def test_the_files_are_sorted_once_and_anew_when_the_graph_changes(graph):
    first = index_directory(graph)
    assert isinstance(first.adjacency.sources, np.memmap)
    folders = list(graph.layout.sampling.iterdir())
    index_directory(graph)
    assert list(graph.layout.sampling.iterdir()) == folders
    only = index_directory(graph, Selection(predicates=frozenset(("binds",))))
    assert edges(only) == {("CHEBI:1", "binds", "HGNC:1")}
    graph.add(Batch((), (), (fact("CHEBI:2", "binds", "HGNC:1"),)))
    graph.merge()
    assert ("CHEBI:2", "binds", "HGNC:1") in edges(index_directory(graph))
    assert len(list(graph.layout.sampling.iterdir())) == 1


@pytest.mark.parametrize("harm", ["cut", "gone", "swapped", "no meta", "nothing"])
def test_files_that_were_cut_off_are_sorted_again(graph, harm):
    """Whatever a full disk or a killed copy left there; what is whole is not written again."""
    whole = edges(index_directory(graph))
    (folder,) = graph.layout.sampling.iterdir()
    sources, indptr = folder / "sources.npy", folder / "indptr.npy"
    if harm == "cut":
        sources.write_bytes(sources.read_bytes()[:-4])
    elif harm == "gone":
        sources.unlink()
    elif harm == "swapped":
        np.save(indptr, np.load(indptr)[::-1])
    elif harm == "no meta":
        (folder / "adjacency.json").write_text("{")
    before = indptr.stat().st_ino
    assert edges(index_directory(graph)) == whole
    assert (indptr.stat().st_ino == before) is (harm == "nothing")
    assert len(list(graph.layout.sampling.iterdir())) == 1
