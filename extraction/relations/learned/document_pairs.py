"""Which pairs of concepts a document-level classifier is asked about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extraction.corpora.records import NO_RELATION, AnnotatedDocument
from extraction.relations.learned.document_view import Concept, View


class Pair(NamedTuple):
    """Two concepts of one document, by their places in the view's list."""

    head: int
    tail: int


@dataclass(frozen=True, slots=True)
class PairScheme:
    """What can be related to what.

    Attributes:
        ends: the ordered pairs of entity types that are asked about, sorted.
        types: the relation types, sorted.
        directed: whether head and tail differ in the corpus; else a pair counts in either order.
    """

    ends: tuple[tuple[str, str], ...]
    types: tuple[str, ...]
    directed: bool

    @classmethod
    def of(cls, documents: Iterable[AnnotatedDocument]) -> PairScheme:
        """What the relations of these documents join; directed when no pair of types stands in both orders."""
        ends: set[tuple[str, str]] = set()
        types: set[str] = set()
        for document in documents:
            kinds = {curie: one.type for one in document.entities for curie in one.identifiers}
            for relation in document.concept_relations:
                if relation.type != NO_RELATION:
                    types.add(relation.type)
                    if relation.head in kinds and relation.tail in kinds:
                        ends.add((kinds[relation.head], kinds[relation.tail]))
        directed = not any((tail, head) in ends for head, tail in ends)
        if not directed:
            ends = {(min(one), max(one)) for one in ends}
        return cls(tuple(sorted(ends)), tuple(sorted(types)), directed)

    def pairs(self, view: View) -> list[Pair]:
        """All pairs of different concepts with fitting types, each once."""
        by_type: dict[str, list[int]] = {}
        for index, concept in enumerate(view.concepts):
            by_type.setdefault(concept.type, []).append(index)
        found: list[Pair] = []
        for head_type, tail_type in self.ends:
            for head in by_type.get(head_type, ()):
                for tail in by_type.get(tail_type, ()):
                    if head < tail or (head > tail and head_type != tail_type):
                        found.append(Pair(head, tail))
        return found

    def key(self, head: str, tail: str) -> tuple[str, str]:
        """The two identifiers in the order in which pairs are compared."""
        return (head, tail) if self.directed else (min(head, tail), max(head, tail))


def gold_types(scheme: PairScheme, document: AnnotatedDocument) -> dict[tuple[str, str], str]:
    """The relation type of every related pair; of several the first counts."""
    found: dict[tuple[str, str], str] = {}
    for relation in document.concept_relations:
        if relation.type != NO_RELATION:
            found.setdefault(scheme.key(relation.head, relation.tail), relation.type)
    return found


def same_sentence(first: Concept, second: Concept) -> list[int]:
    """The sentences that mention both, ascending."""
    return sorted({one.sentence for one in first.places} & {one.sentence for one in second.places})


def nearest(heads: Sequence[int], tails: Sequence[int]) -> tuple[int, int]:
    """Which of the heads and which of the tails lie closest together; of equal ones the first head, then tail.

    Args:
        heads, tails: ascending, at least one of each.

    >>> nearest([4, 20], [1, 8, 21])
    (1, 2)
    """
    best, found = abs(heads[0] - tails[0]), (0, 0)
    after = 0
    for number, head in enumerate(heads):
        while after < len(tails) and tails[after] < head:
            after += 1
        if after and head - tails[after - 1] < best:
            best, found = head - tails[after - 1], (number, bisect_left(tails, tails[after - 1]))
        if after < len(tails) and tails[after] - head < best:
            best, found = tails[after] - head, (number, after)
    return found
