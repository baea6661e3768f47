"""Masks end where tokens of letters and digits end; times of day, ``c/o`` and its like and Ann Arbor stages stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extraction.deidentify.rules import Span

_STAGE = r"stag(?:e|ed|ing)[ \t]\w{1,5}[ \t,(]+(?:(?:by|per|on)[ \t](?:the[ \t])?)?"
_KEPT = re.compile(
    r"(?<![^\W_])(?:[cshrw]/[op]|y/o|n/v(?:/d)?)(?![^\W_])"
    r"|(?<![\w.])\d{1,4}(?:[:.]\d\d)?[ \t]?[ap]\.?m\b\.?"
    r"|\bAnn Arbor(?=[ \t\-]+(?:modified|clinical|stag|classif|system|(?:I{1,3}|IV|[1-4])[ABESX]{0,3}\b))"
    rf"|\b{_STAGE}Ann Arbor\b",
    re.IGNORECASE,
)
_NAMED = frozenset(("name", "address", "institution"))
_PARTED = frozenset(("date", "age"))
"""A year stays beside its date, and ``yo`` beside an age."""
_REACH = 30
_EDGE = " \t\n,.;:/()-"


def without_kept(text: str, span: Span) -> Iterator[Span]:
    """What of a name, a place or an institution is no time of day, no short form with a slash and no stage.

    >>> text = "c/o Quill, 3pm"
    >>> [text[one.start : one.end] for one in without_kept(text, Span(2, 14, "name"))]
    ['Quill']
    """
    if span.kind not in _NAMED:
        yield span
        return
    start = span.start
    for kept in _KEPT.finditer(text, max(0, start - _REACH), span.end + _REACH):
        if kept.start() >= span.end:
            break
        if kept.end() > start:
            yield from _bare(text, Span(start, kept.start(), span.kind))
            start = kept.end()
    yield from [span] if start == span.start else _bare(text, Span(start, span.end, span.kind))


def _bare(text: str, span: Span) -> Iterator[Span]:
    """A span without the marks at its ends; nothing for no letter or digit."""
    piece = text[span.start : max(span.start, span.end)]
    bare = piece.strip(_EDGE)
    if bare:
        start = span.start + piece.index(bare)
        yield Span(start, start + len(bare), span.kind)


def widened(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Spans that end where tokens of Latin letters and digits do; those of dates and ages may end between the two.

    Args:
        spans: ascending, without overlaps; so is what comes.
    """
    last: tuple[int, int, str] | None = None
    for start, end, kind in spans:
        floor = last[1] if last else 0
        while start > floor and _joined(text, start, kind):
            start -= 1
        while end < len(text) and _joined(text, end, kind):
            end += 1
        if last is not None and (start < last[1] or (start == last[1] and _joined(text, start, kind))):
            start, end, kind = last[0], max(end, last[1]), last[2]
        elif last is not None:
            yield last
        last = (start, end, kind)
    if last is not None:
        yield last


def _joined(text: str, place: int, kind: str) -> bool:
    """Whether one token holds the characters on both sides of a place."""
    before, behind = text[place - 1], text[place]
    if not (_is_latin(before) and _is_latin(behind)):
        return False
    return kind not in _PARTED or (before.isalpha() and behind.isalpha())


def _is_latin(letter: str) -> bool:
    return letter.isalnum() and letter < "\u0250"
