"""PubTator with relations: BC5CDR, NCBI disease and BioRED as annotated documents.

The text is the title, one newline, the abstract: the separator that the format's offsets count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from extraction.corpora.records import AnnotatedDocument, Entity, Relation
from extraction.readers.lines import Line, read_lines
from extraction.readers.pubtator import NO_IDENTIFIER, SEPARATORS, blocks
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

_PASSAGE = re.compile(r"([^|\t]+)\|([ta])\|(.*)", re.DOTALL)
_RELATION_FIELDS = 4
_ENTITY_FIELDS = 5
_VARIANT = "sequencevariant"  # its identifiers hold bars: c|SUB|Q|223|K
_PREFIXES = {
    "gene": "NCBIGene",
    "geneorgeneproduct": "NCBIGene",
    "species": "NCBITaxon",
    "organismtaxon": "NCBITaxon",
    "cellline": "cellosaurus",
    _VARIANT: "variant",
}
_DEFAULT_PREFIX = "MESH"


def read_pubtator(path: Path) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """Reads a PubTator file with its document-level relations.

    Bare identifiers become CURIEs by the entity's type (MeSH for chemicals and diseases, NCBI Gene for genes);
    composite ones (``D1|D2``) become several.

    Returns:
        The documents in file order, and what was dropped: lines of another shape, annotations whose text does not
        stand at their offsets.

    Raises:
        DocumentError: the file cannot be read or holds no publication.
    """
    if not path.is_file():
        raise DocumentError(f"There is no file {path}.", "Give the path of a PubTator file.")
    documents: list[AnnotatedDocument] = []
    dropped: list[Dropped] = []
    with path.open("rb") as file:
        for block in blocks(read_lines(file)):
            document, lost = _read_block(block, path.name)
            dropped += lost
            if document is not None:
                documents.append(document)
    if not documents:
        raise DocumentError(f"{path} holds no publication.", "PubTator blocks begin with a line ID|t|title.")
    return tuple(documents), tuple(dropped)


def curie_of(identifier: str, entity_type: str) -> str:
    """The CURIE of an annotator's identifier.

    >>> curie_of("D003000", "Chemical"), curie_of("OMIM:1", "Disease"), curie_of("3630", "GeneOrGeneProduct")
    ('MESH:D003000', 'OMIM:1', 'NCBIGene:3630')
    """
    if ":" in identifier:
        return identifier
    return f"{_PREFIXES.get(entity_type.lower(), _DEFAULT_PREFIX)}:{identifier}"


def _read_block(block: list[Line], file_name: str) -> tuple[AnnotatedDocument | None, list[Dropped]]:
    passages: dict[str, str] = {}
    name = ""
    rows: list[Line] = []
    dropped: list[Dropped] = []
    for line in block:
        if line.problem is not None:
            dropped.append(Dropped(f"{file_name}#line {line.number}", line.problem, line.detail))
        elif found := _PASSAGE.fullmatch(line.text.rstrip("\r\n")):
            name = name or found[1].strip()
            passages.setdefault(found[2], found[3])
        else:
            rows.append(line)
    if "t" not in passages:
        detail = f"The block at line {block[0].number} has no title line (ID|t|title)."
        return None, [*dropped, Dropped(f"{file_name}#line {block[0].number}", DropReason.UNREADABLE, detail)]
    text = f"{passages['t']}\n{passages['a']}" if "a" in passages else passages["t"]
    entities, curies, lost = _entities(rows, text, f"{file_name} {name}")
    relations = _relations(rows, curies)
    return AnnotatedDocument(name, text, entities, concept_relations=relations), dropped + lost


def _entities(rows: Iterable[Line], text: str, place: str) -> tuple[tuple[Entity, ...], dict[str, str], list[Dropped]]:
    found: list[Entity] = []
    curies: dict[str, str] = {}
    dropped: list[Dropped] = []
    for line in rows:
        fields = line.text.rstrip("\r\n").split("\t")
        if _is_relation(fields):
            continue
        item = f"{place} line {line.number}"
        if len(fields) < _ENTITY_FIELDS or not (fields[1].isdecimal() and fields[2].isdecimal()):
            told = "No PubTator annotation: ID, start, end, text, type, identifier."
            dropped.append(Dropped(item, DropReason.UNREADABLE, told))
            continue
        start, end, kind = int(fields[1]), int(fields[2]), fields[4]
        if start >= end or text[start:end] != fields[3]:
            told = f"{fields[3][:60]!r} does not stand at code points {start} to {end}; {text[start:end][:60]!r} does."
            dropped.append(Dropped(item, DropReason.WRONG_OFFSETS, told))
            continue
        written = _identifiers(fields[5] if len(fields) > _ENTITY_FIELDS else "", kind)
        curies.update({one: curie_of(one, kind) for one in written})
        identifiers = tuple(curie_of(one, kind) for one in written)
        found.append(Entity(f"T{len(found) + 1}", start, end, fields[3], kind, identifiers))
    return tuple(sorted(found, key=lambda one: (one.start, one.end))), curies, dropped


def _identifiers(field: str, kind: str) -> list[str]:
    listed = field.split(",") if kind.lower() == _VARIANT else SEPARATORS.split(field)
    return [one.strip() for one in listed if one.strip() not in NO_IDENTIFIER]


def _relations(rows: Iterable[Line], curies: dict[str, str]) -> tuple[Relation, ...]:
    found = []
    for line in rows:
        fields = line.text.rstrip("\r\n").split("\t")
        if _is_relation(fields):
            head, tail = (curies.get(one, curie_of(one, "")) for one in fields[2:4])
            found.append(Relation(fields[1], head, tail))
    return tuple(found)


def _is_relation(fields: list[str]) -> bool:
    """A name stands where an entity has its start; six fields are an entity whose start is broken."""
    return _RELATION_FIELDS <= len(fields) <= _ENTITY_FIELDS and fields[1][:1].isalpha()
