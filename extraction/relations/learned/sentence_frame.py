"""Features of a pair's frame, the condensed sentence: strings, hashed by the caller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.relations.learned.sentence_condense import clause, condensed
from extraction.relations.learned.sentence_features import STOPS, binned, grams, stem
from extraction.relations.learned.sentence_pairs import OTHER, PairView

_OUTSIDE = 6
_SHORT = 8
_CONTENT = 5
_MOST = 3
_PUNCTUATION = ",;.:()"


def frame_features(view: PairView) -> list[str]:
    """The feature strings; one may come more than once. None is shared with
    :func:`~extraction.relations.learned.sentence_features.features`."""
    short = condensed(view)
    words = [stem(word) for word in short.words]
    before, between = words[: short.first], words[short.first + 1 : short.second]
    after = words[short.second + 1 :]
    kinds = f"{view.types[0]}>{view.types[1]}"
    return [
        *(f"kf:{mark}" for mark in short.marks),
        *(f"kf:{mark}&{kinds}" for mark in short.marks),
        *grams("kb", between, 3),
        *grams("kl", before[-_OUTSIDE:], 3),
        *grams("kr", after[:_OUTSIDE], 3),
        *_shape(before, between, after),
        *_joined(before, between, after),
        *_label(words, short.first, short.second),
    ]


def _shape(before: Sequence[str], between: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    yield f"kd:{binned(len(between))}"
    yield f"ko:{between.count(OTHER)}"
    yield f"kp:{min(before.count(OTHER), _MOST)}"
    yield f"kq:{min(after.count(OTHER), _MOST)}"
    yield f"kst:{not before}"
    yield f"kcut:{''.join(word for word in between if word in _PUNCTUATION)}"
    if len(between) <= _SHORT:
        yield f"kw:{' '.join(between)}"
    content = [word for word in between if word not in STOPS]
    if len(content) <= _CONTENT:
        yield f"kpath:{' '.join(content)}"


def _joined(before: Sequence[str], between: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """What stands on both sides of an end at once, and the words of the clauses outside the pair."""
    yield f"kL:{' '.join(before[-3:])}|{' '.join(between[:2])}"
    yield f"kR:{' '.join(between[-2:])}|{' '.join(after[:3])}"
    for size in (2, 3):
        yield f"kl{size}b{size}:{' '.join(before[-size:])}|{' '.join(between[:size])}"
        yield f"kb{size}r{size}:{' '.join(between[-size:])}|{' '.join(after[:size])}"
    yield from (f"kcl:{word}" for word in clause(before[::-1]))
    yield from (f"kcr:{word}" for word in clause(after))


def _label(words: Sequence[str], first: int, second: int) -> Iterator[str]:
    """Sentences that start with a label: "Warfarin: …"."""
    if len(words) > 1 and words[1] == ":":
        yield f"kcolon1:{words[0]}"
    if ":" in words:
        colon = words.index(":")
        yield f"kcolon:{first < colon}{second < colon}"
