"""What of the tagger's findings is taken: made whole at word borders, and left where it cannot be an identifier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extraction.deidentify.chinese import is_person
from extraction.deidentify.eponyms import EPONYMS, person_too
from extraction.deidentify.findings import is_finding
from extraction.deidentify.named_things import is_thing, measured, names_thing
from extraction.deidentify.names import EPONYM
from extraction.deidentify.no_names import BRANDS, WIDE, is_medical
from extraction.deidentify.one_case import one_case_spans
from extraction.deidentify.rules import Span
from extraction.deidentify.shorthand import (
    dated,
    is_contraction,
    is_dosing,
    is_shorthand,
    is_signed,
    without_possessive,
    without_prose,
)
from extraction.deidentify.surnames import DOUBLE_SURNAMES, SURE_SURNAMES, SURNAMES
from extraction.deidentify.tagger import Tagger
from extraction.deidentify.term_guard import Phrases, in_sentences, trimmed
from extraction.deidentify.tokens import WordLists, word_hash
from extraction.deidentify.whole_names import whole_name
from extraction.deidentify.whole_tokens import without_kept

_OLD = re.compile(r"九十|一百|ninet")
_DATE = re.compile(
    r"(?i)\d[/.\-]\d{1,2}[/.\-]\d|\d(?:st|nd|rd|th)?[\s\-]*(?:of\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z.]*"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z.]*\s?\d|[\d〇○一二三四五六七八九十]年|\d月\d|月[一二三四五六七八九十]"
    r"|(?<!\d)(?:19|20)\d{6}(?!\d)"
)
_UNIT = re.compile(
    r"[ \t]?(?:mg|mcg|[μuµ]g|g/|ng|pg|m[lL]|[munp]mol|kg|cm|mm|%|/[μuµ]?[Lul]|U/|IU|bpm|ms\b|℃|次|copies|cells)"
)
_RANGE = re.compile(r"\d{1,4}\s[-–~]\s\d{1,4}")
_SEVEN, _PROSE_BEFORE = re.compile(r"\d{3}-\d{4}"), re.compile(r"[a-z]{4}[ \t]\Z")
_SIZE = re.compile(r"\d\s?[x×X]\s?\d")
_VARIANT = re.compile(
    r"rs\d+|[A-Z]\d{1,4}(?:[A-Z]|del|dup|ins|fs)[A-Za-z\d]{0,3}|\d{1,2}[Ww](?:\d[Dd])?|(?i:g\d{1,2}p\d{1,4}(?:a\d|ab\d)?)"
)
"""Variants of genes; also weeks of a pregnancy (``34w5d``) and pregnancies and births (``G3P2``)."""
_MIXED = re.compile(
    r"(?=(?:\D*\d){3})(?=[^A-Za-z]*[A-Za-z])[A-Za-z\d][A-Za-z\d\-·]{4,24}"
    r"|[A-Za-z]{1,4}[ \-]?\d{2,6}[ \-]?[A-Za-z]{1,4}|[A-Za-z]{3}[ \-]?\d{4}"
)
_CODE_NUMBER = re.compile(r"\d{4}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|^\d+\s\w")
_PHONE_DIGITS, _ID_DIGITS, _ABBREVIATION, _OLDEST = 7, 5, 4, 125
_HANDLE = re.compile(r"\w*[_@]\w*|[a-z\u00df-\u017f][a-z\u00df-\u017f\-]{3,24}\d{1,4}")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{5}(?:-\d{4})?")
_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,2}[^\W\d_]\.?|[A-Z]{2}|[a-zß-ž]{2}")
_CHUNK = re.compile(r"\S+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CODE_BEFORE, _CODE_AFTER = (re.compile(rf"(?:(?!{_HAN.pattern})[\w\-]){{1,24}}{end}") for end in ("$", ""))
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[A-Za-z0-9]{1,24}$"), re.compile(r"[A-Za-z0-9]{1,24}")
_GENE = re.compile(r"(?![A-Z0-9-]*\d{4})[A-Z]{2}[A-Z0-9]{0,8}(?:-?[A-Z0-9]{1,4})?")
_OF_GENE = re.compile("基因|突变|检测|蛋白|表达|融合|扩增|阳性")
_SPECIMEN = re.compile(r"(?:标本|样本|蜡块|切片|编号|条码|号)[为是:：\s]*$")
_SURNAMES = frozenset(SURE_SURNAMES)
_ANY_SURNAME = frozenset((*SURNAMES, *"亓亢但区薄由云相明权原利师来国求单"))
_FULL_NAME = range(2, 4)
_DOUBLE = frozenset(DOUBLE_SURNAMES.split("|"))
_LONGEST_NAME = 4
_NO_SURNAME = frozenset(
    re.findall(
        r"\S+",
        "主任 责任 担任 现任 任何 常常 时常 高温 水平 病史 实习 首席 病房 公卫 药房 产房 查房 库房 乳房 心房 门卫 保卫"
        " 儿童 手术 死于 位于 由于 低于 高于 大于 小于 等于 少于 多于 属于 源于 始于 限于 见于 对于 关于 用于 处于 至于"
        " 便于 基于 宜于 发于 诊于 院于 日于 年于 月于 时于 前于 后于",
    )
)
_TITLED = re.compile(r"某|先生|女士|小姐|太太|阿姨|叔叔|大夫|医生|医师|教授|主任|护士|老师|氏|[×*＊]")
_HOUSE = re.compile(
    r"(?:院|所|中心|公司|厂|局|学|学校|园|校|站|部|社|店|集团|银行|中学|小学|大学|室|队|处|厅|馆|会|科技|实业|传媒)$"
)
_HOUSE_EN = re.compile(
    r"(\S.*)[ \t](?:Hospital|Clinic|Center|Centre|Infirmary|Hospice|Home|School|College|University|Academy|Works|Bakery"
    r"|Logistics|Construction|Department|Foods|Inc\.?|Partners|Sons|Company|Bank|Pharmacy|Practice|Associates|Memorial"
    r"|Institute)"
)
_PLACE = re.compile(r"省|市|县|区|镇|乡|村|路|街|巷|弄|号|小区|苑|栋|室|州|旗|道|里|屯")
_OLDEST_KEPT = 89
_CLINICAL_SHORT = frozenset(
    re.findall(
        r"\w+",
        "AF AM BM BP CF CN CP CT CV DM ED EF ER FH GI GU HA HD HR IM IV LV MI MR MS NKDA NS OR OT PD PE PM PO PR PT RA"
        " RR RV SH SOB TB UA UC US",
    )
)
"""Short forms of clinical notes that two initials would be written like."""
_TALK = frozenset(re.findall(r"\w+", "okay ok um uh hmm mm hm yeah yes no so hey well alright right hi hello bye good"))
"""Words of a conversation, which stand alone between stops."""
_HUMS = frozenset(re.findall(r"\S+", "um uh hm ok a.m p.m m.d d.d.s ph.d q.d qd po iu"))
"""No initials, in small letters; without a stop at their end."""
_NUMBERS = frozenset(("id", "phone", "date", "age"))


def tagged_spans(text: str, tagger: Tagger) -> Iterator[Span]:
    """The tagger's spans that hold: numbers of the right form, names that are no eponym and no common words alone."""
    lists = tagger.lists
    plain = not (text.islower() or text.isupper())
    phrases = Phrases(text, lists)
    yield from one_case_spans(text, lists)
    for found in tagger.spans(text):
        if _HAN.search(text, found.start, found.end):
            yield from _of_chinese(text, found, lists)
            continue
        for span in in_sentences(text, found):
            if text[span.start : span.end] in _CLINICAL_SHORT or is_dosing(text, span) or is_contraction(text, span):
                continue
            if span.kind in _NUMBERS:
                whole = _whole(text, _without_terms(text, span, lists)) if span.kind == "id" else dated(text, span)
                if _number(text, whole) and not (_code(text, span, lists) or _gene(text, whole)):
                    yield whole
            else:
                parts = [one for part in phrases.without(span) for one in without_kept(text, part)]
                yield from _named(text, parts, lists, plain=plain)


