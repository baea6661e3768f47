"""How a note means what it only mentions (denied, of somebody else, planned …), in the words of an answer."""

from __future__ import annotations

from collections.abc import Iterable

from api.facts import Fact, Language
from kg.records import Evidence, Qualifier

MENTIONS = "mentions"
ASSERTION = "assertion"
_WORDS = {
    "negated": {Language.ENGLISH: "denied", Language.CHINESE: "否定"},
    "other": {Language.ENGLISH: "of somebody else", Language.CHINESE: "非患者本人"},
    "hypothetical": {Language.ENGLISH: "hypothetical", Language.CHINESE: "假设"},
    "planned": {Language.ENGLISH: "planned", Language.CHINESE: "计划"},
    "uncertain": {Language.ENGLISH: "uncertain", Language.CHINESE: "不确定"},
    "historical": {Language.ENGLISH: "in the past", Language.CHINESE: "既往"},
}


def mention_qualifiers(edge: Iterable[Qualifier], evidence: Iterable[Evidence]) -> tuple[Qualifier, ...]:
    """The qualifiers of a mention; how it is meant is left out where some of its places mention it plainly."""
    plain = any(ASSERTION not in dict(one.qualifiers) for one in evidence)
    return tuple(one for one in edge if not (plain and one.key == ASSERTION))


def told_mention(fact: Fact, language: Language) -> list[str]:
    """What stands in brackets behind what is only mentioned; nothing for a plain mention."""
    if fact.predicate != MENTIONS:
        return []
    said = {one.value for one in fact.qualifiers if one.key == ASSERTION}
    return [words[language] for value, words in _WORDS.items() if value in said]
