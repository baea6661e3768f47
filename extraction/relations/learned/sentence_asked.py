"""The pairs that are asked about together, as classifiers read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extraction.corpora.records import AnnotatedDocument
from extraction.relations.learned.sentence_company import Company
from extraction.relations.learned.sentence_pairs import Pair, PairView, views
from extraction.relations.learned.sentence_standing import Standing, standings


@dataclass(frozen=True, slots=True)
class Asked:
    """Pairs in order.

    Attributes:
        views: their words.
        standings: where they stand in their documents.
        company: which of them share sentences, ends and names.
    """

    views: tuple[PairView, ...]
    standings: tuple[Standing, ...]
    company: Company

    @classmethod
    def of(cls, documents: Sequence[AnnotatedDocument], pairs: Sequence[Pair]) -> Asked:
        """Reads text and entities of the documents."""
        return cls(tuple(views(documents, pairs)), tuple(standings(documents, pairs)), Company.of(pairs))

    def where(self, chosen: NDArray[np.bool_]) -> Asked:
        """These pairs alone, which no longer see the others."""
        places = np.flatnonzero(chosen)
        kept = places.tolist()
        return Asked(
            tuple(self.views[one] for one in kept),
            tuple(self.standings[one] for one in kept),
            self.company.where(places),
        )

    def reworded(self, found: Sequence[PairView]) -> Asked:
        """The same pairs with other words."""
        return replace(self, views=tuple(found))
