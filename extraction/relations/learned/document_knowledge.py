"""What is known of concepts before a document is read: the MeSH tree, and which drug is given for which condition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from kg.errors import ModelMismatchError
from kg.shipped import data_path

KNOWLEDGE_FILE = "knowledge.npz"

_LEVELS = 4
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Background of a document-level classifier.

    Attributes:
        trees: MeSH tree numbers by identifier (``MESH:D007674``: ``C12.050.351.968.419``, …).
        given_for: the conditions that each drug is known to be given for, by identifier.
    """

    trees: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given_for: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_broader(self, one: str, other: str) -> bool:
        """Whether ``one`` stands above ``other`` in the tree."""
        return one != other and any(
            below.startswith(f"{above}.") for above in self.trees.get(one, ()) for below in self.trees.get(other, ())
        )

    def branches(self, one: str) -> tuple[str, ...]:
        """The branches that it lies in, down to the fourth level, sorted."""
        return _branches(self.trees.get(one, ()))

    def depth(self, one: str) -> int:
        """Its depth in the tree by the shortest way, 1 at the top; 0 when it is not in the tree."""
        return min((tree.count(".") + 1 for tree in self.trees.get(one, ())), default=0)

    def treats(self, drug: str, condition: str) -> int:
        """2 when the drug is known to be given for the condition, 1 for a broader or narrower one, else 0."""
        known = self.given_for.get(drug, frozenset())
        if condition in known:
            return 2
        return int(any(self.is_broader(one, condition) or self.is_broader(condition, one) for one in known))

    def save(self, directory: Path) -> None:
        """Writes :data:`KNOWLEDGE_FILE` into the directory; the same knowledge gives the same bytes."""
        rows = [f"{one}\t{'|'.join(self.trees[one])}" for one in sorted(self.trees)]
        pairs = [f"{drug}\t{'|'.join(sorted(self.given_for[drug]))}" for drug in sorted(self.given_for)]
        np.savez_compressed(directory / KNOWLEDGE_FILE, trees=_packed(rows), given_for=_packed(pairs))

    @classmethod
    def load(cls, directory: Path) -> Knowledge:
        """Reads what :meth:`save` wrote; empty when the directory has none.

        Raises:
            ModelMismatchError: the file is damaged.
        """
        path = directory / KNOWLEDGE_FILE
        if not path.is_file():
            return cls()
        try:
            with np.load(path, allow_pickle=False) as stored:
                rows = [line.split("\t") for line in _unpacked(stored["trees"])]
                pairs = [line.split("\t") for line in _unpacked(stored["given_for"])]
            trees = {one: tuple(numbers.split("|")) for one, numbers in rows}
            return cls(trees, {drug: frozenset(conditions.split("|")) for drug, conditions in pairs})
        except (OSError, ValueError, KeyError) as error:
            raise ModelMismatchError(f"{path} is damaged: {error}.", "Install medkg again.") from error


@lru_cache(maxsize=1)
def shipped_knowledge() -> Knowledge:
    """What ships beside the chemical-induced disease model."""
    return Knowledge.load(data_path("models", "cid"))


@lru_cache(maxsize=_REMEMBERED)
def _branches(trees: tuple[str, ...]) -> tuple[str, ...]:
    found: set[str] = set()
    for tree in trees:
        parts = tree.split(".")
        found.update(".".join(parts[:level]) for level in range(1, min(_LEVELS, len(parts)) + 1))
    return tuple(sorted(found))


def _packed(lines: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)


def _unpacked(packed: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> list[str]:
    text = packed.tobytes().decode("utf-8")
    return text.split("\n") if text else []
