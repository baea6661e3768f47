"""What the vocabulary says of each word: names that it stands in, by category, surely or with reserve.

Names are sequences of levelled words (:func:`level`), kept as one sorted array of hashes of all their beginnings, so a
whole batch of text is matched level by level in numpy and a hundred thousand names take a few megabytes. It is more
lenient than the linker's matching (hyphens, spaces before digits and a final s do not count): these are features.
"""

from __future__ import annotations

import zipfile
from functools import lru_cache
from hashlib import blake2b
from itertools import repeat
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from extraction.folding import fold_name
from extraction.lexicon_names import Guard
from extraction.lexicon_table import cache_folder, names_fingerprint, shipped_table, write_aside
from extraction.recogniser.tokens import Tokens, TypeTable
from kg.identifiers import content_hash
from kg.schema import Category

_CATEGORIES = (
    Category.DISEASE,
    Category.PHENOTYPIC_FEATURE,
    Category.DRUG,
    Category.CHEMICAL_ENTITY,
    Category.GENE,
    Category.SEQUENCE_VARIANT,
)
_BITS = {str(category): 1 << place for place, category in enumerate(_CATEGORIES)}
_LAYERS, _PLACES = 2, 3
FEATURES = _LAYERS * _PLACES * len(_CATEGORIES)
"""Columns: (free, guarded) names, each as (first, inner, last) word, each in six categories."""
_LONGEST = 16
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d\u00ad")
_QUOTES = frozenset("'\u2018\u2019\u02bc\u2032`\u00b4")
_SKIPPED, _QUOTE, _LONE_S = np.uint64(0), np.uint64(1), np.uint64(2)
_SHORTEST_PLURAL = 4

Hashes = NDArray[np.uint64]


def level(word: str) -> str:
    """A word as names are compared: folded, an s at its end taken off.

    >>> level("Tumours"), level("β"), level("loss")
    ('tumour', 'beta', 'loss')
    """
    folded = fold_name(word)
    plural = len(folded) >= _SHORTEST_PLURAL and folded.endswith("s") and not folded.endswith("ss")
    return folded[:-1] if plural else folded


class WordHashes:
    """Hashes of the levelled words of a table of types, made when first met."""

    def __init__(self, table: TypeTable) -> None:
        self._table = table
        self._hashes = np.zeros(0, np.uint64)

    def of(self, types: NDArray[np.int32]) -> Hashes:
        """Shape of ``types``; 0 for words that do not count (hyphens, padding)."""
        known = len(self._hashes)
        if len(self._table) > known:
            more = [_hash(word) for word in self._table.words[known:]]
            self._hashes = np.concatenate((self._hashes, np.array(more, np.uint64)))
        return self._hashes[types]


