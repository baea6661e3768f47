"""The graph's own embedded store, brought up to date before it is asked."""

from __future__ import annotations

from kg.graph import Graph
from kg.store.embedded import EmbeddedStore
from kg.store.protocol import Store


def open_projection(graph: Graph) -> Store:
    """The embedded store in the graph's directory, with the graph's present content.

    A store that is missing or of an older content is built again aside and switched in; readers of the old one are not
    disturbed.

    Raises:
        StoreError: it cannot be built or opened.
    """
    store = EmbeddedStore(graph.layout.store)
    content = graph.content_hash()
    if store.content_hash() != content:
        store.load(graph.nodes(), graph.edges(), content)
    return store
