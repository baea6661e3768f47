"""What a user should know of a split before reading figures on it: leaks, twins of relations, odd edges."""

from __future__ import annotations

import numpy as np

from gnn.dataset import LinkDataset
from gnn.splits import find_leaks
from gnn.twins import answered_by_twins, find_twins
from kg.figures import Figure
from kg.sources.triples import TripleSplit


def split_figures(dataset: LinkDataset, published: TripleSplit) -> tuple[Figure, ...]:
    """Counts, as rows of the system ``split``; each over the triples, relations or edges that were looked at.

    Held-out triples that stand in the graph (as they are, reversed, under another relation, under a twin of their
    relation), that name a node or a relation without an edge, relations that repeat others, relations with one edge,
    self loops, triples that a part holds again.

    Args:
        dataset: what was made of the split; its ``apart`` holds the valid triples whose relation is unknown.
        published: the split as its files hold it.
    """
    leaks, twins = find_leaks(dataset), find_twins(dataset)
    held = np.concatenate([dataset.valid, dataset.test])
    joined = np.zeros(dataset.num_nodes, bool)
    joined[dataset.graph[:, [0, 2]]] = True
    per_relation = np.bincount(dataset.graph[:, 1], minlength=dataset.num_relations)
    kinds = [twin.kind for twin in twins]
    unknown = int((per_relation[held[:, 1]] == 0).sum()) + len(dataset.apart)
    parts = (published.facts, published.train, published.valid, published.test)
    again = sum(len(part) - len(set(part)) for part in parts)
    counts = [
        ("held_out_exact_in_graph", leaks.exact, leaks.held_out),
        ("held_out_reversed_in_graph", leaks.reversed, leaks.held_out),
        ("held_out_parallel_in_graph", leaks.parallel, leaks.held_out),
        ("held_out_answered_by_twins", answered_by_twins(dataset, twins), leaks.held_out),
        ("held_out_with_unknown_node", int((~joined[held[:, [0, 2]]]).any(axis=1).sum()), leaks.held_out),
        ("held_out_with_unknown_relation", unknown, leaks.held_out + len(dataset.apart)),
        ("duplicate_relations", kinds.count("duplicate"), dataset.num_relations),
        ("inverse_relations", kinds.count("inverse"), dataset.num_relations),
        ("symmetric_relations", kinds.count("symmetric"), dataset.num_relations),
        ("relations_with_one_edge", int((per_relation == 1).sum()), dataset.num_relations),
        ("self_loops", int((dataset.graph[:, 0] == dataset.graph[:, 2]).sum()), len(dataset.graph)),
        ("duplicate_triples", again, sum(map(len, parts))),
    ]
    return tuple(Figure("split", name, float(count), float(count), float(count), n) for name, count, n in counts)
