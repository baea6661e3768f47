"""What the exit codes of the ``medkg`` command mean."""

from __future__ import annotations

PARTLY_BROKEN = 3
INTERRUPTED = 130

EXIT_CODES = (
    (0, "done"),
    (1, "an error inside medkg"),
    (2, "bad input"),
    (PARTLY_BROKEN, "done, but some inputs or rows were broken"),
    (4, "the graph directory"),
    (5, "the store"),
    (6, "a missing package"),
    (INTERRUPTED, "interrupted"),
)
"""Each code with its meaning; those of errors stand in :mod:`kg.errors` too."""


def codes_in_words() -> str:
    """All codes in one line.

    >>> codes_in_words()[:36]
    'Exit codes: 0 done; 1 an error insid'
    """
    return f"Exit codes: {'; '.join(f'{code} {words}' for code, words in EXIT_CODES)}."
