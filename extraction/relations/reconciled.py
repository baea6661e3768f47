"""A note's list of medications tells which drugs of the story before it are taken no longer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.annotations import RelationMention, Section
from extraction.relations.allergies import PREDICATE, SECTION
from extraction.sections import section_at
from kg.records import Temporality

_MEDICATIONS = "medications"
_ORDERS = frozenset((_MEDICATIONS, SECTION, "plan", "assessment", "assessment_and_plan", "instructions"))
_BEFORE_NOW = re.compile(r"admission|home|prior|pre-?op|入院|既往", re.IGNORECASE)
_FEWEST = 3  # drugs of a list that counts as whole
_BACK, _ON = 90, 70  # code points of the sentence before and behind the drug
_GIVEN = re.compile(
    r"\b(?:(?:was|were|had been|been) (?:\w+ )?(?:given|treated with|prescribed)|took|received|prescribed|while on)\b"
    r"[^.;]*$",
    re.IGNORECASE,
)
_WAS_GIVEN = re.compile(r"[^.;]*?\b(?:was|were) (?:\w+ )?(?:given|prescribed)\b", re.IGNORECASE)
_BEGUN = re.compile(r"[^;]*?\b(?:was|were) (?:\w+ )?(?:begun|started|initiated|added)\b", re.IGNORECASE)
_STARTED = re.compile(
    r"\b(?:(?:was|were) (?:\w+ )?(?:begun|started|put) on|started(?: on| taking)?|began(?: taking)?)\b[^.;]*$",
    re.IGNORECASE,
)


def reconciled(text: str, relations: Sequence[RelationMention], sections: tuple[Section, ...]) -> list[RelationMention]:
    """The relations of a note; a drug that was given before the list of medications, which lacks it, is ``completed``.

    A drug that was begun counts so only where the note names it among the allergies or intolerances too. A list of
    what was taken at home or on admission tells nothing of what was given since, and neither does a short one.

    Args:
        relations: of the note, in the order of the text.
        sections: of the note.
    """
    start = _start_of_list(relations, sections)
    if start < 0:
        return list(relations)
    taken = {one.object.curie for one in relations if _is_taking(one) and one.object.start >= start}
    harmful = {
        one.object.curie
        for one in relations
        if one.predicate == PREDICATE and not one.negated and section_at(sections, one.object.start) == SECTION
    }
    changed: list[RelationMention] = []
    for one in relations:
        over = (
            one.object.start < start
            and _is_taking(one)
            and one.object.curie not in taken
            and section_at(sections, one.object.start) not in _ORDERS
            and not any(key == "status" for key, _ in one.qualifiers)
            and _was_given(text, one, harmful=one.object.curie in harmful)
        )
        changed.append(
            replace(one, qualifiers=tuple(sorted((*one.qualifiers, ("status", "completed"))))) if over else one
        )
    return changed


def _is_taking(one: RelationMention) -> bool:
    return one.predicate == "takes" and not one.negated


def _start_of_list(relations: Sequence[RelationMention], sections: tuple[Section, ...]) -> int:
    """Where the last whole list of medications begins; -1 where there is none."""
    for section in sorted(sections, key=lambda one: -one.start):
        if section.name == _MEDICATIONS and not _BEFORE_NOW.search(section.title):
            here = {
                one.object.curie
                for one in relations
                if _is_taking(one)
                and section.start <= one.object.start < section.end
                and one.object.assertion.temporality == Temporality.RECENT
            }
            if len(here) >= _FEWEST:
                return section.start
    return -1


def _was_given(text: str, one: RelationMention, *, harmful: bool) -> bool:
    begin, end = one.sentence
    before = " ".join(text[max(begin, one.object.start - _BACK) : one.object.start].split()) + " "
    after = " ".join(text[one.object.end : min(end, one.object.end + _ON)].split())
    if _GIVEN.search(before) or _WAS_GIVEN.match(after):
        return True
    return harmful and (_STARTED.search(before) is not None or _BEGUN.match(after) is not None)
