"""The spaCy component that says how the text means each mention."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Mention, Section
from extraction.assertion_background import HISTORY_SECTIONS, is_background
from extraction.assertion_engine import AssertionEngine
from extraction.assertion_rules_en import ENGLISH
from extraction.assertion_rules_zh import CHINESE
from extraction.extensions import register_extensions, sentence_spans, text_of
from extraction.sections import find_sections, section_at
from extraction.sentences import sentence_starts
from kg.records import Assertion, Temporality

_WHOLE = Section("", "", 0, 1 << 62)

ASSERTION_VERSION = f"{ENGLISH.name}+{CHINESE.name}"


@lru_cache(maxsize=2)
def assertion_engine(language: str) -> AssertionEngine:
    """The engine for ``en`` or ``zh``; any other language gets the English one. Built once."""
    return AssertionEngine(CHINESE if language == "zh" else ENGLISH)


def assess_alone(sentence: str, span: tuple[int, int], language: str = "en") -> Assertion:
    """How a sentence that comes without its document means one of its names.

    Headings within it count, as they do in a document; what a lasting condition's bare name leaves open of time is
    taken for history (:mod:`extraction.assertion_background`).

    Args:
        sentence: one sentence, or a few, as an annotator sees them.
        span: the name, code points, end excluded.
    """
    sections = find_sections(sentence, language)
    place = next(one for one in [*sections, _WHOLE] if one.start <= span[0] < one.end)
    cuts = sentence_starts(sentence, language, sections)
    number = max(bisect_right(cuts, span[0]) - 1, 0)
    bounds = (cuts[number], max([*cuts, len(sentence)][number + 1], span[1])) if cuts else span
    said = assertion_engine(language).assess(sentence, bounds, [span], place.name)[0]
    history = place.name in HISTORY_SECTIONS or (not place.name and is_background(sentence, span))
    if history and said.temporality == Temporality.RECENT:
        said = replace(said, temporality=Temporality.HISTORICAL)
    return said


class AssertionComponent:
    """Sets ``assertion`` on each of ``doc._.medkg_mentions``, from cues in its sentence and from its section."""

    def __init__(self, language: str) -> None:
        self.engine = assertion_engine(language)

    def __call__(self, doc: Doc) -> Doc:
        if doc._.medkg_mentions:
            doc._.medkg_mentions = self._asserted(doc)
        return doc

    def _asserted(self, doc: Doc) -> tuple[Mention, ...]:
        text, sections = text_of(doc), doc._.medkg_sections
        asserted: list[Mention] = []
        for bounds, found in mentions_by_sentence(doc):
            spans = [(one.start, one.end) for one in found]
            section = section_at(sections, spans[0][0])
            results = self.engine.assess(text, bounds, spans, section)
            asserted += [with_assertion(one, result) for one, result in zip(found, results, strict=True)]
        return tuple(asserted)


def with_assertion(mention: Mention, assertion: Assertion) -> Mention:
    """The mention, asserted so."""
    if assertion is mention.assertion or assertion == mention.assertion:
        return mention
    one = mention  # written out, which is several times quicker than dataclasses.replace
    parts = (one.start, one.end, one.text, one.category, one.curie, one.name, one.score)
    return Mention(*parts, assertion, one.matcher, one.qualifiers)


def mentions_by_sentence(doc: Doc) -> list[tuple[tuple[int, int], list[Mention]]]:
    """Each sentence that holds mentions, as code points ``(start, end)``, with its mentions sorted by start.

    A mention belongs to the sentence in which it starts; one that runs over its end stretches it.
    """
    sentences = sentence_spans(doc)
    starts = [start for start, _ in sentences]
    found: dict[int, list[Mention]] = {}
    for mention in sorted(doc._.medkg_mentions, key=lambda one: (one.start, -one.end)):
        found.setdefault(max(bisect_right(starts, mention.start) - 1, 0), []).append(mention)
    return [
        ((sentences[number][0], max(sentences[number][1], *(one.end for one in mentions))), mentions)
        for number, mentions in found.items()
    ]


@Language.factory("medkg_assertion")
def create_assertion(nlp: Language, name: str) -> AssertionComponent:
    """The component for the pipeline's language; put it after ``medkg_linker``."""
    register_extensions()
    return AssertionComponent(nlp.lang)
