"""The task ``sections``: trained, cross-validated and scored by the generic commands."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from sklearn.svm import LinearSVC

from extraction.corpora.records import AnnotatedDocument
from extraction.evaluation.labels import label_mistakes, score_labels
from extraction.learning.card import ModelCard, library_versions
from extraction.learning.task import Advance, TrainingOptions, silent
from extraction.scoring import Mistake
from extraction.sections_learned.features import hashed, rarity_of, weighted
from extraction.sections_learned.model import MODEL, TASK, SectionClassifier
from kg.errors import ModelMismatchError
from kg.figures import Figure

_COST = 1.0
_ITERATIONS = 1000


class SectionTask:
    """Labels of untitled section texts."""

    name = TASK

    def train(
        self, documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance = silent
    ) -> SectionClassifier:
        """One linear support-vector plane a label, rare labels weighted up (chosen by folds within MTS-Dialog's train).

        Raises:
            ModelMismatchError: an unknown model name, or fewer than two labels.
        """
        if options.model not in ("", MODEL):
            raise ModelMismatchError(f"There is no model {options.model!r} for {TASK}.", f"Use {MODEL}.")
        labelled = [one for one in documents if one.label]
        labels = sorted({one.label for one in labelled})
        if len(labels) < 2:
            told = f"Sections need texts of at least two labels; there are {len(labels)}."
            raise ModelMismatchError(told, "Give a table such as MTS-Dialog's.")
        started = time.perf_counter()
        advance("reading words", 0, 2)
        counts = hashed(one.text for one in labelled)
        rarity = rarity_of(counts)
        advance("training", 1, 2)
        machine = LinearSVC(
            C=_COST,
            class_weight="balanced",
            random_state=options.seed,
            max_iter=max(1, int(_ITERATIONS * options.budget)),
        )
        machine.fit(weighted(counts, rarity), [labels.index(one.label) for one in labelled])
        advance("training", 2, 2)
        planes, bias = np.asarray(machine.coef_), np.asarray(machine.intercept_)
        if len(labels) == 2:
            planes, bias = np.vstack([-planes, planes]), np.concatenate([-bias, bias])
        card = ModelCard(
            task=TASK,
            model=MODEL,
            types=tuple(labels),
            corpora=(),
            documents=tuple(sorted({one.name for one in labelled})),
            seed=options.seed,
            seconds=round(time.perf_counter() - started, 1),
            device="cpu",
            settings=(("cost", str(_COST)),),
            versions=library_versions("medkg", "numpy", "scikit-learn"),
        )
        return SectionClassifier(card, rarity, planes.T.astype(np.float32), bias.astype(np.float32))

    def load(self, directory: Path) -> SectionClassifier:
        """Reads a stored classifier; errors as :meth:`SectionClassifier.load`."""
        return SectionClassifier.load(directory)

    def score(
        self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0
    ) -> tuple[Figure, ...]:
        """As :func:`extraction.evaluation.labels.score_labels`, the most frequent label beside it."""
        return score_labels(gold, predicted, seed)

    def mistakes(self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterable[Mistake]:
        """Texts with a wrong label."""
        return label_mistakes(gold, predicted)
