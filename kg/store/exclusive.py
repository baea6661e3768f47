"""What a store that several processes may write to at once can do besides :class:`kg.store.protocol.Store`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable


@runtime_checkable
class ExclusiveStore(Protocol):
    """A store with a lock between processes."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Waits until no other process writes the store, and keeps others from it until the block ends.

        Within the block the store tells of what it holds now, though it was opened when it held something else.

        Raises:
            StoreError: it cannot be locked.
        """
        ...
