"""The shipped names, looked up word by word in one sentence.

A sentence has a few hundred runs of words; each is looked up in a table of all names. That needs a second to read the
names where a compiled automaton needs ten, and a sentence is all that is ever read here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extraction.lexicon_stops import AMBIGUOUS_NAMES, STOPS
from kg.schema import Category
from kg.shipped import data_path, manifest

_LONGEST_WORDS = 9
_LONGEST_HAN = 16
_NAMED = frozenset(
    (Category.DISEASE, Category.PHENOTYPIC_FEATURE, Category.DRUG, Category.CHEMICAL_ENTITY, Category.GENE)
)
_HYPHENS = "[-\u2010-\u2015\u2212]"
_WORD = re.compile(r"[^\W\u3400-\u9fff_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9α-ω·.\-()]{2,}")
_SYMBOL = re.compile(r"(?=.*[A-Z].*[A-Z0-9]|.*\d.*[A-Z])[A-Za-z0-9\-]{1,7}")
_SHORT = 7


class NamedSpan(NamedTuple):
    """``text[start:end]`` is a name of these terms."""

    start: int
    end: int
    ids: frozenset[str]


class NameFinder(Protocol):
    """Finds names of known terms, overlaps included."""

    def __call__(self, text: str) -> Iterable[NamedSpan]:
        """The names that stand in a text."""
        ...


def fold(text: str) -> str:
    """Small letters, blanks for hyphens, no accents; as many characters as before.

    >>> fold("Kayser–Fleischer Ringe é")
    'kayser fleischer ringe e'
    """
    return "".join(map(_fold_letter, text))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if unicodedata.category(letter) == "Pd" or letter in "\u2212\u00a0\t\n":
        return " "
    base = unicodedata.normalize("NFKD", letter)[0].lower()
    return base if len(base) == 1 else letter


class ShippedNames:
    """The names of the shipped diseases, phenotypes, drugs, chemicals and genes.

    Args:
        names: folded name, name, id of its term. Symbols and acronyms count only as they are written.
    """

    def __init__(self, names: Iterable[tuple[str, str, str]]) -> None:
        self._terms: dict[str, str | tuple[str, ...]] = {}
        self._symbols: set[str] = set()
        self._words: set[str] = set()
        for folded, name, term in names:
            known = self._terms.get(folded)
            if known is None:
                self._terms[folded] = term
            elif isinstance(known, str):
                if known != term:
                    self._terms[folded] = (known, term)
            elif term not in known:
                self._terms[folded] = (*known, term)
            if _SYMBOL.fullmatch(name):
                self._symbols.add(name)
            elif len(name) <= _SHORT:
                self._words.add(folded)

    def __call__(self, text: str) -> Iterator[NamedSpan]:
        """Names in a text: runs of whole words, and runs of Chinese characters."""
        folded = fold(text)
        yield from self._of_words(text, folded)
        for run in _RUN.finditer(folded):
            if _HAN.search(run[0]):
                yield from self._of_characters(folded, *run.span())

    def _of_words(self, text: str, folded: str) -> Iterator[NamedSpan]:
        words = [found.span() for found in _WORD.finditer(folded)]
        for first, (start, _) in enumerate(words):
            for last in range(first, min(first + _LONGEST_WORDS, len(words))):
                end = words[last][1]
                found = self._lookup(text[start:end], folded[start:end])
                if found:
                    yield NamedSpan(start, end, found)

    def _of_characters(self, folded: str, start: int, end: int) -> Iterator[NamedSpan]:
        for first in range(start, end):
            for last in range(first + 2, min(first + _LONGEST_HAN, end) + 1):
                piece = folded[first:last]
                if _HAN.search(piece) and piece in self._terms and piece not in STOPS:
                    yield NamedSpan(first, last, self._ids(piece))

    def _lookup(self, written: str, folded: str) -> frozenset[str]:
        key = " ".join(folded.split())
        for one in (key, key[:-1] if key.endswith("s") and len(key) > 4 else key):
            if one not in self._terms or one in STOPS or one in AMBIGUOUS_NAMES or len(one) < 3:
                continue
            as_symbol = (written if one == key else written[:-1]) in self._symbols
            if len(one) > _SHORT or one in self._words or as_symbol:
                return self._ids(one)
        return frozenset()

    def _ids(self, key: str) -> frozenset[str]:
        found = self._terms[key]
        return frozenset((found,)) if isinstance(found, str) else frozenset(found)


@lru_cache(maxsize=1)
def shipped_names() -> ShippedNames:
    """The finder of the shipped names, read on the first call and kept for the process."""
    return ShippedNames(_rows())


def _rows() -> Iterator[tuple[str, str, str]]:
    for file in manifest().of_kind("vocabulary"):
        if not _NAMED & set(map(Category, file.categories)):
            continue
        table = pq.read_table(data_path(file.path), columns=["id", "name", "name_zh", "synonyms", "synonyms_zh"])
        for column in ("name", "name_zh"):
            yield from _folded(table.column("id"), table.column(column))
        for column in ("synonyms", "synonyms_zh"):
            lists = table.column(column).combine_chunks()
            ids = table.column("id").combine_chunks().take(pc.list_parent_indices(lists))
            yield from _folded(ids, pc.list_flatten(lists))


def _folded(ids: pa.Array, names: pa.Array) -> Iterator[tuple[str, str, str]]:
    lower = pc.utf8_lower(pc.utf8_normalize(names, form="NFKC"))
    spaced = pc.utf8_trim_whitespace(pc.replace_substring_regex(lower, f"(?:{_HYPHENS}|\\s)+", " "))
    for folded, name, term in zip(spaced.to_pylist(), names.to_pylist(), ids.to_pylist(), strict=True):
        if folded:
            yield folded, name, term
