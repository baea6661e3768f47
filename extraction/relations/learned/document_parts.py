"""What training a document-level classifier leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.relations.learned.document_linear import WordWeights
from extraction.relations.learned.document_pairs import PairScheme
from extraction.relations.learned.document_rates import Rates
from extraction.relations.learned.document_trees import BoostedTrees


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """Both stages of a trained classifier.

    Attributes:
        scheme: which pairs are asked about.
        words: the first stage, one column for each of
            :data:`extraction.relations.learned.document_stages.COLUMNS`.
        types: one column a relation type; None when there is but one type.
        rates: how often concepts were related in the training documents.
        trees: the second stage.
        threshold: the probability from which on a pair is related.
    """

    scheme: PairScheme
    words: WordWeights
    types: WordWeights | None
    rates: Rates
    trees: BoostedTrees
    threshold: float
