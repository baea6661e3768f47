"""Pairs of entities in one sentence: which are asked about, and what a classifier sees of each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Entity, Relation
from extraction.sentences import split_sentences
from kg.results import Dropped, DropReason

FIRST, SECOND, OTHER = "\x01", "\x02", "\x03"
"""The words that stand for the pair's first entity in the text, its second, and any other entity."""

MAXIMUM_APART = 60
"""A pair with more entities than this between its ends is not a candidate; asked pairs always are."""

_OUTSIDE = 25  # words kept before the first and after the second entity
_BETWEEN = 80  # words kept between them; what is longer loses its middle
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]|_")


class Pair(NamedTuple):
    """Two entities of one sentence.

    Attributes:
        document: number of the document in its sequence.
        head, tail: as the relation is directed.
        type: of the gold standard; :data:`NO_RELATION` for none or when it is not known.
        sentence: ``(start, end)`` code points.
    """

    document: int
    head: Entity
    tail: Entity
    type: str
    sentence: tuple[int, int]


def in_text_order(pair: Pair) -> tuple[Entity, Entity]:
    """The two ends as they come in the text; of two that start together the longer first."""
    first, second = sorted((pair.head, pair.tail), key=_place)
    return first, second


@dataclass(frozen=True, slots=True)
class PairView:
    """What a classifier sees of a pair: the words around it with the entities blinded.

    Attributes:
        words: lower case, numbers as ``0``; the pair's entities are :data:`FIRST` and :data:`SECOND`.
        first, second: their places in ``words``.
        texts, types: of the two entities in the order of the text.
        turned: the tail stands before the head.
        around: entities before the pair, between its ends, after it.
        question: the sentence ends with a question mark.
    """

    words: tuple[str, ...]
    first: int
    second: int
    texts: tuple[str, str]
    types: tuple[str, str]
    turned: bool
    around: tuple[int, int, int]
    question: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """Which pairs count when a document lists none: ``(head type, tail type)`` as training has seen them related."""

    types: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, documents: Iterable[AnnotatedDocument]) -> Candidates:
        """The directed type pairs of all relations, those of no relation included."""
        found: set[tuple[str, str]] = set()
        for document in documents:
            kinds = {one.id: one.type for one in document.entities}
            found |= {
                (kinds[one.head], kinds[one.tail]) for one in document.relations if {one.head, one.tail} <= set(kinds)
            }
        return cls(tuple(sorted(found)))

    def directed(self, first: Entity, second: Entity) -> Iterator[tuple[Entity, Entity]]:
        """The pair as it may be related: in the order of the text when both directions have been seen."""
        if (first.type, second.type) in self.types:
            yield first, second
        elif (second.type, first.type) in self.types:
            yield second, first


def asked_pairs(
    documents: Sequence[AnnotatedDocument], candidates: Candidates
) -> tuple[tuple[Pair, ...], tuple[Dropped, ...]]:
    """The pairs that the documents list; where a document lists none, all candidates of its sentences.

    A pair listed with several types comes once for each.

    Returns:
        The pairs in document order, and what was dropped: listed pairs whose ends are unknown, and a count of pairs too
        far apart.
    """
    pairs: list[Pair] = []
    dropped: list[Dropped] = []
    for number, document in enumerate(documents):
        spans = document.sentences or tuple(split_sentences(document.text, "en"))
        starts = [start for start, _ in spans]
        if document.relations:
            found, lost = _listed(number, document, spans, starts)
        else:
            found, lost = _all_pairs(number, document, spans, starts, candidates)
        pairs += found
        dropped += lost
    return tuple(pairs), tuple(dropped)


def with_all_pairs(document: AnnotatedDocument, candidates: Candidates) -> AnnotatedDocument:
    """The document with every unlisted candidate pair listed as :data:`NO_RELATION`."""
    bare = AnnotatedDocument(document.name, document.text, document.entities, sentences=document.sentences)
    pairs, _ = asked_pairs((bare,), candidates)
    known = {frozenset((one.head, one.tail)) for one in document.relations}
    further = tuple(
        Relation(NO_RELATION, one.head.id, one.tail.id)
        for one in pairs
        if frozenset((one.head.id, one.tail.id)) not in known
    )
    return AnnotatedDocument(
        document.name,
        document.text,
        document.entities,
        (*document.relations, *further),
        document.concept_relations,
        document.sentences,
        document.label,
    )


def _listed(
    number: int, document: AnnotatedDocument, spans: Sequence[tuple[int, int]], starts: Sequence[int]
) -> tuple[list[Pair], list[Dropped]]:
    known = {one.id: one for one in document.entities}
    pairs: list[Pair] = []
    dropped: list[Dropped] = []
    for relation in document.relations:
        head, tail = known.get(relation.head), known.get(relation.tail)
        if head is None or tail is None:
            told = f"It joins {relation.head!r} and {relation.tail!r}; one is no entity."
            dropped.append(
                Dropped(f"{document.name}: {relation.type or 'no relation'}", DropReason.MISSING_FIELD, told)
            )
            continue
        first, last = (_sentence_at(spans, starts, one.start) for one in sorted((head, tail), key=_place))
        pairs.append(Pair(number, head, tail, relation.type, (first[0], max(first[1], last[1]))))
    return pairs, dropped


