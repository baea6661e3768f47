"""Times that no fixed phrase gives, in English: the year of a finding, and a condition put as a question of order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.assertion_background import is_event, is_lasting

_YEAR = re.compile(
    r"(?: (?:x ?\d|of the \w+(?: \w+)?))?(?: \(| in| back in|,| around| circa)? ?"
    r"(?:(?:early|late|mid|january|february|march|april|may|june|july|august|september|october|november|december)[ -])?"
    r"(?:in )?(?:19|20)\d\d\b(?! ?(?:mg|ml|units|/))"
)
_YEAR_ANY = re.compile(r"\b(?:19|20)\d\d\b")
_SHOULD = re.compile(r"(?:^|[.,;:] |\band )should (?!be |have |not |also |take )(?P<rest>[^,.;:]{1,80})")


def past_years(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name is dated by a year and no lasting condition: ``stroke in 2015``; not ``diabetes (2014)``.

    Args:
        text: the sentence in lower case with single spaces.
        spans: the mentions in it, characters, end excluded.
    """
    if not ("19" in text or "20" in text) or not _YEAR_ANY.search(text):
        return [False] * len(spans)
    return [bool(_YEAR.match(text, end)) and _is_over(text[start:end]) for start, end in spans]


def _is_over(name: str) -> bool:
    return is_event(name) or not is_lasting(name)


def conditions(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name stands in ``should chest pain recur, …``."""
    if "should" not in text:
        return [False] * len(spans)
    held = [(one.start("rest"), one.end()) for one in _SHOULD.finditer(text)]
    return [any(start <= span[0] < end for start, end in held) for span in spans]
