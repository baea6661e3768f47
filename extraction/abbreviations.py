"""Abbreviations that a document defines: ``chronic kidney disease (CKD)``; later ones take the long form's meaning.

English by scispaCy's implementation of Schwartz and Hearst (2003); in both languages also a Latin short form in
brackets right after a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scispacy.abbreviation import filter_matches, find_abbreviation
from spacy.tokens import Doc

from extraction.annotations import Mention
from extraction.extensions import text_of

MATCHER = "abbreviation"
_DEFINED = re.compile(r"\s?[（(]\s*(?:简称|以下简称|英文缩写)?\s*[“\"]?([A-Za-z][A-Za-z0-9\-]{1,9})[”\"]?\s*[)）]")
_BRACKETS = re.compile(r"\(([^()\n]{2,80})\)")
_LEAST_SHARE = 0.5


def resolve_abbreviations(doc: Doc, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with the short forms that the document defines, in order and without overlaps.

    A mention made this way has the matcher ``abbreviation`` and, until it is linked, its long form as ``name``. A short
    form whose long form no vocabulary knows is taken out: the document says that it means something else.

    Args:
        doc: the text; its tokens are read.
        mentions: what was found in it.
    """
    text = text_of(doc)
    defined: tuple[tuple[str, str], ...] = doc._.medkg_before.defined if doc._.medkg_before else ()
    if "(" in text or "（" in text:
        defined += tuple(_short_forms(doc, mentions))
    if not defined:
        return tuple(mentions)
    doc._.medkg_defined = tuple(dict.fromkeys(defined))
    meanings: dict[tuple[int, int], str] = {}
    for short, long_form in doc._.medkg_defined:
        for place in _places(short, text):
            meanings.setdefault(place, long_form)
    return _merged(mentions, meanings, text) if meanings else tuple(mentions)


def _short_forms(doc: Doc, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """The short forms that the text defines, with their long forms, which are empty when no vocabulary knows them."""
    text = text_of(doc)
    for mention in mentions:
        found = _DEFINED.match(text, mention.end)
        if found and (doc.lang_ == "zh" or found[1].isupper() or any(letter.isdigit() for letter in found[1])):
            yield found[1], mention.text
    if doc.lang_ != "en":
        return
    for long, short in filter_matches(_bracketed(doc), doc):
        _, found_long = find_abbreviation(long, short)
        if found_long is not None:
            yield short.text, _known(mentions, found_long.start_char, found_long.end_char)


def _bracketed(doc: Doc) -> list[tuple[int, int, int]]:
    spans = (doc.char_span(*found.span(1)) for found in _BRACKETS.finditer(text_of(doc)))
    return [(-1, span.start, span.end) for span in spans if span is not None and span.start > 1]


def _places(short: str, text: str) -> Iterator[tuple[int, int]]:
    pattern = rf"(?<![A-Za-z0-9]){re.escape(short)}(?![A-Za-z0-9])"
    return (found.span() for found in re.finditer(pattern, text))


def _known(mentions: Sequence[Mention], start: int, end: int) -> str:
    inside = [one for one in mentions if one.end == end and one.start >= start]
    widest = max(inside, key=lambda one: one.end - one.start, default=None)
    if widest is None or widest.end - widest.start < _LEAST_SHARE * (end - start):
        return ""
    return widest.text


def _merged(mentions: Sequence[Mention], meanings: dict[tuple[int, int], str], text: str) -> tuple[Mention, ...]:
    kept = [one for one in mentions if not any(start < one.end and one.start < end for start, end in meanings)]
    wider = [
        one
        for one in mentions
        if any(one.start <= start and end < one.end for start, end in meanings) and one not in kept
    ]
    added = [
        Mention(start, end, text[start:end], "", None, long, 0.0, matcher=MATCHER)
        for (start, end), long in meanings.items()
        if long and not any(one.start <= start and end <= one.end for one in wider)
    ]
    return tuple(sorted((*kept, *wider, *added), key=lambda one: one.start))
