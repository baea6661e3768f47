"""Letters and their combining marks as one letter, so that the rules read ``e`` + U+0301 as they read ``é``."""

from __future__ import annotations

import re
import unicodedata

_MARK = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def composed(text: str) -> tuple[str, list[int] | None]:
    """A text of which every letter with its marks is one code point, and where these stood.

    A mark that fits into no composed letter is left out.

    Returns:
        the text, and for every code point of it and for its end the place in ``text``; None when nothing changed.
    """
    if _MARK.search(text) is None:
        return text, None
    letters: list[str] = []
    starts: list[int] = []
    for place, letter in enumerate(text):
        if letters and _MARK.match(letter):
            joined = unicodedata.normalize("NFC", letters[-1] + letter)
            if len(joined) == 1:
                letters[-1] = joined
            continue
        letters.append(letter)
        starts.append(place)
    return "".join(letters), [*starts, len(text)]
