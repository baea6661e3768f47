"""Keeps the tagger's spans off the terms of medicine beside and around them, and within one sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from extraction.deidentify.no_names import is_medical
from extraction.deidentify.rules import Span
from extraction.deidentify.tokens import WordLists, word_hash

MOST_WORDS = 8
"""Words of the longest phrase that is looked for."""

_REACH = 160  # code points beside a span; more where they do not hold enough words
_END = re.compile(r"[.!?][\"'”’)\]]?(?:[ \t]{1,3}|[ \t]*\n\s*)(?=[^\s.,;])|\n[ \t]*\n|;\s")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_CHUNK = re.compile(r"\S+")
_LAST = re.compile(r"([^\W\d_]+)\.?\Z")
_BETWEEN = re.compile(r"\.?(?:[ \t]|[ \t]?\n)?[\-'’,/()]?[ \t]?")
_EDGE = ".,;:()[]'’-–/& \t\n"
_SHORTENED = frozenset(
    re.findall(
        r"\S+",
        "dr drs mr mrs ms mx prof st ste mt ft jr sr rev hon sgt capt lt col gen ave blvd rd ln ct pl hwy apt bldg no"
        " med phil nat univ inc ltd co corp dept rm fl ph jan feb mar apr jun jul aug sep sept oct nov dec may",
    )
)
_JOINT = frozenset(("and", "or", "&", "with"))
_POSSESSIVE = re.compile(r"['’]s?$")


def in_sentences(text: str, span: Span) -> Iterator[Span]:
    """The parts of a span in each of its sentences; a title, an initial or a shortened word ends none.

    >>> text = "asthma. Dr. J. Quill"
    >>> [text[one.start : one.end] for one in in_sentences(text, Span(0, 20, "name"))]
    ['asthma', 'Dr. J. Quill']
    """
    start = span.start
    for end in _END.finditer(text, span.start, span.end):
        if text[end.start()] == "." and _shortened(text, span, end.start()):
            continue
        if start < end.start():
            yield Span(start, end.start(), span.kind)
        start = end.end()
    if start < span.end:
        yield Span(start, span.end, span.kind)


def _shortened(text: str, span: Span, end: int) -> bool:
    """Whether a stop ends no sentence: behind an initial, a shortened word, or the number of a house."""
    last = _LAST.search(text, max(0, span.start - 1, end - 12), end)
    if last is None:
        return span.kind == "address"
    return len(last[1]) == 1 or last[1].lower() in _SHORTENED


class Phrases:
    """Where phrases of medicine stand in a text; it is read only where a span is near.

    Args:
        text: of any length.
        lists: the phrases.
    """

    def __init__(self, text: str, lists: WordLists) -> None:
        self._text, self._phrases = text, lists.phrases
        self._starts: list[int] = []
        self._stops: list[int] = []
        self._sure = range(0)
        self._found: dict[int, int] = {}

    def without(self, span: Span) -> list[Span]:
        """What of a span stands in no phrase, as nothing of ``Graham`` does in ``Graham Little syndrome``."""
        if not self._phrases:
            return [span]
        if span.start not in self._sure or span.end not in self._sure:
            self._read(span)
        starts, stops = self._starts, self._stops
        first, last = bisect_right(stops, span.start), bisect_left(starts, span.end)
        taken: list[tuple[int, int]] = []
        for begin in range(max(0, first - MOST_WORDS + 1), last):
            end = self._found[starts[begin]] if starts[begin] in self._found else self._longest(begin)
            if end > stops[first - 1] if first else end:
                taken.append((starts[begin], end))
        return _rest(self._text, span, taken) if taken else [span]

    def _read(self, span: Span) -> None:
        """Finds the words around a span: those of the phrases that may reach into it, and some further ones."""
        text, reach = self._text, _REACH
        size = len(text)
        while True:
            left, right = max(0, span.start - reach), min(size, span.end + 4 * reach)
            while left > 0 and not text[left - 1].isspace():
                left -= 1
            while right < size and not text[right].isspace():
                right += 1
            places = [found.span() for found in _WORD.finditer(text, left, right)]
            before = left if left == 0 or len(places) < MOST_WORDS else places[MOST_WORDS - 1][1]
            behind = right if right == size or len(places) < MOST_WORDS else places[-MOST_WORDS][0]
            if before <= span.start and span.end <= behind and (len(places) >= MOST_WORDS or right - left == size):
                break
            reach *= 4
        self._starts, self._stops = [start for start, _ in places], [end for _, end in places]
        self._sure = range(before, behind + 1)

    def _longest(self, begin: int) -> int:
        """Where the longest phrase of several words ends that begins with one; 0 for none."""
        text, starts, stops = self._text, self._starts, self._stops
        key = word_hash(text[starts[begin] : stops[begin]].lower())
        end = 0
        for at in range(begin + 1, min(begin + MOST_WORDS, len(starts))):
            if not _BETWEEN.fullmatch(text, stops[at - 1], starts[at]):
                break
            key = word_hash(f" {text[starts[at] : stops[at]].lower()}", key)
            if key in self._phrases:
                end = stops[at]
        self._found[starts[begin]] = end
        return end


def _rest(text: str, span: Span, taken: Sequence[tuple[int, int]]) -> list[Span]:
    """A span without these places, in order, each part without marks at its ends."""
    parts: list[Span] = []
    start = span.start
    for begin, end in [*taken, (span.end, span.end)]:
        if start < begin:
            part = text[start : min(begin, span.end)]
            bare = part.strip(_EDGE)
            if bare:
                at = start + part.index(bare)
                parts.append(Span(at, at + len(bare), span.kind))
        start = max(start, end)
    return parts


def trimmed(text: str, span: Span, lists: WordLists) -> Span | None:
    """A name without the words of medicine at its ends, as the drug in ``Stevens Propamidine``; None for no rest."""
    chunks = list(_CHUNK.finditer(text, span.start, span.end))
    while chunks and (is_term(chunks[-1][0], lists) or chunks[-1][0].lower() in _JOINT):
        chunks.pop()
    while chunks and (is_term(chunks[0][0], lists) or chunks[0][0].lower() in _JOINT):
        chunks.pop(0)
    if not chunks:
        return None
    start, end = chunks[0].start(), chunks[-1].end()
    if (start, end) == (span.start, span.end):
        return span
    bare = text[start:end].strip(_EDGE)
    at = start + text[start:end].index(bare) if bare else start
    return Span(at, at + len(bare), span.kind) if bare else None


def is_term(chunk: str, lists: WordLists) -> bool:
    """Whether a chunk of a text is a word that names a disease, a drug or a finding by itself."""
    word = _POSSESSIVE.sub("", chunk.strip(_EDGE).lower())
    return is_medical(word) or word_hash(word) in lists.phrases
