"""The dataset of a split of plain triples, whose parts may name nodes and relations that the graph does not join."""

from __future__ import annotations

from dataclasses import replace

from gnn.dataset import LinkDataset
from gnn.splits import published_split
from kg.schema import Category
from kg.snapshot import Snapshot
from kg.sources.triples import TripleSplit


def without_unseen(split: TripleSplit) -> TripleSplit:
    """The split less the valid triples whose relation neither train nor facts hold: nothing can be tuned on them."""
    seen = _seen(split)
    return replace(split, valid=tuple(triple for triple in split.valid if triple[1] in seen))


def plain_dataset(split: TripleSplit, *, allow_leaks: bool = False) -> LinkDataset:
    """Train and facts as the graph; every node that a part names is a candidate, joined or not.

    A relation that the test part alone names is one without an edge: its triples are ranked, as those of a node without
    an edge are, by models that have seen nothing of it.

    Args:
        split: its valid part holds relations of train and facts alone, see :func:`without_unseen`.
        allow_leaks: see :func:`gnn.splits.published_split`.

    Raises:
        InputError: a valid or test triple that is also in another part.
    """
    triples = (*split.facts, *split.train, *split.valid, *split.test)
    nodes = {node: str(Category.NAMED_THING) for triple in triples for node in (triple[0], triple[2])}
    snapshot = Snapshot.from_triples((*split.facts, *split.train), nodes)
    unseen = {triple[1] for triple in split.test} - _seen(split)
    named = replace(snapshot, predicates=(*snapshot.predicates, *sorted(unseen)))
    return published_split(named, split, allow_leaks=allow_leaks)


def _seen(split: TripleSplit) -> set[str]:
    return {triple[1] for triple in (*split.facts, *split.train)}
