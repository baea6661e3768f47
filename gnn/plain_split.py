"""The dataset of a split of plain triples, whose parts may name nodes and relations that the graph does not join."""

from __future__ import annotations

from dataclasses import replace

from gnn.dataset import LinkDataset
from gnn.splits import published_split
from kg.schema import Category
from kg.snapshot import Snapshot
from kg.sources.triples import TripleSplit


def plain_dataset(split: TripleSplit, *, allow_leaks: bool = False) -> LinkDataset:
    """Train and facts as the graph; every node that a part names is a candidate, joined or not.

    A relation that neither train nor facts hold is one without an edge. Its test triples are ranked, as those of a node
    without an edge are, by models that have seen nothing of it. Nothing can be tuned on its valid triples: they stand
    in ``apart``, so that the filter keeps them.

    Args:
        split: as its files hold it.
        allow_leaks: see :func:`gnn.splits.published_split`.

    Raises:
        InputError: a valid or test triple that is also in another part.
    """
    triples = (*split.facts, *split.train, *split.valid, *split.test)
    nodes = {node: str(Category.NAMED_THING) for triple in triples for node in (triple[0], triple[2])}
    snapshot = Snapshot.from_triples((*split.facts, *split.train), nodes)
    seen = len(snapshot.predicates)
    unseen = {triple[1] for triple in triples} - set(snapshot.predicates)
    named = replace(snapshot, predicates=(*snapshot.predicates, *sorted(unseen)))
    dataset = published_split(named, split, allow_leaks=allow_leaks)
    tunable = dataset.valid[:, 1] < seen
    return replace(dataset, valid=dataset.valid[tunable], apart=dataset.valid[~tunable])
