"""What a stage could not keep, with the reason: nothing vanishes silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class DropReason(StrEnum):
    """Why something was dropped. A closed list: a new reason is added here, with what causes it."""

    UNREADABLE = "unreadable"  # not UTF-8, malformed, truncated
    EMPTY = "empty"  # nothing to read
    NOT_A_DOCUMENT = "not_a_document"  # a file of a folder, or a row, that holds no text to read
    TOO_LONG = "too_long"  # over a documented limit
    WRONG_OFFSETS = "wrong_offsets"  # an annotation whose text is not at its place
    UNKNOWN_PREDICATE = "unknown_predicate"
    UNKNOWN_CATEGORY = "unknown_category"
    NOT_A_CURIE = "not_a_curie"
    DOMAIN_OR_RANGE = "domain_or_range"  # ends that the predicate does not allow
    NO_LINK = "no_link"  # a mention that no vocabulary term matched well enough
    UNMAPPED = "unmapped"  # an identifier without a canonical counterpart
    DUPLICATE = "duplicate"
    SELF_LOOP = "self_loop"
    MISSING_FIELD = "missing_field"
    MASKED = "masked"  # lies within a masked personal identifier
    IGNORED_COLUMN = "ignored_column"  # a column of a table that has no place in the graph; its rows are kept
    OTHER_LANGUAGE = "other_language"  # a document in neither English nor Chinese
    FAILED = "failed"  # an error in one item, reported with its message


@dataclass(frozen=True, slots=True)
class Dropped:
    """One thing that a stage could not keep.

    Attributes:
        item: what it was and where, fit to print (never a personal identifier).
        reason: why.
        detail: a sentence for the user; may be empty.
    """

    item: str
    reason: DropReason
    detail: str = ""


def count_by_reason(dropped: Iterable[Dropped]) -> dict[str, int]:
    """How many were dropped for each reason, largest first.

    >>> count_by_reason([Dropped("a", DropReason.EMPTY), Dropped("b", DropReason.EMPTY)])
    {'empty': 2}
    """
    return dict(Counter(str(one.reason) for one in dropped).most_common())
