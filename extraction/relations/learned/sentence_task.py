"""The task of relations between mentions of one sentence: training, loading and scoring."""

from __future__ import annotations

import platform
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import sklearn
import torch
from numpy.typing import NDArray

from extraction.corpora.records import NO_RELATION, AnnotatedDocument
from extraction.evaluation.relations import relation_mistakes, score_mention_relations
from extraction.learning.card import ModelCard
from extraction.learning.folds import fold_of
from extraction.learning.task import Advance, TrainingOptions, silent
from extraction.relations.learned.sentence_asked import Asked
from extraction.relations.learned.sentence_baselines import TablePairs
from extraction.relations.learned.sentence_linear import LinearPairs
from extraction.relations.learned.sentence_model import (
    LEVEL,
    TASK,
    Parts,
    SentenceRelationModel,
    load_model,
    ruled_out,
)
from extraction.relations.learned.sentence_neural import NeuralPairs, Schooling
from extraction.relations.learned.sentence_pairs import Candidates, PairView, asked_pairs
from extraction.relations.learned.sentence_stacking import Lesson, train_stacked
from extraction.relations.learned.sentence_tuning import Decision, tune
from extraction.scoring import Mistake
from kg.errors import ModelMismatchError
from kg.figures import Figure

MODELS = ("stacked", "ensemble", "linear", "neural", "majority", "same-sentence")
"""The registry; the first is the default where a corpus lists pairs in no relation, the second where it lists none."""

_BASELINES = frozenset(("majority", "same-sentence"))
_BASELINE_METRICS = frozenset(("relations_precision", "relations_recall", "relations_f1", "pairs_f1"))
_NETWORKS = 2
_EPOCHS = (6, 14)  # least and most; few pairs are passed more often
_PASSED = 60_000  # pairs in all epochs together
_TUNING_FOLDS = 5
_NOWHERE = -1  # the number of no relation where there is none
_RULES_HOLD = 0.01  # largest share of related pairs among those that the rules leave out


class _Examples(NamedTuple):
    views: Sequence[PairView]
    labels: NDArray[np.int64]

    def where(self, chosen: NDArray[np.bool_]) -> _Examples:
        return _Examples([view for view, keep in zip(self.views, chosen, strict=True) if keep], self.labels[chosen])


