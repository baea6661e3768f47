"""Which triples are held out, and the checks that nothing of them is left behind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from gnn.dataset import LinkDataset, contains, pair_keys, relation_id, triple_ids
from kg.errors import InputError
from kg.snapshot import Snapshot
from kg.sources.triples import TripleSplit


@dataclass(frozen=True, slots=True)
class LeakReport:
    """How many held-out triples the message-passing graph gives away.

    Attributes:
        exact: the triple itself is in the graph, or in two parts of the split.
        reversed: the graph holds an edge from its tail to its head.
        parallel: the graph holds not the triple, but an edge of another relation from its head to its tail.
        held_out: how many valid and test triples there are.
    """

    exact: int
    reversed: int
    parallel: int
    held_out: int


def find_leaks(dataset: LinkDataset) -> LeakReport:
    """Counts the leaks of a split."""
    held = np.concatenate([dataset.valid, dataset.test])
    given = contains(dataset.graph, held)
    twice = contains(np.concatenate([dataset.valid, dataset.apart]), dataset.test)
    pairs, reverse = pair_keys(dataset.graph), held[:, ::-1]
    parallel = np.isin(pair_keys(held), pairs) & ~given
    return LeakReport(
        int(given.sum() + twice.sum()), int(np.isin(pair_keys(reverse), pairs).sum()), int(parallel.sum()), len(held)
    )


def check_leaks(dataset: LinkDataset, *, allow_neighbours: bool = False) -> LeakReport:
    """Refuses a split that leaks.

    Args:
        dataset: the split.
        allow_neighbours: accept reversed and parallel edges, as published benchmarks have them; exact ones never.

    Raises:
        InputError: held-out triples are in the graph, reversed or under another relation; the message has the counts.
    """
    report = find_leaks(dataset)
    outside = ~contains(dataset.graph, dataset.train)
    if outside.any():
        raise InputError(f"{int(outside.sum())} training triples are not in the graph.", "Add them to the graph.")
    if report.exact:
        raise InputError(
            f"{report.exact} of {report.held_out} held-out triples are also in the graph or in two parts of the split.",
            "Take them out of the graph before training.",
        )
    if (report.reversed or report.parallel) and not allow_neighbours:
        raise InputError(
            f"Of {report.held_out} held-out triples {report.reversed} stand reversed in the graph and "
            f"{report.parallel} under another relation.",
            "Split by pairs (hashed_split does), or accept them as a published benchmark has them.",
        )
    return report


def published_split(snapshot: Snapshot, split: TripleSplit, *, allow_leaks: bool = False) -> LinkDataset:
    """The dataset of a published split; the snapshot may or may not hold the valid and test triples.

    Duplicates within a part count once.

    Args:
        snapshot: the graph.
        split: its parts, by name.
        allow_leaks: take a split whose held-out triples are also in train, facts or one another as it is;
            :func:`find_leaks` counts them.

    Raises:
        InputError: names that the snapshot lacks, or a held-out triple that is also in another part.
    """
    train, valid, test = (
        np.unique(triple_ids(snapshot, part), axis=0) for part in (split.train, split.valid, split.test)
    )
    others = {"train": train, "facts": triple_ids(snapshot, split.facts), "valid": valid}
    leaks = {
        (name, other): int(contains(others[other], rows).sum())
        for name, rows in (("valid", valid), ("test", test))
        for other in others
        if other != name
    }
    if any(leaks.values()) and not allow_leaks:
        said = ", ".join(
            f"{count} {name} triples are also in {other}" for (name, other), count in leaks.items() if count
        )
        raise InputError(f"{said}.", "Repair the split, or measure on it as it is with --allow-leaks.")
    targets = [snapshot.predicates[relation] for relation in np.unique(train[:, 1])]
    whole = LinkDataset.from_snapshot(snapshot, targets, valid, test)
    graph, leaked = whole.graph, np.concatenate([train, others["facts"]])
    if any(leaks.values()):
        graph = np.unique(np.concatenate([graph, leaked[contains(np.concatenate([valid, test]), leaked)]]), axis=0)
    dataset = LinkDataset(
        whole.node_ids, whole.categories, whole.node_category, whole.relations, graph, train, valid, test,
        whole.negatives, whole.data_hash,
    )  # fmt: skip
    if not any(leaks.values()):
        check_leaks(dataset, allow_neighbours=True)
    return dataset


def hashed_split(snapshot: Snapshot, target: str, valid: float = 0.1, test: float = 0.1, seed: int = 0) -> LinkDataset:
    """A random split fixed by the hash of the pair's ids, so that an edge keeps its part when the graph grows.

    All edges of a pair stand in one part, and no edge of a held-out pair, of any predicate and direction, stays in
    the graph.

    Args:
        snapshot: all edges.
        target: the predicate to learn.
        valid, test: shares of the target's pairs, 0 to 1 together.
        seed: another seed, another split.
    """
    relation = relation_id(snapshot.predicates, target)
    rows = np.stack([snapshot.heads, snapshot.relations, snapshot.tails], axis=1).astype(np.int64)
    mine = rows[rows[:, 1] == relation]
    draws = np.array([_draw(seed, snapshot.node_ids[head], snapshot.node_ids[tail]) for head, _, tail in mine])
    held_test, held_valid = mine[draws < test], mine[(draws >= test) & (draws < test + valid)]
    held = np.concatenate([held_valid, held_test])
    dataset = LinkDataset.from_snapshot(snapshot, [target], held_valid, held_test)
    closed = np.concatenate([pair_keys(held), pair_keys(held[:, ::-1])])
    graph = dataset.graph[~np.isin(pair_keys(dataset.graph), closed)]
    train = dataset.train[~np.isin(pair_keys(dataset.train), closed)]
    split = LinkDataset(
        dataset.node_ids, dataset.categories, dataset.node_category, dataset.relations, graph, train, held_valid,
        held_test, dataset.negatives, dataset.data_hash,
    )  # fmt: skip
    check_leaks(split)
    return split


def _draw(seed: int, head: str, tail: str) -> float:
    first, second = sorted((head, tail))
    digest = hashlib.blake2b(f"{seed}\t{first}\t{second}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
