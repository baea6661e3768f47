"""A sentence as the patterns see it: lower case, with one symbol for each drug and each condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.annotations import Mention
from kg.schema import Category

DRUG = "\ue000"
CONDITION = "\ue001"
_SYMBOLS: dict[str, str] = {
    Category.DRUG: DRUG,
    Category.CHEMICAL_ENTITY: DRUG,
    Category.DISEASE: CONDITION,
    Category.PHENOTYPIC_FEATURE: CONDITION,
}


def symbol_of(mention: Mention) -> str:
    """The symbol of a linked mention's category; empty when no pattern speaks of that category."""
    if mention.curie is None:
        return ""
    return _SYMBOLS.get(mention.category, "")


@dataclass(frozen=True, slots=True)
class ReducedSentence:
    """A sentence in which each drug and each condition is one character.

    Attributes:
        text: lower case, single spaces, mentions replaced by :data:`DRUG` and :data:`CONDITION`.
        mentions: the mention of each symbol, by its place in ``text``.
        span: code points of the sentence in the document.
        section: canonical name of the section.
    """

    text: str
    mentions: dict[int, Mention]
    span: tuple[int, int]
    section: str

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions whose symbols lie in ``text[start:end]``, in order."""
        return [self.mentions[place] for place in range(start, end) if place in self.mentions]


def reduce_sentence(text: str, span: tuple[int, int], mentions: Sequence[Mention], section: str) -> ReducedSentence:
    """Reduces ``text[span]``; of mentions that overlap the first is kept.

    Args:
        text: the whole text.
        mentions: those of the sentence, sorted by start.
    """
    pieces: list[str] = []
    places: dict[int, Mention] = {}
    position, length = span[0], 0
    for mention in mentions:
        symbol = symbol_of(mention)
        if not symbol or mention.start < position:
            continue
        before = " ".join(f"|{text[position : mention.start]}|".lower().split())[1:-1]
        pieces += (before, symbol)
        places[length + len(before)] = mention
        length += len(before) + 1
        position = mention.end
    pieces.append(" ".join(f"|{text[position : span[1]]}|".lower().split())[1:-1])
    return ReducedSentence("".join(pieces), places, span, section)
