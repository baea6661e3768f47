"""How a fact is known, as far as the wording cares."""

from __future__ import annotations

from enum import StrEnum

from api.facts import Fact
from kg.records import AgentType, KnowledgeLevel
from kg.schema import Category


class Manner(StrEnum):
    """The ways of saying a fact."""

    ASSERTED = "asserted"
    OBSERVED = "observed"
    STATISTICAL = "statistical"
    TEXT_MINED = "text_mined"
    PREDICTED = "predicted"


_BY_LEVEL = {
    KnowledgeLevel.PREDICTION: Manner.PREDICTED,
    KnowledgeLevel.OBSERVATION: Manner.OBSERVED,
    KnowledgeLevel.STATISTICAL_ASSOCIATION: Manner.STATISTICAL,
    KnowledgeLevel.TEXT_CO_OCCURRENCE: Manner.TEXT_MINED,
}


def manner_of(fact: Fact) -> Manner:
    """The manner of a fact: its level decides, and among assertions whether a program read it in a text."""
    by_level = _BY_LEVEL.get(fact.knowledge_level)
    if by_level is not None:
        return by_level
    return Manner.TEXT_MINED if fact.agent_type is AgentType.TEXT_MINING_AGENT else Manner.ASSERTED


def same_case(first: Fact, second: Fact) -> bool:
    """Whether two facts say what one patient has or takes, and neither is a prediction."""
    return (
        first.subject.category == Category.CASE
        and first.subject.id == second.subject.id
        and "mentions" not in (first.predicate, second.predicate)
        and Manner.PREDICTED not in (manner_of(first), manner_of(second))
    )


def documents_of(fact: Fact) -> int:
    """In how many different documents the fact's evidence stands."""
    return len({citation.document for citation in fact.citations if citation.document is not None})
