"""English names made whole: words joined by a hyphen, initials before them, a given name or surname that is a word."""

from __future__ import annotations

import re

from extraction.deidentify.english import LOWER, UPPER
from extraction.deidentify.eponyms import EPONYMS
from extraction.deidentify.names import EPONYM
from extraction.deidentify.rules import Span
from extraction.deidentify.tokens import WordLists, word_hash

_INITIALS_BEFORE = re.compile(r"(?<![\w.])(?:[^\W\d_]\.[ \t]?){1,3}$")
_JOINED_AFTER = re.compile(r"(?:[-'’][^\W\d_]{2,24}){1,3}")
_JOINED_BEFORE = re.compile(r"(?<!\w)(?:[^\W\d_]{2,24}[-'’]){1,3}$")
_CAPITALISED = rf"[{UPPER}][{LOWER}]{{1,14}}"
_WORD_BEFORE = re.compile(rf"(?<![\w'’.\-])({_CAPITALISED})[ \t]$")
_WORD_AFTER = re.compile(rf"[ \t]({_CAPITALISED})(?![\w\-])(?![ \t]*[:=\d]|['’]s?[ \t])")
_REACH = 60
_NO_SURNAME = frozenset(
    re.findall(
        r"\w+",
        "hand head colon chin temple wall walls root block light burns gross case code call post north west south east"
        " plan short black white brown green day will pain may",
    )
)
"""Surnames that stand for themselves behind a given name, in forms and tables."""


def whole_name(text: str, span: Span) -> Span:
    """The span with the words that a hyphen joins to it, and with initials before it."""
    after = _JOINED_AFTER.match(text, span.end)
    end = after.end() if after else span.end
    before = _JOINED_BEFORE.search(text, max(0, span.start - _REACH), span.start)
    start = before.start() if before else span.start
    initials = _INITIALS_BEFORE.search(text, max(0, start - _REACH), start)
    return Span(initials.start() if initials else start, end, span.kind)


def with_words(text: str, span: Span, lists: WordLists) -> Span:
    """A name with the given name that is a word before its surname (``Will``), or the surname that is one behind it.

    Args:
        text: in both cases, so that capitals tell something.
    """
    start, end, kind = span
    if kind != "name" or not text[start].isupper():
        return span
    before = _WORD_BEFORE.search(text, max(0, start - _REACH), start)
    if before is not None and _hashed(before[1]) in lists.given and before[1].lower() not in EPONYMS:
        return Span(before.start(1), end, kind)
    after = _WORD_AFTER.match(text, end)
    if after is None or _hashed(text[start:end]) not in lists.given:
        return span
    surname = after[1].lower() not in _NO_SURNAME and _hashed(after[1]) in lists.common_surnames
    return Span(start, after.end(1), kind) if surname and not EPONYM.match(text, after.end(1)) else span


def _hashed(word: str) -> int:
    return word_hash(word.lower())
