"""A pair's sentence without what hides its frame: lists of other entities, examples in brackets, asides.

"A may raise B, C (e.g. D) and E" reads for each pair of A like "A may raise E", so that what stands beside an entity of
a list is what stands beside the list. The rules follow the simplification of Segura-Bedmar et al. 2011
(doi:10.1186/1471-2105-12-S2-S1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extraction.relations.learned.sentence_pairs import FIRST, OTHER, SECOND, PairView

LISTED, EXAMPLES = "listed", "examples"
"""Marks: both ends stand in one list; one end is an example of the other."""

_ENTITY = f"[{FIRST}{SECOND}{OTHER}]"
_JOIN = r"(?:(?: ,| ;)?(?: and / or| and| or| as well as| /| plus)|(?: ,| ;))"
_LIST = re.compile(rf"{_ENTITY}(?:{_JOIN}(?: other)? {_ENTITY})+")
_FOR_EXAMPLE = r"(?:e \. g \.|i \. e \.|such as|including|eg|ie|for example)"
_SORT = r"(?: agents| drugs| medications| products| inhibitors)?"
_MEMBERS = rf"{_ENTITY}(?: (?:,|;|and|or|/) {_ENTITY})*"
_REST = r"(?: (?:etc|and others|et al)(?: \.)?)?"
_BRACKETED = rf" \( (?:{_FOR_EXAMPLE}(?: ,)? )?{_MEMBERS}{_REST} \)"
_NAMED = rf"(?: ,)? (?:such as|including|like|e \. g \.|for example)(?: ,)? {_ENTITY}(?: ,)?"
_EXAMPLE = re.compile(rf"{_ENTITY}{_SORT}(?:{_BRACKETED}|{_NAMED})")
_ASIDE = re.compile(rf" \([^(){FIRST}{SECOND}]*\)")
_ROUNDS = 3


class Condensed(NamedTuple):
    """The words that stay, and what was folded.

    Attributes:
        words: as of a view; :data:`FIRST` and :data:`SECOND` once each.
        first, second: the places of these two in the order of the words.
        marks: sorted; :data:`LISTED`, :data:`EXAMPLES`, or which end was folded out of a list or of examples.
    """

    words: tuple[str, ...]
    first: int
    second: int
    marks: tuple[str, ...]


def condensed(view: PairView) -> Condensed:
    """Folds lists, examples and asides of a view, time and again until nothing changes.

    >>> view = PairView((FIRST, "and", OTHER, "raise", OTHER, ",", SECOND, "."), 0, 6, ("a", "b"), ("", ""), False,
    ...                 (0, 2, 0), False)
    >>> condensed(view).words == (FIRST, "raise", SECOND, ".")
    True
    """
    text = " ".join(view.words)
    marks: set[str] = set()

    def fold(found: re.Match[str], both: str) -> str:
        ends = [letter for letter in found[0] if letter in (FIRST, SECOND)]
        if len(ends) > 1:
            marks.add(both)
            return found[0]
        if not ends:
            return OTHER
        marks.add(f"{both} {'first' if ends[0] == FIRST else 'second'} {found[0][0] == ends[0]}")
        return ends[0]

    for _ in range(_ROUNDS):
        before = text
        text = _ASIDE.sub("", text)
        text = _LIST.sub(lambda found: fold(found, LISTED), text)
        text = _EXAMPLE.sub(lambda found: fold(found, EXAMPLES), text)
        if text == before:
            break
    words = tuple(text.split(" "))
    first, second = sorted((words.index(FIRST), words.index(SECOND)))
    return Condensed(words, first, second, tuple(sorted(marks)))


def clause(words: Sequence[str]) -> list[str]:
    """The words up to the first mark of punctuation."""
    stop = next((place for place, word in enumerate(words) if word in (",", ";", ".", ":")), len(words))
    return list(words[:stop])
