"""What a store that keeps a journal can do besides :class:`kg.store.protocol.Store`."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from kg.records import Difference
from kg.store.protocol import Counts


@runtime_checkable
class JournaledStore(Protocol):
    """A store that can write a difference down beside its base, at a cost that does not depend on the base."""

    def append(self, difference: Difference, content_hash: str, counts: Counts) -> None:
        """Durably notes a difference, as applied from now on; it is applied when the store is next opened.

        ``counts()`` tells afterwards whether it brought the store to where it should be.

        Args:
            difference: from the state that the store holds.
            content_hash: of the graph afterwards.
            counts: what the graph holds afterwards.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        ...
