"""The spaCy component that finds procedures: what is done to a patient, by the names of the shipped vocabulary.

It runs last and adds to what is there, so that no condition and no substance is found otherwise for its sake: a name
within a linked mention is passed over, one around it (hernia repair) stands beside it. A procedure is asserted as any
mention is, and besides: one that is ordered, scheduled or advised is planned.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import ahocorasick
from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Mention
from extraction.assertion import assertion_engine
from extraction.extensions import register_extensions, sentence_spans, text_of
from extraction.folding import fold, fold_name
from extraction.lexicon_stops import STOPS
from extraction.lexicon_table import LINKING_ONLY
from extraction.mentions import longest
from extraction.sections import section_at
from kg.records import Assertion, Certainty, DocumentKind, Temporality
from kg.schema import Category
from kg.vocabulary import Term, Vocabulary

FACTORY = "medkg_procedures"
MATCHER = "procedure"

_GENERAL = frozenset(
    ("drainage", "decompression", "drug therapy", "immunosuppression", "immunosuppression therapy", "insertion")
)
"""Folded headings that mean a certain procedure only with more words."""
_SHORTEST = 3
_ACRONYM = 6
_SHORT = 4
_BEFORE = (" ", "(", "/", ",")  # what a short name is looked for with, as it stands inside many words
_CAPITALS = re.compile(r"[A-Z&/-]*[A-Z][a-z]?[A-Z0-9&/-]*[A-Z]")
_NAME_SCORE, _SYNONYM_SCORE = 1.0, 0.9
_REACH = 60
_ADVISED = r"recommend\w*|advis\w+|order(?:ed|ing)?|schedul\w+|refer(?:red|ral|ring)?|arrang\w+|request(?:ed|ing)?"
_DO = r"get|have|undergo|do|perform|order|obtain|send|start"
_PLANNED = re.compile(
    rf"\b(?:{_ADVISED}|plan(?:s|ned|ning)?|awaiting|pending|due for|obtain|repeat(?= )|proceed with"
    rf"|will (?:\w+ ){{0,2}}(?:{_DO}|need|try)|need(?:s|ed)? (?:an?|to|another)|set (?:\w+ )?up"
    rf"|going to (?:\w+ ){{0,2}}(?:{_DO})|(?:like|want) (?:\w+ ){{0,3}}to (?:{_DO}))\b[^.;:]{{0,40}}$",
    re.IGNORECASE,
)
_PLANNED_AFTER = re.compile(
    r"[^.;:,]{0,30}\b(?:(?:is|was|are|has been|have been)? ?(?:scheduled|ordered|planned|recommended|pending|requested)"
    r"|(?:will|to) be (?:done|performed|ordered|obtained|scheduled))\b",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"\b(?:if|unless|may|might|could|would|consider\w*|possibl[ey]|discuss\w*)\b", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:underwent|was done|were done|showed|shows|revealed|demonstrated|status post|s/p)\b", re.IGNORECASE
)


class _Name(NamedTuple):
    """A name and its term.

    ``written`` is how it must be written, empty when any way will do; ``unspaced`` that it is of a script without
    spaces.
    """

    term: Term
    written: str
    score: float
    unspaced: bool = False


class ProcedureFinder:
    """Finds names of procedures.

    Args:
        terms: of category Procedure; those for linking alone, and names that stand in the stop list, are left out. Of
            terms that share a name the one that is called by it counts, else the first.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        names: dict[str, _Name] = {}
        for term in terms:
            if term.category != Category.PROCEDURE or LINKING_ONLY in term.properties:
                continue
            for key, name in _names(term):
                known = names.get(key)
                if known is None or known.score < name.score:
                    names[key] = name
        self._automaton = ahocorasick.Automaton()
        for key, name in names.items():
            for before in _BEFORE if len(key) <= _SHORT and key.isascii() else ("",):
                self._automaton.add_word(before + key, (len(key), name))
        if names:
            self._automaton.make_automaton()

    def find(self, text: str, note: bool = True) -> list[Mention]:
        """The procedures in a text, in order, without overlaps; none has an assertion yet.

        Abbreviations count in a clinical note alone, and only as they are written.

        >>> [(one.text, one.name) for one in shipped_procedures().find("MRI of the knee; underwent colonoscopy.")]
        [('MRI', 'Magnetic Resonance Imaging'), ('colonoscopy', 'Colonoscopy')]
        """
        if not len(self._automaton):
            return []
        folded = fold(text)
        plain = f" {folded.text} "  # so that a word stands at both ends
        found: dict[tuple[int, int], _Name] = {}
        for last, (length, name) in self._automaton.iter(plain):
            first, end = last - length, last + 1
            if plain[end] == "s" and length >= _SHORTEST:
                end += 1
            if plain[first].isalnum() or plain[end : end + 1].isalnum():
                if not name.unspaced:
                    continue
                end = last + 1
            place = folded.original(first, end - 1)
            if name.written and not (note and text[slice(*place)].removesuffix("s") == name.written.removesuffix("s")):
                continue
            found[place] = name
        return [_mention(text, span, found[span]) for span in longest(found)]


