"""Names of notes that hold no person: of a file name or a row id that looks like one, only a hash is kept.

Rules are no guarantee. A name in small letters is found when it holds a usual given name. Of the path that a document
was read from, folders and files that look like a person's are hashed too, one by one, so that whoever has the path
finds it again and can take the file back. Where rules are not enough, every name is hashed. A short hash of a name is
no secret to somebody who guesses the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import PurePath

from extraction.deidentify import mask
from kg.identifiers import content_hash
from kg.vocabulary import Vocabulary

_HASH_CHARACTERS = 8
_CATEGORIES = ("Disease", "PhenotypicFeature", "Drug")
_BREAKS = re.compile(r"[_\-.\s#,;()\[\]]+")
_LONG_NUMBER = re.compile(r"\d{6}|\d(?:[ _\-.]?\d){8}")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_LATIN = re.compile(r"[^\W\d_\u3400-\u9fff]{2,}")
_SMALL = re.compile(r"\b[a-z]{3,}\b")
_HAN_NAME = re.compile(
    r"(?:[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙"
    r"黎史陶贺顾毛郝龚邵万钱武戴莫孔汤]|欧阳|司马|上官|诸葛)[\u4e00-\u9fff]{1,2}"
)
_USUAL = frozenset(
    re.findall(
        r"\w+",
        "admission batch case cases clinic clinical consult consultation copy corpus data demo dev dialog discharge"
        " document draft emergency encounter eval example export file final followup history letter medical new note"
        " notes old outpatient patient patients physical procedure progress record records referral report reports"
        " sample scan set summary test train update valid validation visit visits",
    )
)


def name_of(file_name: str, row_id: str, text: str) -> str:
    """The name of a note: ``<file name>#<row id>``, or ``doc-<hash><suffix>`` where either may tell of a person.

    Identifying are what de-identification masks, two capitalised words in a row that no disease, finding or drug is
    named by, a Chinese personal name, numbers of six digits or more, and e-mail addresses. The hash is of the name and
    the text, so it depends on no other document.

    Args:
        file_name: without its directory.
        row_id: as the input gives it; empty when the document is a whole file.
        text: the document's.

    >>> name_of("train.csv", "D2N001", "No fever."), name_of("05-wilson-disease.txt", "", "No fever.")
    ('train.csv#D2N001', '05-wilson-disease.txt')
    >>> name_of("note John Smith MRN 1234567.txt", "", "No fever.")
    'doc-38d43c95.txt'
    """
    name = f"{file_name}#{row_id}" if row_id else file_name
    path = PurePath(file_name)
    if not (is_identifying(path.stem) or is_identifying(row_id)):
        return name
    suffix = "" if is_identifying(path.suffix) else path.suffix
    return f"doc-{content_hash(name, text)[:_HASH_CHARACTERS]}{suffix}"


def hidden_name(name: str) -> str:
    """A document's name with nothing readable but the suffix of its file, the same for the same name.

    >>> hidden_name("visits.csv#17")
    'doc-95bee957.csv'
    """
    return f"doc-{content_hash(name)[:_HASH_CHARACTERS]}{_suffix(name.partition('#')[0])}"


def hidden_path(path: str, *, everything: bool = False) -> str:
    """A path whose folders and file are hashed where they may tell of a person, or all of them.

    >>> hidden_path("notes/05-wilson-disease.txt"), hidden_path("notes/SMITH_JOHN/1.txt").split("/")[2]
    ('notes/05-wilson-disease.txt', '1.txt')
    """
    return "/".join(_hidden_part(part, everything) for part in path.split("/"))


@lru_cache(maxsize=4096)
def _hidden_part(part: str, everything: bool) -> str:
    if part in ("", ".", "..") or not (everything or is_identifying(PurePath(part).stem) or not _suffix(part, part)):
        return part
    return f"name-{content_hash(part)[:_HASH_CHARACTERS]}{_suffix(part)}"


def _suffix(part: str, otherwise: str = "") -> str:
    """The suffix of a file's name; empty where it may tell of a person, ``otherwise`` where there is none."""
    suffix = PurePath(part).suffix
    return otherwise if not suffix else "" if is_identifying(suffix) else suffix


@cache
def _medical_words() -> frozenset[str]:
    """Words in small letters of the vocabulary's names, so that the people whom diseases are named after stay out."""
    return frozenset(word for name in _medical_names() for word in _SMALL.findall(name))


@cache
def _medical_pairs() -> frozenset[tuple[str, str]]:
    """Words that stand side by side in the vocabulary's names: ``("stevens", "johnson")``."""
    names = (_LATIN.findall(name.lower()) for name in _medical_names())
    return frozenset(pair for words in names for pair in pairwise(words))


def _medical_names() -> Iterator[str]:
    for term in Vocabulary.shipped(_CATEGORIES).terms():
        yield from (term.name, *term.synonyms)


@cache
def _chinese_names() -> frozenset[str]:
    terms = Vocabulary.shipped(_CATEGORIES).terms()
    return frozenset(name for term in terms for name in (term.name_zh, *term.synonyms_zh))


def is_identifying(part: str) -> bool:
    """Whether a file's stem or a row's id may tell of a person.

    >>> is_identifying("SMITH_JOHN"), is_identifying("Wilson-Disease"), is_identifying("ACI_0023")
    (True, False, False)
    """
    if not part or (part.isascii() and part.isdigit() and len(part) < 6):
        return False
    if _LONG_NUMBER.search(part) or _MAIL.search(part):
        return True
    words = [word for word in _BREAKS.split(part) if word]
    readable = " ".join(words)
    if any(mask(form, language, rules_only=True).spans for form in (part, readable) for language in ("en", "zh")):
        return True
    return _names_somebody(readable) or _two_capitalised(words) or _chinese_person(words)


def _names_somebody(readable: str) -> bool:
    """Masked once its words are written as names are."""
    as_names = _LATIN.sub(lambda word: word.group().capitalize(), readable)
    if as_names == readable:
        return False
    spans = mask(as_names, "en", rules_only=True).spans
    words = list(_LATIN.finditer(as_names))
    return any(
        not _is_paired(words, number) and not _is_plain(word.group())
        for number, word in enumerate(words)
        if any(start < word.end() and word.start() < end for start, end, _ in spans)
    )


def _is_paired(words: list[re.Match[str]], number: int) -> bool:
    """Whether a word makes a medical name with its neighbour, as Johnson does with Stevens."""
    around = [word.group().lower() for word in words[max(0, number - 1) : number + 2]]
    return any(pair in _medical_pairs() for pair in pairwise(around))


def _is_plain(word: str) -> bool:
    """An ordinary word that is no given name too, as the john of a herb is."""
    return _is_ordinary(word) and not mask(word, "en", rules_only=True).spans


def _two_capitalised(words: list[str]) -> bool:
    capitalised = [bool(_LATIN.fullmatch(word)) and word[0].isupper() and len(word) > 2 for word in words]
    pairs = zip(words, words[1:], capitalised, capitalised[1:], strict=False)
    return any(
        not _is_ordinary(a) and not _is_ordinary(b) and (a.lower(), b.lower()) not in _medical_pairs()
        for a, b, one, two in pairs
        if one and two
    )


def _is_ordinary(word: str) -> bool:
    return word.lower() in _USUAL or word.lower() in _medical_words()


def _chinese_person(words: list[str]) -> bool:
    return any(_HAN_NAME.fullmatch(word) and word not in _chinese_names() for word in words)
