"""What a sentence must hold for a pattern to match in it, read off the pattern: it only saves time."""

from __future__ import annotations

import re

_ATOM = re.compile(r"(?P<other>\[(?:\\.|[^\]\\])+\]|\\.|\{[A-Za-z]\w*\}|[\^$.])|(?P<letter>.)")
_TIMES = re.compile(r"(?:[?*+]|\{\d+(?:,\d*)?\})\??")
_NAMED = re.compile(r"\?(?::|P<\w+>)")
_NONE: frozenset[str] = frozenset()


def words_of(source: str) -> frozenset[str]:
    r"""Pieces of text of which every match of a pattern holds one; none where it cannot be told.

    Args:
        source: of a pattern without verbose mode; ``{D}`` and the like stand for anything.

    >>> sorted(words_of(r"{D} (?:\w+ )?(?:treats?|relieved) {x15}{C}"))
    ['relieved', 'treat']
    >>> sorted(words_of(r"{D} taper(?: was)? (?:a|b)")), sorted(words_of(r"{D}(?: \w+)?{C}"))
    ([' taper'], [])
    """
    ways = _ways(source)
    if len(ways) > 1:
        found = [words_of(way) for way in ways]
        return _NONE.union(*found) if all(found) else _NONE
    return max(_needed(source), key=lambda one: (min(map(len, one), default=0), -len(one)), default=_NONE)


def _needed(source: str) -> list[frozenset[str]]:
    """For each part of a pattern without branches that no match can lack: the pieces of which it holds one."""
    found: list[frozenset[str]] = []
    run, at = "", 0
    while at < len(source):
        group = source[at] == "("
        end = _closing(source, at) if group else _end_of_atom(source, at)
        part, times = source[at:end], _TIMES.match(source, end)
        at = times.end() if times else end
        absent = times is not None and times[0].startswith(("?", "*", "{0"))
        plain = not group and len(part) == 1 and part not in "^$."
        run += part if plain and not absent else ""
        if not plain or times is not None:
            found.append(_told(run))
            run = ""
        name = _NAMED.match(part, 1) if group and not absent else None
        if name is not None:
            found.append(words_of(part[name.end() : -1]))
    return [*found, _told(run)]


def _told(run: str) -> frozenset[str]:
    """A piece of plain text, where it tells anything: one letter of the alphabet, or a blank, stands everywhere."""
    return frozenset((run,)) if len(run.strip()) > 1 or run >= "\u3400" else _NONE


def _ways(source: str) -> list[str]:
    """The branches of a pattern."""
    ways, start, at = [], 0, 0
    while at < len(source):
        if source[at] == "|":
            ways.append(source[start:at])
            start = at + 1
        at = _closing(source, at) if source[at] == "(" else _end_of_atom(source, at)
    return [*ways, source[start:]]


def _closing(source: str, start: int) -> int:
    """Behind the bracket that closes the one at ``start``."""
    at = start + 1
    while source[at] != ")":
        at = _closing(source, at) if source[at] == "(" else _end_of_atom(source, at)
    return at + 1


def _end_of_atom(source: str, start: int) -> int:
    found = _ATOM.match(source, start)
    return found.end() if found else start + 1
