"""What the components wrote on a text, apart from spaCy's ``Doc``, so that the windows of a long text become one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from extraction.annotations import Mention, RelationMention, Section
from extraction.documents import Document
from extraction.extensions import register_extensions, sentence_spans, text_of
from kg.records import PLACE_SUFFIX
from kg.results import Dropped

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text with all that was found in it.

    Attributes:
        document: what was read.
        text: its masked text.
        sections: they cover the text.
        sentences: code points ``(start, end)``, ascending.
        mentions, relations: in order.
        dropped: what a component could not keep.
    """

    document: Document
    text: str
    sections: tuple[Section, ...]
    sentences: list[tuple[int, int]]
    mentions: tuple[Mention, ...]
    relations: tuple[RelationMention, ...]
    dropped: tuple[Dropped, ...] = ()

    @classmethod
    def of(cls, doc: Doc) -> AnnotatedText:
        """What the components wrote on a ``Doc``; its ``doc._.medkg_document`` is set."""
        register_extensions()
        said = doc._
        return cls(
            said.medkg_document, text_of(doc), said.medkg_sections, sentence_spans(doc),
            said.medkg_mentions, said.medkg_relations, said.medkg_dropped,
        )  # fmt: skip


def joined(document: Document, text: str, parts: Iterable[tuple[int, AnnotatedText]]) -> AnnotatedText:
    """The windows of a text as one.

    Args:
        document: the whole document.
        text: its whole masked text.
        parts: where each window starts, and what was found in it; ascending.
    """
    sections: list[Section] = []
    sentences: list[tuple[int, int]] = []
    mentions: list[Mention] = []
    relations: list[RelationMention] = []
    dropped: list[Dropped] = []
    for by, part in parts:
        for one in part.sections:
            moved = Section(one.name, one.title, one.start + by, one.end + by)
            if sections and not one.title and one.name == sections[-1].name:
                moved = sections.pop()._replace(end=moved.end)
            sections.append(moved)
        sentences += [(start + by, end + by) for start, end in part.sentences]
        mentions += [_moved(one, by) for one in part.mentions]
        relations += [_related(one, by) for one in part.relations]
        dropped += part.dropped
    return AnnotatedText(document, text, tuple(sections), sentences, tuple(mentions), tuple(relations), tuple(dropped))


def between(mentions: Iterable[Mention], start: int, end: int) -> tuple[Mention, ...]:
    """The mentions that lie within a window, with offsets that count from where it starts."""
    return tuple(_moved(one, -start) for one in mentions if start <= one.start and one.end <= end)


def _moved(mention: Mention, by: int) -> Mention:
    return replace(mention, start=mention.start + by, end=mention.end + by, qualifiers=_placed(mention.qualifiers, by))


def _related(relation: RelationMention, by: int) -> RelationMention:
    return replace(
        relation,
        subject=relation.subject and _moved(relation.subject, by),
        object=_moved(relation.object, by),
        sentence=(relation.sentence[0] + by, relation.sentence[1] + by),
        qualifiers=_placed(relation.qualifiers, by),
    )


def _placed(qualifiers: tuple[tuple[str, str], ...], by: int) -> tuple[tuple[str, str], ...]:
    """Qualifiers that say where something stands move with the text."""
    if not any(key.endswith(PLACE_SUFFIX) for key, _ in qualifiers):
        return qualifiers
    return tuple(
        (key, _NUMBER.sub(lambda found: str(int(found[0]) + by), value) if key.endswith(PLACE_SUFFIX) else value)
        for key, value in qualifiers
    )
