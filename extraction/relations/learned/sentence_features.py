"""Features of a pair for a linear model: strings, hashed by the caller.

The families are those of feature-rich drug–drug interaction systems (Kim et al. 2015, doi:10.1016/j.jbi.2015.03.002):
word n-grams before, between and after, triggers by place, order and types of the ends, what lies in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extraction.relations.learned.sentence_filters import abbreviates, in_list, same_name
from extraction.relations.learned.sentence_pairs import FIRST, OTHER, SECOND, PairView

_NEAR = 4
_WINDOW = 8
_WHOLE = 6
_ENDINGS = re.compile(
    r"(?:ations?|itions?|ions?|itors?|ators?|ors?|ities|ity|ives?|ings?|ments?|ates?|ated|ating|ed|es|s|ly|e)$"
)
_SHORTEST_STEM = 4
_NEGATIONS = frozenset(
    ("no", "not", "without", "neither", "nor", "never", "unlikely", "cannot", "lack", "failed", "unaffected")
)
STOPS = frozenset(
    ("the", "a", "an", "of", "in", "to", "and", "or", ",", "(", ")", "by", "with", "for", "on", "is", "are", "was")
) | {"were", "be", "been", "that", "this", "which", "as", "at"}
"""Words without content of their own."""
_DISTANCES = (0, 1, 2, 4, 7, 11, 16, 25, 40)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without its commonest English endings; at least four letters stay.

    >>> stem("inhibitors"), stem("inhibited"), stem("rate")
    ('inhib', 'inhibit', 'rate')
    """
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= _SHORTEST_STEM else word


def features(view: PairView) -> list[str]:
    """The feature strings of a pair; one may come more than once."""
    words = [stem(word) for word in view.words]
    before, between = words[: view.first], words[view.first + 1 : view.second]
    after = words[view.second + 1 :]
    return [
        "bias",
        *_shape(view, before, between, after),
        *grams("b", between, 3),
        *grams("l", before[-_WINDOW:], 2),
        *grams("r", after[:_WINDOW], 2),
        *_places(words, view),
        *_sentence(before, between, after),
        *_path(words, view),
        *_ends(view),
    ]


def grams(mark: str, words: Sequence[str], longest: int) -> Iterator[str]:
    """Word n-grams of one to ``longest`` words."""
    for size in range(1, longest + 1):
        for place in range(len(words) - size + 1):
            yield f"{mark}{size}:{' '.join(words[place : place + size])}"


def _shape(view: PairView, before: Sequence[str], between: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Distances, what lies between, lists and names; each also with the types of the ends."""
    kinds = f"{view.types[0]}>{view.types[1]}>{view.turned}"
    plain = [
        f"d:{binned(len(between))}",
        f"o:{binned(view.around[1])}",
        f"p:{binned(view.around[0])}",
        f"q:{binned(view.around[2])}",
        f"n:{binned(sum(view.around) + 2)}",
    ]
    if len(between) <= _WHOLE:
        plain.append(f"w:{' '.join(between)}")
    if in_list(view):
        plain.append("list")
    if same_name(view):
        plain.append("same")
    if abbreviates(view):
        plain.append("abbreviation")
    plain += [f"neg:{mark}" for mark, part in zip("lbr", (before, between, after), strict=True) if _NEGATIONS & {*part}]
    plain += [f"par:{mark}" for mark in "();:," if mark in between]
    yield kinds
    yield from plain
    yield from (f"{one}&{kinds}" for one in plain)


def binned(number: int) -> int:
    """How many of the limits of distance a number exceeds."""
    return sum(number > limit for limit in _DISTANCES)


def _places(words: Sequence[str], view: PairView) -> Iterator[str]:
    """The nearest words on both sides of both ends with their places."""
    for mark, centre in (("1", view.first), ("2", view.second)):
        for step in range(-3, 4):
            place = centre + step
            if step and 0 <= place < len(words):
                yield f"@{mark}{step}:{words[place]}"
        left = " ".join(words[max(0, centre - 2) : centre + 1])
        right = " ".join(words[centre : centre + 3])
        yield f"@{mark}l:{left}"
        yield f"@{mark}r:{right}"


def _sentence(before: Sequence[str], between: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Words anywhere, and pairs of content words near the ends on the two sides of one of them."""
    for word in {*before, *between, *after}:
        yield f"s:{word}"
    left = [one for one in before[-_NEAR:] if one not in STOPS]
    inner = [one for one in between if one not in STOPS and one != OTHER]
    right = [one for one in after[:_NEAR] if one not in STOPS]
    for one in left:
        for other in inner[:6]:
            yield f"lb:{one}|{other}"
    for one in inner[-6:]:
        for other in right:
            yield f"br:{one}|{other}"
    for place, one in enumerate(inner[:12]):
        for other in inner[place + 1 : place + 4]:
            yield f"bb:{one}|{other}"


def _path(words: Sequence[str], view: PairView) -> Iterator[str]:
    """An approximation of the path between the ends: content words between them without lists of other entities."""
    inner = [one for one in words[view.first + 1 : view.second] if one not in STOPS and one != OTHER]
    short = inner if len(inner) <= 4 else [*inner[:2], "…", *inner[-2:]]
    yield f"path:{' '.join(short)}"
    content = [one for one in words if one not in STOPS and one != OTHER]
    first, second = content.index(FIRST), content.index(SECOND)
    for size in (1, 2):
        yield f"c1l:{' '.join(content[max(0, first - size) : first])}|{size}"
        yield f"c1r:{' '.join(content[first + 1 : first + 1 + size])}|{size}"
        yield f"c2l:{' '.join(content[max(0, second - size) : second])}|{size}"
        yield f"c2r:{' '.join(content[second + 1 : second + 1 + size])}|{size}"


def _ends(view: PairView) -> Iterator[str]:
    """Words and endings of the two names, which tell classes, proteins and abbreviations apart."""
    for mark, text in zip("12", view.texts, strict=True):
        lowered = text.lower()
        words = lowered.split()
        yield f"t{mark}:{lowered}"
        yield f"h{mark}:{words[-1] if words else ''}"
        yield f"e{mark}:{lowered[-3:]}"
        yield f"u{mark}:{text.isupper()}{any(one.isdecimal() for one in text)}{len(words) > 1}"
        yield from (f"x{mark}:{word}" for word in words)
