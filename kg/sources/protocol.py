"""What every reference source can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from kg.records import Batch
from kg.results import Dropped


class Source(Protocol):
    """Reads a reference database into evidence.

    Attributes:
        name: the retractable source name that its evidence carries as ``RecordLocation.source``.
        dropped: what could not be kept so far, with reasons; grows while ``batches`` is read.
    """

    name: str
    dropped: list[Dropped]

    def batches(self) -> Iterator[Batch]:
        """Batches of at most some ten thousand records, the same in every run.

        Raises:
            SourceError: a file is missing or malformed; the message names file, line and remedy.
        """
        ...
