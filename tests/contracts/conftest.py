"""The graph and the stores that the stores' contract suite runs on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.identifiers import Curie
from kg.records import AgentType, Edge, KnowledgeLevel, Node, Qualifier, edge_id
from kg.schema import ordered_ends
from kg.store.embedded import EmbeddedStore
from kg.store.neo4j import Neo4jStore

STORES = ("embedded", "neo4j")
LEVELS = {
    "asserted": KnowledgeLevel.KNOWLEDGE_ASSERTION,
    "observed": KnowledgeLevel.OBSERVATION,
    "predicted": KnowledgeLevel.PREDICTION,
    "together": KnowledgeLevel.TEXT_CO_OCCURRENCE,
}
NODES = """
MONDO:0005015|Disease|diabetes mellitus|糖尿病|diabetes;DM|MESH:D003920|
MONDO:0005148|Disease|type 2 diabetes mellitus|2型糖尿病|T2DM;adult-onset diabetes|MESH:D003924|
MONDO:0005147|Disease|type 1 diabetes mellitus|1型糖尿病|T1DM||
MONDO:0005044|Disease|hypertensive disorder|高血压|hypertension;high blood pressure||
MONDO:0005010|Disease|coronary artery disorder|冠心病|CAD||
MONDO:0004981|Disease|atrial fibrillation|心房颤动|AF||
HP:0003074|PhenotypicFeature|Hyperglycemia|高血糖|high blood sugar||
HP:0001945|PhenotypicFeature|Fever|发热|pyrexia||
HP:0000103|PhenotypicFeature|Polyuria|多尿|||
HP:0012735|PhenotypicFeature|Cough|咳嗽|||
HP:0001892|PhenotypicFeature|Abnormal bleeding|异常出血|hemorrhage||
CHEBI:6801|Drug|metformin|二甲双胍|Glucophage|DRUGBANK:DB00331|smiles=CN(C)C(=N)NC(=N)N,type=small molecule
CHEBI:5441|Drug|glyburide|格列本脲|glibenclamide||
CHEBI:10033|Drug|warfarin|华法林|Coumadin||
CHEBI:15365|Drug|acetylsalicylic acid|阿司匹林|aspirin;ASA||smiles=CC(=O)Oc1ccccc1C(=O)O
CHEBI:6541|Drug|losartan|氯沙坦|Cozaar||
CHEBI:43755|Drug|lisinopril|赖诺普利|||
HGNC:9376|Gene|PRKAA1||AMPK||
HGNC:59|Gene|ABCC8||SUR1||
HGNC:9604|Gene|PTGS1||COX1||
HGNC:23663|Gene|VKORC1||||
HGNC:2623|Gene|CYP2C9||||
HGNC:336|Gene|AGTR1||||
PW:1|Pathway|AMPK signalling||||
CHEBI:35623|ChemicalRole|anticoagulant||||
case:a1|Case|note 1||||
case:b2|Case|note 2||||
PMID:100|Publication|PMID:100||||
"""
EDGES = """
MONDO:0005148 subclass_of MONDO:0005015 asserted 0.99
MONDO:0005147 subclass_of MONDO:0005015 asserted 0.99
CHEBI:6801 treats MONDO:0005148 asserted 0.95 support=3
CHEBI:6801 treats MONDO:0005148 predicted 0.4
CHEBI:5441 treats MONDO:0005148 asserted 0.9
CHEBI:15365 treats MONDO:0005010 asserted 0.9
CHEBI:6541 treats MONDO:0005044 asserted 0.92
CHEBI:43755 treats MONDO:0005044 asserted 0.91
CHEBI:10033 treats MONDO:0004981 asserted 0.93
CHEBI:5441 treats MONDO:0005147 asserted 0.1 negated against=2
CHEBI:6801 treats MONDO:0005044 predicted 0.35
CHEBI:5441 contraindicated_in MONDO:0005147 asserted 0.8
CHEBI:10033 interacts_with CHEBI:15365 asserted 0.9 severity=major
CHEBI:6541 interacts_with CHEBI:43755 asserted 0.85 severity=contraindicated
CHEBI:10033 interacts_with CHEBI:5441 asserted 0.7 severity=moderate
CHEBI:10033 has_side_effect HP:0001892 asserted 0.88
CHEBI:6801 binds HGNC:9376 asserted 0.6
CHEBI:5441 binds HGNC:59 asserted 0.9
CHEBI:15365 binds HGNC:9604 asserted 0.95
CHEBI:10033 binds HGNC:23663 asserted 0.97
CHEBI:10033 binds HGNC:2623 asserted 0.5
CHEBI:6541 binds HGNC:2623 asserted 0.55
CHEBI:6541 binds HGNC:336 asserted 0.98
HGNC:2623 affects_response_to CHEBI:10033 asserted 0.9
HGNC:9376 participates_in PW:1 asserted 0.9
HGNC:59 gene_associated_with_condition MONDO:0005148 asserted 0.7
CHEBI:10033 has_chemical_role CHEBI:35623 asserted 0.99
MONDO:0005015 has_phenotype HP:0003074 asserted 0.97 support=4
MONDO:0005148 has_phenotype HP:0003074 asserted 0.95 support=2
MONDO:0005148 has_phenotype HP:0000103 asserted 0.6
MONDO:0005148 has_phenotype HP:0001945 asserted 0.05 negated against=1
case:a1 has_condition MONDO:0005148 observed 0.9 support=2
case:a1 has_condition MONDO:0005044 observed 0.9
case:a1 takes CHEBI:6801 observed 0.9 status=active
case:a1 takes CHEBI:6541 observed 0.9 status=stopped
case:a1 takes CHEBI:43755 observed 0.8 status=intended
case:a1 has_phenotype HP:0012735 observed 0.9
case:a1 has_phenotype HP:0001945 observed 0.1 negated against=1
case:b2 has_condition MONDO:0004981 observed 0.9
case:b2 takes CHEBI:10033 observed 0.9 status=active
case:b2 takes CHEBI:15365 observed 0.9 status=intended
case:b2 has_phenotype HP:0001945 observed 0.8
case:b2 allergic_to CHEBI:6801 observed 0.7
CHEBI:6801 applied_to_treat MONDO:0005148 observed 0.8
PMID:100 mentions CHEBI:6801 together 0.5
PMID:100 mentions MONDO:0005148 together 0.5
CHEBI:6801 occurs_together_in_literature_with MONDO:0005148 together 0.5
"""


def _node(line: str) -> Node:
    node_id, category, name, name_zh, synonyms, xrefs, properties = line.split("|")
    pairs = sorted(tuple(pair.split("=", 1)) for pair in properties.split(",")) if properties else ()
    return Node(
        Curie.parse(node_id), category, name, name_zh, tuple(sorted(filter(None, synonyms.split(";")))),
        tuple(filter(None, xrefs.split(";"))), tuple((key, value) for key, value in pairs),
    )  # fmt: skip


def make_edge(
    subject: str, predicate: str, obj: str, level: str = "asserted", belief: float = 0.5, *extras: str
) -> Edge:
    """An edge of the fixture graph; extras: ``negated``, ``support=N``, ``against=N``, ``severity=…``, ``status=…``."""
    ends = ordered_ends(predicate, subject, obj)
    given = dict(extra.partition("=")[::2] for extra in extras)
    qualifiers = tuple(Qualifier(key, value, "test") for key, value in given.items() if key in ("severity", "status"))
    negated = "negated" in given
    return Edge(
        edge_id(*(ends[0], predicate, ends[1]), LEVELS[level]), Curie(ends[0]), predicate, Curie(ends[1]),
        LEVELS[level], negated, float(belief), int(given.get("support", 0 if negated else 1)),
        int(given.get("against", 0)), AgentType.MANUAL_AGENT, "infores:test", ("test",), ("CC0-1.0",), qualifiers,
    )  # fmt: skip


@dataclass(frozen=True)
class StoreGraph:
    """The small graph that every contract test knows by heart."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@pytest.fixture(scope="session")
