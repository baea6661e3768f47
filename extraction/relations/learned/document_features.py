"""Everything that the document-level classifier reads of one document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.relations.learned.document_knowledge import Knowledge
from extraction.relations.learned.document_linear import WordWeights
from extraction.relations.learned.document_pairs import Pair, PairScheme
from extraction.relations.learned.document_shape import Kin, kin_of, shapes
from extraction.relations.learned.document_view import View
from extraction.relations.learned.document_words import concept_words, pair_words

HEAD_SIDE, TAIL_SIDE = "1", "2"


@dataclass(frozen=True, slots=True)
class DocumentFeatures:
    """The features of all pairs of one document, in the order of ``pairs``.

    Attributes:
        view: the document.
        pairs: the pairs that are asked about.
        ends: the identifiers of head and tail.
        between: word features of each pair.
        heads, tails: word features of each concept, by its place in the view.
        shape: see :data:`extraction.relations.learned.document_shape.SHAPE`; one more column tells the types of ends.
        kin: the broader and narrower tails of each tail.
    """

    view: View
    pairs: tuple[Pair, ...]
    ends: tuple[tuple[str, str], ...]
    between: tuple[set[str], ...]
    heads: dict[int, set[str]]
    tails: dict[int, set[str]]
    shape: NDArray[np.float32]
    kin: Kin

    def sets(self) -> list[tuple[set[str], set[str], set[str]]]:
        """The word features of each pair: between, of the head, of the tail."""
        return [
            (words, self.heads[pair.head], self.tails[pair.tail])
            for pair, words in zip(self.pairs, self.between, strict=True)
        ]

    def word_scores(self, weights: WordWeights) -> NDArray[np.float32]:
        """Shape ``[pairs, columns]``: the bias and the weights of all word features of each pair."""
        heads = {one: weights.total(features) for one, features in self.heads.items()}
        tails = {one: weights.total(features) for one, features in self.tails.items()}
        rows = [
            weights.total(words) + heads[pair.head] + tails[pair.tail]
            for pair, words in zip(self.pairs, self.between, strict=True)
        ]
        return np.asarray(rows, dtype=np.float32).reshape(len(rows), len(weights.bias)) + weights.bias


def document_features(view: View, scheme: PairScheme, knowledge: Knowledge) -> DocumentFeatures:
    """The features of every pair that the scheme asks about."""
    pairs = tuple(scheme.pairs(view))
    kin = kin_of(view, pairs, knowledge)
    return DocumentFeatures(
        view,
        pairs,
        tuple((view.concepts[one.head].id, view.concepts[one.tail].id) for one in pairs),
        tuple(pair_words(view, one) for one in pairs),
        _of_concepts(view, (one.head for one in pairs), HEAD_SIDE, knowledge),
        _of_concepts(view, (one.tail for one in pairs), TAIL_SIDE, knowledge),
        _shape(view, pairs, scheme, kin, knowledge),
        kin,
    )


def _of_concepts(view: View, places: Iterable[int], side: str, knowledge: Knowledge) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for one in places:
        if one not in found:
            concept = view.concepts[one]
            found[one] = concept_words(view, concept, side, knowledge.branches(concept.id))
    return found


def _shape(
    view: View, pairs: tuple[Pair, ...], scheme: PairScheme, kin: Kin, knowledge: Knowledge
) -> NDArray[np.float32]:
    """Rivals are the pairs of the same types of ends."""
    number = {ends: index for index, ends in enumerate(scheme.ends)}
    kinds = np.asarray([number[view.concepts[one.head].type, view.concepts[one.tail].type] for one in pairs], dtype=int)
    whole: NDArray[np.float32] | None = None
    for kind in np.unique(kinds):
        chosen = np.flatnonzero(kinds == kind)
        part = shapes(view, [pairs[one] for one in chosen], kin, knowledge)
        if whole is None:
            whole = np.zeros((len(pairs), part.shape[1] + 1), dtype=np.float32)
        whole[chosen, :-1] = part
        whole[chosen, -1] = kind
    return whole if whole is not None else np.zeros((0, 1), dtype=np.float32)
