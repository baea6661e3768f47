"""Treatments told within a dated past: ``one episode in 2018, treated with prednisone``, ``last winter received``."""

from __future__ import annotations

import re

from extraction.assertion_background import is_lasting
from extraction.relations.illnesses import is_infection
from extraction.relations.past_courses import GOES_ON
from extraction.relations.sentence import CONDITION, DRUG, ReducedSentence

_COUNT = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|a few|many|a couple of)"
_MONTH = (  # masked, where the text is de-identified
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|█+)"
)
_SEASON = r"(?:winter|spring|summer|autumn|fall)"
_WHEN = (
    rf"(?<!since )(?:(?:back )?(?:in|during|around) (?:(?:early|late|mid|the|of|{_SEASON}|{_MONTH})[ -]){{0,3}}"
    rf"(?:19|20)\d\d|(?<!over the )(?<!for the )(?:in (?:the )?)?last (?:{_SEASON}|year|month|{_MONTH})"
    rf"|(?:(?:about|some|over|nearly) )?{_COUNT} (?:years?|months?) ago)"
)
_WITH = (
    r"(?:(?:a|an|the|iv|oral|po|im|intravenous|topical|high-dose|low-dose|pulsed?|course|courses|of|short|long|brief"
    rf"|\d+|days?|weeks?|months?|both) ){{0,6}}(?:{DRUG}(?:, | and |/|, and ))*$"
)
_TREATED = (
    r"(?:successfully |initially |then |empirically )?(?:treated|managed)(?: then| successfully| initially)? with "
)
_OF_EPISODE = re.compile(
    rf"(?:^|[.;:] )(?P<clause>[^.;:{DRUG}]{{0,80}}?{_WHEN}[^.;:{DRUG}]{{0,60}}?)[;:]? ?\b{_TREATED}{_WITH}"
)
_OF_CASE = re.compile(
    rf"(?:^|[.;:,(] ?|\b(?:and|but|who|he|she) ){_WHEN},?(?: (?:he|she|they|who|the patient|patient|pt))?"
    rf"(?: (?:was|were|had been|has been))?(?: {_TREATED}| (?:received|took) ){_WITH}"
)
_EPISODE = re.compile(
    r"\b(?:episodes?|attacks?|bouts?|flares?(?:[- ]?ups?)?|relapses?|exacerbations?|recurrences?|outbreaks?"
    r"|hospitali[sz]ations?|hospitali[sz]ed|admissions?)\b"
)
_LASTS = re.compile(r"\b(?:diagnos\w+|dx|since|known|onset|is|are|currently|now|still|ongoing|began|started)\b")


def in_dated_past(sentence: ReducedSentence, place: int) -> bool:
    """Whether a drug was given in an episode, an infection or just a time that is dated and over.

    What was diagnosed then may be treated still, and so may a lasting condition.

    Args:
        place: of the drug in ``sentence.text``.
    """
    begin = max(0, place - 240)
    before, after = sentence.text[begin:place], sentence.text[place + 1 : place + 160]
    if "with " not in before and "received" not in before and "took" not in before:
        return False
    if GOES_ON.search(after):
        return False
    if _OF_CASE.search(before):
        return True
    found = _OF_EPISODE.search(before)
    if found is None or _LASTS.search(found["clause"]):
        return False
    first, last = found.span("clause")
    named = [
        sentence.mentions[at]
        for at in range(begin + first, begin + last)
        if sentence.text[at] == CONDITION and at in sentence.mentions
    ]
    if any(is_lasting(one.text.lower()) for one in named) and not _EPISODE.search(found["clause"]):
        return False
    return _EPISODE.search(found["clause"]) is not None or (bool(named) and all(map(is_infection, named)))
