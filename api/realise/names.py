"""Which names a sentence uses for the two ends of a fact: never the same for both."""

from __future__ import annotations

from api.facts import Entity, Fact


def english_names(fact: Fact) -> tuple[str, str]:
    """The English names of subject and object; with their ids where the two have one name."""
    names = fact.subject.name, fact.object.name
    if names[0].casefold() != names[1].casefold():
        return names
    return f"{names[0]} ({fact.subject.id})", f"{names[1]} ({fact.object.id})"


def chinese_names(fact: Fact) -> tuple[str, str]:
    """The Chinese names of subject and object; the English ones where the two have one Chinese name."""
    names = chinese_name(fact.subject), chinese_name(fact.object)
    return names if names[0].casefold() != names[1].casefold() else english_names(fact)


def chinese_name(entity: Entity) -> str:
    """The Chinese name, or the English one where none is known; beside a single character (锂) both."""
    if len(entity.name_zh) == 1:
        return f"{entity.name_zh}（{entity.name}）"
    return entity.name_zh or entity.name
