"""The attributes that the components share on a spaCy ``Doc``, registered on first use."""

from __future__ import annotations

from spacy.tokens import Doc

_DEFAULTS: dict[str, object] = {
    "medkg_document": None,  # extraction.documents.Document
    "medkg_text": None,  # str, equal to doc.text, which spaCy joins anew at each call
    "medkg_sections": (),  # tuple[extraction.annotations.Section, ...]
    "medkg_mentions": (),  # tuple[extraction.annotations.Mention, ...]
    "medkg_relations": (),  # tuple[extraction.annotations.RelationMention, ...]
}


def register_extensions() -> None:
    """Registers ``doc._.medkg_*``; calling it again changes nothing."""
    for name, default in _DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def text_of(doc: Doc) -> str:
    """The text of ``doc``, joined once and then kept."""
    text: str | None = doc._.medkg_text
    if text is None:
        text = doc._.medkg_text = doc.text
    return text
