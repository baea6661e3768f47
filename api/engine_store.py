"""The graph's own embedded store, brought up to date before it is asked."""

from __future__ import annotations

from kg.graph import Graph
from kg.projection import bring_up_to_date
from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Store


def open_projection(graph: Graph) -> Store:
    """The embedded store in the graph's directory, with the graph's present content.

    A store that is missing, or of an older content, is built again aside and switched in; who reads the old one is not
    disturbed.

    Raises:
        StoreError: it cannot be built or opened.
    """
    store = EmbeddedStore(graph.layout.store)
    try:
        bring_up_to_date(graph, store)
    except BaseException:
        store.close()
        raise
    return store
