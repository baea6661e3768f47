"""Pairs of which the field's rules say at once that they are in no relation.

The rules of the DDI challenge's systems (Chowdhury and Lavelli 2013, Kim et al. 2015): two mentions of one name, a name
and its abbreviation, members of one list.
"""

from __future__ import annotations

import re

from extraction.relations.learned.sentence_pairs import OTHER, PairView

_LISTING = frozenset((OTHER, ",", "/", "and", "or", "(", ")", "e", "g", ".", "such", "as", "including", "other", ";"))
_LETTERS = re.compile(r"[^a-z0-9]")
_OPENINGS = frozenset((("(",), ("[",), (",", "or"), ("or",), ("=",)))


def same_name(view: PairView) -> bool:
    """Both ends are one name, case and punctuation ignored."""
    first, second = (_LETTERS.sub("", text.lower()) for text in view.texts)
    return first == second and bool(first)


def abbreviates(view: PairView) -> bool:
    """The second end stands in brackets after the first and abbreviates it, or only renames it."""
    between = view.words[view.first + 1 : view.second]
    closes = view.second + 1 < len(view.words) and view.words[view.second + 1] in (")", "]", ",", ";")
    if between not in _OPENINGS or (between in (("(",), ("[",)) and not closes):
        return False
    short, long = view.texts[1].lower(), view.texts[0].lower()
    return between in (("(",), ("[",)) or _is_subsequence(_LETTERS.sub("", short), long)


def in_list(view: PairView) -> bool:
    """Only other entities, commas and conjunctions stand between the ends, at least one of each of the last two."""
    between = view.words[view.first + 1 : view.second]
    return bool(between) and all(word in _LISTING for word in between)


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return bool(short) and all(letter in letters for letter in short)
