"""Short answers right behind a name: ``HTN: N``, ``TB: N/A``, ``fever -ve``, ``TB culture neg``, ``seizure-free``.

A single letter, a nought or a word without a mark may be anything; it is an answer behind a colon, a question mark or a
dash, or in a row of at least two that have nothing between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Answer(StrEnum):
    """What a form's mark says of a name."""

    YES = "yes"
    NO = "no"
    OPEN = "open"  # a box left empty, N/A: neither affirmed nor denied


_TEST = (
    r"(?:tests?|testing|screen|screening|serology|serologies|antibody|antibodies|antigen|ab|ag|igg|igm|dna|rna|rt-pcr"
    r"|pcr|naats?|rdt|lft|smears?|cultures?|titers?|titres?|swabs?|sputum|urine|blood|stool|throat|nasal|rapid|status"
    r"|result|results|assay|elisa)"
)
_CAME = r"(?: (?:was|were|is|are|came back|comes back|returned|again|also|now|still|has been|have been))*"
_ENDED = r"(?=\s*(?:[.,;/|)]|$)| (?:on|by|with|in|from|at|since|today|again|but|x ?\d)\b)"
_NEGATIVE = re.compile(
    rf"(?: {_TEST}\b){{1,3}}{_CAME}\s+(?:negative|neg|non-?reactive|not detected|undetectable|not isolated)"
    r"(?! (?:pressure|for\b))\b"
    rf"|(?: {_TEST}\b){{0,3}}{_CAME}\s+[-–−]ve(?!\w| for\b)|\s+(?:neg|nil)\b{_ENDED}"
    r"|\s+(?:was |were |is |are )?(?:excluded|ruled-out)(?=\s*(?:[.;,]|$)| (?:by|on|with|after)\b)"
)
_POSITIVE = re.compile(
    rf"(?: {_TEST}\b){{0,3}}{_CAME}\s+(?:positive|\+ve|pos|reactive|detected|present|confirmed)(?!\w){_ENDED}"
)
_FREE = re.compile(
    r"(?:[-‐]free\b(?! (?:of|from)\b)"
    r"| free(?=\s*(?:[.,;)|]|$)| (?:for|since|on|at|after|with|today|now|currently|but|off|until|interval|periods?"
    r"|x ?\d|in the (?:last|past)|over the)\b))"
)
_NOT_FREE = re.compile(r"(?:\bnot|\bnever|n't|\bno longer|\bhardly|\brarely)(?: \w+){0,2} $")
_CLAUSE = re.compile(r"[.,;:|]|\bbut\b")
_LEAD = frozenset(("his", "her", "the", "a", "an", "rapid", "repeat", "recent", "also", "now", "has", "with", "is"))
_WORD = re.compile(r"[a-z]+")
_EITHER = re.compile(r"\bn?or\b")
_WINDOW = 80  # characters looked at on either side

_NO = "n|0|no|nil|none|neg|never|absent|denies|denied|false|无|否|没有|[-–—－]"
_OPEN = (
    r"n/[akd]|y/n|n\.a\.?"
    r"|(?:unknown|not known|unsure|not sure|uncertain|unclear|不详|未知|不清楚)(?=\s*(?:[.,;)|，；。]|$))"
)
_YES = "y|yes|pos|present|true|有|是|[+＋]{1,4}"
_SHORT = re.compile(
    rf"(?P<joint>\s*[:：?？]\s*|\s+[-–—]\s+|\s*[(（]\s*|\s*)(?:(?P<open>{_OPEN})|(?P<no>{_NO})|(?P<yes>{_YES}))"
    r"(?![a-z0-9+＋–—－-])(?!\.\d|/\d|/[a-z](?![a-z]))(?:\s?[)）])?"
)
_GLUED = frozenset("-–—－+＋无有是否没")
_CLEAR = frozenset(("n", "y", "0", "否", "是"))  # no reader takes these for the beginning of what follows
_LETTERS = frozenset(("n", "y"))
_SIGNS = frozenset("-–—－+＋")
_PARTED = re.compile(r"\s*(?:[.,;/|、，。；\n]|$)")
_ENDED_SINGLE = re.compile(r"\s*(?:[,;/|，；。]|\.?\s*$)|\s+\S{1,30}(?: \S{1,30}){0,2}\s*[:：?？]")
_GAP = re.compile(r"[\s,;./|、，。；]*(?:(?:and|&|和)\s)?")
_LONGEST_GAP = 6


