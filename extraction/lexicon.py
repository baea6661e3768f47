"""All names of the vocabulary, compiled: found in a text in one pass, and looked up one by one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from extraction.folding import Folded
from extraction.lexicon_names import Guard, Trust
from extraction.lexicon_table import NameTable, build_table, shipped_table
from kg.identifiers import Curie
from kg.shipped import manifest
from kg.vocabulary import Vocabulary

_SHORTEST_PLURAL = 4


class Candidate(NamedTuple):
    """A term that a name may stand for.

    Attributes:
        surface: the name as its vocabulary writes it.
        trust: how the name stands to the term.
        guard: what the text must show.
    """

    curie: Curie
    category: str
    name: str
    surface: str
    trust: Trust
    guard: Guard


class Hit(NamedTuple):
    """A name found in a folded text, at ``text[start:end]``."""

    start: int
    end: int
    key: str


class Lexicon:
    """Names of terms, folded, with the terms they may stand for.

    Args:
        table: the names; see :meth:`of` and :func:`shipped_lexicon`.
        version: of the vocabulary.

    Make it before worker processes fork, so that they share it.
    """

    def __init__(self, table: NameTable, version: str = "") -> None:
        self.version = version
        self._table = table
        self._keys: list[str] = []
        self._starts: list[int] = []
        self._free: set[str] = set()
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        previous = None
        for row, (key, guard) in enumerate(zip(table.keys, table.guards, strict=True)):
            if key != previous:
                self._automaton.add_word(key, len(self._keys))
                self._keys.append(key)
                self._starts.append(row)
                previous = key
            if guard == Guard.NONE:
                self._free.add(key)
        self._starts.append(len(table.keys))
        self._automaton.make_automaton()

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Lexicon:
        """The lexicon of any vocabulary; the shipped one's is :func:`shipped_lexicon`, which is cached."""
        return cls(build_table(vocabulary), vocabulary.version)

    def hits(self, folded: Folded) -> Iterator[Hit]:
        """Every name that stands in a folded text as whole words, in order of their ends, overlaps included."""
        if not self._keys:
            return
        text = folded.text
        length = len(text)
        keys = self._keys
        for last, index in self._automaton.iter(text):
            key = keys[index]
            start = last + 1 - len(key)
            if start and key[0].isascii() and key[0].isalnum() and _joins(text[start - 1]):
                continue
            end = last + 1
            if end < length and key[-1].isascii() and _joins(text[end]):
                plural = text[end] == "s" and len(key) >= _SHORTEST_PLURAL
                if not plural or (end + 1 < length and _joins(text[end + 1])):
                    continue
                end += 1
            yield Hit(start, end, key)

    def is_free(self, key: str) -> bool:
        """Whether some term may be meant by a folded name however it is written."""
        return key in self._free

    def candidates(self, key: str) -> tuple[Candidate, ...]:
        """The terms that a folded name may stand for; none when it is unknown.

        Args:
            key: folded; a plural that only adds an s is tried without it.
        """
        index = self._automaton.get(key, -1)
        if index < 0 and key.endswith("s"):
            index = self._automaton.get(key[:-1], -1)
        if index < 0:
            return ()
        return tuple(self._candidate(row) for row in range(self._starts[index], self._starts[index + 1]))

    def __len__(self) -> int:
        return len(self._keys)

    def _candidate(self, row: int) -> Candidate:
        table = self._table
        return Candidate(
            Curie(table.curies[row]),
            table.categories[row],
            table.names[row],
            table.surfaces[row],
            Trust(table.trusts[row]),
            Guard(table.guards[row]),
        )


def _joins(letter: str) -> bool:
    """Whether a character next to a Latin name makes it part of a longer word."""
    return letter.isalnum() and not "\u3400" <= letter <= "\u9fff"


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The lexicon of the shipped vocabularies, made on the first call and kept for the process."""
    return Lexicon(shipped_table(), manifest().version)
