"""The words of a document as features: what stands around each concept, and between two in one sentence.

Each feature is a short string; the first letters say what it is, so that the weights of a model can be read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from extraction.relations.learned.document_pairs import Pair, same_sentence
from extraction.relations.learned.document_view import Concept, View

HEAD, TAIL = "<head>", "<tail>"

_AROUND = 3
_BETWEEN = 24
_WHOLE = 5
_STEM = 5
_NEAR = (0, 1, 2, 3, 5, 8, 12, 20, 40)


def concept_words(view: View, concept: Concept, side: str, branches: Iterable[str] = ()) -> set[str]:
    """What stands around the mentions of one concept, wherever in the document, and what it is.

    Args:
        side: a digit put before each feature, which tells head from tail.
        branches: where it lies in a hierarchy.
    """
    found = {f"{side}t {one}" for one in branches}
    words, last = view.words, len(view.words)
    for place in concept.places:
        at = place.word
        before = [_stem(one) for one in words[max(0, at - 2) : at]]
        after = [_stem(one) for one in words[at + 1 : min(last, at + 3)]]
        found.update(f"{side}b {one}" for one in before)
        found.update(f"{side}a {one}" for one in after)
        found.add(f"{side}bb {' '.join(before)}")
        found.add(f"{side}aa {' '.join(after)}")
        if before and after:
            found.add(f"{side}ba {before[-1]} {after[0]}")
    found.update(f"{side}n {one}" for one in concept.names)
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
    blinded = _blinded(view, head, tail, start, end)
    first, second = closest(head, tail, sentence)
    low, high = sorted((first - start, second - start))
    order = "<" if first <= second else ">"
    between = blinded[low + 1 : high]
    before = blinded[max(0, low - _AROUND) : low]
    after = blinded[high + 1 : high + 1 + _AROUND]
    where = "T" if sentence == 0 else "S"
    found = {f"{where}", f"{order}d{_bucket(high - low)}", f"{where}d{_bucket(high - low)}"}
    found.update(_between(between, order))
    found.update(f"{order}l {one}" for one in _grams(before))
    found.update(f"{order}r {one}" for one in _grams(after))
    found.update(f"w {_stem(one)}" for one in blinded)
    found.add(f"{order}lr {' '.join(before[-1:])}|{' '.join(after[:1])}")
    return found


def closest(head: Concept, tail: Concept, sentence: int) -> tuple[int, int]:
    """The words of the two mentions in this sentence that stand closest; of equal ones the first."""
    heads = [one.word for one in head.places if one.sentence == sentence]
    tails = [one.word for one in tail.places if one.sentence == sentence]
    return min(((one, other) for one in heads for other in tails), key=lambda both: abs(both[0] - both[1]))


def _blinded(view: View, head: Concept, tail: Concept, start: int, end: int) -> list[str]:
    words = list(view.words[start:end])
    for marker, concept in ((HEAD, head), (TAIL, tail)):
        for place in concept.places:
            if start <= place.word < end:
                words[place.word - start] = marker
    return words


def _between(between: Sequence[str], order: str) -> Iterator[str]:
    if len(between) <= _WHOLE:
        yield f"{order}= {' '.join(between)}"
    if len(between) > _BETWEEN:
        between = [*between[: _BETWEEN // 2], "…", *between[-_BETWEEN // 2 :]]
    yield from (f"{order}m {one}" for one in _grams(between))
    stems = [_stem(one) for one in between]
    yield from (f"{order}s {one}" for one in stems)
    yield from (f"{order}s {one} {other}" for one, other in itertools.pairwise(stems))
    if stems:
        yield f"{order}f {stems[0]}"
        yield f"{order}e {stems[-1]}"


def _grams(words: Sequence[str]) -> Iterator[str]:
    for size in (1, 2, 3):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _stem(word: str) -> str:
    return word[:_STEM]


def _bucket(distance: int) -> int:
    return next((index for index, limit in enumerate(_NEAR) if distance <= limit), len(_NEAR))
