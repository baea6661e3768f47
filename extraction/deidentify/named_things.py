"""What is named after people, a disease, a sign or a scale, told from the patients of the same names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extraction.deidentify.english import LOWER, UPPER
from extraction.deidentify.eponyms import EPONYMS, person_too
from extraction.deidentify.given_names import GIVEN_NAMES
from extraction.deidentify.names import EPONYM, KNOWN_EPONYM, is_full_eponym
from extraction.deidentify.rules import Span
from extraction.deidentify.tokens import WordLists, word_hash

_AFTER = 120  # code points that tell it
_LETTERS = re.compile(r"[^\W\d_]+")
_TWO_WORDS = re.compile(rf"[{UPPER}][{LOWER}]+[ \t](?:[{UPPER}]\.[ \t])?[{UPPER}][{LOWER}]+")
"""Given name and surname, an initial between them; what is named after two people joins them by a hyphen."""
_HEAD = re.compile(rf"(?:[ \t\-][{UPPER}][^\W\d_]{{1,24}}){{0,2}}(?i:{EPONYM.pattern})")
_KNOWN_HEAD = re.compile(rf"(?:[ \t\-][{UPPER}][^\W\d_]{{1,24}}){{0,2}}(?i:{KNOWN_EPONYM.pattern})")
_MEASURED = re.compile(
    r"['’]?s?[ \t]*[:=]?[ \t]*(?:(?:and|or|/)[ \t]*[^\W\d_]{3,20}[ \t]*)?(?:(?:test|sign)[ \t]+)?"
    r"(?:positive|negative|neg\b|pos\b|equivocal)(?![ \t]+(?:for|on)\b)",
    re.IGNORECASE,
)
"""What is written after a sign: ``Hawkins and Neer negative``; whoever is positive for something is a patient."""
_SCORED = re.compile(
    r"[ \t]*[:=]?[ \t]*(?:score[ \t]+(?:(?:is|was)[ \t]+)?)?\d{1,2}(?![\d/\-]|\.\d|[ \-]?(?:y|mo|month|week|m\b|f\b))",
    re.IGNORECASE,
)
_SCALES = frozenset(("beck", "bishop", "gleason", "hamilton", "morse", "norton", "ranson"))
"""Scales that are common surnames too."""
_SIGNS = frozenset(("allen", "hawkins", "horner", "murphy", "patrick", "stein", "thompson", "turner"))
"""Signs and tests that are common surnames too."""
_NAMED, _KNOWN_NAMED = (
    re.compile(rf"[^\W\d_]+(?:[ \t\-][^\W\d_]+)?(?={heads.pattern}$).*?([^\W\d_]+)", re.IGNORECASE)
    for heads in (EPONYM, KNOWN_EPONYM)
)
_SCORES = re.compile(r"(?:\d{1,3}, )?[^\W\d_][\w'’\-]+ \d{1,3}(?:, [^\W\d_][\w'’\-]+ \d{1,3})+(?:, [\w'’\-]+)?")
_GRADED = re.compile(
    rf"(?:{'|'.join(sorted(EPONYMS))})(?:(?:-| and | or )[^\W\d_]+)? (?:[A-D]|positive|negative|absent|flushed)",
    re.IGNORECASE,
)


def names_thing(text: str, span: Span, named: Sequence[str], lists: WordLists) -> bool:
    """Whether what follows a span is named after the people in it; ``John Foster``'s tests are his own.

    Args:
        named: the words of the span, in small letters.
    """
    if is_full_eponym(text, span.start, span.end):
        return True
    if len(named) > 1 and named[-1] not in EPONYMS:
        given = named[0].capitalize() in GIVEN_NAMES
        if given or (_TWO_WORDS.fullmatch(text, span.start, span.end) and named[0] not in EPONYMS):
            return False
    return _headed(text[span.end : span.end + _AFTER], known=_is_known(named, lists))


@lru_cache(maxsize=256)
def _headed(after: str, *, known: bool) -> bool:
    """Whether a text goes on with what is named after people; lists repeat what follows their names.

    Args:
        known: whether a known eponym stands before it.
    """
    return _HEAD.match(after) is not None or (known and _KNOWN_HEAD.match(after) is not None)


def _is_known(named: Sequence[str], lists: WordLists) -> bool:
    """Whether these words of a span are eponyms that no patient is likely to bear, and no given name and surname."""
    if not named or named[-1] not in EPONYMS or person_too(named[-1], lists):
        return False
    return len(named) == 1 or word_hash(named[0]) not in lists.given


def measured(text: str, end: int, word: str) -> bool:
    """Whether a result follows a sign, or a score a scale, that is a common surname too."""
    if word in _SIGNS:
        return _MEASURED.match(text, end) is not None
    return word in _SCALES and _SCORED.match(text, end) is not None


def is_thing(piece: str, lists: WordLists, *, plain: bool) -> bool:
    """Whether a span holds what is named after somebody (``Venturi mask``), or scores (``Braden 15, Katz 4``)."""
    words = [word.lower() for word in _LETTERS.findall(piece)]
    if _SCORES.fullmatch(piece):
        return any(word in EPONYMS and (word in _SCALES or not person_too(word, lists)) for word in words)
    if _GRADED.fullmatch(piece) or (not plain and EPONYM.fullmatch(f" {piece}")):
        return any(not person_too(word, lists) for word in words if word in EPONYMS or not plain)
    if not any(word in EPONYMS and not person_too(word, lists) for word in words):
        return False
    if len(words) > 2 and word_hash(words[0]) in lists.given:
        return False
    named = _NAMED.fullmatch(piece) or _KNOWN_NAMED.fullmatch(piece)
    if named is None:
        return False
    head = named[1]
    return head.islower() if plain else word_hash(head.lower()) not in lists.common_surnames
