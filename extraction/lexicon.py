"""All names of the vocabulary, compiled: found in a text in one pass, and looked up one by one."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from extraction.folding import Folded
from extraction.lexicon_index import Found, NameIndex
from extraction.lexicon_names import Guard, Trust
from extraction.lexicon_table import build_table, shipped_table
from kg.identifiers import Curie
from kg.shipped import manifest
from kg.vocabulary import Vocabulary

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
        self._found: dict[int, tuple[Candidate, ...]] = {}
        keys, guards = self._columns["keys"], self._columns["guards"].to_numpy(zero_copy_only=False)
        first = _starts_anew(keys)
        self._starts = np.append(first, len(keys))
        free = np.minimum.reduceat(guards, first) == Guard.NONE if len(first) else np.zeros(0, dtype=bool)
        self._free = free.tobytes()
        self._names = NameIndex(keys.take(pa.array(first)).to_pylist())

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Lexicon:
        """The lexicon of any vocabulary; the shipped one's is :func:`shipped_lexicon`, which is cached."""
        return cls(build_table(vocabulary), vocabulary.version)

    def hits(self, folded: Folded) -> list[Found]:
        """Every name that stands in a folded text as whole words, overlaps included, as (start, end, number).

        The number is the lexicon's own for the name. A name may come twice.
        """
        return self._names.find(folded.text)

    def is_free(self, number: int) -> bool:
        """Whether some term may be meant by a name however it is written."""
        return bool(self._free[number])

    def candidates(self, key: str) -> tuple[Candidate, ...]:
        """The terms that a folded name may stand for; none when it is unknown.

        Args:
            key: folded; a plural that only adds an s is tried without it.
        """
        number = self._names.number(key)
        if number is None and key.endswith("s"):
            number = self._names.number(key[:-1])
        return () if number is None else self.candidates_of(number)

    def candidates_of(self, number: int) -> tuple[Candidate, ...]:
        """The terms that a name may stand for, by the number that a hit gives it."""
        found = self._found.get(number)
        if found is None:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            rows = range(int(self._starts[number]), int(self._starts[number + 1]))
            found = self._found[number] = tuple(self._candidate(row) for row in rows)
        return found

    def column(self, name: str) -> pa.Array:
        """A column of :data:`extraction.lexicon_table.SCHEMA`, one row a name and term."""
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._names)

    def _candidate(self, row: int) -> Candidate:
        curie, category, name, surface, trust, guard = (self._columns[column][row].as_py() for column in _CANDIDATE)
        return Candidate(Curie(curie), category, name, surface, Trust(trust), Guard(guard))


def _starts_anew(keys: pa.Array) -> npt.NDArray[np.int64]:
    """The rows whose key is not that of the row before."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64)
    changes = pc.not_equal(keys[1:], keys[:-1]).to_numpy(zero_copy_only=False)
    return np.append(0, np.flatnonzero(changes) + 1)


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The lexicon of the shipped vocabularies, made on the first call and kept for the process."""
    return Lexicon(shipped_table(), manifest().version)
