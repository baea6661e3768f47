"""What of the tagger's findings is taken: made whole at word borders, and left where it cannot be an identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.deidentify.chinese import is_person
from extraction.deidentify.names import EPONYM
from extraction.deidentify.rules import Span
from extraction.deidentify.surnames import DOUBLE_SURNAMES, SURE_SURNAMES
from extraction.deidentify.tagger import Tagger
from extraction.deidentify.tokens import WordLists, word_hash

_DIGIT = re.compile(r"\d|[〇○一二三四五六七八九十]+(?:年|月|日)|[一二三四五六七八九]十|一百")
_MONTH = re.compile(r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
_HANDLE = re.compile(r"\w*[_@]\w*")
_LETTERS = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CODE_BEFORE, _CODE_AFTER = re.compile(r"[\w\-]{1,24}$"), re.compile(r"[\w\-]{1,24}")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[A-Za-z0-9]{1,24}$"), re.compile(r"[A-Za-z0-9]{1,24}")
_SURNAMES = frozenset(SURE_SURNAMES)
_DOUBLE = frozenset(DOUBLE_SURNAMES.split("|"))
_LONGEST_NAME = 4
_NO_SURNAME = frozenset(("主任", "责任", "担任", "现任", "任何", "常常", "时常", "高温", "水平"))
_TITLED = re.compile(r"某|先生|女士|小姐|太太|阿姨|叔叔|大夫|医生|医师|教授|主任|护士|老师|氏|[×*＊]")
_HOUSE = re.compile(
    r"(?:院|所|中心|公司|厂|局|学|学校|园|校|站|部|社|店|集团|银行|中学|小学|大学|室|队|处|厅|馆|会|科技|实业|传媒)$"
)
_PLACE = re.compile(r"省|市|县|区|镇|乡|村|路|街|巷|弄|号|小区|苑|栋|室|州|旗|道|里|屯")
_OLDEST_KEPT = 89
_NUMBERS = frozenset(("id", "phone", "date", "age"))


def tagged_spans(text: str, tagger: Tagger) -> Iterator[Span]:
    """The tagger's spans that hold: numbers with digits, names that are no eponym and no common words alone."""
    lists = tagger.lists
    lower = text.islower()
    for span in tagger.spans(text):
        piece = text[span.start : span.end]
        if span.kind in _NUMBERS:
            if _number(piece, span.kind) and not _code(text, span, lists):
                yield _whole(text, span) if span.kind == "id" else span
        elif _HAN.search(piece):
            if not _clinical_pairs(piece, lists):
                yield from _chinese(text, span)
        elif EPONYM.match(text, span.end) is None and (lower or not _common(piece, lists)):
            if not _clinical(piece, lists):
                yield span


def _number(piece: str, kind: str) -> bool:
    if kind == "age":
        digits = "".join(filter(str.isdigit, piece))
        return int(digits[:4]) > _OLDEST_KEPT if digits else _DIGIT.search(piece) is not None
    if _DIGIT.search(piece):
        return True
    return _MONTH.search(piece) is not None if kind == "date" else kind == "id" and bool(_HANDLE.fullmatch(piece))


def _code(text: str, span: Span, lists: WordLists) -> bool:
    """Whether it is part of the name of a gene or a drug."""
    before = _CODE_BEFORE.search(text, max(0, span.start - 24), span.start)
    after = _CODE_AFTER.match(text, span.end)
    whole = text[before.start() if before else span.start : after.end() if after else span.end]
    return word_hash(whole.lower()) in lists.clinical


def _common(piece: str, lists: WordLists) -> bool:
    """Whether it is made of words in small letters that prose uses."""
    words = _LETTERS.findall(piece)
    return bool(words) and all(word.islower() and word_hash(word) in lists.ordinary for word in words)


def _clinical(piece: str, lists: WordLists) -> bool:
    """Whether every word belongs to names of diseases, drugs and genes, and none to those of people."""
    checksums = [word_hash(word.lower()) for word in _LETTERS.findall(piece)]
    return bool(checksums) and all(
        one in lists.clinical and one not in lists.surnames and one not in lists.given for one in checksums
    )


def _clinical_pairs(piece: str, lists: WordLists) -> bool:
    """Whether every two neighbouring characters stand in the Chinese name of a disease, a drug or a finding."""
    return len(piece) > 1 and all(word_hash(piece[at : at + 2]) in lists.clinical for at in range(len(piece) - 1))


def _whole(text: str, span: Span) -> Span:
    """The span with the letters and digits that touch it."""
    before = _WORD_BEFORE.search(text, max(0, span.start - 24), span.start)
    after = _WORD_AFTER.match(text, span.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end, span.kind)


def _chinese(text: str, span: Span) -> Iterator[Span]:
    piece = text[span.start : span.end]
    if span.kind == "institution":
        if _HOUSE.search(piece):
            yield span
    elif span.kind == "address":
        if _PLACE.search(piece):
            yield span
    else:
        yield from _person(text, span)


def _surname_before(text: str, span: Span) -> bool:
    """Whether what was tagged is a given name that could be a name itself, as in 吴桂芝."""
    short = span.end - span.start == 2 and text[max(0, span.start - 1) : span.start] in _SURNAMES  # noqa: PLR2004
    return short and text[max(0, span.start - 2) : span.start] not in _NO_SURNAME


def _person(text: str, span: Span) -> Iterator[Span]:
    """A name that begins with a surname, which may stand just before what was tagged."""
    start = span.start
    if text[start] not in _SURNAMES and text[start : start + 2] not in _DOUBLE:
        start -= 2 if text[max(0, start - 2) : start] in _DOUBLE else 1
    elif text[max(0, start - 1) : start + 1] in _DOUBLE or _surname_before(text, span):
        start -= 1
    piece = text[max(0, start) : span.end]
    starts = piece[:1] in _SURNAMES or piece[:2] in _DOUBLE
    if start < 0 or not starts or len(piece) > _LONGEST_NAME or not is_person(piece):
        return
    if len(piece) > 1 or _TITLED.match(text, span.end):
        yield Span(start, span.end, "name")
