"""Neighbour sampling and PyG's stores on each store: what is drawn, what is left out, what is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch_geometric.data import EdgeAttr, TensorAttr
from torch_geometric.data.graph_store import EdgeLayout
from torch_geometric.loader import NodeLoader

from gnn.sampling.adjacency import CompressedAdjacency
from gnn.sampling.pyg_stores import CypherFeatureStore, CypherGraphStore
from gnn.sampling.sampler import NeighborSampler
from gnn.sampling.store import StoreAdjacency, StoreIndex
from gnn.sampling.typed import TypedNeighborSampler
from kg.errors import InputError
from kg.records import KnowledgeLevel


def facts(store_graph):
    """What messages may take: neither denied nor predicted."""
    return [one for one in store_graph.edges if not one.negated and one.knowledge_level != KnowledgeLevel.PREDICTION]


def whole(adjacency, node):
    drawn = adjacency.draw(np.array([node]), -1, np.random.default_rng(0))
    return set(zip(drawn.sources.tolist(), drawn.relations.tolist(), strict=True))


def test_the_index_holds_every_node_and_relation(loaded_store, store_graph):
    index = StoreIndex.read(loaded_store)
    assert index.node_ids == tuple(sorted(node.id for node in store_graph.nodes))
    assert set(index.types.relations) == {edge.predicate for edge in facts(store_graph)}
    categories = {node.id: node.category for node in store_graph.nodes}
    named = [index.types.categories[code] for code in index.types.node_category]
    assert dict(zip(index.node_ids, named, strict=True)) == categories


def test_a_store_draws_what_the_edges_say(loaded_store, store_graph):
    index = StoreIndex.read(loaded_store)
    relation = {name: number for number, name in enumerate(index.types.relations)}
    rows = {(index.positions[e.subject], relation[e.predicate], index.positions[e.object]) for e in facts(store_graph)}
    memory = CompressedAdjacency.of(np.array(sorted(rows)), len(index.node_ids), len(relation))
    adjacency = StoreAdjacency(loaded_store, index)
    for node in range(len(index.node_ids)):
        assert whole(adjacency, node) == whole(memory, node)
    asked = adjacency.fetched
    sampled = NeighborSampler(adjacency, (3, 2), seed=1).sample(np.arange(5))
    assert adjacency.fetched == asked == len(index.node_ids)
    assert len(sampled.sources) > 5
    heads, tails = sampled.nodes[sampled.sources], sampled.nodes[sampled.targets]
    back = sampled.relations >= len(relation)
    drawn = zip(
        np.where(back, tails, heads), sampled.relations % len(relation), np.where(back, heads, tails), strict=True
    )
    assert {tuple(map(int, row)) for row in drawn} <= rows


def test_the_least_used_rows_are_let_go(loaded_store):
    index = StoreIndex.read(loaded_store)
    adjacency = StoreAdjacency(loaded_store, index, cached_nodes=2)
    for node in (0, 1, 0, 2, 0):
        whole(adjacency, node)
    assert adjacency.fetched == 3
    whole(adjacency, 1)
    assert adjacency.fetched == 4


def test_nothing_is_passed_along_supervising_edges(loaded_store):
    index = StoreIndex.read(loaded_store)
    adjacency = StoreAdjacency(loaded_store, index)
    node = index.positions["CHEBI:6801"]
    drawn = adjacency.draw(np.array([node]), -1, np.random.default_rng(0))
    relations = index.types.relations
    treats = relations.index("treats")
    hidden = drawn.edges[drawn.relations == treats + len(relations)]
    assert len(hidden) == 1
    disease = index.positions["MONDO:0005148"]
    for seed in (node, disease):
        found = NeighborSampler(adjacency, (-1,), 0).sample(np.array([seed]), hidden)
        ends = np.stack([found.nodes[found.sources], found.nodes[found.targets]], axis=1)
        ends = np.sort(ends[found.relations % len(relations) == treats], axis=1)
        assert sorted((node, disease)) not in ends.tolist()


def test_pygs_loader_reads_edges_and_features_from_the_store(store, store_graph):
    nodes = [replace(n, properties=(("charge", str(i)),)) for i, n in enumerate(store_graph.nodes)]
    store.load(nodes, store_graph.edges, "h")
    index = StoreIndex.read(store)
    features = CypherFeatureStore(store, index, dict.fromkeys(index.types.categories, ("charge",)))
    graph = CypherGraphStore(store, index)
    sampler = TypedNeighborSampler(StoreAdjacency(store, index), index.types, (4, 4))
    loader = NodeLoader((features, graph), sampler, input_nodes=("Disease", torch.arange(6)), batch_size=3)
    batches = list(loader)
    assert len(batches) == 2
    charge = {node.id: float(dict(node.properties)["charge"]) for node in nodes}
    seen = 0
    for batch in batches:
        assert batch["Disease"].batch_size == 3
        for kind in batch.node_types:
            ids = [index.node_ids[index.types.members[kind][place]] for place in batch[kind].n_id.tolist()]
            assert batch[kind].charge.flatten().tolist() == [charge[one] for one in ids]
        seen += sum(batch[kind].edge_index.shape[1] for kind in batch.edge_types)
    assert seen > 10


def test_the_graph_store_gives_each_type_once_and_the_features_are_checked(loaded_store, store_graph):
    index = StoreIndex.read(loaded_store)
    graph = CypherGraphStore(loaded_store, index)
    kinds = {attr.edge_type: attr.size for attr in graph.get_all_edge_attrs()}
    assert ("Drug", "treats", "Disease") in kinds
    rows, columns = graph.get_edge_index(EdgeAttr(("Drug", "treats", "Disease"), EdgeLayout.COO))
    drugs, diseases = index.types.members["Drug"], index.types.members["Disease"]
    pairs = {(index.node_ids[drugs[a]], index.node_ids[diseases[b]]) for a, b in zip(rows, columns, strict=True)}
    wanted = {(e.subject, e.object) for e in facts(store_graph) if e.predicate == "treats"}
    assert pairs == wanted
    columns_back, rows_back = graph.get_edge_index(EdgeAttr(("Disease", "rev_treats", "Drug"), EdgeLayout.COO))
    assert torch.equal(rows, rows_back)
    assert torch.equal(columns, columns_back)
    features = CypherFeatureStore(loaded_store, index, {"Drug": ("smiles",)})
    with pytest.raises(InputError, match="smiles"):
        features.get_tensor(TensorAttr("Drug", "smiles", None))
    with pytest.raises(InputError, match="cannot be set"):
        graph.put_edge_index((rows, columns), EdgeAttr(("Drug", "treats", "Disease"), EdgeLayout.COO))
