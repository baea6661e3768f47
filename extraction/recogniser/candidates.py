"""Words of a text that may stand in a name that the vocabulary lacks: cheap to tell, so that little else is read.

A word type is judged once, by what the network says of it alone, without the words around it and without what the
vocabulary knows of it. Most words of a note are ruled out by that; see ``docs/recognisers.md`` for what it costs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, count

import numpy as np
from numpy.typing import NDArray

LEAST = 0.75
"""By how much a part of a name outscores, in an entity, what it scores outside; most words are far below."""

_SPACES = re.compile(r"(\s+)")
_PIECE = re.compile(r"[^\W\d_]{2,}")
_CONTEXT = 4  # words on either side, of those between spaces
_LONGEST_SHORT_FORM = 5
_MOST_LETTERS = 2_000_000  # of the words that are kept; then all are forgotten

Spans = list[tuple[int, int]]
Judge = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Parts of a text, each on lines of its own.

    Attributes:
        text: the parts, joined by line breaks.
        begins: where each part begins in ``text``.
        offsets: what is added to a place of each part to get that in the whole text.
        places: of the candidate words, in the whole text, in order.
    """

    text: str
    begins: tuple[int, ...]
    offsets: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, windows: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]]) -> Excerpt:
        """Of the windows ``(start, end)`` of a text, in order."""
        parts = [text[start:end] for start, end in windows]
        begins = tuple(accumulate((len(part) + 1 for part in parts[:-1]), initial=0))
        offsets = tuple(start - begin for (start, _), begin in zip(windows, begins, strict=True))
        return cls("\n".join(parts), begins, offsets, tuple(places))

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """A span of the excerpt in the whole text; None when it holds no candidate or runs over two parts.

        >>> one = Excerpt.of("some words about Examplex and more", [(6, 25)], [(17, 25)])
        >>> one.within(11, 19), one.within(0, 5)
        ((17, 25), None)
        """
        part = bisect_right(self.begins, start) - 1
        start, end = start + self.offsets[part], end + self.offsets[bisect_right(self.begins, end - 1) - 1]
        after = bisect_right(self.places, (end - 1, end))
        inside = after > 0 and self.places[after - 1][0] >= start
        return (start, end) if inside and bisect_right(self.begins, end - 1 - self.offsets[part]) - 1 == part else None


class Candidates:
    """Finds the words of texts that may stand in a name; what is found in a text depends on that text alone.

    Args:
        judge: for each word, by how much it looks like a part of a name; compared with :data:`LEAST`.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._places: dict[str, Spans] = {}
        self._letters = 0

    def excerpt(self, text: str, covered: Sequence[tuple[int, int]]) -> Excerpt | None:
        """The parts of a text that are worth reading; None when there are none.

        Args:
            covered: spans of known names, in order, without overlaps; what they touch is no candidate.
        """
        return self.excerpts([(text, covered)])[0]

    def excerpts(self, texts: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> list[Excerpt | None]:
        """As :meth:`excerpt`, of several texts each with its known names; their new words are judged together."""
        parted = [_SPACES.split(text) for text, _ in texts]
        self._learn({word for parts in parted for word in parts[::2]})
        return [self._of_parts(*one, parts) for one, parts in zip(texts, parted, strict=True)]

    def _of_parts(self, text: str, covered: Sequence[tuple[int, int]], parts: Sequence[str]) -> Excerpt | None:
        """The excerpt of a text in words, at even places, with the white space between them."""
        words = parts[::2]
        found = list(compress(count(), map(self._places.__getitem__, words)))
        if not found:
            return None
        ends = list(accumulate(map(len, parts)))
        starts = [start for start, _ in covered]
        windows: Spans = []
        places: Spans = []
        for number in found:
            at = ends[2 * number] - len(words[number])
            inside = [(at + start, at + end) for start, end in self._places[words[number]]]
            free = [place for place in inside if not _is_covered(place, covered, starts)]
            if free:
                places += free
                first, last = max(0, number - _CONTEXT), min(len(words), number + _CONTEXT + 1) - 1
                begin = ends[2 * first] - len(words[first])
                if windows and begin <= windows[-1][1] + 1:
                    begin = windows.pop()[0]
                windows.append((begin, ends[2 * last]))
        return Excerpt.of(text, windows, places) if windows else None

    def _learn(self, words: set[str]) -> None:
        """Judges the words that are met for the first time, all at once."""
        new = words.difference(self._places)
        if not new:
            return
        if self._letters > _MOST_LETTERS:
            self._places, self._letters, new = {}, 0, words
        self._letters += sum(map(len, new))
        pieces = {word: [one.span() for one in _PIECE.finditer(word) if _is_spelt(one[0])] for word in sorted(new)}
        distinct = list(dict.fromkeys(word[start:end] for word, found in pieces.items() for start, end in found))
        sure = dict(zip(distinct, (self._judge(distinct) >= LEAST).tolist(), strict=True)) if distinct else {}
        for word, found in pieces.items():
            self._places[word] = [(start, end) for start, end in found if sure[word[start:end]]]


def _is_spelt(piece: str) -> bool:
    """Whether a piece is more than a short form, which no note names anything by that its vocabulary lacks."""
    return len(piece) > _LONGEST_SHORT_FORM or not piece.isupper()


def _is_covered(place: tuple[int, int], covered: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    before = bisect_right(starts, place[1] - 1)
    return before > 0 and covered[before - 1][1] > place[0]
