"""The words of a document as features: what stands around each concept, and between two in one sentence.

Each feature is a short string; the first letters say what it is, so that the weights of a model can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extraction.relations.learned.document_pairs import Pair, nearest, same_sentence
from extraction.relations.learned.document_view import Concept, View

HEAD, TAIL = "<head>", "<tail>"

_AROUND = 3
_BETWEEN = 24
_STEM = 5
_NEAR = (0, 1, 2, 3, 5, 8, 12, 20, 40)


def concept_words(view: View, concept: Concept, side: str, branches: Iterable[str] = ()) -> set[str]:
    """What stands around the mentions of one concept, wherever in the document, and what it is.

    Args:
        side: a digit put before each feature, which tells head from tail.
        branches: where it lies in a hierarchy.
    """
    words = view.words
    found = {f"{side}t {one}" for one in branches}
    for place in concept.places:
        at = place.word
        found.update([f"{side}b {one[:_STEM]}" for one in words[max(0, at - 2) : at]])
        found.update([f"{side}a {one[:_STEM]}" for one in words[at + 1 : at + 3]])
    found.update([f"{side}n {one}" for one in concept.names])
    found.add(f"{side}i {concept.id}")
    return found


def pair_words(view: View, pair: Pair) -> set[str]:
    """What stands between and around the two concepts in each sentence that mentions both."""
    head, tail = view.concepts[pair.head], view.concepts[pair.tail]
    found: set[str] = set()
    shared = same_sentence(head, tail)
    for sentence in shared:
        found.update(sentence_words(view, head, tail, sentence))
    if not shared:
        found.add("no sentence")
    found.add(f"t {head.type} {tail.type}")
    return found


def sentence_words(view: View, head: Concept, tail: Concept, sentence: int) -> set[str]:
    """The features of the two closest mentions in one sentence that mentions both concepts."""
    start, end = view.bounds[sentence]
    words = blinded(view, head, tail, start, end)
    first, second = closest(head, tail, sentence)
    low, high = sorted((first - start, second - start))
    order = "<" if first <= second else ">"
    where = "T" if sentence == 0 else "S"
    near = _bucket(high - low)
    found = {where, f"{order}d{near}", f"{where}d{near}"}
    found.update(_between(words[low + 1 : high], order))
    for side, around in (("l", words[max(0, low - _AROUND) : low]), ("r", words[high + 1 : high + 1 + _AROUND])):
        found.update([f"{order}{side} {one}" for one in around])
        found.update([f"{order}{side} {one} {other}" for one, other in pairwise(around)])
    return found


def closest(head: Concept, tail: Concept, sentence: int) -> tuple[int, int]:
    """The words of the two mentions in this sentence that stand closest; of equal ones the first."""
    heads = [one.word for one in head.places if one.sentence == sentence]
    tails = [one.word for one in tail.places if one.sentence == sentence]
    one, other = nearest(heads, tails)
    return heads[one], tails[other]


def blinded(view: View, head: Concept, tail: Concept, start: int, end: int) -> list[str]:
    """The words from ``start`` to ``end`` (excluded) with the mentions of the two concepts marked."""
    words = list(view.words[start:end])
    for marker, concept in ((HEAD, head), (TAIL, tail)):
        for place in concept.places:
            if start <= place.word < end:
                words[place.word - start] = marker
    return words


def _between(words: Sequence[str], order: str) -> Iterator[str]:
    if len(words) > _BETWEEN:
        words = [*words[: _BETWEEN // 2], "…", *words[-_BETWEEN // 2 :]]
    stems = [one[:_STEM] for one in words]
    yield from [f"{order}m {one}" for one in words]
    yield from [f"{order}s {one}" for one in stems]
    yield from [f"{order}s {one} {other}" for one, other in pairwise(stems)]
    if stems:
        yield f"{order}f {stems[0]}"
        yield f"{order}e {stems[-1]}"


def _bucket(distance: int) -> int:
    return next((index for index, limit in enumerate(_NEAR) if distance <= limit), len(_NEAR))
