"""Training of the document-level classifier: two stages, the second on out-of-fold scores of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from extraction.corpora.records import AnnotatedDocument
from extraction.learning.folds import fold_of
from extraction.learning.task import Advance
from extraction.relations.learned.document_boosting import TreeSettings, boost
from extraction.relations.learned.document_features import DocumentFeatures, document_features
from extraction.relations.learned.document_fitting import fit_binary, frequent, matrix
from extraction.relations.learned.document_knowledge import Knowledge
from extraction.relations.learned.document_linear import WordWeights
from extraction.relations.learned.document_pairs import PairScheme, gold_types
from extraction.relations.learned.document_parts import DocumentParts
from extraction.relations.learned.document_rates import Rates
from extraction.relations.learned.document_stages import COLUMNS, best_threshold, probability, tree_rows
from extraction.relations.learned.document_view import view_of_document
from kg.errors import ModelMismatchError

_FOLDS = 10
_OUTER_FOLDS = 5
_PARTS = {"between": (0,), "concepts": (1, 2), "all": (0, 1, 2)}
_STRENGTH = {"between": 0.03, "concepts": 0.05, "all": 0.05}
_TYPE_STRENGTH = 0.1


@dataclass(frozen=True, slots=True)
class DocumentSettings:
    """How a document-level classifier is trained.

    Attributes:
        least: in how many documents a word feature must occur.
        trees: of the second stage.
        seed: of everything that draws.
    """

    least: int = 2
    trees: TreeSettings = TreeSettings()  # noqa: RUF009 - it is frozen
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    """One training document: its features, which pairs are related and how, and how many relations it has."""

    fold: int
    features: DocumentFeatures
    types: tuple[str, ...]
    gold: int

    def related(self) -> list[bool]:
        return [bool(one) for one in self.types]


def train_parts(
    documents: Sequence[AnnotatedDocument], knowledge: Knowledge, settings: DocumentSettings, advance: Advance
) -> DocumentParts:
    """Trains both stages.

    Raises:
        ModelMismatchError: no document holds a relation between concepts that its text mentions.
    """
    scheme = PairScheme.of(documents)
    read = [_read(one, scheme, knowledge) for one in documents]
    if not any(any(one.types) for one in read) or all(all(one.types) for one in read):
        raise ModelMismatchError(
            "These documents hold no relations between concepts, or nothing else.",
            "Train on documents with identifiers and document-level relations, as BC5CDR and BioRED have them.",
        )
    rows = _out_of_fold_rows(read, settings, advance)
    related = np.asarray([hit for one in read for hit in one.related()])
    folds = np.asarray([one.fold % _OUTER_FOLDS for one in read for _ in one.types])
    scores = np.zeros(len(related))
    for fold in np.unique(folds):
        advance("second stage", int(fold), _OUTER_FOLDS + 1)
        inside = folds != fold
        if related[inside].any():
            trees = boost(rows[inside], related[inside], replace(settings.trees, seeds=1), settings.seed)
            scores[~inside] = probability(trees.log_odds(rows[~inside]))
    advance("second stage", _OUTER_FOLDS, _OUTER_FOLDS + 1)
    return DocumentParts(
        scheme,
        _words(read, settings),
        _types(read, scheme, settings) if len(scheme.types) > 1 else None,
        _rates(read),
        boost(rows, related, settings.trees, settings.seed),
        best_threshold(scores, related, sum(one.gold for one in read)),
    )


def _read(document: AnnotatedDocument, scheme: PairScheme, knowledge: Knowledge) -> _Read:
    features = document_features(view_of_document(document), scheme, knowledge)
    gold = gold_types(scheme, document)
    types = tuple(gold.get(scheme.key(*ends), "") for ends in features.ends)
    return _Read(fold_of(document.name, _FOLDS), features, types, len(gold))


def _out_of_fold_rows(read: Sequence[_Read], settings: DocumentSettings, advance: Advance) -> NDArray[np.float32]:
    """What the second stage reads of every training pair, from first stages that have not seen its document."""
    found: dict[int, NDArray[np.float32]] = {}
    for fold in range(_FOLDS):
        advance("first stage", fold, _FOLDS)
        others = [one for one in read if one.fold != fold]
        words, rates = _words(others, settings), _rates(others)
        for index, one in enumerate(read):
            if one.fold == fold and one.types:
                found[index] = tree_rows(one.features, one.features.word_scores(words), rates)
    return np.vstack([found[index] for index in sorted(found)])


def _rates(read: Sequence[_Read]) -> Rates:
    return Rates.of(
        [ends for one in read for ends in one.features.ends], [hit for one in read for hit in one.related()]
    )


def _words(read: Sequence[_Read], settings: DocumentSettings) -> WordWeights:
    """The first stage."""
    sets = [one.features.sets() for one in read]
    related = np.asarray([hit for one in read for hit in one.related()], dtype=bool)
    index = _index(sets, settings)
    weights = np.zeros((len(index), len(COLUMNS)), dtype=np.float32)
    bias = np.zeros(len(COLUMNS), dtype=np.float32)
    rows = [one for document in sets for one in document]
    for column, name in enumerate(COLUMNS):
        examples = matrix([[one[part] for part in _PARTS[name]] for one in rows], index)
        weights[:, column], bias[column] = fit_binary(examples, related, _STRENGTH[name], settings.seed)
    return WordWeights(index, weights, bias)


def _types(read: Sequence[_Read], scheme: PairScheme, settings: DocumentSettings) -> WordWeights:
    """One classifier a relation type, trained on the related pairs alone."""
    sets = [[pair for pair, name in zip(one.features.sets(), one.types, strict=True) if name] for one in read]
    names = np.asarray([name for one in read for name in one.types if name])
    index = _index(sets, settings)
    examples: csr_matrix = matrix([pair for one in sets for pair in one], index)
    weights = np.zeros((len(index), len(scheme.types)), dtype=np.float32)
    bias = np.zeros(len(scheme.types), dtype=np.float32)
    for column, name in enumerate(scheme.types):
        weights[:, column], bias[column] = fit_binary(examples, names == name, _TYPE_STRENGTH, settings.seed)
    return WordWeights(index, weights, bias)


def _index(sets: Sequence[Sequence[tuple[set[str], ...]]], settings: DocumentSettings) -> dict[str, int]:
    documents = ([features for pair in one for features in pair] for one in sets)
    return {one: row for row, one in enumerate(frequent(documents, settings.least))}
