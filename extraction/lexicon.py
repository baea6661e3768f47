"""All names of the vocabulary, compiled: found in a text in one pass, and looked up one by one."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import ahocorasick
import pyarrow as pa

from extraction.folding import Folded
from extraction.lexicon_names import Guard, Trust
from extraction.lexicon_table import build_table, shipped_table
from kg.arrow import column_values
from kg.identifiers import Curie
from kg.shipped import manifest
from kg.vocabulary import Vocabulary

_SHORTEST_PLURAL = 4
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")  # tells most parts of longer words at once
_ROWS_AT_ONCE = 20_000
_CANDIDATE = ("curies", "categories", "names", "surfaces", "trusts", "guards")
_MOST_KEPT = 20_000  # names whose terms are kept at hand; notes name few, over and over


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
        table: the names, by :data:`extraction.lexicon_table.SCHEMA`; see :meth:`of` and :func:`shipped_lexicon`.
        version: of the vocabulary.

    Make it before worker processes fork, so that they share it.
    """

    def __init__(self, table: pa.Table, version: str = "") -> None:
        self.version = version
        self._columns = {name: table.column(name).combine_chunks() for name in table.column_names}
        self._lengths = array("H")
        self._starts = array("I")
        self._free = bytearray()
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        self._fill(table)
        self._automaton.make_automaton()

    def _fill(self, table: pa.Table) -> None:
        """Adds every key with its number; a part of the rows at a time, as strings take more memory than columns."""
        row = 0
        previous = None
        for part in table.select(["keys", "guards"]).to_batches(max_chunksize=_ROWS_AT_ONCE):
            for key, guard in zip(column_values(part.column(0)), column_values(part.column(1)), strict=True):
                if key != previous:
                    self._automaton.add_word(key, len(self._lengths))
                    self._lengths.append(len(key))
                    self._starts.append(row)
                    self._free.append(False)
                    previous = key
                if guard == Guard.NONE:
                    self._free[-1] = True
                row += 1
        self._starts.append(row)

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Lexicon:
        """The lexicon of any vocabulary; the shipped one's is :func:`shipped_lexicon`, which is cached."""
        return cls(build_table(vocabulary), vocabulary.version)

    def hits(self, folded: Folded) -> Iterator[Hit]:
        """Every name that stands in a folded text as whole words, in order of their ends, overlaps included."""
        if not self._lengths:
            return
        text = folded.text
        size = len(text)
        lengths = self._lengths
        for last, index in self._automaton.iter(text):
            end = last + 1
            length = lengths[index]
            start = end - length
            if start and text[start - 1] in _PLAIN and text[start] in _PLAIN:
                continue
            if end < size and text[end] in _PLAIN and text[end] != "s" and text[last] in _PLAIN:
                continue
            if start and text[start].isascii() and text[start].isalnum() and _joins(text[start - 1]):
                continue
            if end < size and text[last].isascii() and _joins(text[end]):
                plural = text[end] == "s" and length >= _SHORTEST_PLURAL
                if not plural or (end + 1 < size and _joins(text[end + 1])):
                    continue
                end += 1
            yield Hit(start, end, text[start : last + 1])

    def is_free(self, key: str) -> bool:
        """Whether some term may be meant by a folded name however it is written."""
        index = self._automaton.get(key, -1)
        return index >= 0 and bool(self._free[index])

    def candidates(self, key: str) -> tuple[Candidate, ...]:
        """The terms that a folded name may stand for; none when it is unknown.

        Args:
            key: folded; a plural that only adds an s is tried without it.
        """
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            found = self._found[key] = self._looked_up(key)
        return found

    def _looked_up(self, key: str) -> tuple[Candidate, ...]:
        index = self._automaton.get(key, -1)
        if index < 0 and key.endswith("s"):
            index = self._automaton.get(key[:-1], -1)
        if index < 0:
            return ()
        return tuple(self._candidate(row) for row in range(self._starts[index], self._starts[index + 1]))

    def column(self, name: str) -> pa.Array:
        """A column of :data:`extraction.lexicon_table.SCHEMA`, one row a name and term."""
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._lengths)

    def _candidate(self, row: int) -> Candidate:
        curie, category, name, surface, trust, guard = (self._columns[column][row].as_py() for column in _CANDIDATE)
        return Candidate(Curie(curie), category, name, surface, Trust(trust), Guard(guard))


def _joins(letter: str) -> bool:
    """Whether a character next to a Latin name makes it part of a longer word."""
    return letter.isalnum() and not "\u3400" <= letter <= "\u9fff"


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The lexicon of the shipped vocabularies, made on the first call and kept for the process."""
    return Lexicon(shipped_table(), manifest().version)
