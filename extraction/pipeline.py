"""The whole way from a document to its evidence: mask, annotate, write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from extraction import procedures, sections, sentences
from extraction.annotated import AnnotatedText, between, joined
from extraction.annotations import Mention
from extraction.assertion import ASSERTION_VERSION
from extraction.deidentify import Masked, mask
from extraction.documents import Annotation, Document
from extraction.extensions import keep_sentences, register_extensions
from extraction.fingerprint import code_fingerprint, model_fingerprint, shipped_fingerprint
from extraction.front import COMPONENTS, WordCache, make_doc, make_front, needs_tokens
from extraction.lexicon import Lexicon, shipped_lexicon
from extraction.loading import without_collecting
from extraction.recogniser import component as recogniser
from extraction.recogniser.model import Recogniser
from extraction.recogniser.plugins import load_finder
from extraction.recogniser.spans import SpanFinder
from extraction.relations import RELATIONS_VERSION
from extraction.relations.learned import component as learned
from extraction.threads import single_threaded
from extraction.to_evidence import FINDINGS, MENTIONS, write_batch
from extraction.windows import WINDOW, Before, windows
from kg.errors import MedkgError
from kg.identifiers import Curie
from kg.records import Batch, DocumentKind
from kg.results import Dropped, DropReason
from kg.vocabulary import Vocabulary

LANGUAGES = ("en", "zh")

_MATCHING = frozenset((*COMPONENTS, procedures.FACTORY)) - {sections.FACTORY, sentences.FACTORY}
_AFTER = ("medkg_assertion", "medkg_relations", learned.FACTORY, procedures.FACTORY)
_BEFORE_RECOGNISER = frozenset(COMPONENTS[: COMPONENTS.index(recogniser.FACTORY)])
_FROM_RECOGNISER = frozenset((*COMPONENTS, *_AFTER)) - _BEFORE_RECOGNISER
SHIPPED, NO_RECOGNISER = "shipped", "none"
_WARM_UP = "Aspirin caused asthma and an unheardofitis."
_ANNOTATION_PREFIX = "MESH"
_RECOGNISED = "en"
_TOGETHER = 16  # documents that are masked and recognised in one go
_LONGEST_TOGETHER = 20_000  # code points; a longer text is recognised by itself
_FAILURES = (
    MedkgError, ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PipelineConfig:
    """How documents are processed.

    Attributes:
        use_annotations: take the mentions that came inside the input (PubTator's) in place of the matcher's.
        mask_literature: mask personal identifiers in literature too; notes are always masked.
        recogniser: ``shipped``, ``none`` for the vocabulary alone, or what
            :func:`extraction.recogniser.plugins.load_finder` takes (a directory, ``spacy:NAME``).
        relation_models: directories of models for claims between two mentions of one sentence, used in literature.
    """

    use_annotations: bool = False
    mask_literature: bool = False
    recogniser: str = SHIPPED
    relation_models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Processed:
    """What became of one document.

    Attributes:
        document_id, name: of the document.
        batch: its evidence; empty when the document failed.
        dropped: mentions, relations or the whole document, with reasons.
    """

    document_id: Curie
    name: str
    batch: Batch
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class _Begun:
    """A document of a group as far as it can be read before the recogniser reads the group.

    Attributes:
        masked: its masked text.
        kind: of the document.
        together: whether the recogniser reads it with the others.
        doc: with all that comes before the recogniser; None unless it is a note that is read with the others.
    """

    masked: Masked
    kind: DocumentKind
    together: bool
    doc: Doc | None


class Pipeline:
    """Documents to evidence, in English and Chinese.

    Everything is loaded when it is made, so that processes forked afterwards share it.

    Args:
        config: how documents are processed.
        vocabulary: what mentions are linked with; None for the shipped one.

    Attributes:
        version: what made the evidence: it changes with any rule or code that shapes it, the vocabulary and the
            configuration. Evidence itself names its extractor's own version, so its id outlasts other changes.
    """

    def __init__(self, config: PipelineConfig | None = None, vocabulary: Vocabulary | None = None) -> None:
        register_extensions()
        self.config = config or PipelineConfig()
        with without_collecting():
            self._load(vocabulary)
            for language in LANGUAGES:
                for kind in DocumentKind:  # each loads models of its own
                    self.annotate(Document.make("warm-up", _WARM_UP, kind=kind, language=language))

    def _load(self, vocabulary: Vocabulary | None) -> None:
        self.vocabulary = Vocabulary.shipped() if vocabulary is None else vocabulary
        lexicon = shipped_lexicon() if vocabulary is None else Lexicon.of(vocabulary)
        if self.config.use_annotations:
            self.vocabulary.canonical("")
        len(self.vocabulary)  # reads every table
        self.version = self._version(shipped=vocabulary is None)
        self._languages = {
            language: self._build(language, lexicon, shipped=vocabulary is None) for language in LANGUAGES
        }
        self._words = {language: WordCache(nlp) for language, nlp in self._languages.items()}
        self._recogniser = _shared_recogniser(self._languages[_RECOGNISED])

    def _build(self, language: str, lexicon: Lexicon, *, shipped: bool) -> Language:
        chosen, english = self.config.recogniser, language == _RECOGNISED  # models of a user's own read English alone
        named = english and chosen not in (SHIPPED, NO_RECOGNISER)
        own: SpanFinder | None = load_finder(chosen) if named else None
        nlp = make_front(language, lexicon, own, recognised=chosen != NO_RECOGNISER)
        for name in _AFTER:
            nlp.add_pipe(name)
        component = cast(learned.LearnedRelationsComponent, nlp.get_pipe(learned.FACTORY))
        models = self.config.relation_models if english else ()
        component.models = tuple(learned.load_relations(Path(one)) for one in models)
        component.vocabulary = self.vocabulary
        finder = procedures.shipped_procedures() if shipped else procedures.ProcedureFinder(self.vocabulary.terms())
        cast(procedures.ProcedureComponent, nlp.get_pipe(procedures.FACTORY)).finder = finder
        return nlp

    def _version(self, *, shipped: bool) -> str:
        vocabulary = f"{self.vocabulary.version}@{shipped_fingerprint()}" if shipped else self.vocabulary.version
        parts = [FINDINGS, MENTIONS, ASSERTION_VERSION, RELATIONS_VERSION, vocabulary, f"code@{code_fingerprint()}"]
        parts += ["annotations"] if self.config.use_annotations else []
        parts += ["mask-literature"] if self.config.mask_literature else []
        named = [self.config.recogniser, *self.config.relation_models]
        parts += [f"model@{model_fingerprint(one)}" for one in named if one not in (SHIPPED, NO_RECOGNISER)]
        parts += ["no-recogniser"] if self.config.recogniser == NO_RECOGNISER else []
        return "+".join(parts)

    def process(self, documents: Iterable[Document]) -> Iterator[Processed]:
        """One result a document, in order; an error in one is reported as FAILED and does not stop the rest."""
        for together in _grouped(documents):
            with single_threaded():
                ahead = self._read_ahead(together)
            for place, document in enumerate(together):
                begun, ahead[place] = ahead[place], None  # no longer kept than it is needed
                try:
                    with single_threaded():
                        batch, dropped = self._evidence(document, begun)
                except _FAILURES as error:
                    failed = Dropped(document.name, DropReason.FAILED, _describe(error))
                    yield Processed(document.id, document.name, Batch(), (failed,))
                else:
                    yield Processed(document.id, document.name, batch, dropped)

    def _read_ahead(self, documents: Sequence[Document]) -> list[_Begun | None]:
        """Begins the documents and shows the recogniser their texts at once; what fails is left to be tried alone."""
        begun: list[_Begun | None] = [None] * len(documents)
        if self._recogniser is None or self.config.use_annotations or len(documents) == 1:
            return begun
        for place, document in enumerate(documents):
            with suppress(*_FAILURES):
                begun[place] = self._begin(document)
        made = [one for one in begun if one is not None]
        texts = [one.masked.text for one in made if one.kind != DocumentKind.NOTE and one.together]
        try:
            self._recogniser.read_ahead(texts)
            self._recogniser.read_notes_ahead([one.doc for one in made if one.doc is not None])
        except _FAILURES:
            self._recogniser.read_ahead(())
            self._recogniser.read_notes_ahead(())
        return begun

    def _begin(self, document: Document) -> _Begun:
        """Masks a document, and annotates a note as far as the recogniser, where it is read with others."""
        masked = self.mask(document)
        together = self._spoken(document) == _RECOGNISED and len(masked.text) <= _LONGEST_TOGETHER
        note = document.kind == DocumentKind.NOTE
        doc = self._run(self._make(document, masked.text), _FROM_RECOGNISER) if together and note else None
        return _Begun(masked, document.kind, together, doc)

    def _spoken(self, document: Document) -> str:
        return document.language if document.language in self._languages else "en"

    def annotate(self, document: Document, mentions: tuple[Mention, ...] | None = None) -> Doc:
        """The annotated text: ``doc._.medkg_mentions`` and the rest; ``doc.text`` is the masked text.

        The text is read as one, however long it is; :meth:`process` reads a long one in windows.

        Args:
            mentions: taken in place of the matcher's, when given.
        """
        with single_threaded():
            doc = self._make(document, self.mask(document).text, tokens=True)
            return self._completed(doc, mentions)

    def _read(self, document: Document, text: str, mentions: tuple[Mention, ...] | None) -> AnnotatedText:
        """The annotated text, a long one window by window."""
        if len(text) <= WINDOW:
            return AnnotatedText.of(self._completed(self._make(document, text), mentions))
        parts: list[tuple[int, AnnotatedText]] = []
        before = Before()
        whole = [(one.start, one.end) for one in mentions or ()]
        for start, end in windows(text, whole=whole):
            inside = None if mentions is None else between(mentions, start, end)
            doc = self._completed(self._make(document, text[start:end], before), inside)
            parts.append((start, AnnotatedText.of(doc)))
            last = doc._.medkg_sections[-1:]
            before = Before(last[0].name if last else before.section, doc._.medkg_defined)
        return joined(document, text, parts)

    def _completed(self, doc: Doc, mentions: tuple[Mention, ...] | None) -> Doc:
        """Runs all components, or with mentions that are given those that do not look for any."""
        if mentions is not None:
            doc._.medkg_mentions = mentions
        return self._run(doc, None if mentions is None else _MATCHING)

    def _make(self, document: Document, text: str, before: Before | None = None, *, tokens: bool = False) -> Doc:
        """A ``Doc`` to be annotated; it has its tokens where they are read or asked for."""
        spoken = self._spoken(document)
        nlp = self._languages[spoken]
        if tokens or needs_tokens(text, spoken):
            self._words[spoken].learn(text)
            doc = make_doc(nlp, text)
        else:
            doc = Doc(nlp.vocab)
        doc._.medkg_document = document
        doc._.medkg_text = text
        doc._.medkg_before = before
        return doc

    def _run(self, doc: Doc, without: frozenset[str] | None = None) -> Doc:
        """Runs the components of the document's language but some."""
        for name, component in self._languages[self._spoken(doc._.medkg_document)].pipeline:
            if without is None or name not in without:
                doc = component(doc)
                if name == sentences.FACTORY:
                    keep_sentences(doc)
        return doc

    def mask(self, document: Document) -> Masked:
        """The text without personal identifiers; literature is left as it is unless the configuration asks."""
        if document.kind == DocumentKind.NOTE or self.config.mask_literature:
            return mask(document.text, document.language)
        return Masked(document.text, ())

    def _evidence(self, document: Document, begun: _Begun | None = None) -> tuple[Batch, tuple[Dropped, ...]]:
        mentions, lost = self._annotated(document) if self.config.use_annotations else (None, ())
        masked = begun.masked if begun else self.mask(document)
        if begun is not None and begun.doc is not None:
            read = AnnotatedText.of(self._run(begun.doc, _BEFORE_RECOGNISER))
        else:
            read = self._read(document, masked.text, mentions)
        batch, dropped = write_batch(read, self.vocabulary, masked.spans)
        return batch, lost + read.dropped + dropped

    def _annotated(self, document: Document) -> tuple[tuple[Mention, ...], tuple[Dropped, ...]]:
        mentions: list[Mention] = []
        dropped: list[Dropped] = []
        for one in document.annotations:
            curie = self._canonical(one)
            term = self.vocabulary.term(curie) if curie else None
            if term is None:
                told = f"{one.text[:40]} ({', '.join(one.identifiers) or 'no identifier'})"
                dropped.append(Dropped(f"{document.name} {one.start}-{one.end}", DropReason.UNMAPPED, told))
            else:
                found = (one.start, one.end, one.text, str(term.category), term.id, term.name, 1.0)
                mentions.append(Mention(*found, matcher="annotation"))
        return tuple(sorted(mentions, key=lambda one: (one.start, one.end))), tuple(dropped)

    def _canonical(self, annotation: Annotation) -> Curie | None:
        written = [one if ":" in one else f"{_ANNOTATION_PREFIX}:{one}" for one in annotation.identifiers]
        return next(filter(None, map(self.vocabulary.canonical, written)), None)


def _grouped(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while together := list(islice(rest, _TOGETHER)):
        yield together


def _shared_recogniser(nlp: Language) -> recogniser.RecogniserComponent | None:
    """The recogniser, where a text's spans do not depend on the texts read with it; plugins promise no such thing."""
    if recogniser.FACTORY not in nlp.pipe_names:
        return None
    component = cast(recogniser.RecogniserComponent, nlp.get_pipe(recogniser.FACTORY))
    return component if component.finder is None or isinstance(component.finder, Recogniser) else None


def _describe(error: BaseException) -> str:
    """What failed and where in the program; never a piece of the text, as a message may hold one."""
    if isinstance(error, MedkgError):
        return str(error)
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{PurePath(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "an unknown place"
    return f"{type(error).__name__} in {place}."