def _named(text: str, parts: Iterable[Span], lists: WordLists, *, plain: bool) -> Iterator[Span]:
    """What of a name, a place or an institution holds, without the terms of medicine at its ends."""
    for part in parts:
        if plain and is_finding(text, part):
            continue
        bare = (
            part
            if part.kind == "institution" and " " in text[part.start : part.end]
            else without_possessive(text, part)
        )
        short = trimmed(text, bare, lists)
        if short is None:
            continue
        span = bare if part.kind == "institution" else short
        if span.kind == "name":
            bare = without_prose(text, span) if plain else span
            if EPONYM.match(text, bare.end):
                bare = span
            if bare is not span and _is_term(text[bare.start : bare.end], lists):
                continue  # a germ, as Candida auris
            span = whole_name(text, bare)
        if _words(text, span, lists, plain=plain):
            yield span


def _of_chinese(text: str, span: Span, lists: WordLists) -> Iterator[Span]:
    """What holds of a span with Chinese characters."""
    if span.kind in _NUMBERS:
        whole = _whole(text, _without_terms(text, span, lists)) if span.kind == "id" else span
        if _number(text, whole) and not (_code(text, span, lists) or _gene(text, whole)):
            yield whole
    elif not _clinical_pairs(text, span, lists):
        yield from _chinese(text, span)


