"""DDI corpus 2013: drug names and drug–drug interactions, one XML file a document (Herrero-Zazo et al. 2013).

A document's text is its sentences joined by newlines, so that every sentence keeps a place of its own.
doi:10.1016/j.jbi.2013.07.011
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Entity, Relation
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

_OFFSETS = re.compile(r"\d+-\d+(?:;\d+-\d+)*")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_UNSPECIFIC = "int"  # an interaction whose kind the sentence does not tell


def read_ddi(path: Path) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """Reads one XML file or a folder of them, sub-folders included, sorted by path.

    An entity of several parts (``119-122;136-144``) spans from its first part to its last. Every pair that the corpus
    asks about becomes a relation in the order of the text: ``mechanism``, ``effect``, ``advise``, ``int``, or
    :data:`~extraction.corpora.records.NO_RELATION`.

    Returns:
        The documents, and what was dropped: files that are no XML, entities whose text does not stand at their offsets,
        pairs of entities that are not there.

    Raises:
        DocumentError: there is nothing at ``path``, or it holds no document.
    """
    files = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    if not path.exists() or not files:
        raise DocumentError(f"There is no XML file at {path}.", "Give a file of the DDI corpus or a folder of them.")
    documents: list[AnnotatedDocument] = []
    dropped: list[Dropped] = []
    for file in files:
        root = _root(file)
        if isinstance(root, Dropped):
            dropped.append(root)
            continue
        document, lost = _Reading(file.name, root.get("id", file.stem)).read(root)
        documents.append(document)
        dropped += lost
    if not documents:
        raise DocumentError(f"{path} holds no document of the DDI corpus.", "Its files have a <document> at the top.")
    return tuple(documents), tuple(dropped)


def _root(file: Path) -> ElementTree.Element | Dropped:
    data = file.read_bytes()
    if _DECLARES.search(data):
        return Dropped(file.name, DropReason.UNREADABLE, "It declares entities of its own, which is not read.")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as error:
        return Dropped(file.name, DropReason.UNREADABLE, f"No XML: {error}.")
    if root.tag != "document":
        return Dropped(file.name, DropReason.UNREADABLE, f"Its top element is <{root.tag[:60]}>, not <document>.")
    return root


class _Reading:
    """The state of reading one document."""

    def __init__(self, file_name: str, name: str) -> None:
        self._place = f"{file_name} {name}" if name not in file_name else file_name
        self._name = name
        self._entities: list[Entity] = []
        self._relations: list[Relation] = []
        self._dropped: list[Dropped] = []

    def read(self, root: ElementTree.Element) -> tuple[AnnotatedDocument, list[Dropped]]:
        """The document and what was dropped from it."""
        parts: list[str] = []
        spans: list[tuple[int, int]] = []
        start = 0
        for sentence in root.iter("sentence"):
            text = sentence.get("text", "")
            known = {one.id: one for one in self._read_entities(sentence, text, start)}
            self._entities += known.values()
            self._relations += self._read_pairs(sentence, known)
            parts.append(text)
            if text:
                spans.append((start, start + len(text)))
            start += len(text) + 1
        entities = tuple(sorted(self._entities, key=lambda one: (one.start, one.end)))
        document = AnnotatedDocument(
            self._name, "\n".join(parts), entities, tuple(self._relations), sentences=tuple(spans)
        )
        return document, self._dropped

    def _read_entities(self, sentence: ElementTree.Element, text: str, offset: int) -> Iterator[Entity]:
        for element in sentence.iter("entity"):
            name, written = element.get("id", ""), element.get("charOffset", "")
            if not name or not _OFFSETS.fullmatch(written):
                told = f"An entity needs an id and offsets first-last; it has {written[:60]!r}."
                self._drop(name, DropReason.MISSING_FIELD, told)
                continue
            parts = [tuple(map(int, part.split("-"))) for part in written.split(";")]
            told = element.get("text", "")
            there = " ".join(text[first : last + 1] for first, last in parts)
            if "".join(there.split()) != "".join(told.split()) or not there.strip():
                self._drop(name, DropReason.WRONG_OFFSETS, f"{told[:60]!r} is told, {there[:60]!r} stands there.")
                continue
            start, end = min(first for first, _ in parts), max(last for _, last in parts) + 1
            yield Entity(name, offset + start, offset + end, text[start:end], element.get("type", ""))

    def _read_pairs(self, sentence: ElementTree.Element, known: dict[str, Entity]) -> Iterator[Relation]:
        for element in sentence.iter("pair"):
            ends = [known.get(element.get(end, "")) for end in ("e1", "e2")]
            first, second = ends
            if first is None or second is None:
                told = f"It joins {element.get('e1')} and {element.get('e2')}, not both entities of its sentence."
                self._drop(element.get("id", ""), DropReason.MISSING_FIELD, told)
                continue
            if first.start > second.start:
                first, second = second, first
            holds = element.get("ddi", "false") == "true"
            yield Relation(element.get("type") or _UNSPECIFIC if holds else NO_RELATION, first.id, second.id)

    def _drop(self, item: str, reason: DropReason, detail: str) -> None:
        self._dropped.append(Dropped(f"{self._place}#{item}", reason, detail))
