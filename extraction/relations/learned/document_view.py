"""A document as the document-level classifier sees it: words, with one place for each mention of each concept."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.sentences import split_sentences

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]")
_NUMBER = "0"


class Place(NamedTuple):
    """One mention of a concept: its sentence and word, both counted from 0, and its entity's place in the list."""

    sentence: int
    word: int
    entity: int


@dataclass(frozen=True, slots=True)
class Concept:
    """What the mentions of one identifier share.

    Attributes:
        id: the identifier.
        type: the entity type of its first mention.
        places: all its mentions, in order; at least one.
        names: the distinct words of its mentions, lower case.
    """

    id: str
    type: str
    places: tuple[Place, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A document reduced to words; each mention is one word.

    Attributes:
        words: lower case; numbers are all alike.
        types: the entity type where the word is a mention, else empty.
        concepts: in the order of their first mention.
        sentences: code points of each sentence.
        bounds: ``(first, end)`` word of each sentence, end excluded.
    """

    words: tuple[str, ...]
    types: tuple[str, ...]
    concepts: tuple[Concept, ...]
    sentences: tuple[tuple[int, int], ...]
    bounds: tuple[tuple[int, int], ...]


def view_of_document(document: AnnotatedDocument) -> View:
    """The view of an annotated document; its sentences are split here when the corpus gives none."""
    return view_of(document.text, document.entities, document.sentences or split_sentences(document.text, "en"))


def view_of(text: str, entities: Sequence[Entity], sentences: Sequence[tuple[int, int]]) -> View:
    """Reduces a text.

    Args:
        text: the whole text.
        entities: sorted by start; one without identifiers is a word of its type and no concept. One that overlaps an
            earlier one shares its place.
        sentences: ``(start, end)`` code points, ascending, at least one when there are entities.
    """
    words: list[str] = []
    types: list[str] = []
    offsets: list[int] = []
    at: list[int] = []
    reached = 0
    for entity in entities:
        if at and entity.start < reached:
            at.append(at[-1])
            reached = max(reached, entity.end)
            continue
        _add_words(text, reached, entity.start, words, types, offsets)
        at.append(len(words))
        words.append(entity.type.lower())
        types.append(entity.type)
        offsets.append(entity.start)
        reached = entity.end
    _add_words(text, reached, len(text), words, types, offsets)
    bounds = _bounds(offsets, sentences)
    return View(tuple(words), tuple(types), _concepts(entities, at, bounds), tuple(sentences), bounds)


def _add_words(text: str, start: int, end: int, words: list[str], types: list[str], offsets: list[int]) -> None:
    for found in _WORD.finditer(text, start, end):
        word = found[0]
        words.append(_NUMBER if word[0].isdigit() else word.lower())
        types.append("")
        offsets.append(found.start())


def _bounds(offsets: list[int], sentences: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Words by sentence; what lies before the first sentence counts to it, what lies between two to the former."""
    cuts = [0, *(bisect_right(offsets, start - 1) for start, _ in sentences[1:]), len(offsets)]
    return tuple(itertools.pairwise(cuts)) if sentences else ((0, len(offsets)),)


def _concepts(
    entities: Sequence[Entity], at: Sequence[int], bounds: tuple[tuple[int, int], ...]
) -> tuple[Concept, ...]:
    firsts = [first for first, _ in bounds]
    places: dict[str, list[Place]] = {}
    types: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for index, entity in enumerate(entities):
        sentence = bisect_right(firsts, at[index]) - 1
        for identifier in dict.fromkeys(entity.identifiers):
            places.setdefault(identifier, []).append(Place(sentence, at[index], index))
            types.setdefault(identifier, entity.type)
            names.setdefault(identifier, set()).update(entity.text.lower().split())
    return tuple(Concept(one, types[one], tuple(places[one]), tuple(sorted(names[one]))) for one in places)
