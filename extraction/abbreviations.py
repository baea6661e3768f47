"""Abbreviations that a document defines: ``chronic kidney disease (CKD)``; later ones take the long form's meaning.

English by scispaCy's implementation of Schwartz and Hearst (2003); in both languages also a Latin short form in
brackets right after a mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

import ahocorasick
from scispacy.abbreviation import filter_matches, find_abbreviation
from spacy.tokens import Doc

from extraction.annotations import Mention
from extraction.clinical_abbreviations import ABBREVIATIONS
from extraction.extensions import text_of

MATCHER = "abbreviation"
_DEFINED = re.compile(r"\s?[（(]\s*(?:简称|以下简称|英文缩写)?\s*[“\"]?([A-Za-z][A-Za-z0-9\-]{1,9})[”\"]?\s*[)）]")
_BRACKETS = re.compile(r"\(([^()\n]{2,80})\)")
_LETTER = re.compile("[A-Za-z0-9]")
_WORD = re.compile("[a-z0-9]+")
_LEAST_SHARE = 0.5
_MOST_BEFORE = 40  # words that may be read before a bracket: a short form has up to 27 letters, a long one 5 words more
_APART = 400  # code points


def reads_tokens(text: str, language: str) -> bool:
    """Whether a text has so many brackets that all its tokens are read; else those around each are enough."""
    return language == "en" and "(" in text and len(text) < _APART * len(_BRACKETS.findall(text))


def resolve_abbreviations(
    doc: Doc, mentions: Sequence[Mention], tokenizer: Callable[[str], Doc] | None = None
) -> tuple[Mention, ...]:
    """The mentions with the short forms that the document defines, in order and without overlaps.

    A mention made this way has the matcher ``abbreviation`` and, until it is linked, its long form as ``name``. A short
    form whose long form no vocabulary knows is taken out: the document says that it means something else.

    Args:
        doc: the text; its tokens are read.
        mentions: what was found in it.
        tokenizer: makes the tokens around brackets where ``doc`` has none.
    """
    text = text_of(doc)
    defined: tuple[tuple[str, str], ...] = doc._.medkg_before.defined if doc._.medkg_before else ()
    if "(" in text or "（" in text:
        defined += tuple(_short_forms(doc, mentions, tokenizer))
    if not defined:
        return tuple(mentions)
    doc._.medkg_defined = tuple(dict.fromkeys(defined))
    meanings: dict[tuple[int, int], str] = {}
    long_forms: dict[str, str] = {}
    for short, long_form in doc._.medkg_defined:
        long_forms.setdefault(short, long_form)
    for start, end, short in _places(long_forms, text):
        meanings[start, end] = long_forms[short]
    return _merged(mentions, meanings, text) if meanings else tuple(mentions)


def _short_forms(
    doc: Doc, mentions: Sequence[Mention], tokenizer: Callable[[str], Doc] | None
) -> Iterator[tuple[str, str]]:
    """The short forms that the text defines, with their long forms, which are empty when no vocabulary knows them."""
    text = text_of(doc)
    begins = {mention.start for mention in mentions}
    for mention in mentions:
        found = _DEFINED.match(text, mention.end)
        if found and _defines(found[1], mention.text, doc.lang_, found.start(1) in begins):
            yield found[1], mention.text
    if doc.lang_ != "en":
        return
    widest: dict[int, Mention] = {}
    for one in mentions:
        if one.end not in widest or one.start < widest[one.end].start:
            widest[one.end] = one
    for part, begin, brackets in _parts(doc, text, tokenizer):
        spans = (part.char_span(start, end) for start, end in brackets)
        found_spans = [(-1, span.start, span.end) for span in spans if span is not None and span.start > 1]
        for long, short in filter_matches(found_spans, part):
            _, found_long = find_abbreviation(long, short)
            if found_long is not None:
                yield short.text, _known(widest, found_long.start_char + begin, found_long.end_char + begin)


def _defines(short: str, name: str, language: str, known: bool) -> bool:
    """Whether brackets behind a name hold its short form, rather than a reason: ``metformin (T2DM)`` defines nothing.

    An abbreviation of clinical use keeps its own meaning, and so does one that a vocabulary knows, unless it shares its
    letters with the English name.
    """
    if short in ABBREVIATIONS:
        return False
    if language == "zh":
        return True
    if not (short.isupper() or any(letter.isdigit() for letter in short)):
        return False
    initials = {word[0] for word in _WORD.findall(name.lower())}
    letters = [letter for letter in short.lower() if letter.isalnum()]
    return not known or (letters[0] in initials and set(letters) <= set(name.lower()))


def _parts(
    doc: Doc, text: str, tokenizer: Callable[[str], Doc] | None
) -> Iterator[tuple[Doc, int, list[tuple[int, int]]]]:
    """Tokens, where in the text they begin, and what stands in brackets there: the whole text or a part a bracket."""
    brackets = [found.span(1) for found in _BRACKETS.finditer(text)]
    if len(doc) or tokenizer is None:
        yield doc, 0, brackets
        return
    for start, end in brackets:
        low, high = _around(text, start, end)
        yield tokenizer(text[low:high]), low, [(start - low, end - low)]


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The words that may belong to what stands in brackets: all before it that a long form may have, none cut."""
    reach = _APART
    low = 0
    while low < start - reach:
        words = text[start - reach : start].rsplit(None, _MOST_BEFORE)
        if len(words) > _MOST_BEFORE:
            low = start - reach + len(words[0])
            while text[low].isspace():
                low += 1
            break
        reach *= 2
    while end < len(text) and not text[end].isspace():
        end += 1
    return low, end


def _places(shorts: Iterable[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Where the short forms stand as words; one that overlaps the same before it is passed over."""
    automaton = ahocorasick.Automaton()
    for short in shorts:
        automaton.add_word(short, short)
    automaton.make_automaton()
    reached: dict[str, int] = {}
    for last, short in automaton.iter(text):
        start, end = last + 1 - len(short), last + 1
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        if start >= reached.get(short, 0) and not _LETTER.search(beside):
            reached[short] = end
            yield start, end, short


def _known(widest: Mapping[int, Mention], start: int, end: int) -> str:
    """The text of the mention that the long form ends with, where it makes up half of it."""
    one = widest.get(end)
    if one is None or one.start < start or end - one.start < _LEAST_SHARE * (end - start):
        return ""
    return one.text


def _merged(mentions: Sequence[Mention], meanings: Mapping[tuple[int, int], str], text: str) -> tuple[Mention, ...]:
    places = sorted(meanings)
    starts = [start for start, _ in places]
    reached = list(accumulate((end for _, end in places), max))
    nearest = list(accumulate((end for _, end in reversed(places)), min))[::-1]
    kept: list[Mention] = []
    wider: list[Mention] = []
    for one in mentions:
        before = bisect_left(starts, one.end)
        if not before or reached[before - 1] <= one.start:
            kept.append(one)
            continue
        inside = bisect_left(starts, one.start)
        if inside < len(places) and nearest[inside] < one.end:
            wider.append(one)
    begins = [one.start for one in wider]
    added = [
        Mention(start, end, text[start:end], "", None, long, 0.0, matcher=MATCHER)
        for (start, end), long in meanings.items()
        if long and not _within(start, end, wider, begins)
    ]
    return tuple(sorted((*kept, *wider, *added), key=lambda one: one.start))


def _within(start: int, end: int, mentions: Sequence[Mention], begins: Sequence[int]) -> bool:
    """Whether one of the mentions, which do not overlap, holds a place."""
    number = bisect_right(begins, start) - 1
    return number >= 0 and end <= mentions[number].end