def _without_terms(text: str, span: Span, lists: WordLists) -> Span:
    """The span without words of medicine at its ends, as the gene in ``TOR2A XA-374826``."""
    words = list(_CHUNK.finditer(text, span.start, span.end))
    while len(words) > 1 and _is_term(words[-1][0], lists):
        words.pop()
    while len(words) > 1 and _is_term(words[0][0], lists):
        words.pop(0)
    return Span(words[0].start(), words[-1].end(), span.kind) if words else span


def _is_term(word: str, lists: WordLists) -> bool:
    return not word.isdecimal() and word_hash(word.strip(".,;:()").lower()) in lists.clinical


def _number(text: str, span: Span) -> bool:
    """Whether a number is long enough, or has the form, of an identifier; laboratory values have not."""
    piece = text[span.start : span.end]
    if span.kind == "age":
        return _age(piece)
    if _DATE.search(piece) or _POSTCODE.fullmatch(piece):
        return True
    if (
        span.kind == "date"
        or _RANGE.fullmatch(piece)
        or _SIZE.search(piece)
        or _UNIT.match(text, span.end)
        or _VARIANT.fullmatch(piece)
    ):
        return False
    if _SEVEN.fullmatch(piece) and _PROSE_BEFORE.search(text, max(0, span.start - 12), span.start):
        return False
    digits = sum(letter.isdecimal() for letter in piece)
    if span.kind == "phone":
        return digits >= _PHONE_DIGITS
    return digits >= _ID_DIGITS or _MIXED.fullmatch(piece) is not None or _HANDLE.fullmatch(piece) is not None


def _age(piece: str) -> bool:
    digits = "".join(filter(str.isdecimal, piece))
    return _OLDEST_KEPT < int(digits[:4]) <= _OLDEST if digits else _OLD.search(piece) is not None


def _code(text: str, span: Span, lists: WordLists) -> bool:
    """Whether it is part of the name of a gene or a drug."""
    before = _CODE_BEFORE.search(text, max(0, span.start - 24), span.start)
    after = _CODE_AFTER.match(text, span.end)
    whole = text[before.start() if before else span.start : after.end() if after else span.end]
    return any(map(str.isalpha, whole)) and word_hash(whole.lower()) in lists.clinical


def _gene(text: str, span: Span) -> bool:
    """Whether letters and digits are the gene that Chinese words behind them speak of."""
    return (
        _GENE.fullmatch(text, span.start, span.end) is not None
        and _OF_GENE.match(text, span.end) is not None
        and _SPECIMEN.search(text, max(0, span.start - 8), span.start) is None
    )


def _words(text: str, span: Span, lists: WordLists, *, plain: bool) -> bool:
    """Whether English words can be a name or a place: no eponym, no abbreviation, not only words of prose or medicine.

    Args:
        plain: whether the text has both cases, so that capitals tell something.
    """
    words = _LETTERS.findall(text[span.start : span.end])
    if not words:
        return span.kind == "address" and _CODE_NUMBER.search(text, span.start, span.end) is not None
    if span.kind == "name" and _INITIALS.fullmatch(text, span.start, span.end):
        short = "".join(words)
        if text[span.start : span.end].lower().rstrip(".") in _HUMS or (
            plain and is_shorthand(text, span, words, lists)
        ):
            return False
        known = word_hash(short.lower()) in lists.clinical
        return not known or "." in text[span.start : span.end] or (short.islower() and plain and is_signed(text, span))
    longer = [word.lower() for word in words if len(word) > 1]
    if (
        longer
        and span.kind != "institution"
        and _no_identifier(text[span.start : span.end], longer, lists, plain=plain)
    ):
        return False
    if is_thing(text[span.start : span.end], lists, plain=plain) or (longer and _TALK.issuperset(longer)):
        return False
    named = [word for word in longer if word not in ("and", "or")]
    if names_thing(text, span, named, lists):
        return False
    if named and EPONYMS.issuperset(named):
        return not measured(text, span.end, named[-1]) and all(person_too(word, lists) for word in named)
    checksums = [word_hash(word.lower()) for word in words if len(word) > 1]
    people = any(one in lists.given or one in lists.common_surnames for one in checksums)
    if span.kind == "institution" and plain and _is_house(text[span.start : span.end], lists):
        return True
    if not people and all(one in lists.clinical and one not in lists.surnames for one in checksums):
        return _CODE_NUMBER.search(text, span.start, span.end) is not None
    if not plain:
        return True
    if is_shorthand(text, span, words, lists):
        return False
    if all(word.islower() and word_hash(word) in lists.ordinary for word in words):
        return False
    if len(words) == 1 and words[0].isupper() and len(words[0]) <= _ABBREVIATION:
        return False
    prose = all(one in lists.ordinary or one in lists.clinical for one in checksums)
    return people or not prose or (span.kind != "name" and _CODE_NUMBER.search(text, span.start, span.end) is not None)