def store_graph():
    nodes = tuple(_node(line) for line in NODES.strip().splitlines())
    edges = tuple(
        make_edge(*words[:4], float(words[4]), *words[5:]) for words in map(str.split, EDGES.strip().splitlines())
    )
    return StoreGraph(nodes, edges)


@pytest.fixture(scope="session")
def store_edge():
    """Makes an edge."""
    return make_edge


def open_store(kind, directory, request):
    """A store of one kind; Neo4j's server starts with the first that needs it."""
    if kind == "embedded":
        return EmbeddedStore(directory)
    server = request.getfixturevalue("neo4j_server")
    return Neo4jStore(server.uri, server.user, server.password)


@pytest.fixture(params=STORES)
def store(request, tmp_path):
    """An empty store of each kind."""
    opened = open_store(request.param, tmp_path / "store", request)
    if request.param != "embedded":
        opened.load((), (), "")
    yield opened
    opened.close()


@pytest.fixture
def loaded_store(store, store_graph):
    """A store of each kind that holds the small graph."""
    store.load(store_graph.nodes, store_graph.edges, "hash-of-small-graph")
    return store


@pytest.fixture(params=STORES)
def reading_store(request, tmp_path_factory, store_graph, store_shared):
    """A store of each kind that holds the small graph, shared by tests that only read; loaded again when changed."""
    if request.param not in store_shared:
        store_shared[request.param] = open_store(request.param, tmp_path_factory.mktemp("shared"), request)
    opened = store_shared[request.param]
    if opened.content_hash() != "shared":
        opened.load(store_graph.nodes, store_graph.edges, "shared")
    return opened


@pytest.fixture(scope="session")
def store_shared():
    opened = {}
    yield opened
    for one in opened.values():
        one.close()
