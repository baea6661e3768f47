"""Sections of notes and abstracts: known headings, and unknown ones written as headings.

A heading is a line of its own (``PAST MEDICAL HISTORY``), the start of a line (``PMH: asthma``), or, with a colon, the
start of a sentence (``… in rats. METHODS: We gave …``, ``PMH: asthma. Allergies: none``). Chinese headings take ``：``,
``【】`` or a line of their own. An unknown line in capitals opens a section called ``other``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Section
from extraction.extensions import register_extensions, text_of
from extraction.headings import CHINESE, ENGLISH, table
from extraction.section_lines import line_end
from extraction.section_turns import turns
from extraction.traditional_chinese import simplified

FACTORY = "medkg_sections"
OTHER = "other"
_ENGLISH = table(ENGLISH)
_CHINESE = table(CHINESE)
_SHORT = 4  # a heading this short counts only in capitals
_SOFT = frozenset(
    ("history", "case", "data", "course", "plans", "patients", "patient", "subjects", "design", "setting")
)
_SAID = frozenset(
    ("results", "findings", "procedure", "procedures", "diagnosis", "treatment", "therapy", "management", "story",
     "events", "progress", "advice", "orders", "problems", "tests", "studies", "summary", "habits", "rx", "context",
     "comment", "purpose", "aim", "aims", "methods", "method", "intervention", "interventions", "conclusion",
     "conclusions", "discussion")
)  # fmt: skip
_INDENT = r"[ \t\u3000]*"
_LINE = re.compile(
    rf"^{_INDENT}(?:[#*>=_]+{_INDENT}|\(?(?:\d{{1,2}}|[IVX]{{1,4}})[.)]{_INDENT})?"
    rf"(?P<title>[A-Za-z][A-Za-z&/,\- ]{{0,48}}?){_INDENT}(?:\([^()\n]{{1,40}}\){_INDENT})?"
    rf"(?P<mark>[:：]|[*#=_ \t]*\r?$)",
    re.MULTILINE,
)
_COLON = re.compile(r":(?=\s)")
_INLINE = re.compile(r"(?<=[.!?;)\]:] ) {0,20}(?P<title>[A-Z][A-Za-z&/,\- ]{1,48})\Z")
_LONGEST_INLINE = 71
_FIRST = re.compile(rf"{_INDENT}(?:[#*>=_]+{_INDENT}|\(?(?:\d{{1,2}}|[IVX]{{1,4}})[.)]{_INDENT})?([A-Za-z]+)")
_LETTERS = re.compile("[A-Za-z]+")
_FIRSTS = frozenset(_LETTERS.findall(title)[0] for title in _ENGLISH)
_CAPITALS = re.compile(
    rf"^{_INDENT}(?P<title>[A-Z][A-Z&/,\-']*(?:[ &/]+[A-Z&/,\-']+){{1,9}}){_INDENT}:?{_INDENT}\r?$",
    re.MULTILINE,
)
_NUMBER_ZH = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[、.．)）]\s*)?"
_TITLES_ZH = "|".join(sorted(map(re.escape, _CHINESE), key=len, reverse=True))
_LINE_ZH = re.compile(
    rf"^[ \t\u3000]*{_NUMBER_ZH}(?:[【\[［](?P<boxed>{_TITLES_ZH})[】\]］][:：]?"
    rf"|(?P<title>{_TITLES_ZH})[ \t\u3000]*(?:[:：]|\r?$))",
    re.MULTILINE,
)
_INLINE_ZH = re.compile(rf"(?<=[。；;！？\u3000])[ \t]*(?P<title>{_TITLES_ZH})[:：]")

_START = attrgetter("start")
_Found = tuple[int, str, str]


def find_sections(text: str, language: str, before: str = "") -> tuple[Section, ...]:
    """The sections of a text, in order; together they cover it without gap or overlap.

    Where the text under a heading turns to the patient, or a list of lines goes on to another line, a section without
    name and title goes on.

    Args:
        text: any text.
        language: ``en`` or ``zh``.
        before: name of the section that is open where the text starts.

    >>> [(one.name, one.title) for one in find_sections("Cough.\\nPMH: asthma\\nALLERGIES\\nnone", "en")]
    [('', ''), ('past_medical_history', 'PMH'), ('allergies', 'ALLERGIES')]
    """
    if not text:
        return ()
    found = dict(_sorted(_headings_zh(text) if language == "zh" else _headings_en(text)))
    starts = sorted(found)
    if not starts or text[: starts[0]].strip():
        found[0] = (before, "")
    elif starts[0] > 0:
        found[0] = found.pop(starts[0])
    starts = sorted(found)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        name, title = found[start]
        last = line_end(name, title, text, start, end, language)
        if last < end:
            found[last] = ("", "")
        for number, place in enumerate(turns(name, text, start, last, language)):
            found[place] = (name, "") if number % 2 else ("", "")
    starts = sorted(found)
    ends = [*starts[1:], len(text)]
    return tuple(Section(*found[start], start, end) for start, end in zip(starts, ends, strict=True))


def section_at(sections: tuple[Section, ...], offset: int) -> str:
    """The canonical name of the section that holds a code point, or empty."""
    at = bisect_right(sections, offset, key=_START) - 1
    return sections[at].name if at >= 0 and offset < sections[at].end else ""


def _sorted(found: Iterator[_Found]) -> Iterator[tuple[int, tuple[str, str]]]:
    headings = sorted(found, key=lambda one: (one[0], one[1] != OTHER))
    abstract = any(name == "methods" for _, name, _ in headings)
    for start, name, title in headings:
        objective = abstract and _fold(title) == "objective"
        yield start, ("background" if objective else name, title)


def _headings_en(text: str) -> Iterator[_Found]:
    for start in _lines(text):
        first = _FIRST.match(text, start)
        if first is None:
            continue
        match = _CAPITALS.match(text, start) if first[1].isupper() else None
        if match and _fold(match["title"]) not in _ENGLISH:
            yield start, OTHER, match["title"]
        match = _LINE.match(text, start) if first[1].lower() in _FIRSTS else None
        name = match and _known(match["title"], alone=match["mark"] not in (":", "："))
        if match and name:
            yield start, name, match["title"]
    for colon in _COLON.finditer(text):
        end = colon.start()
        match = _INLINE.search(text, max(0, end - _LONGEST_INLINE), end)
        name = match and _known_within(match["title"])
        if match and name:
            yield match.start("title"), name, match["title"]


def _lines(text: str) -> Iterator[int]:
    """Where lines start that are not empty."""
    start = 0
    while start < len(text):
        if text[start] != "\n":
            yield start
        start = text.find("\n", start) + 1 or len(text)


def _fold(title: str) -> str:
    return " ".join(title.lower().split()).replace(" / ", "/")


def _known(title: str, alone: bool) -> str | None:
    folded = _fold(title)
    if folded not in _ENGLISH:
        return None
    if len(folded) <= _SHORT and folded not in ("plan", "labs", "exam", "meds") and not title.isupper():
        return None
    if alone and not title[0].isupper():
        return None
    if alone and folded in _SOFT and not title.isupper():
        return None
    return _ENGLISH[folded]


def _known_within(title: str) -> str | None:
    """The name of a heading that stands within a line; a word in small letters needs to be one of headings alone."""
    folded = _fold(title)
    soft = folded in _SOFT or folded in _SAID
    return None if soft and not title.isupper() else _known(title, alone=False)


def _headings_zh(text: str) -> Iterator[_Found]:
    plain = simplified(text)
    for match in _LINE_ZH.finditer(plain):
        group = "boxed" if match["boxed"] else "title"
        yield match.start(), _CHINESE[match[group]], text[slice(*match.span(group))]
    for match in _INLINE_ZH.finditer(plain):
        yield match.start(), _CHINESE[match["title"]], text[slice(*match.span("title"))]
    for start, name, title in _headings_en(text):
        if name != OTHER:
            yield start, name, title


class Sections:
    """The component: sets ``doc._.medkg_sections``."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        before = doc._.medkg_before
        doc._.medkg_sections = find_sections(text_of(doc), doc.lang_, before.section if before else "")
        return doc


@Language.factory(FACTORY, assigns=["doc._.medkg_sections"])
def make_sections(nlp: Language, name: str) -> Sections:
    """Makes the component ``medkg_sections``."""
    return Sections()
