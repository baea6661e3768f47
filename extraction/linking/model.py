"""A trained linker: predicts, is saved and loaded; its weights and aliases lie beside its card."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.learning.card import ModelCard
from extraction.learning.directory import read_card, writing_model
from extraction.linking.aliases import Aliases
from extraction.linking.candidates import CandidateFinder
from extraction.linking.features import NAMES, Choices, Describer, Place
from extraction.linking.places import places_of
from extraction.linking.reranker import Array, Weights, chances
from kg.errors import ModelMismatchError

TASK = "linking"
WEIGHTS = "weights.npz"
ALIASES = "aliases.tsv"
RETIRED = "retired.tsv"
_ARRAYS = ("mean", "scale", "hidden", "hidden_bias", "out", "linear")


class Reranker:
    """Links by candidates, features and learned weights.

    Args:
        finder: of candidates.
        aliases: what mentions meant in training.
        weights: of the network.
        threshold: a candidate less likely than this is not linked, 0 to 1.
        card: what the model is.
    """

    def __init__(
        self, finder: CandidateFinder, aliases: Aliases, weights: Weights, threshold: float, card: ModelCard
    ) -> None:
        self.finder = finder
        self.aliases = aliases
        self.weights = weights
        self.threshold = threshold
        self._card = card
        self._describer = Describer(finder, aliases)

    @property
    def card(self) -> ModelCard:
        """What it is and what it has seen."""
        return self._card

    def link(self, places: Sequence[Place], text: str) -> list[tuple[int | None, float]]:
        """Concept and chance of each mention of one document; the concept is None for "no link".

        The chance is that of the answer: that the link is right, or that none is.
        """
        choices = self._describer.describe(places, text)
        return [self._choose(*pair) for pair in zip(choices, chances(self.weights, choices), strict=True)]

    def _choose(self, choices: Choices, chance: Array) -> tuple[int | None, float]:
        if choices.concepts:
            best = int(np.argmax(chance[:-1]))
            if chance[best] >= self.threshold:
                return choices.concepts[best], float(chance[best])
        return None, float(chance[-1])

    def identifiers(self, concept: int) -> tuple[str, ...]:
        """The concept's id, its exact cross-references, and retired identifiers that lead to it."""
        return (*self.finder.concepts.identifiers(concept), *self.aliases.numbers(concept))

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The same documents with predicted identifiers and chances; of the annotations, places and types are read."""
        return tuple(self._predicted(one) for one in documents)

    def _predicted(self, document: AnnotatedDocument) -> AnnotatedDocument:
        pairs = places_of(document)
        answers = self.link([place for _, place in pairs], document.text)
        linked = {entity.id: answer for (entity, _), answer in zip(pairs, answers, strict=True)}
        return replace(document, entities=tuple(self._entity(one, linked.get(one.id)) for one in document.entities))

    def _entity(self, entity: Entity, answer: tuple[int | None, float] | None) -> Entity:
        if answer is None:
            return replace(entity, identifiers=(), score=0.0)
        concept, chance = answer
        return replace(entity, identifiers=self.identifiers(concept) if concept is not None else (), score=chance)

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes weights, aliases and ``card.json``, switched in atomically."""
        with writing_model(directory, card or self._card) as folder:
            arrays = {name: getattr(self.weights, name) for name in _ARRAYS}
            numbers = np.array([self.weights.temperature, self.threshold], dtype=np.float32)
            np.savez(folder / WEIGHTS, numbers=numbers, **arrays)
            curie = self.finder.concepts.curie
            rows = [f"{kind}\t{key}\t{curie(one)}\t{count}\n" for kind, key, one, count in self.aliases.rows()]
            (folder / ALIASES).write_text("".join(rows), encoding="utf-8")
            retired = [f"{old}\t{curie(one)}\n" for old, one in sorted(self.aliases.retired.items())]
            (folder / RETIRED).write_text("".join(retired), encoding="utf-8")


def load_reranker(directory: Path, finder: CandidateFinder) -> Reranker:
    """Reads what :meth:`Reranker.save` wrote; aliases of concepts that the vocabulary no longer has are left out.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: it is of another task or of other features, or its weights are damaged.
    """
    card = read_card(directory, TASK)
    cure = "Train it again: medkg train linking."
    try:
        with np.load(directory / WEIGHTS, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in _ARRAYS}
            temperature, threshold = (float(one) for one in stored["numbers"])
        aliases = _read_aliases(directory, finder)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ModelMismatchError(f"The weights in {directory} cannot be read: {error}.", cure) from error
    if len(arrays["mean"]) != len(NAMES):
        told = f"The model in {directory} has {len(arrays['mean'])} features, this version {len(NAMES)}."
        raise ModelMismatchError(told, cure)
    return Reranker(finder, aliases, Weights(**arrays, temperature=temperature), threshold, card)


def _read_aliases(directory: Path, finder: CandidateFinder) -> Aliases:
    lines = [line.split("\t") for line in (directory / ALIASES).read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("\t") for line in (directory / RETIRED).read_text(encoding="utf-8").splitlines()]
    curies = {curie for _, _, curie, _ in lines} | {curie for _, curie in pairs}
    known = finder.concepts.numbered(sorted(curies))
    rows = ((kind, key, known[curie], int(count)) for kind, key, curie, count in lines if curie in known)
    return Aliases.of_rows(rows, {old: known[curie] for old, curie in pairs if curie in known})
