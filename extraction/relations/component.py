"""The spaCy component that finds relations."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Mention, RelationMention
from extraction.assertion import mentions_by_sentence
from extraction.extensions import register_extensions, sentence_spans, text_of
from extraction.measurements import MEASUREMENTS
from extraction.relations.allergies import add_reaction, deny_none_known, following_reaction
from extraction.relations.dosage import dosages
from extraction.relations.findings import with_places
from extraction.relations.literature import CO_OCCURRENCE, co_occurrences, literature_relations
from extraction.relations.measured import measured
from extraction.relations.notes import ALLERGIES, MEDICATIONS, PATTERNS, note_relations
from extraction.relations.patterns import Pattern, find_matches
from extraction.relations.patterns_en import ENGLISH_NOTE_PATTERNS, ENGLISH_PATTERNS
from extraction.relations.patterns_zh import CHINESE_NOTE_PATTERNS, CHINESE_PATTERNS
from extraction.relations.sentence import ReducedSentence, reduce_sentence
from extraction.sections import section_at
from kg.records import DocumentKind

RELATIONS_VERSION = "+".join((PATTERNS, MEDICATIONS, ALLERGIES, MEASUREMENTS, CO_OCCURRENCE))
_NEXT = 3  # characters between a sentence and the next


class RelationComponent:
    """Sets ``doc._.medkg_relations`` from the asserted mentions, by the kind of ``doc._.medkg_document``.

    A document without one counts as a note, which makes no general claims. In a note, what was measured joins
    ``doc._.medkg_mentions``.
    """

    def __init__(self, language: str) -> None:
        shared, further = (
            (CHINESE_PATTERNS, CHINESE_NOTE_PATTERNS) if language == "zh" else (ENGLISH_PATTERNS, ENGLISH_NOTE_PATTERNS)
        )
        self._literature: tuple[Pattern, ...] = shared
        self._note: tuple[Pattern, ...] = shared + further

    def __call__(self, doc: Doc) -> Doc:
        document = doc._.medkg_document
        literature = document is not None and document.kind == DocumentKind.LITERATURE
        text = text_of(doc)
        relations: list[RelationMention] = []
        if not literature:
            doc._.medkg_mentions = deny_none_known(doc._.medkg_mentions)
        for span, mentions in mentions_by_sentence(doc):
            section = section_at(doc._.medkg_sections, mentions[0].start)
            sentence = reduce_sentence(text, span, mentions, section)
            if literature:
                relations += co_occurrences(mentions, span)
            if not sentence.mentions:
                continue
            if not literature:
                self._add_of_note(relations, text, sentence, mentions)
            elif not sentence.text.endswith(("?", "？")):  # a question claims nothing
                relations += literature_relations(sentence, find_matches(sentence, self._literature))
        if not literature:
            found = measured(text, doc._.medkg_mentions, doc._.medkg_sections, sentence_spans(doc))
            doc._.medkg_mentions = with_places(text, found[0])
            relations += found[1]
        doc._.medkg_relations = tuple(relations)
        return doc

    def _add_of_note(
        self, relations: list[RelationMention], text: str, sentence: ReducedSentence, mentions: list[Mention]
    ) -> None:
        """Adds the relations of one more sentence, which may name the reaction of an allergy before it."""
        near = bool(relations) and sentence.span[0] - relations[-1].sentence[1] <= _NEXT
        told = following_reaction(sentence) if near else ()
        if told:
            add_reaction(relations, told)
        dosed = dosages(text, sentence.span, mentions)
        relations += note_relations(sentence, find_matches(sentence, self._note), dosed)


@Language.factory("medkg_relations")
def create_relations(nlp: Language, name: str) -> RelationComponent:
    """The component for the pipeline's language; put it after ``medkg_assertion``."""
    register_extensions()
    return RelationComponent(nlp.lang)
