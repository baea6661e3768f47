"""Measurements of a note as mentions and as relations of its case."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from extraction.annotations import Mention, RelationMention, Section
from extraction.measurements import MEASUREMENTS, Measurement, shipped_finder
from extraction.sections import section_at
from kg.schema import Category

PREDICATE = "has_attribute"
MATCHER = "measurement"

_CHEMICALS = frozenset((Category.DRUG, Category.CHEMICAL_ENTITY))
_NOT_OF_PATIENT = frozenset(("family_history",))
_NUMBER_SCORE = 0.9
_WORD_SCORE = 0.7


def measured(
    text: str, mentions: Sequence[Mention], sections: tuple[Section, ...], sentences: Sequence[tuple[int, int]]
) -> tuple[tuple[Mention, ...], list[RelationMention]]:
    """The mentions with those of measured tests added, and what was measured of the case.

    A substance whose level was measured is no longer a mention of that substance; a finding that names the same words
    (``low hemoglobin``) stays, and goes before a result that is only words.

    Args:
        mentions: sorted by start.
        sentences: code points ``(start, end)``, ascending.
    """
    starts = [start for start, _ in sentences]
    begins, reached = [one.start for one in mentions], list(accumulate((one.end for one in mentions), max))
    gone: set[int] = set()
    added: list[Mention] = []
    relations: list[RelationMention] = []
    for one in shipped_finder().find(text):
        if section_at(sections, one.start) in _NOT_OF_PATIENT:
            continue
        over = range(bisect_right(reached, one.start), bisect_left(begins, one.end))
        over_chemicals = [place for place in over if mentions[place].category in _CHEMICALS]
        over_others = any(mentions[place].end > one.start for place in over if place not in over_chemicals)
        numeric = one.result.value[-1:].isdigit()
        if over_others and not numeric:
            continue
        gone.update(place for place in over_chemicals if mentions[place].end > one.start)
        mention = _mention(text, one, _NUMBER_SCORE if numeric else _WORD_SCORE)
        added.append(mention)
        at = max(bisect_right(starts, one.start) - 1, 0)
        sentence = (sentences[at][0], max(sentences[at][1], one.result.end))
        relations.append(
            RelationMention(None, PREDICATE, mention, sentence, MEASUREMENTS, 1.0, negated=False,
                            qualifiers=tuple(sorted(one.qualifiers)))
        )  # fmt: skip
    kept = (one for place, one in enumerate(mentions) if place not in gone)
    return tuple(sorted((*kept, *added), key=lambda other: (other.start, other.end))), relations


def _mention(text: str, one: Measurement, score: float) -> Mention:
    written = text[one.start : one.end]
    return Mention(
        one.start, one.end, written, Category.CLINICAL_MEASUREMENT, one.curie, one.name, score, matcher=MATCHER
    )
