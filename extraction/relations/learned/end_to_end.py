"""Entities and their relations together: a recogniser's entities, then a relation model's pairs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Entity, Relation
from extraction.evaluation.relations import mention_claims, relation_mistakes, score_mention_relations
from extraction.learning.card import ModelCard
from extraction.learning.directory import CARD_FILE, read_card, writing_model
from extraction.learning.task import Advance, Task, TrainedModel, TrainingOptions, silent
from extraction.recogniser.task import EntityTask
from extraction.relations.learned.sentence_model import SentenceRelationModel
from extraction.relations.learned.sentence_pairs import Candidates, with_all_pairs
from extraction.relations.learned.sentence_task import SentenceRelationTask
from extraction.scoring import Mistake
from kg.errors import ModelMismatchError
from kg.figures import Figure

TASK = "relations"
MODEL = "end-to-end"

_ENTITIES, _RELATIONS = "entities", "relations"
_LEVEL = ("level", "end-to-end")
ALL_PAIRS = "all-pairs"
"""The baseline: every candidate pair of predicted entities in a sentence, by the commonest type."""


@dataclass(frozen=True, slots=True)
class EndToEndOptions:
    """How to train the two stages.

    Attributes:
        entities: of the recogniser; by default half as many epochs as alone, to save time.
        relations: of the relation model.
        focused: the recogniser learns from those sentences alone that hold a relation, and the relation model learns
            from what it finds in all of them. That is for corpora that mark entities only where they are related: there
            a name in another sentence is no false find, only not in a relation.
    """

    entities: TrainingOptions = field(default_factory=lambda: TrainingOptions(budget=0.5))
    relations: TrainingOptions = field(default_factory=TrainingOptions)
    focused: bool = True


class EndToEndModel:
    """Predicts entities and the relations between them from the text alone.

    Args:
        entities: a trained recogniser.
        relations: a trained relation model whose types of entities the recogniser predicts.
        card: of the two together.
    """

    def __init__(self, entities: TrainedModel, relations: SentenceRelationModel, card: ModelCard) -> None:
        self.entities = entities
        self.relations = relations
        self._card = card

    @property
    def card(self) -> ModelCard:
        """What it is and what it has seen."""
        return self._card

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The documents with predicted entities and relations; of the given ones only text and sentences are read."""
        return self.relations.predict(self.entities.predict([bare(one) for one in documents]))

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes both models and ``card.json``; ``card`` replaces its own when given."""
        with writing_model(directory, card or self._card) as aside:
            self.entities.save(aside / _ENTITIES)
            self.relations.save(aside / _RELATIONS)


class EndToEndTask:
    """Task ``relations`` from the text alone: a recogniser and a relation model trained on the same documents.

    Args:
        entities: the task that trains the recogniser.
        options: of the two stages; seed and device of :meth:`train` take the place of theirs, its budget multiplies
            theirs.
    """

    def __init__(self, entities: Task | None = None, options: EndToEndOptions | None = None) -> None:
        self._entities: Task = entities or EntityTask()
        self._relations = SentenceRelationTask()
        self._options = options or EndToEndOptions()

    @property
    def name(self) -> str:
        """As it is typed."""
        return TASK

    def train(
        self, documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance = silent
    ) -> EndToEndModel:
        """Trains both stages on these documents alone.

        Raises:
            ModelMismatchError: no document has an entity, or none lists a pair.
        """
        started = time.perf_counter()
        stages = [
            replace(one, seed=options.seed, device=options.device, budget=one.budget * options.budget)
            for one in (self._options.entities, self._options.relations)
        ]
        taught = [related_sentences(one) for one in documents] if self._options.focused else list(documents)
        entities = self._entities.train([one for one in taught if one.text], stages[0], advance)
        pairs = list(documents)
        if self._options.focused:
            found = labelled(documents, entities.predict([bare(one) for one in documents]), Candidates.of(documents))
            pairs = found if _is_enough(found) else pairs
        relations = self._relations.train(pairs, stages[1], advance)
        card = replace(
            relations.card,
            model=MODEL,
            documents=tuple(sorted({one.name for one in documents})),
            seed=options.seed,
            seconds=round(time.perf_counter() - started, 1),
            settings=(("focused", str(self._options.focused)), _LEVEL),
        )
        return EndToEndModel(entities, relations, card)

    def load(self, directory: Path) -> EndToEndModel:
        """Reads what :meth:`EndToEndModel.save` wrote.

        Raises:
            NotFoundError: no model lies there.
            ModelMismatchError: it is of another task or level, or damaged.
        """
        card = read_card(directory, TASK)
        if _LEVEL not in card.settings or not (directory / _ENTITIES / CARD_FILE).is_file():
            raise ModelMismatchError(f"{directory} holds no end-to-end model.", "Give another folder.")
        entities = self._entities.load(directory / _ENTITIES)
        return EndToEndModel(entities, self._relations.load(directory / _RELATIONS), card)

    def score(
        self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0
    ) -> tuple[Figure, ...]:
        """Strict: start, end and type of both ends and the relation's type, documents without any relation included.

        The rows ``all-pairs`` relate every pair that the model looked at, by the commonest type.
        """
        rows = score_mention_relations(gold, predicted, seed)
        types = [one.type for document in gold for one in document.relations if one.type != NO_RELATION]
        kind = max(sorted(set(types)), key=types.count) if types else NO_RELATION
        every = [replace(one, relations=tuple(replace(row, type=kind) for row in one.relations)) for one in predicted]
        return (*rows, *score_mention_relations(gold, every, seed, system=ALL_PAIRS))

    def mistakes(self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterable[Mistake]:
        """What was missed and invented."""
        return relation_mistakes(gold, predicted)


def related_sentences(document: AnnotatedDocument) -> AnnotatedDocument:
    """The document's sentences that hold a relation, with their entities, a line each; empty when none does."""
    related = {end for one in document.relations if one.type != NO_RELATION for end in (one.head, one.tail)}
    places = [one.start for one in document.entities if one.id in related]
    parts: list[str] = []
    entities: list[Entity] = []
    offset = 0
    for start, end in document.sentences or ((0, len(document.text)),):
        if any(start <= place < end for place in places):
            inside = (one for one in document.entities if start <= one.start and one.end <= end)
            moved = offset - start
            entities += (replace(one, start=one.start + moved, end=one.end + moved) for one in inside)
            parts.append(document.text[start:end])
            offset += end - start + 1
    return AnnotatedDocument(document.name, "\n".join(parts), tuple(entities))


def bare(document: AnnotatedDocument) -> AnnotatedDocument:
    """The document's text and sentences without any annotation."""
    return AnnotatedDocument(document.name, document.text, sentences=document.sentences)


def labelled(
    gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], candidates: Candidates
) -> list[AnnotatedDocument]:
    """The predicted documents with every candidate pair listed: by its gold type where both places agree, else none."""
    found: list[AnnotatedDocument] = []
    for wanted, one in zip(gold, predicted, strict=True):
        types = {(claim.head, claim.tail): claim.type for claim in mention_claims(wanted)}
        places = {entity.id: (entity.start, entity.end, entity.type) for entity in one.entities}
        rows = with_all_pairs(replace(one, relations=()), candidates).relations
        told = [types.get((places[row.head], places[row.tail]), NO_RELATION) for row in rows]
        relations = tuple(Relation(kind, row.head, row.tail) for kind, row in zip(told, rows, strict=True))
        found.append(replace(one, relations=relations))
    return found


def _is_enough(documents: Sequence[AnnotatedDocument]) -> bool:
    """Whether related and unrelated pairs are both among them: a weak recogniser of few documents may find none."""
    return len({row.type == NO_RELATION for one in documents for row in one.relations}) > 1
