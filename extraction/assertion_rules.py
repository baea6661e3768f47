"""What an assertion rule is: a cue phrase, what it does to mentions, and how far it reaches.

The model is that of ConText (Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002): a cue changes the mentions in its
scope, which runs to the end of the sentence unless a stop ends it. The phrases are the project's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Effect(StrEnum):
    """What a cue says of the mentions in its scope."""

    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    HYPOTHETICAL = "hypothetical"
    PLANNED = "planned"
    OTHER = "other"
    NONE = "none"  # a phrase that looks like a cue and is none, or a mere stop


class Direction(StrEnum):
    """On which side of the cue its mentions stand."""

    AFTER = "after"
    BEFORE = "before"
    BOTH = "both"


class Bearing(NamedTuple):
    """What a word for another person does: mentions on which side are theirs, and where that ends.

    Attributes:
        direction: AFTER or BEFORE the word.
        end: the character at which the sentence turns back to the patient; for BEFORE of no use.
    """

    direction: Direction
    end: int


class Rule(NamedTuple):
    """A cue phrase.

    Attributes:
        phrase: lower case, single spaces; matched at word boundaries where the language has them.
        effect, direction: what it does and to which side.
        stops: the effects whose scopes end at this phrase.
        reach: how many words (Chinese: characters) may stand between cue and mention; 0 is no limit.
        commas: how many clause commas the scope may cross; -1 is no limit.
        passed: straight under a negation it stops nothing: ``not complaining of`` denies what follows.
    """

    phrase: str
    effect: Effect
    direction: Direction = Direction.AFTER
    stops: frozenset[Effect] = frozenset()
    reach: int = 0
    commas: int = -1
    passed: bool = False


NOTHING: frozenset[Effect] = frozenset()
EVERYTHING = frozenset(Effect) - {Effect.NONE}


SECTION_EFFECTS: tuple[tuple[str, Effect], ...] = (
    ("family_history", Effect.OTHER),
    ("differential_diagnosis", Effect.UNCERTAIN),
    ("allergies", Effect.HISTORICAL),
    ("past_medical_history", Effect.HISTORICAL),
    ("past_surgical_history", Effect.HISTORICAL),
    ("return_precautions", Effect.HYPOTHETICAL),
    ("patient_education", Effect.HYPOTHETICAL),
)
"""Canonical names of sections whose findings have an effect throughout, in every language."""


Correct = Callable[[str, Sequence[tuple[int, int]], list[set[Effect]]], list[set[Effect]]]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one language.

    Attributes:
        name: name and version, part of the pipeline's version.
        rules: longer phrases win over shorter ones that they overlap.
        word_boundaries: a phrase must not continue a word (false for Chinese).
        clause_commas: the marks that count as a clause comma.
        stop_marks: single characters that end every scope but that of another person.
        sections: canonical section names whose findings have an effect throughout.
        bearing: what a phrase for another person does at its place in a sentence; None where its rule says all.
        correct: what no fixed phrase gives; takes the sentence, its mentions and their effects, returns the effects.
    """

    name: str
    rules: tuple[Rule, ...]
    word_boundaries: bool
    clause_commas: str
    stop_marks: str
    sections: tuple[tuple[str, Effect], ...] = SECTION_EFFECTS
    bearing: Callable[[str, int, int], Bearing | None] | None = None
    correct: Correct | None = None


def phrases(
    text: str,
    effect: Effect,
    direction: Direction = Direction.AFTER,
    *,
    stops: Iterable[Effect] = (),
    reach: int = 0,
    commas: int = -1,
    passed: bool = False,
) -> tuple[Rule, ...]:
    """Rules that differ in their phrase alone; phrases are parted by ``|``.

    >>> [rule.phrase for rule in phrases("no | denies", Effect.NEGATED)]
    ['no', 'denies']
    """
    parts = [part.strip() for part in text.split("|")]
    return tuple(Rule(part, effect, direction, frozenset(stops), reach, commas, passed) for part in parts if part)
