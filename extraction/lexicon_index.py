"""Names by how they begin, so that all of a text are found by looking up few of its words.

A name can only begin where a word does. Two filters say of all words at once which may be a name, and which may begin
one together with the word after them; the others are passed over. That touches little memory, where an automaton over
as many names strides through all of it. Names in Chinese, whose words have no spaces between them, are found by an
automaton of their own, which runs only over texts that hold such letters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

import ahocorasick
import numpy as np
from numpy.typing import NDArray

_SHORTEST_PLURAL = 4
_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789"
_LEVEL = bytes(code if code in _LETTERS else 32 for code in range(256))
_SPACE, _S = b" s"
_FIRST_SIGNS = 2  # characters by which names that begin with a sign are kept
_FILTER_BITS = 23
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_TOP = np.uint64(64 - _FILTER_BITS)

Lengths = tuple[int, ...]
Hashes = NDArray[np.uint64]
Found = tuple[int, int, int]
"""A name at ``text[start:end]`` of a folded text: start, end and its number."""


class _Filter:
    """Hashes that were added, and one in thirty of all others."""

    def __init__(self, hashes: Hashes) -> None:
        held = np.zeros(1 << _FILTER_BITS, np.bool_)
        held[hashes >> _TOP] = True
        self._bits = np.packbits(held, bitorder="little")

    def holds(self, hashes: Hashes) -> NDArray[np.bool_]:
        places = hashes >> _TOP
        bits = self._bits[places >> np.uint64(3)] >> (places & np.uint64(7)).astype(np.uint8)
        held: NDArray[np.bool_] = (bits & np.uint8(1)).view(np.bool_)
        return held


class _Beginnings:
    """Names by what they begin with.

    Attributes:
        words: names of one word, with their numbers.
        alone, pairs, signs: lengths of the names that begin with a word and go on without another, with two words, and
            with a sign.
        unspaced: names that begin with anything else.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.words: dict[bytes, int] = {}
        self.unspaced: list[str] = []
        alone: defaultdict[bytes, list[int]] = defaultdict(list)
        pairs: defaultdict[bytes, list[int]] = defaultdict(list)
        signs: defaultdict[str, list[int]] = defaultdict(list)
        for number, (name, plain) in enumerate(zip(names, map(_plain, names), strict=True)):
            if plain and _SPACE not in plain:
                self.words[plain] = number
            elif "\u3400" <= name[0] <= "\u9fff":
                self.unspaced.append(name)
            elif not (name[0].isascii() and name[0].isalnum()):
                signs[name[:_FIRST_SIGNS]].append(len(name))
            elif len(words := plain.split(None, 2)) == 1:
                alone[words[0]].append(len(name))
            else:
                pairs[b"%b %b" % (words[0], words[1])].append(len(name))
                if len(words) == 2:
                    pairs[b"%b %bs" % (words[0], words[1])].append(len(name))
        kept: dict[Lengths, Lengths] = {}
        self.alone, self.pairs = _different(alone, kept), _different(pairs, kept)
        self.signs = _different(signs, kept)


