"""Figures per relation and degree bin against a count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gnn.breakdown import breakdown_figures
from gnn.dataset import LinkDataset, triple_ids
from gnn.evaluate import HEAD, TAIL, Ranking, rank_queries
from gnn.models.degree import DegreePredictor
from gnn.protocol import FitOptions
from kg.snapshot import Snapshot


def test_rows_hold_every_query_twice_and_average_to_the_whole(gnn_snapshot: Snapshot) -> None:
    """Once by relation, once by degree."""
    test = triple_ids(
        gnn_snapshot,
        [
            ("DRUGBANK:001", "treats", "MONDO:001"),
            ("DRUGBANK:003", "binds", "HGNC:003"),
            ("MONDO:007", "subclass_of", "MONDO:003"),
        ],
    )
    dataset = LinkDataset.from_snapshot(gnn_snapshot, None, None, test)
    model = DegreePredictor()
    model.fit(dataset, FitOptions())
    tail, head = (rank_queries(model, dataset, test, side) for side in (TAIL, HEAD))
    rows = breakdown_figures("degree", dataset, tail, head)
    whole = float((1 / np.concatenate([tail.ranks, head.ranks])).mean())
    for kind in ("relation", "degree"):
        mine = [row for row in rows if row.metric.startswith(f"mrr:{kind}=")]
        assert sum(row.n for row in mine) == 6
        assert sum(row.value * row.n for row in mine) / 6 == pytest.approx(whole)


def test_degree_counts_the_node_that_was_asked_for() -> None:
    """A cold tail stands in the bin of degree 0, its head by the head's own edges."""
    snapshot = Snapshot.from_triples([("X:1", "p", "X:2"), ("X:1", "p", "X:3")], {"X:9": "NamedThing"})
    test = triple_ids(snapshot, [("X:1", "p", "X:9")])
    dataset = LinkDataset.from_snapshot(snapshot, ["p"], None, test)
    ranks = [Ranking(np.array([rank]), np.array([4]), np.zeros(1)) for rank in (4.0, 1.0)]
    rows = {row.metric: row.value for row in breakdown_figures("x", dataset, *ranks)}
    assert rows == {"mrr:relation=p": 0.625, "mrr:degree=0": 0.25, "mrr:degree=1-2": 1.0}
