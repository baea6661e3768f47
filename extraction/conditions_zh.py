"""What a Chinese text makes depend on a condition: ``如血钾低于5可加用氯化钾``, ``一旦出血，应停用华法林``."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extraction.traditional_chinese import simplified

_HINT = re.compile("[如若倘]|一旦|万一")
_IF = re.compile(
    r"如果|如若|假如|倘若|倘|一旦|万一|(?<![般宛呆])若(?!干|无其事)"
    r"|(?P<soft>(?:(?<=[\s，,；;。：:、（(])|(?<![^\n])|(?<=[间后续嘱日内期访但且并者属诊次今将院天周月年前中]))"
    r"如(?![下常前图上题期此何同今是旧实约意数厕东皋右左：:]))"
)
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]{0,60}")
_MODAL = (
    r"(?:可(?![见闻及触能疑])(?<![尚许认])|(?<![规原法否])则|(?<![反相适效供感])应(?![用激答])|(?<![所急])需|须"
    r"|(?<![适便事])宜|立即|及时|尽快|随时|务必|建议|请(?!假)|切勿|勿|即(?![使往将便]))"
)
_WHEN = r"(?<![小平同按暂有此当定临随及\d])时(?=$|可|则|应|需|须|予|给|加|停|口|服|含|请|立|即|及|就|来|随)"
_SAYS = re.compile(f"{_MODAL}|{_WHEN}")
_BEGINS = re.compile(rf".{{0,5}}?{_MODAL}|(?:再|考虑|暂停|停用|加用|改用|换用|不[可能宜应])")
_GOES_ON = re.compile(rf"(?:并|且|同时|以及|再|继而|然后|必要时|{_MODAL})")
_LISTED = re.compile(r"(?:[、及和与或/等类\s]|药物?|病史|史|症状|病|多年|\d{1,2}年)*")
_MOST_BEFORE = 2  # clauses between that of the condition and that of what follows from it
_MOST_BEHIND = 3

Spans = list[tuple[int, int]]


def conditional_spans(text: str, named: Sequence[tuple[int, int]] = ()) -> Spans:
    """Where the text tells what would be, with what is to be done then, ascending; ``如下`` and ``例如`` tell none.

    如 alone makes a condition only where a word such as 可, 则, 应, 需, 时 says what follows from it.

    Args:
        named: places of what is named in the text; 如 before nothing but names gives examples.

    >>> text = "目前服用缬沙坦，如血压仍高可加用氨氯地平，继续锻炼"
    >>> [text[start:end] for start, end in conditional_spans(text)], conditional_spans("用药如下，可继续")
    (['如血压仍高可加用氨氯地平'], [])
    """
    found: Spans = []
    if _HINT.search(text) is None:
        return found
    text, ordered = simplified(text), sorted(named)
    inside = {place for start, end in ordered for place in range(start, end)}
    for hit in _IF.finditer(text):
        if (found and hit.start() < found[-1][1]) or hit.start() in inside:
            continue
        soft = hit["soft"] is not None
        clauses = _clauses(text, hit.end())
        if soft and _is_list(text, clauses[0], ordered):
            continue
        if end := _end(text, clauses, soft=soft):
            found.append((hit.start(), end))
    return found


def is_within(spans: Spans, place: int) -> bool:
    """Whether a place lies in one of the spans, which ascend."""
    number = bisect_right(spans, (place, sys.maxsize)) - 1
    return number >= 0 and place < spans[number][1]


def _clauses(text: str, start: int) -> Spans:
    """The first clauses from a place on, up to the end of the sentence."""
    clauses: Spans = []
    for _ in range(1 + _MOST_BEFORE + _MOST_BEHIND):
        clause = _CLAUSE.match(text, start)
        end = clause.end() if clause else start
        clauses.append((start, end))
        if text[end : end + 1] not in ("，", ","):
            break
        start = end + 1
    return clauses


def _is_list(text: str, clause: tuple[int, int], named: Sequence[tuple[int, int]]) -> bool:
    start, end = clause
    inside = [one for one in named[bisect_left(named, (start, 0)) : bisect_left(named, (end, 0))] if one[1] <= end]
    if not inside or inside[0][0] != start:
        return False
    rest, place = list[str](), start
    for first, last in inside:
        rest.append(text[place:first])
        place = max(place, last)
    return _LISTED.fullmatch("".join((*rest, text[place:end]))) is not None


def _end(text: str, clauses: Spans, *, soft: bool) -> int:
    """Where what follows from the condition ends; 0 where it is none."""
    first = clauses[0]
    says = _SAYS.search(text, first[0] + 1, first[1])
    told = 0 if says else -1
    if says is None or says[0] == "时":
        for number, (start, end) in enumerate(clauses[1 : 1 + _MOST_BEFORE], 1):
            if _BEGINS.match(text, start, end):
                told = number
                break
    if told < 0:
        return 0 if soft else first[1]
    for start, end in clauses[told + 1 :]:
        if _GOES_ON.match(text, start, end) is None:
            break
        told += 1
    return clauses[told][1]
