"""Answers and tick marks that belong to one name: ``Diabetes: no``, ``(-) fever``, ``[x] asthma``.

They say more than any cue phrase near them, and end at the next mark, whatever stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.assertion_answers import Answer, result, rows

_YES = "yes|present|positive|affirmed|\\+|有|是|阳性"
_NO = (
    "no|none|none known|none reported|not present|denies|denied|nil|never|absent|negative|neg|false|无|否认|否"
    "|没有|阴性|未见"
)
_ANSWER = re.compile(
    rf"(?:\s*[:：?？]\s*|\s+[-–—]{{1,2}}\s*|[-–—]\s+|[–—])(?:(?P<no>{_NO})|(?P<yes>{_YES}))\s*"
    r"(?=[.;,|。；，、)）]|$|\s\S+(?: \S+){0,2}\s*[:：])"
)
_JOINT = re.compile(r"[:：?？–—]|(?<=\s)-|-(?=\s)")  # without any of these, no answer
_MARK = re.compile(
    r"(?P<no>[(（][-－–—][)）])|(?P<yes>[(（][+＋][)）]|[\[(（]\s*[x✓✔√][\])）]|[☑☒✓✔])"
    r"|(?P<open>\[[\s_]*\]|\([ _]+\)|□|☐)"
)
_BOX = r"(?:\[\s*[x✓✔√]?\s*\]|\([x✓✔√ _]+\)|[□☐☑☒✓✔])"
_TICKED = re.compile(r"[x✓✔√☑☒]")
_WHICH = "yes|no|y|n|是|否|有|无"
_BOXES = re.compile(
    rf"\s*:?\s*(?:(?P<a>{_BOX}) ?(?P<b>{_WHICH})\b\s*[/,]?\s*(?P<c>{_BOX}) ?(?P<d>{_WHICH})\b"
    rf"|(?P<e>{_WHICH}) ?(?P<f>{_BOX})\s*[/,]?\s*(?P<g>{_WHICH}) ?(?P<h>{_BOX}))"
)
_SAID_YES = frozenset(("yes", "y", "是", "有"))
_TICKS = re.compile(r"[(\[（□☐☑☒✓✔]")
_SIGNS = re.compile(r"[(\[（□☐☑☒✓✔+＋:：?？–—-]")  # without any of these, only words can answer
_SIGN = re.compile(
    r"\s*(?:(?P<no>[(（](?:[-－–—](?:ve)?|no|nil|none|absent|negative|neg|denies|denied|never|无|否|没有|阴性)[)）]|(?<=\s)[-–—](?=\s*(?:[,;|.]|$)))"
    r"|(?P<yes>[(（](?:[+＋]{1,4}|\+ve|yes|present|positive|pos|有|是|阳性)[)）]|(?<=\s)\+{1,4}(?=\s*(?:[,;|.]|$))))"
)
_PREFIX = re.compile(
    r"(?:(?<=[\s,;(:])|^)(?:(?P<no>[-–−])|(?P<yes>\+))(?=[a-z])|(?<=[,;:] )(?:(?P<not>[-–−])|(?P<is>\+)) (?=[a-z])"
)
_LIST_STOPS = re.compile(r"[.;:|。；：]")
_CLAUSE = re.compile(r"[.;:|。；：]")
_LONGEST = 30  # characters between a name and the answer of its list
_WORD = re.compile(r"[a-z]+")
_LIST_WORDS = frozenset(("and", "or", "history", "hx", "disease", "symptoms", "status"))
_LEAD_WORDS = _LIST_WORDS | {
    "of",
    "any",
    "known",
    "other",
    "major",
    "chronic",
    "past",
    "personal",
    "significant",
    "prior",
}


def answers(text: str, spans: Sequence[tuple[int, int]]) -> list[Answer | None]:
    """What the sentence's own marks say of each mention; None where no mark speaks of it.

    Args:
        text: the sentence in lower case.
        spans: the mentions in it, characters, end excluded, in any order.
    """
    short = rows(text, spans)
    if not _SIGNS.search(text):
        return [short.get(span) or result(text, span) for span in spans]
    marks = _MARK.finditer(text) if _TICKS.search(text) else ()
    ticks = [one for one in marks if not any(a < one.end() and one.start() < b for a, b in spans)]
    leading = bool(ticks) and bool(spans) and ticks[0].start() < min(start for start, _ in spans)
    given = list(_ANSWER.finditer(text)) if _JOINT.search(text) else []
    prefixes = _prefixes(text)
    found: list[Answer | None] = []
    boxes = [_chosen(text, end) for _, end in spans] if ticks else []
    if any(boxes):
        return boxes
    for span in spans:
        after = _SIGN.match(text, span[1])
        said = _ticked(text, span, ticks) if leading else _meaning(after) if after else None
        said = said or prefixes.get(span[0])
        said = said or short.get(span) or result(text, span)
        found.append(said or _answered(text, span, spans, given))
    return found


def _prefixes(text: str) -> dict[int, Answer]:
    """``-rash +cough`` and ``+ rash, - cough``, by where the name begins; a lone hyphen is the bullet of a list."""
    if "+" not in text and text.count("-") < 2:
        return {}
    signs = list(_PREFIX.finditer(text))
    if len(signs) < 2:
        return {}
    if any(one["not"] for one in signs) and not any(one["yes"] or one["is"] for one in signs):
        return {}  # hyphens in running text
    return {one.end(): Answer.NO if one["no"] or one["not"] else Answer.YES for one in signs}


def _chosen(text: str, end: int) -> Answer | None:
    """The one of two boxes behind a name that is ticked: ``Fever [ ] Yes [x] No``."""
    found = _BOXES.match(text, end)
    if found is None:
        return None
    first, second = (("a", "b"), ("c", "d")) if found["a"] else (("f", "e"), ("h", "g"))
    ticked = [found[word] for box, word in (first, second) if _TICKED.search(found[box])]
    if len(ticked) != 1:
        return Answer.OPEN
    return Answer.YES if ticked[0] in _SAID_YES else Answer.NO


def _meaning(found: re.Match[str]) -> Answer:
    return Answer(found.lastgroup or Answer.OPEN)


def _ticked(text: str, span: tuple[int, int], ticks: list[re.Match[str]]) -> Answer | None:
    """The nearest mark before a mention, unless a semicolon or full stop parts them."""
    before = [one for one in ticks if one.end() <= span[0]]
    if not before or any(stop in text[before[-1].end() : span[0]] for stop in ";；。"):
        return None
    return _meaning(before[-1])


def _answered(
    text: str, span: tuple[int, int], spans: Sequence[tuple[int, int]], given: list[re.Match[str]]
) -> Answer | None:
    """The answer after a mention, or after the list of names in which it stands."""
    answer = next((one for one in given if one.start() >= span[1]), None)
    if answer is None:
        return None
    rest = text[span[1] : answer.start()]
    for start, end in spans:
        if span[1] <= start and end <= answer.start():
            rest = rest.replace(text[start:end], " ")
    if len(rest) > _LONGEST or _LIST_STOPS.search(rest) or not set(_WORD.findall(rest)) <= _LIST_WORDS:
        return None
    if rest.strip() and not _is_list(text, span, spans):
        return None
    return _meaning(answer)


def _is_list(text: str, span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing but names stands before a mention in its clause: ``she has asthma and gout: none`` is no list."""
    lead = text[: span[0]]
    for start, end in reversed([one for one in spans if one[1] <= span[0]]):
        lead = lead[:start] + " " + lead[end:]
    return set(_WORD.findall(_CLAUSE.split(lead)[-1])) <= _LEAD_WORDS
