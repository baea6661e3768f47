"""A text with what is known of it after one look: where its numbers, lines, colons and telling words stand.

A text is looked at in chunks, which blanks part. Most chunks of a note were seen before, and most tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from extraction.deidentify.english import WORD
from extraction.deidentify.given_names import GIVEN_NAMES

_LETTERS = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"\d+")
_LINE = re.compile(r"(?<=\n)")
_COLON = re.compile(r"[:=]")
_CAPITALISED = re.compile(rf"(?<![\w'’.@/\-]){WORD}")
_LONGEST_KEPT, _MOST_KEPT = 48, 40_000


class Marks(NamedTuple):
    """What stands in a chunk, with its code points there.

    Attributes:
        words: watched words, in small letters.
        spelt: watched words, as they are spelt.
        numbers: runs of digits, ``(start, end)``.
        lines: starts of lines.
        colons: colons and equals signs.
        given: given names, ``(start, end)``.
    """

    words: tuple[tuple[int, str], ...]
    spelt: tuple[str, ...]
    numbers: tuple[tuple[int, int], ...]
    lines: tuple[int, ...]
    colons: tuple[int, ...]
    given: tuple[tuple[int, int], ...]


class Glance:
    """What stands in a text, with its code points, ascending; the attributes are those of :class:`Marks`."""

    def __init__(self, text: str, marked: Sequence[tuple[int, Marks]]) -> None:
        self.text = text
        self.words: dict[str, list[int]] = {}
        self.spelt: set[str] = set()
        self.numbers: list[tuple[int, int]] = []
        self.lines = [0]
        self.colons: list[int] = []
        self.given: list[tuple[int, int]] = []
        for begin, (words, spelt, numbers, lines, colons, given) in marked:
            for at, word in words:
                self.words.setdefault(word, []).append(begin + at)
            self.spelt.update(spelt)
            if numbers:
                self.numbers += [(begin + start, begin + end) for start, end in numbers]
            if lines:
                self.lines += [begin + at for at in lines]
            if colons:
                self.colons += [begin + at for at in colons]
            if given:
                self.given += [(begin + start, begin + end) for start, end in given]

    def starting(self, words: frozenset[str]) -> list[int]:
        """Where these words start, ascending."""
        return sorted(place for word in words & self.words.keys() for place in self.words[word])


class Glancer:
    """Looks at texts; what it learnt of short chunks is kept from one to the next.

    Args:
        words, spelt: words to watch for, in small letters and as they are spelt.
    """

    def __init__(self, words: frozenset[str], spelt: frozenset[str]) -> None:
        self._watched, self._spelt = words, spelt
        self._known: dict[str, Marks | tuple[()]] = {}

    def glance(self, text: str) -> Glance:
        """One look at a text."""
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        chunks = text.split(" ")
        found: list[Marks | tuple[()] | None] = list(map(self._known.get, chunks))
        if None in found:
            new = {one: self._marks(one) for one, marks in zip(chunks, found, strict=True) if marks is None}
            self._known.update((one, marks) for one, marks in new.items() if len(one) <= _LONGEST_KEPT)
            found = [new[one] if marks is None else marks for one, marks in zip(chunks, found, strict=True)]
        lengths = list(accumulate(map(len, chunks), initial=0))
        return Glance(text, [(lengths[at] + at, marks) for at, marks in enumerate(found) if marks])

    def _marks(self, chunk: str) -> Marks | tuple[()]:
        found = [(one.start(), one[0]) for one in _LETTERS.finditer(chunk)]
        words = [(at, lower) for at, word in found if (lower := word.lower()) in self._watched]
        spelt = [word for _, word in found if word in self._spelt]
        given = [] if chunk.islower() else [one.span() for one in _CAPITALISED.finditer(chunk) if _is_given(one[0])]
        numbers, lines, colons = _beside(chunk) if [word for _, word in found] != [chunk] else ((), (), ())
        marks = Marks(tuple(words), tuple(spelt), numbers, lines, colons, tuple(given))
        return marks if any(marks) else ()


def _beside(chunk: str) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[int, ...]]:
    """The numbers, starts of lines and colons of a chunk; few chunks hold any."""
    numbers = tuple([one.span() for one in _NUMBER.finditer(chunk)])
    lines = tuple([one.start() for one in _LINE.finditer(chunk)]) if "\n" in chunk else ()
    colons = tuple([one.start() for one in _COLON.finditer(chunk)]) if ":" in chunk or "=" in chunk else ()
    return numbers, lines, colons


def _is_given(word: str) -> bool:
    return word.split("-")[0] in GIVEN_NAMES
