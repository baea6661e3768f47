"""The spaCy component that adds what trained models read in literature to what the sentence patterns found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Mention, RelationMention
from extraction.assertion import mentions_by_sentence
from extraction.extensions import register_extensions, text_of
from extraction.relations.learned.document_relations import DocumentRelations
from kg.records import DocumentKind
from kg.results import Dropped
from kg.vocabulary import Vocabulary

FACTORY = "medkg_learned_relations"
_ENGLISH = "en"
_OF_SENTENCES = "extraction.relations.learned.sentence_pipeline"


class SentenceRelations(Protocol):
    """A user's model for claims between two mentions of one sentence."""

    def find(
        self, text: str, sentences: Iterable[tuple[tuple[int, int], Sequence[Mention]]]
    ) -> tuple[tuple[RelationMention, ...], tuple[Dropped, ...]]:
        """The claims of a text's sentences, and what was dropped."""
        ...


def load_relations(directory: Path) -> SentenceRelations:
    """A model of ``medkg train relations``; what reads it (scikit-learn) is imported only now.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: it is another kind of model, or its types mean nothing in the graph.
    """
    loaded: SentenceRelations = import_module(_OF_SENTENCES).LearnedRelations.load(directory)
    return loaded


class LearnedRelationsComponent:
    """Adds to ``doc._.medkg_relations``; put it after ``medkg_relations``. Notes and other languages pass unchanged.

    Args:
        models: a user's own, for claims within a sentence.
        documents: the document-level classifier; None for the shipped one, loaded when the first text comes.
        vocabulary: what the mentions are linked with; None for the shipped one.
    """

    def __init__(
        self,
        models: Sequence[SentenceRelations] = (),
        documents: DocumentRelations | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        register_extensions()
        self.models = tuple(models)
        self.documents = documents
        self.vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        document = doc._.medkg_document
        if document is None or document.kind is not DocumentKind.LITERATURE or doc.lang_ != _ENGLISH:
            return doc
        if self.documents is None:
            self.documents = DocumentRelations.load(vocabulary=self.vocabulary)
        found: list[RelationMention] = list(self.documents.relations(doc))
        dropped: list[Dropped] = []
        for model in self.models:
            claims, lost = model.find(text_of(doc), list(mentions_by_sentence(doc)))
            found += claims
            dropped += lost
        doc._.medkg_relations = (*doc._.medkg_relations, *found)
        doc._.medkg_dropped = (*doc._.medkg_dropped, *dropped)
        return doc


@Language.factory(FACTORY, assigns=["doc._.medkg_relations"])
def create_learned_relations(nlp: Language, name: str) -> LearnedRelationsComponent:
    """The component with the shipped document-level classifier."""
    return LearnedRelationsComponent()
