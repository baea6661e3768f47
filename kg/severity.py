"""How severe an interaction is: what each source says of the pair, and what it says of a whole class of drugs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

SEVERITY = "severity"
LEVELS = "levels"
"""Key of a qualifier that lists the severities of one rule on a class: each holds for some members only."""
CLASS_WIDE = "class_wide"
"""Key of a qualifier that repeats a severity which a rule on a class, not on the pair, gave."""
OWN = "pair_specific"
"""Key of a qualifier that repeats a severity which a rule on the pair itself gave; it counts beside a class's rule."""
STRONGEST_FIRST = (
    "contraindicated", "critical", "major", "not_recommended", "significant", "moderate", "precaution", "minor",
    "take_into_account",
)  # fmt: skip
_PREFIX = "infores:"


class Severity(NamedTuple):
    """One severity of one source.

    Attributes:
        value: ``contraindicated``; of a rule with several severities the mildest, which is sure of every member.
        source: ``infores:ansm``.
        class_wide: the source says it of a class that one of the two belongs to, not of the pair itself.
        stronger: severities that the same rule has for some members of the class, strongest first.
    """

    value: str
    source: str
    class_wide: bool = False
    stronger: tuple[str, ...] = ()

    def __str__(self) -> str:
        """In words that begin with the severity.

        >>> str(Severity("take_into_account", "infores:ansm", True, ("contraindicated",)))
        'take_into_account (ansm, class-wide; contraindicated for some of the class)'
        """
        source = self.source.removeprefix(_PREFIX)
        wide = ", class-wide" if self.class_wide else ""
        some = f"; {' or '.join(self.stronger)} for some of the class" if self.stronger else ""
        return f"{self.value} ({source}{wide}{some})"


def severities(qualifiers: Iterable[Sequence[str]]) -> tuple[Severity, ...]:
    """The severities of an interaction, strongest first; two rules of one source are two.

    What a rule on the pair gives is the pair's own, whatever rules on classes give the same.

    Args:
        qualifiers: ``(key, value, source)``, as an edge has them.

    >>> pair = [("severity", "precaution", "x"), ("severity", "minor", "y"), ("levels", "major;minor", "y")]
    >>> [str(one) for one in severities(pair)]
    ['precaution (x)', 'minor (y, class-wide; major for some of the class)']
    >>> both = [("severity", "minor", "y"), ("class_wide", "minor", "y"), ("pair_specific", "minor", "y")]
    >>> [str(one) for one in severities(both)]
    ['minor (y)']
    """
    given: dict[str, list[tuple[str, str]]] = {SEVERITY: [], LEVELS: [], CLASS_WIDE: [], OWN: []}
    for key, value, source in qualifiers:
        if key in given:
            given[key].append((value, source))
    rules = [(sorted(value.split(";"), key=_rank), source) for value, source in given[LEVELS]]
    found = []
    for value, source in given[SEVERITY]:
        listed = [levels for levels, named in rules if named == source and levels[-1] == value]
        stronger = sorted({one for levels in listed for one in levels[:-1]}, key=_rank)
        own = (value, source) in given[OWN]
        if own:
            found.append(Severity(value, source))
        if stronger or not own:
            wide = bool(listed) or (value, source) in given[CLASS_WIDE]
            found.append(Severity(value, source, wide, tuple(stronger)))
    return tuple(sorted(found, key=lambda one: (_rank(one.value), one.source, one.class_wide)))


def _rank(value: str) -> tuple[int, str]:
    known = value in STRONGEST_FIRST
    return (STRONGEST_FIRST.index(value) if known else len(STRONGEST_FIRST)), value
