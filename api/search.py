"""Finding nodes by name, synonym, Chinese name, identifier or cross-reference.

The index is a few Arrow columns, one row a name; a search is a handful of vectorised scans (some 10 ms for a hundred
thousand nodes), so that there is nothing to train, sort or keep up to date.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from api.near_names import HAN, near_rows
from api.records import MatchKind

_NOT_WORD = r"[^\p{L}\p{N}]+"
_KINDS = (MatchKind.NAME, MatchKind.SYNONYM, MatchKind.IDENTIFIER, MatchKind.PREFIX, MatchKind.WORDS)
_NAME, _SYNONYM, _IDENTIFIER, _PREFIX, _WORDS = range(5)
_PREFIX_BASE = 0.7
_WORDS_BASE = 0.4
_TIES = 50  # more rows than asked are ranked, so that ties are broken by id


@dataclass(frozen=True, slots=True)
class Match:
    """The best match of one node: its id, what matched, how, and a score in (0, 1], higher is better."""

    id: str
    matched: str
    kind: MatchKind
    score: float


class _Names(NamedTuple):
    """Some of the names: the names, the rows of their nodes, what they are."""

    names: pa.Array
    owners: NDArray[np.int64]
    kind: int


class NameIndex:
    """Every name of every node.

    Scores: 1 for an identifier or a preferred name, 0.9 for a synonym or cross-reference-like name, 0.7 to 0.9 for a
    beginning, 0.4 to 0.7 for words in any order, below that for a like spelling; for beginnings and words, the larger
    the share of the name that the text covers, the higher.

    Args:
        nodes: a row a node, any order; columns ``id``, ``category``, ``name``, ``name_zh`` (strings), ``synonyms`` and
            ``xrefs`` (lists of strings), as in :data:`kg.node_table.NODE_SCHEMA`.
    """

    def __init__(self, nodes: pa.Table) -> None:
        columns = nodes.combine_chunks()
        self._ids = columns["id"].to_pylist()
        self._categories = np.array(columns["category"].to_pylist(), dtype=object)
        parts = [_flat(columns["name"], _NAME), _flat(columns["name_zh"], _NAME), _lists(columns["synonyms"], _SYNONYM)]
        parts += [_flat(columns["id"], _IDENTIFIER), _lists(columns["xrefs"], _IDENTIFIER)]
        names = pa.concat_arrays([part.names for part in parts])
        real = _mask(pc.greater(pc.utf8_length(names), 0))
        self._names = names.filter(pa.array(real))
        self._owners = np.concatenate([part.owners for part in parts])[real]
        self._kinds = np.concatenate([np.full(len(part.owners), part.kind, np.int8) for part in parts])[real]
        self._keys = pc.binary_join_element_wise("", normalised(self._names), "", " ")  # words stand between spaces
        self._lengths: NDArray[np.int64] = (
            pc.utf8_length(self._keys).to_numpy(zero_copy_only=False).astype(np.int64) - 2
        )

    def __len__(self) -> int:
        return len(self._ids)

    def search(self, text: str, category: str | None = None, limit: int = 10) -> tuple[Match, ...]:
        """The best matches, one a node, best first; ties by shorter name, then by id."""
        key = self._normal(text)
        if not key or not len(self._ids):
            return ()
        rows = self._candidates(key)
        if category is not None:
            rows = rows[self._categories[self._owners[rows]] == category]
        keys, own_kinds = pc.take(self._keys, pa.array(rows)), self._kinds[rows]
        named = own_kinds != _IDENTIFIER
        share = len(key) / np.maximum(self._lengths[rows], 1)
        scores, kinds = np.zeros(len(rows)), np.zeros(len(rows), np.int8)
        words = _with_words(keys, key) & named
        scores[words], kinds[words] = _WORDS_BASE + 0.3 * np.minimum(share[words], 1), _WORDS
        prefix = _mask(pc.starts_with(keys, f" {key}")) & named
        scores[prefix], kinds[prefix] = _PREFIX_BASE + 0.19 * share[prefix], _PREFIX
        exact = _mask(pc.equal(keys, f" {key} "))
        scores[exact], kinds[exact] = np.where(own_kinds[exact] == _SYNONYM, 0.9, 1.0), own_kinds[exact]
        return self._best(rows[scores > 0], scores[scores > 0], kinds[scores > 0], limit)

    def exact(self, text: str, category: str | None = None) -> tuple[Match, ...]:
        """Only whole names and identifiers."""
        exact = (MatchKind.IDENTIFIER, MatchKind.NAME, MatchKind.SYNONYM)
        return tuple(match for match in self.search(text, category, limit=50) if match.kind in exact)

    def near(self, text: str, categories: Collection[str] = (), limit: int = 10) -> tuple[Match, ...]:
        """Nodes with a name that is spelt much like ``text``, most alike first; scores in (0.28, 0.4].

        Args:
            text: as typed, misspelt perhaps.
            categories: only nodes of these; empty for any.
            limit: how many nodes.
        """
        rows = np.flatnonzero(self._kinds != _IDENTIFIER)
        if categories:
            rows = rows[np.isin(self._categories[self._owners[rows]], list(categories))]
        keys = pc.take(self._keys, pa.array(rows))
        matches: dict[str, Match] = {}
        for place, likeness in near_rows(keys, self._lengths[rows], self._normal(text)):
            row = int(rows[place])
            node = self._ids[int(self._owners[row])]
            if node not in matches:
                score = _WORDS_BASE * likeness
                matches[node] = Match(node, self._names[row].as_py(), MatchKind.SPELLING, score)
        return tuple(matches.values())[:limit]

    @staticmethod
    def _normal(text: str) -> str:
        return str(normalised(pa.array([text], pa.string()))[0].as_py())

    def _candidates(self, key: str) -> NDArray[np.int64]:
        """Rows of the names with a word that begins with the longest word of ``key``: one scan, the rest is small."""
        longest = max(key.split(), key=len)
        needle = longest if HAN.search(longest) else f" {longest}"
        return np.flatnonzero(_mask(pc.match_substring(self._keys, needle)))

    def _best(
        self, rows: NDArray[np.int64], scores: NDArray[np.float64], kinds: NDArray[np.int8], limit: int
    ) -> tuple[Match, ...]:
        """The best row of each node; of all rows only so many are looked at as can be among the best."""
        order = np.lexsort((self._owners[rows], self._lengths[rows], -np.round(scores, 6)))
        _, first = np.unique(self._owners[rows][order], return_index=True)
        matches = []
        for row, score, kind in ((rows[i], scores[i], kinds[i]) for i in order[np.sort(first)][: limit + _TIES]):
            owner = int(self._owners[row])
            matches.append(Match(self._ids[owner], self._names[int(row)].as_py(), _KINDS[kind], float(score)))
        ranked = sorted(matches, key=lambda match: (-round(match.score, 6), len(match.matched), match.id))
        return tuple(ranked[:limit])


def _with_words(keys: pa.Array, key: str) -> NDArray[np.bool_]:
    """Names that hold every word of ``key``; a Chinese word may stand anywhere, another only as a whole word."""
    found = np.ones(len(keys), dtype=bool)
    for word in key.split():
        found &= _mask(pc.match_substring(keys, word if HAN.search(word) else f" {word} "))
    return found


def normalised(names: pa.Array) -> pa.Array:
    """Names as they are compared: NFKC, lower case, everything that is no letter or digit a single space.

    >>> normalised(pa.array(["Type-2  Diabetes", "ＡＳＡ（阿司匹林）"])).to_pylist()
    ['type 2 diabetes', 'asa 阿司匹林']
    """
    lower = pc.utf8_lower(pc.utf8_normalize(names, form="NFKC"))
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(lower, pattern=_NOT_WORD, replacement=" "))


def _flat(column: pa.ChunkedArray, kind: int) -> _Names:
    return _Names(_whole(column), np.arange(len(column)), kind)


def _lists(column: pa.ChunkedArray, kind: int) -> _Names:
    lists = _whole(column)
    owners = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    return _Names(pc.list_flatten(lists), owners, kind)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _mask(values: pa.Array) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = values.to_numpy(zero_copy_only=False).astype(bool)
    return mask
