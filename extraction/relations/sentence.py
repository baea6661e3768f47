"""A sentence as the patterns see it: lower case, with one symbol for each drug and each condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.annotations import Mention
from kg.schema import Category

DRUG = "\ue000"
CONDITION = "\ue001"
_SYMBOLS: dict[str, str] = {
    Category.DRUG: DRUG,
    Category.CHEMICAL_ENTITY: DRUG,
    Category.CHEMICAL_ROLE: DRUG,
    Category.DISEASE: CONDITION,
    Category.PHENOTYPIC_FEATURE: CONDITION,
}

_ALLERGY = re.compile(
    r"(?:drug )?allerg(?:y|ies)|hypersensitivity|anaphylaxis|anaphylactic (?:reaction|shock)|allergic reactions?",
    re.IGNORECASE,
)


def symbol_of(mention: Mention) -> str:
    """The symbol of a linked mention's category; empty when no pattern speaks of that category."""
    if mention.curie is None:
        return ""
    return _SYMBOLS.get(mention.category, "")


def _is_of_drug(text: str, mention: Mention, drug_ends: set[int]) -> bool:
    """Whether a condition is an allergy whose drug is named beside it: ``penicillin allergy``, ``anaphylaxis to``."""
    if _ALLERGY.fullmatch(mention.text) is None:
        return False
    return text.startswith(" to ", mention.end) or (mention.start - 1 in drug_ends and text[mention.start - 1] == " ")


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
    drug_ends = {one.end for one in mentions if symbol_of(one) == DRUG}
    for mention in mentions:
        symbol = symbol_of(mention)
        if not symbol or mention.start < position:
            continue
        if _is_of_drug(text, mention, drug_ends):
            continue  # the patterns read the word itself
        before = " ".join(f"|{text[position : mention.start]}|".lower().split())[1:-1]
        pieces += (before, symbol)
        places[length + len(before)] = mention
        length += len(before) + 1
        position = mention.end
    pieces.append(" ".join(f"|{text[position : span[1]]}|".lower().split())[1:-1])
    return ReducedSentence("".join(pieces), places, span, section)
