"""What a store that takes whole tables can do besides :class:`kg.store.protocol.Store`."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import pyarrow as pa

from kg.store.protocol import Counts, Progress


@runtime_checkable
class ColumnarStore(Protocol):
    """A store that loads Arrow tables, several times faster than the same rows as records."""

    def load_tables(
        self, nodes: pa.Table, edges: pa.Table, content_hash: str, progress: Progress | None = None
    ) -> Counts:
        """As :meth:`kg.store.protocol.Store.load`, with the same outcome.

        Args:
            nodes: columns of :data:`kg.node_table.NODE_SCHEMA`; ``bucket`` may be missing.
            edges: columns of :data:`kg.edge_table.EDGE_SCHEMA`; ``bucket`` may be missing.
            content_hash: of the graph.
            progress: called with (rows done, 0).
        """
        ...
