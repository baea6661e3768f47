"""The document as it was read: text in code points of the original file, with a name that does not move."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.identifiers import Curie, content_hash
from kg.records import DocumentKind

MAXIMUM_CHARACTERS = 20_000_000
"""Longer documents are dropped (``TOO_LONG``): split them before reading."""

_CASE_HASH_CHARACTERS = 8
_PUBMED = re.compile(r"PMID:\d+")
_UNSAFE = re.compile(r"[^A-Za-z0-9_.\-]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_LANGUAGE_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation that came inside the input. Kept, and ignored unless it is asked for.

    Attributes:
        start, end: code points in the document's text, end excluded.
        text: what stands there.
        type: the annotator's type (``Chemical``, ``Disease``).
        identifiers: as written (``MESH:D009270``), none when the annotator gave none.
    """

    start: int
    end: int
    text: str
    type: str
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document before masking.

    Attributes:
        id: ``doc:<hash>`` of name and text.
        name: ``<file name>#<row id>``, the file's name alone, or ``PMID:<n>``; holds no directory.
            Readers name notes by :func:`extraction.document_names.name_of`, which keeps people out.
        text: the original text, newlines as they are in the file.
        kind, language: note or literature; ``en`` or ``zh``.
        subject: what the document speaks of, ``case:…`` or ``PMID:…``.
        source: the path it was read from, see :func:`extraction.document_names.hidden_path`; enters no hash.
        annotations: what came inside the input.
    """

    id: Curie
    name: str
    text: str
    kind: DocumentKind
    language: str
    subject: Curie
    source: str
    annotations: tuple[Annotation, ...] = ()

    @classmethod
    def make(
        cls,
        name: str,
        text: str,
        kind: DocumentKind = DocumentKind.NOTE,
        source: str = "",
        language: str = "",
        annotations: tuple[Annotation, ...] = (),
    ) -> Document:
        """A document with its id, subject and (when ``language`` is empty) its detected language.

        >>> document = Document.make("notes.csv#7", "No fever.")
        >>> document.language, document.subject == f"case:notes.csv-7-{document.id[4:12]}"
        ('en', True)
        """
        digest = content_hash(name, text)
        return cls(
            id=Curie(f"doc:{digest}"),
            name=name,
            text=text,
            kind=kind,
            language=language or detect_language(text),
            subject=_subject(name, digest),
            source=source,
            annotations=annotations,
        )


def _subject(name: str, digest: str) -> Curie:
    if _PUBMED.fullmatch(name):
        return Curie(name)
    safe = _UNSAFE.sub("-", name).strip("-.")[:60]
    short = digest[:_CASE_HASH_CHARACTERS]
    return Curie(f"case:{safe}-{short}" if safe else f"case:{digest}")


def detect_language(text: str) -> str:
    """``zh`` when Chinese characters outnumber Latin words in the first 20,000 code points, else ``en``.

    >>> detect_language("患者诊断为 COPD 急性加重"), detect_language("Patient 张伟 has COPD and takes aspirin daily")
    ('zh', 'en')
    """
    sample = text[:_LANGUAGE_SAMPLE]
    chinese = 0 if sample.isascii() else len(_HAN.findall(sample))
    return "zh" if chinese and chinese > len(_LATIN_WORD.findall(sample)) else "en"
