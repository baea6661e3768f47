"""Chemical-induced disease in processed literature: the document-level classifier's pairs as relation mentions.

One relation mention a pair. Its sentence is the one whose words speak most for the relation. When no sentence mentions
both, it is the stretch from the first to the last sentence of the two closest mentions.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.tokens import Doc

from extraction.annotations import Mention, RelationMention
from extraction.corpora.records import Entity
from extraction.extensions import sentence_spans, text_of
from extraction.relations.learned.document_denial import denied_sentences
from extraction.relations.learned.document_model import DocumentModel, ScoredPair
from extraction.relations.learned.document_pairs import nearest, same_sentence
from extraction.relations.learned.document_view import Concept, Place, View, view_of
from extraction.relations.learned.document_words import sentence_words
from kg.schema import Category
from kg.shipped import data_path
from kg.vocabulary import Vocabulary

DOCUMENT_CAUSES = "document-causes/1"
"""Extractor name of these relations."""

DENIAL_SCORE = 0.7
"""Score of a negated relation: a pattern found it, as those of single sentences do."""

LEAST_CHANCE = 0.7
"""A claim asks for more than the classifier's own threshold, which is the best F1 on abstracts about induced diseases:
there 0.7 is a precision of 0.85 (BC5CDR dev), and other abstracts name far more pairs that are in no such relation."""

_PREDICATE = "causes"
_PREFIX = "MESH:"
_CHEMICAL, _DISEASE = "Chemical", "Disease"
_TYPES: dict[str, str] = {
    Category.DRUG: _CHEMICAL,
    Category.CHEMICAL_ENTITY: _CHEMICAL,
    Category.DISEASE: _DISEASE,
    Category.PHENOTYPIC_FEATURE: _DISEASE,
}
_DIGITS = 4


class DocumentRelations:
    """The classifier over the mentions of a pipeline.

    Args:
        model: trained on chemicals and diseases with MeSH identifiers.
        vocabulary: whose cross-references lead from the mentions' terms to MeSH; None for the shipped one.
        least: smallest chance, 0 to 1, of a claim; the model's threshold counts when it is higher.
    """

    def __init__(self, model: DocumentModel, vocabulary: Vocabulary | None = None, least: float = LEAST_CHANCE) -> None:
        self.model = model
        self._least = max(least, model.threshold)
        self._vocabulary = Vocabulary.shipped() if vocabulary is None else vocabulary
        self._known: dict[str, str] = {}

    @classmethod
    def load(cls, directory: Path | None = None, vocabulary: Vocabulary | None = None) -> DocumentRelations:
        """The model of this directory; None for the shipped one.

        Raises:
            NotFoundError: no model lies there.
            ModelMismatchError: it is another kind of model, or a file of it is damaged.
        """
        return cls(DocumentModel.load(directory or data_path("models", "cid")), vocabulary)

    def relations(self, doc: Doc) -> tuple[RelationMention, ...]:
        """What the document says that chemicals cause, in the order of the text.

        Args:
            doc: with mentions that carry their assertion, and with sentences.

        Returns:
            A pair that the classifier takes comes out with its probability, unless each sentence that mentions both
            denies the relation or the condition. A pair whose relation is denied, and never affirmed, comes out
            negated with :data:`DENIAL_SCORE`, whatever the classifier says: it has seen few denials.
        """
        mentions: Sequence[Mention] = doc._.medkg_mentions
        kept = [one for one in mentions if one.category in _TYPES]
        if len({_TYPES[one.category] for one in kept if one.curie is not None}) < len({_CHEMICAL, _DISEASE}):
            return ()
        entities = [
            Entity(str(index), one.start, one.end, one.text, _TYPES[one.category], self._identifiers(one))
            for index, one in enumerate(kept)
        ]
        view = view_of(text_of(doc), entities, sentence_spans(doc))
        found = [self._relation(view, scored, kept) for scored in self.model.scored(view)]
        return tuple(sorted(filter(None, found), key=lambda one: (one.sentence, one.object.start)))

    def _relation(self, view: View, scored: ScoredPair, mentions: Sequence[Mention]) -> RelationMention | None:
        head, tail = view.concepts[scored.pair.head], view.concepts[scored.pair.tail]
        shared = same_sentence(head, tail)
        refused = denied_sentences(view, head, tail, shared)
        denied = {*refused, *_denied_mentions(tail, shared, mentions)}
        negated = bool(refused) and denied.issuperset(shared)
        if not negated and (scored.score < self._least or (shared and denied.issuperset(shared))):
            return None
        choice = list(refused) if negated else [one for one in shared if one not in denied]
        if choice:
            best = max(choice, key=lambda one: self._worth(view, head, tail, one))
            span = view.sentences[best]
            ends = _closest(_of_sentence(head, best), _of_sentence(tail, best))
        else:
            ends = _closest(head.places, tail.places)
            first, last = sorted(one.sentence for one in ends)
            span = (view.sentences[first][0], view.sentences[last][1])
        subject, obj = (mentions[one.entity] for one in ends)
        span = (min(span[0], subject.start, obj.start), max(span[1], subject.end, obj.end))
        score = DENIAL_SCORE if negated else round(scored.score, _DIGITS)
        return RelationMention(subject, _PREDICATE, obj, span, DOCUMENT_CAUSES, score, negated)

    def _worth(self, view: View, head: Concept, tail: Concept, sentence: int) -> float:
        """How much the words of one sentence speak for the relation."""
        return float(self.model.parts.words.total(sentence_words(view, head, tail, sentence))[0])

    def _identifiers(self, mention: Mention) -> tuple[str, ...]:
        return (self._mesh(mention.curie),) if mention.curie is not None else ()

    def _mesh(self, curie: str) -> str:
        """The MeSH identifier of a term, or the term's own when it has none."""
        found = self._known.get(curie)
        if found is None:
            term = self._vocabulary.term(curie)
            references = [*term.xrefs, *term.close_xrefs] if term is not None else []
            found = next((one for one in (curie, *references) if one.startswith(_PREFIX)), curie)
            self._known[curie] = found
        return found


def _denied_mentions(tail: Concept, shared: Sequence[int], mentions: Sequence[Mention]) -> set[int]:
    """The shared sentences in which the condition itself is denied wherever they name it."""
    return {one for one in shared if all(mentions[place.entity].assertion.negated for place in _of_sentence(tail, one))}


def _of_sentence(concept: Concept, sentence: int) -> tuple[Place, ...]:
    return tuple(one for one in concept.places if one.sentence == sentence)


def _closest(heads: Sequence[Place], tails: Sequence[Place]) -> tuple[Place, Place]:
    one, other = nearest([place.word for place in heads], [place.word for place in tails])
    return heads[one], tails[other]