def _is_house(piece: str, lists: WordLists) -> bool:
    """Whether it is called after somebody or some place: ``Ferrara High School``, ``Moss and Sons``."""
    found = _HOUSE_EN.fullmatch(piece)
    if found is None:
        return False
    words = [word.lower() for word in _LETTERS.findall(found[1]) if word[0].isupper()]
    return any(word_hash(word) not in lists.ordinary and not is_medical(word) for word in words)


def _no_identifier(piece: str, words: list[str], lists: WordLists, *, plain: bool) -> bool:
    """Whether it is a medicine, a country or state, a term of medicine, or a word in small letters that no name has.

    Args:
        words: its words of more than one letter, in small ones.
    """
    if " ".join(words) in WIDE or piece.lower().strip(" .,;:-") in BRANDS:
        return True
    checksums = [word_hash(word) for word in words]
    people = [one in lists.given or one in lists.surnames for one in checksums]
    sure = [
        is_medical(word) or (one in lists.clinical and not name)
        for word, one, name in zip(words, checksums, people, strict=True)
    ]
    known = all(yes or one in lists.clinical or one in lists.ordinary for yes, one in zip(sure, checksums, strict=True))
    if known and (all(sure) or sum(sure) > 1):
        return _CODE_NUMBER.search(piece) is None
    return plain and piece.islower() and len(words) == 1 and len(words[0]) > 2 and not people[0]


def _clinical_pairs(text: str, span: Span, lists: WordLists) -> bool:
    """Whether the characters, or the first with that before it, stand in the Chinese name of a disease or a drug."""
    piece = text[span.start : span.end]
    if span.kind == "name" and word_hash(text[max(0, span.start - 1) : span.start + 1]) in lists.clinical:
        return True
    return len(piece) > 1 and all(word_hash(piece[at : at + 2]) in lists.clinical for at in range(len(piece) - 1))


def _whole(text: str, span: Span) -> Span:
    """The span with the letters and digits that touch it."""
    before = _WORD_BEFORE.search(text, max(0, span.start - 24), span.start)
    after = _WORD_AFTER.match(text, span.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end, span.kind)


def _chinese(text: str, span: Span) -> Iterator[Span]:
    piece = text[span.start : span.end]
    if span.kind == "institution":
        if len(piece) > 1 and _HOUSE.search(piece):
            yield span
    elif span.kind == "address":
        if _PLACE.search(piece):
            yield span
    else:
        yield from _person(text, span)


def _surname_before(text: str, span: Span) -> bool:
    """Whether what was tagged is a given name that could be a name itself, as in 吴桂芝."""
    short = span.end - span.start == 2 and text[max(0, span.start - 1) : span.start] in _SURNAMES
    return short and text[max(0, span.start - 2) : span.start] not in _NO_SURNAME


def _two_people(piece: str) -> bool:
    """Whether two names without a mark between them can stand there, as 刘峰郑桂珍."""
    return len(piece) <= 2 * max(_FULL_NAME) and any(piece[place] in _SURNAMES for place in _FULL_NAME)


def _person(text: str, span: Span) -> Iterator[Span]:
    """A name that begins with a surname, which may stand just before what was tagged."""
    start = span.start
    if text[start] not in _SURNAMES and text[start : start + 2] not in _DOUBLE:
        start -= 2 if text[max(0, start - 2) : start] in _DOUBLE else 1
    elif text[max(0, start - 1) : start + 1] in _DOUBLE or _surname_before(text, span):
        start -= 1
    piece = text[max(0, start) : span.end]
    starts = piece[:1] in _SURNAMES or piece[:2] in _DOUBLE
    if start < 0 or not (starts and (len(piece) <= _LONGEST_NAME or _two_people(piece))):
        start, piece = span.start, text[span.start : span.end]
        titled = _TITLED.match(text, span.end) is not None
        if piece[0] not in _ANY_SURNAME or not (len(piece) in _FULL_NAME or titled):
            return
    if text[max(0, start - 1) : start + 1] in _NO_SURNAME or piece[:2] in _NO_SURNAME or not is_person(piece):
        return
    if len(piece) > 1 or _TITLED.match(text, span.end):
        yield Span(start, span.end, "name")
