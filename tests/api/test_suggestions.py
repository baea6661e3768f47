"""What an unknown name may have meant: only names that are like it."""

import pytest

from api.engine import Engine
from kg.errors import NotFoundError
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import Batch, Node, NodeRecord

NODES = (
    Node(Curie("CHEBI:6801"), "Drug", "Metformin"),
    Node(Curie("MONDO:0700226"), "Disease", "Disease, food allergy", synonyms=("Food allergy",)),
    Node(Curie("UBERON:0002387"), "AnatomicalEntity", "Foot"),
    Node(Curie("MONDO:0005015"), "Disease", "diabetes mellitus"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    path = tmp_path_factory.mktemp("names") / "g"
    with Graph.create(path) as graph:
        graph.add(Batch(nodes=tuple(NodeRecord(node, "mine") for node in NODES)))
        graph.merge()
    with Engine(path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "meant"),
    [("metfor", "CHEBI:6801"), ("metfromin", "CHEBI:6801"), ("foo", ""), ("foobar", ""), ("diabetic", "")],
)
def test_a_drug(engine, text, meant):
    with pytest.raises(NotFoundError) as told:
        engine.explain(text, "treats", "diabetes mellitus")
    assert (f"Did you mean {meant}" in told.value.remedy) if meant else ("Did you mean" not in told.value.remedy)


@pytest.mark.parametrize(
    ("text", "meant"), [("food", "MONDO:0700226"), ("mellitus", "MONDO:0005015"), ("diabets mellitus", "MONDO:0005015")]
)
def test_a_disease(engine, text, meant):
    with pytest.raises(NotFoundError, match=f"Did you mean {meant}"):
        engine.explain("metformin", "treats", text)
