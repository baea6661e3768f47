"""What a trained extraction model says of itself."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

from extraction.corpora.records import bare_name
from kg.cards import figures_of, pairs_of, parse_card
from kg.figures import Figure

FORMAT = 1


@dataclass(frozen=True, slots=True)
class CorpusUse:
    """One file that trained a model: its name, checksum, licence in words, and how many of its documents were used."""

    name: str
    sha256: str
    licence: str
    documents: int


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The card beside the weights.

    Attributes:
        task: ``entities``, ``linking``, ``relations`` or ``sections``.
        model: name of the architecture in the task's registry.
        types: the labels that it predicts.
        corpora: what trained it.
        documents: names of all documents that it has seen, sorted.
        seed, seconds, device: of the training.
        settings: sorted ``(name, value)`` pairs of the architecture.
        metrics: measured when it was trained, if anything was held out.
        versions: of python, medkg and the libraries.
    """

    task: str
    model: str
    types: tuple[str, ...]
    corpora: tuple[CorpusUse, ...]
    documents: tuple[str, ...]
    seed: int
    seconds: float
    device: str
    settings: tuple[tuple[str, str], ...] = ()
    metrics: tuple[Figure, ...] = ()
    versions: tuple[tuple[str, str], ...] = field(default=())
    format: int = FORMAT

    def to_json(self) -> str:
        """Indented JSON, keys in the order above."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> ModelCard:
        """Reads :meth:`to_json`.

        Raises:
            ModelMismatchError: not a card, or one of a newer format.
        """
        return parse_card(text, FORMAT, cls._of)

    @classmethod
    def _of(cls, raw: dict[str, Any]) -> ModelCard:
        raw["corpora"] = tuple(CorpusUse(**one) for one in raw["corpora"])
        raw["metrics"] = figures_of(raw["metrics"])
        for name in ("settings", "versions"):
            raw[name] = pairs_of(raw[name])
        for name in ("types", "documents"):
            raw[name] = tuple(raw[name])
        return cls(**raw)

    def seen(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of ``names`` that trained this model; ``PMID:`` before a name makes no other document of it."""
        known = frozenset(map(bare_name, self.documents))
        return tuple(one for one in names if bare_name(one) in known)


def library_versions(*names: str) -> tuple[tuple[str, str], ...]:
    """The versions of python and of the distributions of those names, for a card.

    >>> [name for name, _ in library_versions("numpy")]
    ['python', 'numpy']
    """
    return (("python", platform.python_version()), *((name, version(name)) for name in names))
