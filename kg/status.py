"""Whether a case takes a drug now: of all that one document says of it, the last word counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

TAKES = "takes"
STATUS = "status"
ACTIVE, INTENDED, ON_HOLD = "active", "intended", "on-hold"
STOPPED, COMPLETED, NOT_TAKEN = "stopped", "completed", "not-taken"
STATUSES = (ACTIVE, INTENDED, ON_HOLD, STOPPED, COMPLETED, NOT_TAKEN)
"""FHIR's codes of a MedicationStatement, the most current first."""
_DOSED = frozenset(("dose_value", "dose_count", "frequency"))
_HISTORICAL = "historical"


class Statement(NamedTuple):
    """One piece of evidence on ``takes``.

    Attributes:
        document: what its place is counted in: the document's id; a name of its own for the record of a source.
        place: code point where the drug stands.
        negated: the text says that it is not taken.
        historical: the text speaks of the past.
        source: who says it.
        qualifiers: of the evidence.
    """

    document: str
    place: int
    negated: bool
    historical: bool
    source: str
    qualifiers: Sequence[Sequence[str]]


def is_historical(assertion: str) -> bool:
    """Whether an assertion, as :func:`kg.evidence_table.assertion_to_text` words it, is of the past.

    >>> is_historical("affirmed certain historical patient")
    True
    """
    return _HISTORICAL in assertion.split()


def statuses_of(statements: Iterable[Statement]) -> set[tuple[str, str]]:
    """What the last statement of each document makes of one drug, with its source.

    What is ordered while it is taken is taken still.

    What was only taken, or not borne, in the past counts where nothing else is said; with a dose or a frequency it is
    read as lasting ("hypertension for eight years, on amlodipine 5 mg daily").

    >>> said = [Statement("doc:a", 90, True, False, "x", [("status", "stopped")])]
    >>> statuses_of([*said, Statement("doc:a", 10, False, False, "x", [])])
    {('stopped', 'x')}
    """
    found: dict[str, tuple[str, str]] = {}
    for one in sorted(statements, key=_order):
        status, (before, _) = _status(one), found.get(one.document, ("", ""))
        lasts = before == ACTIVE and status == INTENDED  # an order for what is taken already
        found[one.document] = (ACTIVE if lasts else status, one.source)
    return set(found.values())


def most_current(statuses: Iterable[str]) -> str:
    """The most current of several statuses, so that nothing taken is overlooked; empty when there are none.

    >>> most_current(["stopped", "active"])
    'active'
    """
    found = set(statuses)
    return next((one for one in STATUSES if one in found), min(found, default=""))


def _order(one: Statement) -> tuple[bool, int, bool, str, list[list[str]]]:
    """Later is larger; a denial comes after an affirmation at the same place, and words break further ties."""
    lasting = not one.historical or _is_dosed(one) or (one.negated and bool(_said(one)))
    return lasting, one.place, one.negated, one.source, sorted(map(list, one.qualifiers))


def _status(one: Statement) -> str:
    if said := _said(one):
        return said
    if one.negated:
        return NOT_TAKEN
    return COMPLETED if one.historical and not _is_dosed(one) else ACTIVE


def _said(one: Statement) -> str:
    return most_current(value for key, value in one.qualifiers if key == STATUS)


def _is_dosed(one: Statement) -> bool:
    return any(key in _DOSED for key, _ in one.qualifiers)
