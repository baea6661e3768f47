"""Neighbour sampling: what is drawn, from memory and from files, and what must never be."""

from __future__ import annotations

import numpy as np
import pytest

from gnn.sampling.adjacency import CompressedAdjacency, draw_places
from gnn.sampling.sampler import NeighborSampler
from kg.errors import InputError, SourceError, StoreError

NODES, RELATIONS = 60, 3


def triples(count: int = 400, seed: int = 0) -> np.ndarray:
    numbers = np.random.default_rng(seed)
    rows = np.stack([numbers.integers(0, NODES, count), numbers.integers(0, RELATIONS, count),
                     (numbers.zipf(1.6, count) - 1) % NODES], axis=1)  # fmt: skip
    return np.unique(rows, axis=0)


def both_ways(rows: np.ndarray) -> set[tuple[int, int, int, int]]:
    """(target, source, relation, number) of every message."""
    found = {(t, h, r, n) for n, (h, r, t) in enumerate(rows.tolist())}
    return found | {(h, t, r + RELATIONS, n) for n, (h, r, t) in enumerate(rows.tolist())}


def test_all_neighbours_are_those_of_the_edges():
    rows = triples()
    adjacency = CompressedAdjacency.of(rows, NODES, RELATIONS)
    drawn = adjacency.draw(np.arange(NODES), -1, np.random.default_rng(0))
    columns = (drawn.targets, drawn.sources, drawn.relations, drawn.edges)
    found = list(zip(*(column.tolist() for column in columns), strict=True))
    assert len(found) == len(set(found)) == 2 * len(rows)
    assert set(found) == both_ways(rows)


def test_draws_are_without_replacement_and_even():
    degrees = np.array([0, 2, 7, 1000])
    generator = np.random.default_rng(1)
    counts = np.zeros(7)
    for _ in range(2000):
        rows, places = draw_places(degrees, 3, generator)
        assert np.bincount(rows, minlength=4).tolist() == [0, 2, 3, 3]
        assert len(set(zip(rows.tolist(), places.tolist(), strict=True))) == 8
        assert (places < degrees[rows]).all()
        counts += np.bincount(places[rows == 2], minlength=7)
    assert abs(counts / 2000 - 3 / 7).max() < 0.05


def test_files_give_what_memory_gives_and_need_no_whole_graph(tmp_path):
    rows = triples()
    memory = CompressedAdjacency.of(rows, NODES, RELATIONS)
    chunks = np.array_split(rows, 7)
    files = CompressedAdjacency.write(tmp_path / "a" / "b", lambda: iter(chunks), NODES, RELATIONS)
    assert isinstance(files.sources, np.memmap)
    for name in ("indptr", "sources", "relations", "edges"):
        assert np.array_equal(np.sort(getattr(memory, name)), np.sort(getattr(files, name)))
    draw = [one.draw(np.arange(NODES), -1, np.random.default_rng(0)) for one in (memory, files)]
    assert [set(zip(*map(np.ndarray.tolist, one), strict=True)) for one in draw] == [both_ways_local(memory)] * 2
    again = CompressedAdjacency.open(tmp_path / "a" / "b")
    assert again.num_nodes == NODES
    assert again.num_relations == RELATIONS


def both_ways_local(adjacency: CompressedAdjacency) -> set[tuple[int, ...]]:
    drawn = adjacency.draw(np.arange(NODES), -1, np.random.default_rng(9))
    return set(zip(*map(np.ndarray.tolist, drawn), strict=True))


def test_a_subgraph_holds_its_seeds_first_and_only_true_edges():
    rows = triples()
    known = both_ways(rows)
    sampler = NeighborSampler(CompressedAdjacency.of(rows, NODES, RELATIONS), (4, 3), seed=2)
    seeds = np.array([5, 9, 5, 1])
    found = sampler.sample(seeds)
    assert found.nodes[:3].tolist() == [5, 9, 1]
    assert len(np.unique(found.nodes)) == len(found.nodes) == sum(found.hops)
    messages = zip(found.nodes[found.targets].tolist(), found.nodes[found.sources].tolist(), found.relations.tolist(),
                   found.edges.tolist(), strict=True)  # fmt: skip
    assert set(messages) <= known
    assert np.bincount(found.targets).max() <= 4
    same = NeighborSampler(CompressedAdjacency.of(rows, NODES, RELATIONS), (4, 3), seed=2).sample(seeds)
    assert np.array_equal(found.sources, same.sources)


def test_hidden_edges_carry_no_message_either_way():
    rows = triples()
    sampler = NeighborSampler(CompressedAdjacency.of(rows, NODES, RELATIONS), (-1, -1))
    hidden = np.arange(0, len(rows), 3)
    found = sampler.sample(np.arange(NODES), hidden)
    assert not np.isin(found.edges, hidden).any()
    assert len(found.edges) == 2 * (len(rows) - len(hidden))


class _Failing:
    """Fails at its second draw."""

    def __init__(self, adjacency: CompressedAdjacency) -> None:
        self.num_nodes, self.num_relations = adjacency.num_nodes, adjacency.num_relations
        self._adjacency, self._draws = adjacency, 0

    def draw(self, nodes, fanout, generator):
        self._draws += 1
        if self._draws == 2:
            raise StoreError("The store is gone.", "Start it.")
        return self._adjacency.draw(nodes, fanout, generator)


def test_a_failed_draw_leaves_nothing_behind():
    adjacency = CompressedAdjacency.of(triples(), NODES, RELATIONS)
    sampler, fresh = NeighborSampler(_Failing(adjacency), (-1, -1)), NeighborSampler(adjacency, (-1, -1))
    with pytest.raises(StoreError):
        sampler.sample(np.arange(5))
    assert np.array_equal(sampler.sample(np.arange(3, 9)).nodes, fresh.sample(np.arange(3, 9)).nodes)


def test_other_users_can_open_the_files(tmp_path):
    CompressedAdjacency.write(tmp_path / "a", lambda: (np.array([[0, 0, 1]]),), 2, 1)
    assert (tmp_path / "a").stat().st_mode & 0o055 == 0o055


def test_no_seeds_and_lone_nodes():
    sampler = NeighborSampler(CompressedAdjacency.of(np.array([[0, 0, 1]]), 4, 1), (2, 2))
    assert sampler.sample(np.array([3])).hops == (1, 0, 0)
    assert len(sampler.sample(np.empty(0, np.int64)).nodes) == 0


def test_bad_ids_and_broken_files_are_said(tmp_path):
    with pytest.raises(InputError, match=r"\[0, 1, 9\] lies outside a graph of 4 nodes"):
        CompressedAdjacency.of(np.array([[0, 0, 1], [0, 1, 9]]), 4, 2)
    with pytest.raises(InputError, match="16,384 relations"):
        CompressedAdjacency.of(np.array([[0, 0, 1]]), 4, 2**14 + 1)
    with pytest.raises(InputError):
        CompressedAdjacency.write(tmp_path / "x", lambda: (np.array([[0, 5, 1]]),), 4, 2)
    assert not list(tmp_path.iterdir())
    folder = tmp_path / "y"
    CompressedAdjacency.write(folder, lambda: (np.array([[0, 1, 1]]),), 4, 2)
    (folder / "sources.npy").write_bytes(b"no array")
    with pytest.raises(SourceError, match="no adjacency that can be read"):
        CompressedAdjacency.open(folder)
