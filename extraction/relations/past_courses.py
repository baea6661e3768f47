"""Courses of a drug that belong to a past episode: ``TB in 1998 treated with rifampicin``."""

from __future__ import annotations

import re

from extraction.relations.sentence import CONDITION, DRUG

_AND_DRUGS = rf"(?:{DRUG}(?:, | and |/|, and ))*$"
_TREATED = (
    r"(?:(?:which|it|this) )?(?:was |were |and )?(?:successfully |fully |initially )?(?:treated|managed)"
    r"(?: then)? with "
)
_EPISODE = re.compile(
    rf"(?<!since )(?<!diagnosed with )(?<!known ){CONDITION}(?: ?\([^()]{{1,20}}\))?,? (?:episode )?in "
    rf"(?:[a-z]+ )?(?:19|20)\d\d(?:,|;|:)? (?:and )?{_TREATED}"
    rf"(?:(?:a|an|the|iv|oral|course|of|short|long|\d+|days?|weeks?|months?) ){{0,5}}{_AND_DRUGS}"
)
_FOR_A_WHILE = re.compile(
    r"(?<!being )(?<!be )\b(?:treated|managed) with (?:an? )?"
    r"(?:\d{1,2}|two|three|four|five|six|seven|ten|twelve|several)[ -](?:days?|weeks?|months?|years?)(?: course)? of "
    rf"(?:(?:oral|iv|low-dose|high-dose) )?{_AND_DRUGS}"
)
_PRESENT = re.compile(
    r"\b(?:(?:is|are|am)(?: (?:now|also|still|again|\w+ly))*"
    r"|(?:now|currently|presently|still|continu\w+|at present),?"
    r"(?: (?!(?:was|were|had|been|after|having)\b)[^ .,;:]+){0,6}) $"
)
GOES_ON = re.compile(r"\b(?:continu\w+|still|ongoing|since|current\w*|now|to date|so far|every|daily now)\b")
"""That what is told of the past goes on."""


def is_of_past_episode(before: str, after: str) -> bool:
    """Whether a drug was given for a while, or in a year that is named, and nothing says that it still is.

    Where one ``is treated with 6 months of rifampicin``, or currently, that is how long a course is to take.

    Args:
        before, after: of the reduced sentence, around the drug.
    """
    if GOES_ON.search(after):
        return False
    if _EPISODE.search(before):
        return True
    course = _FOR_A_WHILE.search(before)
    return course is not None and not _PRESENT.search(before[: course.start()])
