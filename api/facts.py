"""What an answer is made of: entities, numbered facts with their citations, and sentences that cite facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kg.identifiers import Curie
from kg.records import AgentType, KnowledgeLevel, Qualifier


class Language(StrEnum):
    """The languages of answers."""

    ENGLISH = "en"
    CHINESE = "zh"


@dataclass(frozen=True, slots=True)
class Entity:
    """One end of a fact, with every name that a sentence may use for it.

    Attributes:
        name, name_zh: the preferred names; ``name_zh`` may be empty, then the English name stands in.
        synonyms: other names, in either language.
    """

    id: Curie
    category: str
    name: str
    name_zh: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where one evidence record stands.

    Attributes:
        evidence: id of the evidence record.
        document: id of the stored document, or None when a reference source says it.
        document_name: its name as the reader gave it, or the source's name.
        start, end: code points of the object's mention in the stored text; 0 and 0 for a record.
        quote: the sentence, masked; or the record's id.
        source: primary knowledge source.
        release: release of the source, or empty.
    """

    evidence: str
    document: Curie | None
    document_name: str
    start: int
    end: int
    quote: str
    source: str
    release: str = ""


class ModelRank(NamedTuple):
    """Where a model ranks a claim: among the objects for its subject, or the subjects for its object; 1 is best."""

    rank: int
    candidates: int
    of_objects: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One edge as an answer shows it.

    Attributes:
        number: what sentences cite, from 1.
        negated: the evidence denies the claim.
        knowledge_level: a ``prediction`` must be hedged in every sentence.
        belief: 0 to 1, higher is surer that the claim holds; of a prediction what ``scale`` says, on another scale.
        citations: where its evidence stands; a prediction cites its model.
        agent_type: who made the statement; what a text-mining agent read is worded as such.
        scale: of a prediction's belief: ``calibrated_probability`` or ``share_ranked_lower``; empty for facts.
        ranks: of a prediction, where its model ranks it; empty where nothing says it.
    """

    number: int
    subject: Entity
    predicate: str
    object: Entity
    negated: bool
    knowledge_level: KnowledgeLevel
    belief: float
    citations: tuple[Citation, ...]
    qualifiers: tuple[Qualifier, ...] = ()
    agent_type: AgentType = AgentType.NOT_PROVIDED
    scale: str = ""
    ranks: tuple[ModelRank, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the numbers of the facts that it rests on; the text itself holds no ``[1]`` marks."""

    text: str
    cites: tuple[int, ...]
    language: Language
