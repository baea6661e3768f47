"""The spaCy component that finds relations."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import RelationMention, Section
from extraction.assertion import mentions_by_sentence
from extraction.extensions import register_extensions, sentence_spans, text_of
from extraction.measurements import MEASUREMENTS
from extraction.relations.allergies import PREDICATE, add_reaction, allergens, deny_none_known, following_reaction
from extraction.relations.dosage import dosages
from extraction.relations.findings import with_places
from extraction.relations.list_heads import heads_of
from extraction.relations.literature import (
    CO_OCCURRENCE,
    MOST_APART,
    co_occurrences,
    literature_relations,
    pairs_too_far,
)
from extraction.relations.measured import measured
from extraction.relations.notes import ALLERGIES, MEDICATIONS, PATTERNS, note_relations
from extraction.relations.patterns import PatternSet
from extraction.relations.patterns_en import ENGLISH_NOTE_PATTERNS, ENGLISH_PATTERNS
from extraction.relations.patterns_zh import CHINESE_NOTE_PATTERNS, CHINESE_PATTERNS
from extraction.relations.reconciled import reconciled
from extraction.relations.sentence import reduce_sentence
from extraction.sections import section_at
from kg.records import DocumentKind
from kg.results import Dropped, DropReason
from kg.schema import Category

RELATIONS_VERSION = "+".join((PATTERNS, MEDICATIONS, ALLERGIES, MEASUREMENTS, CO_OCCURRENCE))
_DRUGS = frozenset((Category.DRUG, Category.CHEMICAL_ENTITY, Category.CHEMICAL_ROLE))  # each the symbol of a drug
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
        self._literature = PatternSet(shared)
        self._note = PatternSet(shared + further)

    def __call__(self, doc: Doc) -> Doc:
        document = doc._.medkg_document
        if document is not None and document.kind == DocumentKind.LITERATURE:
            doc._.medkg_relations = tuple(self._of_literature(doc))
            return doc
        text, sections = text_of(doc), doc._.medkg_sections
        doc._.medkg_mentions = deny_none_known(doc._.medkg_mentions)
        relations = reconciled(text, self._of_note(doc, text, sections), sections)
        mentions, results = measured(text, doc._.medkg_mentions, sections, sentence_spans(doc))
        doc._.medkg_mentions = with_places(text, mentions)
        doc._.medkg_relations = (*relations, *results)
        return doc

    def _of_literature(self, doc: Doc) -> list[RelationMention]:
        text, sections = text_of(doc), doc._.medkg_sections
        relations: list[RelationMention] = []
        for span, mentions in mentions_by_sentence(doc):
            relations += co_occurrences(mentions, span)
            if len(mentions) > MOST_APART and (far := pairs_too_far(mentions)):
                said = f"{far:,} pairs of mentions stand {MOST_APART} mentions or more apart in one sentence."
                place = f"{doc._.medkg_document.name} {span[0]}-{span[1]}"
                doc._.medkg_dropped = (*doc._.medkg_dropped, Dropped(place, DropReason.TOO_LONG, said))
            sentence = reduce_sentence(text, span, mentions, section_at(sections, mentions[0].start))
            if sentence.mentions and not sentence.text.endswith(("?", "？")):  # a question claims nothing
                relations += literature_relations(sentence, self._literature.matches(sentence))
        return relations

    def _of_note(self, doc: Doc, text: str, sections: tuple[Section, ...]) -> list[RelationMention]:
        """A note claims nothing but what concerns a drug; a sentence may name the reaction of the allergy before it."""
        relations: list[RelationMention] = []
        for span, mentions in mentions_by_sentence(doc):
            told = any(one.category in _DRUGS and one.curie is not None for one in mentions)
            follows = bool(relations) and relations[-1].predicate == PREDICATE
            if not told and not (follows and span[0] - relations[-1].sentence[1] <= _NEXT):
                continue
            sentence = reduce_sentence(text, span, mentions, section_at(sections, mentions[0].start))
            if told:
                dosed = dosages(text, span, mentions, sentence.section)
                heads = heads_of(text, span, mentions)
                matches = (*self._note.matches(sentence), *allergens(sentence))
                relations += note_relations(sentence, matches, dosed, heads)
            else:
                add_reaction(relations, following_reaction(sentence))
        return relations


@Language.factory("medkg_relations")
def create_relations(nlp: Language, name: str) -> RelationComponent:
    """The component for the pipeline's language; put it after ``medkg_assertion``."""
    register_extensions()
    return RelationComponent(nlp.lang)
