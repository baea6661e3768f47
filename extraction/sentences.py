"""Sentences of clinical text: headings, lists, wrapped lines, abbreviations and decimals, English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, chain

import numpy as np
from spacy.attrs import IDX, LENGTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Section
from extraction.borders import Borders
from extraction.extensions import register_extensions, text_of

FACTORY = "medkg_sentences"
MAXIMUM_SENTENCE = 2_000
"""Code points; a longer stretch without any end is cut at white space."""

_WRAP_LIMIT = (140, 240)  # columns; a longer line means that the English, or Chinese, text is not wrapped
_WRAP_SLACK = 3
_WRAP_LEAST = 50  # columns; nobody wraps text narrower
_LOOK_BACK = 80
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        "dr mr mrs ms prof st vs e.g i.e eg ie approx nos fig figs al ca resp viz cf incl excl dept inc ltd jr sr "
        "b.i.d t.i.d q.i.d q.d q.h p.o p.r.n i.v i.m s.c a.m p.m u.s m.d ph.d n.p.o h.s a.c p.c o.d o.s wt ht temp hrs "
        "wk wks mos yr yrs tab tabs cap caps inj soln susp sec pts vol eds lat inf sup est ext int dx hx rx tx sx fx",
    )
)
_LONG_WORD = 5  # letters; a full stop behind more ends a sentence, but for these
_LONG_ABBREVIATIONS = frozenset(one[-_LONG_WORD:] for one in _ABBREVIATIONS if len(one) >= _LONG_WORD)
_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=[ \t\n\r\u00a0\u3000]|$)")
_REPLY = re.compile(
    r" ?(?:yes|no|y|n|none|denies|denied)\b(?= ?[.,;]| ?$| (?-i:[A-Z])[\w-]{1,30}(?: [\w-]{1,30}){0,2}\?)",
    re.IGNORECASE,
)
_BEFORE_MARK = re.compile(r"(?:[:;,(/–—-]|\bor|\bversus|\bvs\.?) *\Z", re.IGNORECASE)
_END_ZH = re.compile(r"[。！？；!?;]+[”’」』）)】]*|\.(?=\s|$)")
_BREAK = re.compile(r"\r?\n|\r")
_MARKER = re.compile(r"[ \t]*(?:[-•*–—●▪◦·+>]|\(?\d{1,2}[.)、．]|\(?[a-zA-Z][.)])(?=[ \t\u4e00-\u9fff])")
_CONTINUES = re.compile(
    r"(?:[,/&(\-–，、]|\b(?:and|or|of|the|with|to|for|in|on|a|an|by|from|at|no|her|his|due|is|was|as))$", re.IGNORECASE
)
_CONTINUES_ZH = tuple("、，,（(/／及和与或")
_ENDS_ZH = "。！？；："
_ITEM_ZH = re.compile(
    r"(?:(?<=[\s：:。；;，,])|^)[（(]?\d{1,2}(?:[.．](?=[ \t]|[\u4e00-\u9fff])|[)）](?=[ \t]*[\u4e00-\u9fff])"
    r"|(?<=[：:。；;]\d)、|、(?=[ \t]*[\u4e00-\u9fff]))",
    re.MULTILINE,
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
_FIRST_ZH = re.compile(r"[!-~]+|.")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\Z")
_LONGEST_NUMBER = 3
_INITIAL = re.compile(r"(?:^|(?<!\d)[\s(])(?:[A-Z]|[A-Z][a-z]?\.[A-Z])\Z")
_SPACE = re.compile(r"\s+")


def sentence_starts(text: str, language: str, sections: tuple[Section, ...] = ()) -> list[int]:
    """Where sentences start, in code points, ascending; the first is where the text's first visible character is.

    Args:
        text: the masked text.
        language: ``en`` or ``zh``.
        sections: a sentence never runs from one section into the next, nor from a heading line into its body.

    >>> text = "Dr. Lee saw her. BP 142/84. Start metformin 2.5 g p.o. daily.\\nNo fever."
    >>> [text[start:][:5] for start in sentence_starts(text, "en")]
    ['Dr. L', 'BP 14', 'Start', 'No fe']
    """
    cuts = set(_line_cuts(text, language))
    cuts.update(_stops_zh(text) if language == "zh" else _stops_en(text))
    for section in sections:
        cuts.add(section.start)
        heading = text.find(section.title, section.start) + len(section.title) if section.title else 0
        after = text[heading : heading + 1]
        if section.title and (not after or after in "\r\n"):
            cuts.add(heading)
    return list(_bounded(text, list(_visible(text, sorted({0, *cuts})))))


def split_sentences(text: str, language: str, sections: tuple[Section, ...] = ()) -> list[tuple[int, int]]:
    """The sentences as ``(start, end)`` in code points, without white space at their ends."""
    starts = sentence_starts(text, language, sections)
    ends = [*starts[1:], len(text)]
    return [(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=False)]


def _visible(text: str, cuts: list[int]) -> Iterator[int]:
    reached = -1
    for cut in cuts:
        if cut > reached:
            here = text[cut : cut + 2]
            if here[:1].isspace():
                reached = cut + 1 if len(here) > 1 and not here[1].isspace() else _skip_space(text, cut)
            else:
                reached = cut
            if reached < len(text):
                yield reached


def _skip_space(text: str, start: int) -> int:
    found = _SPACE.match(text, start)
    return found.end() if found else start


def _bounded(text: str, starts: list[int]) -> Iterator[int]:
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        yield start
        while end - start > MAXIMUM_SENTENCE:
            space = text.rfind(" ", start + 1, start + MAXIMUM_SENTENCE)
            start = _skip_space(text, space) if space > 0 else start + MAXIMUM_SENTENCE
            if start < end:
                yield start


def _line_cuts(text: str, language: str) -> Iterator[int]:
    lines = _BREAK.split(text) if "\r" in text else text.split("\n")
    width = max(map(_columns, lines))
    wrapped = width if _WRAP_LEAST <= width <= _WRAP_LIMIT[language == "zh"] else 0
    before = ""
    for start, line in zip(_line_starts(text, lines), lines, strict=True):
        if start and (not line or not before or _cut_before(before.rstrip(), line, wrapped, language)):
            yield start
        before = line


def _line_starts(text: str, lines: list[str]) -> Iterator[int]:
    if "\r" in text:
        return chain((0,), (found.end() for found in _BREAK.finditer(text)))
    return accumulate((len(line) + 1 for line in lines[:-1]), initial=0)


def _cut_before(before: str, line: str, width: int, language: str) -> bool:
    """Whether a sentence starts with a line."""
    after = line.lstrip()
    if not before or not after or _MARKER.match(line):
        return True
    return not _joined(before, after, width, language)


def _joined(before: str, after: str, width: int, language: str) -> bool:
    """Whether a line goes on in the next: its next word would not have fitted, or it visibly ends in the middle."""
    if language == "zh":
        tail = before[-_LOOK_BACK:]
        open_bracket = tail.rfind("（") > tail.rfind("）")
        goes_on = tail.endswith(_CONTINUES_ZH) or open_bracket or _is_full(before, after, width)
        return goes_on and tail[-1] not in _ENDS_ZH
    next_word = after.split(maxsplit=1)[0]
    if width and len(before) + 1 + len(next_word) > width - _WRAP_SLACK:
        return True
    return bool(_CONTINUES.search(before)) and (after[0].islower() or after[0].isdigit())


def _is_full(before: str, after: str, width: int) -> bool:
    """Whether the first word, or Chinese character, of the next line would not have fitted in a wrapped line."""
    first = _FIRST_ZH.match(after)
    return bool(width) and first is not None and _columns(before) + _columns(first[0]) > width - _WRAP_SLACK


def _columns(line: str) -> int:
    """The width of a line as it is printed: a Chinese character takes two columns."""
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))


def _stops_en(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        at = found.start()
        word = text[max(0, at - _LONG_WORD) : at]
        long = len(word) == _LONG_WORD and word.islower() and word.isalpha() and word not in _LONG_ABBREVIATIONS
        if not long and text[at] == "." and _no_end(text, found):
            continue
        if found[0][0] == "?" and (_REPLY.match(text, found.end()) or _is_mark(text, at)):
            continue
        yield found.end()


def _is_mark(text: str, place: int) -> bool:
    """Whether a question mark stands before what it doubts, at the start of its line or clause: ``? TIA``."""
    lead = text[max(0, place - _LOOK_BACK) : place].rpartition("\n")[2]
    marker = _MARKER.match(lead)
    return not lead[marker.end() if marker else 0 :].strip() or bool(_BEFORE_MARK.search(lead))


def _no_end(text: str, stop: re.Match[str]) -> bool:
    line = text[max(0, stop.start() - _LOOK_BACK) : stop.start()].rpartition("\n")[2]
    written = line.strip()
    if len(written) <= _LONGEST_NUMBER and _NUMBERED.fullmatch(written):
        return True
    if not line or line[-1].isspace():
        return False
    word = line.rsplit(None, 1)[-1]
    if word.strip("(").lower() in _ABBREVIATIONS or ("A" <= word[-1] <= "Z" and _INITIAL.search(line[-5:])):
        return True
    following = text[stop.end() : stop.end() + 3].lstrip(" \t\u00a0")
    return bool(following) and following[0].islower() and len(word) <= 4 and not word.isdigit()


def _stops_zh(text: str) -> Iterator[int]:
    items = [found.span() for found in _ITEM_ZH.finditer(text)]
    yield from (start for start, _ in items)
    points = {end - 1 for _, end in items}
    for found in _END_ZH.finditer(text):
        if found[0] == "." and (found.start() in points or _no_end(text, found)):
            continue
        yield found.end()


class Sentences:
    """The component: sets the sentence starts of the ``Doc``; run it after ``medkg_sections``.

    Of a ``Doc`` without tokens, whose text is in ``doc._.medkg_text``, it keeps the sentences that the tokens would
    show.

    Args:
        nlp: the pipeline that it is part of; its tokenizer parts the words that a sentence begins within.
    """

    def __init__(self, nlp: Language) -> None:
        register_extensions()
        self._borders = Borders(nlp.tokenizer)

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        if not text:
            return doc
        starting = sentence_starts(text, doc.lang_, doc._.medkg_sections)
        if not len(doc):
            doc._.medkg_sentences = self._borders.sentences(text, starting)
            return doc
        begins = np.asarray(starting, dtype=np.int64)
        starts, lengths = doc.to_array([IDX, LENGTH]).astype(np.int64).T
        tokens = np.searchsorted(starts + lengths, begins, side="right")
        flags = np.full(len(doc), -1, dtype=np.int64)
        flags[tokens[tokens < len(doc)]] = 1
        flags[0] = 1
        return doc.from_array([SENT_START], flags.reshape(-1, 1).astype(np.uint64))


@Language.factory(FACTORY, assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """Makes the component ``medkg_sentences``."""
    return Sentences(nlp)