def _names(term: Term) -> Iterator[tuple[str, _Name]]:
    for name in (term.name, *term.synonyms, *filter(None, (term.name_zh, *term.synonyms_zh))):
        key = fold_name(name)
        short = len(name) <= _ACRONYM and _CAPITALS.fullmatch(name) is not None
        if key in STOPS or key in _GENERAL or (len(key) < _SHORTEST and not short and name.isascii()):
            continue
        score = _NAME_SCORE if name == term.name else _SYNONYM_SCORE
        yield key, _Name(term, name if short else "", score, unspaced=not name.isascii())
        if key.endswith("y") and key[-2:-1] not in "aeiou" and not short:
            yield f"{key[:-1]}ies", _Name(term, "", score)


def _mention(text: str, span: tuple[int, int], name: _Name) -> Mention:
    start, end = span
    term = name.term
    return Mention(
        start, end, text[start:end], Category.PROCEDURE, term.id, term.name, name.score, matcher=MATCHER
    )  # fmt: skip


@lru_cache(maxsize=1)
def shipped_procedures() -> ProcedureFinder:
    """The finder over the shipped vocabulary, made once."""
    return ProcedureFinder(Vocabulary.shipped([Category.PROCEDURE]).terms())


def is_planned(text: str, span: tuple[int, int], sentence: tuple[int, int]) -> bool:
    """Whether the sentence orders, schedules or advises what stands at ``span`` and does not say that it was done.

    >>> is_planned("I will order an MRI of the knee.", (16, 19), (0, 32))
    True
    >>> is_planned("The MRI was normal.", (4, 7), (0, 19)), is_planned("We may order an MRI.", (16, 19), (0, 20))
    (False, False)
    """
    before = text[max(sentence[0], span[0] - _REACH) : span[0]]
    after = text[span[1] : min(sentence[1], span[1] + _REACH)]
    asked = _PLANNED.search(before)
    if asked is None and not _PLANNED_AFTER.match(after):
        return False
    done = _DONE.search(before, asked.end() if asked else 0) or _DONE.search(after)
    return done is None and not _PERHAPS.search(before)


class ProcedureComponent:
    """Adds the procedures to ``doc._.medkg_mentions``, with their assertion; run it after all others.

    Args:
        language: of the rules of assertion.
        finder: None for the shipped vocabulary.
    """

    def __init__(self, language: str, finder: ProcedureFinder | None = None) -> None:
        self._engine = assertion_engine(language)
        self.finder = finder

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        document = doc._.medkg_document
        note = document is None or document.kind is DocumentKind.NOTE
        found = (self.finder or shipped_procedures()).find(text, note)
        if not found:
            return doc
        linked = [one for one in doc._.medkg_mentions if one.curie is not None]
        found = [one for one in found if not _stands_in(one, linked)]
        unlinked = [one for one in doc._.medkg_mentions if one.curie is None and not _overlaps(one, found)]
        asserted = self._asserted(doc, text, found, note)
        doc._.medkg_mentions = tuple(sorted([*linked, *unlinked, *asserted], key=lambda one: (one.start, one.end)))
        return doc

    def _asserted(self, doc: Doc, text: str, found: Sequence[Mention], note: bool) -> Iterator[Mention]:
        sentences = sentence_spans(doc) or [(0, len(text))]
        starts = [start for start, _ in sentences]
        held: dict[int, list[Mention]] = {}
        for one in found:
            at = max(bisect_right(starts, one.start) - 1, 0)
            if at + 1 == len(starts) or one.end <= starts[at + 1]:  # no name runs over the end of a sentence
                held.setdefault(at, []).append(one)
        for at, together in held.items():
            bounds = (sentences[at][0], max(sentences[at][1], together[-1].end))
            spans = [(one.start, one.end) for one in together]
            section = section_at(doc._.medkg_sections, together[0].start)
            for one, said in zip(together, self._engine.assess(text, bounds, spans, section), strict=True):
                meant = _timed(said, text, one, bounds) if note else said
                yield one if meant == one.assertion else replace(one, assertion=meant)


def _timed(said: Assertion, text: str, one: Mention, sentence: tuple[int, int]) -> Assertion:
    open_ = said.temporality in (Temporality.RECENT, Temporality.HYPOTHETICAL)
    if (
        open_
        and not said.negated
        and said.certainty == Certainty.CERTAIN
        and is_planned(text, (one.start, one.end), sentence)
    ):
        return replace(said, temporality=Temporality.PLANNED)
    return said


def _stands_in(one: Mention, others: Sequence[Mention]) -> bool:
    """Whether another mention holds a part of it that it does not hold itself, or all of it."""
    return any(
        one.start < other.end and other.start < one.end
        and (other.start < one.start or one.end < other.end or (other.start, other.end) == (one.start, one.end))
        for other in others
    )  # fmt: skip


def _overlaps(one: Mention, others: Sequence[Mention]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


@Language.factory(FACTORY, assigns=["doc._.medkg_mentions"])
def create_procedures(nlp: Language, name: str) -> ProcedureComponent:
    """The component for the pipeline's language on the shipped vocabulary."""
    register_extensions()
    return ProcedureComponent(nlp.lang)
