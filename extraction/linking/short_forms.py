"""Short forms that a text defines in brackets, read from the plain text and the places of its mentions.

After Schwartz and Hearst, *A simple algorithm for identifying abbreviation definitions in biomedical text* (2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BRACKETS = re.compile(r"[(\[]\s*([^()\[\];,\n]{2,12}?)s?\s*(?=[)\];,])")
_BETWEEN = re.compile(r"\s*[(\[]\s*")
_SHORT = re.compile(r"[A-Za-z0-9][\w\-/+]*")
_WORDS_BEFORE = 10
_REACH = 120


def short_forms(text: str, places: Iterable[tuple[int, int]] = ()) -> dict[str, str]:
    """Long form by short form; the first definition counts.

    Args:
        text: of a document.
        places: ``(start, end)`` of mentions, whose ends say where a long form begins and ends.

    >>> short_forms("Acute renal failure (ARF) and deep vein thromboses (DVTs) were seen; ARF again.")
    {'ARF': 'Acute renal failure', 'DVT': 'deep vein thromboses'}
    """
    by_end = {end: start for start, end in sorted(places, reverse=True)}
    found: dict[str, str] = {}
    for match in _BRACKETS.finditer(text):
        short = match[1]
        if not _SHORT.fullmatch(short) or not any(one.isupper() for one in short):
            continue
        end = len(text[: match.start()].rstrip())
        long = text[by_end[end] : end] if end in by_end else ""
        if not long or not _long_form(short, long):
            before = text[max(0, end - _REACH) : end]
            words = before.split(" ")[-min(_WORDS_BEFORE, 2 * len(short), len(short) + 5) :]
            long = _long_form(short, " ".join(words)) or (long if short.isupper() else "")
        if long and len(long) > len(short):
            found.setdefault(short, long)
    return found


def _long_form(short: str, before: str) -> str:
    """The shortest end of ``before`` that holds the letters of ``short`` in order; empty when there is none."""
    at = len(before) - 1
    for place in range(len(short) - 1, -1, -1):
        letter = short[place].lower()
        if not letter.isalnum():
            continue
        while at >= 0 and (before[at].lower() != letter or (place == 0 and at > 0 and before[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return ""
        at -= 1
    return before[at + 1 :].strip()
