"""The simple baseline: a mention means the term whose preferred name or synonym it is, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.learning.card import ModelCard
from extraction.learning.directory import read_card, writing_model
from extraction.linking.candidates import OWN, CandidateFinder, level
from extraction.linking.features import Place
from extraction.linking.model import TASK
from extraction.linking.places import places_of

MODEL = "exact"


class ExactLinker:
    """Links what is a name, case and separators aside; a preferred name before a synonym, then the smaller number.

    Args:
        finder: of candidates.
        card: what the model is.
    """

    def __init__(self, finder: CandidateFinder, card: ModelCard) -> None:
        self._finder = finder
        self._card = card

    @property
    def card(self) -> ModelCard:
        """What it is; it has learned from no document."""
        return self._card

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The same documents with the identifiers of exact names."""
        found = []
        for document in documents:
            places = {entity.id: place for entity, place in places_of(document)}
            entities = tuple(self._entity(one, places.get(one.id)) for one in document.entities)
            found.append(replace(document, entities=entities))
        return tuple(found)

    def _entity(self, entity: Entity, place: Place | None) -> Entity:
        options = self._finder.find(place.text, place.kind, "") if place else ()
        for preferred in (True, False):
            for one in options:
                if one.levels >> level(OWN, 0, preferred) & 1:
                    return replace(entity, identifiers=self._finder.concepts.identifiers(one.concept), score=1.0)
        return replace(entity, identifiers=(), score=1.0)

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes the card; there is nothing else to keep."""
        with writing_model(directory, card or self._card):
            pass


def load_exact(directory: Path, finder: CandidateFinder) -> ExactLinker:
    """Reads what :meth:`ExactLinker.save` wrote.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: it is of another task.
    """
    return ExactLinker(finder, read_card(directory, TASK))
