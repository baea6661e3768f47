"""A sentence with each of its names as one character, so that forms can say where a name, or a list, stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

NAME = "\uf8f0"
"""Stands for a name; of the private use area, and no :class:`Named` text holds it for anything else."""
_ODD = "\ufffd"  # for the same character in a text of one's own
_JOINTS = (" and ", ", and ", " or ", ", or ", ", ", ",", " / ", " /", "/ ", "/", " & ", "、", "和", "及")


def first_of(joints: Collection[str]) -> str:
    """An expression for a name that none of some joints ties to a name before it.

    What begins with a list is tried at each of its names unless it begins with this: long lists took quadratic time.
    """
    return NAME + "".join(f"(?<!{NAME}{re.escape(one)}{NAME})" for one in joints)


_MORE = rf"(?:(?:,? and |,? or |, ?| ?/ ?| & |、|和|及){NAME})*"
LIST = NAME + _MORE
"""An expression for a name or a list of names."""
WHOLE_LIST = first_of(_JOINTS) + _MORE
"""The same from the first name of a list on; for what begins with a list."""


@dataclass(frozen=True, slots=True)
class Named:
    """A sentence whose names are one character each.

    Attributes:
        text: the sentence so shortened.
        places: where each name stands in it, ascending.
        numbers: which mentions each name stands for; more than one where they overlap.
    """

    text: str
    places: tuple[int, ...]
    numbers: tuple[tuple[int, ...], ...]

    def within(self, start: int, end: int) -> list[int]:
        """The numbers of the mentions whose names stand between two places, the end excluded."""
        first, last = bisect_left(self.places, start), bisect_left(self.places, end)
        return [number for some in self.numbers[first:last] for number in some]

    def numbers_of(self, found: re.Match[str]) -> list[int]:
        """The numbers of the mentions in the named groups of a match of its text."""
        return [number for group in found.groupdict() for number in self.within(*found.span(group))]


def named(text: str, spans: Sequence[tuple[int, int]], but: Collection[str] = ()) -> Named:
    """The sentence with its mentions shortened; a :data:`NAME` of its own becomes another character.

    Args:
        text: the sentence.
        spans: the mentions in it, characters, end excluded, in any order; they may overlap.
        but: mentions of this text stay as they are.
    """
    said = text.replace(NAME, _ODD)
    parts: list[str] = []
    places: list[int] = []
    numbers: list[list[int]] = []
    done = length = 0
    for start, end, number in sorted((*span, number) for number, span in enumerate(spans)):
        if start < done and numbers:
            numbers[-1].append(number)
            done = max(done, end)
        elif text[start:end] not in but:
            parts += (said[done:start], NAME)
            length += start - done
            places.append(length)
            numbers.append([number])
            length += 1
            done = end
    return Named("".join([*parts, said[done:]]), tuple(places), tuple(map(tuple, numbers)))
