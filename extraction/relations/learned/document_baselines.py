"""The two baselines that every document-level classifier is shown beside: same document, and same sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.corpora.records import AnnotatedDocument, Relation
from extraction.relations.learned.document_pairs import PairScheme, gold_types, same_sentence
from extraction.relations.learned.document_view import view_of_document

SAME_DOCUMENT, SAME_SENTENCE = "same document", "same sentence"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Says that every pair is related, with the commonest relation type of its two entity types.

    Attributes:
        scheme: which pairs are asked about.
        types: the relation type of each pair of entity types.
        sentence: whether a sentence must mention both.
    """

    scheme: PairScheme
    types: tuple[tuple[tuple[str, str], str], ...]
    sentence: bool

    @classmethod
    def of(cls, documents: Sequence[AnnotatedDocument], *, sentence: bool) -> Baseline:
        """Counts the types in these documents."""
        scheme = PairScheme.of(documents)
        counts: dict[tuple[str, str], Counter[str]] = {}
        for document in documents:
            kinds = {curie: one.type for one in document.entities for curie in one.identifiers}
            for (head, tail), name in gold_types(scheme, document).items():
                if head in kinds and tail in kinds:
                    ends = (kinds[head], kinds[tail])
                    ends = ends if ends in scheme.ends else (ends[1], ends[0])
                    counts.setdefault(ends, Counter())[name] += 1
        types = tuple((ends, min(count, key=lambda name: (-count[name], name))) for ends, count in counts.items())
        return cls(scheme, types, sentence)

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The same documents with the pairs of their entities as ``concept_relations``."""
        return tuple(replace(one, concept_relations=self._relations(one)) for one in documents)

    def _relations(self, document: AnnotatedDocument) -> tuple[Relation, ...]:
        view, types = view_of_document(document), dict(self.types)
        found = []
        for pair in self.scheme.pairs(view):
            head, tail = view.concepts[pair.head], view.concepts[pair.tail]
            if not self.sentence or same_sentence(head, tail):
                found.append(Relation(types[head.type, tail.type], head.id, tail.id))
        return tuple(found)
