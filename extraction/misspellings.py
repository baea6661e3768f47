"""Misspelt names in clinical notes: a long word that no list knows, one slip away from a name's.

A word counts as misspelt only when it is neither a word of the vocabulary nor an ordinary one nor made of such, does
not look like a name of a person or a place, and one name alone is one slip away: a letter too many or too few, another
letter, two neighbours swapped; never the first letter. The rest of the sentence decides between words (``diabetis
mellitus`` is diabetes, ``diabetis ketoacidosis`` is diabetic), and all else that holds for names that are spelt right
holds for it too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Mention, Section
from extraction.extensions import register_extensions, sentence_spans, text_of
from extraction.folding import fold_name
from extraction.lexicon import Candidate, Lexicon, shipped_lexicon
from extraction.lexicon_names import Guard, Trust
from extraction.mentions import FACTORY as MENTIONS
from extraction.mentions import MentionFinder, Mentions
from extraction.sections import section_at
from extraction.spelling import KINDS, SHORTEST, SpellingIndex, is_ordinary, is_prose, shipped_index
from kg.records import DocumentKind
from kg.results import Dropped, DropReason
from kg.schema import Category

FACTORY = "medkg_misspellings"
MATCHER = "misspelling"

_ENGLISH = "en"
_WORD = re.compile(
    rf"(?<![\w@█&'’])(?<![\w█][.\\_])[A-Za-z][a-z]{{{SHORTEST - 2},30}}(?![\w@█'’])(?![.\\_][\w█])"
    rf"|(?<![\w@█&'’./\\_-])[A-Z]{{{SHORTEST - 1},31}}(?![\w@█'’/\\_-])(?!\.\w)"
)
_LONG_RUN = re.compile(rf"[A-Za-z]{{{SHORTEST - 1},}}")
_BEGINS = re.compile(r"(?:^|[.!?:;\n])[^\w\n.!?]*(?:\d{1,2}[.)]\s*)?$|[\t|•*\[\]]\s*$")
_DOSED = re.compile(r"\s{1,2}(?:\d[\d.,]*\s*(?:mg|mcg|µg|g|units?|mL|ml)\b|(?:tab|cap|inh|cream)\w*\b)")
_ADJECTIVE = re.compile(r"(?:ic|al|ous|oid|ary)$")
_REAL = frozenset(("dermatome", "mucocyst", "collarette"))  # in no list, and beside the name of something else
_LETTERS = re.compile(r"[A-Za-z]+")
_LONG = 9  # letters that only names of substances and classes have, hardly any brand
_CONDITIONS = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE))
_AROUND = 60
_MOST_KEPT = 100_000
MOST_LOOKED = 300
"""Unknown words that are looked at in one text; a note of 100,000 characters holds some fifty, and more is no prose."""

_FEW = 40
_START = attrgetter("start")
_DRUG_SECTIONS = frozenset(("medications", "allergies"))


@dataclass(frozen=True, slots=True)
class _Place:
    """A word that may be misspelt, in its sentence, with the section that it stands in."""

    start: int
    end: int
    sentence: tuple[int, int]
    section: Section


class MisspellingFinder:
    """Finds misspelt names.

    Args:
        lexicon: the names.
        index: its long words; None for one made now.
    """

    def __init__(self, lexicon: Lexicon, index: SpellingIndex | None = None) -> None:
        self._lexicon = lexicon
        self._names = MentionFinder(lexicon)
        self._index = SpellingIndex(lexicon) if index is None else index
        self._known: dict[str, bool] = {}

    def find(
        self,
        text: str,
        mentions: Sequence[Mention] = (),
        sentences: Sequence[tuple[int, int]] = (),
        sections: tuple[Section, ...] = (),
    ) -> tuple[Mention, ...]:
        """The mentions with those of misspelt names, in order and without overlaps.

        A new one has the matcher ``misspelling`` and, until it is linked, the name that is meant as ``name``. It takes
        the place of the mentions that it holds (``kidney disease`` in ``chronc kidney disease``) and gives way to any
        other that it touches.

        Args:
            text: of a clinical note, masked; offsets are its code points.
            mentions: what was found in it so far, in order.
            sentences: ascending code points ``(start, end)``; none for the whole text.
            sections: those of the text.
        """
        return self.found(text, mentions, sentences, sections)[0]

    def found(
        self,
        text: str,
        mentions: Sequence[Mention] = (),
        sentences: Sequence[tuple[int, int]] = (),
        sections: tuple[Section, ...] = (),
    ) -> tuple[tuple[Mention, ...], int]:
        """What :meth:`find` gives, and how many unknown words behind the first :data:`MOST_LOOKED` were left."""
        found = list(mentions)
        looked = left = 0
        for start, end in self._unknown(text):
            if _touched(found, start, end):
                continue
            place = _placed(start, end, sentences or [(0, len(text))], sections, len(text))
            if _may_be_name(text, place):
                continue
            if looked == MOST_LOOKED:
                left += 1
                continue
            looked += 1
            meant = self._meant(text, place)
            if meant is None:
                continue
            touched = _touched(found, meant.start, meant.end)
            if all(meant.start <= one.start and one.end <= meant.end for one in touched):
                at = bisect_left(found, meant.start, key=_START)
                found[at : at + len(touched)] = [meant]
        return tuple(found), left

    def _unknown(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words stand that no list knows, ascending."""
        words = set(_LONG_RUN.findall(text))  # texts repeat their words
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        known = self._known
        for word in [word for word in words if word not in known]:  # set less keys would go through all the keys
            known[word] = self._is_known(word)
        unknown = [word for word in words if not known[word]]
        if len(unknown) > _FEW:
            rare = frozenset(unknown)
            yield from (one.span() for one in _WORD.finditer(text) if one[0] in rare)
        else:
            found = (_WORD.match(text, place) for word in unknown for place in _places(text, word))
            yield from sorted(one.span() for one in found if one is not None)

    def _is_known(self, word: str) -> bool:
        lower = word.lower()
        return lower.removesuffix("s") in _REAL or lower in self._index or is_ordinary(lower, capital=word != lower)

    def _meant(self, text: str, place: _Place) -> Mention | None:
        """The one name that a word is meant to be or to be part of, None when there is none or more than one."""
        best: list[tuple[Mention, frozenset[str]]] = []
        longest = 0
        for word in self._corrected(text[place.start : place.end].lower()):
            one = self._named(text, place, word)
            if one is None or one.end - one.start < longest:
                continue
            if one.end - one.start > longest:
                best, longest = [], one.end - one.start
            best.append((one, frozenset(term.curie for term in self._terms(one.name))))
        if not best or not frozenset.intersection(*(curies for _, curies in best)):
            return None
        return best[0][0]

    def _corrected(self, word: str) -> Iterable[str]:
        """Words that may be meant; the adjective ``allodynic`` is no slip of ``allodynia``."""
        meant = self._index.meant(word)
        if word.endswith("s") and len(word) > SHORTEST:
            meant += tuple(f"{one}s" for one in self._index.meant(word[:-1]))
        adjective = _ADJECTIVE.search(word)
        return dict.fromkeys(one for one in meant if adjective is None or one.endswith(adjective[0]))

    def _named(self, text: str, place: _Place, word: str) -> Mention | None:
        """The longest name that holds a word written in place of another."""
        low = max(place.sentence[0], place.start - _AROUND)
        high = min(place.sentence[1], place.end + _AROUND)
        window = f"{text[low : place.start]}{word}{text[place.end : high]}"
        begin, end = place.start - low, place.start - low + len(word)
        whole = (place.section._replace(start=0, end=len(window)),)
        for one in self._names.find(window, (), whole):
            if one.start <= begin and end <= one.end and self._terms(one.text):
                shift = place.end - low - end
                start, stop = low + one.start, low + one.end + shift
                return Mention(start, stop, text[start:stop], "", None, one.text, 0.0, matcher=MATCHER)
        return None

    def _terms(self, name: str) -> list[Candidate]:
        """The terms that a name may stand for; short brands of drugs have namesakes a letter away, so none do."""
        found = self._lexicon.candidates(fold_name(name))
        words = _LETTERS.findall(name)
        sure = any(len(one) >= _LONG or (len(one) >= SHORTEST and is_prose(one.lower())) for one in words)
        return [
            one
            for one in found
            if one.guard is Guard.NONE
            and one.category in KINDS
            and (sure or one.category in _CONDITIONS or (one.category == Category.DRUG and one.trust is Trust.NAME))
        ]


