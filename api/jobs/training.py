"""Training a model of text from files, with its figures."""

from __future__ import annotations

import time
from pathlib import Path

from extraction.corpora.mixing import Mixture
from extraction.learning.task import Advance, TrainingOptions, silent
from extraction.learning.training import Gold, count_rows, train_model
from kg.figures import Figures, peak_megabytes
from medkg import __version__


def train_on_text(
    task: str, gold: Gold, options: TrainingOptions, directory: Path, advance: Advance = silent
) -> tuple[Figures, Mixture]:
    """Trains a task's model on annotated corpora and writes it into ``directory``.

    Returns:
        Counts of what was read, with what the training held out and measured, if anything; and the corpora.

    Raises:
        InputError: a corpus, the model's name or the directory cannot be used.
    """
    started = time.perf_counter()
    training = train_model(task, gold, options, directory, advance)
    card = training.card
    figures = Figures(
        task=task,
        data=", ".join(one.name for one in gold.paths),
        split=f"{card.model}, nothing held out" if not card.metrics else card.model,
        rows=(*count_rows(training.mixture), *card.metrics),
        seconds=round(time.perf_counter() - started, 1),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=None,
        seed=options.seed,
        device=card.device,
        version=__version__,
    )
    return figures, training.mixture
