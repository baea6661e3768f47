"""The shorthand of charts, which looks like names and places: short forms, slashes, figures, labels of dates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.deidentify.rules import Span
from extraction.deidentify.tokens import WordLists, word_hash

_CHUNK = re.compile(r"\S+")
_FIGURE = re.compile(
    r"[ \t]\d{1,3}(?:/\d{1,3})?"
    r"(?![\d/:\-]|\.\d|[ \t]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.I,
)
_TWO_CAPITALS = re.compile(r"[A-Z]{2}")
_POSTCODE = re.compile(r"\d{5}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d")
_SLASH_AFTER, _SLASH_BEFORE = re.compile(r"/([^\W\d_]{2,24})"), re.compile(r"([^\W\d_]{2,24})/\Z")
_SIGNED_BEFORE = re.compile(r"(?:\A|\n|/|\d:\d\d|\b(?:by|initials|sig|dd|tr|scribe)[:.]?)[ \t]*\Z", re.IGNORECASE)
_SIGNED_AFTER = re.compile(r"[ \t]*(?:\Z|\n|/|\d{1,2}[/.\-]\d|[ \t]D:)")
_DATED = re.compile(
    r"\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|the\b|of\b|noon|week|spring"
    r"|summer|autumn|fall\b|winter|early|late|mid|end\b|begin|christmas|easter|new\b|year|first|second|third|last|next)",
    re.I,
)
_POSSESSIVE = re.compile(r"['’]s$")
_DOSING = frozenset(
    re.findall(
        r"\w+",
        "bd bid tds tid qds qid qd od om on mane nocte prn stat po pr pv im iv sc sl top inh neb ng peg ac pc hs qhs",
    )
)
"""How often and by which way a drug is given, in small letters."""
_DOSED_BEFORE = re.compile(
    r"\d[ \t]?(?:mg|mcg|µg|ug|g|ml|units?|iu|tabs?|caps?|tablets?|capsules?|puffs?|drops?|sachets?|%|x)[ \t|,]*"
    r"(?:[A-Za-z]{2,5}[ \t|,]+){0,3}\Z",
    re.IGNORECASE,
)
_APOSTROPHE_T = re.compile(r"['’]t\b")
_PARTICLE, _SHORT_FORM, _CLIPPED = 3, 4, 6


def is_shorthand(text: str, span: Span, words: Sequence[str], lists: WordLists) -> bool:
    """Whether a name or a place is a short form with a figure (``PS 10/5``), without one word, or beside a slash.

    Args:
        words: of the span, in a text of both cases.
    """
    if span.kind == "name" and _TWO_CAPITALS.fullmatch(text, span.start, span.end):
        return _FIGURE.match(text, span.end) is not None
    if span.kind == "address" and _POSTCODE.search(text, span.start, span.end) is None:
        longer = [word for word in words if len(word) > 1]
        if longer and all(word.isupper() and len(word) <= _SHORT_FORM for word in longer):
            return True
    if len(words) != 1 or len(words[0]) > _CLIPPED or _is_name(words[0], lists):
        return False
    before, after = _SLASH_BEFORE.search(text, max(0, span.start - 25), span.start), _SLASH_AFTER.match(text, span.end)
    return any(beside is not None and _is_known(beside[1], lists) for beside in (before, after))


def is_dosing(text: str, span: Span) -> bool:
    """Whether all of a span says how often or by which way the dose before it is given: ``5 mg BD po``."""
    words = text[span.start : span.end].lower().replace(".", "").split()
    return _DOSING.issuperset(words) and _DOSED_BEFORE.search(text, max(0, span.start - 40), span.start) is not None


def is_contraction(text: str, span: Span) -> bool:
    """Whether a span is a verb whose ``'t`` stands behind it: ``Isn't on warfarin``."""
    return text[span.end - 1 : span.end] in ("n", "N") and _APOSTROPHE_T.match(text, span.end) is not None


def is_signed(text: str, span: Span) -> bool:
    """Whether initials stand where somebody signs: in a line of their own, behind a time, between slashes."""
    before = _SIGNED_BEFORE.search(text, max(0, span.start - 12), span.start)
    return before is not None and _SIGNED_AFTER.match(text, span.end) is not None


def _is_name(word: str, lists: WordLists) -> bool:
    checksum = word_hash(word.lower())
    return checksum in lists.given or checksum in lists.surnames


def _is_known(word: str, lists: WordLists) -> bool:
    """Whether a word is one of medicine or prose and no name; two capitals may be a degree."""
    checksum = word_hash(word.lower())
    return len(word) > 2 and (checksum in lists.clinical or checksum in lists.ordinary) and not _is_name(word, lists)


def without_prose(text: str, span: Span) -> Span:
    """A name with a capital without the words in small letters behind it, but for particles: ``Wean pressors``."""
    chunks = list(_CHUNK.finditer(text, span.start, span.end))
    raised = chunks[0][0][0].isupper()
    while raised and len(chunks) > 1 and chunks[-1][0].islower() and len(chunks[-1][0]) > _PARTICLE:
        chunks.pop()
    end = chunks[-1].end()
    kept = text[span.start : end].rstrip(".,;:-")
    return span if end == span.end else Span(span.start, span.start + len(kept), span.kind)


def without_possessive(text: str, span: Span) -> Span:
    """A span without the ``'s`` at its end."""
    found = _POSSESSIVE.search(text, span.start, span.end)
    return span if found is None or found.start() == span.start else Span(span.start, found.start(), span.kind)


def dated(text: str, span: Span) -> Span:
    """A date without the label before it, as in ``EDD March 3``."""
    for chunk in _CHUNK.finditer(text, span.start, span.end):
        if _DATED.match(chunk[0].lstrip("(['’")):
            return span if chunk.start() == span.start else Span(chunk.start(), span.end, span.kind)
    return span
