"""Whether a drug is taken, only planned, or taken no longer: what the words around it say of its time."""

from __future__ import annotations

import re

from extraction.relations.course_words import RESUMED
from extraction.relations.sentence import CONDITION, DRUG, ReducedSentence

_CONDITIONAL = re.compile(
    r"\b(?:if(?! (?:needed|necessary|required|tolerated|able)\b)|unless|in case|"
    r"once(?! (?:daily|weekly|monthly|a|an|per|every|nightly|in)\b))\b"
)
_IN_CLAUSE = (
    rf"(?:(?!\b(?:takes|continues|currently|accepted|is on|was (?:given|started))\b)"
    rf"[^{DRUG}{CONDITION};.。；，]){{0,40}}"
)
_WISHED = (
    r"\b(?:will|'ll|shall|going to|gonna|want(?:s|ed)? to|would like to|like (?:him|her|the patient|you) to|needs? to"
    r"|need to|agree(?:s|d)? to|prefers? to) (?:also |then |now |just |go ahead and )?"
    r"(?:have (?:him|her|you|the patient) )?(?:start|begin|try|add"
    r"|use|take|give|switch|chang\w+|initiate|resume|prescribe|place|put"
    r"|be (?:started|given|placed|switched|put|prescribed))\b"
    r"|\b(?:recommend\w*|suggest\w*|advis\w+|encourag\w+|propos\w+)\b|\bwant (?:him|her|you|them|the patient) to\b"
    r"|\bin the future\b|\bnext (?:step|line|option)\b|\boptions? (?:include|includes|are|is)\b"
    r"|\bfuture (?:use|start)\b"
    r"|\bhold off on\b|\bdoes not (?:want|need) to\b|"
    r"\b(?:could|may|might|would) (?:(?:also|not|never|rather not|prefer not to) )?"
    r"(?:start|begin|try|add|use|take|give|switch|initiate|resume|increase"
    r"|consider|benefit|be)\b|\bconsider\w*\b|\bdiscuss\w*\b|\bplan(?:s|ned|ning)? (?:to|for|on)\b|\bwhether\b"
    r"|\bask(?:s|ed|ing)? (?:about|for|if)\b|\bwonder\w*\b|\boffer(?:s|ed|ing)?\b|\bintend\w*\b"
    r"|\bthinking (?:of|about)\b|\bcandidate for\b|\beligible for\b|\b(?:declin\w+|refus\w+) to\b|考虑(?!到)"
    r"|拟(?!诊)|建议|讨论|咨询|询问|计划|打算|是否|能否|可否|拒绝"
)
_WISHED_BEFORE = re.compile(rf"(?:{_WISHED})(?!{_IN_CLAUSE}, ){_IN_CLAUSE}(?:{DRUG}{_IN_CLAUSE})*$")
_REFUSED = re.compile(r"(?:\b(?:declin|refus)\w+\b(?! to (?:stop|discontinue|hold|quit))|拒绝)[^;.。；，]{0,40}$")
_WISHED_AFTER = re.compile(
    rf"{_IN_CLAUSE}(?:\b(?:(?:was|were|is|are|been) (?:planned|considered|discussed|offered|proposed|declined|refused)"
    r"|(?:can|could|may|might) be (?:taken|started|given|added|used|tried|considered))\b"
    r"|[，,]?(?:但|但是)?(?:患者|家属|本人|病人)?(?:及家属)?(?:拒绝|不同意|未同意|不愿|暂不))"
)

_DENIED_ZH = re.compile(
    r"(?:不宜|不应|不能|不可|不需|不必|无需|无须|未|勿|不得|避免|暂不|禁止?|忌|(?<!不得)不)[再将把予给用对与和同]{0,3}"
    r"(?:使用|服用|口服|应用|合用|联用|加用|注射|吸入)?$|(?<![原规法守否])则[^。；，]{0,16}$"
)
_RESUMED = re.compile(
    rf"(?:(?:, | and |, and |/){DRUG})*[^{DRUG};。]{{0,120}}?"
    rf"(?P<again>\b{RESUMED}\b)(?![^;。]{{0,40}}{DRUG})"
)
_NOT_AGAIN = re.compile(r"\b(?:not|never|be|until|if|when|once|unless|without being)(?: \w+)? $")
_REACH = 160  # characters of the reduced sentence on either side
_CONTINUED = re.compile(r"\b(?:continu\w+|keep|remain\w*|stay|maintain\w*|resum\w+ taking)\b")
_STATUSES = (
    ("on-hold", re.compile(r"\b(?:hold|held|holding|on hold|withheld)\b|暂停")),
    ("completed", re.compile(r"\b(?:completed?|finished|completion of)\b")),
    ("not-taken", re.compile(r"\b(?:not|never|den(?:y|ies|ied)|declin\w+|refus\w+|without)\b|未|拒绝|否认")),
)


def status_of(words: str) -> str:
    """The status of a drug that is not taken, as FHIR's MedicationStatement has it.

    >>> status_of("metformin was held"), status_of("not taking"), status_of("discontinued")
    ('on-hold', 'not-taken', 'stopped')
    """
    return next((status for status, pattern in _STATUSES if pattern.search(words)), "stopped")


def is_resumed(sentence: ReducedSentence, place: int) -> bool:
    """Whether a drug that was stopped or held is taken again, as the same sentence goes on to say."""
    found = _RESUMED.match(sentence.text, place + 1)
    return found is not None and _NOT_AGAIN.search(sentence.text, place, found.start("again")) is None


def is_planned(sentence: ReducedSentence, place: int, *, negated: bool = False) -> bool:
    """Whether the drug is only wished for, or depends on a condition that follows ("if the pain persists").

    A refused drug is one that the patient does not take: that stands, for a ``negated`` fact.
    """
    before = sentence.text[max(0, place - _REACH) : place]
    after = sentence.text[place + 1 : place + _REACH]
    if _CONDITIONAL.search(after.partition(";")[0]):
        return True
    wished = _WISHED_BEFORE.search(before)
    if wished is not None and _CONTINUED.search(before, wished.start()):
        wished = None
    if negated:
        return wished is not None and not _REFUSED.search(before)
    if _DENIED_ZH.search(before):
        return True
    return bool(wished or _REFUSED.search(before) or _WISHED_AFTER.match(after))
