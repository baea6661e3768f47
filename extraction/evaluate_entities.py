"""Evaluation of mentions and links on a PubTator corpus, beside exact matching of preferred names."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import ahocorasick

from extraction.annotations import Mention
from extraction.documents import Annotation, Document
from extraction.pipeline import Pipeline
from extraction.readers import ReadOptions, read_documents
from extraction.scoring import Span, peak_megabytes, write_mistakes
from extraction.scoring_links import LinkedSpan, ScoredDocument, link_mistakes, score_links
from kg.errors import DocumentError
from kg.figures import Figures
from kg.schema import Category
from kg.vocabulary import Term, Vocabulary

SYSTEM = "medkg"
BASELINE = "exact-preferred-names"

_LABELS: dict[str, str] = {
    Category.DRUG: "chemical",
    Category.CHEMICAL_ENTITY: "chemical",
    Category.DISEASE: "disease",
    Category.PHENOTYPIC_FEATURE: "disease",
    Category.GENE: "gene",
}
_TYPES = {
    "chemical": "chemical",
    "chemicalentity": "chemical",
    "disease": "disease",
    "diseaseorphenotypicfeature": "disease",
    "specificdisease": "disease",
    "diseaseclass": "disease",
    "modifier": "disease",
    "compositemention": "disease",
    "gene": "gene",
    "geneorgeneproduct": "gene",
}
_DEFAULT_PREFIX = "MESH"


@dataclass(frozen=True, slots=True)
class EntityOptions:
    """How to evaluate entities.

    Attributes:
        limit: only the first so many documents; 0 for all.
        errors: a TSV file for false positives and negatives of the strict score and for wrong links, or None.
        seed: of the bootstrap.
    """

    limit: int = 0
    errors: Path | None = None
    seed: int = 0


def evaluate_entities(gold: Path, pipeline: Pipeline, options: EntityOptions | None = None) -> Figures:
    """Spans, links and ids a document, as :func:`extraction.scoring_links.score_links` defines them.

    ``documents_per_second`` is that of the whole pipeline, evidence included, in this process.

    Raises:
        DocumentError: the corpus cannot be read, or holds no annotation of a known type.
    """
    options = options or EntityOptions()
    documents = _documents(gold, options.limit)
    labels = {label_of_type(one.type) for document in documents for one in document.annotations} - {""}
    if not labels:
        known = ", ".join(sorted(_TYPES))
        raise DocumentError(f"{gold} holds no annotation of a known type.", f"Known types: {known}.")
    started = time.perf_counter()
    processed = sum(1 for _ in pipeline.process(documents))
    seconds = time.perf_counter() - started
    ids = ForeignIds(pipeline.vocabulary)
    ours = [_scored(one, _linked(pipeline.annotate(one)._.medkg_mentions, labels, ids), ids) for one in documents]
    names = PreferredNames(pipeline.vocabulary, labels)
    exact = [_scored(one, names.match(one.text, ids), ids) for one in documents]
    if options.errors is not None:
        write_mistakes(options.errors, link_mistakes(ours))
    ordered = sorted(labels)
    return Figures(
        task="entities",
        data=gold.name,
        split=f"first {options.limit}" if options.limit else "all",
        rows=(
            *score_links(SYSTEM, ours, ordered, options.seed),
            *score_links(BASELINE, exact, ordered, options.seed),
        ),
        seconds=round(seconds, 3),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=round(processed / seconds, 1),
        seed=options.seed,
        device="cpu",
        version=pipeline.version,
    )


def label_of_type(name: str) -> str:
    """``chemical``, ``disease`` or ``gene`` for a corpus's type; empty for any other.

    >>> label_of_type("SpecificDisease"), label_of_type("Species")
    ('disease', '')
    """
    return _TYPES.get(name.lower(), "")


class ForeignIds:
    """The ids of other name spaces that a term of the vocabulary may stand for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def of(self, curie: str) -> frozenset[str]:
        """The term's own id and all its cross-references, close ones included."""
        term = self._vocabulary.term(curie)
        return frozenset((curie, *term.xrefs, *term.close_xrefs)) if term else frozenset((curie,))

    @staticmethod
    def of_annotation(annotation: Annotation) -> frozenset[str]:
        """The annotator's ids as CURIEs; a bare one is taken for a MeSH id."""
        return frozenset(one if ":" in one else f"{_DEFAULT_PREFIX}:{one}" for one in annotation.identifiers)


class PreferredNames:
    """The simple baseline: preferred names, case ignored, at word boundaries, the leftmost longest.

    Args:
        vocabulary: whose names.
        labels: only terms of these labels.
    """

    def __init__(self, vocabulary: Vocabulary, labels: Collection[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for term in vocabulary.terms():
            if _LABELS.get(term.category, "") in labels and term.name:
                self._automaton.add_word(term.name.lower(), term)
        self._automaton.make_automaton()

    def match(self, text: str, ids: ForeignIds) -> tuple[LinkedSpan, ...]:
        """The names in a text, without overlaps."""
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
        found: list[tuple[int, int, Term]] = []
        for last, term in self._automaton.iter(lowered):
            start, end = last + 1 - len(term.name.lower()), last + 1
            if not _inside_word(lowered, start) and not _inside_word(lowered, end):
                found.append((start, end, term))
        kept: list[LinkedSpan] = []
        for start, end, term in sorted(found, key=lambda one: (one[0], -one[1])):
            if not kept or start >= kept[-1].span.end:
                kept.append(LinkedSpan(Span(start, end, _LABELS[term.category]), ids.of(term.id)))
        return tuple(kept)


def _inside_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _documents(gold: Path, limit: int) -> list[Document]:
    options = ReadOptions(format="pubtator")
    documents = [one for one in read_documents(gold, options) if isinstance(one, Document)]
    return documents[:limit] if limit else documents


def _scored(document: Document, predicted: tuple[LinkedSpan, ...], ids: ForeignIds) -> ScoredDocument:
    gold = tuple(
        LinkedSpan(Span(one.start, one.end, label_of_type(one.type)), ids.of_annotation(one))
        for one in document.annotations
        if label_of_type(one.type)
    )
    return ScoredDocument(document.name, document.text, gold, predicted)


def _linked(mentions: Sequence[Mention], labels: Collection[str], ids: ForeignIds) -> tuple[LinkedSpan, ...]:
    return tuple(
        LinkedSpan(
            Span(one.start, one.end, _LABELS[one.category]), ids.of(one.curie) if one.curie else frozenset[str]()
        )
        for one in mentions
        if _LABELS.get(one.category, "") in labels
    )
