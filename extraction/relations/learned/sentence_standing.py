"""Where a pair stands in its document: how often its names come, which mention of them it joins, in which sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.corpora.records import AnnotatedDocument
from extraction.relations.learned.sentence_features import binned
from extraction.relations.learned.sentence_pairs import Pair, in_text_order

_HIGHEST_RANK, _MOST, _SENTENCES = 3, 6, 3


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one pair; of two numbers the first is of the end that comes first in the text.

    Attributes:
        names: of the ends, in lower case.
        counts: mentions of each name in the document.
        ranks: of each name among the document's names by their counts; 0 is the commonest.
        turns: which mention of its name in the sentence each end is, from 0.
        repeats: mentions of each name in the sentence.
        highest: mentions of the document's commonest name.
        mentions, distinct: mentions and names in the document.
        beside: names in the sentence.
        sentence, sentences: number of the sentence, and how many the document has.
    """

    names: tuple[str, str]
    counts: tuple[int, int]
    ranks: tuple[int, int]
    turns: tuple[int, int]
    repeats: tuple[int, int]
    highest: int
    mentions: int
    distinct: int
    beside: int
    sentence: int
    sentences: int


def standings(documents: Sequence[AnnotatedDocument], pairs: Sequence[Pair]) -> list[Standing]:
    """Where each pair stands, in order; annotations of relations are not read."""
    known: dict[int, _Names] = {}
    found = []
    for pair in pairs:
        if pair.document not in known:
            known[pair.document] = _Names(documents[pair.document])
        found.append(known[pair.document].standing(pair))
    return found


class _Names:
    """The names of one document by sentence."""

    def __init__(self, document: AnnotatedDocument) -> None:
        self._document = document
        self._counts = Counter(one.text.lower() for one in document.entities)
        self._ranks = {name: rank for rank, (name, _) in enumerate(self._counts.most_common())}
        self._highest = max(self._counts.values(), default=0)
        self._sentences = {span: number for number, span in enumerate(document.sentences)}
        self._inside: dict[tuple[int, int], dict[str, list[int]]] = {}

    def standing(self, pair: Pair) -> Standing:
        """Of a pair of this document."""
        ends = in_text_order(pair)
        inside = self._names_of(pair.sentence)
        first, second = (one.text.lower() for one in ends)
        starts = inside.get(first, [ends[0].start]), inside.get(second, [ends[1].start])
        turns = [sum(start < end.start for start in found) for found, end in zip(starts, ends, strict=True)]
        return Standing(
            (first, second),
            (self._counts[first], self._counts[second]),
            (self._ranks[first], self._ranks[second]),
            (turns[0], turns[1]),
            (len(starts[0]), len(starts[1])),
            self._highest,
            sum(self._counts.values()),
            len(self._counts),
            len(inside),
            self._sentences.get(pair.sentence, 0),
            len(self._sentences),
        )

    def _names_of(self, span: tuple[int, int]) -> dict[str, list[int]]:
        if span not in self._inside:
            names: dict[str, list[int]] = {}
            for one in self._document.entities:
                if span[0] <= one.start < span[1]:
                    names.setdefault(one.text.lower(), []).append(one.start)
            self._inside[span] = names
        return self._inside[span]


def standing_features(one: Standing) -> Iterator[str]:
    """Feature strings, hashed by the caller."""
    first, second = (min(rank, _HIGHEST_RANK) for rank in one.ranks)
    counts = [min(count, _MOST) for count in one.counts]
    turns = [f"{turn}/{repeats}" for turn, repeats in zip(one.turns, one.repeats, strict=True)]
    yield f"D1:{first}"
    yield f"D2:{second}"
    yield f"D12:{first},{second}"
    yield f"C1:{counts[0]},{counts[1]}"
    yield f"top:{0 in one.ranks}"
    yield f"R:{turns[0]},{turns[1]}"
    yield f"R1:{turns[0]}"
    yield f"R2:{turns[1]}"
    yield f"ns:{min(one.beside, _MOST)}"
    yield f"doc:{binned(one.sentences)}"
    yield f"si:{min(one.sentence, _SENTENCES)}"
    yield f"nn:{'|'.join(sorted(one.names))}"


def standing_numbers(one: Standing) -> list[float]:
    """The same as numbers, for trees."""
    mentions = max(one.mentions, 1)
    return [
        *one.counts,
        *(count / mentions for count in one.counts),
        max(one.counts) / max(one.highest, 1),
        *one.ranks,
        *one.turns,
        *one.repeats,
        one.mentions,
        one.distinct,
        one.beside,
        one.sentences,
        one.sentence,
    ]
