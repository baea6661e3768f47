"""The spaCy component that finds procedures: what is done to a patient, by the names of the shipped vocabulary.

It runs last and adds to what is there, so that no condition and no substance is found otherwise for its sake: a name
within a linked mention is passed over, one around it (hernia repair) stands beside it. A procedure is asserted as any
mention is, and in a note besides by :mod:`extraction.procedure_claims`: what is ordered or advised is planned, and
what is neither said to be done nor denied is uncertain, so that it is only mentioned.
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
from extraction.assertion import assertion_engine, with_assertion
from extraction.extensions import register_extensions, sentence_spans, text_of
from extraction.folding import fold, fold_name
from extraction.lexicon_stops import STOPS
from extraction.lexicon_table import LINKING_ONLY
from extraction.mentions import longest
from extraction.procedure_claims import Claim, claim_of, is_joined
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
_AROUND = 80
_BEFORE = (" ", "(", "/", ",")  # what a short name is looked for with, as it stands inside many words
_CAPITALS = re.compile(r"[A-Z&/-]*[A-Z][a-z]?[A-Z0-9&/-]*[A-Z]")
_NAME_SCORE, _SYNONYM_SCORE = 1.0, 0.9
_BREAKS = ".;\n"
_TO_BREAK = re.compile(r"[^.;\n]*")
_CAPITAL_WORD = re.compile(r"[A-Z]{5,}")


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

        Abbreviations count in a clinical note alone, only as they are written, and not among words all in capitals.

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
            if name.written and not (note and _as_written(text, place, name.written)):
                continue
            found[place] = name
        return [_mention(text, span, found[span]) for span in longest(found)]


def _names(term: Term) -> Iterator[tuple[str, _Name]]:
    for name in (term.name, *term.synonyms, *filter(None, (term.name_zh, *term.synonyms_zh))):
        key = fold_name(name)
        short = len(name) <= _ACRONYM and _CAPITALS.fullmatch(name.removesuffix("s")) is not None
        if key in STOPS or key in _GENERAL or (len(key) < _SHORTEST and not short and name.isascii()):
            continue
        score = _NAME_SCORE if name == term.name else _SYNONYM_SCORE
        yield key, _Name(term, name if short else "", score, unspaced=not name.isascii())
        if key.endswith("y") and key[-2:-1] not in "aeiou" and not short:
            yield f"{key[:-1]}ies", _Name(term, "", score)


def _as_written(text: str, place: tuple[int, int], written: str) -> bool:
    """Whether an abbreviation stands there as it is written, and its sentence is not one of words in capitals."""
    start, end = place
    if text[start:end].removesuffix("s") != written.removesuffix("s"):
        return False
    before = text[max(start - _AROUND, 0) : start]
    before = before[max(map(before.rfind, _BREAKS)) + 1 :]
    after = _TO_BREAK.match(text, end, end + _AROUND)
    around = f"{before} {after[0] if after else ''}"
    return around.upper() != around or _CAPITAL_WORD.search(around) is None


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
            assertions = self._engine.assess(text, bounds, spans, section)
            meant = _claimed(assertions, text, spans, bounds, section) if note else assertions
            for one, said in zip(together, meant, strict=True):
                yield with_assertion(one, said)


def _claimed(
    said: Sequence[Assertion], text: str, spans: Sequence[tuple[int, int]], sentence: tuple[int, int], section: str
) -> Iterator[Assertion]:
    """What the procedures of a sentence of a note are asserted as: certain alone what was done, denied or planned."""
    before, end = Claim.OPEN, sentence[0]
    for one, span in zip(said, spans, strict=True):
        claim = claim_of(text, span, sentence, section, one.negated)
        if claim is Claim.OPEN and before is Claim.DONE and not one.negated and is_joined(text[end : span[0]]):
            claim = Claim.DONE
        before, end = claim, span[1]
        yield _meant(one, claim)


def _meant(said: Assertion, claim: Claim) -> Assertion:
    if said.temporality == Temporality.HYPOTHETICAL:
        return said
    if claim is Claim.DONE:
        return replace(said, negated=False)
    if claim is Claim.NOT_DONE:
        return replace(said, negated=True)
    if claim is Claim.PLANNED and said.certainty == Certainty.CERTAIN:
        return replace(said, negated=False, temporality=Temporality.PLANNED)
    return replace(said, negated=False, certainty=Certainty.UNCERTAIN)


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