class _Short(NamedTuple):
    """A short answer behind a mention; ``parted`` says that a mark or the sentence's end follows it."""

    answer: Answer
    joint: str
    word: str
    end: int
    parted: bool


def result(text: str, span: tuple[int, int]) -> Answer | None:
    """What the result of a test, or ``free``, says right behind a name; ``COVID positive`` only in its own clause."""
    after = text[span[1] : span[1] + 1]
    if after not in (" ", "-", "‐"):
        return None
    if _NEGATIVE.match(text, span[1]):
        return Answer.NO
    if _FREE.match(text, span[1]):
        return Answer.YES if _NOT_FREE.search(text, max(0, span[0] - _WINDOW), span[0]) else Answer.NO
    found = _POSITIVE.match(text, span[1])
    if found is None or _EITHER.search(text, found.end(), found.end() + _WINDOW):
        return None
    lead = _CLAUSE.split(text[max(0, span[0] - _WINDOW) : span[0]])[-1]
    return Answer.YES if set(_WORD.findall(lead)) <= _LEAD else None


def rows(text: str, spans: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Answer]:
    """The short answers behind the mentions of a sentence, by mention; without those that may be anything else."""
    ordered = sorted(set(spans))
    limits = [*(start for start, _ in ordered[1:]), len(text)]
    short = [_short(text, span[1], limit) for span, limit in zip(ordered, limits, strict=True)]
    if not any(short):
        return {}
    said: dict[tuple[int, int], Answer] = {}
    row: list[int] = []
    for number, one in enumerate([*short, None]):
        if row and (one is None or not _follows(text, short[row[-1]], ordered[number][0])):
            said.update(_of_row(row, ordered, short))
            row = []
        if one is not None:
            row.append(number)
    for span, found in zip(ordered, short, strict=True):
        if span not in said and found is not None and _stands_alone(text, found):
            said[span] = found.answer
    return said


def _short(text: str, end: int, limit: int) -> _Short | None:
    found = _SHORT.match(text, end)
    if found is None or found.end() > limit:
        return None
    said = Answer(next(one for one in Answer if found[one]))
    word, joint = found[said], found["joint"]
    if not joint and word[0] not in _GLUED:
        return None
    parted = _PARTED.match(text, found.end()) is not None
    return _Short(said, joint.strip(), word, found.end(), parted)


def _follows(text: str, before: _Short | None, start: int) -> bool:
    if before is None or not 0 <= start - before.end <= _LONGEST_GAP:
        return False
    return _GAP.fullmatch(text, before.end, start) is not None


def _of_row(
    row: list[int], ordered: list[tuple[int, int]], short: list[_Short | None]
) -> dict[tuple[int, int], Answer]:
    """The answers of a row, of two and more; an answer that stands before more text may be the start of that."""
    found = [(ordered[number], one) for number in row if (one := short[number]) is not None]
    while found and not (found[-1][1].parted or found[-1][1].word in _LETTERS or found[-1][1].answer == Answer.OPEN):
        found.pop()
    clear = all(
        one.parted or one.word in _CLEAR or one.answer == Answer.OPEN or one.word[0] in _SIGNS for _, one in found[:-1]
    )
    return {span: one.answer for span, one in found} if len(found) > 1 and clear else {}


def _stands_alone(text: str, found: _Short) -> bool:
    if found.answer == Answer.OPEN:
        return True
    if found.joint in ("", "(", "（") or (found.word in _SIGNS and found.joint not in (":", "：")):
        return False
    return _ENDED_SINGLE.match(text, found.end) is not None
