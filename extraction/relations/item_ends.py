"""What stands behind the dosage of a listed drug when it is taken no longer: a note, a mark, a column, a field.

``Aspirin 75 mg - no longer taking``, ``Amlodipine 5 mg [STOPPED]``, ``Aspirin | 75 mg | Stopped``, ``Ramipril - stop``.
"""

from __future__ import annotations

import re

from extraction.relations.course_words import (
    BE,
    COMPLETED,
    DOSE,
    END,
    NO_CONDITION,
    NOT_TAKEN,
    OFF,
    ORDERED,
    STOPPED,
    status_of_end,
)
from extraction.relations.sentence import DRUG

_MARK = r"(?: ?(?:[,(\[{<*|:=–—-]|->|→) ?[(\[{<*]{0,3} ?)"
_WHO = (
    r"(?:(?:the )?(?:patient|pt|he|she|they)(?: self)?"
    r"(?: (?:reports?|reported|states?|stated|says|said|has|is|was)"
    r"(?: (?:that )?(?:he|she|they)(?: is| has| was)?)?)? )?"
)
_STRICT_END = (
    r"(?=[.,;)\]}>*|]|$| [–—•*-] | (?:because|due|as of|secondary|owing|given|in view of|today|now|for now|per|by)\b)"
)
_NOT_END = (
    r"(?=[.,;)\]}>*|]|$| [–—•*-] | (?:because|due|since|as of|now|currently|any ?more"
    r"|at (?:present|the moment|home|this time|all)"
    r"|per|by|after|today|for (?:the )?(?:last|past|\w+ (?:days|weeks|months|years))|x ?\d"
    r"|(?:it|this)(?! (?:as|regularly|every|daily|consistently))\b)\b)"
)
_OFTEN = r"(?:currently |presently |actively |really |now |been |reportedly ){0,2}"

_FIELDS = (
    rf"(?:(?:(?!\b(?:smok|tobacco|alcohol|drink|vap(?:e|ing)\b))[^{DRUG}.。]|\.(?=\d)){{0,80}}?"
    r"(?:[;,|:()\[\]{}<>*–—-] ?|\b(?:\d[\d.,/-]*|\d*(?:mg|mcg|g|ml|units?)|tablets?|oral|orally|po|iv|im|sc|daily"
    r"|nightly|weekly|od|om|bd|bid|tds|tid|qds|qid|once|twice) )| )"
)
"""Fields of a drug before that of its status; the last ends, so that no other thing's status is read."""

_PATTERNS = (
    (re.compile(rf"{DOSE}{_MARK}{_WHO}{BE}{OFF}\b{NO_CONDITION}{END}"), ""),
    (re.compile(rf"{DOSE}{_MARK}(?:please |to )?{ORDERED}{NO_CONDITION}{_STRICT_END}"), ""),
    (re.compile(rf"[ |]+\d[\d.,]*(?:{DOSE}) {ORDERED}{NO_CONDITION}{_STRICT_END}"), ""),
    (
        re.compile(
            rf"{DOSE}{_MARK}{_WHO}(?:is |was )?no longer {_OFTEN}"
            rf"(?:taking|takes|taken|using|uses|used|on|needed|required|prescribed|in use){_NOT_END}"
        ),
        STOPPED,
    ),
    (
        re.compile(
            rf"{DOSE}{_MARK}{_WHO}(?:is |was |has )?(?:not|never) {_OFTEN}"
            rf"(?:taking|taken|using|used|takes|started){_NOT_END}"
        ),
        NOT_TAKEN,
    ),
    (
        re.compile(
            rf"{DOSE}(?:{_MARK}| ){_WHO}{BE}(?:completed|finished) "
            r"(?:(?:a|the|his|her|full|whole|\d+|\d+-day|days?) ){0,4}(?:course|treatment|therapy|cycle)\b"
        ),
        COMPLETED,
    ),
    (
        re.compile(rf"{DOSE}{_MARK}(?:course|treatment|therapy) {BE}(?:completed|finished|ended|over){END}"),
        COMPLETED,
    ),
    (
        re.compile(
            rf"{_FIELDS}(?:(?:current|medication|drug|prescription|rx|order) )?(?:status|action) ?[:=|–-] ?"
            rf"(?:{OFF}|{ORDERED.replace('off', 'do')}){END}"
        ),
        "",
    ),
)


def item_end(after: str) -> str:
    """The status that an item of a list gives its drug; empty where it tells of no end.

    Args:
        after: what stands behind the drug in the reduced sentence.

    >>> item_end(" 75 mg od - no longer taking"), item_end(" 5 mg [stopped]"), item_end(" 25 mg - hold if hr < 60")
    ('stopped', 'stopped', '')
    """
    for pattern, status in _PATTERNS:
        found = pattern.match(after)
        if found is not None:
            said = found.groupdict()
            return status or status_of_end(str(said.get("off") or said.get("do")))
    return ""
