"""Words of the vocabulary's names by their spelling: which are known, and which are one slip of the pen away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

import pyarrow as pa
import pyarrow.compute as pc

from extraction.deidentify.tagger import shipped_tagger
from extraction.deidentify.tokens import word_hash
from extraction.lexicon import Lexicon, shipped_lexicon
from extraction.lexicon_names import Guard
from kg.schema import Category

SHORTEST = 7
"""Letters of the shortest word that is thought to be meant; fewer have too many neighbours."""

KINDS = tuple(map(str, (Category.DISEASE, Category.PHENOTYPIC_FEATURE, Category.DRUG, Category.CHEMICAL_ENTITY)))
"""Categories of names whose words are corrected."""
_ENDS = 3  # letters at either end of a word, of which one slip leaves one end intact
_LONGEST_WORD = 64  # letters; what is longer is no word, and its parts would take long
_LEAST_PART = 4
_MOST_KEPT = 20_000
_ENDINGS = re.compile(r"(?:s|es|ed|ing|ly|al|ally|ic|ous|ness|like|less|er|ers|able)$")
_BEGINNINGS = re.compile(
    r"^(?:un|non|re|pre|post|anti|over|under|inter|intra|extra|sub|super|supra|infra|micro|macro|multi|mono|poly|pseudo"
    r"|peri|para|trans|hyper|hypo|semi|self|mid|ultra|retro|dis|mis|counter|electro|echo|cardio|thermo|normo)"
)


class SpellingIndex:
    """The long words of names of diseases, findings and drugs.

    Args:
        lexicon: the names; those that only count in capitals, and those of genes, are left out.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        keys, categories = lexicon.column("keys"), lexicon.column("categories")
        free = pc.equal(lexicon.column("guards"), int(Guard.NONE))
        meant = pc.and_(free, pc.is_in(categories, value_set=pa.array(list(KINDS))))
        words = pc.unique(pc.list_flatten(pc.split_pattern(keys.filter(meant), " ")))
        long = words.filter(pc.match_substring_regex(words, f"^[a-z]{{{SHORTEST},}}$"))
        self._words = frozenset(long.to_pylist())
        self._firsts = frozenset(word[:_ENDS] for word in self._words)
        self._lasts = frozenset(word[-_ENDS:] for word in self._words)
        self._found: dict[str, tuple[str, ...]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def __len__(self) -> int:
        return len(self._words)

    def meant(self, word: str) -> tuple[str, ...]:
        """The words one slip away, sorted: a letter too many or too few, another letter, or two neighbours swapped.

        Args:
            word: in small letters. That it is itself no word is for the caller to know (:func:`is_ordinary`).
        """
        found = self._found.get(word)
        if found is None:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            found = self._found[word] = tuple(sorted({one for one in self._slips(word) if one in self._words}))
        return found

    def _slips(self, word: str) -> Iterator[str]:
        """Every spelling one slip away whose first or last letters begin or end a word; the first letter stays."""
        size = len(word)
        begins = word[:_ENDS] in self._firsts
        ends = word[-_ENDS:] in self._lasts
        for place in range(1, size + 1):
            if not (begins if place >= _ENDS else ends):
                continue
            head, tail = word[:place], word[place:]
            yield from (head + letter + tail for letter in ascii_lowercase)
            if tail:
                rest = tail[1:]
                yield head + rest
                yield from (head + letter + rest for letter in ascii_lowercase)
            if len(tail) > 1:
                yield head + tail[1] + tail[0] + tail[2:]


@lru_cache(maxsize=1)
def shipped_index() -> SpellingIndex:
    """The index of the shipped vocabularies, made on the first call and kept for the process."""
    return SpellingIndex(shipped_lexicon())


def is_ordinary(word: str, *, capital: bool = False) -> bool:
    """Whether a word in small letters is one that texts write: of a dictionary, of a name, or made of such.

    Words of names are those of the shipped vocabularies. Endings (``-s``, ``-ed``, ``-ness``), beginnings (``non-``)
    and compounds of two words are undone.

    Args:
        capital: it is written with one, so names of people count as well.
    """
    if len(word) > _LONGEST_WORD:
        return False
    lists = shipped_tagger("en").lists
    ordinary, clinical = lists.ordinary, lists.clinical

    def known(one: str) -> bool:
        checksum = word_hash(one)
        return checksum in ordinary or checksum in clinical

    if capital and any(word_hash(word) in one for one in (lists.surnames, lists.given)):
        return True
    if known(word) or any(known(one) for one in _stems(word)):
        return True
    begun = _BEGINNINGS.match(word)
    rest = word[begun.end() :] if begun else ""
    if len(rest) >= _LEAST_PART and (known(rest) or any(known(one) for one in _stems(rest))):
        return True
    places = range(_LEAST_PART, len(word) - _LEAST_PART + 1)
    return any(word_hash(word[:at]) in ordinary and word_hash(word[at:]) in ordinary for at in places)


def is_prose(word: str) -> bool:
    """Whether a word in small letters is one of a dictionary or of scientific prose, unlike a brand."""
    return word_hash(word) in shipped_tagger("en").lists.ordinary


def _stems(word: str) -> Iterator[str]:
    """What an ending may have been put to: ``moving`` gives ``mov`` and ``move``."""
    for at in range(_LEAST_PART, len(word)):
        if _ENDINGS.fullmatch(word, at):
            yield word[:at]
            yield f"{word[:at]}e"
            if word[at - 1] == "i":
                yield f"{word[: at - 1]}y"
