"""A user's own relation model in the pipeline: general, text-mined claims of literature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from extraction.annotations import Mention, RelationMention
from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.relations.learned.sentence_asked import Asked
from extraction.relations.learned.sentence_claims import CLAIMS, ENTITY_CATEGORIES
from extraction.relations.learned.sentence_model import SentenceRelationModel, load_model
from extraction.relations.learned.sentence_pairs import Pair, PairView, asked_pairs
from kg.errors import ModelMismatchError
from kg.results import Dropped, DropReason
from kg.schema import Category

EXTRACTOR = "learned-relations/1"

_DENIALS = frozenset(("no", "not", "without", "neither", "nor", "never", "cannot", "unlikely"))

SentenceMentions = tuple[tuple[int, int], Sequence[Mention]]


class LearnedRelations:
    """Finds claims between linked mentions of one sentence.

    A pair is denied when one of its mentions is, or when the model finds a relation only after the words of denial
    (*no*, *not*, *without*) are taken out: "A did not affect B" becomes negated evidence for what "A did affect B"
    says, never evidence for it.

    Args:
        model: one that can answer that a pair is in no relation.
        least: smallest chance, 0 to 1, of a relation that is kept.

    Raises:
        ModelMismatchError: the model always finds a relation, or its types mean nothing in the schema.
    """

    def __init__(self, model: SentenceRelationModel, least: float = 0.5) -> None:
        if model.parts.none is None:
            raise ModelMismatchError(
                "This relation model never answers that a pair is in no relation: it would claim one for each.",
                "Train one on a corpus that also lists pairs in none.",
            )
        self._model = model
        self._least = least
        self._kinds = _kinds(model)
        if not self._kinds or not CLAIMS.keys() & set(model.parts.types):
            told = ", ".join(one for one in model.parts.types if one)
            raise ModelMismatchError(f"The relation types {told} mean nothing in the graph.", "Use another model.")
        self.extractor = f"{EXTRACTOR}:{model.card.model}"

    @classmethod
    def load(cls, directory: Path, least: float = 0.5) -> LearnedRelations:
        """Reads a trained model; errors as :func:`~extraction.relations.learned.sentence_model.load_model`."""
        return cls(load_model(directory), least)

    def find(
        self, text: str, sentences: Iterable[SentenceMentions]
    ) -> tuple[tuple[RelationMention, ...], tuple[Dropped, ...]]:
        """The claims of a document's sentences, and what was dropped.

        Args:
            text: of the document.
            sentences: each ``(start, end)`` with its mentions; questions claim nothing, mentions without a link count
                for nothing.
        """
        kept = [(span, found) for span, found in sentences if not text[slice(*span)].rstrip().endswith(("?", "？"))]
        mentions: dict[str, Mention] = {}
        entities: list[Entity] = []
        for _, found in kept:
            for one in found:
                kind = self._kinds.get(one.category) if one.curie is not None else None
                if kind is not None:
                    name = f"T{len(mentions)}"
                    mentions[name] = one
                    entities.append(Entity(name, one.start, one.end, one.text, kind))
        document = AnnotatedDocument("", text, tuple(entities), sentences=tuple(span for span, _ in kept))
        pairs, dropped = asked_pairs((document,), self._model.parts.candidates)
        pairs = tuple(one for one in pairs if mentions[one.head.id].curie != mentions[one.tail.id].curie)
        rows = tuple(self._claims(pairs, Asked.of((document,), pairs), mentions))
        return rows, tuple(
            replace(one, item="pairs of mentions") for one in dropped if one.reason == DropReason.TOO_LONG
        )

    def _claims(self, pairs: Sequence[Pair], asked: Asked, mentions: dict[str, Mention]) -> Iterator[RelationMention]:
        found, seen = self._answers(asked), asked.views
        denied = [number for number, view in enumerate(seen) if not found[number][0] and _DENIALS & {*view.words}]
        if denied:
            affirmed = self._answers(asked.reworded([_affirmed(view) for view in seen]))
            for number in denied:
                found[number] = affirmed[number]
        negated = frozenset(denied)
        for number, (pair, (kind, score)) in enumerate(zip(pairs, found, strict=True)):
            claim = CLAIMS.get(kind)
            if claim is None or score < self._least:
                continue
            for subject, obj in ((pair.head, pair.tail), (pair.tail, pair.head)):
                first, second = mentions[subject.id], mentions[obj.id]
                if first.category in claim.subjects and second.category in claim.objects:
                    said = first.assertion.negated or second.assertion.negated or number in negated
                    yield RelationMention(
                        first,
                        claim.predicate,
                        second,
                        pair.sentence,
                        self.extractor,
                        round(score, 4),
                        said,
                        (("relation_type", kind),),
                    )
                    break

    def _answers(self, asked: Asked) -> list[tuple[str, float]]:
        chances = self._model.chances(asked)
        best = np.argmax(chances, axis=1) if len(chances) else np.zeros(0, dtype=np.int64)
        types = self._model.parts.types
        return [(types[place], float(chances[row, place])) for row, place in enumerate(best.tolist())]


def _kinds(model: SentenceRelationModel) -> dict[str, str]:
    """The model's type of entity for each category of mentions."""
    known = {kind for pair in model.parts.candidates.types for kind in pair}
    found: dict[str, str] = {}
    for kind, categories in ENTITY_CATEGORIES.items():
        if kind in known:
            for category in sorted(categories):
                found.setdefault(Category(category), kind)
    return found


def _affirmed(view: PairView) -> PairView:
    """The pair without words of denial."""
    kept = [place for place, word in enumerate(view.words) if word not in _DENIALS]
    words = tuple(view.words[place] for place in kept)
    return replace(view, words=words, first=kept.index(view.first), second=kept.index(view.second))