def _all_pairs(
    number: int,
    document: AnnotatedDocument,
    spans: Sequence[tuple[int, int]],
    starts: Sequence[int],
    candidates: Candidates,
) -> tuple[list[Pair], list[Dropped]]:
    kinds = {kind for pair in candidates.types for kind in pair}
    grouped: dict[tuple[int, int], list[Entity]] = {}
    for one in sorted((one for one in document.entities if one.type in kinds), key=_place):
        grouped.setdefault(_sentence_at(spans, starts, one.start), []).append(one)
    pairs: list[Pair] = []
    far = 0
    for span, entities in grouped.items():
        for place, first in enumerate(entities):
            for second in entities[place + 1 : place + 2 + MAXIMUM_APART]:
                for head, tail in candidates.directed(first, second):
                    pairs.append(Pair(number, head, tail, NO_RELATION, span))
        beyond = len(entities) - 1 - MAXIMUM_APART
        far += beyond * (beyond - 1) // 2 if beyond > 1 else 0
    told = f"{far:,} pairs have more than {MAXIMUM_APART} entities between their ends."
    return pairs, [Dropped(document.name, DropReason.TOO_LONG, told)] if far else []


def _place(entity: Entity) -> tuple[int, int]:
    return entity.start, -entity.end


def _sentence_at(spans: Sequence[tuple[int, int]], starts: Sequence[int], place: int) -> tuple[int, int]:
    number = bisect_right(starts, place) - 1
    return spans[max(number, 0)] if spans else (0, 0)


class _Words(NamedTuple):
    """A sentence in words, none of which crosses the border of an entity."""

    words: list[str]
    starts: list[int]
    others: list[bool]
    heads: frozenset[int]


def views(documents: Sequence[AnnotatedDocument], pairs: Sequence[Pair]) -> list[PairView]:
    """What a classifier sees of each pair, in order; each sentence is cut into words once."""
    cache: dict[tuple[int, int, int], tuple[_Words, list[Entity]]] = {}
    entities = [sorted(one.entities, key=_place) for one in documents]
    starts = [[entity.start for entity in one] for one in entities]
    found = []
    for pair in pairs:
        key = (pair.document, *pair.sentence)
        if key not in cache:
            low, high = (bisect_left(starts[pair.document], place) for place in pair.sentence)
            inside = entities[pair.document][low:high]
            cache[key] = _words(documents[pair.document].text, pair.sentence, inside), inside
        found.append(_view(pair, *cache[key]))
    return found


def _words(text: str, span: tuple[int, int], entities: Sequence[Entity]) -> _Words:
    start, end = span[0], max([span[1], *(one.end for one in entities)])
    cuts = sorted({start, end, *(one.start for one in entities), *(one.end for one in entities)})
    words: list[str] = []
    starts: list[int] = []
    for low, high in pairwise(cuts):
        for match in _WORD.finditer(text, low, high):
            words.append("0" if match[0][0].isdecimal() else match[0].lower())
            starts.append(match.start())
    others = [False] * len(words)
    for one in entities:
        low, high = bisect_left(starts, one.start), bisect_left(starts, one.end)
        others[low:high] = [True] * (high - low)
    return _Words(words, starts, others, frozenset(one.start for one in entities))


def _view(pair: Pair, sentence: _Words, entities: Sequence[Entity]) -> PairView:
    first, second = in_text_order(pair)
    starts = sentence.starts
    first_span = bisect_left(starts, first.start), bisect_left(starts, first.end)
    second_span = bisect_left(starts, second.start), bisect_left(starts, second.end)
    between = _blinded(sentence, first_span[1], second_span[0])
    before = _blinded(sentence, 0, first_span[0])[-_OUTSIDE:]
    after = _blinded(sentence, max(first_span[1], second_span[1]), len(starts))[:_OUTSIDE]
    if len(between) > _BETWEEN:
        between = between[: _BETWEEN // 2] + between[-_BETWEEN // 2 :]
    inside = [one for one in entities if one is not first and one is not second]
    ahead = sum(one.start < first.start for one in inside)
    behind = sum(one.start > second.start for one in inside)
    return PairView(
        (*before, FIRST, *between, SECOND, *after),
        len(before),
        len(before) + 1 + len(between),
        (first.text, second.text),
        (first.type, second.type),
        pair.head is not first,
        (ahead, len(inside) - ahead - behind, behind),
        bool(sentence.words) and sentence.words[-1] == "?",
    )


def _blinded(sentence: _Words, low: int, high: int) -> list[str]:
    """The words of a stretch; each run of words of other entities is one word, a run for each entity's start."""
    found: list[str] = []
    for place in range(low, high):
        if not sentence.others[place]:
            found.append(sentence.words[place])
        elif place == low or not sentence.others[place - 1] or sentence.starts[place] in sentence.heads:
            found.append(OTHER)
    return found
