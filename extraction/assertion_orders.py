"""What an English sentence does with a drug: start, stop, switch, continue, and whether it is done, ordered or a wish.

========================================  ==========================================================
``start X``, ``will start X``             ordered: :attr:`Order.PLANNED`
``consider X``, ``if no better start X``  proposed or conditional: :attr:`Order.PROPOSED`
``was started on X``, ``continue X``      taken: :attr:`Order.CURRENT`
``stopped X``, ``X was held``             taken before, no more: :attr:`Order.STOPPED`
``stop X``, ``hold X``                    not to be taken from now on: :attr:`Order.STOP`
``switch from X to Y``                    stopped and started, by the same forms
========================================  ==========================================================

A name after ``for`` or ``because of`` is the reason and keeps its own meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import ahocorasick


class Order(StrEnum):
    """What is done with what a name stands for."""

    PLANNED = "planned"
    PROPOSED = "proposed"
    CURRENT = "current"
    STOPPED = "stopped"
    STOP = "stop"


class _Scope(NamedTuple):
    start: int
    end: int
    order: Order


_VERB = re.compile(
    r"\b(?:(?P<start>(?:re)?start|begin|initiate|add|resume|prescribe|trial of|switch to|change to|transition to)"
    r"|(?P<starting>(?:re)?starting|beginning|initiating|adding|resuming|prescribing|switching to|changing to)"
    r"|(?P<started>(?:re)?started|began|begun|initiated|added|resumed|prescribed|switched to|changed to"
    r"|transitioned to)"
    r"|(?P<stop>stop|discontinue|d/c|hold(?! (?:off|on|steady|still|the phone))|hold off on|wean off|taper off"
    r"|come off)"
    r"|(?P<stopping>stopping|discontinuing|holding|weaning off|tapering off|coming off)"
    r"|(?P<stopped>stopped|discontinued|d/c'?e?d|dc'?ed|held|withheld|withdrawn|weaned off|tapered off|came off"
    r"|taken off|ran out of|quit|no longer (?:takes?|taking|uses?|using|on)|off of|completed|finished)"
    r"|(?P<switch>switch|change|transition|convert|replace)(?! to\b)|(?P<switched>switched|changed|transitioned"
    r"|converted|replaced)(?! to\b)"
    r"|(?P<continue>continue|continues|continued|continuing|increase|increased|decrease|decreased|titrate)"
    r"|(?P<propose>recommend(?:s|ed|ing)?|suggest(?:s|ed)?(?= [a-z]+(?:ing|[a-z]{3}) )|consider(?:s|ed|ing)?"
    r"|offer(?:s|ed|ing)?|may need|might need|candidate for|would benefit from|discuss(?:ed|ing)? (?:starting|adding)))"
    r"\b(?: (?:taking|using|use of|him|her|the patient|on|with|the|a|his|their)\b)*"
)
_WISH = re.compile(
    r"\b(?:could|may|might|would|can|consider\w*|recommend\w*|suggest\w*|discuss\w*|whether|offer\w*|advis\w*|options?"
    r"|thinking (?:of|about)|hesitant|interested in|declin\w+|refus\w+|prefers?|wants?|wish\w*|ask\w*|when to|unless"
    r"|wonder\w*|reluctant|if|agreeable to|defer\w*|talked about|benefits? of|risks? of|instead of)\b[^,.;:]{0,30}$"
)
_CONDITION = re.compile(r"(?:^|[^\w])(?:if|unless|in case|should (?!be |take |have |not ))[^.;:]{0,80}$")
_CONDITION_AFTER = re.compile(r"[^.;:,]{0,60}\b(?:if|unless|in case|only when)\b")
_NOT = re.compile(
    r"\b(?:not|n't|never|without|avoid|declin\w+ to|refus\w+ to|reluctant to|rather than|instead of)(?: \w+){0,2} $"
)
_AHEAD = re.compile(
    r"\b(?:will|shall|to|should|must|can|could|may|might|needs? to|going to|'ll)(?: \w+)? be (?:\w+ly )?$"
)
_WISHED_PASSIVE = re.compile(r"\b(?:can|could|may|might)(?: \w+)? be (?:\w+ly )?$")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|got|getting)(?: (?:\w+ly|then|also|later|since|again))? $")
_NARRATIVE = re.compile(r"\b(?:after|since|before|upon|when|while|following|on|despite|from|prior to)(?: \w+){0,2} $")
_ENDS = re.compile(
    r"[.;:?!]|\b(?:for|because|due|given|since|after|before|until|while|when|if|unless|but|then|so|which|who"
    r"|to (?:treat|prevent|help|reduce|control|manage|avoid)|in (?:case|place|addition)|and (?:has|is|had|was|reports"
    r"|denies|follow|return|call|recheck|check|obtain)|she|he|patient)\b"
)
_LIST_BREAK = re.compile(r"[.;:!?]|\b(?:but|because|for|due|while|which|who|after|before)\b")
_STATED = re.compile(
    r"[ :(\-–]{1,3}(?:(?P<stopped>stopped|discontinued|held|on hold|d/c'?e?d|completed)"
    r"|(?P<planned>to start|to begin|to be (?:re)?started|(?:(?:is|are|has been|have been) )?planned))\b"
)
_PURPOSE = re.compile(r"\b(?:for|of|against|to (?:treat|prevent|manage|control))(?: [\w-]+){0,3} $")
_OFF = re.compile(r"(?<!hold )(?<!held )\boff (?:his |her |the )?$")
_TO = re.compile(r" (?:to|with|for|by) (?:the |a )?")
_REACH = 100  # characters that a verb reaches on either side
_STEMS = ahocorasick.Automaton(ahocorasick.STORE_LENGTH)
for _stem in (
    "start", "beg", "no longer", "complet", "finish", "initiat", "add", "resum", "prescri", "trial", "switch", "chang",
    "transition", "stop", "discontinu", "d/c", "dc'", "dced", "hold", "held", "withdr", "withh", "wean", "taper", "off",
    "ran out", "quit", "convert", "replac", "continu", "recommend", "suggest", "consider", "offer", "need", "candidate",
    "benefit", "discuss", "planned",
):  # fmt: skip
    _STEMS.add_word(_stem)
_STEMS.make_automaton()


def orders(text: str, spans: Sequence[tuple[int, int]]) -> list[Order | None]:
    """What the sentence does with each mention; None where it does nothing with it.

    Args:
        text: the sentence in lower case with single spaces.
        spans: the mentions in it, characters, end excluded.
    """
    if next(_STEMS.iter(text), None) is None:
        return [None] * len(spans)
    scopes = _scopes(text, spans)
    return [_of(text, span, scopes) for span in spans]


def _of(text: str, span: tuple[int, int], scopes: list[_Scope]) -> Order | None:
    stated = _STATED.match(text, span[1])
    if stated is not None and not (stated[0].endswith("planned") and _PURPOSE.search(text, 0, span[0])):
        return Order.STOPPED if stated["stopped"] else Order.PLANNED
    if _OFF.search(text, max(0, span[0] - 12), span[0]):
        return Order.STOPPED
    return next((one.order for one in reversed(scopes) if one.start <= span[0] < one.end), None)


def _scopes(text: str, spans: Sequence[tuple[int, int]]) -> list[_Scope]:
    found = [
        one for one in _VERB.finditer(text) if not any(start < one.end() and one.start() < end for start, end in spans)
    ]
    scopes: list[_Scope] = []
    for number, verb in enumerate(found):
        limit = found[number + 1].start() if number + 1 < len(found) else len(text)
        scopes += _of_verb(text, verb, min(limit, verb.end() + _REACH), spans)
    return scopes


def _of_verb(text: str, verb: re.Match[str], limit: int, spans: Sequence[tuple[int, int]]) -> list[_Scope]:
    kind = verb.lastgroup or ""
    ends = _ENDS.search(text, verb.end(), limit)
    end = ends.start() if ends else limit
    before = text[max(0, verb.start() - _REACH) : verb.start()]
    if kind in ("switch", "switched"):
        return _switched(text, verb, limit, before)
    passive = kind in ("started", "stopped") and not verb[0].endswith((" on", " off", " to", " of"))
    direct = any(span[1] <= verb.start() and not text[span[1] : verb.start()].strip(" (:-") for span in spans)
    if passive and (_PASSIVE.search(before) or direct):
        start = _subject(text, verb.start())
        order = _passive(kind, before)
        return [_Scope(start, verb.start(), order)] if order else []
    order = _active(kind, before, text[verb.end() : limit])
    return [_Scope(verb.end(), end, order)] if order else []


def _subject(text: str, verb: int) -> int:
    """Where the subject of a passive verb may begin: after the last break before it."""
    begin = max(0, verb - _REACH)
    breaks = list(_LIST_BREAK.finditer(text, begin, verb))
    return breaks[-1].end() if breaks else begin


def _passive(kind: str, before: str) -> Order | None:
    if _NOT.search(before[: before.rstrip().rfind(" ") + 1]) or _NOT.search(before):
        return None if kind == "started" else Order.CURRENT
    if _WISHED_PASSIVE.search(before):
        return Order.PROPOSED if kind == "started" else None
    if _AHEAD.search(before):
        return Order.PLANNED if kind == "started" else Order.STOP
    return None if kind == "started" else Order.STOPPED


def _active(kind: str, before: str, after: str) -> Order | None:
    wished = _WISH.search(before) or _CONDITION.search(before) or _CONDITION_AFTER.match(after)
    if kind == "propose":
        return Order.PROPOSED
    if kind == "continue":
        return None
    if kind == "start":
        return Order.STOP if _NOT.search(before) else Order.PROPOSED if wished else Order.PLANNED
    if kind == "starting":
        return Order.PROPOSED if _WISH.search(before) and not _NARRATIVE.search(before) else None
    if kind == "started":
        return Order.PLANNED if _AHEAD.search(before) else None
    if _NOT.search(before):
        return Order.CURRENT
    if kind == "stop":
        return None if wished else Order.STOP
    if kind == "stopping":
        return None if wished else Order.STOPPED
    return Order.STOPPED


def _switched(text: str, verb: re.Match[str], limit: int, before: str) -> list[_Scope]:
    """``switch [from] X to Y``: what becomes of the first and of the second."""
    turn = _TO.search(text, verb.end(), limit)
    if turn is None:
        return []
    past = verb.lastgroup == "switched" and not _AHEAD.search(before)
    wished = bool(_WISH.search(before) or _CONDITION.search(before)) or bool(_CONDITION_AFTER.match(text[turn.end() :]))
    ends = _ENDS.search(text, turn.end(), limit)
    first, second = (Order.STOPPED, None) if past else (None, Order.PROPOSED) if wished else (Order.STOP, Order.PLANNED)
    scopes = [_Scope(verb.end(), turn.start(), first)] if first else []
    return [*scopes, _Scope(turn.end(), ends.start() if ends else limit, second)] if second else scopes
