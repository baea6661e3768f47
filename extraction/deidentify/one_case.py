"""English people, institutions and streets in texts all in small letters or all in capitals, where no capital tells.

A word that neither prose nor medicine has is taken for a name where a title, a house or a street says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.deidentify.no_names import WIDE, is_medical
from extraction.deidentify.rules import Span
from extraction.deidentify.tokens import WordLists, word_hash

_WORD = r"[^\W\d_][^\W\d_'’\-]*(?:['’\-][^\W\d_]+){0,2}"
_TITLED = re.compile(
    rf"(?<![\w.])(?:dr|drs|mr|mrs|ms|miss|prof|nurse)\b\.?[ \t]+(?P<x>{_WORD}(?:[ \t]{_WORD}){{0,2}})", re.I
)
_HOUSE = re.compile(
    r"[ \t](?:(?:general|memorial|regional|community|children(?:['’]?s)?|university|va|county|teaching)[ \t]){0,2}"
    r"(?:hospital|medical cent(?:er|re)|clinic|health cent(?:er|re)|infirmary|hospice|nursing home|cancer institute"
    r"|family practice|pharmacy|high school|elementary school|middle school|surgical associates|dialysis cent(?:er|re)"
    r"|rehabilitation cent(?:er|re)|community college|academy)\b",
    re.I,
)
_BEFORE = re.compile(rf"(?:(?:st\.|{_WORD})[ \t]){{0,3}}(?:st\.|{_WORD})\Z", re.I)
_STREET = re.compile(
    rf"(?<![\w.,/])\d{{1,5}}[a-z]?[ \t](?P<x>(?:{_WORD}[ \t]){{1,3}})"
    r"(?:street|avenue|boulevard|road|lane|drive|crescent|court|terrace)\b",
    re.I,
)
_SPELT = re.compile(_WORD)
_LETTERS = re.compile(r"[^\W\d_]+")
_PLACES = frozenset(
    re.findall(
        r"\S+",
        "st saint port new north south east west lake mount fort san santa los las el la de da di van von"
        " nueva novi upper lower great little old",
    )
)
_REACH = 60


def one_case_spans(text: str, lists: WordLists) -> Iterator[Span]:
    """What is found in such a text; nothing in one of both cases."""
    if not (text.islower() or text.isupper()):
        return
    for found in _TITLED.finditer(text):
        words = _leading(text, found.start("x"), found.end("x"), lists)
        if words:
            yield Span(words[0][0], words[-1][1], "name")
    for found in _HOUSE.finditer(text):
        before = _BEFORE.search(text, max(0, found.start() - _REACH), found.start())
        words = _trailing(text, before.start(), before.end(), lists) if before else []
        if words:
            start = words[0][0]
            yield Span(
                start - 4 if text[max(0, start - 4) : start].lower() == "st. " else start, found.end(), "institution"
            )
    for found in _STREET.finditer(text):
        words = _words(text, *found.span("x"))
        if any(_unknown(text[start:end], lists) for start, end in words):
            yield Span(found.start(), found.end(), "address")


def _leading(text: str, start: int, end: int, lists: WordLists) -> list[tuple[int, int]]:
    """The first words of a stretch that can be a name, with particles between them."""
    taken: list[tuple[int, int]] = []
    for place in _words(text, start, end):
        word = text[slice(*place)]
        if not _unknown(word, lists) and word.lower() not in _PLACES:
            break
        taken.append(place)
    while taken and not _unknown(text[slice(*taken[-1])], lists):
        taken.pop()
    return taken


def _trailing(text: str, start: int, end: int, lists: WordLists) -> list[tuple[int, int]]:
    """The last words of a stretch that can be the name of a house; none unless one of them is no word of prose."""
    taken: list[tuple[int, int]] = []
    for place in reversed(_words(text, start, end)):
        word = text[slice(*place)]
        if not _unknown(word, lists) and word.lower() not in _PLACES:
            break
        taken.insert(0, place)
    return taken if any(_unknown(text[slice(*place)], lists) for place in taken) else []


def _words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [found.span() for found in _SPELT.finditer(text, start, end)]


def _unknown(word: str, lists: WordLists) -> bool:
    """Whether a word may be a name: some part of it is neither of prose nor of medicine, or it is a given name."""
    parts = [part.lower() for part in _LETTERS.findall(word) if len(part) > 1]
    if not parts or word.lower() in WIDE or is_medical(word.lower()):
        return False
    return any(_strange(word_hash(part), lists) for part in parts)


def _strange(checksum: int, lists: WordLists) -> bool:
    if checksum in lists.ordinary or checksum in lists.phrases:
        return False
    return checksum in lists.given or checksum in lists.surnames or checksum not in lists.clinical
