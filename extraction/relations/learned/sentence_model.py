"""A trained model of relations between mentions of one sentence, and its files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Relation
from extraction.learning.card import ModelCard
from extraction.learning.directory import read_card, writing_model
from extraction.relations.learned.sentence_asked import Asked
from extraction.relations.learned.sentence_baselines import TablePairs
from extraction.relations.learned.sentence_filters import abbreviates, same_name
from extraction.relations.learned.sentence_linear import LinearPairs
from extraction.relations.learned.sentence_neural import NeuralPairs
from extraction.relations.learned.sentence_pairs import Candidates, Pair, PairView, asked_pairs
from extraction.relations.learned.sentence_stacked import StackedPairs
from extraction.relations.learned.sentence_tuning import Decision
from kg.errors import ModelMismatchError
from kg.results import Dropped
from kg.tensors import read_tensors, write_tensors

TASK = "relations"
LEVEL = ("level", "sentence")
"""The setting of a card that tells these models from those of whole documents."""

_STRUCTURE, _WEIGHTS = "sentence-relations.json", "weights.safetensors"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a model consists of; at least one of the four classifiers is there.

    Attributes:
        types: the answers by number, sorted; :data:`NO_RELATION` among them when the corpus asks about pairs in none.
        candidates: pairs that count where a document lists none.
        decision: tuned on held-out documents.
        filtered: two mentions of one name, and a name beside its abbreviation, are never related.
    """

    types: tuple[str, ...]
    candidates: Candidates
    decision: Decision
    filtered: bool
    linear: LinearPairs | None = None
    neural: NeuralPairs | None = None
    table: TablePairs | None = None
    stacked: StackedPairs | None = None

    @property
    def none(self) -> int | None:
        """The number of no relation, or None."""
        return self.types.index(NO_RELATION) if NO_RELATION in self.types else None


class SentenceRelationModel:
    """Predicts the types of pairs of entities that stand in one sentence.

    Args:
        parts: the classifiers.
        card: of the model.
    """

    def __init__(self, parts: Parts, card: ModelCard) -> None:
        self.parts = parts
        self._card = card

    @property
    def card(self) -> ModelCard:
        """What it is and what it has seen."""
        return self._card

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The documents with predicted relations, every asked pair among them; entities stay as they are.

        Reads the entities and which pairs are listed, not their types; where a document lists no pair, all
        candidate pairs of a sentence are asked.
        """
        found, _ = self.relations(documents)
        return tuple(replace(one, relations=rows) for one, rows in zip(documents, found, strict=True))

    def relations(
        self, documents: Sequence[AnnotatedDocument]
    ) -> tuple[tuple[tuple[Relation, ...], ...], tuple[Dropped, ...]]:
        """The relations of each document, those of no relation included, and what was dropped.

        ``score`` is the chance of the predicted type.
        """
        pairs, dropped = asked_pairs(documents, self.parts.candidates)
        pairs = tuple({(one.document, one.head.id, one.tail.id): one for one in pairs}.values())
        chances = self.chances(Asked.of(documents, pairs))
        rows: list[list[Relation]] = [[] for _ in documents]
        for pair, row in zip(pairs, chances, strict=True):
            best = int(row.argmax())
            rows[pair.document].append(_relation(pair, self.parts.types[best], float(row[best])))
        return tuple(tuple(one) for one in rows), dropped

    def chances(self, asked: Asked) -> NDArray[np.float64]:
        """``[pairs, types]`` chances after the decision; each row sums to 1."""
        parts, found = self.parts, asked.views
        if not found:
            return np.zeros((0, len(parts.types)))
        if parts.table is not None:
            return parts.table.probabilities(found)
        linear = parts.linear.probabilities(found) if parts.linear is not None else None
        neural = parts.neural.probabilities(found) if parts.neural is not None else None
        if parts.stacked is not None:
            linear = parts.stacked.probabilities(asked)
        rows = parts.decision.combine(linear, neural, parts.none)
        if parts.filtered and parts.none is not None:
            never = [ruled_out(view) for view in found]
            rows[never] = 0.0
            rows[never, parts.none] = 1.0
        return rows

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes weights and ``card.json``, switched in atomically; ``card`` replaces its own when given."""
        parts = self.parts
        structure = {
            "types": parts.types,
            "candidates": parts.candidates.types,
            "decision": asdict(parts.decision),
            "filtered": parts.filtered,
            "neural": parts.neural.structure() if parts.neural else None,
            "table": parts.table.table if parts.table else None,
            "stacked": parts.stacked.ends if parts.stacked else None,
        }
        arrays: dict[str, NDArray[np.generic]] = {}
        for part in (parts.linear, parts.neural, parts.stacked):
            arrays |= part.arrays() if part is not None else {}
        with writing_model(directory, card or self._card) as aside:
            (aside / _STRUCTURE).write_text(json.dumps(structure, ensure_ascii=False), encoding="utf-8")
            write_tensors(aside / _WEIGHTS, arrays)


def load_model(directory: Path) -> SentenceRelationModel:
    """Reads what :meth:`SentenceRelationModel.save` wrote.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: it is one of another task or level or a newer format, or its weights are damaged.
    """
    card = read_card(directory, TASK)
    if LEVEL not in card.settings:
        raise ModelMismatchError(f"{directory} holds no relation model of sentences.", "Give another folder.")
    try:
        raw = json.loads((directory / _STRUCTURE).read_text(encoding="utf-8"))
        return SentenceRelationModel(_parts(raw, read_tensors(directory / _WEIGHTS).arrays), card)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelMismatchError(f"The model in {directory} is damaged: {error}.", "Train the model again.") from error


def _parts(raw: Mapping[str, object], arrays: Mapping[str, NDArray[np.generic]]) -> Parts:
    types, table, neural, ends = raw["types"], raw["table"], raw["neural"], raw.get("stacked")
    candidates, decision = raw["candidates"], raw["decision"]
    if not (isinstance(types, list) and isinstance(candidates, list) and isinstance(decision, dict)):
        raise TypeError("types, candidates or decision are of another shape")
    return Parts(
        tuple(types),
        Candidates(tuple((first, second) for first, second in candidates)),
        Decision(**decision),
        bool(raw["filtered"]),
        LinearPairs.from_arrays(arrays) if "linear.weights" in arrays else None,
        NeuralPairs.from_parts(neural, arrays) if isinstance(neural, dict) else None,
        TablePairs(table, len(types)) if isinstance(table, dict) else None,
        StackedPairs.from_arrays(tuple(ends), types.index(NO_RELATION), arrays) if isinstance(ends, list) else None,
    )


def ruled_out(view: PairView) -> bool:
    """Whether the field's rules say that the pair is in no relation."""
    return same_name(view) or abbreviates(view)


def _relation(pair: Pair, kind: str, score: float) -> Relation:
    return Relation(kind, pair.head.id, pair.tail.id, score)
