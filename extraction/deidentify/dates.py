"""Masked dates as shifted ones: days that a patient's whole record is moved by, so that intervals stay true."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MOST_DAYS = 365
"""A record is moved by at most so many days, and by one at least."""

_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)  # noqa: SIM905
}
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>(?:19|20)\d{2})[/.\-](?P<month>\d{1,2})[/.\-](?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?年\s?(?P<month>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?[日号])?",
        r"(?<!\d)(?P<first>\d{1,2})[/.\-](?P<second>\d{1,2})[/.\-](?P<year>(?:19|20)?\d{2})(?!\d)",
        rf"(?<![a-z]){_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{{2}})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-]+(?:of\s+)?{_NAME},?[\s\-]+(?P<year>(?:19|20)?\d{{2}})(?!\d)",
        rf"(?<![a-z]){_NAME},?\s+(?P<year>(?:19|20)\d{{2}})(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
    )
)
_AROUND = 12
_CENTURY_TURN = 30
_LAST_MONTH = 12
_MIDDLE = 15


@dataclass(frozen=True, slots=True)
class ShiftedDate:
    """A date of a text, moved.

    Attributes:
        start, end: code points of the masked span that it stands for.
        day: the moved day; the middle of the month where the text names no day.
        exact: whether the text names a day.
    """

    start: int
    end: int
    day: date
    exact: bool


def patient_shift(key: bytes, patient: str) -> int:
    """Days to move a patient's dates by, from -365 to 365 and never 0; the same for the same key and patient.

    Args:
        key: a secret of the graph or the user, of 16 bytes at least to be one; who has it can undo the shift.
        patient: what identifies the patient across documents.

    >>> patient_shift(b"secret", "p1") == patient_shift(b"secret", "p1")
    True
    """
    digest = hmac.new(key, patient.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    days = 1 + int.from_bytes(digest[:8], "big") % MOST_DAYS
    return days if digest[8] % 2 else -days


def shifted_dates(
    text: str, spans: Iterable[tuple[int, int, str]], shift: int, *, day_first: bool = False
) -> tuple[ShiftedDate, ...]:
    """The dates under the masked spans of kind ``date``, moved by ``shift`` days; those without a year are left out.

    Args:
        text: the original.
        spans: of :class:`extraction.deidentify.Masked`.
        day_first: how to read 03/04/2024 where both readings hold.
    """
    return tuple(_found(text, spans, shift, day_first))


def _found(text: str, spans: Iterable[tuple[int, int, str]], shift: int, day_first: bool) -> Iterator[ShiftedDate]:
    for start, end, kind in spans:
        if kind != "date":
            continue
        read = read_date(text, start, end, day_first=day_first)
        if read is not None:
            day, exact = read
            yield ShiftedDate(start, end, _moved(day, shift), exact)


def read_date(text: str, start: int, end: int, *, day_first: bool = False) -> tuple[date, bool] | None:
    """The day at a span, its year included where it stands beside it, and whether the day is named; None if unread."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    for form in _FORMS:
        for match in form.finditer(text[low:high]):
            if match.start() + low < end and start < match.end() + low:
                day = _day(match, day_first)
                if day is not None:
                    return day, "day" not in match.groupdict() or match["day"] is not None
    return None


def _day(match: re.Match[str], day_first: bool) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 2000 if year < _CENTURY_TURN else 1900
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        dotted = "." in match[0]
        swap = first > _LAST_MONTH or ((day_first or dotted) and second <= _LAST_MONTH)
        month, day = (second, first) if swap else (first, second)
    else:
        month = int(parts["month"]) if parts.get("month") else _MONTHS[parts["name"].lower()]
        day = int(parts["day"]) if parts.get("day") else _MIDDLE
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moved(day: date, shift: int) -> date:
    try:
        return day + timedelta(days=shift)
    except OverflowError:
        return day
