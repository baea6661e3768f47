"""What the verifier says of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """What is wrong with a sentence."""

    CITATION = "citation"  # it cites nothing, or a number that is no fact
    ENTITY = "entity"  # it names what no cited fact holds
    MISSING_ENTITY = "missing_entity"  # an end of a cited fact is not named
    CLAIM = "claim"  # a cited fact is not what it says: other predicate, or other direction
    PREDICATE = "predicate"  # it says something of a kind that no cited fact holds
    PAIR = "pair"  # it joins two entities in a way that no cited fact does
    POLARITY = "polarity"  # it affirms what is denied, or denies what is affirmed
    HEDGE = "hedge"  # it states a prediction as a fact
    ADVICE = "advice"  # it tells somebody what to take or to do
    QUALIFIER = "qualifier"  # it gives an interaction a severity that no cited fact does
    NUMBER = "number"  # it holds a number that the facts do not


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        kind: of what kind.
        detail: in words, with what was found.
    """

    kind: ProblemKind
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verifier's answer; ``problems`` is empty exactly when the sentence passes."""

    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether the sentence says what its facts hold, and nothing else."""
        return not self.problems
