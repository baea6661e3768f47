"""The attributes that the components share on a spaCy ``Doc``, registered on first use."""

from __future__ import annotations

import numpy as np
from spacy.attrs import IDX, LENGTH, SENT_START
from spacy.tokens import Doc

_DEFAULTS: dict[str, object] = {
    "medkg_document": None,  # extraction.documents.Document
    "medkg_text": None,  # str, equal to doc.text, which spaCy joins anew at each call
    "medkg_before": None,  # extraction.windows.Before, what stood before the text; None at a document's start
    "medkg_defined": (),  # tuple[tuple[str, str], ...], short forms that were defined, with their long forms
    "medkg_sections": (),  # tuple[extraction.annotations.Section, ...]
    "medkg_mentions": (),  # tuple[extraction.annotations.Mention, ...]
    "medkg_relations": (),  # tuple[extraction.annotations.RelationMention, ...]
    "medkg_dropped": (),  # tuple[kg.results.Dropped, ...], what a component could not keep
    "medkg_sentences": None,  # list[tuple[int, int]], kept by keep_sentences once no boundary moves any more
}


def register_extensions() -> None:
    """Registers ``doc._.medkg_*``; calling it again changes nothing."""
    for name, default in _DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def keep_sentences(doc: Doc) -> None:
    """Remembers the sentences for :func:`sentence_spans`; boundaries set afterwards are not seen."""
    if len(doc):
        doc._.medkg_sentences = _read_sentences(doc)


def sentence_spans(doc: Doc) -> list[tuple[int, int]]:
    """Code points ``(start, end)`` of each sentence; the whole text when sentences are not set."""
    kept: list[tuple[int, int]] | None = doc._.medkg_sentences
    return _read_sentences(doc) if kept is None else kept


def _read_sentences(doc: Doc) -> list[tuple[int, int]]:
    """As ``doc.sents`` has them, read in one go instead of token by token."""
    whole = [(0, len(text_of(doc)))]
    if not len(doc):
        return whole
    flags, starts, lengths = doc.to_array([SENT_START, IDX, LENGTH]).astype(np.int64).T
    if len(doc) > 1 and not flags[1:].any():
        return whole
    begins = flags == 1
    begins[0] = True
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(doc)) - 1
    ends = starts[last] + lengths[last]
    return list(zip(starts[first].tolist(), ends.tolist(), strict=True))


def text_of(doc: Doc) -> str:
    """The text of ``doc``, joined once and then kept."""
    text: str | None = doc._.medkg_text
    if text is None:
        text = doc._.medkg_text = doc.text
    return text
