"""How every job ends: what it touched is merged, and the embedded store follows."""

from __future__ import annotations

from kg.graph import Graph
from kg.projection import Step, project
from kg.records import Difference
from kg.store.embedded import EmbeddedStore


def merge_and_project(graph: Graph) -> Difference:
    """Merges the touched buckets and brings the embedded store up to date by the difference.

    Raises:
        GraphDirectoryError: the disk is full, or a shard is missing.
        StoreError: the store failed; the tables are merged, and the next job or query builds it again.
    """
    before = graph.content_hash()
    difference = graph.merge()
    project(graph, EmbeddedStore, Step(before, difference))
    return difference
