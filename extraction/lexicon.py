"""All names of the vocabulary, compiled: found in a text in one pass, and looked up one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from extraction.clinical_abbreviations import ABBREVIATIONS
from extraction.folding import Folded, fold_name
from extraction.lexicon_names import MATCHED, Guard, Spelling, Trust, spellings
from kg.identifiers import Curie
from kg.vocabulary import Term, Vocabulary

_CACHED_LEXICONS = 2
_HAN = re.compile(r"[\u3400-\u9fff]")


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
        vocabulary: its terms of the matched categories are taken; its version is the lexicon's.

    Building takes some ten seconds for 300,000 names; build it before worker processes fork, so that they share it.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.version = vocabulary.version
        self._keys: list[str] = []
        self._entries: list[tuple[tuple[Term, Spelling], ...]] = []
        self._free: set[str] = set()
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        self._compile(_by_key(vocabulary))

    def hits(self, folded: Folded) -> Iterator[Hit]:
        """Every name that stands in a folded text as whole words, in order of their ends, overlaps included."""
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
                if text[end] != "s" or (end + 1 < length and _joins(text[end + 1])) or len(key) < 4:
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
        return tuple(
            Candidate(term.id, term.category, term.name, one.surface, one.trust, one.guard)
            for term, one in self._entries[index]
        )

    def __len__(self) -> int:
        return len(self._keys)

    def _compile(self, found: dict[str, list[tuple[Term, Spelling]]]) -> None:
        for short, long in ABBREVIATIONS.items():
            named = found.get(fold_name(long), [])
            entry = [(term, Spelling(fold_name(short), short, Trust.ABBREVIATION, Guard.CAPITALS)) for term, _ in named]
            if entry:
                found[fold_name(short)] = entry
        for index, (key, entry) in enumerate(found.items()):
            self._automaton.add_word(key, index)
            self._keys.append(key)
            self._entries.append(tuple(entry))
            if any(one.guard is Guard.NONE for _, one in entry):
                self._free.add(key)
        self._automaton.make_automaton()


def _joins(letter: str) -> bool:
    """Whether a character next to a Latin name makes it part of a longer word."""
    return letter.isalnum() and not _HAN.match(letter)


def _by_key(vocabulary: Vocabulary) -> dict[str, list[tuple[Term, Spelling]]]:
    found: dict[str, list[tuple[Term, Spelling]]] = {}
    for term in vocabulary.terms():
        if term.category not in MATCHED:
            continue
        best: dict[str, Spelling] = {}
        for one in spellings(term):
            known = best.get(one.key)
            if known is None or (one.guard, one.trust) < (known.guard, known.trust):
                best[one.key] = one
        for key, one in best.items():
            found.setdefault(key, []).append((term, one))
    return found


@lru_cache(maxsize=_CACHED_LEXICONS)
def shipped_lexicon() -> Lexicon:
    """The lexicon of the shipped vocabularies, built on the first call and kept for the process."""
    return Lexicon(Vocabulary.shipped())