class NameTable:
    """The names of a vocabulary by the hashes of their beginnings.

    Args:
        table: with the columns ``keys``, ``categories`` and ``guards`` of :data:`extraction.lexicon_table.SCHEMA`.
    """

    def __init__(self, table: pa.Table) -> None:
        keys, bits = _keyed(table)
        words = TypeTable()
        tokens = words.tokenize("\n".join(keys))
        hashes = WordHashes(words).of(tokens.types)
        owners = np.cumsum(tokens.gaps == 2) - 1
        kept = ~_passed_over(hashes, tokens.gaps)
        hashes, owners = hashes[kept], owners[kept]
        first = np.flatnonzero(np.append(True, np.diff(owners) != 0)) if len(owners) else np.empty(0, np.int64)
        sizes = np.diff(np.append(first, len(owners)))
        bits = bits[owners[first]]
        found = [np.zeros(1, np.uint64)]
        values = [np.zeros(1, np.int32)]
        running = np.zeros(len(first), np.uint64)
        for depth in range(int(min(sizes.max(initial=0), _LONGEST))):
            longer = sizes > depth
            first, sizes, bits, running = first[longer], sizes[longer], bits[longer], running[longer]
            running = running * _PRIME + hashes[first + depth]
            found.append(running)
            values.append(np.where(sizes == depth + 1, bits, 0).astype(np.int32))
        self._hashes, where = np.unique(np.concatenate(found), return_inverse=True)
        self._values = np.zeros(len(self._hashes), np.int32)
        np.bitwise_or.at(self._values, where, np.concatenate(values))

    @classmethod
    def read(cls, path: Path) -> NameTable | None:
        """What :meth:`write` wrote; None when it is missing or damaged."""
        try:
            with np.load(path) as stored:
                table = cls.__new__(cls)
                table._hashes, table._values = stored["hashes"], stored["values"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        return table

    def write(self, path: Path) -> None:
        """Stores the table as one npz file."""
        np.savez(path, hashes=self._hashes, values=self._values)

    def matches(self, hashes: Hashes, edges: NDArray[np.bool_]) -> NDArray[np.int64]:
        """All names over a row of words, rows of ``(first, last, bits)``.

        Args:
            hashes: of the words that count.
            edges: whether a name may not run from the word before to this one.
        """
        goes_on = np.append(~edges[1:], False)
        starts = places = np.arange(len(hashes))
        running = hashes
        found = []
        for _ in range(_LONGEST):
            at = np.searchsorted(self._hashes, running)
            at[at == len(self._hashes)] = 0
            known = self._hashes[at] == running
            found.append(np.stack((starts, places, self._values[at] * known), 1))
            on = np.flatnonzero(known & goes_on[places])
            if not len(on):
                break
            starts, places = starts[on], places[on] + 1
            running = running[on] * _PRIME + hashes[places]
        every = np.concatenate(found)
        matches: NDArray[np.int64] = every[every[:, 2] > 0]
        return matches


@lru_cache(maxsize=1)
def shipped_names() -> NameTable:
    """The names of the shipped vocabularies, kept for the process, and in the cache beside the lexicon's table."""
    here = Path(__file__).parent
    code = [(here / name).read_text(encoding="utf-8") for name in ("vocabulary.py", "tokens.py")]
    path = cache_folder() / f"words-{content_hash(names_fingerprint(), *code)}.npz"
    kept = NameTable.read(path)
    if kept is None:
        kept = NameTable(shipped_table())
        write_aside(path, kept.write)
    return kept


class VocabularyFeatures:
    """Finds the longest vocabulary names over the words of texts.

    Args:
        names: of the vocabulary.
        table: that numbers the words.
    """

    def __init__(self, names: NameTable, table: TypeTable) -> None:
        self._names = names
        self._hashes = WordHashes(table)

    def __call__(self, tokens: Tokens) -> NDArray[np.float32]:
        """Shape ``[words, FEATURES]`` of zeros and ones; the words may be those of several texts."""
        found = np.zeros((len(tokens), _LAYERS, _PLACES, len(_CATEGORIES)), np.float32)
        hashes = self._hashes.of(tokens.types)
        counted = np.flatnonzero(~_passed_over(hashes, tokens.gaps))
        if len(counted):
            breaks = np.cumsum(tokens.gaps == 2)[counted]
            edges = np.append(True, np.diff(breaks) > 0)
            matches = self._names.matches(hashes[counted], edges)
            for layer in range(_LAYERS):
                bits = (matches[:, 2] >> (layer * len(_CATEGORIES))) & ((1 << len(_CATEGORIES)) - 1)
                chosen = _leftmost_longest(matches[bits > 0], len(counted))
                _mark(found[:, layer], counted[chosen[:, 0]], counted[chosen[:, 1]], bits[bits > 0][chosen[:, 2]])
        return found.reshape(len(tokens), FEATURES)


def _keyed(table: pa.Table) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct keys, and the bits of each: six of free names, then six of guarded ones."""
    keys = table.column("keys").to_pylist()
    bits = np.fromiter(map(_BITS.get, table.column("categories").to_pylist(), repeat(0)), np.int32, len(keys))
    free = np.asarray(table.column("guards")) == Guard.NONE
    numbers: dict[str, int] = {}
    places = np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys), np.int64, len(keys))
    joined = np.zeros(len(numbers), np.int32)
    np.bitwise_or.at(joined, places, np.where(free, bits, bits << len(_CATEGORIES)))
    return list(numbers), joined


def _hash(word: str) -> int:
    if not word or word in _HYPHENS:
        return int(_SKIPPED)
    if word in _QUOTES:
        return int(_QUOTE)
    if word == "s":
        return int(_LONE_S)
    return int.from_bytes(blake2b(level(word).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _passed_over(hashes: Hashes, gaps: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Words that do not count: hyphens, and a possessive 's on one line."""
    passed: NDArray[np.bool_] = hashes == _SKIPPED
    possessive = np.flatnonzero((hashes[:-1] == _QUOTE) & (hashes[1:] == _LONE_S) & (gaps[1:] < 2))
    passed[possessive] = True
    passed[possessive + 1] = True
    return passed


def _leftmost_longest(matches: NDArray[np.int64], words: int) -> NDArray[np.int64]:
    """Rows ``(first, last, number of the match)`` that do not overlap."""
    longest = np.full(words, -1, np.int64)
    np.maximum.at(longest, matches[:, 0], matches[:, 1])
    number = np.zeros(words, np.int64)
    is_longest = longest[matches[:, 0]] == matches[:, 1]
    number[matches[is_longest, 0]] = np.flatnonzero(is_longest)
    chosen = []
    done = -1
    starts = np.flatnonzero(longest >= 0)
    for start, last in zip(starts.tolist(), longest[starts].tolist(), strict=True):
        if start > done:
            chosen.append((start, last))
            done = last
    spans = np.array(chosen, np.int64).reshape(-1, 2)
    return np.concatenate((spans, number[spans[:, :1]]), 1)


def _mark(
    found: NDArray[np.float32], first: NDArray[np.int64], last: NDArray[np.int64], masks: NDArray[np.int64]
) -> None:
    """Marks spans in ``found``, shape ``[words, places, categories]``."""
    bits = ((masks[:, None] >> np.arange(len(_CATEGORIES))) & 1).astype(np.float32)
    sizes = last - first + 1
    inner = np.repeat(np.arange(len(first)), sizes)
    within = np.arange(len(inner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    found[first[inner] + within, 1] = bits[inner]
    found[first, 0] = bits
    found[last, 2] = bits
