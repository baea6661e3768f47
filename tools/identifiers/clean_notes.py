"""Paragraphs of annotated notes in which no identifier can stand, as clinical prose, and the words that they add."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.clinical_abbreviations import ABBREVIATIONS
from extraction.corpora.note_tables import read_aci_bench, read_mts_dialog
from extraction.corpora.records import AnnotatedDocument
from extraction.deidentify.no_names import BRANDS

_PARAGRAPH = re.compile(r"\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+")
_IDENTIFIER = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Drs?|Prof|Doctor|Nurse)\b|\d[/\-.]\d{1,2}[/\-.]\d|\d{5}|@|\*\*|_{3}|\b[XYZABC]{3}\b|\b[A-Z]\.\s"
    r"|\b(?:9\d|1[01]\d)[ \-]?(?:years?|y/?o)\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,? \d",
    re.IGNORECASE,
)
_START = re.compile(r"(?:\A|[.!?:;\n])[\s\-*#\d.)(\"•/]*\Z")
_BEFORE = 16
_SHORTEST = 12
_LEAST, _INITIALS = 2, 2


@dataclass(frozen=True, slots=True)
class Spelling:
    """What tells a name from another word, all in small letters.

    Attributes:
        names: given names and surnames of the lists.
        prose: words of the language.
        clinical: words of medicine.
    """

    names: frozenset[str]
    prose: frozenset[str]
    clinical: frozenset[str]


def clean_paragraphs(tables: Iterable[Path], spelling: Spelling) -> dict[Path, list[AnnotatedDocument]]:
    """Paragraphs of MTS-Dialog's sections and aci-bench's notes without title, date, long number or name, each once."""
    found: dict[Path, list[AnnotatedDocument]] = {}
    for path in tables:
        read = read_aci_bench if "aci" in path.parent.name else read_mts_dialog
        parts = (
            (one.name, part.strip()) for one in read(path)[0] for part in _PARAGRAPH.split(one.text.replace("\r", ""))
        )
        first = {part: name for name, part in parts if len(part) >= _SHORTEST and _is_clean(part, spelling)}
        found[path] = [AnnotatedDocument(name, part) for part, name in first.items()]
    return found


def _is_clean(text: str, spelling: Spelling) -> bool:
    if _IDENTIFIER.search(text):
        return False
    return not any(_may_name(text, word, spelling) for word in _WORD.finditer(text) if not word[0].islower())


def _may_name(text: str, found: re.Match[str], spelling: Spelling) -> bool:
    """Whether a word with a capital may name a person or a place."""
    word = found[0].lower()
    starts = _START.search(text, max(0, found.start() - _BEFORE), found.start()) is not None or found[0].isupper()
    if word in spelling.names:
        return not (starts and (word in spelling.prose or word in spelling.clinical))
    return not (starts or word in spelling.prose or word in spelling.clinical or word in BRANDS)


def note_words(notes: Sequence[AnnotatedDocument], spelling: Spelling) -> tuple[set[str], set[str]]:
    """Words of prose and short forms that these notes add to the lists; those that are names are left out."""
    words: Counter[str] = Counter()
    shorts: Counter[str] = Counter()
    for one in notes:
        shouted = one.text.isupper()
        for word in _WORD.findall(one.text):
            (shorts if word.isupper() and not shouted and len(word) > 1 else words)[word.lower()] += 1
    often = {word for word in _often(shorts, spelling) if len(word) > _INITIALS}
    short = {*often, *(word.lower() for word in ABBREVIATIONS if word.isalpha())}
    return set(_often(words, spelling)) - short, short


def _often(counts: Counter[str], spelling: Spelling) -> Iterator[str]:
    return (word for word, count in counts.items() if count >= _LEAST and word not in spelling.names)
