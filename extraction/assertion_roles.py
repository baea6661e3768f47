"""Other people by what they are to the patient, in English: carers, teachers, other patients, sources, outbreaks.

A nurse or a teacher may be the patient, and mostly speaks of one: a finding is theirs only where the sentence says
that they have it (``her nurse had influenza``), never by the mere word (``her nurse noticed a fever``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from extraction.assertion_names import LIST, WHOLE_LIST, named

_ROLES = """
carer carers caregiver caregivers nurse teacher interpreter midwife babysitter nanny childminder au-pair ex tutor coach
therapist employer employee student pupil client lodger tenant cleaner instructor supervisor manager bandmate
"""
_ROLE_NAMES = (
    "social worker",
    "care worker",
    "support worker",
    "health visitor",
    "au pair",
    "care assistant",
    "ex partner",
)
_WHOSE = ("his", "her", "their", "patient's", "pt's", "foster")
_SELDOM_PATIENTS = (
    "carer",
    "caregiver",
    "nurse",
    "teacher",
    "interpreter",
    "midwife",
    "babysitter",
    "nanny",
    *_ROLE_NAMES,
)
_FELLOWS = """
patient patients resident residents passenger passengers inmate inmates pupil pupils student students worker workers
child children person people prisoner prisoners traveller travellers guest guests soldier soldiers player players
"""
_OTHERS = ("another", "other", "fellow")

ROLES = frozenset(
    " ".join(parts)
    for parts in (
        *product(_WHOSE, (*_ROLES.split(), *_ROLE_NAMES)),
        *product(("the",), _SELDOM_PATIENTS),
        *product(_OTHERS, _FELLOWS.split()),
    )
)
"""Phrases for such people, in lower case."""

_NOT_HAD = (
    r"(?! (?:(?!confirmed|suspected|diagnosed|infected|tested|proven|untreated|undiagnosed|advanced|relapsed)\w+ed\b"
    r"|been (?!diagnosed|ill\b|sick|unwell|positive|infected|found to have|treated for|hospitali)|(?:a |some )?"
    r"(?:concern|question|difficult|trouble|problem|issue)|no\b|not\b|never|to\b|seen|given|taken|written|spoken|brought"
    r"|found|kept|told|made|put|done|heard|felt|thought|said|rung|begun|sent|got (?:him|her)|his\b|her\b))"
)
_ADVERBS = r"(?: (?:also|recently|reportedly|currently|just|now|since|both|all|apparently|herself|himself|later))*"
_STATE = (
    r"(?:diagnosed|ill|sick|unwell|positive|infected|off sick|found to have|treated for|hospitali[sz]ed|known to have"
    r"|suffering)"
)
_HAS_IT = re.compile(
    r"(?:,? (?:who|which|that))?(?: (?:at|in|on) (?:\w+ ){0,2}\w+)?"
    rf"{_ADVERBS} (?:(?:has|had|have|having){_NOT_HAD}|(?:was|is|were|are){_ADVERBS} {_STATE}|diagnosed with"
    r"|tested positive|died (?:of|from|with)|suffers?|suffered|caught|contracted|came down with|fell ill|carries)\b"
)
_WITH_IT = re.compile(r" (?:with|infected with|positive for|suffering from)\b")
_IN = re.compile(r"\b(?:in|among|affects|affecting) $")

_MET = (
    r"\b(?:needle-?sticks?|needle stick|sharps?|splash(?:ed)?|bite|bitten|blood(?= from)|exposure|exposed|contact"
    r"|transfus\w+|caught|infected|coughed on|spat|kiss\w*|intercourse|sex)\b[^.;,•]{0,40}?\b(?:from|by|to|with)"
)
_PERSON = r"(?:patient|person|people|source|man|woman|donor|individual|partner|child|resident|user|case|contact)s?"
_SOURCE = re.compile(
    rf"{_MET}(?: (?:an?|the|another|known|confirmed|suspected))* (?P<names>{LIST})"
    rf"(?:[ -](?:positive|infected|infectious|reactive|active))?[ -]{_PERSON}\b"
    rf"|{_MET}(?: (?:an?|the|another|other|some))* {_PERSON} (?:with|who (?:has|had|have)|infected with|positive for)"
    rf" (?:(?:a|an|active|known|confirmed|suspected) ){{0,2}}(?P<first>{LIST})"
)
_OUTBREAK = re.compile(
    rf"(?P<names>{WHOLE_LIST}) (?:outbreaks?|epidemic|(?:is |are )?(?:going a?round|circulating)|cases? (?:at|in) "
    r"(?:(?:his|her|the|their) )?(?:school|nursery|work\w*|class\w*|ward|household|day ?care|office|community))\b"
    rf"|\b(?:outbreaks?|epidemics?) of (?P<first>{LIST})"
)
_HINT = re.compile(r"outbreak|epidemic|going a?round|circulating|\bcases? (?:at|in)\b|(?:from|by|to|with)\b")


def has_finding(text: str, start: int, end: int) -> str:
    """On which side of a phrase for such a person their findings stand: ``after``, ``before`` or, of none, empty.

    Args:
        text: the sentence in lower case with single spaces.
        start, end: the phrase in it, characters, end excluded.
    """
    if text.startswith("-", end):
        return ""
    if _HAS_IT.match(text, end) or (text.startswith(_OTHERS, start) and _WITH_IT.match(text, end)):
        return "after"
    return "before" if _IN.search(text, max(0, start - 20), start) else ""


def of_source(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name is that of a source or an outbreak: ``needlestick from an HIV positive patient``."""
    said = [False] * len(spans)
    if not spans or not _HINT.search(text):
        return said
    sentence = named(text, spans)
    for form in (_SOURCE, _OUTBREAK):
        for found in form.finditer(sentence.text):
            for number in sentence.numbers_of(found):
                said[number] = True
    return said
