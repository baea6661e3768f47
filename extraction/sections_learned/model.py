"""The trained classifier of sections, and its files."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extraction.corpora.records import AnnotatedDocument
from extraction.learning.card import ModelCard
from extraction.learning.directory import read_card, writing_model
from extraction.sections_learned.features import BUCKETS, hashed, weighted
from kg.errors import ModelMismatchError

TASK = "sections"
MODEL = "linear"
WEIGHTS_FILE = "weights.npz"

_CANONICAL = {
    "GENHX": "history_of_present_illness",
    "CC": "chief_complaint",
    "PASTMEDICALHX": "past_medical_history",
    "PASTSURGICAL": "past_surgical_history",
    "ALLERGY": "allergies",
    "ROS": "review_of_systems",
    "MEDICATIONS": "medications",
    "ASSESSMENT": "assessment",
    "DIAGNOSIS": "assessment",
    "EXAM": "physical_exam",
    "DISPOSITION": "plan",
    "PLAN": "plan",
    "EDCOURSE": "hospital_course",
    "IMMUNIZATIONS": "immunizations",
    "IMAGING": "results",
    "LABS": "results",
}


def canonical_section(label: str) -> str:
    """The name that :mod:`extraction.headings` has for a label of MTS-Dialog; empty for one that it does not part.

    >>> canonical_section("GENHX"), canonical_section("FAM/SOCHX")
    ('history_of_present_illness', '')
    """
    return _CANONICAL.get(label, "")


@dataclass(frozen=True, slots=True)
class SectionClassifier:
    """A trained classifier of untitled sections.

    Attributes:
        card: what it is and what it has seen; its ``types`` are the labels, in the order of the columns.
        rarity: shape ``[BUCKETS]``.
        weights: shape ``[BUCKETS, labels]``.
        bias: shape ``[labels]``.
    """

    card: ModelCard
    rarity: NDArray[np.float64]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Shape ``[texts, labels]``: signed distances to each label's plane, higher is likelier."""
        rows = weighted(hashed(texts), self.rarity)
        return np.asarray(rows @ self.weights + self.bias)

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The same documents, each with the label of the highest score."""
        if not documents:
            return ()
        best = self.scores([one.text for one in documents]).argmax(axis=1)
        return tuple(
            replace(one, label=self.card.types[place], entities=())
            for one, place in zip(documents, best.tolist(), strict=True)
        )

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes weights and card; only buckets that a text of the training filled, in half precision."""
        used = np.flatnonzero(np.abs(self.weights).max(axis=1) > 0)
        with writing_model(directory, card or self.card) as aside:
            np.savez_compressed(
                aside / WEIGHTS_FILE,
                used=used.astype(np.int32),
                rarity=self.rarity[used].astype(np.float16),
                weights=self.weights[used].astype(np.float16),
                bias=self.bias,
            )

    @classmethod
    def load(cls, directory: Path) -> SectionClassifier:
        """Reads what :meth:`save` wrote.

        Raises:
            NotFoundError: no model lies there.
            ModelMismatchError: it is one of another task or a newer format, or its weights are damaged.
        """
        card = read_card(directory, TASK)
        try:
            with (directory / WEIGHTS_FILE).open("rb") as file, np.load(file, allow_pickle=False) as stored:
                used, labels = stored["used"], len(card.types)
                rarity = np.zeros(BUCKETS)
                weights = np.zeros((BUCKETS, labels), dtype=np.float32)
                rarity[used], weights[used] = stored["rarity"], stored["weights"]
                bias = stored["bias"].reshape(labels)
        except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as error:
            raise ModelMismatchError(f"The weights in {directory} are damaged: {error}.", "Train it again.") from error
        return cls(card, rarity, weights, bias)
