"""Reads gold sentences: facts, a sentence, and whether the facts it cites support it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from api.facts import Entity, Fact, Language, Sentence
from kg.errors import DocumentError
from kg.identifiers import Curie
from kg.records import KnowledgeLevel


class _Entity(BaseModel):
    id: str
    category: str
    name: str
    name_zh: str = ""
    synonyms: tuple[str, ...] = ()

    def entity(self) -> Entity:
        return Entity(Curie.parse(self.id), self.category, self.name, self.name_zh, self.synonyms)


class _Fact(BaseModel):
    number: int
    subject: _Entity
    predicate: str
    object: _Entity
    negated: bool
    knowledge_level: KnowledgeLevel
    belief: float

    def fact(self) -> Fact:
        ends = self.subject.entity(), self.object.entity()
        return Fact(self.number, ends[0], self.predicate, ends[1], self.negated, self.knowledge_level, self.belief, ())


class GoldSentence(BaseModel):
    """One line of a gold file.

    Attributes:
        honest: whether the cited facts support the sentence.
        why: what is wrong with a dishonest one; empty for an honest one.
    """

    model_config = ConfigDict(frozen=True)

    facts: tuple[_Fact, ...]
    text: str
    cites: tuple[int, ...]
    language: Language
    honest: bool
    why: str = ""
    split: str = ""

    def read(self) -> tuple[Sentence, tuple[Fact, ...]]:
        """The sentence, and the facts of its answer."""
        return Sentence(self.text, self.cites, self.language), tuple(one.fact() for one in self.facts)


def read_gold(path: Path) -> Iterator[GoldSentence]:
    """The sentences of a JSONL file, as ``tests/gold/README.md`` describes it.

    Raises:
        DocumentError: it cannot be read, or a line is no gold sentence; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path} cannot be read: {error}.", "Name a JSONL file of gold sentences.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield GoldSentence.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            reason = str(error).splitlines()[0]
            raise DocumentError(
                f"{path}, line {number}, is no gold sentence: {reason}.", "See tests/gold/README.md for its keys."
            ) from error
