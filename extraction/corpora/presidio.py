"""Reads personal identifiers with offsets in the JSON that Presidio's evaluator writes.

One array of objects: ``full_text``, ``spans`` (``entity_type``, ``entity_value``, ``start_position``,
``end_position``), ``template_id``; of the rest nothing is read. The note generator of this project writes the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extraction.corpora.records import AnnotatedDocument, Entity
from kg.errors import DocumentError
from kg.identifiers import content_hash
from kg.results import Dropped, DropReason

_NAME_CHARACTERS = 12
_REMEDY = "Give a JSON array of objects with full_text and spans, as Presidio's evaluator writes it."


def read_presidio(path: Path) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """The documents of a file, named ``<template>-<hash of the text>``; their types are the file's own.

    Returns:
        the documents, and the objects and spans that could not be used. A span whose ``entity_value`` does not stand
        at its place is dropped, the rest of its document is kept.

    Raises:
        DocumentError: the file cannot be read, or is no JSON array.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path} cannot be read as JSON: {error}.", _REMEDY) from error
    if not isinstance(rows, list):
        raise DocumentError(f"{path} holds a {type(rows).__name__} where an array is expected.", _REMEDY)
    documents: list[AnnotatedDocument] = []
    dropped: list[Dropped] = []
    for number, row in enumerate(rows):
        item = f"{path.name} object {number}"
        text = row.get("full_text") if isinstance(row, dict) else None
        if not isinstance(text, str):
            dropped.append(Dropped(item, DropReason.MISSING_FIELD, "no full_text"))
            continue
        entities, lost = _entities(text, row.get("spans"), item)
        documents.append(AnnotatedDocument(document_name(row.get("template_id", ""), text), text, entities))
        dropped += lost
    return tuple(documents), tuple(dropped)


def document_name(template: object, text: str) -> str:
    """The name of a text made from a template: equal texts have equal names, whatever file they stand in."""
    return f"{template}-{content_hash(text)[:_NAME_CHARACTERS]}"


def _entities(text: str, spans: Any, item: str) -> tuple[tuple[Entity, ...], list[Dropped]]:
    found: list[Entity] = []
    dropped: list[Dropped] = []
    for number, span in enumerate(spans if isinstance(spans, list) else ()):
        place = f"{item} span {number}"
        try:
            start, end, kind = _numbers(span)
        except (KeyError, TypeError, ValueError):
            dropped.append(Dropped(place, DropReason.MISSING_FIELD, "no entity_type, start_position or end_position"))
            continue
        if not 0 <= start < end <= len(text) or span.get("entity_value", text[start:end]) != text[start:end]:
            dropped.append(Dropped(place, DropReason.WRONG_OFFSETS, f"{start} to {end}"))
            continue
        found.append(Entity(f"T{number}", start, end, text[start:end], kind))
    return tuple(sorted(found, key=lambda one: (one.start, one.end))), dropped


def _numbers(span: Any) -> tuple[int, int, str]:
    return int(span["start_position"]), int(span["end_position"]), str(span["entity_type"])


def write_presidio(path: Path, documents: Iterable[AnnotatedDocument]) -> None:
    """Writes documents so that :func:`read_presidio` reads their texts and entities back."""
    rows = [
        {
            "full_text": one.text,
            "spans": [
                {
                    "entity_type": entity.type,
                    "entity_value": entity.text,
                    "start_position": entity.start,
                    "end_position": entity.end,
                }
                for entity in one.entities
            ],
            "template_id": one.name.rsplit("-", 1)[0],
        }
        for one in documents
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
