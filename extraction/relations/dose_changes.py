"""Where a text puts a new dose in the place of an old one: ``from 500 mg BD to 1 g BD``, ``40 mg -> 80 mg``."""

from __future__ import annotations

import re

from extraction.relations.course_words import DOSE as MORE

_UNIT = r"(?:mg|mcg|micrograms?|ug|µg|μg|grams?|g|ml|units?|iu|meq|mmol|puffs?|tablets?|tabs?|capsules?|drops?|%)"
_OLD = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?:\.\d{{1,4}})?) ?{_UNIT}\b{MORE}"
_NEW = rf"(?=\d[\d.,]{{0,8}} ?{_UNIT}(?![a-z]))"
_NUMBER = r"(?=\d(?![\d.]{0,5} ?(?:times|x|days?|weeks?|months?|am|pm|o'clock|/)))"
_CHANGED = (
    r"(?:increased|decreased|reduced|changed|raised|lowered|doubled|halved|tapered|weaned|escalated|adjusted"
    r"|(?:up|down)-?titrated|titrated(?: up| down)?)"
)
_BE = r"(?:was |were |is |has been |had been |then |now |later |recently |since |and ){0,3}"
_CHANGE = re.compile(
    rf"\bfrom (?:{_OLD}|\d{{1,6}}(?:\.\d{{1,4}})?{MORE}),? to {_NUMBER}"
    rf"|(?<![\d.,]){_OLD} ?(?:-{{1,2}}>|=>|→|⇒) ?(?:to )?{_NEW}"
    rf"|(?<![\d.,]){_OLD}[,;]? ?(?:[–-] )?{_BE}{_CHANGED}(?: up| down| back| further)? to {_NEW}",
    re.IGNORECASE,
)
_TO = re.compile(r"[^.;\n\d]{0,20}?\bto (?=\d)", re.IGNORECASE)
_FROM = re.compile(r"\bfrom (?:\w+ )?\Z", re.IGNORECASE)
_MOST = 5


def end_of_change(text: str, start: int, limit: int) -> int:
    """Behind the last word before the dose that holds now; ``start`` where no dose is changed.

    >>> text = "Gabapentin 300 mg TDS increased to 600 mg TDS"
    >>> text[end_of_change(text, 10, len(text)):]
    '600 mg TDS'
    """
    for _ in range(_MOST):
        found = _CHANGE.search(text, start, limit)
        if found is None:
            break
        start = found.end()
    return start


def end_of_change_around(text: str, dose: int, drug_end: int, limit: int) -> int:
    """The same for a dose that stands before the name: ``from 20 mg of lisinopril to 40 mg``; 0 where none is changed.

    Args:
        dose: where that dose begins.
        drug_end: where the name ends.
    """
    if _FROM.search(text, max(0, dose - 20), dose) is None:
        return 0
    found = _TO.match(text, drug_end, limit)
    return found.end() if found else 0