class SentenceRelationTask:
    """Task ``relations`` for corpora that annotate pairs of mentions in one sentence (DDI, ChemProt, ADE).

    The listed pairs train; a corpus that lists no pair of no relation makes a model that never answers none.
    """

    @property
    def name(self) -> str:
        """As it is typed."""
        return TASK

    def train(
        self, documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance = silent
    ) -> SentenceRelationModel:
        """Trains on these documents; mix and threshold are tuned within them, then all of them train.

        Raises:
            ModelMismatchError: an unknown model name, no document lists a pair of its entities, or a stacked model is
                asked for where related pairs and others do not both occur.
        """
        if options.model and options.model not in MODELS:
            raise ModelMismatchError(f"There is no relation model {options.model!r}.", f"Known: {', '.join(MODELS)}.")
        started = time.perf_counter()
        model, parts = _train(documents, options, advance)
        card = ModelCard(
            task=TASK,
            model=model,
            types=tuple(one for one in parts.types if one != NO_RELATION),
            corpora=(),
            documents=tuple(sorted({one.name for one in documents})),
            seed=options.seed,
            seconds=round(time.perf_counter() - started, 1),
            device=_device(options.device),
            settings=_settings(parts, options),
            versions=_versions(),
        )
        return SentenceRelationModel(parts, card)

    def load(self, directory: Path) -> SentenceRelationModel:
        """Reads a stored model; errors as :func:`~extraction.relations.learned.sentence_model.load_model`."""
        return load_model(directory)

    def score(
        self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0
    ) -> tuple[Figure, ...]:
        """As :func:`extraction.evaluation.relations.score_mention_relations`.

        The row ``same-sentence`` relates every pair that the corpus lists by the commonest type of the gold standard.
        """
        rows = score_mention_relations(gold, predicted, seed)
        guesses = same_sentence(gold)
        baseline = score_mention_relations(gold, guesses, seed, system=MODELS[-1])
        return (*rows, *(one for one in baseline if one.metric in _BASELINE_METRICS))

    def mistakes(self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterable[Mistake]:
        """What was missed and invented."""
        return relation_mistakes(gold, predicted)


def same_sentence(documents: Sequence[AnnotatedDocument]) -> list[AnnotatedDocument]:
    """The documents with every listed pair related by the commonest type of them all."""
    counts = Counter(one.type for document in documents for one in document.relations if one.type != NO_RELATION)
    kind = max(sorted(counts), key=lambda one: counts[one]) if counts else NO_RELATION
    return [
        replace(document, relations=tuple(replace(one, type=kind) for one in document.relations))
        for document in documents
    ]


def _train(documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance) -> tuple[str, Parts]:
    """The name of the model and its parts."""
    holders = [one for one in documents if one.relations]
    candidates = Candidates.of(documents)
    pairs, _ = asked_pairs(holders, candidates)
    if not pairs:
        raise ModelMismatchError(
            "None of the documents lists a pair of its entities.",
            "Give a corpus with relations between mentions: DDI, ChemProt, ADE.",
        )
    types = tuple(sorted({one.type for one in pairs}))
    model = options.model or MODELS[not _is_mixed(types)]
    labels = np.asarray([types.index(one.type) for one in pairs], dtype=np.int64)
    asked = Asked.of(holders, pairs)
    examples = _Examples(asked.views, labels)
    bare = Parts(types, candidates, Decision(), filtered=False)
    if model in _BASELINES:
        return model, replace(bare, table=_table(examples, bare, model))
    never = np.asarray([ruled_out(view) for view in examples.views])
    filtered = bare.none is not None and bool(never.any()) and _share(labels[never] != bare.none) <= _RULES_HOLD
    bare = replace(bare, filtered=filtered)
    names = [holders[one.document].name for one in pairs]
    if model == "stacked":
        none = _NOWHERE if bare.none is None else bare.none
        lesson = Lesson(asked, labels, ~(never & filtered), names, len(types), none, options.seed)
        return model, _stacked(lesson, bare, advance)
    held = np.asarray([fold_of(f"tuning {name}", _TUNING_FOLDS) == 0 for name in names])
    if filtered:
        examples, held = examples.where(~never), held[~never]
    decision = _tuned(examples, held, bare, model, options, advance)
    linear, neural = _classifiers(examples, len(types), model, options, advance)
    return model, replace(bare, decision=decision, linear=linear, neural=neural)


def _stacked(lesson: Lesson, bare: Parts, advance: Advance) -> Parts:
    if not _is_mixed(bare.types):
        raise ModelMismatchError(
            "A stacked model tells related pairs from others; the documents list only one of the two.",
            f"Train another model: {', '.join(one for one in MODELS if one != 'stacked')}.",
        )
    stacked, unseen = train_stacked(lesson, advance)
    tuning = lesson.used & (unseen.sum(axis=1) > 0)
    decision = tune(unseen[tuning], None, lesson.labels[tuning], bare.none)
    return replace(bare, decision=decision, stacked=stacked)


def _is_mixed(types: Sequence[str]) -> bool:
    """Whether related pairs and others both occur."""
    return NO_RELATION in types and len(types) > 1


def _table(examples: _Examples, bare: Parts, model: str) -> TablePairs:
    if model == "majority":
        return TablePairs.train(*examples, len(bare.types))
    return TablePairs.always(examples.labels, len(bare.types), _NOWHERE if bare.none is None else bare.none)


def _tuned(
    examples: _Examples,
    held: NDArray[np.bool_],
    bare: Parts,
    model: str,
    options: TrainingOptions,
    advance: Advance,
) -> Decision:
    if not held.any() or held.all() or (bare.none is None and model != "ensemble"):
        return Decision(mix=0.5)
    linear, neural = _classifiers(examples.where(~held), len(bare.types), model, options, advance, networks=1)
    found, labels = examples.where(held)
    return tune(
        linear.probabilities(found) if linear else None,
        neural.probabilities(found) if neural else None,
        labels,
        bare.none,
    )


def _classifiers(
    examples: _Examples, types: int, model: str, options: TrainingOptions, advance: Advance, networks: int = _NETWORKS
) -> tuple[LinearPairs | None, NeuralPairs | None]:
    linear = neural = None
    if model in ("linear", "ensemble"):
        linear = LinearPairs.train(*examples, types, options.seed, advance)
    if model in ("neural", "ensemble"):
        seeds = tuple(options.seed * _NETWORKS + number for number in range(networks))
        epochs = min(max(round(_PASSED / len(examples.views)), _EPOCHS[0]), _EPOCHS[1])
        epochs = max(1, round(epochs * options.budget))
        neural = NeuralPairs.train(*examples, types, Schooling(seeds, epochs, _device(options.device)), advance)
    return linear, neural


def _share(found: NDArray[np.bool_]) -> float:
    return float(found.mean())


def _device(name: str) -> str:
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return name


def _settings(parts: Parts, options: TrainingOptions) -> tuple[tuple[str, str], ...]:
    decision = tuple((name, f"{value:g}") for name, value in sorted(asdict(parts.decision).items()))
    rules = ("rules", "same name, abbreviation" if parts.filtered else "none")
    return tuple(sorted((*decision, LEVEL, rules, ("budget", f"{options.budget:g}"))))


def _versions() -> tuple[tuple[str, str], ...]:
    found = (("python", platform.python_version()), ("scikit-learn", sklearn.__version__), ("torch", torch.__version__))
    return tuple(sorted((*found, ("numpy", np.__version__))))
