"""Evaluation of the pipeline's mentions and links on annotated corpora, beside exact matching of preferred names."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ahocorasick

from extraction.annotations import Mention
from extraction.corpora.mixing import mix
from extraction.corpora.read import Corpus, read_corpus
from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.documents import Document
from extraction.evaluation.entities import score_by_string
from extraction.evaluation.learned import Evaluated
from extraction.evaluation.trials import refuse_seen
from extraction.foreign import is_foreign
from extraction.learning.registry import ENTITIES, LINKING, shipped_models
from extraction.learning.seen import SeenStrings
from extraction.learning.training import count_rows, counted
from extraction.pipeline import Pipeline
from extraction.scoring import Span, write_mistakes
from extraction.scoring_links import LinkedSpan, ScoredDocument, link_mistakes, score_links
from kg.errors import DocumentError
from kg.figures import Figure, Figures, peak_megabytes
from kg.records import DocumentKind
from kg.results import Dropped, DropReason
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
    "drug": "chemical",
    "drug_n": "chemical",
    "brand": "chemical",
    "group": "chemical",
    "adverseeffect": "disease",
}
_LEARNED = (ENTITIES, LINKING)


@dataclass(frozen=True, slots=True)
class EntityOptions:
    """How to evaluate entities.

    Attributes:
        limit: only the first so many documents; 0 for all.
        errors: a TSV file for false positives and negatives of the strict score and for wrong links, or None.
        seed: of the bootstrap.
        allow_seen: score documents that trained a shipped model all the same.
    """

    limit: int = 0
    errors: Path | None = None
    seed: int = 0
    allow_seen: bool = False


def evaluate_entities(gold: Path, pipeline: Pipeline, options: EntityOptions | None = None) -> Figures:
    """The figures of :func:`evaluate_pipeline` on one corpus."""
    return evaluate_pipeline([read_corpus(gold)], pipeline, options).figures


def evaluate_pipeline(corpora: Sequence[Corpus], pipeline: Pipeline, options: EntityOptions | None = None) -> Evaluated:
    """Spans, links and ids a document, as :func:`extraction.scoring_links.score_links` defines them.

    ``documents_per_second`` is that of the whole pipeline, evidence included, in this process. Mentions of strings
    that trained the shipped recogniser, and of others, are counted apart when it says which it has seen.

    Documents in neither English nor Chinese, which ``medkg build`` does not read, are dropped and not scored.

    Raises:
        DocumentError: the corpora hold no document in English or Chinese, or no annotation of a known type.
        InputError: some of the documents trained a shipped model, and that is not allowed.
    """
    options = options or EntityOptions()
    mixture = mix([_readable(one) for one in corpora])
    chosen = mixture.documents[: options.limit or None]
    leaked = _check_seen(chosen, options)
    labels = {label_of_type(one.type) for document in chosen for one in document.entities} - {""}
    if not labels:
        place, known = ", ".join(str(one.path) for one in corpora), ", ".join(sorted(_TYPES))
        if not chosen:
            raise DocumentError(f"{place} holds no document in English or Chinese.", "No other language is read.")
        raise DocumentError(f"{place} holds no annotation of a known type.", f"Known types: {known}.")
    documents = [_document(one) for one in chosen]
    started = time.perf_counter()
    processed = sum(1 for _ in pipeline.process(documents))
    seconds = time.perf_counter() - started
    ids = ForeignIds(pipeline.vocabulary)
    ours = [
        _scored(gold, _linked(pipeline.annotate(one)._.medkg_mentions, labels, ids))
        for gold, one in zip(chosen, documents, strict=True)
    ]
    names = PreferredNames(pipeline.vocabulary, labels)
    exact = [_scored(one, names.match(one.text, ids)) for one in chosen]
    if options.errors is not None:
        write_mistakes(options.errors, link_mistakes(ours))
    rows = [*count_rows(mixture), *([counted("seen_documents", leaked)] if leaked else [])]
    rows += score_links(SYSTEM, ours, sorted(labels), options.seed)
    rows += _by_string(ours, options.seed)
    rows += score_links(BASELINE, exact, sorted(labels), options.seed)
    figures = Figures(
        task="entities",
        data=", ".join(one.path.name for one in corpora),
        split=f"first {options.limit}" if options.limit else "all",
        rows=tuple(rows),
        seconds=round(seconds, 3),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=round(processed / seconds, 1),
        seed=options.seed,
        device="cpu",
        version=pipeline.version,
    )
    return Evaluated(figures, mixture.dropped)


def _readable(corpus: Corpus) -> Corpus:
    """The corpus without its documents in neither English nor Chinese, which are named as dropped."""
    foreign = {one.name for one in corpus.documents if is_foreign(one.text)}
    if not foreign:
        return corpus
    lost = (Dropped(name, DropReason.OTHER_LANGUAGE, "Neither English nor Chinese.") for name in sorted(foreign))
    kept = tuple(one for one in corpus.documents if one.name not in foreign)
    return replace(corpus, documents=kept, dropped=(*corpus.dropped, *lost))


def _check_seen(documents: Sequence[AnnotatedDocument], options: EntityOptions) -> int:
    """How many of the documents trained a shipped model; refused unless allowed."""
    names = tuple(one.name for one in documents)
    leaked: set[str] = set()
    for task in _LEARNED:
        for directory, card in shipped_models(task):
            seen = card.seen(names)
            refuse_seen(seen, len(names), f"the shipped model {directory.name}", allowed=options.allow_seen)
            leaked |= set(seen)
    return len(leaked)


def _by_string(read: Sequence[ScoredDocument], seed: int) -> Iterator[Figure]:
    """The strict score on strings that the shipped recogniser has seen, and on others."""
    strings = next(filter(None, (SeenStrings.load(one) for one, _ in shipped_models(ENTITIES))), None)
    if strings is None:
        return
    sides = [_as_documents(one) for one in read]
    seen = dict.fromkeys((one.name for one in read), strings)
    yield from score_by_string([gold for gold, _ in sides], [found for _, found in sides], seen, seed, SYSTEM)


def _as_documents(read: ScoredDocument) -> tuple[AnnotatedDocument, AnnotatedDocument]:
    sides = []
    for spans in (read.gold, read.predicted):
        entities = tuple(
            Entity(f"T{number}", *one.span[:2], read.text[one.span.start : one.span.end], one.span.label)
            for number, one in enumerate(spans)
        )
        sides.append(AnnotatedDocument(read.name, read.text, entities))
    return sides[0], sides[1]


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


def _document(gold: AnnotatedDocument) -> Document:
    name = f"PMID:{gold.name}" if gold.name.isdecimal() else gold.name
    return Document.make(name, gold.text, DocumentKind.LITERATURE)


def _scored(document: AnnotatedDocument, predicted: tuple[LinkedSpan, ...]) -> ScoredDocument:
    gold = tuple(
        LinkedSpan(Span(one.start, one.end, label_of_type(one.type)), frozenset(one.identifiers))
        for one in document.entities
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
