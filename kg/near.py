"""What a name that is unknown may have meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_ALIKE = 0.7


def near_names(name: str, known: Collection[str]) -> tuple[str, ...]:
    """The known names that are spelt much like ``name``, most alike first, at most three.

    >>> near_names("Hybird", ["hybrid", "nbfnet"])
    ('hybrid',)
    """
    lowered = {one.lower(): one for one in known}
    return tuple(lowered[one] for one in get_close_matches(name.lower(), sorted(lowered), n=3, cutoff=_ALIKE))


def did_you_mean(names: Collection[str]) -> str:
    """A question that names them, with a space behind; empty when there are none.

    >>> did_you_mean(["hybrid", "combined"])
    'Did you mean hybrid or combined? '
    """
    return f"Did you mean {' or '.join(names)}? " if names else ""
