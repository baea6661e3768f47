"""Which strings a model has seen annotated, kept beside its weights as hashes: no text of a corpus is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from extraction.corpora.records import AnnotatedDocument

SEEN_FILE = "seen.npy"
_BYTES = 8


class SeenStrings:
    """A set of strings of which only hashes are kept; a string not in it is taken for one of it once in 10**14 times.

    Args:
        hashes: of :func:`fold_string`'s results.
    """

    def __init__(self, hashes: frozenset[int]) -> None:
        self._hashes = hashes

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and _hash(text) in self._hashes

    def __len__(self) -> int:
        return len(self._hashes)

    @classmethod
    def of(cls, documents: Iterable[AnnotatedDocument]) -> SeenStrings:
        """The strings of all annotated entities."""
        return cls(frozenset(_hash(one.text) for document in documents for one in document.entities))

    def save(self, directory: Path) -> None:
        """Writes the hashes, sorted, beside the weights of a stored model."""
        np.save(directory / SEEN_FILE, np.sort(np.fromiter(self._hashes, dtype=np.uint64)), allow_pickle=False)

    @classmethod
    def load(cls, directory: Path) -> SeenStrings | None:
        """Reads :meth:`save`'s file; None when a model has none, or one that cannot be read."""
        try:
            return cls(frozenset(np.load(directory / SEEN_FILE, allow_pickle=False).tolist()))
        except (OSError, ValueError, EOFError):
            return None


def fold_string(text: str) -> str:
    """Case and white space do not tell strings apart.

    >>> fold_string("Wilson\\n Disease")
    'wilson disease'
    """
    return " ".join(text.casefold().split())


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(fold_string(text).encode("utf-8")).digest()[:_BYTES], "big")