def _touched(mentions: list[Mention], start: int, end: int) -> list[Mention]:
    """Those of the mentions, which are in order and apart, that a span overlaps."""
    first = max(0, bisect_left(mentions, start, key=_START) - 1)
    last = bisect_left(mentions, end, key=_START)
    return [one for one in mentions[first:last] if start < one.end]


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def _placed(
    start: int, end: int, sentences: Sequence[tuple[int, int]], sections: tuple[Section, ...], size: int
) -> _Place:
    at = max(0, bisect_right(sentences, (start, size)) - 1)
    name = section_at(sections, start) if sections else ""
    return _Place(start, end, sentences[at], Section(name, "", start, end))


def _may_be_name(text: str, place: _Place) -> bool:
    """Whether a word is capitalised where neither a sentence begins nor a drug is expected."""
    if text[place.start].islower() or place.section.name in _DRUG_SECTIONS:
        return False
    if place.start == place.sentence[0] or _BEGINS.search(text, max(0, place.start - _AROUND), place.start):
        return False
    return _DOSED.match(text, place.end) is None


class Misspellings:
    """The component: adds to ``doc._.medkg_mentions`` of English notes; run it right after ``medkg_mentions``.

    Of a text with more than :data:`MOST_LOOKED` unknown words the others are counted in ``doc._.medkg_dropped``.

    Args:
        nlp: the pipeline that it is part of; its matcher's names are those that are looked for.
    """

    def __init__(self, nlp: Language) -> None:
        register_extensions()
        self._nlp = nlp
        self._finder: MisspellingFinder | None = None

    def __call__(self, doc: Doc) -> Doc:
        document = doc._.medkg_document
        if doc.lang_ != _ENGLISH or (document is not None and document.kind is not DocumentKind.NOTE):
            return doc
        if self._finder is None:
            self._finder = self._made()
        text = text_of(doc)
        found, left = self._finder.found(text, doc._.medkg_mentions, sentence_spans(doc), doc._.medkg_sections)
        doc._.medkg_mentions = found
        if left:
            place = document.name if document is not None else "text"
            said = f"{left:,} unknown words behind the first {MOST_LOOKED} of a text were not read as misspelt names."
            doc._.medkg_dropped = (*doc._.medkg_dropped, Dropped(place, DropReason.TOO_LONG, said))
        return doc

    def _made(self) -> MisspellingFinder:
        matcher = cast(Mentions, self._nlp.get_pipe(MENTIONS)) if self._nlp.has_pipe(MENTIONS) else None
        lexicon = matcher.lexicon if matcher is not None else None
        if lexicon is None or lexicon is shipped_lexicon():
            return MisspellingFinder(shipped_lexicon(), shipped_index())
        return MisspellingFinder(lexicon)


@Language.factory(FACTORY, assigns=["doc._.medkg_mentions"])
def make_misspellings(nlp: Language, name: str) -> Misspellings:
    """Makes the component ``medkg_misspellings`` on the names of the pipeline's matcher."""
    return Misspellings(nlp)
