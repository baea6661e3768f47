"""Names that are words or eponyms elsewhere, told by the person's verb or age that they are the subject of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.deidentify.english import LOWER, UPPER
from extraction.deidentify.eponyms import EPONYMS, person_too
from extraction.deidentify.rules import Span
from extraction.deidentify.tokens import WordLists, word_hash

_AGED = (
    r"(?:[ \t](?:is|was)(?:[ \t]an?)?|,)[ \t]\d{1,3}[ \t\-]?"
    r"(?:[MF]\b|y/?o\b|y\.o|(?:years?|yrs?|months?|weeks?|days?)[ \t\-]old|(?:male|female|man|woman|boy|girl)\b)"
)
_SAYS = (
    r"[ \t](?:also[ \t]|now[ \t]|today[ \t]|again[ \t])?(?:denie[sd]|complain(?:s|ed)[ \t]of|endorse[sd]"
    r"|called(?![ \t](?:as|an?)\b)"
    r"|reports(?![ \t](?:show|from|of|on|were|are|in|indicate|suggest|reviewed|available)))(?![\w\-])"
)
_DOES = (
    r"[ \t](?:also[ \t])?(?:present(?:s|ed)(?=[ \t](?:with|to|for|today|after|again|complaining)\b)"
    r"|reported(?![ \t](?:as|at|by|in|to)\b|[ \t]\d)"
    r"|had(?![ \t](?:been|to[ \t]be|drained|clotted|migrated|come|passed|elapsed)\b)"
    r"|was[ \t](?:seen(?=[ \t.]*(?:$|\n|by|in|at|today|for|this|last|again|yesterday|and|with[ \t]h)|[ \t]on[ \t]\d)"
    r"|admitted|discharged|brought[ \t](?:in|to)|referred|hospitali[sz]ed)"
    r"|(?:says|said|told|feels|felt)\b)(?![\w\-])"
)
_SUBJECT = re.compile(
    rf"(?<![\w'’.@/\-])(?P<x>[{UPPER}][{LOWER}]{{1,14}})(?:(?P<aged>{_AGED})|(?P<says>{_SAYS})|(?P<does>{_DOES}))",
    re.MULTILINE,
)
_BEGINS = re.compile(r"(?:\A|[.!?:;][\"”’)\]]?[ \t\n]|\n)[ \t]*(?:[\-*•][ \t]*|\d{1,2}[.)][ \t]+)?\Z")
_PARTS = frozenset("iris hand foot chin temple palm heel head heart nail art bill gene guy grant page".split())  # noqa: SIM905
"""Given names that are parts of the body or things that are seen, had or presented."""
_NEVER = frozenset("case child day early best long still down good english french page field".split())  # noqa: SIM905
"""Names that are common first words of a sentence; an age alone makes a given name of them a person."""
_REACH = 12


def subjects(text: str, lists: WordLists) -> Iterator[tuple[Span, bool]]:
    """Known names at the start of a sentence that goes on as only one about a person does: ``Mark had chest pain``.

    Args:
        text: in both cases, so that capitals tell something.

    Yields:
        The name, and whether it is a word of prose too, so that its other places tell nothing.
    """
    if text.islower() or text.isupper():
        return
    for found in _SUBJECT.finditer(text):
        word = found["x"].lower()
        if _is_person(word, found, lists) and _BEGINS.search(text, max(0, found.start() - _REACH), found.start()):
            yield Span(*found.span("x"), "name"), word not in EPONYMS and word_hash(word) in lists.ordinary


def _is_person(word: str, found: re.Match[str], lists: WordLists) -> bool:
    """Whether a word is a name and what follows it is strong enough for one of its kind."""
    checksum = word_hash(word)
    given, surname = checksum in lists.given, checksum in lists.common_surnames
    if word in EPONYMS and not person_too(word, lists):
        return False
    if given or (surname and (word in EPONYMS or checksum not in lists.ordinary)):
        return found["aged"] is not None or (word not in _NEVER and (found["does"] is None or word not in _PARTS))
    denies = found["says"] is not None and found["says"].split()[-1].startswith("den")
    return surname and word not in _NEVER and (found["aged"] is not None or denies)
