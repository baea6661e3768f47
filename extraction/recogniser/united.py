"""The recogniser as the pipeline uses it: joined with the vocabulary, behind the protocol of trained models.

No other trained part takes part in it: the linker that ships has read BC5CDR's and NCBI's development documents, and
would tell a recogniser that is trained on other documents what it learnt from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language

from extraction import mentions, sections, sentences
from extraction.annotations import Mention
from extraction.corpora.records import AnnotatedDocument
from extraction.documents import Document
from extraction.extensions import register_extensions
from extraction.learning.card import ModelCard
from extraction.lexicon import shipped_lexicon
from extraction.linking import LexiconLinker
from extraction.recogniser.combine import KNOWN
from extraction.recogniser.component import RecogniserComponent
from extraction.recogniser.labels import CATEGORIES
from extraction.recogniser.model import Recogniser
from extraction.recogniser.spans import RecognisedSpan, with_entities
from kg.records import DocumentKind
from kg.schema import Category

_BATCH = 64
_SAME = ((Category.DISEASE, Category.PHENOTYPIC_FEATURE), (Category.CHEMICAL_ENTITY, Category.DRUG))
_LONGEST = 10_000_000


class UnitedRecogniser:
    """A recogniser whose spans are joined with the vocabulary's mentions; texts count as literature.

    Spans of types that :mod:`kg.schema` has no disease or chemical for (genes, species) are the recogniser's alone.

    Args:
        recogniser: the trained one.
    """

    def __init__(self, recogniser: Recogniser) -> None:
        self.recogniser = recogniser
        self._component = RecogniserComponent(recogniser)
        self._nlp: Language | None = None
        self._linker: LexiconLinker | None = None

    @property
    def card(self) -> ModelCard:
        """The recogniser's."""
        return self.recogniser.card

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes the recogniser."""
        self.recogniser.save(directory, card)

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The documents with the entities of both; their own annotations are not read."""
        found: list[AnnotatedDocument] = []
        for begin in range(0, len(documents), _BATCH):
            part = documents[begin : begin + _BATCH]
            read = self._component.read_ahead([one.text for one in part])
            found += [with_entities(one, self._joined(one, spans)) for one, spans in zip(part, read, strict=True)]
        return tuple(found)

    def _joined(self, document: AnnotatedDocument, spans: Sequence[RecognisedSpan]) -> list[RecognisedSpan]:
        if self._nlp is None or self._linker is None:
            self._nlp, self._linker = self._pipeline(), LexiconLinker(shipped_lexicon())
        doc = self._nlp.make_doc(document.text)
        doc._.medkg_document = Document.make(document.name, document.text, DocumentKind.LITERATURE, language="en")
        for _, step in self._nlp.pipeline:
            doc = step(doc)
        doc = self._component(doc)
        linked = self._linker.link(doc._.medkg_mentions, document.text)
        own = [one for one in spans if CATEGORIES.get(one.label) not in KNOWN]
        labelled = [(one, self._label(one)) for one in linked]
        named = [RecognisedSpan(one.start, one.end, label, one.score) for one, label in labelled if label]
        free = [one for one in named if all(one.end <= span.start or span.end <= one.start for span in own)]
        return sorted((*free, *own))

    def _label(self, mention: Mention) -> str:
        """The model's type of a mention of a known kind; empty for other kinds."""
        same = next((group for group in _SAME if mention.category in group), ())
        return next((name for name in self.recogniser.types if CATEGORIES.get(name) in same), "")

    def _pipeline(self) -> Language:
        register_extensions()
        nlp = spacy.blank("en")
        nlp.max_length = _LONGEST
        for name in (sections.FACTORY, sentences.FACTORY, mentions.FACTORY):
            nlp.add_pipe(name)
        return nlp
