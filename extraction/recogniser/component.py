"""The spaCy component ``medkg_recogniser``: joins recognised entities to the vocabulary's mentions, before linking."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Mention
from extraction.extensions import register_extensions, text_of
from extraction.folding import fold_name
from extraction.lexicon import Lexicon, shipped_lexicon
from extraction.lexicon_stops import ANALYTES
from extraction.recogniser.combine import LITERATURE, NOTE, combine
from extraction.recogniser.model import Recogniser
from extraction.recogniser.plugins import load_finder
from extraction.recogniser.spans import RecognisedSpan, SpanFinder
from kg.records import DocumentKind
from kg.shipped import data_path

FACTORY = "medkg_recogniser"
SHIPPED = "entities"
_ENGLISH = "en"
_LONGEST_SHORT_FORM = 5
Places = tuple[tuple[int, int], ...]
_NO_NAMES = frozenset(
    (
        *("allergic", "diabetic", "depressed", "hypertensive", "asthmatic", "septic", "anxious"),
        *("bx", "cx", "ddx", "dx", "fx", "hx", "px", "rx", "sx", "tx"),
    )
)


def shipped_recogniser() -> Recogniser:
    """The recogniser that ships.

    Raises:
        NotFoundError: it is missing from the installation.
    """
    return Recogniser.load(data_path("models", SHIPPED))


class RecogniserComponent:
    """Joins the spans of a finder to ``doc._.medkg_mentions``; run it after ``medkg_mentions``, before the linker.

    Texts in other languages than English pass unchanged.

    Args:
        finder: None for the shipped recogniser, loaded when the first text comes.
        lexicon: tells the kinds of the vocabulary's mentions; None for that of the shipped vocabularies.
    """

    def __init__(self, finder: SpanFinder | None = None, lexicon: Lexicon | None = None) -> None:
        register_extensions()
        self.finder = finder
        self.lexicon = lexicon
        self._ahead: dict[str, tuple[RecognisedSpan, ...]] = {}
        self._notes_ahead: dict[tuple[str, Places], tuple[RecognisedSpan, ...]] = {}

    def read_ahead(self, texts: Sequence[str]) -> tuple[tuple[RecognisedSpan, ...], ...]:
        """Reads literature that will come next in one batch, quicker than one by one; forgets earlier texts."""
        spans = self._finder().spans(texts)
        self._ahead = dict(zip(texts, spans, strict=True))
        return spans

    def read_notes_ahead(self, docs: Sequence[Doc]) -> None:
        """Reads English notes that will come next, with the mentions they have now; forgets earlier ones."""
        finder = self._finder()
        self._notes_ahead = {}
        if isinstance(finder, Recogniser):
            notes = [(text_of(doc), _places(doc)) for doc in docs]
            self._notes_ahead = dict(zip(notes, finder.new_names_of(notes), strict=True))

    def __call__(self, doc: Doc) -> Doc:
        if doc.lang_ != _ENGLISH:
            return doc
        text = text_of(doc)
        document = doc._.medkg_document
        note = document is None or document.kind is DocumentKind.NOTE
        spans = self._of_note(doc, text) if note else self._read(text)
        doc._.medkg_mentions = combine(text, doc._.medkg_mentions, spans, self._kinds, NOTE if note else LITERATURE)
        return doc

    def _of_note(self, doc: Doc, text: str) -> tuple[RecognisedSpan, ...]:
        """The spans of a note; those on the vocabulary's mentions, which stay there, may be missing."""
        finder = self._finder()
        if isinstance(finder, Recogniser):
            known = _places(doc)
            ahead = self._notes_ahead.get((text, known))
            spans = finder.new_names(text, known) if ahead is None else ahead
        else:
            spans = self._read(text)
        return tuple(one for one in spans if _fits_a_note(text[one.start : one.end]))

    def _read(self, text: str) -> tuple[RecognisedSpan, ...]:
        ahead = self._ahead.get(text)
        return self._finder().spans([text])[0] if ahead is None else ahead

    def _finder(self) -> SpanFinder:
        if self.finder is None:
            self.finder = shipped_recogniser()
        return self.finder

    def _kinds(self, mention: Mention) -> frozenset[str]:
        if self.lexicon is None:
            self.lexicon = shipped_lexicon()
        return frozenset(one.category for one in self.lexicon.candidates(fold_name(mention.text)))


def _places(doc: Doc) -> Places:
    """Where the mentions stand."""
    return tuple((one.start, one.end) for one in doc._.medkg_mentions)


def _fits_a_note(words: str) -> bool:
    """Whether a span may be an entity of a note: on one line, no short form, no laboratory's analyte, no adjective,
    no shorthand.

    The vocabulary has found those analytes that are given, and the short forms that a document or a clinic explains.
    """
    short = len(words) <= _LONGEST_SHORT_FORM and words.isupper()
    return not (short or "\n" in words or words.lower() in ANALYTES or words.lower() in _NO_NAMES)


@Language.factory(FACTORY, assigns=["doc._.medkg_mentions"], default_config={"model": "", "labels": {}})
def make_recogniser(nlp: Language, name: str, model: str, labels: dict[str, str]) -> RecogniserComponent:
    """Makes the component.

    Args:
        model: empty for the shipped recogniser; else what :func:`extraction.recogniser.plugins.load_finder` takes.
        labels: from the model's labels to those of :data:`extraction.recogniser.labels.CATEGORIES`.
    """
    if not model:
        return RecogniserComponent()
    path = Path(model)
    return RecogniserComponent(load_finder(str(path) if path.exists() else model, labels))
