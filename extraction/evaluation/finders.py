"""Trials of a user's own finder of entities: spaCy, Hugging Face, GLiNER."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from extraction.corpora.records import AnnotatedDocument
from extraction.evaluation.trials import Trial
from extraction.learning.registry import ENTITIES, task_for
from extraction.recogniser.plugins import load_finder
from extraction.recogniser.spans import with_entities


def try_finder(name: str, labels: Mapping[str, str], gold: Sequence[AnnotatedDocument]) -> Trial:
    """Predicts with a model that :func:`extraction.recogniser.plugins.load_finder` finds by name or path.

    Such a model tells of no document that trained it, so nothing is refused and no string counts as seen.

    Args:
        labels: from its labels to the gold standard's; without any, its own default map.

    Raises:
        NotFoundError: there is no such model.
        MissingDependencyError: the package that reads it is not installed.
        ModelMismatchError: it finds no entities.
    """
    finder = load_finder(name, labels)
    started = time.perf_counter()
    spans = finder.spans([one.text for one in gold])
    seconds = time.perf_counter() - started
    found = tuple(with_entities(one, places) for one, places in zip(gold, spans, strict=True))
    split = "a model that does not say what trained it"
    return Trial(task_for(ENTITIES, gold), name, tuple(gold), found, None, (), split, seconds, "auto")
