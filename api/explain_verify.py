"""What checks a sentence before anybody reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from api.facts import Fact, Sentence
from api.verify import verify


class SentenceVerifier(Protocol):
    """Checks one sentence against the facts that it cites."""

    def __call__(self, sentence: Sentence, facts: Sequence[Fact]) -> tuple[str, ...]:
        """What is wrong with the sentence, each in words; empty when it says nothing that its facts do not hold.

        Args:
            sentence: as the realiser or a language model worded it.
            facts: all facts of the answer; the sentence cites some of them by number.
        """
        ...


def default_verifier(sentence: Sentence, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The verifier of :mod:`api.verify`, with the shipped names (read on first use, about a second)."""
    return tuple(map(str, verify(sentence, facts).problems))