class NameIndex:
    """Numbers of names, and their places in a text.

    Args:
        names: folded, each once; a name's number is its place among them.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._numbers = {name: number for number, name in enumerate(names)}
        begin = _Beginnings(names)
        self._words, self._alone, self._pairs, self._signs = begin.words, begin.alone, begin.pairs, begin.signs
        single = [*self._words, *self._alone]
        self._may_be = _Filter(_hashes([*single, *(b"%bs" % one for one in single)]) * _PRIME)
        pairs = [one.split() for one in self._pairs]
        self._may_begin = _Filter(_joined(_hashes([one for one, _ in pairs]), _hashes([one for _, one in pairs])))
        self._sign = _any_of({one[0] for one in self._signs})
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_LENGTH)
        for name in begin.unspaced:
            self._automaton.add_word(name)
        if begin.unspaced:
            self._automaton.make_automaton()
        self._unspaced = _any_of({name[0] for name in begin.unspaced})

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, name: str) -> int | None:
        """The number of a name; None when it is unknown."""
        return self._numbers.get(name)

    def find(self, text: str) -> list[Found]:
        """Each name that stands as whole words: where it starts and ends in the text, and its number; in no order.

        An ``s`` that follows a name is taken into it.
        """
        found = self._of_words(text)
        for sign in self._sign.finditer(text):
            start = sign.start()
            if lengths := self._signs.get(text[start : start + _FIRST_SIGNS]):
                found += self._look_up(text, start, lengths)
        if not text.isascii() and self._unspaced.search(text):
            for last, length in self._automaton.iter(text):
                found += self._look_up(text, last + 1 - length, (length,))
        return found

    def _of_words(self, text: str) -> list[Found]:
        """The names that begin with a word."""
        found: list[Found] = []
        longer: list[Found] = []
        plain = _plain(text)
        words = plain.split()
        if not words:
            return found
        inside = np.frombuffer(plain, np.uint8) != _SPACE
        starts = np.flatnonzero(inside[1:] & ~inside[:-1]) + 1
        if inside[0]:
            starts = np.append(0, starts)
        hashes = _hashes(words)
        chosen = np.flatnonzero(self._may_be.holds(hashes * _PRIME))
        named, alone = self._words, self._alone
        for at, start in zip(chosen.tolist(), starts[chosen].tolist(), strict=True):
            word = words[at]
            if (number := named.get(word)) is not None:
                found.append((start, start + len(word), number))
            if word[-1] == _S and len(word) > _SHORTEST_PLURAL and (number := named.get(word[:-1])) is not None:
                found.append((start, start + len(word), number))
            if word in alone:
                longer += self._look_up(text, start, alone[word])
        chosen = np.flatnonzero(self._may_begin.holds(_joined(hashes[:-1], hashes[1:])))
        for at, start in zip(chosen.tolist(), starts[chosen].tolist(), strict=True):
            if lengths := self._pairs.get(b"%b %b" % (words[at], words[at + 1])):
                longer += self._look_up(text, start, lengths)
        if not text.isascii():
            found = [one for one in found if _stands(text, one[0], one[1])]
        return found + longer

    def _look_up(self, text: str, start: int, lengths: Lengths) -> Iterator[Found]:
        """The names of these lengths that stand at a place."""
        if start and text[start].isascii() and text[start].isalnum() and _joins(text[start - 1]):
            return
        for length in lengths:
            number = self._numbers.get(text[start : start + length])
            if number is not None and (stop := _whole(text, start, start + length)):
                yield start, stop, number


def _plain(text: str) -> bytes:
    """One byte a character, a space for all but small Latin letters and digits."""
    return text.encode("latin-1", "replace").translate(_LEVEL)


def _hashes(words: Sequence[bytes]) -> Hashes:
    return np.fromiter(map(crc32, words), np.uint64, len(words))


def _joined(first: Hashes, second: Hashes) -> Hashes:
    return (first * _PRIME + second) * _PRIME


def _any_of(letters: set[str]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sorted(letters)))}]" if letters else "(?!)")


def _different(found: dict[Any, list[int]], kept: dict[Lengths, Lengths]) -> dict[Any, Lengths]:
    """The different lengths of each, as one object for all that have the same."""
    different: dict[Any, Lengths] = {}
    for key, lengths in found.items():
        each = (lengths[0],) if len(lengths) == 1 else tuple(sorted(set(lengths)))
        different[key] = kept.setdefault(each, each)
    return different


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a run of small Latin letters and digits is a word, with no other letter beside it."""
    return not (start and _joins(text[start - 1])) and not (end < len(text) and _joins(text[end]))


def _whole(text: str, start: int, end: int) -> int:
    """Where a name ends that stands up to ``end``, with a plural's ``s``; 0 where it is part of a longer word."""
    size = len(text)
    if end >= size:
        return end if end == size else 0
    if not text[end - 1].isascii() or not _joins(text[end]):
        return end
    if text[end] != "s" or end - start < _SHORTEST_PLURAL or (end + 1 < size and _joins(text[end + 1])):
        return 0
    return end + 1


def _joins(letter: str) -> bool:
    """Whether a character next to a Latin name makes it part of a longer word."""
    return letter.isalnum() and not "\u3400" <= letter <= "\u9fff"
